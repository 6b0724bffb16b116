"""Kernels over graphs beside slow twins: plain Python with dictionaries, or every possibility tried."""

from __future__ import annotations

from collections import deque
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.kernels.graph import components, joining, rows_of
from turnstone.kernels.graph_core import standing
from turnstone.kernels.graph_cpm import communities, quality
from turnstone.kernels.graph_cut import weakest_sets
from turnstone.kernels.groups import within_budget

Edge = tuple[int, int, int]
PER, PRICE = 100, 700


@st.composite
def graphs(draw: st.DrawFn, most: int = 40, heavy: int = 60) -> tuple[int, list[Edge]]:
    nodes = draw(st.integers(1, most))
    ends = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1), st.integers(1, heavy))
    return nodes, draw(st.lists(ends, max_size=3 * nodes))


def arrays(edges: list[Edge]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    a, b, weight = (np.array([e[i] for e in edges], np.int32) for i in range(3))
    return a, b, weight


def slow_components(nodes: int, edges: list[Edge]) -> list[int]:
    label = list(range(nodes))
    for a, b, _ in edges:
        old, new = max(label[a], label[b]), min(label[a], label[b])
        label = [new if at == old else at for at in label]
    return label


@settings(max_examples=150)
@given(graphs(), st.randoms(use_true_random=False))
def test_components_and_spanning_trees(drawn: tuple[int, list[Edge]], rng) -> None:
    nodes, edges = drawn
    a, b, _ = arrays(edges)
    label = components(nodes, a, b)
    assert label.tolist() == slow_components(nodes, edges)
    rng.shuffle(edges)
    turned = arrays(edges)
    assert components(nodes, turned[1], turned[0]).tolist() == label.tolist()
    tree = joining(nodes, a, b)
    assert tree.sum() == nodes - len(set(label.tolist()))
    assert components(nodes, a[tree], b[tree]).tolist() == label.tolist()


@given(graphs())
def test_rows_forget_the_order_of_edges(drawn: tuple[int, list[Edge]]) -> None:
    nodes, edges = drawn
    rows = rows_of(nodes, *arrays(edges))
    found = {
        (i, int(rows.to[e])): int(rows.weight[e])
        for i in range(nodes)
        for e in range(rows.starts[i], rows.starts[i + 1])
    }
    expected: dict[tuple[int, int], int] = {}
    for a, b, weight in edges:
        if a != b:
            for pair in ((a, b), (b, a)):
                expected[pair] = expected.get(pair, 0) + weight
    assert found == expected
    assert list(found) == sorted(found)


class SlowLeiden:
    """The rules of `graph_cpm`, over dictionaries and sets of nodes."""

    def __init__(
        self, near: dict[int, dict[int, int]], size: dict[int, int], label: dict[int, int], price: int
    ) -> None:
        self.near, self.size, self.label, self.price = near, size, label, price

    def weight_to(self, i: int, of: dict[int, int]) -> dict[int, int]:
        to: dict[int, int] = {}
        for j, weight in self.near[i].items():
            to[of[j]] = to.get(of[j], 0) + weight
        return to

    def total(self, of: dict[int, int], name: int, but: int | None = None) -> int:
        return sum(self.size[i] for i in self.near if of[i] == name and i != but)

    def move(self) -> None:
        queue = deque(self.near)
        while queue:
            i = queue.popleft()
            own, to = self.label[i], self.weight_to(i, self.label)

            def gain(name: int, i: int = i, to: dict[int, int] = to) -> int:
                return PER * to.get(name, 0) - self.price * self.size[i] * self.total(self.label, name, but=i)

            best = own
            for name in to:
                if gain(name) > gain(best):
                    best = name
            if gain(best) < 0:
                best = next(n for n in range(len(self.near) + 1) if n not in self.label.values())
            if best != own:
                self.label[i] = best
                queue.extend(j for j in self.near[i] if self.label[j] != best and j not in queue)

    def refined(self) -> dict[int, int]:
        part = {i: i for i in self.near}
        for i in self.near:
            mates = [j for j in self.near if self.label[j] == self.label[i]]
            whole = sum(self.size[j] for j in mates)
            inner = sum(w for j, w in self.near[i].items() if j in mates)
            alone = part[i] == i and sum(p == i for p in part.values()) == 1
            if not alone or PER * inner < self.price * self.size[i] * (whole - self.size[i]):
                continue
            best, most = i, 0
            for p in dict.fromkeys(part[j] for j in self.near[i] if j in mates):
                within = [j for j in mates if part[j] == p]
                many = sum(self.size[j] for j in within)
                out = sum(w for j in within for k, w in self.near[j].items() if k in mates and part[k] != p)
                gain = PER * sum(w for j, w in self.near[i].items() if j in within) - self.price * self.size[i] * many
                if gain > most and PER * out >= self.price * many * (whole - many):
                    best, most = p, gain
            part[i] = best
        return part


def slow_communities(nodes: int, edges: list[Edge], price: int) -> list[int]:
    near: dict[int, dict[int, int]] = {i: {} for i in range(nodes)}
    for a, b, weight in edges:
        if a != b:
            near[a][b] = near[a].get(b, 0) + weight
            near[b][a] = near[b].get(a, 0) + weight
    near = {i: dict(sorted(to.items())) for i, to in near.items()}
    label = {i: i for i in range(nodes)}
    for _ in range(10):
        graph = SlowLeiden(near, dict.fromkeys(near, 1), dict(label), price)
        place = {i: i for i in range(nodes)}
        while True:
            graph.move()
            part = graph.refined()
            number = {p: n for n, p in enumerate(dict.fromkeys(part.values()))}
            if len(number) == len(graph.near):
                break
            coarse: dict[int, dict[int, int]] = {n: {} for n in number.values()}
            for n, to in coarse.items():
                for i in graph.near:
                    if number[part[i]] == n:
                        for j, weight in graph.near[i].items():
                            if (m := number[part[j]]) != n:
                                to[m] = to.get(m, 0) + weight
            size = {n: sum(graph.size[i] for i in graph.near if number[part[i]] == n) for n in coarse}
            names = {name: n for n, name in enumerate(dict.fromkeys(graph.label.values()))}
            new = {number[part[i]]: names[graph.label[i]] for i in graph.near}
            place = {i: number[part[p]] for i, p in place.items()}
            graph = SlowLeiden(coarse, size, {n: new[n] for n in coarse}, price)
        found = {i: graph.label[p] for i, p in place.items()}
        same = all((found[i] == found[j]) == (label[i] == label[j]) for i, j in combinations(range(nodes), 2))
        label = found
        if same:
            break
    return slow_components(nodes, [(a, b, w) for a, b, w in edges if label[a] == label[b]])


@settings(max_examples=200)
@given(graphs(), st.sampled_from([20, 60, 150, 700]))
def test_communities_beside_the_slow_twin(drawn: tuple[int, list[Edge]], price: int) -> None:
    nodes, edges = drawn
    found = communities(rows_of(nodes, *arrays(edges)), PER, price)
    assert found.tolist() == slow_communities(nodes, edges, price)


@pytest.mark.parametrize("seed", range(12))
def test_larger_communities_beside_the_slow_twin(seed: int) -> None:
    """Communities of dozens, in which parts hang on the rest more and less well."""
    rng = np.random.default_rng(seed)
    nodes = 90
    spread = rng.integers(0, nodes, (2, 170)), rng.integers(0, nodes // 3, (2, 60)) * 3
    ends = np.concatenate(spread, axis=1)
    edges = [(int(a), int(b), int(w)) for a, b, w in zip(*ends, rng.integers(1, 60, ends.shape[1]), strict=True)]
    for price in (30, 60, 90, 150):
        assert communities(rows_of(nodes, *arrays(edges)), PER, price).tolist() == slow_communities(nodes, edges, price)


@settings(max_examples=80)
@given(graphs(most=8))
def test_communities_beside_all_partitions(drawn: tuple[int, list[Edge]]) -> None:
    """Of up to eight nodes all partitions can be tried: nothing that is found is worth less than nine tenths of the best,
    than everybody alone, or than whole components; and no node gains by going elsewhere."""
    nodes, edges = drawn
    rows = rows_of(nodes, *arrays(edges))
    label = communities(rows, PER, PRICE)
    worth = quality(rows, label, PER, PRICE)

    def partitions(done: list[int]):
        if len(done) == nodes:
            yield done
            return
        for name in range(max(done, default=-1) + 2):
            yield from partitions([*done, name])

    best = max(quality(rows, np.array(p), PER, PRICE) for p in partitions([]))
    assert max(0, quality(rows, components(nodes, *arrays(edges)[:2]), PER, PRICE), 0.9 * best) <= worth <= best
    for i in range(nodes):
        for name in [*set(label.tolist()), nodes]:
            moved = label.copy()
            moved[i] = name
            assert quality(rows, moved, PER, PRICE) <= worth


@pytest.mark.parametrize("groups", [2, 50, 1_000])
def test_no_resolution_limit(groups: int) -> None:
    """A ring of cliques of six, each joined to the next by one edge: modularity welds neighbours once there are many of
    them (Fortunato, Barthélemy 2007); here the cliques come out however large the ring is."""
    edges = [(6 * g + i, 6 * g + j, 10) for g in range(groups) for i, j in combinations(range(6), 2)]
    edges += [(6 * g, (6 * g + 7) % (6 * groups), 10) for g in range(groups)]
    label = communities(rows_of(6 * groups, *arrays(edges)), 100, 100)
    assert label.tolist() == [6 * (i // 6) for i in range(6 * groups)]


@settings(max_examples=100)
@given(graphs(most=20, heavy=9))
def test_what_is_small_stays_as_it_is(drawn: tuple[int, list[Edge]]) -> None:
    """Where every edge reaches the price of a hundred pairs, no component of up to twenty is worth more divided."""
    nodes, edges = drawn
    edges = [(a, b, weight + 7) for a, b, weight in edges]
    rows = rows_of(nodes, *arrays(edges))
    assert communities(rows, 100, 7).tolist() == slow_components(nodes, edges)


@st.composite
def shared(draw: st.DrawFn) -> tuple[int, list[int], list[tuple[int, int]]]:
    parties = draw(st.integers(2, 7))
    masks = draw(st.lists(st.integers(1, 2**parties - 1), min_size=1, max_size=7))
    things = draw(st.lists(st.sampled_from(range(len(masks))), unique=True, max_size=len(masks)))
    nodes = draw(st.lists(st.sampled_from(range(parties)), unique=True, max_size=3))
    return parties, masks, [(t, 0) for t in things] + [(-1, 1 << n) for n in nodes]


def slow_pairs(parties: int, masks: list[int], taken: list[tuple[int, int]]) -> int:
    """Pairs joined when some are taken out; those of a party that is taken out count as before."""
    things, gone = {t for t, _ in taken}, 0
    for _, bit in taken:
        gone |= bit

    def joined(masks: list[int]) -> set[tuple[int, int]]:
        edges = [(a, b, 1) for m in masks for a, b in combinations([i for i in range(parties) if m >> i & 1], 2)]
        label = slow_components(parties, edges)
        return {(a, b) for a, b in combinations(range(parties), 2) if label[a] == label[b]}

    left = joined([m & ~gone for t, m in enumerate(masks) if t not in things])
    own = {(a, b) for a, b in joined(masks) if gone >> a & 1 or gone >> b & 1}
    return len(left | own)


@settings(max_examples=150)
@given(shared())
def test_weak_points_beside_all_sets(drawn: tuple[int, list[int], list[tuple[int, int]]]) -> None:
    parties, masks, candidates = drawn
    if not candidates:
        return
    thing, bit = np.array([c[0] for c in candidates], np.int64), np.array([c[1] for c in candidates], np.uint64)
    sets, pairs = weakest_sets(np.array(masks, np.uint64), thing, bit, 4, 400)
    assert pairs[0] == slow_pairs(parties, masks, [])
    for k in (1, 2):
        least = min((slow_pairs(parties, masks, list(some)) for some in combinations(candidates, k)), default=pairs[0])
        assert pairs[k] == min(least, pairs[k - 1])
    for k in range(1, 5):
        chosen = [candidates[c] for c in sets[k - 1] if c >= 0]
        assert len(chosen) in (0, k)
        if chosen:
            assert len(set(chosen)) == k
            assert slow_pairs(parties, masks, chosen) == pairs[k] < pairs[k - 1]
    only_greedy = weakest_sets(np.array(masks, np.uint64), thing, bit, 4, 0)[1]
    assert only_greedy[1] == pairs[1]
    assert only_greedy[2] >= pairs[2]


def test_a_network_of_sixty_four_fits_a_word() -> None:
    """The last bit of the word is a party like any other."""
    masks = np.array([(1 << 64) - 1, 3 << 62], np.uint64)
    sets, pairs = weakest_sets(masks, np.array([0, 1], np.int64), np.zeros(2, np.uint64), 2, 400)
    assert pairs.tolist() == [64 * 63 // 2, 1, 0]
    assert sets.tolist() == [[0, -1], [0, 1]]


@settings(max_examples=150)
@given(
    st.integers(2, 6),
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 1), st.integers(0, 3), st.integers(1, 9)),
        max_size=14,
    ),
)
def test_who_stands_whatever_is_struck_out(nodes: int, drawn: list[tuple[int, int, int, int, int]]) -> None:
    """Two stand together when they are joined however one piece is struck out."""
    rows = sorted({(min(a, b), max(a, b), f, p): w for a, b, f, p, w in drawn if a != b and max(a, b) < nodes}.items())
    pieces = sorted({p for (_, _, _, p), _ in rows})
    a, b, family, piece, weight = (
        (np.array(c, np.int64) for c in zip(*((x, y, f, pieces.index(p), w) for (x, y, f, p), w in rows), strict=True))
        if rows
        else [np.empty(0, np.int64)] * 5
    )
    label = np.arange(nodes, dtype=np.int64)
    standing(np.array([0, len(rows)]), np.array([0, nodes]), a, b, family, piece, weight, 8, label)
    together = set(combinations(range(nodes), 2))
    for struck in pieces:
        edges: list[Edge] = []
        for x, y in combinations(range(nodes), 2):
            most: dict[int, int] = {}
            for (i, j, f, p), w in rows:
                if (i, j) == (x, y) and p != struck:
                    most[f] = max(most.get(f, 0), w)
            if sum(most.values()) >= 8:
                edges.append((x, y, 1))
        at = slow_components(nodes, edges)
        together &= {(x, y) for x, y in combinations(range(nodes), 2) if at[x] == at[y]}
    assert {(x, y) for x, y in combinations(range(nodes), 2) if label[x] == label[y]} == together


@given(st.lists(st.integers(2, 9), max_size=12), st.integers(0, 60))
def test_a_budget_of_pairs_is_kept_and_used(sizes: list[int], most: int) -> None:
    def made(largest: int) -> int:
        return sum(n * (n - 1) // 2 for n in sizes if n <= largest)

    largest = within_budget(np.array(sizes, np.int64), most)
    assert made(largest) <= most
    assert largest >= max(sizes, default=0) or made(largest + 1) > most
