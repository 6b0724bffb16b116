"""Tables whose format names its own columns: Parquet, and newline-delimited JSON. All values are given as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from turnstone.errors import SourceError, Where
from turnstone.formats.rows import CHUNK_ROWS, LONGEST_CELL, BadRow, Chunk, Head, ReadOptions, Rows


def parquet_heads(path: Path, options: ReadOptions) -> list[Head]:
    """The column names. Raises SourceError for a file that is no whole Parquet file."""
    try:
        return [Head(None, ((0, tuple(pq.read_schema(path).names)),))]
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(
            f"not a whole Parquet file ({str(error).splitlines()[0]})",
            where=Where(str(path)),
            expected="a Parquet file",
        ) from error


def parquet_read(path: Path, head: Head, header_row: int, options: ReadOptions) -> Rows:
    header = head.rows[0][1]
    return Rows(header, tuple(header), _parquet_chunks(path))


def _parquet_chunks(path: Path) -> Iterator[Chunk]:
    start = 1
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(CHUNK_ROWS):
                columns = [_as_text(column) for column in batch.columns]
                yield Chunk(pa.array(np.arange(start, start + batch.num_rows, dtype=np.int32)), columns)
                start += batch.num_rows
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(
            f"the file is damaged ({str(error).splitlines()[0]})", where=Where(str(path), row=start)
        ) from error


def _as_text(column: pa.Array) -> pa.Array:
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.array([None if v is None else json.dumps(v, default=str) for v in column.to_pylist()], pa.string())
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(text, ""), None, text)


def ndjson_heads(path: Path, options: ReadOptions) -> list[Head]:
    """The names that occur in any line, in the order of their first occurrence; nested names joined by dots."""
    names: dict[str, None] = {}
    for _, record, _ in _objects(path):
        names.update(dict.fromkeys(record))
    if not names:
        raise SourceError("no line holds an object", where=Where(str(path)), expected="one JSON object a line")
    return [Head(None, ((0, tuple(names)),))]


def ndjson_read(path: Path, head: Head, header_row: int, options: ReadOptions) -> Rows:
    header = head.rows[0][1]
    return Rows(header, tuple(header), _ndjson_chunks(path, header))


def _ndjson_chunks(path: Path, header: tuple[str, ...]) -> Iterator[Chunk]:
    numbers: list[int] = []
    records: list[dict[str, str | None]] = []
    bad: list[BadRow] = []
    for number, record, problem in _objects(path):
        if problem is not None:
            bad.append(BadRow(number, problem))
        elif any(record.values()):
            numbers.append(number)
            records.append(record)
        if len(records) >= CHUNK_ROWS:
            yield _ndjson_chunk(numbers, records, header, bad)
            numbers, records, bad = [], [], []
    yield _ndjson_chunk(numbers, records, header, bad)


def _ndjson_chunk(
    numbers: list[int], records: list[dict[str, str | None]], header: tuple[str, ...], bad: list[BadRow]
) -> Chunk:
    columns = [pa.array([r.get(name) for r in records], pa.string()) for name in header]
    return Chunk(pa.array(numbers, pa.int32()), columns, bad)


def _objects(path: Path) -> Iterator[tuple[int, dict[str, str | None], str | None]]:
    """(line number, flat object, problem or None) of each line that is not blank."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(4 * LONGEST_CELL):
            number += 1
            if not line.endswith(b"\n") and len(line) == 4 * LONGEST_CELL:
                while (more := file.readline(4 * LONGEST_CELL)) and not more.endswith(b"\n"):
                    pass
                yield number, {}, f"a line of more than {4 * LONGEST_CELL:,} bytes"
                continue
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
                yield number, {}, f"not JSON ({str(error)[:80]})"
                continue
            if isinstance(value, dict):
                yield number, dict(_flat(value)), None
            else:
                yield number, {}, "not a JSON object"


def _flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str | None]]:
    for name, item in value.items():
        name = name if name.isascii() else name.encode("utf-8", "replace").decode("utf-8")
        if isinstance(item, dict):
            yield from _flat(item, f"{prefix}{name}.")
        elif isinstance(item, list):
            yield f"{prefix}{name}", "; ".join(_scalar(i) or "" for i in item) or None
        else:
            yield f"{prefix}{name}", _scalar(item)


def _scalar(item: Any) -> str | None:
    if item is None:
        return None
    text = item if isinstance(item, str) else json.dumps(item)
    if not text.isascii():  # JSON can write half of a pair of surrogates, which is no character
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.strip() or None
