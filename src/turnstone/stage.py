"""`@stage`: what a function from tables to tables needs around it, so that its author never thinks of it.

Before: is there a receipt with the same inputs, parameters and code? Then its outputs are taken, and nothing runs.
After: each output is checked against its schema, sorted by its key, written aside and renamed, digested, and told in
the log. A stage that was killed leaves no receipt and runs again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import turnstone
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import BATCH_ROWS, Table
from turnstone.errors import ContractError
from turnstone.evidence.files import sha256_of, written_aside
from turnstone.evidence.receipts import Output, Receipt, code_digest, stage_key
from turnstone.kernels.digest import TableDigest
from turnstone.model.schema import Schema

Tables = dict[str, Table]


class Bench(Protocol):
    """What a stage runs on: an engine, a place for its outputs, and a memory of earlier receipts (see workspace)."""

    engine: LocalEngine

    def folder(self) -> Path: ...
    def relative(self, path: Path) -> str: ...
    def absolute(self, file: str) -> Path: ...
    def find(self, key: str) -> Receipt | None: ...
    def reuse(self, receipt: Receipt, folder: Path) -> Receipt: ...
    def note(self, receipt: Receipt) -> None: ...
    def begins(self, label: str) -> None: ...


@dataclass(frozen=True)
class Stored:
    """A table that stages left: usually one part, or as many as there were files or like stages."""

    schema: Schema
    parts: tuple[tuple[Output, Path], ...]

    @property
    def digest(self) -> str:
        """Of one part its digest, of several that of their digests; their order says nothing."""
        digests = sorted(output.digest for output, _ in self.parts)
        return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()

    @property
    def rows(self) -> int:
        return sum(output.rows for output, _ in self.parts)

    def table(self) -> Table:
        return Table.at(self.schema.arrow, [path for _, path in sorted(self.parts, key=lambda part: part[0].digest)])

    def __add__(self, other: Stored) -> Stored:
        return Stored(self.schema, self.parts + other.parts)


@dataclass(frozen=True)
class Stage:
    """A function from tables to tables with its contract."""

    name: str
    function: Callable[..., Mapping[str, Table | pa.Table]]
    writes: Mapping[str, Schema]
    room: str

    def __call__(self, engine: LocalEngine, *args: Any, **kwargs: Any) -> Mapping[str, Table | pa.Table]:
        """The bare function, for tests: no receipts, no files."""
        return self.function(engine, *args, **kwargs)


def stage(*writes: Schema) -> Callable[[Callable[..., Mapping[str, Table | pa.Table]]], Stage]:
    """Declares a stage and the tables that it writes. Its name is the function's, its room the module's."""

    def wrap(function: Callable[..., Mapping[str, Table | pa.Table]]) -> Stage:
        room = function.__module__.split(".")[1]
        return Stage(f"{room}.{function.__name__}", function, {s.name: s for s in writes}, room)

    return wrap


def run_stage(
    bench: Bench,
    stage: Stage,
    tables: Mapping[str, Stored],
    *,
    files: Mapping[str, str] | None = None,
    params: Mapping[str, Any] | None = None,
    extra: Mapping[str, Any] | None = None,
    label: str = "",
    into: Path | None = None,
) -> dict[str, Stored]:
    """Runs a stage, or takes what an earlier run of it left.

    `tables` and `files` (name -> SHA-256) and `params` make the key; `extra` is handed to the function and does not.
    `into`: the folder for the outputs, if not the bench's own.
    """
    folder = into or bench.folder()
    inputs = {name: stored.digest for name, stored in tables.items()} | dict(files or {})
    code = code_digest(stage.room)
    key = stage_key(stage.name, code, dict(params or {}), inputs)
    receipt = bench.find(key)
    if receipt is not None:
        receipt = bench.reuse(receipt, folder)
    else:
        bench.begins(label or stage.name)
        started = time.perf_counter()
        given = {name: stored.table() for name, stored in tables.items()}
        made = stage.function(bench.engine, **given, **dict(params or {}), **dict(extra or {}))
        outputs = {
            name: _store(bench, stage, stage.writes[name.removesuffix("@")], _path(folder, name, key), table)
            for name, table in made.items()
        }
        seconds = round(time.perf_counter() - started, 3)
        receipt = Receipt(stage.name, key, turnstone.__version__, code, dict(params or {}), inputs, outputs, seconds)
        bench.note(receipt)
    return {
        name.removesuffix("@"): Stored(stage.writes[name.removesuffix("@")], ((output, bench.absolute(output.file)),))
        for name, output in receipt.outputs.items()
    }


def _path(folder: Path, name: str, key: str) -> Path:
    """The file of an output. A name that ends in @ belongs to one of many like stages: the key tells them apart."""
    return folder / (f"{name[:-1]}.{key[:16]}.parquet" if name.endswith("@") else f"{name}.parquet")


def _store(bench: Bench, stage: Stage, schema: Schema, path: Path, table: Table | pa.Table) -> Output:
    """Checks, sorts, writes and digests one output."""
    table = Table.of(table) if isinstance(table, pa.Table) else table
    check_schema(stage.name, schema, table.schema)
    digest = TableDigest(schema.arrow)
    last: tuple[Any, ...] | None = None
    with written_aside(path) as aside:
        repeating = [c.name for c in schema.columns if c.name not in schema.key and not c.name.endswith("_id")]
        with pq.ParquetWriter(
            aside, schema.arrow, compression="lz4", use_dictionary=repeating, write_statistics=False
        ) as writer:
            for batch in _sorted(bench.engine, schema, table):
                last = _check_rows(stage.name, schema, batch, last)
                digest.update(batch)
                writer.write_batch(batch)
        sha256 = sha256_of(aside)
    return Output(digest.hexdigest(), sha256, digest.rows, bench.relative(path))


def check_schema(stage: str, schema: Schema, found: pa.Schema) -> None:
    """Raises ContractError unless the columns are the schema's, by name and type, in order."""
    for column, field in zip(schema.columns, found, strict=False):
        if column.name != field.name:
            raise ContractError(stage, schema.name, f"has {field.name!r} in its place", column=column.name)
        if column.type != field.type:
            raise ContractError(stage, schema.name, f"is {field.type}, should be {column.type}", column=column.name)
    if len(schema.columns) != len(found):
        raise ContractError(stage, schema.name, f"has {len(found)} columns, should have {len(schema.columns)}")


