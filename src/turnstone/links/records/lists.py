"""Lists that hold nobody twice, where somebody says so: two rows of one list are then never one, and a row is one with at
most one row of each other list, the one that fits best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from turnstone.links.records.fields import Codes, Mbits
from turnstone.links.records.keys import Blocked
from turnstone.links.records.scoring import Flags, Scored

LEAST = 0
"""Even odds. A pair need not reach more, as other rows of the lists stand against it and pairs inside lists set the bar."""
MOST = (1 << 23) - 1
NONE: Codes = np.zeros(0, np.int32)
"""Nobody says that the records come from lists without doubles."""


def lists_of(lists: Sequence[int] | NDArray[np.int64] | None, rows: int) -> Codes:
    """Which list each row stands in, as small whole numbers; NONE where nobody says. Raises ValueError for another length."""
    if lists is None:
        return NONE
    if len(lists) != rows:
        raise ValueError(f"lists are told of {len(lists)} rows, there are {rows}")
    return np.unique(np.asarray(lists), return_inverse=True)[1].astype(np.int32)


def across(blocked: Blocked, lists: Codes) -> tuple[Blocked, Blocked]:
    """Pairs of two lists, and pairs inside one."""
    p = blocked.pairs
    two = lists[p.left] != lists[p.right]

    def those(chosen: Flags, of: int) -> Blocked:
        part = replace(p, left=p.left[chosen], right=p.right[chosen], shared=p.shared[chosen])
        return replace(blocked, pairs=part, of=of)

    own = int((np.bincount(lists).astype(np.int64) * (np.bincount(lists) - 1) // 2).sum())
    every = len(lists) * (len(lists) - 1) // 2
    return those(two, every - own), those(~two, own)


def fit_of(s: Scored) -> NDArray[np.int64]:
    """By what rivals are compared: the total, and where that is the same (what relatives explain as well caps it) what all
    fields say against strangers."""
    fit: NDArray[np.int64] = (s.total.astype(np.int64) << 24) + np.clip(s.families.sum(1), -MOST, MOST)
    return fit


def mutual_best(left: Codes, right: Codes, fit: NDArray[np.int64], lists: Codes) -> Flags:
    """Pairs of which each row is the other's best in its list. Of pairs that fit a row as well none is the best."""
    count = int(lists.max(initial=-1)) + 1
    sides = [a.astype(np.int64) * count + lists[b] for a, b in ((left, right), (right, left))]
    groups = np.unique(np.r_[sides[0], sides[1]], return_inverse=True)[1]
    both = np.r_[fit, fit]
    most = np.full(int(groups.max(initial=-1)) + 1, np.iinfo(np.int64).min)
    np.maximum.at(most, groups, both)
    top = both == most[groups]
    alone = np.bincount(groups[top], minlength=len(most)) == 1
    best: Flags = top & alone[groups]
    return best[: len(left)] & best[len(left) :]


def unrivalled(
    left: Codes, right: Codes, fit: NDArray[np.int64], a: Codes, b: Codes, own: NDArray[np.int64], rows: int
) -> Flags:
    """Pairs inside lists (a, b) that fit better than any pair of another list (left, right) fits either row. Strangers of
    two lists are only joined where they would be such."""
    most = np.full(rows, np.iinfo(np.int64).min)
    np.maximum.at(most, left, fit)
    np.maximum.at(most, right, fit)
    alone: Flags = own > np.maximum(most[a], most[b])
    return alone


def bar_of_lists(two: Mbits, one: Mbits, ratio: float, mistakes: float) -> int:
    """The least bar, from even odds on, at which pairs of strangers are at most `mistakes` of what is joined. Pairs inside
    a list are known to be strangers: across lists there are `ratio` times as many. `two`: totals of pairs that fit best
    across lists; `one`: of those inside one that would be joined and are unrivalled."""
    bar = LEAST
    for total in np.sort(one).tolist():  # just above one after the other, until few enough are left
        wrong = ratio * int((one >= bar).sum())
        if wrong <= mistakes * int((two >= bar).sum()):
            break
        bar = max(bar, total + 1)
    return bar


def inside_one(left: Codes, right: Codes, lists: Codes) -> Flags:
    """Pairs of rows of one list; none where nobody says what the lists are."""
    return lists[left] == lists[right] if len(lists) else np.zeros(len(left), bool)
