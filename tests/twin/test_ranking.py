"""Measures of a ranking against what their definitions say, counted pair by pair and order by order."""

from __future__ import annotations

import math
from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnstone.validate.ranking import MEASURES, compare, found_at, levels, lift_at, one_percent, precision_at, roc_auc

# Few different scores, so that ties are the rule.
ranked = st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=25)
short = st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=6)
Rows = list[tuple[int, bool]]


def arrays(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    return np.array([score for score, _ in rows], float), np.array([sought for _, sought in rows], bool)


def auc_by_pairs(rows: Rows) -> float:
    """The share of pairs in which the sought is above the other, a tie counting half."""
    said = [
        1.0 if a > b else 0.5 if a == b else 0.0 for a, sought in rows if sought for b, other in rows if not other
    ]  # fmt: skip
    return sum(said) / len(said) if said else math.nan


def found_by_orders(rows: Rows, k: int) -> float:
    """The sought among the first k, averaged over every order that respects the scores."""
    orders = [order for order in permutations(rows) if all(a[0] >= b[0] for a, b in pairwise(order))]
    return sum(sum(sought for _, sought in order[:k]) for order in orders) / len(orders)


@given(ranked)
def test_roc_auc_is_the_share_of_pairs(rows: Rows) -> None:
    assert roc_auc(levels(*arrays(rows))) == pytest.approx(auc_by_pairs(rows), nan_ok=True)


@given(short, st.integers(0, 8))
def test_found_is_the_average_over_all_orders_of_the_tied(rows: Rows, k: int) -> None:
    assert found_at(levels(*arrays(rows)), k) == pytest.approx(found_by_orders(rows, k))


@given(short, st.integers(1, 8))
def test_precision_and_lift_are_shares_of_what_is_found(rows: Rows, k: int) -> None:
    counted, total = levels(*arrays(rows)), sum(sought for _, sought in rows)
    precision = found_by_orders(rows, k) / min(k, len(rows))
    assert precision_at(counted, k) == pytest.approx(precision)
    lift = precision / (total / len(rows)) if total else math.nan
    assert lift_at(counted, k) == pytest.approx(lift, nan_ok=True)


@given(ranked)
def test_only_the_order_of_scores_matters(rows: Rows) -> None:
    score, sought = arrays(rows)
    assert levels(score, sought).sought.tolist() == levels(np.exp(score), sought).sought.tolist()
    worst_first = roc_auc(levels(-score, sought))
    assert roc_auc(levels(score, sought)) == pytest.approx(1 - worst_first, nan_ok=True)


def test_worked_example() -> None:
    counted = levels(np.array([9.0, 5, 5, 5, 0, 0]), np.array([True, True, False, False, False, True]))
    assert roc_auc(counted) == pytest.approx((3 + 2 * 0.5 + 1 + 0.5) / 9)
    assert found_at(counted, 2) == pytest.approx(1 + 1 / 3)
    assert precision_at(counted, 2) == pytest.approx(2 / 3)
    assert lift_at(counted, 2) == pytest.approx(4 / 3)
    assert [one_percent(n) for n in (0, 1, 100, 101)] == [0, 1, 1, 2]


def test_intervals_are_those_of_slow_resampling() -> None:
    rng = np.random.default_rng(5)
    score, sought = rng.integers(0, 6, 60).astype(float), rng.random(60) < 0.3
    measured, _ = compare({"score": score}, sought, resamples=200, seed=7)
    draw, slow = np.random.default_rng(7), []
    yes, no = np.flatnonzero(sought), np.flatnonzero(~sought)
    for _ in range(200):
        taken = np.r_[yes[draw.integers(0, len(yes), len(yes))], no[draw.integers(0, len(no), len(no))]]
        slow.append(auc_by_pairs(list(zip(score[taken].tolist(), sought[taken].tolist(), strict=True))))
    low, high = np.percentile(slow, [2.5, 97.5])
    assert (measured["score"]["roc_auc"].low, measured["score"]["roc_auc"].high) == pytest.approx((low, high))
    assert low < measured["score"]["roc_auc"].value < high


def test_random_order_is_the_average_with_the_spread_of_luck() -> None:
    sought = np.arange(400) % 10 == 0
    measured, ahead = compare({"score": sought.astype(float), "random": None}, sought, resamples=300)
    luck, best = measured["random"], measured["score"]
    assert (luck["roc_auc"].value, luck["lift_at_100"].value, luck["precision_at_100"].value) == (0.5, 1.0, 0.1)
    assert luck["roc_auc"].low < 0.46 and luck["roc_auc"].high > 0.54
    assert (best["roc_auc"].low, best["roc_auc"].value, best["roc_auc"].high) == (1.0, 1.0, 1.0)
    assert best["lift_at_1_percent"].value == 10.0
    assert ahead["random"]["roc_auc"].low > 0.4


def test_same_seed_same_figures_and_a_ranking_is_not_ahead_of_itself() -> None:
    rng = np.random.default_rng(2)
    score, sought = rng.random(50), rng.random(50) < 0.2
    once, ahead = compare({"a": score, "b": score, "luck": None}, sought, resamples=50)
    assert once == compare({"a": score, "b": score, "luck": None}, sought, resamples=50)[0]
    assert once != compare({"a": score, "b": score, "luck": None}, sought, resamples=50, seed=1)[0]
    assert all((e.low, e.value, e.high) == (0, 0, 0) for e in ahead["b"].values())


@pytest.mark.parametrize("size", [0, 3])
def test_nothing_sought_cannot_be_told(size: int) -> None:
    measured, _ = compare({"score": np.zeros(size), "luck": None}, np.zeros(size, bool), resamples=5)
    assert all(math.isnan(measured[name][m].value) for name in measured for m in ("roc_auc", "lift_at_100"))
    assert set(measured["score"]) == set(MEASURES)
