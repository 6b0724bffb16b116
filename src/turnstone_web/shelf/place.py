"""Where the shelf of a run is, and whether it is ready."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from turnstone import __version__

VERSION = f"{__version__}/10"
"""Of what a shelf holds; one of another version is made again."""


def shelf_path(workspace: Path, run: str) -> Path:
    """The file of a run's shelf."""
    return workspace / "runs" / run / "shelf" / "shelf.sqlite"


def documents_path(workspace: Path, run: str) -> Path:
    """The file in which the masked documents of a run are kept once they were asked for."""
    return workspace / "runs" / run / "shelf" / f"documents-{VERSION.replace('/', '-')}.sqlite"


def is_ready(workspace: Path, run: str) -> bool:
    """Whether the shelf is there, whole, and of this version."""
    path = shelf_path(workspace, run)
    if not path.is_file():
        return False
    try:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as db:
            found = dict(db.execute("SELECT name, value FROM meta"))
    except sqlite3.DatabaseError:
        return False
    return found == {"version": VERSION, "run": run}
