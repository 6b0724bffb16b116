"""A handle on a table: in memory while it is small, Parquet files when it is not. Stages pass these around."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH_ROWS = 65_536


@dataclass(frozen=True)
class Table:
    """Rows that can be read again and again: `data` where they are in memory, else the Parquet files `paths`."""

    schema: pa.Schema
    rows: int
    data: pa.Table | None = None
    paths: tuple[Path, ...] = ()

    @classmethod
    def of(cls, data: pa.Table) -> Table:
        return cls(data.schema, data.num_rows, data=data)

    @classmethod
    def at(cls, schema: pa.Schema, paths: Sequence[Path]) -> Table:
        """The rows of files that all have this schema, one file after the other."""
        return cls(schema, sum(map(_rows_in, paths)), paths=tuple(paths))

    def arrow(self, columns: list[str] | None = None) -> pa.Table:
        """The whole table in memory, or some of its columns."""
        if self.data is not None:
            return self.data.select(columns) if columns is not None else self.data
        schema = pa.schema([self.schema.field(c) for c in columns]) if columns is not None else self.schema
        read = [pq.ParquetFile(p).read(columns=columns).replace_schema_metadata(None) for p in self.paths]
        return pa.concat_tables(read) if read else schema.empty_table()

    def where(self, column: str, values: pa.Array) -> pa.Table:
        """The rows of which a column has one of these values, in order. Of files only this column is read as a whole, and
        further only the row groups in which such rows are."""
        if self.data is not None:
            return self.data.filter(pc.is_in(self.data.column(column), values))
        found = [self.schema.empty_table()]
        for path in self.paths:
            with pq.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    here = pc.is_in(file.read_row_group(group, [column]).column(column), values)
                    if pc.any(here).as_py():
                        found.append(file.read_row_group(group).replace_schema_metadata(None).filter(here))
        return pa.concat_tables(found)

    def batches(self, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows in order, some at a time."""
        if self.data is not None:
            yield from self.arrow(columns).to_batches(max_chunksize=BATCH_ROWS)
        for path in self.paths:
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(BATCH_ROWS, columns=columns)


def _rows_in(path: Path) -> int:
    state = path.stat()
    return _rows_of(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=65_536)
def _rows_of(path: Path, size: int, changed_ns: int) -> int:
    """A file's rows; it is opened once for as long as it stays the same."""
    rows: int = pq.read_metadata(path).num_rows
    return rows


class Spool:
    """Takes batches and becomes a `Table`; moves to a file when it has grown past `limit` bytes."""

    def __init__(self, schema: pa.Schema, spill: Path, limit: int = 384 << 20) -> None:
        self._schema, self._spill, self._limit = schema, spill, limit
        self._held: list[pa.RecordBatch] = []
        self._bytes = 0
        self._writer: pq.ParquetWriter | None = None

    def add(self, batches: Iterable[pa.RecordBatch]) -> Spool:
        for batch in batches:
            if self._writer is not None:
                self._writer.write_batch(batch)
                continue
            self._held.append(batch)
            self._bytes += batch.nbytes
            if self._bytes > self._limit:
                self._writer = pq.ParquetWriter(self._spill, self._schema, compression="lz4")
                for held in self._held:
                    self._writer.write_batch(held)
                self._held.clear()
        return self

    def table(self) -> Table:
        if self._writer is not None:
            self._writer.close()
            return Table.at(self._schema, [self._spill])
        return Table.of(pa.Table.from_batches(self._held, self._schema))
