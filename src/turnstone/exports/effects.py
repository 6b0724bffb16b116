"""What changed between two runs in who is the same: entities that were joined, entities that were split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.judgements import Judgement
from turnstone.exports.mask import Mask

ReadTable = Callable[[str], Table]


def effects(
    engine: LocalEngine, before: ReadTable, now: ReadTable, mask: Mask, judged: Sequence[Judgement]
) -> list[dict[str, Any]]:
    """One row an event, the largest first: `event` (joined, split or regrouped), the entities `before` and `now` (id,
    name, profiles), and the lines of the `judged` that touch them.

    Profiles that only one of the runs knows (files added or expired) are no event.
    """
    rows = engine.sql(
        """
        WITH both_ AS (
            SELECT o.profile_id, o.entity_id AS was, n.entity_id AS is_ FROM o JOIN n ON n.profile_id = o.profile_id
        ), many AS (
            SELECT was, is_ FROM both_ WHERE was IN (SELECT was FROM both_ GROUP BY was HAVING count(DISTINCT is_) > 1)
                OR is_ IN (SELECT is_ FROM both_ GROUP BY is_ HAVING count(DISTINCT was) > 1)
            GROUP BY was, is_
        )
        SELECT b.was, b.is_ AS now, list(b.profile_id ORDER BY b.profile_id) AS profiles,
               any_value(x.kind) AS kind, any_value(x.name) AS was_name, any_value(y.name) AS now_name
        FROM both_ b JOIN many m ON m.was = b.was AND m.is_ = b.is_
        LEFT JOIN ox x ON x.id = b.was LEFT JOIN nx y ON y.id = b.is_ GROUP BY b.was, b.is_ ORDER BY b.was, b.is_
        """,
        o=before("members"), n=now("members"), ox=before("entities"), nx=now("entities"),
    ).arrow().to_pylist()  # fmt: skip
    return sorted(
        (_event(group, mask, judged) for group in _groups(rows)), key=lambda e: (-e["profiles"], e["before"][0]["id"])
    )


def _groups(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows that share an entity on either side, together."""
    parent: dict[str, str] = {}

    def root(x: str) -> str:
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    for row in rows:
        a, b = sorted((root(f"was {row['was']}"), root(f"now {row['now']}")))
        parent[b] = a
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(root(f"was {row['was']}"), []).append(row)
    return list(groups.values())


def _event(rows: list[dict[str, Any]], mask: Mask, judged: Sequence[Judgement]) -> dict[str, Any]:
    profiles = {id for row in rows for id in row["profiles"]}
    sides: dict[str, dict[str, dict[str, Any]]] = {"was": {}, "now": {}}
    for row in rows:
        for side, told in sides.items():
            name = mask.of_kind(row["kind"], row[f"{side}_name"])
            told.setdefault(row[side], {"id": row[side], "name": name, "profiles": 0})["profiles"] += len(
                row["profiles"]
            )
    was, now = (sorted(sides[side].values(), key=lambda e: (-e["profiles"], e["id"])) for side in ("was", "now"))
    event = "joined" if len(now) == 1 else "split" if len(was) == 1 else "regrouped"
    lines = [j.line for j in judged if j.a in profiles or j.b in profiles]
    return {"event": event, "profiles": len(profiles), "before": was, "now": now, "judged_in_lines": lines}
