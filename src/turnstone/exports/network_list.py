"""The list of networks of two parties or more: what each shares, where, since when, how sure, its lead if any."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.old_runs import has_column
from turnstone.exports.posters_in import NOTHING, SOMEONE, posters_in
from turnstone.exports.template_facts import quoted

ReadTable = Callable[[str], Table]
KINDS = ("employers", "unnamed employers", "intermediaries", "parties", "posters")
"""Kinds of networks that may be listed: one of those who post alone never is."""


def network_list(
    engine: LocalEngine,
    read: ReadTable,
    tables: Collection[str],
    *,
    kind: str | None = None,
    nodes: Collection[str] | None = None,
    state: str | None = None,
    country: str | None = None,
    least: int = 2,
) -> list[dict[str, Any]]:
    """One row a network: those with a lead by its rank, then by core members, size, how sure they are, and id.

    `tables`: names of the tables that the run has (an older one lacks some: what they say is None). `nodes`: only
    networks with one of these parties; `state`, `country` (ISO 3166-1): only those with a member there; `least`: parties.
    """
    held = {name: read(name) for name in ("networks", "network_members", "nodes", "leads", "entities")}
    summed = "network_summaries" in tables
    if summed:
        held["network_summaries"] = read("network_summaries")
    has_standing = has_column(held["network_members"], "standing")
    told = "s.families, s.towns, s.core, s.possible, s.weakest_mbits, s.turnover_permille" if summed else (
        "CAST(NULL AS VARCHAR[]) AS families, CAST(NULL AS VARCHAR[]) AS towns, CAST(NULL AS INTEGER) AS core, "
        "CAST(NULL AS INTEGER) AS possible, CAST(NULL AS INTEGER) AS weakest_mbits, CAST(NULL AS INTEGER) AS turnover_permille"
    )  # fmt: skip
    wanted = [f"n.size >= {int(least)}", f"n.kind IN ({', '.join(quoted(k) for k in KINDS)})"]
    if kind is not None:
        wanted.append(f"n.kind = {quoted(kind)}")
    if nodes is not None:
        listed = ", ".join(quoted(id) for id in sorted(nodes)) or "''"
        wanted.append(f"n.id IN (SELECT network_id FROM network_members WHERE node_id IN ({listed}))")
    if state is not None:
        wanted.append(f"list_contains(n.states, {quoted(state.upper())})")
    if country is not None:
        held |= {name: read(name) for name in ("offers", "offer_posters")} if "offer_posters" in tables else {}
        wanted.append(_in_country(quoted(country.upper()), "offer_posters" in held))
    rows: list[dict[str, Any]] = engine.sql(
        f"""
        WITH called AS (
            SELECT m.network_id, min(n.id) FILTER (n.kind = 'unnamed employer') AS unnamed,
                   bool_or(n.kind = 'poster') AS posting
            FROM network_members m JOIN nodes n ON n.id = m.node_id GROUP BY m.network_id
        )
        SELECT n.id, n.kind, n.name, n.size, n.orders, n.workers, n.states, n.first_on, n.last_on, n.barred, {told},
               c.unnamed, c.posting, l.rank, l.status, l.weight_mbits, l.decision
        FROM networks n LEFT JOIN called c ON c.network_id = n.id LEFT JOIN leads l ON l.network_id = n.id
        {"LEFT JOIN network_summaries s ON s.network_id = n.id" if summed else ""}
        WHERE {" AND ".join(wanted)}
        ORDER BY l.rank NULLS LAST, {"s.core DESC NULLS LAST, " if summed else ""}n.size DESC,
                 {"s.weakest_mbits DESC NULLS LAST, " if summed else ""}n.id
        """,
        **held,
    ).arrow().to_pylist()  # fmt: skip
    posting_ids = [row["id"] for row in rows if row["posting"] and not row["name"]]
    told_of = posters_in(engine, read, posting_ids) if posting_ids and "offer_posters" in tables else {}
    for row in rows:
        if business := told_of.get(row["id"], NOTHING)["posts_as"]:
            row["name"] = f"who posts as {business}"
        unnamed, posting = row.pop("unnamed"), row.pop("posting")
        row["name"] = row["name"] or (
            SOMEONE
            if posting or not unnamed
            else f"employer not named in the files (case {unnamed.removeprefix('case-')})"
        )
        weakest, bits = row.pop("weakest_mbits"), row.pop("weight_mbits")
        row["weakest_bits"] = weakest / 1000 if weakest is not None else None
        row["lead_bits"] = bits / 1000 if bits is not None else None
        row["states"] = [s for s in row["states"] or () if s]
        row["likely"] = row["size"] - row["core"] if row["core"] is not None and has_standing else None
    return rows


def _in_country(country: str, offers: bool) -> str:
    """Networks with a member in a country: of the place that an entity is most often written with, or of an offer."""
    posted = f"""
        UNION SELECT m.network_id FROM network_members m JOIN offer_posters p ON p.poster_id = m.node_id
        JOIN offers o ON o.id = p.offer_id WHERE o.country = {country}""" if offers else ""  # fmt: skip
    return f"""n.id IN (SELECT m.network_id FROM network_members m JOIN entities e ON e.id = m.node_id
        WHERE e.country = {country}{posted})"""
