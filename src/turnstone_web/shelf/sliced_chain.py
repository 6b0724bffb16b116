"""The run's tables, with only those rows through which the evidence of some networks is followed to rows of files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.template_facts import quoted

ReadTable = Callable[[str], Any]
NAMED = {"nodes": "id", "entities": "id", "posters": "id", "templates": "id"}


def sliced_chain(engine: LocalEngine, read: ReadTable, networks: list[str]) -> ReadTable:
    """Reads the findings and ties of these networks, and what is known of their members and of whatever a finding rests on: their
    ways of writing and the rows that name these, their offers. The long tables are read once for all of the networks."""
    listed = ", ".join(quoted(network) for network in networks)
    held: dict[str, Any] = {}

    def ask(query: str, *names: str, **given: Any) -> Table:
        return Table.of(engine.sql(query, **{name: read(name) for name in names}, **given).arrow())

    own = ask(f"SELECT DISTINCT node_id AS id FROM network_members WHERE network_id IN ({listed})", "network_members")
    hits = ask("SELECT * FROM hits WHERE node_id IN (SELECT id FROM own)", "hits", own=own)
    # Parties, ways of writing, wordings: whatever a finding names as its ground is a step of its own.
    ids = ask(
        "SELECT id FROM own UNION SELECT ground FROM (SELECT unnest(because) AS ground FROM hits) WHERE ground IS NOT NULL",
        own=own,
        hits=hits,
    )
    ties = ask("SELECT * FROM ties WHERE a IN (SELECT id FROM own) AND b IN (SELECT id FROM own)", "ties", own=own)
    held |= {"hits": hits, "ties": ties}

    def cut(name: str) -> Any:
        if name in NAMED:
            return ask(f"SELECT * FROM {name} WHERE {NAMED[name]} IN (SELECT id FROM ids)", name, ids=ids)
        if name == "members":
            return ask(
                "SELECT * FROM members WHERE entity_id IN (SELECT id FROM ids) OR profile_id IN (SELECT id FROM ids)",
                name,
                ids=ids,
            )
        if name == "mentions":  # of these ways of writing, or of a case; and whoever else stands in the same rows
            return ask(
                """WITH near AS (SELECT DISTINCT row_id FROM mentions WHERE profile_id IN (
                       SELECT profile_id FROM members UNION SELECT id FROM ids) OR 'case-' || case_no IN (SELECT id FROM ids))
                   SELECT * FROM mentions WHERE row_id IN (SELECT row_id FROM near)""",
                name, members=get("members"), ids=ids,
            )  # fmt: skip
        if name == "profiles":
            return ask(
                "SELECT * FROM profiles WHERE id IN (SELECT profile_id FROM mentions UNION SELECT id FROM ids)",
                name,
                mentions=get("mentions"),
                ids=ids,
            )
        if name in ("networks", "lead_parts", "network_members"):
            column = "id" if name == "networks" else "network_id"
            return ask(f"SELECT * FROM {name} WHERE {column} IN ({listed})", name)
        if name == "premises":
            return ask(
                "SELECT * FROM premises WHERE premises_id IN (SELECT value FROM ties UNION SELECT id FROM ids)",
                name,
                ties=ties,
                ids=ids,
            )
        if name == "offer_posters":
            return ask(f"SELECT * FROM {name} WHERE poster_id IN (SELECT id FROM ids)", name, ids=ids)
        return read(name)

    def get(name: str) -> Any:
        if name not in held:
            held[name] = cut(name)
        return held[name]

    return get
