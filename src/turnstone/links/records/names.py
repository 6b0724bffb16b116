"""Names as words of one dictionary: short forms, titles, generations (Jr, Sr, II)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.clean.legal_forms import strip_legal_form
from turnstone.kernels.compiled import compiled
from turnstone.links.records.fields import Codes, Texts
from turnstone.links.records.values import listed

GENERATIONS = {
    "sr": 1, "snr": 1, "senior": 1, "i": 1, "jr": 2, "jnr": 2, "junior": 2, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
"""Last word of a name -> which of several of one name. Two that differ are two people."""
_LAST = r"^(.+) (sr|snr|senior|jr|jnr|junior|i|ii|iii|iv)$"
_APART = re.compile(r"[(\[,;:/|@]|\s[-–—]\s")
_WORD = re.compile(r"[^\W_]+")
LONGEST_SHORT, LONGEST_TITLE = 11, 24


def without_generation(texts: pa.Array) -> tuple[pa.Array, Codes]:
    """Names without a last word that tells father from son, and which it was (-1: none)."""
    told = np.full(len(texts), -1, np.int32)
    rows = np.flatnonzero(pc.match_substring_regex(texts, _LAST).to_numpy(zero_copy_only=False))
    if len(rows) == 0:
        return texts, told
    out = texts.to_pylist()
    for i in rows:
        match = re.match(_LAST, out[i])
        if match is not None:
            out[i], told[i] = match[1], GENERATIONS[match[2]]
    return pa.array(out, pa.string()), told


def without_form(texts: pa.Array) -> pa.Array:
    """Names of organisations without their legal form, which is written in many ways or left out."""
    out = []
    for text in texts.to_pylist():
        tokens = tuple(text.upper().split())
        kept, _ = strip_legal_form(tokens)
        out.append(" ".join(kept or tokens).lower())
    return pa.array(out, pa.string())


@lru_cache(maxsize=100_000)
def _words_of(town: str) -> list[str]:
    return _WORD.findall(town.casefold())


def without_town(name: str, town: str) -> str:
    """A name without the town after it, where that is set apart: 'Alder House (Lander)', 'Alder House, Lander'. Of a town
    that follows without a mark ('Hotel Lander') nobody can say whether it is a part of the name: it stays."""
    last = _words_of(town)
    if not last or last[-1] not in name.casefold():
        return name
    words = list(_WORD.finditer(name))
    if len(words) <= len(last) or [w[0].casefold() for w in words[-len(last) :]] != last:
        return name
    end = words[-len(last) - 1].end()
    return name[:end] if _APART.search(name[end : words[-len(last)].start()]) else name


@cache
def _groups() -> dict[str, int]:
    groups: dict[str, int] = {}
    for i, line in enumerate(listed("nicknames.txt")):
        for word in line.split():
            groups.setdefault(word, i)
            groups.setdefault(_ending(word), i)
    return groups


def _ending(word: str) -> str:
    """A pet name's ending as it is listed: Peggie and Peggey are Peggy."""
    return re.sub(r"(?<=[a-z]{3})(ie|ey)$", "y", word)


def short_forms(words: Texts) -> Codes:
    """Which group of short forms each word belongs to; -1 for none."""
    groups = _groups()
    out = np.full(max(len(words), 1), -1, np.int32)
    for i in np.flatnonzero(np.diff(words.at) <= LONGEST_SHORT):
        word = words.text(int(i))
        out[i] = groups.get(word, groups.get(_ending(word), -1))
    return out


def titles(words: Texts) -> NDArray[np.bool_]:
    """Which words are titles, particles or ordinals ('2nd'): no given name of their own."""
    known = frozenset(word for line in listed("titles.txt") for word in line.split())
    out = np.zeros(max(len(words), 1), np.bool_)
    for i in np.flatnonzero(np.diff(words.at) <= LONGEST_TITLE):
        word = words.text(int(i))
        ordinal = word[:1].isdigit() and word[-2:] in ("st", "nd", "rd", "th")
        out[i] = bool(word) and (ordinal or all(part in known for part in word.split()))
    return out


@compiled
def past_titles(codes: Codes, title: NDArray[np.bool_], bag_at: Codes, bag: Codes) -> Codes:
    """Where the given name is a title: the first word of the full name that is none, unless only the last is left."""
    out = codes.copy()
    for r in range(len(codes)):
        if codes[r] < 0 or not title[codes[r]]:
            continue
        for k in range(bag_at[r], bag_at[r + 1] - 1):
            if not title[bag[k]]:
                out[r] = bag[k]
                break
    return out
