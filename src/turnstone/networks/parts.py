"""From strongly tied pairs to groups: components, parts of large ones, and the last brake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]

REACH = 100
"""Pairs of parties that one tie of the least strength can hold together: ten and ten, or one and a hundred. Two parts
stay one network while the ties across weigh at least the bar for every hundred pairs across."""
SMALL = 20
"""Parties. However a component of so many is divided, at most 10 x 10 pairs lie across, and any tie holds them: it
stays as it is, and nothing needs to be looked at."""
LARGEST = 60
"""Parties. Larger groups are not followed further: nobody can look at them as one, and they are welded by custom."""


@dataclass(frozen=True)
class Parts:
    """`group` of each party, and the pairs that were not followed: `cut` (places of pairs), the parties on either side
    (`left`, `right`), and whether it was the last `brake` (else the community step)."""

    group: Ints
    cut: Ints
    left: Ints
    right: Ints
    brake: NDArray[np.bool_]


def parts(size: int, a: Ints, b: Ints, weight: Ints, enough: int) -> Parts:
    """Groups of `size` parties, numbered in the order of their ids. Pairs stand strongest first, and then by ids."""
    if len(a) == 0:
        none = np.empty(0, np.int64)
        return Parts(np.arange(size), none, none, none, none.astype(bool))
    from turnstone.kernels.graph import components  # compiled: slow to load, and small runs may need none of it

    group = components(size, a, b).astype(np.int64)
    large = np.bincount(group, minlength=size)[group] > SMALL
    if not large.any():
        none = np.empty(0, np.int64)
        return Parts(group, none, none, none, none.astype(bool))
    return _cut(_divided(group, large, a, b, weight, enough), a, b)


def _divided(group: Ints, large: NDArray[np.bool_], a: Ints, b: Ints, weight: Ints, enough: int) -> Ints:
    """Large components in their communities (see docs/explanation/networks.md)."""
    from turnstone.kernels.graph import rows_of
    from turnstone.kernels.graph_cpm import communities

    within = np.flatnonzero(large)
    number = np.full(len(group), -1, np.int64)
    number[within] = np.arange(len(within))
    inner = large[a]
    rows = rows_of(len(within), number[a[inner]], number[b[inner]], weight[inner])
    divided = group.copy()
    divided[within] = within[communities(rows, REACH, enough)]
    return divided


def _cut(group: Ints, a: Ints, b: Ints) -> Parts:
    """The pairs across communities, and the last brake on those that are still larger than anybody can look at."""
    across = np.flatnonzero(group[a] != group[b])
    sizes = np.bincount(group, minlength=len(group))
    braked: list[tuple[int, int, int]] = []
    for large in np.flatnonzero(sizes > LARGEST).tolist():
        braked += _grow(
            group, np.flatnonzero(group == large), np.flatnonzero((group[a] == large) & (group[b] == large)), a, b
        )
    sizes = np.bincount(group, minlength=len(group))
    cut = np.array([p for p, _, _ in braked], np.int64)
    return Parts(
        group,
        np.r_[across, cut],
        np.r_[sizes[group[a[across]]], [x for _, x, _ in braked]].astype(np.int64),
        np.r_[sizes[group[b[across]]], [y for _, _, y in braked]].astype(np.int64),
        np.r_[np.zeros(len(across), bool), np.ones(len(braked), bool)],
    )


def _grow(group: Ints, members: Ints, pairs: Ints, a: Ints, b: Ints) -> list[tuple[int, int, int]]:
    """Divides one group in place: union of pairs in the order given, none beyond LARGEST; gives the pairs not followed
    with the sizes on either side."""
    parent = {i: i for i in members.tolist()}
    count = dict.fromkeys(parent, 1)
    cuts: list[tuple[int, int, int]] = []

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for pair in pairs.tolist():
        x, y = root(int(a[pair])), root(int(b[pair]))
        if x == y:
            continue
        if count[x] + count[y] > LARGEST:
            cuts.append((pair, count[x], count[y]))
            continue
        x, y = min(x, y), max(x, y)
        parent[y] = x
        count[x] += count[y]
    group[members] = [root(i) for i in members.tolist()]
    return cuts
