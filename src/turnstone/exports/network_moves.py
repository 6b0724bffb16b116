"""What a network's parties took up and gave up, as it may be shown, with the town to which each move belongs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from turnstone.exports.network_continuity import LISTED
from turnstone.exports.network_names import Names, written
from turnstone.exports.template_facts import Ask

WRITTEN_WITH_TOWN = ("premises", "housing")


def moves_of(ask: Ask, tables: Collection[str], names: Names, here: str) -> list[dict[str, Any]]:
    """Moves of its members by day: `party`, `kind`, `shown`, `before`, `on_date`, `gave_up`, and the towns of what was taken
    up and of what was before (of premises and housing their own, else the party's). A poster that may be one person has
    none."""
    posters = LISTED if "posters" in tables else "SELECT '' AS id"
    rows = ask(
        f"""
        WITH placed AS (
            SELECT premises_id, arg_min({{'town': town, 'state': state}}, (first_on, address_key)) AS p
            FROM premises GROUP BY premises_id
        )
        SELECT v.node_id, v.kind, v.value, v.before, v.on_date, v.gave_up,
               coalesce(x.p.town, n.town) AS town, CASE WHEN x.p.town IS NULL THEN n.state ELSE x.p.state END AS state,
               coalesce(y.p.town, n.town) AS town_before,
               CASE WHEN y.p.town IS NULL THEN n.state ELSE y.p.state END AS state_before
        FROM moves v JOIN network_members m ON m.node_id = v.node_id AND m.network_id = {here}
        JOIN (SELECT DISTINCT ON (id) id, kind, town, state FROM nodes ORDER BY id, kind) n ON n.id = v.node_id
        LEFT JOIN placed x ON x.premises_id = v.value AND v.kind IN ('premises', 'housing')
        LEFT JOIN placed y ON y.premises_id = v.before AND v.kind IN ('premises', 'housing')
        WHERE n.kind <> 'poster' OR n.id IN ({posters})
        ORDER BY v.on_date, v.node_id, v.kind, v.value
        """,
        "moves", "network_members", "nodes", "premises", *(["posters"] if "posters" in tables else []),
    )  # fmt: skip
    things = names.things({(row["kind"], row[end]) for row in rows for end in ("value", "before")})
    called = names.nodes([row["node_id"] for row in rows])
    return [
        {"node_id": row["node_id"], "party": called[row["node_id"]], "kind": row["kind"],
         "shown": written(things[row["kind"], row["value"]]), "before": written(things[row["kind"], row["before"]]),
         "on_date": row["on_date"], "gave_up": row["gave_up"],
         **{c: row[c] for c in ("town", "state", "town_before", "state_before")}}
        for row in rows
    ]  # fmt: skip


def move_said(m: dict[str, Any]) -> str:
    """A move in one line."""
    how = "moved from" if m["gave_up"] else "kept"
    more = "" if m["gave_up"] else " as well"
    there = town_of(m) if m["kind"] not in WRITTEN_WITH_TOWN else ""
    return f"{m['on_date']} {m['party']}: {m['kind']} {m['shown']} taken up{f' ({there})' if there else ''}; {how} {m['before']}{more}"


def town_of(m: dict[str, Any], end: str = "") -> str:
    """The town of what was taken up (`end`: empty) or was before (`_before`)."""
    return ", ".join(str(part) for part in (m[f"town{end}"], m[f"state{end}"]) if part)
