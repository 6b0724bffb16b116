"""Languages told over many texts at once, beside the model's own package asked text by text."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.clean.language import FITS, SUREST, look
from turnstone.clean.script import scripts
from turnstone.kernels.languages import languages_of

SETS = Path(__file__).parents[1] / "spec" / "contacts" / "sets"


@cache
def package() -> Any:
    from py3langid.langid import LanguageIdentifier

    model = LanguageIdentifier.from_model_file("data/model.npz.xz", norm_probs=True)
    model.set_languages(list(FITS))
    return model


def one_by_one(text: str, script: str) -> str | None:
    told, words = look(text, script)
    if not words:
        return told
    name, sure = package().classify(words)
    return str(name) if sure >= SUREST and FITS[str(name)] == script else None


def words_as_was(text: str) -> str:
    """The words that are looked at, by taking out what is none."""
    return " ".join(re.sub(r"\S*(?:@|://|www\.)\S*|\d+|[^\w\s'’-]+", " ", text[:1200]).split())[:600]


def test_the_labelled_lines_in_33_languages() -> None:
    lines = [row.split("\t")[0] for path in sorted(SETS.glob("*.tsv")) for row in path.read_text("utf-8").split("\n")]
    chance = random.Random(2)
    texts = [line for line in lines if line] + [" ".join(chance.sample(lines, 4)) for _ in range(500)]
    texts += [text.upper() for text in texts[::5]]
    codes, _ = scripts(texts)
    together = languages_of(texts, codes)
    assert together == [one_by_one(text, code) for text, code in zip(texts, codes, strict=True)]
    assert len(set(together)) > 25 and sum(language is not None for language in together) > 1_000


def test_a_text_is_told_alike_whatever_stands_beside_it() -> None:
    lines = [row.split("\t")[0] for path in sorted(SETS.glob("*.tsv")) for row in path.read_text("utf-8").split("\n")]
    texts = list(dict.fromkeys(line for line in lines if line))[:300]
    codes, _ = scripts(texts)
    together = languages_of(texts, codes)
    assert together == [languages_of([text], [code])[0] for text, code in zip(texts, codes, strict=True)]
    assert together[::-1] == languages_of(texts[::-1], codes[::-1])


PIECES = st.sampled_from(
    ["wir suchen ", "працівники ", "ÉTÉ ", "'’-", "a@b.c", "x//://y ", "www.", "12", "_", "e\u0301", "²", "\u200b", "漢字", "かな", "\x1c", "ß", "!", "ΟΔΟΣ "]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join),
    st.sampled_from(["Latn", "Cyrl", "Hani", "Grek", "Zyyy"]),
)
def test_any_text(text: str, script: str) -> None:
    assert languages_of([text], [script]) == [one_by_one(text, script)]
    words = words_as_was(text)
    letters = sum(map(str.isalpha, words))
    asked = look(text, script)[1]
    if script in ("Latn", "Cyrl"):
        assert asked == ("" if letters < 24 else words.lower() if words.isupper() else words)
