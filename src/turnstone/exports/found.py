"""What a search found, as parties or as ways of writing, masked, with the leads in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.mask import Mask

ReadTable = Callable[[str], Table]
_MATCHED = {"telephone": "phone", "e-mail": "email"}


class Match(Protocol):
    """A profile that fits a text (see links.search)."""

    @property
    def profile(self) -> str: ...
    @property
    def way(self) -> str: ...
    @property
    def score(self) -> int: ...
    @property
    def matched(self) -> str: ...


Matches = Sequence[tuple[int, str, Match]]
"""(number of the text in its list, the text, what fits it)."""


def found_parties(engine: LocalEngine, read: ReadTable, matches: Matches, mask: Mask) -> list[dict[str, Any]]:
    """One row for each text and party, by the party's best match, the best first."""
    rows = _ask(
        engine,
        read,
        matches,
        """
        SELECT DISTINCT ON (f.number, e.id) f.number, f.text, e.id, e.kind, e.name, f.way, f.score, f.matched,
               e.town, e.state, e.roles, e.first_on, e.last_on, e.mentions, l.network_id, l.rank, l.status
        FROM f JOIN members b ON b.profile_id = f.profile JOIN entities e ON e.id = b.entity_id
        LEFT JOIN network_members m ON m.node_id = e.id LEFT JOIN leads l ON l.network_id = m.network_id
        ORDER BY f.number, e.id, f.score DESC, f.way, f.matched
        """,
    )
    rows.sort(key=lambda r: (r["number"], -r["score"], -r["mentions"], r["id"]))
    return [_masked(row, mask) for row in rows]


def found_profiles(engine: LocalEngine, read: ReadTable, matches: Matches, mask: Mask) -> list[dict[str, Any]]:
    """One row for each text and way of writing."""
    rows = _ask(
        engine,
        read,
        matches,
        """
        SELECT f.number, f.text, p.id, p.kind, p.name, f.way, f.score, f.matched, p.town, p.state, b.entity_id,
               list(DISTINCT n.role ORDER BY n.role) AS roles, l.network_id, l.rank, l.status
        FROM f JOIN (SELECT DISTINCT ON (id) * FROM profiles ORDER BY id) p ON p.id = f.profile
        LEFT JOIN members b ON b.profile_id = p.id LEFT JOIN mentions n ON n.profile_id = p.id
        LEFT JOIN network_members m ON m.node_id = b.entity_id LEFT JOIN leads l ON l.network_id = m.network_id
        GROUP BY ALL ORDER BY f.number, f.score DESC, b.entity_id, p.id
        """,
    )
    return [_masked(row, mask) for row in rows]


def _ask(engine: LocalEngine, read: ReadTable, matches: Matches, query: str) -> list[dict[str, Any]]:
    found = pa.table({
        "number": pa.array([number for number, _, _ in matches], pa.int32()),
        "text": pa.array([text for _, text, _ in matches], pa.string()),
        "profile": pa.array([match.profile for _, _, match in matches], pa.string()),
        "way": pa.array([match.way for _, _, match in matches], pa.string()),
        "score": pa.array([match.score for _, _, match in matches], pa.int32()),
        "matched": pa.array([match.matched for _, _, match in matches], pa.string()),
    })  # fmt: skip
    names = ("profiles", "mentions", "members", "entities", "network_members", "leads")
    rows: list[dict[str, Any]] = engine.sql(query, f=found, **{n: read(n) for n in names}).arrow().to_pylist()
    return rows


def _masked(row: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """People's names and all numbers masked; what was asked for was known to the asker and stays."""
    if row["kind"] == "person":
        row["name"] = mask.hide("person", row["name"])
        row["matched"] = mask.hide("person", row["matched"])
    elif row["way"] in _MATCHED:
        row["matched"] = mask.hide(_MATCHED[row["way"]], row["matched"])
    return row
