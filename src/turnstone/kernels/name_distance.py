"""How far two words lie apart: edits between letters, cheaper where spelling habits differ (vowels, h, v and w, g and k).

One edit is EDIT eighths. Swapped neighbours are less than one edit (optimal string alignment, the restricted
Damerau-Levenshtein distance). The slow twin is in tests/twin/test_name_compare.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled

U8 = NDArray[np.uint8]
I32 = NDArray[np.int32]
EDIT = 8
SWAP = 5
"""Swapped neighbours. A word has one neighbour by a swap for each two of its letters, and fifty by other edits: a swap is
as much stronger a sign as log2(50) bits."""
LONGEST = 40
"""Longer words agree only when equal: no name is longer, and nobody shall be able to make the comparison slow."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789csz"
"""What words as they sound are written with; a letter's place is its code."""

# Pairs that languages and transliterations write for each other, in eighths of an edit.
_NEAR = {
    2: "sS cC cK CS CZ CK zC zZ zc zS SZ UV IJ cs zs FV OU EI AE IE AO",
    4: "cH cJ cZ KH GK GH GJ ZJ JH sJ sH BP BV DT DZ TS VB sZ FP JC JK KC TC TZ MN",
}  # fmt: skip
_VOWELS = "AEIOU"
_LOOKS = {"0": "O", "1": "IL", "3": "E", "4": "A", "5": "S", "6": "B", "7": "T", "8": "B", "9": "G"}


def spelling_costs() -> tuple[U8, U8]:
    """(cost of one letter for another, cost of a letter more), for words as they sound, in eighths of an edit."""
    code = {letter: at for at, letter in enumerate(LETTERS)}
    instead = np.full((len(LETTERS), len(LETTERS)), EDIT, np.uint8)
    np.fill_diagonal(instead, 0)

    def near(a: str, b: str, cost: int) -> None:
        instead[code[a], code[b]] = instead[code[b], code[a]] = min(cost, instead[code[a], code[b]])

    for a in _VOWELS:
        for b in _VOWELS:
            if a != b:
                near(a, b, 4)
    for cost, pairs in _NEAR.items():
        for pair in pairs.split():
            a, b = pair[0], pair[1]
            near(a, b, max(cost, 3) if a in _VOWELS and b in _VOWELS else cost)
    for digit, letters in _LOOKS.items():
        for letter in letters:
            near(digit, letter, 4)
    more = np.full(len(LETTERS), EDIT, np.uint8)
    for letter in (*_VOWELS, "H", "J"):
        more[code[letter]] = 4
    return instead, more


def vowelless_costs() -> tuple[U8, U8]:
    """The same where one of the names is in Arabic or Hebrew letters: short vowels are missing, w and y stand for u and i."""
    instead, more = (table.copy() for table in spelling_costs())
    code = {letter: at for at, letter in enumerate(LETTERS)}
    for letter in (*_VOWELS, "H"):
        more[code[letter]] = 1
    for letter in "VJ":
        more[code[letter]] = 3
    for a in _VOWELS:
        for b in (*_VOWELS, "V", "J", "H"):
            if a != b:
                instead[code[a], code[b]] = instead[code[b], code[a]] = 1
    for a, b in ("BV", "BP", "PF", "GJ", "KH", "SZ", "Ss", "TD", "cS", "cs"):
        instead[code[a], code[b]] = instead[code[b], code[a]] = 2
    return instead, more


@compiled
def distance(a: U8, a0: int, n: int, b: U8, b0: int, m: int, instead: U8, more: U8, rows: I32, most: int) -> int:
    """Eighths of an edit from `a[a0:a0+n]` to `b[b0:b0+m]`; anything above `most` once it is sure to be above.

    `rows` is scratch, three rows of at least LONGEST * 3 + 1.
    """
    now, last, before = 0, 1, 2
    rows[last, 0] = 0
    for j in range(m):
        rows[last, j + 1] = rows[last, j] + more[b[b0 + j]]
    for i in range(n):
        letter = a[a0 + i]
        rows[now, 0] = rows[last, 0] + more[letter]
        least = rows[now, 0]
        for j in range(m):
            other = b[b0 + j]
            cost = rows[last, j] + instead[letter, other]
            gone = rows[last, j + 1] + more[letter]
            come = rows[now, j] + more[other]
            if gone < cost:
                cost = gone
            if come < cost:
                cost = come
            if i > 0 and j > 0 and letter == b[b0 + j - 1] and other == a[a0 + i - 1] and letter != other:
                swapped = rows[before, j - 1] + SWAP
                if swapped < cost:
                    cost = swapped
            rows[now, j + 1] = cost
            if cost < least:
                least = cost
        if least > most + EDIT:
            return int(least)
        now, last, before = before, now, last
    return int(rows[last, m])
