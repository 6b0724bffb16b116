"""Any table of a run to a file or to the screen, masked. What a spreadsheet would run as a formula is escaped."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from turnstone.engine.table import Table
from turnstone.errors import TurnstoneError
from turnstone.evidence.files import written_aside
from turnstone.exports.mask import Mask

FORMATS = {".parquet": "parquet", ".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def escape_formula(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def masked_batches(table: Table, name: str, mask: Mask) -> Iterator[pa.RecordBatch]:
    """The table's rows as they may be shown now."""
    for batch in table.batches():
        yield mask.table(name, batch)


def write_table(path: Path, table: Table, name: str, mask: Mask) -> int:
    """Writes a table, masked; gives the number of rows. The ending of `path` says the format.

    Raises TurnstoneError for an ending that is none of .parquet, .csv, .ndjson, .jsonl.
    """
    format = FORMATS.get(path.suffix.lower())
    if format is None:
        raise TurnstoneError(
            f"{path.name}: no format has the ending {path.suffix!r}", do=f"end the name in {', '.join(FORMATS)}"
        )
    with written_aside(path) as aside:
        if format == "parquet":
            with pq.ParquetWriter(aside, table.schema, compression="zstd") as writer:
                for batch in masked_batches(table, name, mask):
                    writer.write_batch(batch)
        elif format == "csv":
            _write_csv(aside, table, name, mask)
        else:
            with aside.open("w", encoding="utf-8", newline="\n") as file:
                for batch in masked_batches(table, name, mask):
                    for row in batch.to_pylist():
                        file.write(json.dumps(row, ensure_ascii=False, default=plain) + "\n")
    return table.rows


def _write_csv(path: Path, table: Table, name: str, mask: Mask) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([escape_formula(column) for column in table.schema.names])
        for batch in masked_batches(table, name, mask):
            columns = [[_cell(value) for value in column.to_pylist()] for column in batch.columns]
            writer.writerows(zip(*columns, strict=True))


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return escape_formula(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value


def plain(value: Any) -> Any:
    """Days as ISO 8601 and decimals as numbers, for JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes rows that are already masked, in the format of the file's ending."""
    data = pa.Table.from_pylist([dict(row) for row in rows])
    write_table(path, Table.of(data), "", Mask(b"", open=True))
