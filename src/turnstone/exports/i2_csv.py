"""Networks as two CSV files that i2 Analyst's Notebook imports: entities, and links with both of their ends."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from turnstone.evidence.files import written_aside
from turnstone.exports.party_graph import PartyGraph
from turnstone.exports.table_file import escape_formula

TYPES = {"employer": "Organisation", "unnamed employer": "Organisation", "agent": "Organisation", "recruiter": "Organisation",
         "party": "Organisation", "poster": "Account"}  # fmt: skip
"""Kind of party -> the entity type that a chart shows it as. A poster is never drawn as a person."""
ENTITIES = ("Entity ID", "Label", "Entity Type", "Kind", "Standing", "Town", "State", "Job orders or offers", "Workers", "Barred",
            "First date", "Last date", "Network ID", "Network bits", "Network status", "Disclaimer")  # fmt: skip
LINKS = ("Link ID", "From ID", "From label", "From type", "To ID", "To label", "To type", "Link type", "Family", "Label",
         "Direction", "Weight bits", "Held by", "Start date", "End date", "Days apart", "Network ID", "Disclaimer")  # fmt: skip
NO_DIRECTION, TO = "none", "from -> to"


def write_i2_csv(path: Path, graph: PartyGraph) -> tuple[Path, Path]:
    """Writes NAME.entities.csv and NAME.links.csv beside `path`; gives both. UTF-8 with a mark, days in ISO 8601, texts that
    a spreadsheet would run as a formula escaped. A link has days where both held the thing at one time, else `Days apart`."""
    stem = path.name.removesuffix(".csv")
    entities, links = path.with_name(f"{stem}.entities.csv"), path.with_name(f"{stem}.links.csv")
    called = {p.id: p for p in graph.parties}
    _write(entities, ENTITIES, (
        (p.id, p.label, TYPES.get(p.kind, "Organisation"), p.kind, p.standing, p.town, p.state, p.orders, p.workers,
         "yes" if p.barred else "no", p.first_on, p.last_on, p.network, p.network_bits, p.network_status, graph.says)
        for p in graph.parties
    ))  # fmt: skip
    _write(links, LINKS, (
        (e.id, e.a, called[e.a].label, TYPES.get(called[e.a].kind, "Organisation"), e.b, called[e.b].label,
         TYPES.get(called[e.b].kind, "Organisation"), e.kind, e.family, e.shared, TO if e.directed else NO_DIRECTION, e.bits,
         e.holders, *((e.since, e.until) if e.held_together else (None, None)), e.gap_days, e.network, graph.says)
        for e in graph.edges
    ))  # fmt: skip
    return entities, links


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with written_aside(path) as aside, aside.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return escape_formula(value) if isinstance(value, str) else "" if value is None else value
