"""Whether evidence still is what its receipts say: the log, the kept files, the tables, the heads on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from turnstone.evidence.files import sha256_of
from turnstone.evidence.log import Log
from turnstone.evidence.vault import Vault

_HEAD = re.compile(r'(?:name="turnstone-log-head" content|^log_head =)\W*"([0-9a-f]{64})"', re.MULTILINE)


@dataclass(frozen=True)
class Fault:
    """Something that is not what was written: what it is (a log line, a file, a table), and what is wrong with it."""

    what: str
    problem: str


def head_in(path: Path) -> str | None:
    """The log's head that a report or a run's notes print; None where there is none."""
    match = _HEAD.search(path.read_text("utf-8", errors="replace"))
    return match[1] if match else None


def verify_log(log: Log, heads: Mapping[str, str]) -> list[Fault]:
    """The chain, and whether it holds each head that was printed somewhere (where -> head)."""
    faults = [Fault(f"{log.path.name} line {b.line}", b.problem) for b in log.check()]
    for where, head in heads.items():
        if not log.holds(head):
            faults.append(
                Fault(log.path.name, f"does not hold the line {head[:12]}… that {where} prints: lines were cut off")
            )
    return faults


def verify_kept(vault: Vault, kept: Mapping[str, str], expired: Mapping[str, str]) -> Iterator[Fault]:
    """The kept files (SHA-256 -> name) are there and unchanged, and expired ones are gone."""
    for sha256, name in kept.items():
        if not vault.holds(sha256):
            yield Fault(f"kept file {name} ({sha256[:12]}…)", "is missing, and the log knows of no expiry")
        elif not vault.intact(sha256):
            yield Fault(f"kept file {name} ({sha256[:12]}…)", "was changed: its SHA-256 is another now")
    for sha256, name in expired.items():
        if vault.holds(sha256):
            yield Fault(f"expired file {name} ({sha256[:12]}…)", "is still there: run `turnstone expire` again")


def verify_outputs(folder: Path, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """The files of a run's tables are there and unchanged."""
    for name, facts in tables.items():
        for part in facts["parts"]:
            path = folder / part["file"]
            if not path.is_file():
                yield Fault(f"table {name} ({part['file']})", "is missing")
            elif sha256_of(path) != part["sha256"]:
                yield Fault(f"table {name} ({part['file']})", "was changed: its SHA-256 is another now")


def compare(recorded: Mapping[str, Mapping[str, Any]], again: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """The tables of a run and those of the same run made again."""
    for name in sorted(recorded.keys() | again.keys()):
        one, other = recorded.get(name), again.get(name)
        if one is None or other is None:
            yield Fault(f"table {name}", "is only in one of the two runs")
        elif one["digest"] != other["digest"]:
            yield Fault(
                f"table {name}",
                f"comes out differently when made again ({one['rows']:,} rows then, {other['rows']:,} now)",
            )
