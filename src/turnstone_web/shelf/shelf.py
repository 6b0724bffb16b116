"""Looking things up in a run's shelf. Read-only; one connection a thread."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import threading
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.exports.lead_view import as_json, lead_view
from turnstone.exports.mask import Mask
from turnstone.indicators.registry import registry
from turnstone.workspace import Workspace
from turnstone_web.shelf.place import is_ready, shelf_path

FACETS = {"families": "family", "kinds": "kind", "places": "place"}
MOST_PLACES = 60


class Shelf:
    """An opened shelf."""

    def __init__(self, workspace: Path, run: str) -> None:
        self.folder, self.run = workspace, run
        self._path = shelf_path(workspace, run)
        self._held = threading.local()

    @classmethod
    def open(cls, workspace: Path, run: str) -> Shelf:
        """The shelf of a run; the same object each time."""
        return _opened(workspace, run)

    is_ready = staticmethod(is_ready)

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection. The file never changes under its name, so nothing is locked."""
        if not hasattr(self._held, "db"):
            self._held.db = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True)
        found: sqlite3.Connection = self._held.db
        return found

    def leads(
        self, *, status: str = "lead", place: str = "", kind: str = "", family: str = "", since: str = "",
        until: str = "", text: str = "",
    ) -> tuple[list[dict[str, Any]], dict[str, dict[str, int]]]:  # fmt: skip
        """Rows as in `lead_list` with `towns`, in the order of their weight, and how many there are of each family,
        kind and place among all of the status. Empty filters let all pass; `since` and `until` are days within which a
        network was active; each word of `text` must stand in its name, town or state."""
        wheres, values = ["status = ?"], [status]
        for what, word in (("place", place), ("kind", kind), ("family", family)):
            if word:
                wheres.append("network IN (SELECT network FROM lead_words WHERE what = ? AND word = ?)")
                values += [what, word]
        if since:
            wheres.append("last_on >= ?")
            values.append(since)
        if until:
            wheres.append("first_on <= ?")
            values.append(until)
        for word in text.casefold().split():
            wheres.append("instr(said, ?) > 0")
            values.append(word)
        found = self.db.execute(f"SELECT row FROM leads WHERE {' AND '.join(wheres)} ORDER BY place", values)
        return [json.loads(row) for (row,) in found], self._facets(status)

    def _facets(self, status: str) -> dict[str, dict[str, int]]:
        query = """SELECT word, count(*) FROM lead_words JOIN leads USING (network) WHERE status = ? AND what = ?
                   GROUP BY word ORDER BY 2 DESC, 1 LIMIT ?"""
        return {name: dict(self.db.execute(query, (status, what, MOST_PLACES))) for name, what in FACETS.items()}

    def lead(self, network: str, mask: Mask) -> dict[str, Any] | None:
        """A network's view as plain values (see lead_view), with the digest of its `evidence`. None where no lead and
        no abstention is known of it. With an open mask it is made from the tables, and kept nowhere."""
        found = self.db.execute("SELECT document FROM documents WHERE network = ?", (network,)).fetchone()
        if found is None:
            return None
        stored: dict[str, Any] = json.loads(zlib.decompress(found[0]))
        return self._unmasked(network, mask, stored["evidence"]) if mask.open else stored

    def _unmasked(self, network: str, mask: Mask, evidence: str) -> dict[str, Any]:
        workspace = Workspace(self.folder)
        run = workspace.run(self.run)
        with tempfile.TemporaryDirectory(prefix="turnstone-") as scratch, LocalEngine(Path(scratch)) as engine:
            view = lead_view(engine, lambda name: workspace.table(run, name), network, mask, registry())
        assert view is not None
        return {**as_json(view), "evidence": evidence}


@lru_cache(maxsize=4)
def _opened(workspace: Path, run: str) -> Shelf:
    return Shelf(workspace, run)
