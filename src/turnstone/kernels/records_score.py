"""Millibits for a pair of rows: one person against strangers, against two namesakes in one home, and against relatives.

All sums are of whole numbers; log2(1 + 2^-x) comes from a table (`log_table`), so that results are the same on every machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.records_levels import Levels
from turnstone.kernels.records_text import Codes

Mbits = NDArray[np.int32]
Modes = NDArray[np.int8]

ORDER, PLAIN, MAIL, FULL, NAME, RELATIVE = 0, 1, 2, 3, 4, 5
"""What a field's level becomes in millibits: see `field_mbits`."""
AS_PERSON, BY_CHANCE, OWN = 0, 1, 2
"""Whether relatives agree in a field as one person does, as strangers do, or by a table of their own."""
FAMILIES = 6
PLACE = 2
"""Places hang together (town, street, postcode, telephone): of this family the strongest counts alone."""
SAME_GIVEN = -3000
"""Two living in one home are seldom given the same name: one in eight of those that chance would have (a guess on the
safe side: it makes namesakes likelier)."""
MOST_LIFT = 4000
"""A close name is worth at most so much more than the commoner of the two being exact."""


def log_table() -> Mbits:
    """round(1000 log2(1 + 2^(-x/1000))) for x from 0 to where it is 0."""
    x = np.arange(12_000)
    return np.round(1000 * np.log2(1 + np.exp2(-x / 1000.0))).astype(np.int32)


@compiled
def added(a: int, b: int, table: Mbits) -> int:
    """Millibits of the sum of two chances given in millibits."""
    top, less = (a, b) if a > b else (b, a)
    gap = top - less
    return top + table[gap] if gap < len(table) else top


@compiled
def field_mbits(f: int, v: int, a: int, b: int, rarity: Mbits, weights: Mbits, kind: Modes, extra: int) -> int:
    """What level v of field f gives for rows a and b. Exact values add their rarity; of swapped names the commoner column
    counts. A close name adds the rarity of the rarer of the two ('jojn' is a slip, 'joan' a name)."""
    w = weights[f, v]
    k = kind[f]
    if v < 3 and k != 3:  # most pairs, and nothing to add
        return 0 if k == 5 else w
    if k == 5:
        return SAME_GIVEN if v == 4 else 0
    if k == 1 or k == 4:
        if v == 4:
            w += min(rarity[a, f], rarity[b, f])
        elif v == 3 and k == 4:
            most = weights[f, 4] + min(rarity[a, f], rarity[b, f]) + MOST_LIFT
            w = min(w + max(rarity[a, f], rarity[b, f]), most)
    elif k == 2:
        if v >= 3:
            w += min(rarity[a, f], rarity[b, f])
    elif k == 3 and v >= 2:
        w += extra
    return w


@compiled
def kin_mbits(mode: int, w: int, own: int) -> int:
    """The same field for relatives."""
    return w if mode == 0 else (0 if mode == 1 else own)


@compiled
def score(
    left: Codes, right: Codes, levels: Levels, extra: Mbits, rarity: Mbits, weights: Mbits, kin_weights: Mbits,
    kind: Modes, kin_kind: Modes, family: Modes, mode: Modes, priors: Mbits, table: Mbits,
    total: Mbits, kin: Mbits, families: Mbits,
) -> None:  # fmt: skip
    """`total`: one person against all else; `kin` (pair x 2): namesakes and relatives against strangers; `families`
    (pair x 6): what each family of fields gives. `priors`: one person, namesakes, relatives, each against strangers."""
    fields = levels.shape[0]
    apart = np.zeros(fields, np.bool_)
    for f in range(fields):
        apart[f] = mode[0, f] == 2 or mode[1, f] == 2
    sums = np.zeros(6, np.int64)
    for i in range(len(left)):
        a, b = left[i], right[i]
        sums[:] = 0
        most = 0
        least = 0
        ka = priors[1]
        kb = priors[2]
        e = extra[i] if len(extra) == len(left) else 0
        for f in range(fields):
            v = levels[f, i]
            if v == 0:
                continue
            w = field_mbits(f, v, a, b, rarity, weights, kind, e)
            q = family[f]
            if q == 2:
                most = max(most, w)
                least = min(least, w)
            else:
                sums[q] += w
                own = field_mbits(f, v, a, b, rarity, kin_weights, kin_kind, e) if apart[f] else 0
                ka += kin_mbits(mode[0, f], w, own)
                kb += kin_mbits(mode[1, f], w, own)
        sums[2] = most if most > 0 else least
        t = priors[0]
        for q in range(6):
            families[i, q] = sums[q]
            t += sums[q]
        ka += sums[2]
        kb += sums[2]
        kin[i, 0] = ka
        kin[i, 1] = kb
        total[i] = t - added(added(0, ka, table), kb, table)


SILENT = -(1 << 30)
"""Stands for 'unknown' among millibits."""


@compiled
def all_mbits(
    left: Codes, right: Codes, levels: Levels, extra: Mbits, rarity: Mbits, weights: Mbits, kind: Modes, out: Mbits
) -> None:
    """What every field gives for every pair (pair x field; SILENT where unknown)."""
    for i in range(len(left)):
        e = extra[i] if len(extra) == len(left) else 0
        for f in range(levels.shape[0]):
            v = levels[f, i]
            out[i, f] = field_mbits(f, v, left[i], right[i], rarity, weights, kind, e) if v else SILENT


@compiled
def tally(levels: Levels, share: NDArray[np.float64], use: NDArray[np.bool_], out: NDArray[np.float64]) -> None:
    """Adds each pair's share to the level of each field that may learn from it."""
    for f in range(levels.shape[0]):
        for i in range(levels.shape[1]):
            if use[f, i] and levels[f, i]:
                out[f, levels[f, i]] += share[i]
