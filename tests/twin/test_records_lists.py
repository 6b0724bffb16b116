"""Lists without doubles, and titles that stand for given names, against slow twins."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.links.records.lists import bar_of_lists, mutual_best, unrivalled
from turnstone.links.records.names import past_titles

I32 = np.int32


@st.composite
def linked(draw: st.DrawFn) -> tuple[list[int], list[tuple[int, int]], list[int]]:
    lists = draw(st.lists(st.integers(0, 2), min_size=2, max_size=9))
    every = [(a, b) for a in range(len(lists)) for b in range(a + 1, len(lists))]
    pairs = draw(st.lists(st.sampled_from(every), unique=True, max_size=20))
    fits = draw(st.lists(st.integers(-5, 5), min_size=len(pairs), max_size=len(pairs)))
    return lists, pairs, fits


def sides(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    both = np.array(pairs, I32).reshape(-1, 2)
    return both[:, 0], both[:, 1]


@settings(max_examples=300, deadline=None)
@given(linked())
def test_mutual_best(made: tuple[list[int], list[tuple[int, int]], list[int]]) -> None:
    lists, every, all_fits = made
    pairs, fits = [], []
    for p, f in zip(every, all_fits, strict=True):
        if lists[p[0]] != lists[p[1]]:
            pairs.append(p)
            fits.append(f)
    got = mutual_best(*sides(pairs), np.array(fits, np.int64), np.array(lists, I32))
    for k, (a, b) in enumerate(pairs):
        rivals = [
            f for j, (p, f) in enumerate(zip(pairs, fits, strict=True)) if j != k
            and any(x in p and lists[p[0] + p[1] - x] == lists[y] for x, y in ((a, b), (b, a)))
        ]  # fmt: skip
        assert got[k] == all(f < fits[k] for f in rivals)


@settings(max_examples=300, deadline=None)
@given(linked())
def test_unrivalled(made: tuple[list[int], list[tuple[int, int]], list[int]]) -> None:
    lists, pairs, fits = made
    two = [(p, f) for p, f in zip(pairs, fits, strict=True) if lists[p[0]] != lists[p[1]]]
    one = [(p, f) for p, f in zip(pairs, fits, strict=True) if lists[p[0]] == lists[p[1]]]
    got = unrivalled(
        *sides([p for p, _ in two]), np.array([f for _, f in two], np.int64),
        *sides([p for p, _ in one]), np.array([f for _, f in one], np.int64), len(lists),
    )  # fmt: skip
    for k, (own, fit) in enumerate(one):
        assert got[k] == all(f < fit for p, f in two if set(p) & set(own))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(-3, 30)), st.lists(st.integers(-3, 30), max_size=8), st.sampled_from([0.3, 1.0]),
       st.sampled_from([0.0, 0.05, 0.5]))  # fmt: skip
def test_bar_of_lists(two: list[int], one: list[int], ratio: float, mistakes: float) -> None:
    def wrong(bar: int) -> bool:
        return ratio * sum(x >= bar for x in one) > mistakes * sum(x >= bar for x in two)

    bar = bar_of_lists(np.array(two, I32), np.array(one, I32), ratio, mistakes)
    assert bar >= 0
    assert not wrong(bar)
    # No lower bar of those worth trying (even odds, and just above a pair inside a list) would have done.
    assert all(wrong(b) for b in {0, *(x + 1 for x in one if x >= 0)} if b < bar)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 5), st.lists(st.integers(0, 5), max_size=4)), min_size=1, max_size=6),
       st.lists(st.booleans(), min_size=6, max_size=6))  # fmt: skip
def test_past_titles(rows: list[tuple[int, list[int]]], title: list[bool]) -> None:
    at = np.r_[0, np.cumsum([len(words) for _, words in rows])].astype(I32)
    bag = np.array([w for _, words in rows for w in words], I32)
    got = past_titles(np.array([g for g, _ in rows], I32), np.array(title), at, bag)
    for (own, words), found in zip(rows, got.tolist(), strict=True):
        if own < 0 or not title[own]:
            assert found == own
        else:
            assert found == next((w for w in words[:-1] if not title[w]), own)
