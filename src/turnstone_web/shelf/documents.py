"""What is shown of one network: made from the run's tables when it is first asked for, then kept, masked.

A document is {"lead": ..., "network": ...}: the lead's view with the digest of its evidence (None where nothing is known
that would be a lead or an abstention), and the network's view without it. Unmasked ones are kept nowhere."""

from __future__ import annotations

import json
import logging
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from turnstone.exports.as_plain import as_plain
from turnstone.exports.lead_view import as_json, lead_view
from turnstone.exports.mask import Mask
from turnstone.exports.network_view import NetworkView, network_view
from turnstone.exports.template_facts import quoted
from turnstone.indicators.registry import registry
from turnstone.workspace import Run, Workspace
from turnstone_web.shelf.opened import Opened, opened_at
from turnstone_web.shelf.place import documents_path
from turnstone_web.shelf.sliced import sliced

TABLE = "CREATE TABLE IF NOT EXISTS documents (network TEXT PRIMARY KEY, document BLOB NOT NULL)"
WAIT_S = 5.0
TOGETHER = 64
"""So many documents are made from one slice of the tables."""
ReadTable = Callable[[str], Any]
told_of = logging.getLogger(__name__)


def document(folder: Path, run: str, network: str, mask: Mask) -> dict[str, Any] | None:
    """The document of a network, None where the run has none of that id or it is of someone who posts alone."""
    return kept_or_made(folder, run, network, mask, lambda: made(folder, run, network, mask))


def kept_or_made(
    folder: Path, run: str, name: str, mask: Mask, make: Callable[[], dict[str, Any] | None]
) -> dict[str, Any] | None:
    """A document by its name: kept, or made and then kept. One with an open mask is always made, and never kept."""
    if mask.open:
        return make()
    found = kept(folder, run, name)
    if found is None:
        found = make()
        if found is not None:
            keep(folder, run, name, found)
    return found


def made(folder: Path, run: str, network: str, mask: Mask) -> dict[str, Any] | None:
    """The document, from the run's tables."""
    found = view_of(folder, run, network, mask)
    return None if found is None else _document(*found)


def _document(view: NetworkView, evidence: str | None) -> dict[str, Any]:
    plain = as_plain(view)
    del plain["lead"]
    return {"lead": {**as_json(view.lead), "evidence": evidence}, "network": plain}


def view_of(folder: Path, run: str, network: str, mask: Mask) -> tuple[NetworkView, str | None] | None:
    """The view of a network and the digest of its evidence, from the run's tables. None as in `document`."""
    with opened_at(folder, run) as held:
        return _viewed(held, sliced(held.engine, held.read, held.run.tables, [network]), network, mask)


def _viewed(held: Opened, read: ReadTable, network: str, mask: Mask) -> tuple[NetworkView, str | None] | None:
    lead = lead_view(held.engine, read, network, mask, registry())
    if lead is None or lead.about["kind"] == "alone":
        return None
    history = network_history(held.workspace, held.run, network)
    view = network_view(held.engine, read, held.run.tables, lead, mask, history)
    wanted = f"SELECT evidence FROM leads WHERE network_id = {quoted(network)}"
    evidence = held.engine.sql(wanted, leads=read("leads")).arrow().to_pylist()
    return view, evidence[0]["evidence"] if evidence else None


def fill(folder: Path, run: str, networks: list[str], told: Callable[[str, int, int], None]) -> None:
    """Makes and keeps the masked documents that are missing. It can be stopped and begun again."""
    mask = Mask(Workspace(folder).key)
    for first in range(0, len(networks), TOGETHER):
        chunk = networks[first : first + TOGETHER]
        missing = [network for network in chunk if kept(folder, run, network) is None]
        if missing:
            with opened_at(folder, run) as held:
                read = sliced(held.engine, held.read, held.run.tables, missing)
                for done, network in enumerate(missing, first + len(chunk) - len(missing) + 1):
                    found = _viewed(held, read, network, mask)
                    if found is not None:
                        keep(folder, run, network, _document(*found))
                    told("pages", done, len(networks))
        told("pages", first + len(chunk), len(networks))


def network_history(workspace: Workspace, run: Run, network: str) -> list[dict[str, Any]]:
    """What became of a network since the run before; nothing in a first run, where all are new."""
    path = workspace.folder / "runs" / run.id / "network_history.parquet"
    if not path.is_file() or workspace.runs()[0].id == run.id:
        return []
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return [row for row in rows if network in (row["network_id"], row["other_id"])]


def kept(folder: Path, run: str, name: str) -> dict[str, Any] | None:
    """A document that is kept; None for one that must be made."""
    path = documents_path(folder, run)
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=WAIT_S)) as db:
            found = db.execute("SELECT document FROM documents WHERE network = ?", (name,)).fetchone()
    except sqlite3.DatabaseError:
        return None
    return None if found is None else dict(json.loads(zlib.decompress(found[0])))


def keep(folder: Path, run: str, name: str, plain: dict[str, Any]) -> None:
    """Keeps a document. Where that fails (a full disk) it is only made again the next time; a file that is torn, or was
    copied while it was written, is begun anew."""
    path = documents_path(folder, run)
    packed = zlib.compress(json.dumps(plain, ensure_ascii=False).encode())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _insert(path, name, packed)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            for torn in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
                torn.unlink(missing_ok=True)
            _insert(path, name, packed)
    except (sqlite3.Error, OSError) as error:
        told_of.warning("the document of %s was not kept: %s", name, error)


def _insert(path: Path, name: str, packed: bytes) -> None:
    with closing(sqlite3.connect(path, timeout=WAIT_S)) as db, db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute(TABLE)
        db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?)", (name, packed))
