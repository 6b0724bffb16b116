"""How many merges are false, estimated from a labelled sample: stratified, with intervals that hold for small counts.

The share over all strata is the sum of the strata's shares, each weighted with its part of all pairs, as in Cochran 1977,
*Sampling Techniques*, 3rd ed., section 5.3. Each stratum has its own limits: those of Clopper and Pearson 1934 (*The use of
confidence or fiducial limits illustrated in the case of the binomial*, Biometrika 26(4), 404-413), which never cover less
than they say, or those of Wilson 1927 (*Probable inference*, JASA 22(158), 209-212), which are narrower and cover about as
much. They are put together by recovering each stratum's variance from its limits: Zou, Huang and Zhang 2009 (*A note on
confidence interval estimation for a linear function of binomial proportions*, Computational Statistics & Data Analysis
53(4), 1080-1085). So strata in which nothing false was found still say how much may have been missed; the usual variance
would be nought there. Where a good part of a stratum was looked at, its limits are drawn in by the correction for a finite
population (Cochran 1977, section 2.6).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from scipy.special import betaincinv

LEVEL = 0.95


@dataclass(frozen=True)
class Stratum:
    """Pairs of one kind and band of bits: how many there are, how many were labelled, how many of those are wrong."""

    name: str
    pairs: int
    labelled: float
    wrong: float
    unsure: int = 0

    @property
    def rate(self) -> float | None:
        """The share of labelled pairs that are wrong; None where none was labelled."""
        return self.wrong / self.labelled if self.labelled else None


@dataclass(frozen=True)
class Estimate:
    """A share with its limits. `labelled`, `wrong`, `unsure`: pairs; `pairs`: how many it speaks of."""

    rate: float | None
    low: float
    high: float
    pairs: int
    labelled: int
    wrong: int
    unsure: int
    unlabelled_share: float
    """The part of the pairs that stands in strata of which nothing was labelled: the limits allow for all of it."""

    @property
    def width(self) -> float:
        return self.high - self.low


def clopper_pearson(wrong: float, labelled: float, level: float = LEVEL) -> tuple[float, float]:
    """Exact limits of a share; (0, 1) without labels. Expected counts, which need not be whole, are taken too."""
    if not labelled:
        return 0.0, 1.0
    tail = (1 - level) / 2
    low = 0.0 if wrong <= 0 else float(betaincinv(wrong, labelled - wrong + 1, tail))
    high = 1.0 if wrong >= labelled else float(betaincinv(wrong + 1, labelled - wrong, 1 - tail))
    return low, high


def wilson(wrong: float, labelled: float, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's limits of a share; (0, 1) without labels."""
    if not labelled:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = wrong / labelled
    middle = (share + z * z / (2 * labelled)) / (1 + z * z / labelled)
    half = z / (1 + z * z / labelled) * math.sqrt(share * (1 - share) / labelled + z * z / (4 * labelled * labelled))
    return (0.0 if wrong <= 0 else max(middle - half, 0.0)), (1.0 if wrong >= labelled else min(middle + half, 1.0))


LIMITS = {"clopper-pearson": clopper_pearson, "wilson": wilson}


def estimate(strata: Sequence[Stratum], *, limits: str = "clopper-pearson", level: float = LEVEL) -> Estimate:
    """The share of wrong pairs among all pairs of the strata. Of strata without labels nothing is assumed: they widen the
    limits by all they could hold, and the rate is that of the others."""
    pairs = sum(s.pairs for s in strata)
    known = [s for s in strata if s.labelled and s.pairs]
    labelled = sum(s.pairs for s in known)
    counts = {
        "pairs": pairs, "labelled": round(sum(s.labelled for s in strata)), "wrong": round(sum(s.wrong for s in strata)),
        "unsure": sum(s.unsure for s in strata),
    }  # fmt: skip
    if not known:
        return Estimate(None, 0.0, 1.0, **counts, unlabelled_share=1.0 if pairs else 0.0)
    below = above = rate = 0.0
    for s in known:
        share = s.wrong / s.labelled
        low, high = LIMITS[limits](s.wrong, s.labelled, level)
        drawn_in = _finite(s)
        weight = s.pairs / labelled
        rate += weight * share
        below += (weight * drawn_in * (share - low)) ** 2
        above += (weight * drawn_in * (high - share)) ** 2
    part = labelled / pairs
    low, high = max(rate - math.sqrt(below), 0.0), min(rate + math.sqrt(above), 1.0)
    return Estimate(rate, low * part, high * part + (1 - part), **counts, unlabelled_share=1 - part)


def _finite(s: Stratum) -> float:
    """The correction for a finite population: none where all but few are left out, nought where none is."""
    return math.sqrt(max(s.pairs - s.labelled, 0) / (s.pairs - 1)) if s.pairs > 1 else 0.0


def with_more(
    strata: Sequence[Stratum], more: int, *, limits: str = "clopper-pearson", level: float = LEVEL
) -> Estimate:
    """What `more` labels, dealt as those before were, would narrow the limits to if the strata's shares stay as they are."""
    dealt = sum(s.labelled for s in strata) or len(strata)
    grown = []
    for s in strata:
        now = s.labelled or 0
        part = (now / dealt) if sum(x.labelled for x in strata) else 1 / len(strata)
        labelled = min(now + more * part, s.pairs) if s.pairs else now
        grown.append(replace(s, labelled=labelled, wrong=(s.rate or 0.0) * labelled))
    return estimate(grown, limits=limits, level=level)


def worst_and_best(strata: Sequence[Stratum]) -> tuple[float | None, float | None]:
    """The rate if none of the unsure pairs is wrong, and if all are."""
    out = []
    for all_wrong in (False, True):
        counted = [
            replace(s, labelled=s.labelled + s.unsure, wrong=s.wrong + (s.unsure if all_wrong else 0)) for s in strata
        ]
        out.append(estimate(counted).rate)
    return out[0], out[1]


def allocate(sizes: Sequence[int], total: int, least: int = 4) -> list[int]:
    """How many to draw of each stratum: by the square root of its size, at least `least`, never more than there are.

    Square roots stand between equal parts, which tell each stratum best, and proportional ones, which tell the whole best
    (power allocation with exponent a half: Bankier 1988, *Power allocations*, The American Statistician 42(3), 174-177).
    The sum is `total` where the strata hold as many and the least parts leave room.
    """
    out = [min(least, size) for size in sizes]
    while sum(out) < min(total, sum(sizes)):
        open_ = [i for i, size in enumerate(sizes) if out[i] < size]
        # One after another to the stratum that is furthest behind its part: no rounding, no order of rows.
        i = min(open_, key=lambda i: (out[i] / math.sqrt(sizes[i]), i))
        out[i] += 1
    return out
