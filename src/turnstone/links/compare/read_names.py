"""Names read once for many comparisons: numbered words, legal forms and generations set apart, what each word is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turnstone.clean.name_letters import romanised, sounds, without_vowels
from turnstone.clean.name_words import (
    COMMON,
    COUNTRY,
    FORM_CLASSES,
    INITIAL,
    LIGHT,
    NUMBER,
    TAGS,
    Lexicon,
    lexicon,
    nobody,
    tag,
)
from turnstone.kernels.name_distance import LETTERS
from turnstone.kernels.name_likeness import SETS, Words
from turnstone.kernels.name_read import (
    FORM,
    FORM_ANYWHERE,
    GENERATION,
    LEFT_OUT,
    STANDS_FOR,
    number_words,
    phrase_key,
    read_phrases,
    split_names,
)
from turnstone.kernels.name_score import Names

RARITY = {LIGHT: 300, INITIAL: 1_500, NUMBER: 4_000, COMMON: 3_000, COUNTRY: 4_000}
"""Millibits of words that many names share, where no counts are given. Others tell PER_LETTER for each letter up to
MOST_RARE: about 1 in 500 names have a family name that is neither frequent nor rare."""
PER_LETTER, MOST_RARE = 1_500, 9_000
_CODES = np.zeros(256, np.uint8)
_CODES[np.frombuffer(LETTERS.encode(), np.uint8)] = np.arange(len(LETTERS), dtype=np.uint8)
# A prime for each letter, so that the product of a word's letters does not know their order.
_PRIMES = [p for p in range(2, 200) if all(p % q for q in range(2, p))][: len(LETTERS)]
_BY_BYTE = np.ones(256, np.uint64)
_BY_BYTE[np.frombuffer(LETTERS.encode(), np.uint8)] = np.array(_PRIMES, np.uint64)


class Phrases(NamedTuple):
    """The phrases of a kind of name, by key; words that stand for others come first among the words of a batch."""

    keys: NDArray[np.uint64]
    kinds: NDArray[np.int32]
    values: NDArray[np.int32]
    begin_with: frozenset[str]
    stand: tuple[str, ...]


class Read(NamedTuple):
    """Names that were read together, so that equal words have equal numbers. `trade` tells names with a word of trade
    or a legal form in them."""

    names: Names
    words: Words
    texts: list[str]
    trade: NDArray[np.bool_]


def read_names(names: Sequence[str], kind: str, rarity: Mapping[str, int] | None = None) -> Read:
    """Reads names of one kind (turnstone.clean.name_words.KINDS). `rarity`: folded word -> millibits."""
    words = lexicon(kind)
    phrases = _phrases(kind)
    plain = [name if name.isascii() and "\n" not in name else romanised(name) for name in names]
    # All words that may come to stand for others make up a name of their own in front, one word a line.
    text = "\n".join([*phrases.stand, *plain, ""]).encode("ascii")
    first, ids, hashes, rest, texts = _split(text, len(phrases.stand) + len(plain), kind != "person")
    if texts[: len(phrases.stand)] != list(phrases.stand):
        raise ValueError("what stands for other words must be one word of capital letters and figures")
    begins = np.fromiter((t in phrases.begin_with for t in texts), np.uint8, len(texts))
    size = len(first) - 1
    out_first, out = np.zeros(size + 1, np.int64), np.zeros(len(ids), np.int32)
    form, generation = np.zeros(size, np.int32), np.zeros(size, np.int32)
    read_phrases(first, ids, hashes, begins, phrases.keys, phrases.kinds, phrases.values, out_first, out, form,
                 generation)  # fmt: skip
    skip = len(phrases.stand)
    first, last = out_first[skip:].copy(), int(out_first[-1])
    vowelless = np.fromiter((without_vowels(name) for name in names), np.uint8, len(names))
    table = describe(texts, kind, words, rarity)
    read = Names(
        first, out[:last], form[skip:], generation[skip:], vowelless, rest[skip:], _said(first, out[:last], texts)
    )
    return Read(read, table, texts, _of_trade(read, texts, words))


class NameParts(NamedTuple):
    """One name as it is compared: words with what each is (turnstone.clean.name_words.TAGS), the class of its legal form
    (empty for none), its generation (1 Jr, 2 Sr, 3 II ...; 0 for none)."""

    words: list[tuple[str, str]]
    form: str
    generation: int


def parts_of_name(name: str, kind: str) -> NameParts:
    """What is read in a name, to show it: 'J. van Dijk Jr.' is J (initial), VAN (light), DIJK (name), generation 1."""
    read = read_names([name], kind)
    ids = read.names.ids[read.names.first[0] : read.names.first[1]].tolist()
    words = [(read.texts[k], TAGS[read.words.tag[k]]) for k in ids]
    return NameParts(words, FORM_CLASSES[read.names.form[0]], int(read.names.generation[0]))


def _split(text: bytes, names: int, dotted: bool) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint64],
                                                          NDArray[np.uint64], list[str]]:  # fmt: skip
    raw = np.frombuffer(text, np.uint8)
    longest = len(raw) + 2 * (text.count(b"&") + text.count(b"+")) + 1
    most = longest // 2 + names + 2
    upper = np.zeros(longest + 2, np.uint8)
    starts, ends, hashes = np.zeros(most, np.int64), np.zeros(most, np.int64), np.zeros(most, np.uint64)
    first, rest = np.zeros(names + 1, np.int64), np.zeros(names + 1, np.uint64)
    count = split_names(raw, dotted, upper, starts, ends, hashes, first, rest)
    ids, which = np.zeros(count, np.int32), np.zeros(count, np.int64)
    known = number_words(upper, starts, ends, hashes, count, ids, which)
    letters = upper.tobytes().decode("ascii")
    texts = [letters[a:b] for a, b in zip(starts[which[:known]].tolist(), ends[which[:known]].tolist(), strict=True)]
    return first, ids, hashes[:count], rest[:names], texts


def describe(texts: list[str], kind: str, words: Lexicon, rarity: Mapping[str, int] | None) -> Words:
    """What each word is, how it sounds, what it stands for, how rare it is."""
    heard = sounds(texts)
    tags = np.fromiter((tag(t, kind, words) for t in texts), np.int32, len(texts))
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    rare = np.minimum(lengths * PER_LETTER, MOST_RARE)
    for which, value in RARITY.items():
        rare[tags == which] = value
    if rarity is not None:
        most = max(rarity.values(), default=MOST_RARE)
        rare = np.fromiter((rarity.get(t, most) for t in texts), np.int64, len(texts))
        rare[tags == LIGHT] = np.minimum(rare[tags == LIGHT], RARITY[LIGHT])
    sets = np.zeros((len(texts), SETS), np.int32)
    for at, text in enumerate(texts):
        if text in words.sets:
            mine = words.sets[text][:SETS]
            sets[at, : len(mine)] = mine
    written = np.frombuffer("".join(texts).encode("ascii"), np.uint8)
    sound = np.frombuffer("".join(heard).encode("ascii"), np.uint8)
    written_at, sound_at = _ends(lengths), _ends(np.fromiter(map(len, heard), np.int64, len(heard)))
    bits = np.uint64(1) << _CODES[sound].astype(np.uint64)
    return Words(
        _CODES[written],
        written_at,
        _CODES[sound],
        sound_at,
        _over(np.bitwise_or, bits, sound_at),
        _over(np.multiply, _BY_BYTE[written], written_at),
        sets,
        tags,
        rare,
    )


def _over(ufunc: np.ufunc, values: NDArray[np.uint64], at: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The values of each word put together; a word may be empty."""
    out = np.zeros(len(at) - 1, np.uint64)
    some = np.flatnonzero(np.diff(at))
    if len(some):
        out[some] = ufunc.reduceat(values, at[some])
    return out


