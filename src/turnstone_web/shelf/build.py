"""Making the shelf of a run: lists and masked documents in one SQLite file, written aside and renamed."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.exports.lead_list import lead_list
from turnstone.exports.lead_view import as_json, lead_view
from turnstone.exports.mask import Mask
from turnstone.indicators.registry import registry
from turnstone.workspace import Run, Workspace
from turnstone_web.shelf.place import VERSION, is_ready, shelf_path

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE leads (network TEXT PRIMARY KEY, status TEXT NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL,
                    first_on TEXT, last_on TEXT, said TEXT NOT NULL, row TEXT NOT NULL);
CREATE INDEX leads_in_order ON leads (status, place);
CREATE TABLE lead_words (network TEXT NOT NULL, what TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (what, word, network));
CREATE TABLE documents (network TEXT PRIMARY KEY, document BLOB NOT NULL);
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
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        _fill(db, workspace, run, told)
        db.executemany("INSERT INTO meta VALUES (?, ?)", [("version", VERSION), ("run", run.id)])
    db.close()
    with aside.open("rb") as file:
        os.fsync(file.fileno())
    aside.replace(path)
    return path


def _fill(db: sqlite3.Connection, workspace: Workspace, run: Run, told: Told) -> None:
    mask, pages = Mask(workspace.key), registry()
    with tempfile.TemporaryDirectory(prefix="turnstone-") as scratch, LocalEngine(Path(scratch)) as engine:

        def read(name: str) -> Any:
            return workspace.table(run, name)

        listed = {status: lead_list(engine, read, status=status) for status in ("lead", "abstained")}
        of, done = sum(len(rows) for rows in listed.values()), 0
        for status, rows in listed.items():
            for place, row in enumerate(row for row in rows if row["kind"] != "alone"):
                view = lead_view(engine, read, row["network_id"], mask, pages)
                assert view is not None
                document = {**as_json(view), "evidence": row["evidence"]}
                towns = sorted({str(p["town"]) for p in document["members"] if p.get("town")})
                _add(db, status, place, {**row, "towns": towns}, document)
                done += 1
                told("documents", done, of)


def _add(db: sqlite3.Connection, status: str, place: int, row: dict[str, Any], document: dict[str, Any]) -> None:
    network, plain = row["network_id"], json.dumps(row, ensure_ascii=False, default=_plain)
    said = " ".join(
        str(v) for v in (row["name"], row["posts_as"], *row["towns"], *(row["states"] or ())) if v
    ).casefold()
    first, last = (row[k].isoformat() if row[k] else None for k in ("first_on", "last_on"))
    db.execute(
        "INSERT INTO leads VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (network, status, place, row["kind"], first, last, said, plain),
    )
    words = {("family", f) for f in row["families"] or ()} | {("kind", row["kind"])}
    words |= {("place", p) for p in (*row["towns"], *(row["states"] or ())) if p}
    db.executemany("INSERT INTO lead_words VALUES (?, ?, ?)", [(network, what, word) for what, word in sorted(words)])
    packed = zlib.compress(json.dumps(document, ensure_ascii=False, default=_plain).encode())
    db.execute("INSERT INTO documents VALUES (?, ?)", (network, packed))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")
