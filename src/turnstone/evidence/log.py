"""The log of a workspace: one JSON object a line, each holding the hash of the one before. Lines are only added.

A changed, missing or moved line breaks the chain at that line. A log whose end was cut is a whole chain, so the head
(the last line's number and hash) is kept beside it, in every run, and on every report that leaves the workspace.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from turnstone.evidence.files import sync, told_if_full, write_bytes

START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One line: its number from 1, when, by whom, what happened, the facts, and the chain."""

    number: int
    at_utc: str
    by: str
    event: str
    facts: dict[str, Any]
    before: str
    hash: str


@dataclass(frozen=True)
class Break:
    """A place where the log is not what was written."""

    line: int
    problem: str


class Log:
    """The log at `path`. Not safe for two writers at once: the workspace's lock sees to that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head_path = path.with_suffix(".head")
        self._entries: list[Entry] | None = None

    def entries(self) -> list[Entry]:
        """All lines that are as they were written, in order; nobody acts on a changed one. `check` names those, and
        looks at the chain."""
        if self._entries is None:
            self._entries = list(self._read())
        return self._entries

    def of(self, *events: str) -> Iterator[Entry]:
        return (entry for entry in self.entries() if entry.event in events)

    @property
    def head(self) -> str:
        """The last line's hash: what a report prints."""
        entries = self.entries()
        return entries[-1].hash if entries else START

    def append(self, event: str, **facts: Any) -> Entry:
        """Adds a line and syncs it to the disk before returning."""
        self._set_torn_line_apart()
        entries = self.entries()
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        entry = _sealed(entries[-1].number + 1 if entries else 1, at, current_user(), event, facts, self.head)
        with told_if_full(self.path):
            with self.path.open("ab") as file:
                file.write(_line(entry))
                file.flush()
                os.fsync(file.fileno())
            write_bytes(self.head_path, json.dumps({"number": entry.number, "hash": entry.hash}).encode())
        entries.append(entry)
        return entry

    def check(self) -> list[Break]:
        """Every place where the chain is broken; empty when the log is whole."""
        breaks: list[Break] = []
        before, number = START, 0
        hashes = [START]
        for line_no, raw in enumerate(self._lines(), 1):
            entry = _parse(raw)
            if entry is None:
                breaks.append(Break(line_no, "is not a whole log line"))
                continue
            number += 1
            if entry.hash != _hash(entry):
                breaks.append(Break(line_no, "was changed after it was written"))
            elif entry.number != number or entry.before != before:
                breaks.append(Break(line_no, "does not follow the line before it: a line was removed, added or moved"))
            before, number = entry.hash, entry.number
            hashes.append(entry.hash)
        if breaks:
            return breaks
        kept = self._kept_head()
        if kept is None and (number or self.head_path.exists()):
            breaks.append(Break(number, "ends the log, but the file with its head is missing or damaged"))
        # A crash between a line and its head leaves a head that is one line old; that is no damage.
        elif kept is not None and (kept[0] not in (number, number - 1) or hashes[kept[0]] != kept[1]):
            breaks.append(Break(number, f"ends the log, but line {kept[0]} was once its last: its end was cut"))
        return breaks

    def _kept_head(self) -> tuple[int, str] | None:
        """The number and hash of the last line as kept beside the log; None where that file is missing or no head."""
        try:
            kept = json.loads(self.head_path.read_text("utf-8"))
            number, hash = kept["number"], kept["hash"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return (number, str(hash)) if isinstance(number, int) and number > 0 else None

    def holds(self, head: str) -> bool:
        """Whether a head printed on a report is a line of this log."""
        return head == START or any(entry.hash == head for entry in self.entries())

    def _lines(self) -> list[bytes]:
        return self.path.read_bytes().splitlines() if self.path.exists() else []

    def _read(self) -> Iterator[Entry]:
        for raw in self._lines():
            entry = _parse(raw)
            if entry is not None and entry.hash == _hash(entry):
                yield entry

    def _set_torn_line_apart(self) -> None:
        """A line that a crash left half-written goes to a file of its own, and the log says so."""
        if not self.path.exists():
            return
        data = self.path.read_bytes()
        if not data or data.endswith(b"\n"):
            return
        whole, _, torn = data.rpartition(b"\n")
        apart = self.path.with_name(f"{self.path.stem}.torn-{len(whole.splitlines()) + 1}")
        write_bytes(apart, torn)
        with self.path.open("rb+") as file:
            file.truncate(len(whole) + 1 if whole else 0)
        sync(self.path)
        self._entries = None
        self.append("torn_line", kept_as=apart.name, bytes=len(torn))


def current_user() -> str:
    """The system's name of the user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _sealed(number: int, at: str, by: str, event: str, facts: dict[str, Any], before: str) -> Entry:
    entry = Entry(number, at, by, event, json.loads(json.dumps(facts)), before, "")
    return Entry(number, at, by, event, entry.facts, before, _hash(entry))


def _content(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number, "at_utc": entry.at_utc, "by": entry.by, "event": entry.event,
        "facts": entry.facts, "before": entry.before,
    }  # fmt: skip


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _hash(entry: Entry) -> str:
    return hashlib.sha256(_canonical(_content(entry))).hexdigest()


def _line(entry: Entry) -> bytes:
    return _canonical({**_content(entry), "hash": entry.hash}) + b"\n"


def _parse(raw: bytes) -> Entry | None:
    try:
        value = json.loads(raw)
        entry = Entry(**value)
    except (ValueError, TypeError):
        return None
    return entry if _line(entry).rstrip(b"\n") == raw else None
