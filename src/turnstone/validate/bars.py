"""Official bars as a run read them, and the days on which one can stand to ask who will be barred next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table

WINDOW_MONTHS = 24
"""How far back a network must have been active, and how far ahead a bar counts."""


@dataclass(frozen=True)
class Bar:
    """One official bar. `names` are comparable (sorted words), `profile` is how the list writes the barred party."""

    id: str
    programme: str | None
    begin_on: date
    end_on: date | None
    name: str | None
    names: frozenset[str]
    state: str | None
    profile: str | None


def read_bars(engine: LocalEngine, *, debarments: Table, mentions: Table, profiles: Table) -> list[Bar]:
    """The bars of a run by first day. A bar without a first day tells nothing about when, and is left out."""
    rows = engine.sql(
        """
        WITH p AS (SELECT DISTINCT ON (id) id, name, name_bags, state FROM profiles ORDER BY id),
             m AS (SELECT row_id, min(profile_id) AS profile_id FROM mentions WHERE role = 'barred' GROUP BY row_id)
        SELECT d.id, d.programme, d.begin_on, d.end_on, p.name, p.name_bags, p.state, m.profile_id
        FROM d LEFT JOIN m ON m.row_id = d.id LEFT JOIN p ON p.id = m.profile_id
        WHERE d.begin_on IS NOT NULL ORDER BY d.begin_on, d.id
        """,
        d=debarments,
        mentions=mentions,
        profiles=profiles,
    ).arrow()
    return [
        Bar(
            r["id"], r["programme"], r["begin_on"], r["end_on"], r["name"], frozenset(r["name_bags"] or ()),
            r["state"], r["profile_id"],
        )
        for r in rows.to_pylist()
    ]  # fmt: skip


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later (earlier when negative). The day must be in every month (1-28)."""
    count = day.year * 12 + day.month - 1 + months
    return day.replace(year=count // 12, month=count % 12 + 1)


def begins_within(bar: Bar, cut_off: date) -> bool:
    """Whether the bar begins in the 24 months from the cut-off. One that begins on the day itself was not known before
    it, so it belongs here: every bar is either known to a run as of the cut-off or begins from it on."""
    return cut_off <= bar.begin_on < months_later(cut_off, WINDOW_MONTHS)


def covered_months(bars: Sequence[Bar], cut_off: date) -> int:
    """How many of the 24 months from the cut-off lie in the calendar years of which the list has bars."""
    if not bars:
        return 0
    first, last = min(b.begin_on for b in bars).year, max(b.begin_on for b in bars).year
    months = (months_later(cut_off, i) for i in range(WINDOW_MONTHS))
    return sum(first <= month.year <= last for month in months)


def default_cut_offs(bars: Sequence[Bar]) -> list[date]:
    """Each 1 January of which at least half of the 24 months that follow are covered by the list.

    A list of 2011 and 2012 gives 2010, 2011 and 2012; only from 2011 are all 24 months covered.
    """
    if not bars:
        return []
    years = range(min(b.begin_on for b in bars).year - 1, max(b.begin_on for b in bars).year + 1)
    days = [date(year, 1, 1) for year in years]
    return [day for day in days if 2 * covered_months(bars, day) >= WINDOW_MONTHS]
