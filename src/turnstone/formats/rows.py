"""What every reader gives: the first rows of each sheet, then all rows as text with their row numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

HEAD_ROWS = 25
CHUNK_ROWS = 50_000
LONGEST_CELL = 1 << 20
"""Bytes. Excel allows 32,767 characters in a cell; a text of over a megabyte in a cell is a fault or an attack."""


@dataclass(frozen=True)
class Head:
    """The first rows of a sheet (or of a file that has no sheets: `sheet` is None), with their row numbers."""

    sheet: str | None
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    first_column: int = 0
    """How many columns stand empty at the left (spreadsheets only)."""


@dataclass(frozen=True)
class BadRow:
    """A row, or some lines, that cannot be read as a row: the number of the first and why. With a `column`, only the
    value there cannot be read and the row is given without it."""

    row: int
    reason: str
    text: str = ""
    column: str | None = None
    lines: int = 1


Columns = Sequence[pa.Array]
"""One array of texts a column. Readers may make an array only when it is asked for."""


@dataclass(frozen=True)
class Chunk:
    """Some rows: `numbers` as the file counts them (from 1) and one text column for each column of the header.

    Empty cells are null. Rows in which all cells are empty are left out and counted in `blank`.
    """

    numbers: pa.Array
    columns: Columns
    bad: list[BadRow] = field(default_factory=list)
    blank: int = 0


@dataclass(frozen=True)
class Rows:
    """A sheet below its header: column names as written, where each column stands (a letter or a number), the rows."""

    header: tuple[str, ...]
    positions: tuple[str, ...]
    chunks: Iterator[Chunk]
    notes: list[str] = field(default_factory=list)
    """What a careful reader should know (another encoding met, formulas read by their saved values). Complete only
    after the chunks have been read."""


@dataclass(frozen=True)
class ReadOptions:
    """What a mapping may say about a file's form; None means: find out."""

    delimiter: str | None = None
    encoding: str | None = None


def letter(index: int) -> str:
    """A column's letter in a spreadsheet: 0 is A, 26 is AA."""
    out = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        out = chr(65 + rest) + out
    return out
