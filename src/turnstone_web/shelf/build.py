"""Making the shelf of a run: its lists in one SQLite file and its search index, each written aside and renamed."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.exports.lead_list import lead_list
from turnstone.exports.market_facts import market_facts
from turnstone.exports.network_list import network_list
from turnstone.exports.sources_behind import sources_behind
from turnstone.workspace import Run, Workspace
from turnstone_web.shelf.opened import opened
from turnstone_web.shelf.pairs import TABLES as PAIRS
from turnstone_web.shelf.pairs import fill_pairs
from turnstone_web.shelf.place import VERSION, is_ready, shelf_path
from turnstone_web.shelf.search_index import build_index

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE rows (list TEXT NOT NULL, network TEXT NOT NULL, place INTEGER NOT NULL, first_on TEXT, last_on TEXT,
                   said TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (list, network));
CREATE INDEX rows_in_order ON rows (list, place);
CREATE INDEX rows_of_network ON rows (network);
CREATE TABLE words (list TEXT NOT NULL, what TEXT NOT NULL, word TEXT NOT NULL, network TEXT NOT NULL,
                    PRIMARY KEY (list, what, word, network));
CREATE TABLE behind (source TEXT NOT NULL, network TEXT NOT NULL, PRIMARY KEY (source, network)) WITHOUT ROWID;
"""
Told = Callable[[str, int, int], None]


def build(workspace: Workspace, run: Run, *, told: Told = lambda what, done, of: None) -> Path:
    """Makes the shelf of a run where it is missing or was made by another version. `told`: what is done, how many, of
    how many. Killed at any moment it leaves the shelf that was there, or none."""
    path = shelf_path(workspace.folder, run.id)
    if is_ready(workspace.folder, run.id):
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.unlink(missing_ok=True)
    with sqlite3.connect(aside) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES + PAIRS)
        _fill(db, workspace, run, told)
        db.executemany("INSERT INTO meta VALUES (?, ?)", [("version", VERSION), ("run", run.id)])
    db.close()
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.replace(path)
    return path


def _fill(db: sqlite3.Connection, workspace: Workspace, run: Run, told: Told) -> None:
    with opened(workspace, run) as held:
        engine, read = held.engine, held.read
        towns = _towns(engine, read)
        lists = {status: lead_list(engine, read, status=status) for status in ("lead", "abstained")}
        lists["network"] = network_list(engine, read, run.tables)
        for done, (name, rows) in enumerate(lists.items(), 1):
            for place, row in enumerate(row for row in rows if row["kind"] != "alone"):
                network = str(row.pop("id", None) or row["network_id"])
                _add(db, name, place, {**row, "network_id": network, "towns": towns.get(network, [])})
            told("lists", done, len(lists))
        facts = json.dumps(market_facts(engine, read), ensure_ascii=False, default=_plain)
        db.execute("INSERT INTO facts VALUES ('market', ?)", (facts,))
        behind = sources_behind(engine, read, run.tables)
        for batch in behind.networks.batches():
            db.executemany(
                "INSERT INTO behind VALUES (?, ?)",
                zip(*batch.select(["source", "id"]).to_pydict().values(), strict=True),
            )
        fill_pairs(db, engine, workspace, read, behind)
        build_index(engine, workspace, run, behind, told)


def _towns(engine: LocalEngine, read: Callable[[str], Any]) -> dict[str, list[str]]:
    """Network -> the towns of its members, without those of people who post alone."""
    rows = engine.sql(
        """SELECT m.network_id, list_sort(list(DISTINCT n.town)) AS towns FROM network_members m
           JOIN nodes n ON n.id = m.node_id JOIN networks w ON w.id = m.network_id
           WHERE n.town IS NOT NULL AND w.kind <> 'alone' AND n.kind <> 'poster' GROUP BY 1""",
        **{name: read(name) for name in ("network_members", "nodes", "networks")},
    )
    return {row["network_id"]: row["towns"] for row in rows.arrow().to_pylist()}


def _add(db: sqlite3.Connection, name: str, place: int, row: dict[str, Any]) -> None:
    network, plain = row["network_id"], json.dumps(row, ensure_ascii=False, default=_plain)
    states = [s for s in row["states"] or () if s]
    said = " ".join(str(v) for v in (row["name"], row.get("posts_as"), *row["towns"], *states) if v).casefold()
    first, last = (row[k].isoformat() if row[k] else None for k in ("first_on", "last_on"))
    db.execute("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", (name, network, place, first, last, said, plain))
    db.executemany(
        "INSERT INTO words VALUES (?, ?, ?, ?)",
        [(name, what, word, network) for what, word in sorted(set(_words(row, states)))],
    )


def _words(row: dict[str, Any], states: list[str]) -> Iterable[tuple[str, str]]:
    """What a row can be filtered by."""
    yield from (("family", family) for family in row["families"] or ())
    yield "kind", row["kind"]
    yield from (("place", place) for place in (*row["towns"], *states) if place)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
