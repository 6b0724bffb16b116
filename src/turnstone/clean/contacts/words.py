"""Words for numbers (words/*.tsv), for repetition (repeats.tsv) and what a language goes with, loaded once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

_HERE = Path(__file__).parent
_FLAT = str.maketrans(
    {"ı": "i", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "þ": "th"}
    | dict.fromkeys("'’ʼ`´‘", "")
)


@lru_cache(100_000)
def plain(word: str) -> str:
    """Lower case, without accents and apostrophes: 'Fünf' -> 'funf', "П'ять" -> 'пять', 'й' -> 'и'."""
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    split = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in split if not unicodedata.combining(c)).translate(_FLAT)


def flattened(text: str) -> str:
    """Lower case without accents, character for character."""
    if text.isascii():
        return text.lower()
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    other = {c: flat for c in set(lower) if c >= "\x80" and (flat := _flat(c)) != c}
    if len(other) > _MOST_REPLACED or not other.keys().isdisjoint(other.values()):
        return lower.translate({ord(c): flat for c, flat in other.items()})
    for c, flat in other.items():
        lower = lower.replace(c, flat)
    return lower


_MOST_REPLACED = 24
"""Different characters up to which replacing one after the other is faster than looking each character up."""


@lru_cache(20_000)
def _flat(c: str) -> str:
    return flat if len(flat := plain(c)) == 1 else c


@cache
def at_and_dot(kind: str) -> tuple[str, ...]:
    """How 'at' or 'dot' is said (at, at-loose, dot) as flattened text has it, the longest first."""
    said = {flattened(word) for row in rows("words_at_dot.tsv") if row[0] == kind for word in row[1:]}
    if kind == "at":
        said -= set(at_and_dot("at-loose"))  # 'ät' without its dots is 'at'
    return tuple(sorted(said, key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class Numbers:
    """A language's number words: first word -> (further words, number), longest phrase first; and words that repeat."""

    phrases: dict[str, list[tuple[tuple[str, ...], int]]]
    repeats: dict[str, list[tuple[tuple[str, ...], int]]]
    glued: re.Pattern[str]
    known: dict[str, bool] = field(default_factory=dict, compare=False)
    """What was already found of words: whether they could be a number in this language."""


def rows(name: str) -> list[list[str]]:
    """The rows of a data file of this folder; lines with # are for readers."""
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def languages() -> tuple[str, ...]:
    """The languages with number words."""
    return tuple(sorted(path.stem for path in (_HERE / "words").glob("*.tsv")))


@cache
def numbers(language: str) -> Numbers:
    """The number words of a language. KeyError for one that has none."""
    if language not in languages():
        raise KeyError(language)
    said = [(form, int(row[0])) for row in rows(f"words/{language}.tsv") for form in row[1:]]
    again = [(form, int(row[1])) for row in rows("repeats.tsv") if row[0] == language for form in row[2:]]
    singles = sorted({plain(form) for form, _ in said if " " not in form and len(form) > 1}, key=lambda w: (-len(w), w))
    return Numbers(_by_first(said), _by_first(again), re.compile("|".join(map(re.escape, singles))))


def _by_first(said: list[tuple[str, int]]) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    out: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for form, value in said:
        first, *more = [plain(word) for word in re.split(r"[ -]", form)]
        if (entry := (tuple(more), value)) not in out.setdefault(first, []):
            out[first].append(entry)
    for entries in out.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return out


@cache
def speakers() -> dict[str, frozenset[str]]:
    """Number word (its first word) -> the languages that have it."""
    out: dict[str, set[str]] = {}
    for language in languages():
        for word in numbers(language).phrases:
            out.setdefault(word, set()).add(language)
    return {word: frozenset(some) for word, some in out.items()}


@cache
def regions(language: str | None) -> tuple[str, ...]:
    """Countries whose plans the numbers of a language are tried with."""
    return next((tuple(row[1:]) for row in rows("regions.tsv") if row[0] == language), ())


@cache
def cues() -> dict[str, tuple[str, ...]]:
    """Word that announces a telephone number -> languages that say it so."""
    out: dict[str, list[str]] = {}
    for language, *words in rows("cues.tsv"):
        for word in words:
            out.setdefault(plain(word), []).append(language)
    return {word: tuple(dict.fromkeys(some)) for word, some in out.items()}


@cache
def ordinary_words(kind: str) -> frozenset[str]:
    """Words beside numbers that are no telephone numbers: money, unit or reference."""
    return frozenset(plain(word) for row in rows("ordinary.tsv") if row[0] == kind for word in row[1:])
