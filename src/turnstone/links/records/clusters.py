"""From good pairs to entities: bounded components, all pairs inside compared, parts joined best first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels import records_parts as rp
from turnstone.kernels.graph import components
from turnstone.links.records.facts import facts_of
from turnstone.links.records.fields import Coded, Codes, Mbits
from turnstone.links.records.levels import Learnt, Levels, levels_of
from turnstone.links.records.lists import NONE, inside_one
from turnstone.links.records.scoring import TABLE, Flags, Scored, demote, field_mbits, is_good, score_pairs
from turnstone.links.records.weights import Weights, family_codes, kin_modes

LARGEST = 256
"""Rows that are compared all with all. Components of more have their bar raised until they fall apart."""
STEP = 2_000
HIGHEST = 60_000
MARGIN = 5_000
"""A part that fits two others which cannot be one joins the better only if it fits that by so much more."""
ONE_LIST = 5
"""Why two parts stay apart, beside the reasons of records_parts: one list would then hold an entity twice."""
CHANCES = np.round(1000 * np.log2(np.maximum(np.arange(LARGEST * LARGEST + 1), 1))).astype(np.int32)


@dataclass(frozen=True)
class Judged:
    """Pairs of rows that somebody decided about; `same` in the order in which they are to be followed."""

    same: tuple[tuple[int, int], ...]
    different: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Clustered:
    """`label`: the least row of each row's entity. `left` to `why`: all pairs inside components (why: records_parts.FREE
    and so on, or ONE_LIST). `refused`: judged-same pairs that a judged difference stops. `loose`: rows of components too large to
    compare all with all, which are joined by equal numbers and judgements alone."""

    label: Codes
    left: Codes
    right: Codes
    levels: Levels
    extra: Mbits
    scored: Scored
    good: Flags
    why: NDArray[np.uint8]
    refused: tuple[tuple[int, int], ...]
    loose: Codes


def grouped(root: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """Rows of components of two or more, one after the other, and where each starts."""
    order = np.argsort(root, kind="stable").astype(np.int32)
    ordered = root[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(order) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(ordered)])
    many = sizes > 1
    return order[np.repeat(many, sizes)], np.r_[0, np.cumsum(sizes[many])].astype(np.int64)


def bounded(n: int, left: Codes, right: Codes, total: Mbits, good: Flags, sure: Flags) -> tuple[Codes, Codes]:
    """Components of good pairs, none over LARGEST but by sure pairs; and the rows of those that had to be left loose."""
    good = good | sure
    bar = 0
    while True:
        root = components(n, left[good], right[good])
        large = np.bincount(root, minlength=n)[root] > LARGEST
        if not large.any():
            return root, np.zeros(0, np.int32)
        inside = good & large[left]
        bar = max(bar, int(total[inside].min())) + STEP
        weak = inside & ~sure & (total < bar)
        if bar > HIGHEST or not (inside & ~sure).any():
            loose = np.flatnonzero(large).astype(np.int32)
            kept = good & ~(inside & ~sure)
            return components(n, left[kept], right[kept]), loose
        good = good & ~weak


def followed(n: int, judged: Judged) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Judged-same pairs that can be followed one after the other without joining a pair judged different, and the others."""
    head: dict[int, int] = {}

    def top(row: int) -> int:
        while head.get(row, row) != row:
            row = head[row]
        return row

    kept, refused = [], []
    for a, b in judged.same:
        x, y = top(a), top(b)
        if any({top(c), top(d)} == {x, y} or (x == y and c == d) for c, d in judged.different) and x != y:
            refused.append((a, b))
            continue
        head[max(x, y)] = min(x, y)
        kept.append((a, b))
    return tuple(kept), tuple(refused)


def cluster(
    coded: Coded, w: Weights, learnt: Learnt, left: Codes, right: Codes, total: Mbits, good: Flags, sure: Flags,
    judged: Judged, bar: int, lists: Codes = NONE,
) -> Clustered:  # fmt: skip
    """Entities from candidate pairs. `good`: those at the bar; `sure`: those with an equal number and nothing against.
    `lists`: which list each row stands in, where lists hold nobody twice."""
    kept, refused = followed(coded.size, judged)
    same = np.array(kept, np.int32).reshape(-1, 2)
    edges_l, edges_r = np.r_[left, same[:, 0]].astype(np.int32), np.r_[right, same[:, 1]].astype(np.int32)
    totals = np.r_[total, np.full(len(same), HIGHEST)].astype(np.int32)
    ones = np.ones(len(same), bool)
    edge_sure = np.r_[sure, ones]
    root, loose = bounded(coded.size, edges_l, edges_r, totals, np.r_[good, ones], edge_sure)
    label = np.arange(coded.size, dtype=np.int32)
    size = np.bincount(root, minlength=coded.size)[root]
    too_large = size > LARGEST
    label[too_large] = root[too_large]
    small = np.where(too_large, np.arange(coded.size), root).astype(np.int32)
    order, starts = grouped(small)
    sizes = np.diff(starts)
    count = int((sizes * (sizes - 1) // 2).sum())
    a, b = np.empty(count, np.int32), np.empty(count, np.int32)
    rp.pairs_inside(order, starts, a, b)
    levels, extra = levels_of(coded, a, b, learnt)
    demote(coded, w, a, b, levels, learnt)
    scored = score_pairs(coded, w, a, b, levels, extra)
    facts = facts_of(coded, w, levels, extra)
    by = np.where(facts.sure, rp.BY_ID, rp.BY_WEIGHT).astype(np.uint8)
    by[_which(a, b, kept, coded.size)] = rp.BY_JUDGEMENT
    apart = inside_one(a, b, lists) & (by != rp.BY_JUDGEMENT)
    apart[_which(a, b, judged.different, coded.size)] = True
    joins = is_good(coded, scored, levels, bar) | (by > 0)
    why = np.zeros(count, np.uint8)
    rp.agglomerate(
        order, starts, field_mbits(coded, w, a, b, levels, extra), field_mbits(coded, w, a, b, levels, extra, kin=True),
        facts.known, facts.agrees, by, apart, joins, facts.waives, facts.waived, facts.firm, family_codes(coded),
        kin_modes(coded), w.priors, TABLE, CHANCES, bar, MARGIN, label, why,
    )  # fmt: skip
    if len(lists):
        parted = {frozenset((int(label[c]), int(label[d]))) for c, d in judged.different}
        for k in np.flatnonzero(why == rp.JUDGED):
            if frozenset((int(label[a[k]]), int(label[b[k]]))) not in parted:
                why[k] = ONE_LIST
    return Clustered(label, a, b, levels, extra, scored, joins, why, refused, loose)


def _which(a: Codes, b: Codes, pairs: tuple[tuple[int, int], ...], n: int) -> NDArray[np.int64]:
    """Where the given pairs stand among (a, b), in whichever order."""
    if not pairs:
        return np.zeros(0, np.int64)
    wanted = np.array([min(p) * n + max(p) for p in pairs], np.int64)
    here = np.minimum(a, b).astype(np.int64) * n + np.maximum(a, b)
    return np.flatnonzero(np.isin(here, wanted))
