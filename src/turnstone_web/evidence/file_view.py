"""Rows of an original file as they were read, and whether the kept file still says the same."""

from __future__ import annotations

import hashlib
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.evidence.locate import Cell, Line
from turnstone.exports.mask import Mask
from turnstone.sources.reread import SAME, reread
from turnstone.workspace import Run, Workspace

AROUND = 12
"""Rows shown before and after the one that is evidence."""


def file_view(
    place: Workspace, run: Run, table: str, sha: str, sheet: str | None, row: int, mask: Mask
) -> dict[str, Any] | None:
    """The file's facts, its columns in their order, the rows around `row`, and which columns were left out. None where the
    run did not read that row."""
    source = next((s for s in place.sources() if s.sha256 == sha), None)
    columns = _columns(place, run, sha, sheet)
    mapped = [c for c in columns if c["field"]]
    rows = _rows(place, run, table, sha, sheet, row)
    if source is None or not any(r["row"] == row for r in rows):
        return None
    added = [e for e in place.log.of("added") if e.facts["sha256"] == sha]
    finished = next(e for e in place.log.of("run_finished") if e.facts["run"] == run.id)
    shown = [c for c in mapped if any(r.get(c["field"]) is not None for r in rows)]
    return {
        "source": source, "sheet": sheet, "row": row, "columns": shown,
        "rows": [_shown_row(r, row, table, shown, mask) for r in rows],
        "left_out": [c for c in columns if not c["field"]], "empty": len(mapped) - len(shown),
        "read": _read(place, run, sha), "added": added[-1] if added else None, "finished": finished,
    }  # fmt: skip


def _shown_row(
    record: dict[str, Any], row: int, table: str, columns: list[dict[str, Any]], mask: Mask
) -> dict[str, Any]:
    """A row as it may be shown. Its neighbours may be about others: they stay masked, whatever was unlocked."""
    here = record["row"] == row
    own = mask if here else mask.closed
    cells = [own.raw(table, c["field"], _text(record.get(c["field"]))) for c in columns]
    return {"row": record["row"], "here": here, "cells": cells}


def read_again(place: Workspace, run: Run, table: str, sha: str, sheet: str | None, row: int) -> dict[str, Any]:
    """Opens the kept file: whether it has the SHA-256 under which it was added, and whether the row's cells are the same."""
    path = place.vault.path(sha)
    if not path.is_file():
        return {"kept": False, "same_file": False, "said": "", "same": False}
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != sha:  # what a changed file says is no evidence, and reading it may fail
        return {"kept": True, "same_file": False, "said": "", "same": False}
    columns = [c for c in _columns(place, run, sha, sheet) if c["field"]]
    (record,) = [r for r in _rows(place, run, table, sha, sheet, row) if r["row"] == row][:1]
    filled = [c for c in columns if record.get(c["field"]) is not None]
    cells = tuple(Cell(c["field"], c["header"], c["position"], str(record[c["field"]])) for c in filled)
    said = reread({sha: path}, dict(run.inputs), [Line(record["id"], table, sha, sheet, row, cells)])[sha, sheet, row]
    return {"kept": True, "same_file": True, "same": said == SAME, "said": "" if said == SAME else _which(said)}


def _which(said: str) -> str:
    """What differs, without what stands there now: that may be anything."""
    return said.partition(" holds ")[0].partition(" says ")[0]


def _columns(place: Workspace, run: Run, sha: str, sheet: str | None) -> list[dict[str, Any]]:
    found = place.table(run, "source_columns").arrow()
    here = found.filter(pc.equal(found.column("source"), sha)).to_pylist()
    return sorted((c for c in here if c["sheet"] == sheet), key=lambda c: (len(c["position"]), c["position"]))


def _rows(place: Workspace, run: Run, table: str, sha: str, sheet: str | None, row: int) -> list[dict[str, Any]]:
    held = place.table(run, f"raw_{table}")
    near = pa.array(range(row - AROUND, row + AROUND + 1), held.schema.field("row").type)
    out = [r for r in held.where("row", near).to_pylist() if r["source"] == sha and r["sheet"] == sheet]
    return sorted(out, key=lambda r: (r["row"], r["id"]))


def _read(place: Workspace, run: Run, sha: str) -> list[dict[str, Any]]:
    """What reading the file gave, sheet by sheet: sheet, as what it was read, rows in, out and rejected, and its header's row."""
    told = place.table(run, "source_files").arrow()
    rows: list[dict[str, Any]] = told.filter(pc.equal(told.column("source"), sha)).to_pylist()
    return rows


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
