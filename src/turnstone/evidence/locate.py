"""From a row's id to the file, sheet, row and columns in which it stands; and to what stands there now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
    columns = read("source_columns").arrow()
    out: list[Line] = []
    for name in raw_tables:
        for batch in read(name).batches():
            found = batch.filter(pc.is_in(batch.column("id"), wanted))
            for record in found.to_pylist():
                out.append(_line(name.removeprefix("raw_"), record, columns))
    order = {id: i for i, id in enumerate(wanted.to_pylist())}
    return sorted(out, key=lambda line: (order[line.id], line.source, line.row))


def _line(table: str, record: dict[str, object], columns: pa.Table) -> Line:
    source, sheet = str(record["source"]), record["sheet"]
    here = columns.filter(pc.equal(columns.column("source"), source)).to_pylist()
    cells = tuple(
        Cell(c["field"], c["header"], c["position"], str(record[c["field"]]))
        for c in sorted(here, key=lambda c: (len(c["position"]), c["position"]))  # B before AA, 2 before 10
        if c["field"] and c["sheet"] == sheet and record.get(c["field"]) is not None
    )
    return Line(str(record["id"]), table, source, None if sheet is None else str(sheet), int(str(record["row"])), cells)
