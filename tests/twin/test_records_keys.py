"""Candidate pairs against plain twins."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import plain_records as plain
from turnstone.kernels.records_keys import by_key, candidates, joined


@settings(max_examples=200, deadline=None)
@given(st.data(), st.integers(1, 60), st.integers(1, 4), st.integers(2, 12))
def test_candidates(data: st.DataObject, rows: int, keys: int, largest: int) -> None:
    values = [data.draw(st.lists(st.integers(0, 6), min_size=rows, max_size=rows)) for _ in range(keys)]
    table = np.array(values, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    got = candidates(table, largest, 10**9)
    wanted, skipped = plain.pairs(values, largest)
    found = {
        (int(a), int(b)): {k for k in range(keys) if int(m) >> k & 1}
        for a, b, m in zip(got.left, got.right, got.shared, strict=True)
    }
    assert len(found) == len(got.left)  # none twice
    assert found == wanted
    assert list(got.skipped) == skipped
    assert sum(got.made) == len(wanted)


def test_a_key_over_its_budget_is_bounded_more() -> None:
    key = np.repeat(np.arange(1, 41, dtype=np.uint64), 10)[None, :] * np.uint64(7919)
    got = candidates(key, 100, 500)
    assert len(got.left) == 0
    assert got.skipped == (40 * 45,)


def test_more_than_64_keys_are_refused() -> None:
    try:
        candidates(np.zeros((65, 3), np.uint64), 10, 10)
    except ValueError as error:
        assert "at most 64" in str(error)
    else:
        raise AssertionError


def test_rows_of_one_value_in_a_large_bucket_stay_together() -> None:
    rng = np.random.default_rng(5)
    key = rng.integers(0, 3, 5_000).astype(np.uint64) << np.uint64(40)  # all in one bucket of the counting sort
    order = by_key(key, 4)
    seen = key[order]
    assert set(order.tolist()) == set(np.flatnonzero(key).tolist())
    assert (seen[1:] != seen[:-1]).sum() == 1


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 4), st.data())
def test_joined(parts: int, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*[st.integers(0, 3)] * parts), min_size=1, max_size=12))
    key = joined([np.array([r[k] for r in rows], np.uint64) for k in range(parts)]).tolist()
    for a, x in zip(rows, key, strict=True):
        assert (x == 0) == (0 in a)
        for b, y in zip(rows, key, strict=True):
            if 0 not in (*a, *b):
                assert (x == y) == (a == b)


def test_unknown_in_any_part_makes_a_key_unknown() -> None:
    a, b = np.array([1, 0, 5], np.uint64), np.array([1, 4, 0], np.uint64)
    key = joined([a, b])
    assert key[0] != 0
    assert key[1] == key[2] == 0
