"""How much measures change from one synthetic world to the next: each measure of each world, and all worlds together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, stdev

from turnstone.validate.share import Share, share
from turnstone.validate.validation import Validation


@dataclass(frozen=True)
class Stability:
    """One measure. `shares`: of each world, in the order given (None where a world has no such group); `together`: their counts
    added up; `mean`, `spread` (standard deviation), `least`, `most`: of the worlds' rates, each world counting as one."""

    measure: str
    shares: tuple[Share | None, ...]
    together: Share
    mean: float | None
    spread: float | None
    least: float | None
    most: float | None


def across_seeds(worlds: Sequence[Validation]) -> list[Stability]:
    """Precision, base rate, recall by kind and tier, and false flags by class."""
    out = [
        _stability(f"precision, {at.said}", [w.precision[i].true for w in worlds])
        for i, at in enumerate(worlds[0].precision)
    ]
    out.append(_stability("base rate of networks", [w.base for w in worlds]))
    out.append(_stability("recall, all networks", [w.all_networks.found for w in worlds]))
    out += _groups("recall", worlds, lambda w: {r.group: r.found for r in (*w.by_kind, *w.by_tier)})
    out += _groups("falsely flagged", worlds, lambda w: {f.group: f.flagged for f in w.false_flags})
    return out


def _groups(what: str, worlds: Sequence[Validation], of: Callable[[Validation], dict[str, Share]]) -> list[Stability]:
    names = dict.fromkeys(name for w in worlds for name in of(w))
    return [_stability(f"{what}, {name}", [of(w).get(name) for w in worlds]) for name in names]


def _stability(measure: str, shares: Sequence[Share | None]) -> Stability:
    rates = [s.rate for s in shares if s is not None and s.rate is not None]
    whole = share(sum(s.count for s in shares if s), sum(s.of for s in shares if s))
    return Stability(
        measure, tuple(shares), whole, mean(rates) if rates else None, stdev(rates) if len(rates) > 1 else None,
        min(rates, default=None), max(rates, default=None),
    )  # fmt: skip
