"""The cheap look before the thorough one: could number words, 'at' and 'dot' be in this text, and in which languages?"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from turnstone.clean.contacts.words import at_and_dot, flattened, numbers, plain, regions, speakers

TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_LOOKS = re.compile(r"(?<=\d)[OoОоΟοlI|іІZzSsB]|[OoОоΟοlI|іІZzSsB](?=\d)|(?<![^\W\d_])[OoОоlI](?![^\W\d_])")
LEAST_WORDS = 3


def mass(text: str, digits: int) -> int:
    """How many digits there are, look-alike letters beside digits counted in."""
    return digits + 3 * len(_LOOKS.findall(text)) if digits < 7 else digits


def spoken_languages(text: str, digits: int, language: str | None, country: str | None) -> list[str]:
    """Languages of which enough number words stand in the text, the likeliest first."""
    known, most = speakers(), frozenset[str]()
    hits: list[tuple[int, str, frozenset[str]]] = []
    for i, word in enumerate(TOKEN.findall(text)):
        if word[0].isdigit():
            hits.append((i, "", most))
            continue
        flat = word.lower() if word.isascii() else plain(word)
        tongues = known.get(flat)
        if tongues is None and len(flat) >= 6:
            tongues = _together(flat)
        if tongues:
            hits.append((i, flat, tongues))
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


@cache
def _beginnings() -> dict[str, frozenset[str]]:
    """First three letters of number words -> languages."""
    out: dict[str, set[str]] = {}
    for word, tongues in speakers().items():
        if len(word) >= 2:
            out.setdefault(word[:3], set()).update(tongues)
    return {start: frozenset(some) for start, some in out.items()}


@lru_cache(50_000)
def _together(flat: str) -> frozenset[str]:
    """Languages in which the word is nothing but number words run together."""
    some = _beginnings().get(flat[:3], frozenset()) | _beginnings().get(flat[:2], frozenset())
    return frozenset(tongue for tongue in some if _all_numbers(tongue).fullmatch(flat))


@cache
def _all_numbers(language: str) -> re.Pattern[str]:
    return re.compile(f"(?>{numbers(language).glued.pattern}){{2,40}}")


@cache
def _dot_words() -> re.Pattern[str]:
    said = "|".join(map(re.escape, at_and_dot("dot")))
    return re.compile(rf"[(\[{{<*_-]\s?(?:at|ät|@|a|et|\.|{said})\s?[)\]}}>*_-]|\s(?:{said})\s")


@cache
def _at_words() -> re.Pattern[str]:
    said = "|".join(map(re.escape, at_and_dot("at")))
    return re.compile(rf"[\s(\[{{](?:{said})[\s)\]}}]")


@cache
def _said_alone() -> frozenset[str]:
    """The words (or their first ones) that may stand for signs in an address."""
    return frozenset(said.split()[0] for said in (*at_and_dot("dot"), *at_and_dot("at")))


def dotted(text: str) -> bool:
    """Whether 'at' or 'dot' is said in words or put in brackets."""
    flat = flattened(text)
    if not _said_alone().isdisjoint(flat.split()):
        return True
    return any(c in flat for c in "([{<*_") and bool(_dot_words().search(flat) or _at_words().search(flat))
