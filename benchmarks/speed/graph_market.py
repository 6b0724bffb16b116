"""An evidence graph of the shape that markets have, made from a seed: stars, chains, planted groups, a giant component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]


@dataclass(frozen=True)
class Graph:
    """Edges `a[i]`, `b[i]` with weights in millibits, over nodes 0 .. nodes - 1. `planted`: each node's group, -1: none."""

    nodes: int
    a: Ints
    b: Ints
    weight: Ints
    planted: Ints


def make(edges: int, nodes: int, seed: int) -> Graph:
    """Four parts in ten of the edges lie in one giant component: planted groups of 5 to 40 nodes that weak edges join.
    Two in ten are stars of up to 40 leaves, two chains of up to 60 nodes, two planted groups apart from each other.

    Nodes that no edge touches fill up to `nodes`. Numbers of nodes and the order of edges are drawn, so that neither
    says anything about the groups. Raises ValueError where `nodes` are too few for the edges.
    """
    rng = np.random.default_rng(seed)
    made = _Made(rng)
    made.groups(edges * 3 // 10, least=5, most=40)
    made.joins(edges // 10)
    made.stars(edges * 2 // 10, most=40)
    made.chains(edges * 2 // 10, most=60)
    made.groups(edges - made.count, least=5, most=40)
    if made.used > nodes:
        raise ValueError(f"{edges:,} edges need {made.used:,} nodes")
    name = rng.permutation(nodes).astype(np.int32)
    order = rng.permutation(made.count)
    a, b, weight = (np.concatenate(part)[order] for part in (made.a, made.b, made.weight))
    swap = rng.random(len(a)) < 0.5
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    planted = np.full(nodes, -1, np.int32)
    planted[name[: made.used]] = np.concatenate(made.planted)
    return Graph(nodes, name[a], name[b], weight.astype(np.int32), planted)


class _Made:
    """Edges as they are made, part by part; nodes are counted up."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng, self.used, self.count, self.group = rng, 0, 0, 0
        self.a: list[Ints] = []
        self.b: list[Ints] = []
        self.weight: list[Ints] = []
        self.planted: list[Ints] = []

    def _add(self, a: Ints, b: Ints, low: int, high: int) -> None:
        self.a.append(a)
        self.b.append(b)
        self.weight.append(self.rng.integers(low, high, len(a), dtype=np.int32))
        self.count += len(a)

    def _sizes(self, edges: int, least: int, most: int, more: int = 0) -> Ints:
        """Sizes of groups of which each has size - 1 edges and `more` for each node beyond the first, `edges` in all."""
        sizes = self.rng.integers(least, most + 1, edges // (least - 1) + 1)
        kept = int(np.searchsorted(np.cumsum((sizes - 1) * (1 + more)), edges, side="right"))
        return sizes[:kept]

    def _members(self, sizes: Ints, planted: bool) -> tuple[Ints, Ints, Ints]:
        """(group, node, first node of its group) of each member."""
        group = np.repeat(np.arange(len(sizes)), sizes)
        starts = self.used + np.r_[0, np.cumsum(sizes)[:-1]]
        node = self.used + np.arange(len(group))
        self.used += len(group)
        self.planted.append(self.group + group if planted else np.full(len(group), -1))
        self.group += len(sizes) if planted else 0
        return group, node, starts[group]

    def groups(self, edges: int, *, least: int, most: int) -> None:
        """Groups in which each node is tied to two that came before it."""
        _, node, first = self._members(self._sizes(edges, least, most, more=1), planted=True)
        self.since = int(node[0]) if len(node) else self.used
        later = node > first
        node, first = node[later], first[later]
        for _ in range(2):
            self._add(node, first + (self.rng.random(len(node)) * (node - first)).astype(np.int64), 8_000, 20_000)

    def joins(self, edges: int) -> None:
        """Weak edges between any nodes so far."""
        self._add(*self.rng.integers(0, self.used, (2, edges)), 4_000, 8_000)

    def stars(self, edges: int, *, most: int) -> None:
        """A middle and its leaves."""
        _, node, first = self._members(self._sizes(edges, 3, most), planted=False)
        self._add(node[node > first], first[node > first], 8_000, 20_000)

    def chains(self, edges: int, *, most: int) -> None:
        """Each node is tied to the next."""
        _, node, first = self._members(self._sizes(edges, 3, most), planted=False)
        self._add(node[node > first], node[node > first] - 1, 8_000, 20_000)
