"""A workspace on disk: the vault, the log, the runs. Everything in it can be told from the log and made again.

turnstone.toml     what this folder is
receipts.jsonl     the log; receipts.head its head
vault/             files as they came, by SHA-256
imports/           what reading each file gave, by receipt
runs/<id>/         the tables of a run as Parquet, and run.toml
reports/           what was written for people
"""

from __future__ import annotations

import os
import secrets
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from turnstone import __version__
from turnstone.engine.table import Table
from turnstone.errors import TurnstoneError
from turnstone.evidence.files import write_bytes
from turnstone.evidence.log import Entry, Log, current_user
from turnstone.evidence.receipts import Receipt
from turnstone.evidence.vault import Vault
from turnstone.model.tables import schema_of

MARK = "turnstone.toml"
HOLDING = ("legal_basis", "purpose", "retain_until")
"""What the event `held` changes of a file."""


@dataclass(frozen=True)
class Source:
    """A file that was added: what it is, and under which law, for what purpose, until when it is held."""

    sha256: str
    name: str
    size: int
    kind: str
    mapping_text: str | None
    legal_basis: str
    purpose: str
    retain_until: str | None
    added_utc: str
    supersedes: tuple[str, ...]
    state: str
    """active, superseded or expired."""
    original_sha256: str | None = None
    """Of the file as it came, where a copy without pictures is kept in its place."""
    original_size: int | None = None
    images_dropped: int = 0
    contents_dropped: int = 0
    """Other content that is no text (fonts, sound, archives)."""

    @property
    def overdue(self) -> bool:
        return (
            self.state != "expired" and self.retain_until is not None and self.retain_until < date.today().isoformat()
        )


@dataclass(frozen=True)
class Run:
    """A finished run: its id, when, as of which day, and its tables (name -> digest, rows, parts)."""

    id: str
    finished_utc: str
    as_of: str | None
    tables: dict[str, dict[str, Any]]
    inputs: tuple[tuple[str, str], ...]
    """(SHA-256, mapping text) of the files it was made from."""
    code: str
    """The digest of the code that made it."""
    line: int
    """The line of the log that closes it."""
    vocabulary: str | None = None
    """The SHA-256 of the vocabulary with which its texts were compared; None where it has no offers."""


