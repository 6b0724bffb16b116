"""On which files things rest: what somebody must need to know to be shown a party, a wording, a case or a network."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table

ReadTable = Callable[[str], Table]


@dataclass(frozen=True)
class SourcesBehind:
    """Each table: `id`, `source` (SHA-256 of a file), one row a file. `nodes`: parties, unnamed employers and posters;
    `profiles`; `cases`: by case number; `templates`; `networks`: those of more than one who posts alone."""

    nodes: Table
    profiles: Table
    cases: Table
    templates: Table
    networks: Table


def sources_behind(engine: LocalEngine, read: ReadTable, tables: Collection[str]) -> SourcesBehind:
    """A party rests on every row that names it, and on all rows of the cases in which it is named; a wording on all of its
    offers; a network on all parties, possible members, and earlier or later parties that are shown with it, on all wordings
    that its posters use, and on whatever its findings rest on. `tables`: what the run has; an older one lacks some."""
    raw = sorted(name for name in tables if name.startswith("raw_"))
    cased = [name for name in raw if "case_no" in read(name).schema.names]
    given = {name: read(name) for name in {*raw, *NEEDED} if name in tables}
    missing = {name: Table.of(EMPTY[name]) for name in EMPTY if name not in tables}

    def ask(query: str, **more: Table) -> Table:
        needed = {name: table for name, table in {**given, **missing, **more}.items() if name in query}
        return Table.of(engine.sql(query, **needed).arrow())

    rows = ask(" UNION ALL ".join(f"SELECT id, source FROM {name}" for name in raw))
    cases = ask(
        "SELECT DISTINCT case_no AS id, source FROM ("
        + " UNION ALL ".join(f"SELECT case_no, source FROM {name} WHERE case_no IS NOT NULL" for name in cased)
        + ")"
    )
    profiles = ask(
        """SELECT m.profile_id AS id, r.source FROM mentions m JOIN row_sources r ON r.id = m.row_id
           UNION SELECT m.profile_id, c.source FROM mentions m JOIN case_sources c ON c.id = m.case_no""",
        row_sources=rows, case_sources=cases,
    )  # fmt: skip
    nodes = ask(
        """SELECT b.entity_id AS id, p.source FROM members b JOIN profile_sources p ON p.id = b.profile_id
           UNION SELECT 'case-' || id, source FROM case_sources
           UNION SELECT o.poster_id, r.source FROM offer_posters o JOIN row_sources r ON r.id = o.offer_id""",
        profile_sources=profiles, row_sources=rows, case_sources=cases,
    )  # fmt: skip
    templates = ask(
        "SELECT DISTINCT t.template_id AS id, r.source FROM template_members t JOIN row_sources r ON r.id = t.offer_id",
        row_sources=rows,
    )
    networks = ask(NETWORKS, row_sources=rows, node_sources=nodes, template_sources=templates)
    return SourcesBehind(nodes, profiles, cases, templates, networks)


NEEDED = (
    "mentions", "members", "offer_posters", "template_members", "networks", "network_members", "possible_members", "continuities",
    "lead_parts", "hits",
)  # fmt: skip
"""Tables that the queries name, beside the raw ones."""

EMPTY: dict[str, Any] = {
    "offer_posters": pa.table({"offer_id": pa.array([], pa.string()), "poster_id": pa.array([], pa.string())}),
    "template_members": pa.table({"template_id": pa.array([], pa.string()), "offer_id": pa.array([], pa.string())}),
    "possible_members": pa.table({"network_id": pa.array([], pa.string()), "node_id": pa.array([], pa.string())}),
    "continuities": pa.table({"earlier_id": pa.array([], pa.string()), "later_id": pa.array([], pa.string())}),
}
"""What an older run lacks."""

NETWORKS = """
WITH shown AS (SELECT a.network_id, a.node_id FROM network_members a JOIN networks w ON w.id = a.network_id WHERE w.kind <> 'alone'),
linked AS (
    SELECT network_id, node_id FROM shown
    UNION SELECT network_id, node_id FROM possible_members
    UNION SELECT s.network_id, c.later_id FROM continuities c JOIN shown s ON s.node_id = c.earlier_id
    UNION SELECT s.network_id, c.earlier_id FROM continuities c JOIN shown s ON s.node_id = c.later_id),
grounds AS (
    SELECT DISTINCT p.network_id, unnest(h.because) AS id FROM lead_parts p
    JOIN hits h ON h.indicator = p.indicator AND h.node_id = p.node_id AND h.what = p.what),
used AS (
    SELECT DISTINCT l.network_id, t.template_id FROM linked l JOIN offer_posters o ON o.poster_id = l.node_id
    JOIN template_members t ON t.offer_id = o.offer_id),
behind AS (
    SELECT l.network_id, n.source FROM linked l JOIN node_sources n ON n.id = l.node_id
    UNION SELECT u.network_id, t.source FROM used u JOIN template_sources t ON t.id = u.template_id
    UNION SELECT g.network_id, r.source FROM grounds g JOIN row_sources r ON r.id = g.id
    UNION SELECT g.network_id, n.source FROM grounds g JOIN node_sources n ON n.id = g.id
    UNION SELECT g.network_id, t.source FROM grounds g JOIN template_sources t ON t.id = g.id)
SELECT network_id AS id, source FROM behind WHERE network_id IN (SELECT network_id FROM shown)
"""
