"""Ids and digests of rows and tables: SHA-256 over canonical content, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.kernels.unique import SEPARATOR

ID_DIGITS = 32
"""Hex digits in an id: 128 bits, too many to find two contents with one id even on purpose."""


def content_ids(
    prefix: str, columns: Sequence[pa.Array], seen: dict[str, int] | None = None, *, count_again: bool = True
) -> pa.Array:
    """An id for each row: `prefix-` and the first digits of SHA-256 over its texts.

    The same content again gives another id, by an occurrence number in the order of the rows (`seen` carries the
    counts from one call to the next); with `count_again=False` it gives the same id.
    """
    joined = pc.binary_join_element_wise(
        pa.scalar(prefix), *columns, SEPARATOR, null_handling="replace", null_replacement="\x00"
    )
    sha256 = hashlib.sha256
    out = [sha256(content).hexdigest()[:ID_DIGITS] for content in joined.cast(pa.binary()).to_pylist()]
    if count_again:
        _tell_apart(out, {} if seen is None else seen)
    return pc.binary_join_element_wise(pa.scalar(prefix), pa.array(out, pa.string()), "-")


def _tell_apart(out: list[str], seen: dict[str, int]) -> None:
    """Gives digits that were met before, in `out` or in `seen`, an occurrence number, in place; counts all in `seen`."""
    new = dict.fromkeys(out, 1)
    if len(new) == len(out) and seen.keys().isdisjoint(new):
        seen.update(new)
        return
    for i, digits in enumerate(out):
        times = seen.get(digits, 0)
        seen[digits] = times + 1
        if times:
            again = f"{digits}{SEPARATOR}{times}"
            out[i] = hashlib.sha256(again.encode()).hexdigest()[:ID_DIGITS]


def text_id(prefix: str, *parts: str) -> str:
    """The id of something that is known by a few texts."""
    digest = hashlib.sha256(prefix.encode() + b"\x1e" + SEPARATOR.join(parts).encode())
    return f"{prefix}-{digest.hexdigest()[:ID_DIGITS]}"


class TableDigest:
    """A digest of a table's content: columns in schema order, rows in the order given, however they are batched.

    Each column is hashed as its validity, then lengths (for text and lists), then values with nulls zeroed; so two
    tables with the same rows in the same order have the same digest, whatever wrote them and in what pieces.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._columns = [_ColumnDigest() for _ in schema]
        self.rows = 0

    def update(self, batch: pa.RecordBatch) -> None:
        self.rows += batch.num_rows
        for digest, column in zip(self._columns, batch.columns, strict=True):
            digest.update(column)

    def hexdigest(self) -> str:
        whole = hashlib.sha256()
        for field, digest in zip(self._schema, self._columns, strict=True):
            whole.update(f"{field.name}:{field.type}:".encode())
            whole.update(digest.digest())
        whole.update(str(self.rows).encode())
        return whole.hexdigest()


class _ColumnDigest:
    def __init__(self) -> None:
        self._valid = hashlib.sha256()
        self._sizes = hashlib.sha256()
        self._values = hashlib.sha256()
        self._child: _ColumnDigest | None = None

    def update(self, column: pa.Array) -> None:
        if len(column) == 0:
            return
        self._valid.update(np.asarray(column.is_valid()).astype(np.uint8).tobytes())
        if pa.types.is_list(column.type):
            column = column.fill_null(pa.scalar([], column.type)) if column.null_count else column
            self._sizes.update(np.asarray(pc.list_value_length(column)).astype("<i4").tobytes())
            self._child = self._child or _ColumnDigest()
            self._child.update(column.flatten())
            return
        if pa.types.is_string(column.type) or pa.types.is_binary(column.type):
            nothing = "" if pa.types.is_string(column.type) else b""
            filled = column.fill_null(nothing) if column.null_count else column
            self._sizes.update(np.asarray(pc.binary_length(filled)).astype("<i4").tobytes())
            offsets = np.frombuffer(filled.buffers()[1], dtype="<i4", count=len(filled) + filled.offset + 1)
            data = filled.buffers()[2]
            if data is not None:
                self._values.update(memoryview(data)[offsets[filled.offset] : offsets[filled.offset + len(filled)]])
            return
        self._values.update(_fixed_width(column))

    def digest(self) -> bytes:
        whole = hashlib.sha256(self._valid.digest() + self._sizes.digest() + self._values.digest())
        if self._child is not None:
            whole.update(self._child.digest())
        return whole.digest()


def _fixed_width(column: pa.Array) -> bytes:
    """The values of a number, flag, date or decimal column as little-endian bytes, nulls as zero."""
    if pa.types.is_boolean(column.type):
        return np.asarray(column.fill_null(False)).astype(np.uint8).tobytes()
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    width = column.type.bit_width // 8
    raw = np.frombuffer(column.buffers()[1], np.uint8)[column.offset * width : (column.offset + len(column)) * width]
    if column.null_count:
        raw = np.where(np.asarray(column.is_valid()).repeat(width), raw, np.uint8(0))
    return raw.tobytes()


def table_digest(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> str:
    """The digest of a whole table."""
    digest = TableDigest(schema)
    for batch in batches:
        digest.update(batch)
    return digest.hexdigest()
