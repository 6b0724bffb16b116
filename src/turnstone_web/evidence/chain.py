"""The way from a network, or from one of its members, back to rows of files, as it may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core import signing

from turnstone.evidence.trace import PAGE, Step, trace
from turnstone.exports.as_plain import as_plain
from turnstone.exports.mask import Mask
from turnstone.exports.trace_view import step_facts, step_id, step_said
from turnstone_web.shelf.documents import kept_or_made
from turnstone_web.shelf.opened import Opened, opened_at

SALT = "evidence row"
Place = tuple[str, str | None, int]
ReadTable = Callable[[str], Any]


def chain(folder: Path, run: str, network: str, of: str, mask: Mask, page: int = 0) -> dict[str, Any] | None:
    """The steps from `of` (the network itself, or a member of it) as plain values: kind, id, said, facts, lines, total,
    rests_on. `page`: as in `trace`. None where the run does not know it. Masked ones are kept, unmasked ones never."""

    def make() -> dict[str, Any] | None:
        with opened_at(folder, run) as held:
            return followed(held, held.read, of, mask, page)

    return kept_or_made(folder, run, chain_name(of, page), mask, make)


def chain_name(of: str, page: int = 0) -> str:
    """Under which the document is kept."""
    return f"trace {of} {page}"


def followed(held: Opened, read: ReadTable, of: str, mask: Mask, page: int = 0) -> dict[str, Any] | None:
    """The same, never kept. `read`: gives the run's tables, or slices of them in which all of the chain is."""
    names = {source.sha256: source.name for source in held.workspace.sources()}
    raw = [name for name in held.run.tables if name.startswith("raw_")]
    step = trace(held.engine, read, raw, of, page)
    return None if step is None else _plain(step, names, mask)


def _plain(step: Step, names: dict[str, str], mask: Mask) -> dict[str, Any]:
    """Masked like the command's, with the step in words."""
    lines = [
        {
            "table": line.table, "file": names.get(line.source, line.source[:12]), "sha256": line.source, "sheet": line.sheet,
            "row": line.row, "cells": [
                {"column": c.position, "header": c.header, "value": mask.raw(line.table, c.field, c.value)} for c in line.cells
            ],
        }
        for line in step.lines
    ]  # fmt: skip
    rests = [_plain(child, names, mask) for child in step.rests_on]
    facts = as_plain(step_facts(step, mask))
    return {
        "kind": step.kind, "id": step_id(step, mask), "said": _without_kind(step_said(step, mask), step.kind), "facts": facts, "lines": lines,
        "total": step.total, "rests_on": rests,
    }  # fmt: skip


def _without_kind(said: str, kind: str) -> str:
    """What stands beside the kind need not say it once more."""
    return said.removeprefix(kind).lstrip(": ")


def with_addresses(step: dict[str, Any], page: int) -> dict[str, Any]:
    """The chain with an `anchor` for each finding and tie, unlike any other on its page: a finding's is its indicator's id,
    from the second on with its number; a tie's is its number, strongest first. And with how many of what are `listed`."""
    seen: dict[str, int] = {}
    tie = PAGE * page
    for child in step["rests_on"]:
        if child["kind"] == "tie":
            tie += 1
            child["anchor"] = f"tie-{tie}"
        elif child["kind"] == "hit":
            seen[child["id"]] = seen.get(child["id"], 0) + 1
            child["anchor"] = child["id"] + (f"-{seen[child['id']]}" if seen[child["id"]] > 1 else "")
    _count(step)
    return step


def _count(step: dict[str, Any]) -> None:
    what = "tie" if step["kind"] == "network" else "row"
    step["listed"] = sum(child["kind"] == what for child in step["rests_on"])
    for child in step["rests_on"]:
        _count(child)


def lines_in(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All lines under a step."""
    yield from step["lines"]
    for child in step["rests_on"]:
        yield from lines_in(child)


def marked(network: str, run: str, table: str, place: Place) -> str:
    """A mark by which a row can be opened: it was shown as evidence of this network in this run by this site, and nobody can
    make one."""
    return signing.dumps([network, run, table, *place], salt=SALT, compress=True)


def unmarked(network: str, mark: str) -> tuple[str, str, Place] | None:
    """(run, table, place) of a mark of this network; None for any other."""
    try:
        whose, run, table, sha, sheet, row = signing.loads(mark, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (run, table, (sha, sheet, row)) if whose == network else None