class Workspace:
    """An opened workspace. Reading needs nothing more; whatever changes it happens under `locked()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = Log(folder / "receipts.jsonl")
        self.vault = Vault(folder / "vault")

    @classmethod
    def create(cls, folder: Path) -> Workspace:
        """Makes a new workspace. Raises TurnstoneError where there is one already or the folder holds other things."""
        if (folder / MARK).exists():
            raise TurnstoneError(
                f"{folder} is a workspace already", do="go on with `turnstone add`, or choose another folder"
            )
        if folder.exists() and any(folder.iterdir()):
            raise TurnstoneError(f"{folder} is not empty", do="choose an empty or a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        workspace = cls(folder)
        name = secrets.token_hex(8)
        write_bytes(folder / "key", secrets.token_bytes(32))
        text = f'# A Turnstone workspace: keep the whole folder together.\nid = "{name}"\nversion = "{__version__}"\n'
        write_bytes(folder / MARK, text.encode())
        workspace.log.append("init", workspace=name, version=__version__)
        return workspace

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The workspace that `start` is or lies in. Raises TurnstoneError when there is none."""
        for folder in (start, *start.absolute().parents):
            if (folder / MARK).is_file():
                return cls(folder)
        raise TurnstoneError(
            f"there is no workspace in {start}",
            do="make one with `turnstone init DIR`, or name one with --workspace DIR",
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the workspace for one writer. Raises TurnstoneError when another is at work."""
        lock = FileLock(self.folder / ".lock", timeout=0)
        try:
            with lock:
                yield
        except Timeout:
            raise TurnstoneError(
                f"another command is at work in {self.folder}",
                do="wait for it to end (reading commands work meanwhile)",
            ) from None

    @cached_property
    def id(self) -> str:
        return str(tomllib.loads((self.folder / MARK).read_text("utf-8"))["id"])

    @cached_property
    def key(self) -> bytes:
        """The secret with which masked names are given their stand-ins; never leaves the workspace."""
        path = self.folder / "key"
        if not path.is_file():
            raise TurnstoneError(
                f"{path} is missing: without it names cannot be masked",
                do="restore it from a copy of the workspace; it was made by `turnstone init`",
            )
        return path.read_bytes()

    # what the log says

    def sources(self) -> list[Source]:
        """All files that were ever added, in the order of their first adding, with their state now."""
        added: dict[str, Entry] = {}
        gone: dict[str, str] = {}
        changed: dict[str, dict[str, Any]] = {}
        for entry in self.log.of("added", "held", "expired"):
            if entry.event == "held":
                changed[entry.facts["sha256"]] = {name: entry.facts[name] for name in HOLDING}
                continue
            if entry.event == "expired":
                gone.update(dict.fromkeys(entry.facts["sources"], "expired"))
                continue
            added[entry.facts["sha256"]] = entry
            changed.pop(entry.facts["sha256"], None)
            gone.pop(entry.facts["sha256"], None)
            gone.update({sha: "superseded" for sha in entry.facts["supersedes"] if gone.get(sha) != "expired"})
        return [
            Source(
                **{**e.facts, **changed.get(sha, {}), "supersedes": tuple(e.facts["supersedes"])},
                added_utc=e.at_utc,
                state=gone.get(sha, "active"),
            )
            for sha, e in added.items()
        ]

    def runs(self) -> list[Run]:
        """The finished runs, oldest first; those whose tables were deleted by `expire` are left out."""
        expired = {run for entry in self.log.of("expired") for run in entry.facts["runs"]}
        return [
            Run(
                e.facts["run"],
                e.at_utc,
                e.facts["as_of"],
                e.facts["tables"],
                tuple((i["sha256"], i["mapping_text"] or "") for i in e.facts["inputs"]),
                e.facts["code"],
                e.number,
                e.facts.get("vocabulary"),
            )
            for e in self.log.of("run_finished")
            if e.facts["run"] not in expired
        ]

    def run(self, name: str | None = None) -> Run:
        """A finished run by its id, or the latest. Raises TurnstoneError when there is none."""
        runs = self.runs()
        if not runs:
            raise TurnstoneError("nothing has been run yet", do="add files with `turnstone add`, then `turnstone run`")
        if name is None:
            return runs[-1]
        found = next((run for run in runs if run.id == name), None)
        if found is None:
            raise TurnstoneError(f"there is no run {name!r}", do=f"choose among {', '.join(r.id for r in runs)}")
        return found

    def table(self, run: Run, name: str) -> Table:
        """A run's table. Raises TurnstoneError for an unknown name."""
        if name not in run.tables:
            names = ", ".join(sorted(run.tables))
            raise TurnstoneError(f"run {run.id} has no table {name!r}", do=f"choose among {names}")
        return Table.at(schema_of(name).arrow, [self.folder / str(part["file"]) for part in run.tables[name]["parts"]])

    def unlocked(self) -> Entry | None:
        """The unlock that holds now for this user, or None."""
        last = next((e for e in reversed(self.log.entries()) if e.event in ("unlocked", "locked")), None)
        if last is None or last.event == "locked" or last.by != current_user():
            return None
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return last if last.facts["until_utc"] > now else None

    def decisions(
        self, before_line: int | None = None
    ) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
        """What people decided, oldest first: (profile, profile, same or different), and (network, accepted or
        rejected, the evidence at the time). A pair about which somebody is now unsure, and a lead whose decision was
        withdrawn, are as if nobody had judged them.
        `before_line`: only what stands before that line of the log."""
        judged: list[tuple[str, str, str]] = []
        decided: list[tuple[str, str, str]] = []
        for entry in self.log.of("decided"):
            if before_line is not None and entry.number > before_line:
                break
            f = entry.facts
            if f["verdict"] in ("same", "different"):
                judged.append((f["a"], f["b"], f["verdict"]))
            elif f["verdict"] == "unsure":
                judged = [j for j in judged if {j[0], j[1]} != {f["a"], f["b"]}]
            elif f["verdict"] == "withdrawn":
                decided = [d for d in decided if d[0] != f["network"]]
            else:
                decided.append((f["network"], f["verdict"], f["evidence"]))
        return judged, decided

    def receipts(self) -> dict[str, Receipt]:
        """Stage key -> the latest receipt whose outputs are still there."""
        return {e.facts["key"]: Receipt.from_facts(e.facts) for e in self.log.of("receipt")}

    def next_run_id(self) -> str:
        started = [e.facts["run"] for e in self.log.of("run_finished")]
        return f"r{len(started) + 1}"

    @property
    def scratch(self) -> Path:
        return self.folder / ".scratch"

    def clear_scratch(self) -> None:
        """Removes what a killed command left half-done: scratch files and files that were being written aside."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        for part in self.folder.rglob(".*.part"):
            part.unlink(missing_ok=True)


def link_or_copy(source: Path, target: Path) -> None:
    """One more name for a file that never changes; a copy where the file system cannot link."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