def _sorted(engine: LocalEngine, schema: Schema, table: Table) -> Iterator[pa.RecordBatch]:
    """The rows in the order of the key, nulls first, in batches of the schema's own type."""
    if table.data is not None:
        data = table.data
        keys = data.select(list(schema.key)).combine_chunks()
        if not _in_order(keys):
            data = data.take(pc.sort_indices(keys, [(k, "ascending", "at_start") for k in schema.key]))
    else:
        keys = ", ".join(f'"{k}" NULLS FIRST' for k in schema.key)
        ordered = engine.sql(f"SELECT * FROM t ORDER BY {keys}", t=table)
        if ordered.data is None:
            for batch in ordered.batches():
                yield batch.cast(schema.arrow)
            return
        data = ordered.data
    for batch in data.combine_chunks().to_batches(max_chunksize=BATCH_ROWS):
        yield pa.RecordBatch.from_arrays(batch.columns, schema=schema.arrow)


def _in_order(keys: pa.Table) -> bool:
    """Whether the rows certainly stand in order already: raw rows do, and looking is cheaper than sorting."""
    if keys.num_rows < 2:
        return True
    less: Any = False
    same: Any = True
    for column in keys.columns:
        if column.null_count == keys.num_rows:
            continue
        if column.null_count:
            return False
        left, right = column.slice(0, keys.num_rows - 1).combine_chunks(), column.slice(1).combine_chunks()
        less = pc.or_(less, pc.and_(same, pc.less(left, right)))
        same = pc.and_(same, pc.equal(left, right))
    return bool(pc.all(pc.or_(less, same)).as_py())


def _check_rows(
    stage: str, schema: Schema, batch: pa.RecordBatch, last: tuple[Any, ...] | None
) -> tuple[Any, ...] | None:
    """Raises ContractError for nulls in required columns and for two rows with one key. Gives the batch's last key."""
    for column in schema.columns:
        if column.required and batch.column(column.name).null_count:
            raise ContractError(stage, schema.name, "is empty in some rows", column=column.name)
    if batch.num_rows == 0:
        return last
    same: Any = None
    for name in schema.key:
        column = batch.column(name)
        left, right = column.slice(0, len(column) - 1), column.slice(1)
        equal = pc.or_(pc.equal(left, right).fill_null(False), pc.and_(left.is_null(), right.is_null()))
        same = equal if same is None else pc.and_(same, equal)
    first = tuple(batch.column(name)[0].as_py() for name in schema.key)
    if first == last or (len(same) and pc.any(same).as_py()):
        raise ContractError(stage, schema.name, f"two rows have one key ({', '.join(schema.key)})")
    return tuple(batch.column(name)[batch.num_rows - 1].as_py() for name in schema.key)
