"""Intervals against published examples, and against what they promise: they hold the truth about 95 times in 100."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnstone.exports import intervals


def test_wilson_as_published() -> None:
    """Newcombe 1998, Statistics in Medicine 17, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for some, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert intervals.share(some, of) == pytest.approx((low, high), abs=5e-5)
    assert intervals.share(0, 0) == (0, 1)


def test_median_by_order_statistics() -> None:
    """Conover 3.2: of 16 values the 4th and the 13th hold the median with 97.9 per cent."""
    assert intervals.median([float(n) for n in range(1, 17)]) == (8.5, 4, 13)
    assert intervals.median([7.0]) == (7, 7, 7)
    with pytest.raises(ValueError, match="no values"):
        intervals.median([])


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=60).map(sorted))
def test_a_median_lies_within_its_interval(values: list[float]) -> None:
    middle, low, high = intervals.median(values)
    assert low <= middle <= high and values[0] <= low and high <= values[-1]


@given(st.integers(0, 400), st.integers(0, 400), st.floats(0.05, 4))
def test_a_ratio_lies_within_its_interval(now: int, before: int, time: float) -> None:
    value, low, high = intervals.ratio(now, before, time=time)
    if now + before:
        assert low <= value * (1 + 1e-9) and value <= high * (1 + 1e-9)
        stricter = intervals.ratio(now, before, time=time, level=0.999)
        assert stricter[1] <= low and high <= stricter[2]
    else:
        assert math.isnan(value)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    drawn = random.Random(4)
    kept = {"share": 0, "median": 0, "ratio": 0}
    rounds = 400
    for _ in range(rounds):
        some = sum(drawn.random() < 0.3 for _ in range(80))
        low, high = intervals.share(some, 80)
        kept["share"] += low <= 0.3 <= high
        _, low, high = intervals.median(sorted(drawn.expovariate(1) for _ in range(41)))
        kept["median"] += low <= math.log(2) <= high
        now, before = (sum(drawn.random() < p for _ in range(2000)) for p in (0.02, 0.02))
        _, low, high = intervals.ratio(now, before, time=1)
        kept["ratio"] += low <= 1 <= high
    assert all(many / rounds > 0.92 for many in kept.values()), kept


def test_the_unseen_of_a_market_whose_size_is_known() -> None:
    """Each of 1,000 posts 0 to many times (Poisson): the estimate is near 1,000, which its interval mostly holds."""
    drawn, held = random.Random(11), 0
    for _ in range(60):
        counts = []
        for _ in range(1000):
            limit, k, p = math.exp(-1.2), 0, drawn.random()
            while p > limit:
                p *= drawn.random()
                k += 1
            counts.append(k)
        seen, once, twice = sum(k > 0 for k in counts), counts.count(1), counts.count(2)
        estimate, low, high = intervals.unseen(seen, once, twice)
        assert seen <= low <= estimate <= high and abs(estimate - 1000) < 150
        held += low <= 1000 <= high
    assert held >= 52
    assert intervals.unseen(10, 0, 4) == (10, 10, 10)
