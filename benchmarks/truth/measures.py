"""How well a grouping agrees with the truth: exact counts of pairs in time linear in the rows, and intervals.

Every figure is made of sums over rows, so the bootstrap draws truth groups with replacement and adds up their sums; no
pair is ever built. The slow twins that build all pairs are in tests/benchmarks/test_measures.py.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
RESAMPLES = 1_000
SEED = 20_260_101


@dataclass(frozen=True)
class Interval:
    """A figure with the 95 % interval around it; NaN where it cannot be told."""

    value: float
    low: float
    high: float

    def rounded(self) -> dict[str, float | None]:
        """For JSON, which has no NaN."""
        return {k: None if math.isnan(v) else round(v, 4) for k, v in asdict(self).items()}


@dataclass(frozen=True)
class Mates:
    """For each row, how many others share its group: in both groupings, in the truth, as said. Pairs are half the sums."""

    both: Ints
    true: Ints
    said: Ints


def codes(values: object) -> Ints:
    """Labels as numbers from 0."""
    return np.unique(np.asarray(values), return_inverse=True)[1].astype(np.int64).ravel()


def mates(truth: Ints, said: Ints) -> Mates:
    """From the contingency table of the two groupings, of which only filled cells are ever held."""
    if len(truth) != len(said):
        raise ValueError(f"{len(truth)} labels of the truth, {len(said)} said")
    t, s = codes(truth), codes(said)
    cell = codes(t * (s.max(initial=0) + 1) + s)
    return Mates(*(np.bincount(c)[c].astype(np.int64) - 1 if len(c) else c for c in (cell, t, s)))


def sums(truth: Ints, said: Ints, among: NDArray[np.bool_] | None = None) -> Floats:
    """One line for each truth group (of the rows `among`): what all figures are computed from, added up.

    Columns: mates in both, in the truth, as said; rows; rows in a multi-member group in both, in the truth, as said.
    Mates outside `among` count: a row that is joined with one left aside is still joined.
    """
    m = mates(truth, said)
    some = np.ones(len(truth), bool) if among is None else among
    columns = [m.both, m.true, m.said, np.ones(len(truth), np.int64),
               (m.true > 0) & (m.said > 0), m.true > 0, m.said > 0]  # fmt: skip
    group = codes(truth[some])
    size = int(group.max(initial=-1)) + 1
    return np.column_stack([np.bincount(group, weights=c[some].astype(np.float64), minlength=size) for c in columns])


def ratio(above: Floats, below: Floats) -> Floats:
    """NaN where nothing is below."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)


def figures(total: Floats) -> dict[str, Floats]:
    """All figures from added-up sums (the last axis is the columns of `sums`).

    multi_member_f1 is about rows: does it belong to a truth group of two or more, said by: is it in such a group.
    """
    both, true, said, rows, both_multi, true_multi, said_multi = np.moveaxis(total, -1, 0)
    possible = rows * (rows - 1)
    expected = ratio(true * said, possible)
    return {
        "precision": ratio(both, said), "recall": ratio(both, true), "f1": ratio(2 * both, true + said),
        "ari": ratio(both - expected, (true + said) / 2 - expected),
        "multi_member_precision": ratio(both_multi, said_multi), "multi_member_recall": ratio(both_multi, true_multi),
        "multi_member_f1": ratio(2 * both_multi, true_multi + said_multi),
    }  # fmt: skip


def agreement(
    truth: Ints, said: Ints, among: NDArray[np.bool_] | None = None, *, seed: int = SEED
) -> dict[str, Interval]:
    """All figures with percentile intervals of a bootstrap over truth groups.

    With `among`, precision counts the pair ends of those rows, and no ARI is given: chance has no meaning for a part.
    """
    lines = sums(truth, said, among)
    exact = figures(lines.sum(0))
    drawn = figures(resampled(lines, seed))
    if among is not None:
        del exact["ari"]
    return {name: Interval(float(value), *percentiles(drawn[name])) for name, value in exact.items()}


def resampled(lines: Floats, seed: int, resamples: int = RESAMPLES) -> Floats:
    """Sums of as many groups drawn with replacement, once for each resample."""
    rng = np.random.default_rng(seed)
    out = np.zeros((resamples, lines.shape[1]))
    for i in range(resamples if len(lines) else 0):
        out[i] = np.bincount(rng.integers(0, len(lines), len(lines)), minlength=len(lines)) @ lines
    return out


def percentiles(drawn: Floats) -> tuple[float, float]:
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def wilson(found: int, of: int) -> Interval:
    """A share with its 95 % Wilson interval, which says something at 0 and at 1 too."""
    if of == 0:
        return Interval(math.nan, math.nan, math.nan)
    z = 1.959964
    share = found / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Interval(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def at_prevalence(
    flagged: int, sought: int, wrongly: int, others: int, prevalence: float, seed: int = SEED
) -> Interval:
    """The precision that the same rates give where `prevalence` of all rows are sought.

    The interval draws both rates from their Jeffreys posteriors, so that no wrong flag among few is not taken for none
    anywhere. It takes rows for independent; copies of one text are not, so it is somewhat too narrow.
    """
    if not sought or not others:
        return Interval(math.nan, math.nan, math.nan)
    rng = np.random.default_rng(seed)
    recall = rng.beta(flagged + 0.5, sought - flagged + 0.5, 20_000)
    wrong = rng.beta(wrongly + 0.5, others - wrongly + 0.5, 20_000)
    drawn = _precision(recall, wrong, prevalence)
    value = float(_precision(np.array([flagged / sought]), np.array([wrongly / others]), prevalence)[0])
    return Interval(value, *percentiles(drawn))


def _precision(recall: Floats, wrong: Floats, prevalence: float) -> Floats:
    return ratio(prevalence * recall, prevalence * recall + (1 - prevalence) * wrong)


def pair_counts(truth: Ints, said: Ints) -> dict[str, int]:
    """Exact numbers of pairs: in both groupings, in the truth, as said."""
    m = mates(truth, said)
    return {"both": int(m.both.sum()) // 2, "true": int(m.true.sum()) // 2, "said": int(m.said.sum()) // 2}
