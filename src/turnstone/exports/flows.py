"""Through whom, who, and where: what a network's job orders and offers run through, in three columns.

Job orders run through the agent on the filing to an employer and to the place of work, by workers certified. Offers run through
the account that posts them to the name that they give and to the town that they name, by offers. Accounts that may be a
person's are summed up: whose offers stand where is told only of those that speak for several."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from turnstone.exports.mask import Mask
from turnstone.exports.network_continuity import LISTED
from turnstone.exports.network_names import Names
from turnstone.exports.template_facts import Ask

MOST = 12
"""So many of each column are named, the largest; all others are one."""
NO_AGENT, NO_NAME, NO_PLACE, MAYBE_PERSONS = (
    "no agent named",
    "no name given",
    "no place given",
    "accounts that may be persons'",
)
OTHERS = "others"
ORDERED = ("agents on filings", "employers", "places of work", "workers certified")
OFFERED = ("accounts", "names given", "places named", "offers")
"""What the three columns hold, and what their widths measure."""
PARTIES = ("entity-", "poster-")
"""How ids begin that may be shown; a name's key is the name."""


def flows_of(ask: Ask, tables: Collection[str], here: str, names: Names, mask: Mask) -> list[dict[str, Any]]:
    """At most two: of job orders and of offers. Each: `measure` (workers certified, or offers), `columns` (what stands in each), `total`,
    `nodes` (column, label, value, id of a party or None, n: how many stand in one) and `links` (a, b: numbers of nodes; value),
    largest first. `here`: the network's id in SQL."""
    out = []
    if {"orders", "mentions", "members", "entities"} <= set(tables):
        out.append(_flow(ORDERED[:3], ORDERED[3], _ordered(ask, here, names)))
    if {"offers", "offer_posters", "posters", "claims"} <= set(tables):
        out.append(_flow(OFFERED[:3], OFFERED[3], _offered(ask, here, names, mask)))
    return [flow for flow in out if flow is not None]


def _ordered(ask: Ask, here: str, names: Names) -> list[dict[str, Any]]:
    """Rows of granted job orders: through, who, where (each an id and a label) and the workers. An association's total is left
    out, since its members have rows of their own."""
    rows = ask(
        f"""
        WITH mine AS (
            SELECT o.id, o.node_id, o.town, o.state, o.workers FROM orders o JOIN network_members n ON n.node_id = o.node_id
            WHERE n.network_id = {here} AND o.granted AND coalesce(o.part, '') <> 'primary' AND o.workers > 0),
        through AS (
            SELECT r.row_id, arg_min(b.entity_id, (CASE r.role WHEN 'agent_firm' THEN 0 ELSE 1 END, b.entity_id)) AS agent
            FROM mentions r JOIN members b USING (profile_id)
            WHERE r.role IN ('agent_firm', 'agent') AND r.row_id IN (SELECT id FROM mine) GROUP BY r.row_id)
        SELECT t.agent, mine.node_id, mine.town, mine.state, sum(mine.workers) AS value
        FROM mine LEFT JOIN through t ON t.row_id = mine.id GROUP BY ALL ORDER BY ALL""",
        "orders", "network_members", "mentions", "members",
    )  # fmt: skip
    agents = names.things({("agent", row["agent"]) for row in rows if row["agent"]})
    called = names.nodes([row["node_id"] for row in rows])
    return [
        {"through": (row["agent"] or "", agents["agent", row["agent"]] if row["agent"] else NO_AGENT),
         "who": (row["node_id"], called[row["node_id"]]), "where": _place(row["town"], row["state"]), "value": int(row["value"])}
        for row in rows
    ]  # fmt: skip


def _offered(ask: Ask, here: str, names: Names, mask: Mask) -> list[dict[str, Any]]:
    """Rows of offers: the account, the name that is given, the town, and how many."""
    rows = ask(
        f"""SELECT CASE WHEN p.poster_id IN ({LISTED}) THEN p.poster_id END AS poster,
                   coalesce(c.identity, o.claimed_key) AS identity, min(o.claimed) AS name, max(coalesce(o.claimed_kind, 'person')) AS kind,
                   o.town, o.country, count(DISTINCT o.id) AS value
            FROM network_members n JOIN offer_posters p ON p.poster_id = n.node_id JOIN offers o ON o.id = p.offer_id
            JOIN posters s ON s.id = p.poster_id LEFT JOIN claims c ON c.claimed_key = o.claimed_key
            WHERE n.network_id = {here} AND NOT s.alone GROUP BY 1, 2, o.town, o.country ORDER BY ALL""",
        "posters", "network_members", "offer_posters", "offers", "claims",
    )  # fmt: skip
    called = names.nodes([row["poster"] for row in rows if row["poster"]])
    firms: dict[str, str] = {}
    for row in rows:  # a name that one town's offers give as a person's is a person's everywhere
        if row["identity"] and firms.get(row["identity"]) != "person":
            firms[row["identity"]] = "business" if row["kind"] == "business" else "person"
    said: dict[str, str] = {}
    for row in rows:
        if row["identity"]:
            said.setdefault(row["identity"], str(mask.claimed(firms[row["identity"]], row["name"])))
    return [
        {"through": (row["poster"] or "", called[row["poster"]] if row["poster"] else MAYBE_PERSONS),
         "who": (row["identity"] or "", said[row["identity"]] if row["identity"] else NO_NAME),
         "where": _place(row["town"], row["country"]), "value": int(row["value"])}
        for row in rows
    ]  # fmt: skip


def _place(town: str | None, land: str | None) -> tuple[str, str]:
    said = ", ".join(part for part in (town, land) if part)
    return said, said or NO_PLACE


def _flow(columns: tuple[str, str, str], measure: str, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Rows as nodes and links; None where nothing runs."""
    if not rows:
        return None
    nodes: list[dict[str, Any]] = []
    at: dict[tuple[int, str], int] = {}
    for column, name in enumerate(("through", "who", "where")):
        size: dict[tuple[str, str], int] = {}
        for row in rows:
            size[row[name]] = size.get(row[name], 0) + row["value"]
        ranked = sorted(size, key=lambda one: (-size[one], one))
        kept = ranked[: MOST if len(ranked) > MOST + 1 else MOST + 1]
        for id, label in kept:
            at[column, id] = len(nodes)
            nodes.append(
                {
                    "column": column,
                    "id": id if id.startswith(PARTIES) else None,
                    "label": label,
                    "value": size[id, label],
                    "n": 1,
                }
            )
        rest = ranked[len(kept) :]
        if rest:
            at |= {(column, id): len(nodes) for id, _ in rest}
            nodes.append(
                {"column": column, "id": None, "label": OTHERS, "value": sum(size[one] for one in rest), "n": len(rest)}
            )
    links: dict[tuple[int, int], int] = {}
    for row in rows:
        a, b, c = (at[column, row[name][0]] for column, name in enumerate(("through", "who", "where")))
        for ends in ((a, b), (b, c)):
            links[ends] = links.get(ends, 0) + row["value"]
    return {
        "measure": measure, "columns": list(columns), "total": sum(row["value"] for row in rows), "nodes": nodes,
        "links": [{"a": a, "b": b, "value": links[a, b]} for a, b in sorted(links, key=lambda ends: (-links[ends], ends))],
    }  # fmt: skip
