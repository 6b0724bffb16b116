"""What a network hangs on: the things and companies without which most of its parties are no longer joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from turnstone.clean.name import trades_under_own_name
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.networks import WEAK_POINTS
from turnstone.model.offers import POSTERS
from turnstone.networks.kinds import SHARING
from turnstone.networks.listable import LISTABLE, listed_networks
from turnstone.stage import stage

TOGETHER = 5
"""At most so many are taken out together: a longer list is no plan."""
EXACT = 400
"""Candidates. All pairs of so many are tried; of more only what is best to add."""
REMOVABLE = frozenset({"place", "contact", "text", "payment", "vehicle"})
"""Families of things that can be closed, blocked or taken down. People, registrations and what a source asserts join
parties too, but are never listed; a filing is a record of a fact, and a conflict stands for a thing that is listed itself."""
JOINING = tuple(kind for kind, sharing in SHARING.items() if sharing.family not in ("filing", "identity"))


@stage(WEAK_POINTS)
def weak_points(
    engine: LocalEngine, *, nodes: Table, holdings: Table, network_members: Table, posters: Table | None = None
) -> Mapping[str, Table | pa.Table]:
    """The sets of up to five that break each network of three or more the most (see docs/explanation/networks.md)."""
    who = posters or Table.of(POSTERS.arrow.empty_table())
    things = _things(engine, nodes, holdings, network_members, who)
    if things.num_rows == 0:
        return {"weak_points": WEAK_POINTS.arrow.empty_table()}
    takable = engine.sql(
        f"""
        WITH large AS ({listed_networks(3)})
        SELECT m.network_id, m.node_id, row_number() OVER (PARTITION BY m.network_id ORDER BY m.node_id) - 1 AS place, l.as_kind,
               n.name, n.kind AS of_kind
        FROM m JOIN large ON large.network_id = m.network_id LEFT JOIN ({LISTABLE}) l ON l.node_id = m.node_id
        LEFT JOIN nodes n ON n.id = m.node_id
        ORDER BY m.network_id, m.node_id
        """,
        m=network_members,
        nodes=nodes,
        posters=who,
    ).arrow()
    own = groupby(takable.to_pylist(), lambda row: row["network_id"])
    members = {network: list(rows) for network, rows in own}
    out: list[dict[str, Any]] = []
    for network, rows in groupby(things.to_pylist(), lambda row: row["network_id"]):
        out.extend(_of_network(network, members[network], list(rows)))
    return {"weak_points": pa.Table.from_pylist(out, WEAK_POINTS.arrow)}


def _things(engine: LocalEngine, nodes: Table, holdings: Table, members: Table, posters: Table) -> pa.Table:
    """The things that members of a network of three or more have in common, no hubs: network_id, kind, value, company
    (whether it is a party of public record), holders (node ids)."""
    caps = " ".join(f"WHEN '{kind}' THEN {SHARING[kind].cap}" for kind in JOINING)
    listed = ", ".join(f"'{kind}'" for kind in JOINING)
    return engine.sql(
        f"""
        WITH held AS (
            SELECT node_id, CASE kind WHEN 'housing' THEN 'premises' WHEN 'recruiter' THEN 'agent' ELSE kind END AS space,
                   max(kind) AS kind, value
            FROM h WHERE kind IN ({listed}) AND node_id IN (SELECT id FROM n) GROUP BY node_id, space, value
        ), few AS (
            SELECT space, value FROM held GROUP BY space, value
            HAVING count(*) BETWEEN 2 AND CASE space {caps} END
        ), large AS ({listed_networks(3)})
        SELECT m.network_id, max(held.kind) AS kind, held.value, n.id IS NOT NULL AS company, any_value(n.name) AS name,
               list(held.node_id) AS holders
        FROM held JOIN few ON few.space = held.space AND few.value = held.value JOIN m ON m.node_id = held.node_id
        JOIN large ON large.network_id = m.network_id LEFT JOIN n ON n.id = held.value AND held.space = 'agent'
        GROUP BY m.network_id, held.space, held.value, n.id HAVING count(*) > 1
        ORDER BY m.network_id, kind, held.value
        """,
        h=holdings,
        n=nodes,
        m=members,
        posters=posters,
    ).arrow()


def _of_network(network: str, members: list[dict[str, Any]], things: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows of one network."""
    from turnstone.kernels.graph_cut import weakest_sets  # compiled: slow to load

    place = {row["node_id"]: int(row["place"]) for row in members}
    masks = np.array([sum(1 << place[id] for id in set(row["holders"])) for row in things], np.uint64)
    candidates: list[tuple[str, str, int, int]] = []
    for i, row in enumerate(things):
        if row["company"] and row["value"] in place:  # its own bit joins it to those for whom it acts
            masks[i] |= np.uint64(1 << place[row["value"]])
        elif row["company"] and not trades_under_own_name(row["name"]):
            candidates.append(("company", row["value"], i, 0))
        elif not row["company"] and SHARING[row["kind"]].family in REMOVABLE:
            candidates.append((row["kind"], row["value"], i, 0))
    acting = {row["value"]: i for i, row in enumerate(things) if row["company"]}
    candidates += [
        (row["as_kind"], row["node_id"], acting.get(row["node_id"], -1), 1 << place[row["node_id"]])
        for row in members
        if row["as_kind"] == "account" or (row["as_kind"] == "company" and not _own_name(row))
    ]
    if not candidates:
        return
    candidates.sort(key=lambda c: (c[3] != 0, c[0], c[1]))
    thing, bit = np.array([c[2] for c in candidates], np.int64), np.array([c[3] for c in candidates], np.uint64)
    sets, pairs = weakest_sets(masks, thing, bit, TOGETHER, EXACT)
    for k in range(1, TOGETHER + 1):
        chosen = sorted(candidates[c][:2] for c in sets[k - 1] if c >= 0)
        tried = k == 1 or (k == 2 and len(candidates) <= EXACT)
        for rank, (kind, value) in enumerate(chosen, 1):
            yield {
                "network_id": network, "together": k, "rank": rank, "kind": kind, "value": value,
                "pairs_before": int(pairs[0]), "pairs_after": int(pairs[k]),
                "reason": _reason(k, int(pairs[0]), int(pairs[k]), tried, len(candidates)),
            }  # fmt: skip


def _own_name(row: dict[str, Any]) -> bool:
    """Whether a member may be a man or woman, who is no infrastructure. Posters have told so themselves (see `posters`)."""
    return row["of_kind"] != "poster" and trades_under_own_name(row["name"])


def _reason(together: int, before: int, after: int, tried: bool, many: int) -> str:
    without = "without it" if together == 1 else f"without these {together}"
    how = (
        f"no other {'' if together == 1 else 'set '}of {many} leaves fewer"
        if tried
        else "the best to add to the set before"
    )
    return f"{without} {before - after} of {before} pairs are no longer joined by anything shared; {how}"
