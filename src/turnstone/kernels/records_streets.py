"""Addresses word by word: the order of parts, units of houses and abbreviations differ, the numbers and the rare words stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.records_levels import Levels
from turnstone.kernels.records_text import Bytes, Codes, Starts, one_edit

Mbits = NDArray[np.int32]
MOST_WORDS = 24
LONG_WORD = 5
"""A word of so many letters may have a slip."""
NEARLY, HALF = 80, 50
"""Per cent of the shorter address, by the rarity of its words, that make it CLOSE and WEAK."""


@compiled
def is_number(d: Bytes, a0: int, a1: int) -> bool:
    """Begins with a digit: 12, 12a, 5th."""
    return a1 > a0 and 48 <= d[a0] <= 57


@compiled
def shared_level(a: int, b: int, bag_at: Codes, bag: Codes, d: Bytes, at: Starts, rarity: Mbits) -> int:
    """CLOSE, WEAK or DIFFERENT for two addresses (texts a and b as words). Without a number in common always DIFFERENT:
    two houses of one street share all but that."""
    a0, a1 = bag_at[a], min(bag_at[a + 1], bag_at[a] + MOST_WORDS)
    b0, b1 = bag_at[b], min(bag_at[b + 1], bag_at[b] + MOST_WORDS)
    taken = np.uint64(0)
    one = np.uint64(1)
    whole_a = 0
    whole_b = 0
    shared = 0
    numbers = 0
    for q in range(b0, b1):
        whole_b += rarity[bag[q]]
    for p in range(a0, a1):
        w = bag[p]
        whole_a += rarity[w]
        for turn in range(2):
            found = False
            for q in range(b0, b1):
                v = bag[q]
                if (taken >> np.uint64(q - b0)) & one:
                    continue
                if turn == 0:
                    same = v == w
                else:
                    least = min(at[w + 1] - at[w], at[v + 1] - at[v])
                    same = (
                        least >= LONG_WORD
                        and not is_number(d, at[w], at[w + 1])
                        and one_edit(d, at[w], at[w + 1], at[v], at[v + 1])
                    )
                if same:
                    taken |= one << np.uint64(q - b0)
                    shared += min(rarity[w], rarity[v])
                    if is_number(d, at[w], at[w + 1]):
                        numbers += 1
                    found = True
                    break
            if found:
                break
    lesser = min(whole_a, whole_b)
    if numbers == 0 or lesser == 0:
        return 1
    if 100 * shared >= NEARLY * lesser:
        return 3
    return 2 if 100 * shared >= HALF * lesser else 1


@compiled
def street_levels(
    left: Codes, right: Codes, codes: Codes, bag_at: Codes, bag: Codes, d: Bytes, at: Starts, rarity: Mbits, out: Levels
) -> None:
    """Raises levels (in place) of addresses that are alike word by word though not letter by letter."""
    for i in range(len(left)):
        if out[i] == 1 or out[i] == 2:
            level = shared_level(codes[left[i]], codes[right[i]], bag_at, bag, d, at, rarity)
            out[i] = max(out[i], level)
