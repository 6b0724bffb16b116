"""The strongest chain against its definition, by trying all chains of small graphs."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from turnstone.exports.strongest import Graph, spanning_links, strongest_chain, strongest_chains, weakest_link

Links = dict[tuple[int, int], int]

links = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda p: p[0] < p[1]), st.integers(0, 5), max_size=14
)


def graph_of(links: Links, size: int = 7, *, turned: bool = False) -> Graph:
    rows = list(links.items())
    a = np.array([p[1 if turned else 0] for p, _ in rows], np.int64)
    b = np.array([p[0 if turned else 1] for p, _ in rows], np.int64)
    return Graph(size, a, b, np.array([w for _, w in rows], np.int64))


def all_chains(links: Links, start: int, end: int, size: int = 7) -> list[list[int]]:
    inner = [i for i in range(size) if i not in (start, end)]
    found = []
    for n in range(size - 1):
        for middle in permutations(inner, n):
            chain = [start, *middle, end]
            if all((min(p), max(p)) in links for p in pairwise(chain)):
                found.append(chain)
    return found


def rank(links: Links, chain: list[int]) -> tuple[int, int, int, list[int]]:
    """Less is better: weakest link, length, sum, numbers."""
    weights = [links[min(p), max(p)] for p in pairwise(chain)]
    return -min(weights), len(chain), -sum(weights), chain


@given(links)
def test_it_is_the_best_of_all_chains(links: Links) -> None:
    chains = all_chains(links, 0, 6)
    expected = min(chains, key=lambda chain: rank(links, chain)) if chains else []
    assert strongest_chain(graph_of(links), 0, 6) == expected
    assert strongest_chain(graph_of(dict(reversed(links.items())), turned=True), 0, 6) == expected, "order says nothing"


@given(links)
def test_alternatives_avoid_the_weakest_links_before_them(links: Links) -> None:
    graph = graph_of(links)
    chains = strongest_chains(graph, 0, 6, 4)
    gone: set[tuple[int, int]] = set()
    strength = []
    for chain in chains:
        assert not gone & {(min(p), max(p)) for p in pairwise(chain)}
        strength.append(-rank(links, chain)[0])
        weakest = weakest_link(graph, chain)
        assert links[weakest] == strength[-1]
        gone.add(weakest)
    assert strength == sorted(strength, reverse=True)
    assert len({tuple(chain) for chain in chains}) == len(chains)


@given(links)
def test_what_holds_together_is_a_maximum_spanning_forest(links: Links) -> None:
    """By Kruskal's rule, the plain way."""
    parent = list(range(7))

    def root(x: int) -> int:
        return x if parent[x] == x else root(parent[x])

    kept = 0
    weight = 0
    for (a, b), w in sorted(links.items(), key=lambda link: -link[1]):
        if root(a) != root(b):
            parent[root(a)] = root(b)
            kept, weight = kept + 1, weight + w
    found = spanning_links(graph_of(links))
    assert (len(found), sum(w for _, _, w in found)) == (kept, weight)
    assert [w for _, _, w in found] == sorted(w for _, _, w in found)
    assert all(links[a, b] == w for a, b, w in found)


def test_nothing_joins_strangers() -> None:
    assert strongest_chain(graph_of({(0, 1): 3, (2, 3): 4}, 4), 0, 3) == []
    assert strongest_chain(graph_of({}, 4), 0, 3) == []
    assert strongest_chain(graph_of({(0, 1): 3}, 4), 0, 0) == []
