"""In which language each of many texts is written, where it says enough; a short or mixed text is left without one.

The model is py3langid's (BSD-3; after Lui & Baldwin 2012), inside the package: nothing is fetched. It walks through a
text byte by byte (an automaton that knows all features at once), counts the features that it meets, and weighs each
language by the logarithms of their counts (naive Bayes). Reading its tables here, in a compiled loop over all texts,
takes a twentieth of the time of asking it text by text. What is told of a text depends on that text alone. The model is
loaded at the first text that needs it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from turnstone.clean.language import FITS, SUREST, look
from turnstone.kernels.compiled import compiled

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U32 = NDArray[np.uint32]
F32 = NDArray[np.float32]
F64 = NDArray[np.float64]


class Model(NamedTuple):
    """An automaton over bytes and what its features say.

    From state s and byte b to `moves[row[s] * 256 + b]`; a state s with `feature[s]` >= 0 is a feature met. `weights`
    (features x columns) and `prior` (columns) are natural logarithms; a language may have several columns
    (`language_of[column]` is its place in `languages`), one for each script that the model knows it in.
    """

    moves: U32
    row: I64
    feature: I32
    weights: F32
    prior: F64
    language_of: I64
    languages: tuple[str, ...]


def languages_of(texts: Sequence[str], scripts: Sequence[str]) -> list[str | None]:
    """ISO 639-1 code of each text, or None. `scripts`: the script of most letters of each (see `clean.script`)."""
    looked = [look(text, script) for text, script in zip(texts, scripts, strict=True)]
    asked = list(dict.fromkeys(words for _, words in looked if words))
    said = dict(zip(asked, _asked(asked), strict=True)) if asked else {}
    out: list[str | None] = []
    for (told, words), script in zip(looked, scripts, strict=True):
        name = said[words] if words else told
        out.append(name if name is None or not words or FITS[name] == script else None)
    return out


def _asked(words: list[str]) -> list[str | None]:
    """What the model says of each, None where it is not sure."""
    model = model_of_languages()
    data = [unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass") for text in words]
    ends = np.cumsum([len(some) for some in data], dtype=np.int64)
    best, sure = _weigh(np.frombuffer(b"".join(data), np.uint8), ends, *model[:6], len(model.languages))
    names = [model.languages[i] for i in best.tolist()]
    return [name if s >= SUREST else None for name, s in zip(names, sure.tolist(), strict=True)]


@compiled
def _weigh(
    data: NDArray[np.uint8],
    ends: I64,
    moves: U32,
    row: I64,
    feature: I32,
    weights: F32,
    prior: F64,
    language_of: I64,
    languages: int,
) -> tuple[I64, F64]:
    """For each text (its bytes end at `ends`) the place of the likeliest language, and how likely it is.

    Sums are taken in one order, so that all machines come to the same number. Logarithms of likelihoods are divided by
    the square root of the text's length in bytes, without which long texts would seem surer than they are.
    """
    texts, columns = len(ends), len(prior)
    best, sure = np.zeros(texts, np.int64), np.zeros(texts, np.float64)
    times = np.zeros(len(weights), np.int32)
    met = np.zeros(len(weights), np.int32)
    share = np.zeros(languages, np.float64)
    start = 0
    for t in range(texts):
        state, kinds = np.int64(0), 0
        for i in range(start, ends[t]):
            state = np.int64(moves[row[state] * 256 + data[i]])
            seen = feature[state]
            if seen >= 0:
                if times[seen] == 0:
                    met[kinds] = seen
                    kinds += 1
                times[seen] += 1
        score = np.zeros(columns, np.float64)
        for k in range(kinds):
            seen = met[k]
            weight = math.log1p(times[seen])
            times[seen] = 0
            for c in range(columns):
                score[c] += weight * weights[seen, c]
        if kinds:
            score += prior
        score /= math.sqrt(max(ends[t] - start, 1))
        score = np.exp(score - score.max())
        share[:] = 0.0
        for c in range(columns):
            share[language_of[c]] += score[c]
        best[t] = share.argmax()
        sure[t] = share[best[t]] / share.sum()
        start = ends[t]
    return best, sure


@cache
def model_of_languages() -> Model:
    """py3langid's model for the languages that are told. Loading it takes half a second."""
    from py3langid.langid import LanguageIdentifier

    whole: Any = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    columns = [i for i, name in enumerate(whole.nb_classes) if name in FITS]
    names = [str(whole.nb_classes[i]) for i in columns]
    languages = tuple(dict.fromkeys(names))
    return Model(
        np.asarray(whole.tk_nextmove, np.uint32), np.asarray(whole.tk_row, np.int64),
        np.asarray(whole.tk_output, np.int32), np.ascontiguousarray(whole.nb_ptc[:, columns], np.float32),
        np.asarray(whole.nb_pc[columns], np.float64), np.array([languages.index(name) for name in names], np.int64),
        languages,
    )  # fmt: skip
