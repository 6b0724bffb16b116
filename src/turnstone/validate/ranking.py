"""How well a ranking puts what was sought at the top. Ties are never broken by luck: every measure is what one gets on
average over all orders of the tied.

A ranking is first counted by levels: how many sought and how many others have the best score, the next best, and so on.
All measures are computed from these counts, so that a resample costs a count and not a sort.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
RESAMPLES = 2_000
SEED = 20_110_101


@dataclass(frozen=True)
class Levels:
    """Sought and others by distinct score, best first."""

    sought: Counts
    others: Counts

    @property
    def size(self) -> int:
        return int(self.sought.sum() + self.others.sum())


def levels(score: Numbers, sought: Flags) -> Levels:
    """Counts a ranking; a higher score is a better place."""
    code = level_of(score)
    count = int(code.max(initial=-1)) + 1
    return Levels(np.bincount(code[sought], minlength=count), np.bincount(code[~sought], minlength=count))


def level_of(score: Numbers) -> Counts:
    """The level of each score, 0 for the best."""
    return np.unique(-score, return_inverse=True)[1].astype(np.int64)


def roc_auc(ranked: Levels) -> float:
    """The area under the ROC curve: the share of pairs (one sought, one other) in which the sought has the higher
    score, a tie counting half. The Mann-Whitney U statistic with mid-ranks over the number of pairs (Hanley and
    McNeil, Radiology 143, 1982). NaN where there is no pair."""
    pairs = int(ranked.sought.sum()) * int(ranked.others.sum())
    if pairs == 0:
        return float("nan")
    above = np.cumsum(ranked.sought) - ranked.sought
    return float((ranked.others * (above + ranked.sought / 2)).sum() / pairs)


def found_at(ranked: Levels, k: int) -> float:
    """How many sought stand among the first k, on average over all orders of the tied: of the level that the k-th place
    falls into, its sought times the share of it that is taken (McSherry and Najork, ECIR 2008)."""
    size = ranked.sought + ranked.others
    taken = np.clip(k - (np.cumsum(size) - size), 0, size)
    return float((ranked.sought * taken / np.maximum(size, 1)).sum())


def precision_at(ranked: Levels, k: int) -> float:
    """found_at(k) / k, the share of sought among the first k (of all, where there are fewer). NaN for an empty ranking."""
    return found_at(ranked, k) / min(k, ranked.size) if ranked.size and k else float("nan")


def lift_at(ranked: Levels, k: int) -> float:
    """precision_at(k) over the share of sought in the whole: how many times more than a random order finds. NaN where
    nothing is sought."""
    total = int(ranked.sought.sum())
    return precision_at(ranked, k) * ranked.size / total if total else float("nan")


def one_percent(size: int) -> int:
    """How many one in a hundred is, rounded up."""
    return -(-size // 100)


MEASURES: dict[str, Callable[[Levels], float]] = {
    "roc_auc": roc_auc,
    "lift_at_100": lambda ranked: lift_at(ranked, 100),
    "lift_at_1_percent": lambda ranked: lift_at(ranked, one_percent(ranked.size)),
    "precision_at_100": lambda ranked: precision_at(ranked, 100),
}


@dataclass(frozen=True)
class Estimate:
    """A measure and its 95 % interval; NaN where it cannot be told."""

    value: float
    low: float
    high: float


Estimates = dict[str, Estimate]


def compare(
    rankings: Mapping[str, Numbers | None], sought: Flags, *, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[dict[str, Estimates], dict[str, Estimates]]:
    """All measures of all rankings, and by how much the first ranking is ahead of each of the others.

    Intervals: percentile bootstrap (Efron and Tibshirani 1993, chapter 13), 2.5th to 97.5th percentile. Networks are
    drawn with replacement, sought and others apart (stratified), so that each resample has as many sought as there
    are. All rankings see the same draws, so that differences are paired. A ranking that is None is a random order: its
    value is the average over all orders, and each resample draws an order anew, so that its interval is what luck alone
    can give.
    """
    rng = np.random.default_rng(seed)
    yes, no = np.flatnonzero(sought), np.flatnonzero(~sought)
    code = {name: None if score is None else level_of(score) for name, score in rankings.items()}
    values = {
        name: _measure(levels(np.zeros(len(sought)) if score is None else score, sought))
        for name, score in rankings.items()
    }
    drawn = {name: np.empty((resamples, len(MEASURES))) for name in rankings}
    for i in range(resamples):
        a, b = (rows[rng.integers(0, max(len(rows), 1), len(rows))] for rows in (yes, no))
        for name, level in code.items():
            if level is None:
                ranked = levels(rng.random(len(sought)), np.arange(len(sought)) < len(yes))
            else:
                count = int(level.max(initial=-1)) + 1
                ranked = Levels(np.bincount(level[a], minlength=count), np.bincount(level[b], minlength=count))
            drawn[name][i] = _measure(ranked)
    first = next(iter(rankings))
    measured = {name: _estimates(values[name], drawn[name]) for name in rankings}
    ahead = {
        name: _estimates(values[first] - values[name], drawn[first] - drawn[name])
        for name in rankings if name != first
    }  # fmt: skip
    return measured, ahead


def _measure(ranked: Levels) -> Numbers:
    return np.array([measure(ranked) for measure in MEASURES.values()])


def _estimates(value: Numbers, drawn: Numbers) -> Estimates:
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    return {name: Estimate(float(value[i]), float(low[i]), float(high[i])) for i, name in enumerate(MEASURES)}
