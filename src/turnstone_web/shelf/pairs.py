"""The pairs of a run that a person should look at, the most informative first, on its shelf."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.exports.as_plain import as_plain
from turnstone.exports.judgements import judgements, standing
from turnstone.exports.mask import Mask
from turnstone.exports.pair_view import pair_view
from turnstone.exports.pairs_to_judge import pairs_to_judge
from turnstone.exports.sources_behind import SourcesBehind
from turnstone.exports.template_facts import asker, quoted
from turnstone.links.facts import compare_births
from turnstone.links.weigh import ENOUGH
from turnstone.workspace import Workspace

TABLES = """
CREATE TABLE pairs (place INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL, joins INTEGER NOT NULL,
                    row TEXT NOT NULL, document BLOB NOT NULL, UNIQUE (a, b));
CREATE INDEX pairs_of_kind ON pairs (kind, place);
CREATE TABLE behind_pairs (source TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (source, place)) WITHOUT ROWID;
CREATE TABLE pairs_in (network TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (network, place)) WITHOUT ROWID;
"""
MOST = 2000
ReadTable = Callable[[str], Any]


def fill_pairs(
    db: sqlite3.Connection, engine: LocalEngine, workspace: Workspace, read: ReadTable, behind: SourcesBehind
) -> None:
    """The first `MOST` pairs that nobody judged by the command line, with what is shown of each; how many there are in all goes
    to `facts`. `joins`: whether calling them the same would join two networks. `behind`: on which files profiles rest."""
    mask = Mask(workspace.key)
    judged = standing(judgements(workspace.log.of("decided")))
    rows, total = pairs_to_judge(engine, read, mask, judged, bar=ENOUGH, most=MOST)
    db.execute("INSERT INTO facts VALUES ('pairs', ?)", (json.dumps({"total": total}),))
    if not rows:
        return
    ask = asker(engine, read)
    network = {
        r["node_id"]: r["network_id"] for r in ask("SELECT node_id, network_id FROM network_members", "network_members")
    }
    links = _links(ask, rows)
    profiles = _profiles(ask, rows)
    keys = {key for row in profiles.values() for key in row["address_keys"] or () if key}
    places = _premises(ask, keys)
    sources = _sources(engine, profiles, behind)
    for place, row in enumerate(rows):
        a, b = row["profile_a"], row["profile_b"]
        view = pair_view(links[a, b], profiles[a], profiles[b], places, mask, ENOUGH, (), compare_births, kept=True)
        of = [network.get(row[f"{side}_entity"]) for side in ("a", "b")]
        joins = not row["above"] and None not in of and of[0] != of[1]
        document = {**as_plain(view), "over": view.over, "networks": of}
        packed = zlib.compress(json.dumps(document, ensure_ascii=False).encode())
        shown = json.dumps(row, ensure_ascii=False)
        db.execute("INSERT INTO pairs VALUES (?, ?, ?, ?, ?, ?, ?)", (place, a, b, row["kind"], joins, shown, packed))
        db.executemany("INSERT INTO behind_pairs VALUES (?, ?)", [(s, place) for s in {*sources[a], *sources[b]}])
        db.executemany("INSERT INTO pairs_in VALUES (?, ?)", [(n, place) for n in set(of) if n is not None])


def _links(ask: Any, rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    listed = _listed(row["profile_a"] for row in rows)
    found = ask(f"SELECT * FROM links WHERE profile_a IN ({listed})", "links")
    return {(row["profile_a"], row["profile_b"]): row for row in found}


def _profiles(ask: Any, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    listed = _listed(row[f"profile_{side}"] for row in rows for side in ("a", "b"))
    found = ask(
        f"""SELECT DISTINCT ON (p.id) p.*, b.entity_id, said.roles, said.mentions, said.first_on, said.last_on FROM profiles p
            LEFT JOIN members b ON b.profile_id = p.id
            LEFT JOIN (SELECT profile_id, list(DISTINCT role ORDER BY role) AS roles, count(*) AS mentions,
                              min(known_on) AS first_on, max(known_on) AS last_on FROM mentions GROUP BY 1) said
                   ON said.profile_id = p.id
            WHERE p.id IN ({listed}) ORDER BY p.id""",
        "profiles", "members", "mentions",
    )  # fmt: skip
    return {row["id"]: row for row in found}


def _sources(engine: LocalEngine, profiles: Iterable[str], behind: SourcesBehind) -> dict[str, list[str]]:
    found = engine.sql(
        f"SELECT id, list(source) AS sources FROM p WHERE id IN ({_listed(profiles)}) GROUP BY 1", p=behind.profiles
    )
    return {row["id"]: row["sources"] for row in found.arrow().to_pylist()}


def _premises(ask: Any, keys: Iterable[str]) -> dict[str, str]:
    listed = _listed(keys)
    if not listed:
        return {}
    found = ask(f"SELECT address_key, premises_id FROM premises WHERE address_key IN ({listed})", "premises")
    return {row["address_key"]: row["premises_id"] for row in found}


def _listed(values: Iterable[str]) -> str:
    return ", ".join(quoted(value) for value in sorted(set(values)))
