"""Kernels beside slow twins: distinct values, pairs within groups, bits."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnstone.clean.text import Nothing
from turnstone.kernels.bits import excess, in_words, log2_table, mbits, with_excess
from turnstone.kernels.groups import pairs_within, stars_within
from turnstone.kernels.unique import ITEM, SEPARATOR, Memory, join, listed, map_unique, split, unpack

CELLS = st.lists(st.none() | st.sampled_from(["", "1", "2", "x", "none", "é"]), max_size=20)


def clean(text: str) -> int:
    """Numbers, refusals with and without a reason."""
    if text == "none":
        raise Nothing("nothing")
    return int(text)


def slow(cells: list[str | None]) -> list[tuple[int | None, str | None]]:
    out: list[tuple[int | None, str | None]] = []
    for cell in cells:
        try:
            out.append((None if cell is None else clean(cell), None))
        except Nothing:
            out.append((None, None))
        except ValueError as error:
            out.append((None, str(error)))
    return out


@given(CELLS, st.integers(0, 20))
def test_each_value_is_cleaned_as_if_alone(cells: list[str | None], cut: int) -> None:
    done = map_unique(pa.array(cells, pa.string()), clean, pa.int32())
    assert list(zip(done.values.to_pylist(), done.reasons.to_pylist(), strict=True)) == slow(cells)
    memory = Memory()
    for part in (cells[:cut], cells[cut:], cells):
        done = map_unique(pa.chunked_array([pa.array(part, pa.string())]), clean, pa.int32(), memory)
        assert list(zip(done.values.to_pylist(), done.reasons.to_pylist(), strict=True)) == slow(part)


def test_a_value_is_cleaned_once() -> None:
    calls: Counter[str] = Counter()

    def counted(text: str) -> str:
        calls[text] += 1
        return text.upper()

    memory = Memory()
    column = pa.array(["a", "b", "a", None, "a"])
    for _ in range(2):
        assert map_unique(column, counted, pa.string(), memory).values.to_pylist() == ["A", "B", "A", None, "A"]
    assert calls == {"a": 1, "b": 1}


def test_a_memory_keeps_cleaners_apart() -> None:
    memory, column = Memory(), pa.array(["a"])
    assert map_unique(column, str.upper, pa.string(), memory).values.to_pylist() == ["A"]
    assert map_unique(column, str.title, pa.string(), memory).values.to_pylist() == ["A"]
    assert map_unique(column, len, pa.int32(), memory).values.to_pylist() == [1]


TEXT = st.none() | st.text("ab ", max_size=2)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8))
def test_joined_columns_come_apart_again(rows: list[tuple[str | None, ...]]) -> None:
    columns = [pa.array([row[i] for row in rows], pa.string()) for i in range(3)]
    joined = join(columns)
    told_apart = [[cell or None for cell in row] for row in rows]
    assert [split(text) for text in joined.to_pylist()] == told_apart
    assert [list(row) for row in zip(*(c.to_pylist() for c in unpack(joined, 3)), strict=True)] == told_apart


def test_lists_from_texts() -> None:
    column = pa.array([f"a{ITEM}b", "a", "", None])
    assert listed(column).to_pylist() == [["a", "b"], ["a"], [""], None]
    assert SEPARATOR != ITEM


GROUPS = st.lists(st.integers(0, 5), max_size=16)


@given(GROUPS, st.integers(1, 5))
def test_pairs_within_groups(values: list[int], largest: int) -> None:
    sizes = Counter(values)
    expected = [
        (i, j) for i, j in combinations(range(len(values)), 2) if values[i] == values[j] and sizes[values[i]] <= largest
    ]
    for given_as in (np.array(values, np.int64), [str(v) for v in values]):
        found = pairs_within(given_as, largest)
        assert sorted(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected
        assert found.skipped == sum(n * (n - 1) // 2 for n in sizes.values() if n > largest)


@given(GROUPS)
def test_stars_connect_groups_and_nothing_else(values: list[int]) -> None:
    left, right = stars_within(np.array(values, np.int64))
    first = {value: values.index(value) for value in values}
    expected = [(first[value], i) for i, value in enumerate(values) if i != first[value]]
    assert sorted(zip(left.tolist(), right.tolist(), strict=True)) == sorted(expected)


@given(st.floats(1e-6, 1e6))
def test_millibits(ratio: float) -> None:
    assert abs(mbits(ratio) / 1000 - math.log(ratio) / math.log(2)) <= 0.000501
    assert mbits(1) == 0
    assert mbits(1024) == 10_000
    assert mbits(1 / 1024) == -10_000


def test_bits_by_count_and_in_words() -> None:
    assert log2_table(8).tolist() == [0, 0, 1000, 1585, 2000, 2322, 2585, 2807, 3000]
    assert log2_table(20_000).tolist() == [0, *map(mbits, range(1, 20_001))]
    assert log2_table(0).tolist() == [0]
    assert in_words(12_340) == "12.3 bits"
    assert in_words(-500) == "-0.5 bits"


@given(st.integers(0, 60), st.floats(0.001, 60))
def test_excess_is_the_poisson_log_likelihood_ratio(seen: int, expected: float) -> None:
    def log_likelihood(rate: float) -> float:
        return seen * math.log(rate) - rate - math.lgamma(seen + 1)

    bits = (log_likelihood(seen) - log_likelihood(expected)) / math.log(2) if seen > expected else 0.0
    assert abs(excess(seen, expected) - 1000 * bits) <= 0.51
    assert excess(seen, expected) >= 0


@pytest.mark.parametrize(("seen", "expected"), [(0, 0.0), (5, 0.0), (5, -1.0), (2, 2.0), (0, 3.0)])
def test_no_excess(seen: int, expected: float) -> None:
    assert excess(seen, expected) == 0


def test_excess_beside_counts() -> None:
    counted = pa.table({"seen": [8, 1], "expected_millionths": [1_000_000, 50_000]})
    out = with_excess(counted)
    assert out.column("excess_mbits").to_pylist() == [excess(8, 1.0), excess(1, 0.05)]
    assert out.column("expected").to_pylist() == ["1.0", "0.050"]
