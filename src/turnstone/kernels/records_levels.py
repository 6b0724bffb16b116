"""How far two rows agree in names: one level a pair. Twins of the plain rules: tests/twin/test_records_levels.py."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.records_text import Bytes, Codes, Starts, jaro_winkler, one_edit, starts_with

Levels = NDArray[np.int8]
Flags = NDArray[np.bool_]
I64 = NDArray[np.int64]
Mbits = NDArray[np.int32]

UNKNOWN, DIFFERENT, WEAK, CLOSE, EXACT, SHORT = 0, 1, 2, 3, 4, 5
"""SHORT: one is a usual short form of the other, or was learnt to stand for it. WEAK says little either way."""

LEVELS = 6


@compiled
def is_learnt(a: int, b: int, learnt: I64) -> bool:
    """Whether the pair of words stands in the sorted list of pairs learnt to mean one name."""
    v = (np.int64(min(a, b)) << 32) | np.int64(max(a, b))
    k = np.searchsorted(learnt, v)
    return k < len(learnt) and learnt[k] == v


@compiled
def name_level(a: int, b: int, d: Bytes, at: Starts, short: Codes, title: Flags, learnt: I64) -> int:
    """Two given names or two family names (words of one dictionary). A title says nothing of the name it stands for."""
    if a < 0 or b < 0:
        return 0
    if a == b:
        return 4
    if title[a] or title[b]:
        return 0
    a0, a1, b0, b1 = at[a], at[a + 1], at[b], at[b + 1]
    if short[a] >= 0 and short[a] == short[b]:
        return 5
    la, lb = a1 - a0, b1 - b0
    least = min(la, lb)
    if least >= 3 and one_edit(d, a0, a1, b0, b1):
        return 3
    if (least == 1 or (least >= 3 and abs(la - lb) >= 2)) and starts_with(d, a0, a1, b0, b1):
        return 2
    if least >= 4:
        likeness = jaro_winkler(d, a0, a1, b0, b1)
        if likeness >= 0.92:
            return 3
        if likeness >= 0.84:
            return 5 if is_learnt(a, b, learnt) else 2
    return 5 if is_learnt(a, b, learnt) else 1


@compiled
def among(word: int, row: int, bag_at: Codes, bag: Codes) -> bool:
    """Whether the word is one of the row's full name."""
    for i in range(bag_at[row], bag_at[row + 1]):  # noqa: SIM110 (numba has no any() over a generator)
        if bag[i] == word:
            return True
    return False


@compiled
def name_levels(
    left: Codes, right: Codes, given: Codes, family: Codes, d: Bytes, at: Starts, short: Codes, title: Flags, learnt: I64,
    bag_at: Codes, bag: Codes, rarity: Mbits,
    out_given: Levels, out_family: Levels, out_order: Levels, out_full: Levels, out_extra: Mbits,
) -> None:  # fmt: skip
    """Levels of given and family name, of their order (DIFFERENT: swapped) and of the other words of the full name, with
    the rarity in millibits of the rarest of those in common. `bag` holds the words of full names, row by row."""
    bags = len(bag_at) > 1
    for i in range(len(left)):
        r, s = left[i], right[i]
        g = name_level(given[r], given[s], d, at, short, title, learnt)
        f = name_level(family[r], family[s], d, at, short, title, learnt)
        o = 4
        if g <= 2 and f <= 2 and (g == 1 or f == 1 or g + f == 0):
            x = name_level(given[r], family[s], d, at, short, title, learnt)
            y = name_level(family[r], given[s], d, at, short, title, learnt)
            if x >= 2 and y >= 2 and (x >= 3 or y >= 3) and x + y > g + f:
                g, f, o = x, y, 1
        if bags:
            if g == 1 and (among(given[r], s, bag_at, bag) or among(given[s], r, bag_at, bag)):
                g = 2
            if f == 1 and (among(family[r], s, bag_at, bag) or among(family[s], r, bag_at, bag)):
                f = 2
            best = np.int32(0)
            more_r = 0
            more_s = 0
            for p in range(bag_at[r], bag_at[r + 1]):
                if bag[p] == given[r] or bag[p] == family[r]:
                    continue
                more_r += 1
                if among(bag[p], s, bag_at, bag) and bag[p] != given[s] and bag[p] != family[s]:
                    best = max(best, rarity[bag[p]])
            for p in range(bag_at[s], bag_at[s + 1]):
                if bag[p] != given[s] and bag[p] != family[s]:
                    more_s += 1
            out_full[i] = 4 if best > 0 else (1 if more_r > 0 and more_s > 0 else 0)
            out_extra[i] = best
        out_given[i], out_family[i], out_order[i] = g, f, o


MOST_WORDS = 16
"""Of a name of many words the first so many are compared."""


@compiled
def word_levels(
    left: Codes, right: Codes, d: Bytes, at: Starts, short: Codes, title: Flags, learnt: I64,
    bag_at: Codes, bag: Codes, rarity: Mbits, out: Levels, out_extra: Mbits,
) -> None:  # fmt: skip
    """Names of which nobody says what is given and what is family, and names of organisations: words paired best first,
    in any order. EXACT all equal; SHORT all equal or short forms; CLOSE all paired; WEAK one side has words left over; DIFFERENT both have, or
    nothing was paired: a word left over on both sides is another name. The extra is the rarity of what was
    paired, also where the names differ."""
    taken = np.zeros(MOST_WORDS, np.bool_)
    for i in range(len(left)):
        r, s = left[i], right[i]
        r0, r1 = bag_at[r], min(bag_at[r + 1], bag_at[r] + MOST_WORDS)
        s0, s1 = bag_at[s], min(bag_at[s + 1], bag_at[s] + MOST_WORDS)
        out_extra[i] = 0
        if r0 == r1 or s0 == s1:
            out[i] = 0
            continue
        taken[:] = False
        lowest = 9
        paired = 0
        whole = 0
        short_ones = 0
        bits = np.int32(0)
        used = np.uint64(0)
        for want in (4, 5, 3, 2):
            for p in range(r0, r1):
                if (used >> np.uint64(p - r0)) & np.uint64(1):
                    continue
                for q in range(s0, s1):
                    if taken[q - s0]:
                        continue
                    v = name_level(bag[p], bag[q], d, at, short, title, learnt)
                    if v == 2 and min(at[bag[p] + 1] - at[bag[p]], at[bag[q] + 1] - at[bag[q]]) > 1:
                        v = 1  # here only an initial is a weak pairing
                    if v != want:
                        continue
                    used |= np.uint64(1) << np.uint64(p - r0)
                    taken[q - s0] = True
                    paired += 1
                    if v != 2:
                        whole += 1
                        bits += min(rarity[bag[p]], rarity[bag[q]])
                    if v == 5:
                        short_ones += 1
                    lowest = min(lowest, 4 if v == 5 else v)
                    break
        left_r, left_s = r1 - r0 - paired, s1 - s0 - paired
        if whole == 0 or (left_r > 0 and left_s > 0):
            out[i] = 1
            out_extra[i] = bits
        elif left_r > 0 or left_s > 0:
            out[i] = 2
            out_extra[i] = bits
        else:
            out[i] = 5 if lowest == 4 and short_ones > 0 else lowest
            out_extra[i] = bits
