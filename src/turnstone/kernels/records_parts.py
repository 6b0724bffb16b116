"""Rows put together into entities: components of good pairs, then, inside each, parts joined best first.

Two parts are weighed by the best agreement of each field between them (their profiles), less the chances that so many
pairs had. A hard fact on which no pair between them agrees parts them, whatever the weight.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.records_score import SILENT, Mbits, Modes, added, kin_mbits
from turnstone.kernels.records_text import Codes

Flags = NDArray[np.bool_]
Marks = NDArray[np.uint8]
I64 = NDArray[np.int64]

FREE, FACTS, JUDGED, TWO, WEIGHT = 0, 1, 2, 3, 4
"""Why two parts that a pair would join stay apart: hard facts differ; somebody judged them different; a part fits two
that cannot be one; taken together they do not weigh enough."""
BY_WEIGHT, BY_ID, BY_JUDGEMENT = 0, 1, 2
NEVER = -(1 << 29)


@compiled
def pairs_inside(order: Codes, starts: I64, left: Codes, right: Codes) -> None:
    """All pairs inside each group; groups are runs of `order`."""
    k = 0
    for g in range(len(starts) - 1):
        for x in range(starts[g], starts[g + 1]):
            for y in range(x + 1, starts[g + 1]):
                left[k], right[k] = order[x], order[y]
                k += 1


@compiled
def profile(mbits: Mbits, kin: Mbits, chances: int, family: Modes, mode: Modes, priors: Mbits, table: Mbits) -> int:
    """Millibits that two parts are one, from the best each field gives; strangers have 2^(chances/1000) tries."""
    t = priors[0]
    ka = priors[1]
    kb = priors[2]
    most = 0
    least = 0
    for f in range(len(mbits)):
        w = mbits[f]
        if w == SILENT:
            continue
        if family[f] == 2:
            most = max(most, w)
            least = min(least, w)
        else:
            t += w
            ka += kin_mbits(mode[0, f], w, kin[f])
            kb += kin_mbits(mode[1, f], w, kin[f])
    home = most if most > 0 else least
    return t + home - added(added(chances, ka + home, table), kb + home, table)


@compiled
def agglomerate(
    order: Codes, starts: I64, mbits: Mbits, kin: Mbits, known: Marks, agrees: Marks, sure: Marks, apart: Flags, good: Flags,
    waives: Flags, waived: int, firm: int, family: Modes, mode: Modes, priors: Mbits, table: Mbits, chances: Mbits,
    threshold: int, margin: int, label: Codes, why: Marks,
) -> None:  # fmt: skip
    """Joins inside each group; `label[row]` becomes the least row of its part, `why[k]` the reason why good pair k stays
    apart. One bit a hard fact: `known[k]` where both rows of pair k have it, `agrees[k]` where they do not differ in it.
    `sure`: BY_ID or BY_JUDGEMENT pairs go first, `apart` pairs never. `waives[k]`: a number agrees, which lifts the facts
    of `waived` (bits); those of `firm` even an equal number does not overcome by itself. A part that fits two others, less than `margin` apart, which a fact unknown to it
    parts, joins neither."""
    k = 0
    fields = mbits.shape[1]
    for g in range(len(starts) - 1):
        s0 = starts[g]
        s = starts[g + 1] - s0
        k0 = k
        fm = np.empty((s, s, fields), np.int32)
        km = np.empty((s, s, fields), np.int32)
        kn = np.zeros((s, s), np.uint8)
        ag = np.zeros((s, s), np.uint8)
        su = np.zeros((s, s), np.uint8)
        ap = np.zeros((s, s), np.bool_)
        wv = np.zeros((s, s), np.bool_)
        link = np.zeros((s, s), np.bool_)
        two = np.zeros((s, s), np.bool_)
        fit = np.full((s, s), NEVER, np.int64)
        size = np.ones(s, np.int64)
        part = np.arange(s)
        for x in range(s):
            for y in range(x + 1, s):
                for p, q in ((x, y), (y, x)):
                    fm[p, q] = mbits[k]
                    km[p, q] = kin[k]
                    kn[p, q], ag[p, q], su[p, q] = known[k], agrees[k], sure[k]
                    ap[p, q], wv[p, q], link[p, q] = apart[k], waives[k], good[k]
                if good[k]:
                    v = _fit(fm[x, y], km[x, y], kn[x, y], ag[x, y], su[x, y], ap[x, y], wv[x, y], waived, firm, 0,
                             family, mode, priors, table)  # fmt: skip
                    fit[x, y] = fit[y, x] = v
                k += 1
        while True:
            top = np.int64(threshold)
            bx = -1
            by = -1
            for x in range(s):
                if part[x] != x:
                    continue
                for y in range(x + 1, s):
                    if part[y] == y and fit[x, y] >= top and (bx < 0 or fit[x, y] > top):
                        top = fit[x, y]
                        bx, by = x, y
            if bx < 0:
                break
            if su[bx, by] == 0 and not wv[bx, by]:
                torn = False
                for p, q in ((bx, by), (by, bx)):  # p may fit z as well, which cannot be one with q
                    for z in range(s):
                        if z in (p, q) or part[z] != z or fit[p, z] < max(threshold, top - margin):
                            continue
                        silent = firm & ~kn[p, q] & ~kn[p, z] & 0xFF  # what parts q and z, and p does not know
                        if ap[q, z] or _conflict(kn[q, z] & silent, ag[q, z], wv[q, z], waived):
                            torn = True
                            fit[p, z] = fit[z, p] = NEVER
                            two[p, z] = two[z, p] = True
                if torn:
                    fit[bx, by] = fit[by, bx] = NEVER
                    two[bx, by] = two[by, bx] = True
                    continue
            size[bx] += size[by]
            for z in range(s):
                if part[z] == by:
                    part[z] = bx
            for z in range(s):
                if z == bx or part[z] != z:
                    continue
                for f in range(fields):
                    if fm[by, z, f] > fm[bx, z, f]:
                        fm[bx, z, f] = fm[z, bx, f] = fm[by, z, f]
                        km[bx, z, f] = km[z, bx, f] = km[by, z, f]
                kn[bx, z] |= kn[by, z]
                ag[bx, z] |= ag[by, z]
                su[bx, z] = max(su[bx, z], su[by, z])
                ap[bx, z] |= ap[by, z]
                wv[bx, z] |= wv[by, z]
                link[bx, z] |= link[by, z]
                two[bx, z] |= two[by, z]
                kn[z, bx], ag[z, bx], su[z, bx] = kn[bx, z], ag[bx, z], su[bx, z]
                ap[z, bx], wv[z, bx], link[z, bx], two[z, bx] = ap[bx, z], wv[bx, z], link[bx, z], two[bx, z]
                v = np.int64(NEVER)
                if link[bx, z] and (not two[bx, z] or su[bx, z] > 0):
                    v = _fit(fm[bx, z], km[bx, z], kn[bx, z], ag[bx, z], su[bx, z], ap[bx, z], wv[bx, z], waived, firm,
                             chances[min(size[bx] * size[z], len(chances) - 1)], family, mode, priors, table)  # fmt: skip
                fit[bx, z] = fit[z, bx] = v
        for x in range(s):
            label[order[s0 + x]] = order[s0 + part[x]]
        for x in range(s):
            for y in range(x + 1, s):
                p, q = part[x], part[y]
                if good[k0] and p != q:
                    if ap[p, q]:
                        why[k0] = JUDGED
                    elif _conflict(kn[p, q], ag[p, q], wv[p, q], waived):
                        why[k0] = FACTS
                    else:
                        why[k0] = TWO if two[p, q] else WEIGHT
                k0 += 1


@compiled
def _conflict(known: int, agrees: int, waives: bool, waived: int) -> bool:
    against = known & ~agrees & 0xFF
    if waives:
        against &= ~waived
    return against != 0


@compiled
def _fit(
    mbits: Mbits, kin: Mbits, known: int, agrees: int, sure: int, apart: bool, waives: bool, waived: int, firm: int,
    chances: int, family: Modes, mode: Modes, priors: Mbits, table: Mbits,
) -> int:  # fmt: skip
    if apart:
        return NEVER
    if sure == 2:
        return 1 << 29
    if _conflict(known, agrees, waives, waived):
        return NEVER
    if sure == 1 and not _conflict(known & firm, agrees, False, 0):
        return 1 << 28
    return profile(mbits, kin, chances, family, mode, priors, table)
