"""In which languages number words stand in a text: those whose telephone numbers in words are then sought."""

from __future__ import annotations

import re
from functools import cache

from turnstone.clean.contacts.words import numbers, regions, speakers

TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_LOOKS = re.compile(r"(?<=\d)[OoОоΟοlI|іІZzSsB]|[OoОоΟοlI|іІZzSsB](?=\d)|(?<![^\W\d_])[OoОоlI](?![^\W\d_])")
LETTERS = re.compile(r"[^\W\d_]+")
LEAST_WORDS = 3


def mass(text: str, digits: int) -> int:
    """How many digits there are, look-alike letters beside digits counted in."""
    return digits + 3 * len(_LOOKS.findall(text)) if digits < 7 else digits


def spoken_languages(
    hits: list[tuple[int, str, frozenset[str]]], digits: int, language: str | None, country: str | None
) -> list[str]:
    """Languages of which enough number words stand in the text, the likeliest first. `hits`: see `clues.Clues`."""
    if not any(flat for _, flat, _ in hits):
        return []
    known = speakers()
    tally: dict[str, set[str]] = {}
    counted: dict[str, int] = {}
    for k, (i, flat, tongues) in enumerate(hits):
        # A number word alone among other words is prose: in a number they stand beside each other.
        beside = (k and i - hits[k - 1][0] <= 2) or (k + 1 < len(hits) and hits[k + 1][0] - i <= 2)
        for tongue in tongues if beside or len(flat) >= 14 else ():
            tally.setdefault(tongue, set()).add(flat)
            counted[tongue] = counted.get(tongue, 0) + (1 if len(flat) < 9 else 2 if flat in known else len(flat) // 4)
    if not tally:
        return []
    near = set(regions(language)) | ({country} if country else set())

    def likely(tongue: str) -> tuple[bool, bool, int, str]:
        return tongue != language, not near & set(regions(tongue)), -counted[tongue], tongue

    enough = [
        tongue
        for tongue, seen in tally.items()
        if counted[tongue] * 2 + digits >= 7
        and (
            tongue == language
            or (counted[tongue] >= LEAST_WORDS and len(seen) >= (4 if language else 3))
            or near & set(regions(tongue))
            or max(map(len, seen)) >= 9
        )
    ]
    return sorted(enough, key=likely)[:4]


def tongues_of(flat: str) -> frozenset[str]:
    """Languages in which the word is a number, or numbers run together."""
    tongues = speakers().get(flat)
    if tongues is None:
        return _together(flat) if len(flat) >= 6 else frozenset()
    return tongues


@cache
def _beginnings() -> dict[str, frozenset[str]]:
    """First three letters of number words -> languages."""
    out: dict[str, set[str]] = {}
    for word, tongues in speakers().items():
        if len(word) >= 2:
            out.setdefault(word[:3], set()).update(tongues)
    return {start: frozenset(some) for start, some in out.items()}


def _together(flat: str) -> frozenset[str]:
    """Languages in which the word is nothing but number words run together."""
    some = _beginnings().get(flat[:3], frozenset()) | _beginnings().get(flat[:2], frozenset())
    return frozenset(tongue for tongue in some if _all_numbers(tongue).fullmatch(flat))


@cache
def _all_numbers(language: str) -> re.Pattern[str]:
    return re.compile(f"(?>{numbers(language).glued.pattern}){{2,40}}")
