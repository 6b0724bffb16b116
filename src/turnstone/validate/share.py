"""A share as it is always told: how many, of how many, and its limits at 95 % (Clopper and Pearson)."""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.validate.link_audit import clopper_pearson


@dataclass(frozen=True)
class Share:
    """`count` of `of`. `rate` is None where there is nothing to divide by; then the limits are 0 and 1."""

    count: int
    of: int
    rate: float | None
    low: float
    high: float

    @property
    def said(self) -> str:
        """`50.0 % (3 of 6; 11.8 to 88.2 %)`."""
        if self.rate is None:
            return "none to judge"
        return f"{percent(self.rate)} ({self.count:,} of {self.of:,}; {percent(self.low, sign=False)} to {percent(self.high)})"


def share(count: int, of: int) -> Share:
    """The share with exact limits. Rows of one network are no independent draws: of rows the limits are too narrow."""
    low, high = clopper_pearson(count, of)
    return Share(count, of, count / of if of else None, low, high)


def percent(rate: float, *, sign: bool = True) -> str:
    """`11.8 %`; small ones with a further digit."""
    text = f"{100 * rate:.2f}" if 0 < rate < 0.01 else f"{100 * rate:.1f}"
    return f"{text} %" if sign else text
