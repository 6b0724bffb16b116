"""The measures of the truth benchmarks beside slow twins that build every pair, and figures known by hand."""

from __future__ import annotations

import math
from itertools import combinations

import measures as m
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

LABELS = st.integers(0, 12).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 4), min_size=n, max_size=n), st.lists(st.integers(0, 4), min_size=n, max_size=n)
    )
)


def slow_pairs(truth: list[int], said: list[int]) -> dict[str, int]:
    pairs = list(combinations(range(len(truth)), 2))
    true = {p for p in pairs if truth[p[0]] == truth[p[1]]}
    given_ = {p for p in pairs if said[p[0]] == said[p[1]]}
    return {"both": len(true & given_), "true": len(true), "said": len(given_)}


def slow_figures(truth: list[int], said: list[int]) -> dict[str, float]:
    p = slow_pairs(truth, said)
    all_pairs = len(truth) * (len(truth) - 1) / 2
    expected = p["true"] * p["said"] / all_pairs if all_pairs else math.nan
    multi = [(truth.count(t) > 1, said.count(s) > 1) for t, s in zip(truth, said, strict=True)]
    both, true, given_ = (sum(map(f, multi)) for f in (all, lambda x: x[0], lambda x: x[1]))

    def over(a: float, b: float) -> float:
        return a / b if b > 0 else math.nan

    return {
        "precision": over(p["both"], p["said"]), "recall": over(p["both"], p["true"]),
        "f1": over(2 * p["both"], p["true"] + p["said"]),
        "ari": over(p["both"] - expected, (p["true"] + p["said"]) / 2 - expected),
        "multi_member_f1": over(2 * both, true + given_),
    }  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(LABELS)
def test_figures_are_those_of_all_pairs(labels: tuple[list[int], list[int]]) -> None:
    truth, said = labels
    arrays = np.array(truth, np.int64), np.array(said, np.int64)
    assert m.pair_counts(*arrays) == slow_pairs(truth, said)
    got = m.figures(m.sums(*arrays).sum(0))
    for name, value in slow_figures(truth, said).items():
        assert float(got[name]) == pytest.approx(value, nan_ok=True), name


def test_ari_is_scikit_learns() -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(7)
    truth, said = rng.integers(0, 30, 400), rng.integers(0, 25, 400)
    said[:200] = truth[:200]
    assert float(m.figures(m.sums(truth, said).sum(0))["ari"]) == pytest.approx(
        sklearn.adjusted_rand_score(truth, said)
    )


def test_a_part_counts_its_own_mates_and_those_left_aside() -> None:
    truth, said = np.array([0, 0, 1, 1, 2]), np.array([0, 0, 0, 3, 4])
    part = m.agreement(truth, said, np.array([1, 1, 0, 0, 0], bool))
    assert part["recall"].value == 1.0
    assert part["precision"].value == pytest.approx(0.5)
    assert "ari" not in part


def test_intervals_hold_their_figure_and_come_again_the_same() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 60, 300)
    said = np.where(rng.random(300) < 0.7, truth, rng.integers(100, 140, 300))
    one, again = m.agreement(truth, said), m.agreement(truth, said)
    assert one == again
    for name in ("precision", "recall", "ari"):
        assert one[name].low < one[name].value < one[name].high, name


def test_order_of_rows_and_names_of_labels_change_nothing_exact() -> None:
    rng = np.random.default_rng(4)
    truth, said, order = rng.integers(0, 9, 80), rng.integers(0, 9, 80), rng.permutation(80)
    assert m.pair_counts(truth, said) == m.pair_counts(truth[order] * 7 + 3, 100 - said[order])


def test_wilson_as_in_the_textbook() -> None:
    some = m.wilson(8, 10)
    assert (round(some.low, 3), round(some.high, 3)) == (0.490, 0.943)
    assert m.wilson(0, 10).low == 0 and round(m.wilson(0, 10).high, 3) == 0.278
    assert m.wilson(10, 10).high == 1 and math.isnan(m.wilson(0, 0).value)


def test_prevalence_turns_rates_into_precision() -> None:
    some = m.at_prevalence(50, 100, 10, 100, 0.05)
    assert some.value == pytest.approx(0.05 * 0.5 / (0.05 * 0.5 + 0.95 * 0.1))
    assert some.low < some.value < some.high
    none_wrong = m.at_prevalence(5, 100, 0, 100, 0.05)
    assert none_wrong.value == 1.0 and none_wrong.low < 0.9
    assert math.isnan(m.at_prevalence(0, 100, 0, 100, 0.05).value)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="labels"):
        m.mates(np.array([1]), np.array([1, 2]))
