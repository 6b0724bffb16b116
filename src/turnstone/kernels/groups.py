"""Pairs within groups, without ever building the pairs of a group that is too large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """`left[i]` and `right[i]` are rows that share a value; `skipped` counts the pairs of groups that were too large."""

    left: Index
    right: Index
    skipped: int


def pairs_within(values: Sequence[str] | NDArray[np.int64], largest: int) -> Pairs:
    """All pairs of rows with the same value, left before right; groups of more than `largest` rows give none."""
    codes = np.unique(np.asarray(values), return_inverse=True)[1] if not isinstance(values, np.ndarray) else values
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(ordered)])
    left: list[Index] = []
    right: list[Index] = []
    for size in range(2, largest + 1):
        at = starts[sizes == size]
        if len(at):
            first, second = np.triu_indices(size, 1)
            left.append(order[(at[:, None] + first).ravel()])
            right.append(order[(at[:, None] + second).ravel()])
    large = sizes[sizes > largest].astype(np.int64)
    skipped = int((large * (large - 1) // 2).sum())
    empty = np.empty(0, np.int64)
    return Pairs(np.concatenate(left) if left else empty, np.concatenate(right) if right else empty, skipped)


def stars_within(codes: Index) -> tuple[Index, Index]:
    """One edge from the first row of each group to every other row of it: enough to connect the group."""
    order = np.argsort(codes, kind="stable")
    ordered = codes[order]
    if len(ordered) == 0:
        return order, order
    new = np.r_[True, ordered[1:] != ordered[:-1]]
    first = order[np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))]
    return first[~new], order[~new]


def within_budget(sizes: Index, most: int) -> int:
    """The largest size up to which groups may be paired so that at most `most` pairs are made: groups of one size are
    all taken or all left. 1 where not even the pairs of two fit; the largest of all where everything fits."""
    if len(sizes) == 0:
        return 1
    made = np.bincount(sizes) * np.array([n * (n - 1) // 2 for n in range(int(sizes.max()) + 1)], np.int64)
    fits = int(np.searchsorted(np.cumsum(made), most, side="right")) - 1
    return max(fits, 1)
