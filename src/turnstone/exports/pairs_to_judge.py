"""Which pairs a person should look at next: those nearest to the bar, on both sides, that nobody judged."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.mask import Mask
from turnstone.exports.old_runs import has_column
from turnstone.exports.template_facts import asker, quoted

ReadTable = Callable[[str], Table]


def pairs_to_judge(
    engine: LocalEngine,
    read: ReadTable,
    mask: Mask,
    judged: Collection[tuple[str, str]],
    *,
    bar: int,
    most: int,
    kind: str | None = None,
) -> tuple[list[dict[str, Any]], int]:
    """(pairs, how many there are in all), the nearest to the bar first, from above and below in turn.

    Of the pairs that are apart (pairs that were enough and kept apart among them) only the nearest between two entities is
    asked, of those joined only the nearest within one.
    `judged`: pairs that people judged (unsure included), the lesser profile first; `bar` in millibits, where links do not tell their own; `kind`: business
    or person.
    """
    ask = asker(engine, read)
    over = "l.bar_mbits" if has_column(read("links"), "bar_mbits") else str(int(bar))
    of_kind = f"AND p.kind = {quoted(kind)}" if kind else ""
    rows = ask(
        f"""
        WITH p AS (SELECT DISTINCT ON (id) id, kind, name, town, state FROM profiles ORDER BY id)
        SELECT l.profile_a, l.profile_b, l.total_mbits, l.reason, p.kind, p.name AS a_name, q.name AS b_name,
               p.town AS a_town, q.town AS b_town, p.state AS a_state, q.state AS b_state,
               a.entity_id AS a_entity, b.entity_id AS b_entity, l.verdict = 'same' AS above
        FROM links l JOIN members a ON a.profile_id = l.profile_a JOIN members b ON b.profile_id = l.profile_b
        JOIN p ON p.id = l.profile_a JOIN p q ON q.id = l.profile_b
        WHERE l.verdict NOT LIKE 'judged%' AND (l.verdict = 'same') = (a.entity_id = b.entity_id) {of_kind}
        ORDER BY abs(l.total_mbits - {over}), l.profile_a, l.profile_b
        """,
        "links", "members", "profiles",
    )  # fmt: skip
    asked = set(judged)
    seen: set[tuple[str, str]] = set()
    sides: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for row in rows:
        entities = tuple(sorted((row["a_entity"], row["b_entity"])))
        if (row["profile_a"], row["profile_b"]) in asked or entities in seen:
            continue
        seen.add((entities[0], entities[1]))
        sides[row["above"]].append(row)
    turns = [
        row for i in range(max(map(len, sides.values()))) for side in (False, True) for row in sides[side][i : i + 1]
    ]
    for row in turns[:most]:
        row["bits"] = row.pop("total_mbits") / 1000
        if row["kind"] == "person":
            row["a_name"], row["b_name"] = mask.hide("person", row["a_name"]), mask.hide("person", row["b_name"])
    return turns[:most], len(turns)
