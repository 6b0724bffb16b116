"""What a network's parties took up and gave up, as it may be shown, with the town to which each move belongs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from turnstone.exports.network_continuity import LISTED
from turnstone.exports.network_names import Names, own_names, written
from turnstone.exports.template_facts import Ask

WRITTEN_WITH_TOWN = ("premises", "housing")
FOLDED = "agent"
"""Whoever files for an employer is chosen anew for each filing, and a firm of attorneys is written by whoever signs: three moves in
four are such changes, and bury the rest. They are counted."""


@dataclass(frozen=True)
class Moves:
    """A network's moves: those that are listed, and how many are not."""

    listed: tuple[dict[str, Any], ...] = ()
    """By day: `party`, `kind`, `shown`, `before`, `on_date`, `gave_up`, and the towns of what was taken up and of what was
    before (of premises and housing their own, else the party's)."""
    agents: int = 0
    """Changes of the agent or attorney on a filing."""
    withheld: int = 0
    """Moves of parties that may be one person: posters, and businesses under what may be a person's own name."""


def moves_of(ask: Ask, tables: Collection[str], names: Names, here: str) -> Moves:
    """Moves of its members (`here`: its id in SQL)."""
    posters = LISTED if "posters" in tables else "SELECT '' AS id"
    read = ["moves", "network_members", "nodes", *(["posters"] if "posters" in tables else [])]
    of_members = f"""
        moves v JOIN network_members m ON m.node_id = v.node_id AND m.network_id = {here}
        JOIN (SELECT DISTINCT ON (id) id, kind, town, state FROM nodes ORDER BY id, kind) n ON n.id = v.node_id"""
    counted = ask(
        f"""SELECT v.node_id, n.kind <> 'poster' OR n.id IN ({posters}) AS may_move, count(*) AS n,
                   count(*) FILTER (v.kind = '{FOLDED}') AS agents FROM {of_members} GROUP BY ALL""",
        *read,
    )
    people = own_names(ask, [row["node_id"] for row in counted])
    people |= {row["node_id"] for row in counted if not row["may_move"]}
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
        FROM {of_members}
        LEFT JOIN placed x ON x.premises_id = v.value AND v.kind IN ('premises', 'housing')
        LEFT JOIN placed y ON y.premises_id = v.before AND v.kind IN ('premises', 'housing')
        WHERE v.kind <> '{FOLDED}'
        ORDER BY v.on_date, v.node_id, v.kind, v.value
        """,
        "moves", "network_members", "nodes", "premises",
    )  # fmt: skip
    rows = [row for row in rows if row["node_id"] not in people]
    things = names.things({(row["kind"], row[end]) for row in rows for end in ("value", "before")})
    called = names.nodes([row["node_id"] for row in rows])
    listed = [
        {"node_id": row["node_id"], "party": called[row["node_id"]], "kind": row["kind"],
         "shown": written(things[row["kind"], row["value"]]), "before": written(things[row["kind"], row["before"]]),
         "on_date": row["on_date"], "gave_up": row["gave_up"],
         **{c: row[c] for c in ("town", "state", "town_before", "state_before")}}
        for row in rows
    ]  # fmt: skip
    return Moves(
        tuple(listed),
        sum(row["agents"] for row in counted if row["node_id"] not in people),
        sum(row["n"] for row in counted if row["node_id"] in people),
    )


def move_said(m: dict[str, Any]) -> str:
    """A move in one line."""
    how = "moved from" if m["gave_up"] else "kept"
    more = "" if m["gave_up"] else " as well"
    there = town_of(m) if m["kind"] not in WRITTEN_WITH_TOWN else ""
    return f"{m['on_date']} {m['party']}: {m['kind']} {m['shown']} taken up{f' ({there})' if there else ''}; {how} {m['before']}{more}"


def unlisted_said(agents: int, withheld: int) -> list[str]:
    """What is not listed, and why, in a sentence each."""
    said = []
    if agents:
        what = (
            "change of the agent or attorney on a filing is"
            if agents == 1
            else "changes of the agent or attorney on filings are"
        )
        said.append(f"{agents:,} {what} not listed: turnstone table moves.")
    if withheld:
        what = "move is" if withheld == 1 else "moves are"
        said.append(f"{withheld:,} {what} not listed: whoever moved may be a person.")
    return said


def town_of(m: dict[str, Any], end: str = "") -> str:
    """The town of what was taken up (`end`: empty) or was before (`_before`)."""
    return ", ".join(str(part) for part in (m[f"town{end}"], m[f"state{end}"]) if part)
