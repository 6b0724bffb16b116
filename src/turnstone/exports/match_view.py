"""One new party beside those that it may be, as it may be shown now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from turnstone.exports.mask import Mask
from turnstone.exports.pair_view import Births, PairView, pair_view, shown_profile
from turnstone.exports.same_tables import Pairs


class Fit(Protocol):
    """See links.match.Fit."""

    @property
    def entity(self) -> str: ...
    @property
    def profile(self) -> str: ...
    @property
    def mbits(self) -> Mapping[str, int]: ...
    @property
    def verdict(self) -> str: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True)
class FitView:
    """One party that it may be. `pair`: the new one (B) beside that way of writing (A) that fits best."""

    entity: str
    name: str | None
    verdict: str
    reason: str
    pair: PairView


@dataclass(frozen=True)
class MatchView:
    """What was asked, the parties that fit (best first), what of the question could not be read, and what too many share
    to have been looked up."""

    asked: dict[str, Any]
    fits: tuple[FitView, ...]
    not_read: dict[str, str]
    not_looked_up: dict[str, int]
    masked: bool


def match_view(
    tables: Pairs,
    new: Mapping[str, Any],
    fits: Sequence[Fit],
    mask: Mask,
    bar: int,
    births: Births,
    *,
    not_read: Mapping[str, str],
    not_looked_up: Mapping[str, int],
) -> MatchView:
    """The view of the fits of `new`, a row of `profiles`."""
    known = tables.profiles([fit.profile for fit in fits])
    places = tables.places([*known.values(), dict(new)])
    names = _names(tables, [fit.entity for fit in fits], mask)
    return MatchView(
        shown_profile(new, mask),
        tuple(
            FitView(
                fit.entity, names.get(fit.entity), fit.verdict, fit.reason,
                pair_view(fit.mbits, known[fit.profile], new, places, mask, bar, (), births, kept=False),
            )
            for fit in fits
        ),
        dict(not_read), dict(not_looked_up),
        not mask.open and any(row["kind"] == "person" or row["phone"] or row["email"] for row in (new, *known.values())),
    )  # fmt: skip


def _names(tables: Pairs, entities: Sequence[str], mask: Mask) -> dict[str, str | None]:
    listed = ", ".join(f"'{id}'" for id in sorted(set(entities))) or "''"
    rows = tables.ask(f"SELECT id, kind, name FROM entities WHERE id IN ({listed})", "entities")
    return {row["id"]: mask.hide("person", row["name"]) if row["kind"] == "person" else row["name"] for row in rows}
