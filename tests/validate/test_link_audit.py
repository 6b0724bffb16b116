"""Intervals of the audit cover as often as they say, in simulation; limits agree with the books; labels are dealt as told."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from turnstone.validate.link_audit import (
    LIMITS,
    Stratum,
    allocate,
    clopper_pearson,
    estimate,
    wilson,
    with_more,
    worst_and_best,
)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_limits_are_those_of_scipy(counts: tuple[int, int]) -> None:
    """The twin: scipy's own test has both."""
    wrong, labelled = counts
    for method, name in ((clopper_pearson, "exact"), (wilson, "wilson")):
        twin = binomtest(wrong, labelled).proportion_ci(0.95, method=name)
        assert method(wrong, labelled) == pytest.approx((twin.low, twin.high), abs=1e-9)


def test_a_limit_from_the_books() -> None:
    """Nothing found among 100: the rule of three says about 3 in 100 (one-sided); two-sided it is 1 - .025^(1/100)."""
    assert clopper_pearson(0, 100) == (0.0, pytest.approx(1 - 0.025 ** (1 / 100)))
    assert clopper_pearson(0, 0) == wilson(0, 0) == (0.0, 1.0)


def test_exact_limits_never_cover_less_than_they_say() -> None:
    """Over every share and all that can be drawn, not by simulation."""
    for n in (7, 20, 60):
        limits = [clopper_pearson(x, n) for x in range(n + 1)]
        for k in range(1, 100):
            share = k / 100
            covered = sum(binom.pmf(x, n, share) for x, (low, high) in enumerate(limits) if low <= share <= high)
            assert covered >= 0.95 - 1e-9, (n, share)


SHARES = {
    "few, rare": [(40, 0.02), (300, 0.01), (2_000, 0.004)],
    "none at all": [(60, 0.0), (500, 0.0)],
    "one bad band": [(50, 0.5), (400, 0.03), (5_000, 0.0)],
    "even": [(400, 0.3), (400, 0.5), (400, 0.7)],
    "mostly looked at": [(12, 0.25), (20, 0.1), (9, 0.0)],
}


@pytest.mark.parametrize("market", SHARES)
@pytest.mark.parametrize(("limits", "least"), [("clopper-pearson", 0.95), ("wilson", 0.92)])
def test_intervals_cover_the_truth_as_often_as_they_say(market: str, limits: str, least: float) -> None:
    """A thousand samples without replacement from strata of which the truth is known."""
    random = Random(20261125)
    strata = [[1] * round(size * share) + [0] * (size - round(size * share)) for size, share in SHARES[market]]
    truth = sum(map(sum, strata)) / sum(map(len, strata))
    sizes = allocate([len(s) for s in strata], 60)
    covered = 0
    for _ in range(1_000):
        drawn = [random.sample(s, n) for s, n in zip(strata, sizes, strict=True)]
        told = estimate(
            [Stratum("s", len(s), len(d), sum(d)) for s, d in zip(strata, drawn, strict=True)], limits=limits
        )
        covered += told.low - 1e-12 <= truth <= told.high + 1e-12
    spread = 2 * math.sqrt(least * (1 - least) / 1_000)
    assert covered / 1_000 >= least - spread


def test_the_rate_weighs_strata_by_their_pairs() -> None:
    """Half of a band of 100 and none of one of 900: 5 in 100, though a third of all labels were wrong."""
    told = estimate([Stratum("a", 100, 20, 10), Stratum("b", 900, 10, 0)])
    assert told.rate == pytest.approx(0.05)
    assert told.low < 0.05 < told.high and (told.labelled, told.wrong, told.pairs) == (30, 10, 1_000)


def test_strata_that_nobody_labelled_are_allowed_for() -> None:
    """Whatever the unlabelled tenth holds, the truth is inside."""
    known = Stratum("a", 900, 900, 9)
    told = estimate([known, Stratum("b", 100, 0, 0)])
    assert told.rate == pytest.approx(0.01) and told.unlabelled_share == pytest.approx(0.1)
    assert told.low == pytest.approx(9 / 1_000) and told.high == pytest.approx(109 / 1_000)
    nothing = estimate([Stratum("a", 10, 0, 0, unsure=3)])
    assert (nothing.rate, nothing.low, nothing.high, nothing.unsure) == (None, 0.0, 1.0, 3)


def test_all_looked_at_is_no_estimate() -> None:
    told = estimate([Stratum("a", 40, 40, 3), Stratum("b", 60, 60, 0)])
    assert told.rate == pytest.approx(0.03) and told.low == told.rate == told.high


@pytest.mark.parametrize("limits", LIMITS)
def test_more_labels_narrow_the_interval(limits: str) -> None:
    strata = [Stratum("a", 5_000, 40, 1), Stratum("b", 50_000, 60, 0)]
    widths = [
        estimate(strata, limits=limits).width,
        *(with_more(strata, more, limits=limits).width for more in (50, 500, 5_000)),
    ]
    assert widths == sorted(widths, reverse=True) and widths[-1] < widths[0] / 4
    assert with_more(strata, 0, limits=limits).width == pytest.approx(widths[0])
    assert with_more(strata, 10**7, limits=limits).width == pytest.approx(0.0, abs=1e-9)


def test_unsure_pairs_bound_the_rate() -> None:
    low, high = worst_and_best([Stratum("a", 100, 8, 1, unsure=2)])
    assert (low, high) == (pytest.approx(0.1), pytest.approx(0.3))


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=12), st.integers(1, 500))
def test_labels_are_dealt_once_and_never_beyond_a_stratum(sizes: list[int], total: int) -> None:
    dealt = allocate(sizes, total)
    least = sum(min(4, size) for size in sizes)
    assert all(0 <= n <= size for n, size in zip(dealt, sizes, strict=True))
    assert sum(dealt) == max(min(total, sum(sizes)), least)
    assert all(n >= min(4, size) for n, size in zip(dealt, sizes, strict=True))


def test_larger_strata_get_more_but_less_than_their_part() -> None:
    small, large = allocate([100, 10_000], 110)
    assert (small, large) == (10, 100)
