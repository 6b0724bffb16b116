"""Which few things or nodes, taken out, break a small network most. Parties are bits of a word. Compiled."""

from __future__ import annotations

import numpy as np

from turnstone.kernels.compiled import compiled
from turnstone.kernels.graph import Ints

MOST_PARTIES = 64


@compiled
def count_bits(word: np.uint64) -> int:
    """How many bits of a word are set."""
    count = 0
    while word != np.uint64(0):
        word &= word - np.uint64(1)
        count += 1
    return count


@compiled
def joined(masks: Ints, off: Ints, gone: np.uint64, parts: Ints) -> int:
    """The parts that things join, into `parts` (room for 64): how many. `masks`: who holds each thing; things marked in
    `off` and the parties `gone` are left out."""
    count = 0
    for t in range(len(masks)):
        held = masks[t] & ~gone
        if off[t] != 0 or held & (held - np.uint64(1)) == np.uint64(0):
            continue
        j = 0
        while j < count:
            if parts[j] & held != np.uint64(0):
                held |= parts[j]
                count -= 1
                parts[j] = parts[count]
            else:
                j += 1
        parts[count] = held
        count += 1
    return count


@compiled
def pairs_left(masks: Ints, off: Ints, gone: np.uint64, whole: Ints, wholes: int, parts: Ints) -> int:
    """Pairs of parties that stay joined. Pairs of a party that is `gone` itself are not counted as broken: they count as
    they did in the parts of the `whole`."""
    pairs = 0
    for j in range(joined(masks, off, gone, parts)):
        many = count_bits(parts[j])
        pairs += many * (many - 1) // 2
    if gone != np.uint64(0):
        for j in range(wholes):
            many, rest = count_bits(whole[j]), count_bits(whole[j] & ~gone)
            pairs += many * (many - 1) // 2 - rest * (rest - 1) // 2
    return pairs


@compiled
def weakest_sets(masks: Ints, thing: Ints, bit: Ints, most: int, exact: int) -> tuple[Ints, Ints]:
    """The sets that leave fewest pairs joined: (sets, pairs). Row k - 1 of `sets` holds k candidates, -1 behind them;
    row 0 of `pairs` is what is joined before anything is taken out, row k what a set of k leaves. A set that breaks no
    more than a smaller one is empty.

    Candidate c takes out the thing `thing[c]` (-1: none) and the party `bit[c]` (0: none). All sets of one are tried, and
    all of two where there are at most `exact` candidates; each further one is the best to add. Of equally good sets the
    first counts.
    """
    many = len(thing)
    sets, pairs = np.full((most, most), -1, np.int64), np.zeros(most + 1, np.int64)
    off = np.zeros(len(masks), np.uint8)
    whole, parts = np.zeros(64, np.uint64), np.zeros(64, np.uint64)
    none = np.uint64(0)
    wholes = joined(masks, off, none, whole)
    pairs[0] = pairs_left(masks, off, none, whole, wholes, parts)
    best = pairs[0]
    chosen = np.full(most, -1, np.int64)
    count = 0
    for k in range(1, most + 1):
        pairs[k] = best
        found, other, least = -1, -1, best
        if k == 2 and many <= exact:
            count = 0
            off[:] = 0
            for i in range(many):
                if thing[i] >= 0:
                    off[thing[i]] += 1
                for j in range(i + 1, many):
                    if thing[j] >= 0:
                        off[thing[j]] += 1
                    left = pairs_left(masks, off, bit[i] | bit[j], whole, wholes, parts)
                    if left < least:
                        found, other, least = j, i, left
                    if thing[j] >= 0:
                        off[thing[j]] -= 1
                if thing[i] >= 0:
                    off[thing[i]] -= 1
        elif k <= 2 or count > 0:
            gone = none
            off[:] = 0
            for c in chosen[:count]:
                gone |= bit[c]
                if thing[c] >= 0:
                    off[thing[c]] += 1
            for j in range(many):
                if thing[j] >= 0:
                    off[thing[j]] += 1
                left = pairs_left(masks, off, gone | bit[j], whole, wholes, parts)
                if left < least:
                    found, least = j, left
                if thing[j] >= 0:
                    off[thing[j]] -= 1
        if found < 0:
            if k > 1:
                for rest in range(k, most + 1):
                    pairs[rest] = best
                break
            continue
        if other >= 0:
            chosen[count] = other
            count += 1
        chosen[count] = found
        count += 1
        best = least
        pairs[k] = best
        if count == k:
            sets[k - 1, :count] = chosen[:count]
    return sets, pairs
