"""The strongest chain between two points of a weighted graph: the one whose weakest link is strongest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import breadth_first_order, dijkstra, minimum_spanning_tree

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Graph:
    """Links between points 0 to `size` - 1: `a[i]` and `b[i]` are linked with `weight[i]`, each pair once."""

    size: int
    a: Ints
    b: Ints
    weight: Ints

    def without(self, left_out: set[tuple[int, int]]) -> Graph:
        """The graph without some links (lesser point first)."""
        if not left_out:
            return self
        codes = np.array(sorted(x * self.size + y for x, y in left_out), np.int64)
        keep = ~np.isin(np.minimum(self.a, self.b) * self.size + np.maximum(self.a, self.b), codes)
        return Graph(self.size, self.a[keep], self.b[keep], self.weight[keep])


def strongest_chain(graph: Graph, start: int, end: int) -> list[int]:
    """The points from `start` to `end` of the chain whose weakest link weighs most; of those the shortest; of those the
    one with most weight in all; of equals the one with the least numbers. Empty where nothing joins the two.

    The weakest link of that chain is the least weight on the way through a maximum spanning tree (Hu 1961, *The maximum
    capacity route problem*, Operations Research 9(6)).
    """
    if start == end or len(graph.a) == 0:
        return []
    least = _bottleneck(graph, start, end)
    if least is None:
        return []
    strong = graph.weight >= least
    kept = Graph(graph.size, graph.a[strong], graph.b[strong], graph.weight[strong])
    return _shortest(kept, start, end)


def strongest_chains(graph: Graph, start: int, end: int, most: int) -> list[list[int]]:
    """Up to `most` chains: each avoids the weakest links of those before it."""
    out: list[list[int]] = []
    left_out: set[tuple[int, int]] = set()
    while len(out) < most and (chain := strongest_chain(graph.without(left_out), start, end)):
        out.append(chain)
        left_out.add(weakest_link(graph, chain))
    return out


def weakest_link(graph: Graph, chain: list[int]) -> tuple[int, int]:
    """The link of a chain that weighs least (lesser point first); of equals the first on the way."""
    weights = {(min(x, y), max(x, y)): w for x, y, w in _listed(graph, set(chain))}
    links = [(min(x, y), max(x, y)) for x, y in pairwise(chain)]
    return min(links, key=lambda link: weights[link])


def spanning_links(graph: Graph) -> list[tuple[int, int, int]]:
    """The links of a maximum spanning forest, the weakest first: what holds the points together."""
    tree = _tree(graph)
    top = int(graph.weight.max(initial=0)) + 1
    rows = zip(tree.row.tolist(), tree.col.tolist(), tree.data.tolist(), strict=True)
    return sorted(((min(x, y), max(x, y), top - int(cost)) for x, y, cost in rows), key=lambda r: (r[2], r[0], r[1]))


def _listed(graph: Graph, points: set[int]) -> list[tuple[int, int, int]]:
    inside = np.isin(graph.a, list(points)) & np.isin(graph.b, list(points))
    return list(
        zip(graph.a[inside].tolist(), graph.b[inside].tolist(), graph.weight[inside].tolist(), strict=True)
    )  # fmt: skip


def _tree(graph: Graph) -> coo_matrix:
    """A maximum spanning forest; entries are costs of one and more, less for weightier links."""
    low, high = np.minimum(graph.a, graph.b), np.maximum(graph.a, graph.b)
    cost = (int(graph.weight.max(initial=0)) + 1 - graph.weight).astype(np.float64)
    return minimum_spanning_tree(csr_matrix((cost, (low, high)), shape=(graph.size, graph.size))).tocoo()


def _bottleneck(graph: Graph, start: int, end: int) -> int | None:
    tree = _tree(graph).tocsr()
    _, came = breadth_first_order(tree, start, directed=False, return_predecessors=True)
    if came[end] < 0:
        return None
    both = tree + tree.T
    cost, at = 0.0, end
    while at != start:
        cost = max(cost, float(both[at, came[at]]))
        at = int(came[at])
    return int(graph.weight.max()) + 1 - int(cost)


def _shortest(graph: Graph, start: int, end: int) -> list[int]:
    links = csr_matrix((np.ones(len(graph.a)), (graph.a, graph.b)), shape=(graph.size, graph.size))
    steps = dijkstra(links, directed=False, unweighted=True, indices=[start, end])
    length = steps[0, end]
    on_the_way = steps[0] + steps[1] == length
    keep = on_the_way[graph.a] & on_the_way[graph.b]
    beside: dict[int, list[tuple[int, int]]] = {}
    for x, y, w in zip(graph.a[keep].tolist(), graph.b[keep].tolist(), graph.weight[keep].tolist(), strict=True):
        beside.setdefault(x, []).append((y, w))
        beside.setdefault(y, []).append((x, w))
    best: dict[int, tuple[int, list[int]]] = {start: (0, [start])}
    for step in range(int(length)):
        reached: dict[int, tuple[int, list[int]]] = {}
        for at, (sum_, chain) in sorted(best.items()):
            for other, w in beside.get(at, ()):
                if steps[0, other] != step + 1:
                    continue
                found = (sum_ + w, [*chain, other])
                old = reached.get(other)
                if old is None or (-found[0], found[1]) < (-old[0], old[1]):
                    reached[other] = found
        best = reached
    return best[end][1]