def _ends(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)])


def _said(first: NDArray[np.int64], ids: NDArray[np.int32], texts: list[str]) -> NDArray[np.uint8]:
    """0 for names that say that there is none. Only names of words that such phrases begin with are looked at."""
    said = np.ones(len(first) - 1, np.uint8)
    begins = {phrase.split()[0] for phrase in nobody()}
    suspect = np.fromiter((t in begins for t in texts), np.bool_, len(texts))
    some = np.flatnonzero(np.diff(first))
    for name in some[suspect[ids[first[some]]]].tolist():
        said[name] = " ".join(texts[k] for k in ids[first[name] : first[name + 1]].tolist()) not in nobody()
    return said


def _of_trade(names: Names, texts: list[str], words: Lexicon) -> NDArray[np.bool_]:
    common = np.fromiter((t in words.common for t in texts), np.bool_, len(texts))
    seen = np.concatenate([np.zeros(1, np.int64), np.cumsum(common[names.ids], dtype=np.int64)])
    trade: NDArray[np.bool_] = (names.form > 0) | (seen[names.first[1:]] > seen[names.first[:-1]])
    return trade


@cache
def _phrases(kind: str) -> Phrases:
    words = lexicon(kind)
    found: dict[str, tuple[int, int]] = dict.fromkeys(words.left_out, (LEFT_OUT, 0))
    stand = tuple(sorted(set(words.stands_for.values())))
    number = {word: at for at, word in enumerate(stand)}
    found |= {text: (STANDS_FOR, number[to]) for text, to in words.stands_for.items()}
    for text, form in words.forms.items():
        anywhere = form == "ANY" or text in words.anywhere
        found[text] = (FORM_ANYWHERE if anywhere else FORM, FORM_CLASSES.index(form))
    found |= {text: (GENERATION, code) for text, code in words.generations.items()}
    if not found:
        empty = np.zeros(0, np.int32)
        return Phrases(np.zeros(0, np.uint64), empty, empty, frozenset(), ())
    spelled = "\n".join([*found, ""]).encode("ascii")
    first, _, hashes, _, _ = _split(spelled, len(found), False)
    keys = np.array([phrase_key(hashes, a, b - a) for a, b in pairwise(first)], np.uint64)
    order = np.argsort(keys)
    kinds = np.array([kind for kind, _ in found.values()], np.int32)
    values = np.array([value for _, value in found.values()], np.int32)
    return Phrases(keys[order], kinds[order], values[order], frozenset(text.split()[0] for text in found), stand)
