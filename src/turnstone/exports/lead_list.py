"""The list of leads, or of networks on which the system abstains, as it stands and since an earlier run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.posters_in import NOTHING, SOMEONE, posters_in

ReadTable = Callable[[str], Table]


def lead_list(
    engine: LocalEngine,
    read: ReadTable,
    *,
    status: str = "lead",
    before: ReadTable | None = None,
    undecided: bool = False,
) -> list[dict[str, Any]]:
    """One row a network, the strongest first: rank, name, bits with their 95 % interval, families, size, decision.

    `orders` counts job orders and offers. Networks with posters also have `offers`, `accounts`, `contacts`, `claims`
    (names) and `places`, which are None for others; `posts_as` is the business by which they are called.

    `status`: lead or abstained. `before`: the tables of an earlier run; only networks that are new or about which
    something else is known since then are given, with `change` new, changed or gone.
    """
    rows: list[dict[str, Any]] = (
        engine.sql(
            f"""
        WITH span AS (
            SELECT network_id, sum(low_mbits) AS low, sum(high_mbits) AS high FROM lead_parts WHERE counted GROUP BY network_id
        ), first AS (
            SELECT m.network_id, min(n.id) FILTER (n.kind = 'unnamed employer') AS unnamed,
                   bool_or(n.kind = 'poster') AS posting
            FROM network_members m JOIN nodes n ON n.id = m.node_id GROUP BY m.network_id
        )
        SELECT l.rank, l.network_id, coalesce(n.name, 'employer not named in the files (' || replace(first.unnamed, 'case-', 'case ') || ')',
                        '{SOMEONE}') AS name,
               n.kind, n.size, l.weight_mbits / 1000 AS bits, coalesce(span.low, 0) / 1000 AS low_bits,
               coalesce(span.high, 0) / 1000 AS high_bits, l.families, l.abstained, n.orders, n.workers, n.states,
               n.barred, n.first_on, n.last_on, l.evidence, l.decision, l.new_since, first.posting
        FROM leads l JOIN networks n ON n.id = l.network_id JOIN first ON first.network_id = l.network_id
        LEFT JOIN span ON span.network_id = l.network_id
        WHERE l.status = '{status}' ORDER BY l.weight_mbits DESC, l.rank, l.network_id
        """,
            **{name: read(name) for name in ("leads", "lead_parts", "networks", "network_members", "nodes")},
        )
        .arrow()
        .to_pylist()
    )
    _add_posters(engine, read, rows)
    if undecided:
        rows = [row for row in rows if row["decision"] is None or row["new_since"]]
    if before is None:
        return rows
    old = {row["network_id"]: row for row in lead_list(engine, before, status=status)}
    changed = []
    for row in rows:
        was = old.pop(row["network_id"], None)
        if was is None or was["evidence"] != row["evidence"]:
            changed.append({**row, "change": "new" if was is None else "changed"})
    return changed + [{**row, "rank": None, "change": "gone"} for row in old.values()]


def _add_posters(engine: LocalEngine, read: ReadTable, rows: list[dict[str, Any]]) -> None:
    """What networks with posters have; those without another name are called by a business: no account, no person."""
    told = posters_in(engine, read, [row["network_id"] for row in rows if row.pop("posting")])
    for row in rows:
        row.update(told.get(row["network_id"], NOTHING))
        if row["posts_as"] and row["name"] == SOMEONE:
            row["name"] = f"who posts as {row['posts_as']}"
