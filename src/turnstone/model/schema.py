"""What a table is: its name, its columns in order, each with a type and a sentence, and the key that sorts it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

TEXT = pa.string()
TEXTS = pa.list_(pa.string())
INT = pa.int32()
LONG = pa.int64()
FLAG = pa.bool_()
DATE = pa.date32()
TIME = pa.timestamp("s")
"""A moment, UTC; the column's name says so."""
INTS = pa.list_(pa.int32())
BYTES = pa.binary()
MONEY = pa.decimal128(14, 4)


@dataclass(frozen=True)
class Column:
    """One column: name (with its unit where it has one), Arrow type, and a sentence that says what it means."""

    name: str
    type: pa.DataType
    doc: str
    required: bool = False


@dataclass(frozen=True)
class Schema:
    """One table. Rows are unique by `key` and stored in its order, so that a digest of the content means something."""

    name: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    raw: dict[str, str] = field(default_factory=dict)
    """For tables that a source can fill: the fields an importer may give (all text), each with a sentence."""

    @property
    def arrow(self) -> pa.Schema:
        """Names and types. What must not be empty is checked when a stage stores the table (see `stage`)."""
        return pa.schema([pa.field(c.name, c.type) for c in self.columns])

    @property
    def names(self) -> list[str]:
        return [c.name for c in self.columns]


def column(name: str, type: pa.DataType, doc: str, *, required: bool = False) -> Column:
    return Column(name, type, doc, required)


def key(name: str, doc: str) -> Column:
    """A text column that is never empty."""
    return Column(name, TEXT, doc, required=True)
