"""Graphs over numbered nodes: connected components, and edges laid out node by node. All loops are compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled

Ints = NDArray[Any]
"""Whole numbers of 32 or 64 bits."""


def components(nodes: int, a: Ints, b: Ints) -> Ints:
    """The least node of each node's connected component: int32, one for each of `nodes`. Edge i joins a[i] and b[i]."""
    parent = np.arange(nodes, dtype=np.int32)
    unite(parent, np.ascontiguousarray(a, np.int32), np.ascontiguousarray(b, np.int32))
    flatten(parent)
    return parent


@compiled
def unite(parent: Ints, a: Ints, b: Ints) -> None:
    """Joins the sets of all edges (Rem's algorithm with splicing, Dijkstra 1976). A parent is never greater than its
    child, so the root of a set is its least node, whatever the order of edges."""
    for e in range(len(a)):
        x, y = a[e], b[e]
        px, py = parent[x], parent[y]
        while px != py:
            if px < py:
                if y == py:
                    parent[y] = px
                    break
                parent[y] = px
                y = py
                py = parent[y]
            else:
                if x == px:
                    parent[x] = py
                    break
                parent[x] = py
                x = px
                px = parent[x]


@compiled
def flatten(parent: Ints) -> None:
    """Every node points to its root. Parents come first, so one pass is enough."""
    for i in range(len(parent)):
        parent[i] = parent[parent[i]]


def joining(nodes: int, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Which edges join two sets that were apart until then, in the order given: a spanning forest. Of edges that stand
    heaviest first it is a heaviest one."""
    mask = np.zeros(len(a), np.bool_)
    _joining(np.arange(nodes, dtype=np.int32), a.astype(np.int32), b.astype(np.int32), mask)
    return mask


@compiled
def _joining(parent: Ints, a: Ints, b: Ints, mask: Ints) -> None:
    for e in range(len(a)):
        x, y = a[e], b[e]
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        while parent[y] != y:
            parent[y] = parent[parent[y]]
            y = parent[y]
        if x != y:
            parent[max(x, y)] = min(x, y)
            mask[e] = True


@dataclass(frozen=True)
class Rows:
    """Edges by node: those of node i go to `to[starts[i] : starts[i + 1]]` and weigh `weight[...]`; each edge twice."""

    starts: Ints
    to: Ints
    weight: Ints

    @property
    def nodes(self) -> int:
        return len(self.starts) - 1


def rows_of(nodes: int, a: Ints, b: Ints, weight: Ints) -> Rows:
    """Edges laid out by node, ends in ascending order and parallel edges summed, so that the order of edges is
    forgotten. Edges from a node to itself are left out."""
    starts, to, heavy = _spread(nodes, a.astype(np.int32, copy=False), b.astype(np.int32, copy=False), weight)
    return Rows(*_tidied(starts, to, heavy))


@compiled
def _spread(nodes: int, a: Ints, b: Ints, weight: Ints) -> tuple[Ints, Ints, Ints]:
    """Edges by node, in the order of the other end: by counting twice (each pass keeps the order of the one before)."""
    count = np.zeros(nodes + 1, np.int64)
    for e in range(len(a)):
        if a[e] != b[e]:
            count[a[e] + 1] += 1
            count[b[e] + 1] += 1
    for i in range(nodes):
        count[i + 1] += count[i]
    at = count[:-1].copy()
    once, heavy = np.empty(count[nodes], np.int32), np.empty(count[nodes], np.int64)
    for e in range(len(a)):
        x, y = a[e], b[e]
        if x != y:
            once[at[x]], heavy[at[x]] = y, weight[e]
            at[x] += 1
            once[at[y]], heavy[at[y]] = x, weight[e]
            at[y] += 1
    # Walking the rows in order and putting each into its end's row sorts every row by its other end.
    at[:] = count[:-1]
    to, sorted_heavy = np.empty(count[nodes], np.int32), np.empty(count[nodes], np.int64)
    for i in range(nodes):
        for e in range(count[i], count[i + 1]):
            j = once[e]
            to[at[j]], sorted_heavy[at[j]] = i, heavy[e]
            at[j] += 1
    return count, to, sorted_heavy


@compiled
def _tidied(starts: Ints, to: Ints, weight: Ints) -> tuple[Ints, Ints, Ints]:
    """Parallel edges, which stand beside each other, summed in place."""
    out = np.empty_like(starts)
    made = 0
    for i in range(len(starts) - 1):
        out[i] = made
        for e in range(starts[i], starts[i + 1]):
            if e > starts[i] and to[made - 1] == to[e]:
                weight[made - 1] += weight[e]
            else:
                to[made], weight[made] = to[e], weight[e]
                made += 1
    out[len(starts) - 1] = made
    return out, to[:made], weight[:made]
