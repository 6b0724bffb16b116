"""What a question about two parties asks of the run: their ways of writing, the kept pairs between them, their places."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.template_facts import quoted

ReadTable = Callable[[str], Table]


@dataclass(frozen=True)
class Side:
    """One of the two: the id that was asked about, its entity, its profiles."""

    id: str
    entity: str
    profiles: list[str]


class Pairs:
    """What is asked of the run."""

    def __init__(self, engine: LocalEngine, read: ReadTable, tables: Collection[str]) -> None:
        self.engine, self.read, self.known = engine, read, tables

    def ask(self, query: str, *names: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = (
            self.engine.sql(query, **{name: self.read(name) for name in names}).arrow().to_pylist()
        )
        return rows

    def side(self, id: str) -> Side:
        """An entity with its profiles, or a profile alone."""
        if id.startswith("entity-"):
            rows = self.ask(f"SELECT profile_id FROM members WHERE entity_id = {quoted(id)} ORDER BY 1", "members")
            return Side(id, id, [row["profile_id"] for row in rows])
        rows = self.ask(f"SELECT entity_id FROM members WHERE profile_id = {quoted(id)}", "members")
        return Side(id, rows[0]["entity_id"] if rows else id, [id])

    def profiles(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        listed = ", ".join(quoted(id) for id in sorted(set(ids))) or "''"
        rows = self.ask(
            f"""WITH p AS (SELECT DISTINCT ON (id) * FROM profiles WHERE id IN ({listed}) ORDER BY id),
                     m AS (SELECT profile_id, count(*) AS mentions, min(known_on) AS first_on, max(known_on) AS last_on,
                                  list(DISTINCT role ORDER BY role) AS roles
                           FROM mentions WHERE profile_id IN ({listed}) GROUP BY profile_id)
                SELECT p.*, b.entity_id, m.mentions, m.first_on, m.last_on, m.roles FROM p
                LEFT JOIN members b ON b.profile_id = p.id LEFT JOIN m ON m.profile_id = p.id""",
            "profiles", "mentions", "members",
        )  # fmt: skip
        return {row["id"]: row for row in rows}

    def links(self, left: Sequence[str], right: Sequence[str]) -> list[dict[str, Any]]:
        """The kept pairs between the one's profiles and the other's, the weightiest first."""
        one, other = (", ".join(quoted(id) for id in ids) or "''" for ids in (left, right))
        return self.ask(
            f"""SELECT * FROM links WHERE (profile_a IN ({one}) AND profile_b IN ({other}))
                   OR (profile_a IN ({other}) AND profile_b IN ({one}))
                ORDER BY total_mbits DESC, profile_a, profile_b""",
            "links",
        )  # fmt: skip

    def kept_apart(self, link: dict[str, Any]) -> str | None:
        """Why a pair that was enough was not followed."""
        if "link_cuts" not in self.known:
            return None
        rows = self.ask(
            f"""SELECT reason FROM link_cuts
                WHERE profile_a = {quoted(link["profile_a"])} AND profile_b = {quoted(link["profile_b"])}""",
            "link_cuts",
        )  # fmt: skip
        return str(rows[0]["reason"]) if rows else None

    def places(self, profiles: Sequence[dict[str, Any]]) -> dict[str, str]:
        keys = {key for row in profiles for key in row["address_keys"] or () if key}
        listed = ", ".join(quoted(key) for key in sorted(keys)) or "''"
        rows = self.ask(
            f"SELECT address_key, premises_id FROM premises WHERE kind <> 'place' AND address_key IN ({listed})",
            "premises",
        )
        return {row["address_key"]: row["premises_id"] for row in rows}
