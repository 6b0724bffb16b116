"""A copy of the workspace and of the workbench's own database, while both are in use: python -m turnstone_web.backup TO.

First the embedded database (by SQLite's own online copy), then the workspace's log, then the files. So all that the copied log
speaks of is there, and decisions that entered the log in between are found in it again. Of PostgreSQL this copies nothing:
take `pg_dump` first, then this."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from turnstone.errors import TurnstoneError

NOT_COPIED = {".lock", ".scratch", "shelf"}
"""A shelf is made again from its run."""
LOG = ("receipts.head", "receipts.jsonl")
"""The head before the log: a head that is behind is told apart from a log that was cut."""


def backup(workspace: Path, state: Path, to: Path) -> int:
    """Copies into an empty or missing folder; gives how many files. Raises TurnstoneError where it is not empty."""
    if to.exists() and any(to.iterdir()):
        raise TurnstoneError(f"{to} is not empty", do="name a new folder for each backup")
    to.mkdir(parents=True, exist_ok=True)
    to.chmod(0o700)
    database = state / "workbench.sqlite3"
    inside = state.is_relative_to(workspace)
    kept = to / "workspace" / state.relative_to(workspace) if inside else to / "workbench"
    done = 0
    if database.is_file():
        kept.mkdir(parents=True)
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(kept / database.name)) as target:
            source.backup(target)
        done += 1
    for name in LOG:
        done += _copy(workspace / name, to / "workspace" / name)
    for folder, file in _files(workspace):
        path = folder / file
        if path.name not in LOG and not path.name.startswith(database.name):
            done += _copy(path, to / "workspace" / path.relative_to(workspace))
    if not inside:
        for folder, file in _files(state):
            if not file.startswith(database.name):
                done += _copy(folder / file, kept / (folder / file).relative_to(state))
    return done


def _files(root: Path) -> list[tuple[Path, str]]:
    out = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in NOT_COPIED)
        out += [(Path(folder), n) for n in sorted(names) if n not in NOT_COPIED and not n.endswith(".part")]
    return out


def _copy(source: Path, target: Path) -> int:
    """One file; one that went away in the meantime (scratch of a run) is none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        return 0
    return 1


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnstone_web.settings")
    from django.conf import settings

    if len(sys.argv) != 2:
        sys.exit("python -m turnstone_web.backup FOLDER")
    try:
        done = backup(settings.WORKSPACE, settings.STATE, Path(sys.argv[1]))
    except TurnstoneError as error:
        sys.exit(str(error))
    embedded = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    own = "" if embedded else "; not the database: that is pg_dump's"
    sys.stdout.write(f"{done} files copied to {sys.argv[1]}{own}\n")


if __name__ == "__main__":
    main()
