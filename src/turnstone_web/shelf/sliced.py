"""The run's tables, with only those rows that the documents of some networks are made from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.template_facts import quoted

ReadTable = Callable[[str], Any]

OF_NETWORK = {
    "networks": "id", "leads": "network_id", "lead_parts": "network_id", "network_summaries": "network_id", "positions": "network_id",
    "weak_points": "network_id", "possible_members": "network_id",
}  # fmt: skip
"""Table -> the column with the network."""
OF_MEMBER = {
    "orders": ("node_id",), "beds": ("node_id",), "bars": ("node_id",), "moves": ("node_id",), "holdings": ("node_id",),
    "hits": ("node_id",), "checks": ("node_id",), "offer_posters": ("poster_id",), "ties": ("a", "b"), "dealings": ("actor_id", "party_id"),
}  # fmt: skip
"""Table -> the columns that must all be members."""
OF_OFFER = {"offers": "id", "offer_contacts": "offer_id", "template_members": "offer_id"}
"""Table -> the column with the offer, of a member."""
NAMED = {"nodes": "id", "entities": "id", "premises": "premises_id", "posters": "id"}
"""Table -> the column with an id that is looked up because another table names it."""
NAMING = {
    "network_members": ("node_id",), "possible_members": ("node_id", "through"), "cuts": ("a", "b"), "ties": ("value",),
    "moves": ("value", "before"), "positions": ("value",), "weak_points": ("value",), "beds": ("premises_id",),
    "holdings": ("value",), "members": ("entity_id",), "dealings": ("actor_id", "party_id"), "continuities": ("earlier_id", "later_id"),
}  # fmt: skip
"""Table -> the columns that name such ids."""
BEYOND = {"continuities": ("earlier_id", "later_id"), "cuts": ("a", "b"), "possible_members": ("node_id",)}
"""Table -> the columns with parties beyond a network, of whom it is told in which network they are."""


def sliced(engine: LocalEngine, read: ReadTable, tables: Collection[str], networks: list[str]) -> ReadTable:
    """Reads tables of the run as far as the documents of these networks need them: a hundred small questions over a few rows
    take less than over all. Each table is cut when it is first asked for."""
    listed = ", ".join(quoted(network) for network in networks)
    held: dict[str, Any] = {}

    def ask(query: str, **given: Any) -> Table:
        return Table.of(engine.sql(query, **given).arrow())

    members = ask(f"SELECT node_id FROM m WHERE network_id IN ({listed})", m=read("network_members"))

    def named() -> Table:
        """Every id that a table of the slice names: of `continuities` what goes on, too."""
        parts, given = [], {}
        for name, columns in NAMING.items():
            if name in tables:
                given[name] = get(name)
                parts += [
                    f"SELECT {column} AS id FROM {name}" for column in columns if column in given[name].schema.names
                ]
        if "continuities" in tables:
            parts.append(
                "SELECT substr(thing, strpos(thing, ' ') + 1) FROM (SELECT unnest(things) AS thing FROM continuities)"
            )
        return ask(f"SELECT DISTINCT id FROM ({' UNION ALL '.join(parts)}) WHERE id IS NOT NULL", **given)

    def cut(name: str) -> Any:
        whole = read(name)
        if name == "network_members":
            beyond = [(table, column) for table, columns in BEYOND.items() if table in tables for column in columns]
            ends = " ".join(f"OR node_id IN (SELECT {column} FROM {table})" for table, column in beyond)
            given = {table: get(table) for table, _ in beyond}
            return ask(f"SELECT * FROM t WHERE network_id IN ({listed}) {ends}", t=whole, **given)
        if name in OF_NETWORK:
            return ask(f"SELECT * FROM t WHERE {OF_NETWORK[name]} IN ({listed})", t=whole)
        if name in OF_MEMBER:
            inside = " AND ".join(f"{column} IN (SELECT node_id FROM m)" for column in OF_MEMBER[name])
            return ask(f"SELECT * FROM t WHERE {inside}", t=whole, m=members)
        if name == "mentions":
            return ask("SELECT * FROM t WHERE row_id IN (SELECT id FROM o)", t=whole, o=get("orders"))
        if name == "members":
            return ask("SELECT * FROM t WHERE profile_id IN (SELECT profile_id FROM m)", t=whole, m=get("mentions"))
        if name in OF_OFFER:
            own = get("offer_posters")
            return ask(f"SELECT * FROM t WHERE {OF_OFFER[name]} IN (SELECT offer_id FROM o)", t=whole, o=own)
        if name in ("continuities", "folded_continuities"):
            inside = " OR ".join(f"{column} IN (SELECT node_id FROM m)" for column in ("earlier_id", "later_id"))
            return ask(f"SELECT * FROM t WHERE {inside}", t=whole, m=members)
        if name == "cuts":
            return ask(
                "SELECT * FROM t WHERE a IN (SELECT node_id FROM m) OR b IN (SELECT node_id FROM m)", t=whole, m=members
            )
        if name in NAMED:
            if "named" not in held:
                held["named"] = named()
            return ask(f"SELECT * FROM t WHERE {NAMED[name]} IN (SELECT id FROM n)", t=whole, n=held["named"])
        return whole

    def get(name: str) -> Any:
        if name not in held:
            held[name] = cut(name)
        return held[name]

    return get
