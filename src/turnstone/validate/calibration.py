"""What bits are worth: of leads with so many bits, which share is true, beside what the bits would promise.

Bits are rarity: a lead of ten bits has what about one of a thousand comparable networks has. That says how rare it is, and
not how likely it is to be true. Were bits log2 of a likelihood ratio, each would double the odds of the base rate: that
line is drawn beside the shares, so that what rarity is worth can be read off.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from turnstone.validate.meet_truth import TRUE, UNJUDGED, Meeting, RunNetwork
from turnstone.validate.share import Share, share

BAND = 2
"""Bits."""
LAST = 20
"""Leads of so many bits and more are one band."""


@dataclass(frozen=True)
class Band:
    """Judged leads of `low` bits up to `high` (None: and more). `mean_bits`: theirs; `promised`: the share that is true were
    the bits weights of evidence over the base rate."""

    low: int
    high: int | None
    mean_bits: float
    true: Share
    promised: float | None

    @property
    def said(self) -> str:
        return f"{self.low} and more" if self.high is None else f"{self.low} to {self.high}"


def calibration(met: Meeting, base: Share) -> list[Band]:
    """The reliability curve of the leads that truth can judge, by bands of two bits."""
    bands: dict[int, list[RunNetwork]] = defaultdict(list)
    for n in met.leads:
        if n.verdict != UNJUDGED:
            bands[min(n.mbits // (1000 * BAND) * BAND, LAST)].append(n)
    return [_band(low, bands[low], base) for low in sorted(bands)]


def _band(low: int, leads: Sequence[RunNetwork], base: Share) -> Band:
    bits = sum(n.mbits for n in leads) / 1000 / len(leads)
    true = share(sum(n.verdict == TRUE for n in leads), len(leads))
    return Band(low, None if low >= LAST else low + BAND, bits, true, promised(bits, base.rate))


def promised(bits: float, base: float | None) -> float | None:
    """The chance of being true that the base rate and the bits would give, were they log2 of a likelihood ratio."""
    if base is None:
        return None
    if base in (0.0, 1.0):
        return base
    odds = base / (1 - base) * math.exp2(min(bits, 200.0))
    return odds / (1 + odds)
