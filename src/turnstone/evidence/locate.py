"""From a row's id to the file, sheet, row and columns in which it stands; and to what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.table import Table

ReadTable = Callable[[str], Table]


@dataclass(frozen=True)
class Cell:
    """One cell: the field that it fills, its column's name and position, and the text that was read."""

    field: str
    header: str
    position: str
    value: str


@dataclass(frozen=True)
class Line:
    """A row of a file: its id, the table that it feeds, the file's SHA-256, sheet and row, and its mapped cells."""

    id: str
    table: str
    source: str
    sheet: str | None
    row: int
    cells: tuple[Cell, ...]


def locate(read: ReadTable, raw_tables: Sequence[str], ids: Sequence[str]) -> list[Line]:
    """Every place in which rows with these ids stand, in the order of the ids. Unknown ids give nothing."""
    wanted = pa.array(list(dict.fromkeys(ids)), pa.string())
    every = read("source_columns").arrow()
    headers: dict[str, list[dict[str, Any]]] = {}
    out: list[Line] = []
    for name in raw_tables:
        for record in read(name).where("id", wanted).to_pylist():
            source = record["source"]
            if source not in headers:
                headers[source] = every.filter(pc.equal(every.column("source"), source)).to_pylist()
            out.append(_line(name.removeprefix("raw_"), record, headers[source]))
    order = {id: i for i, id in enumerate(wanted.to_pylist())}
    return sorted(out, key=lambda line: (order[line.id], line.source, line.row))


def _line(table: str, record: dict[str, Any], columns: list[dict[str, Any]]) -> Line:
    source, sheet = str(record["source"]), record["sheet"]
    cells = tuple(
        Cell(c["field"], c["header"], c["position"], str(record[c["field"]]))
        for c in sorted(columns, key=lambda c: (len(c["position"]), c["position"]))  # B before AA, 2 before 10
        if c["field"] and c["sheet"] == sheet and record.get(c["field"]) is not None
    )
    return Line(str(record["id"]), table, source, None if sheet is None else str(sheet), int(str(record["row"])), cells)
