"""The texts of any table, cell by cell, without a mapping: for lists that are looked up and not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from turnstone.errors import SourceError, Where
from turnstone.formats.detect import detect
from turnstone.formats.rows import ReadOptions


@dataclass(frozen=True)
class TextCell:
    """One text and where it stands."""

    sheet: str | None
    row: int
    column: str
    text: str


def read_cells(path: Path, columns: Sequence[str] = ()) -> list[TextCell]:
    """All texts of a table, or of some of its columns; of a plain text, its lines.

    The first row is the header where a table has several columns or `columns` are named. Raises SourceError when a
    named column is missing.
    """
    format = detect(path)
    options = ReadOptions()
    out: list[TextCell] = []
    missing = set(columns)
    for head in format.heads(path, options):
        if not head.rows:
            continue
        number, header = head.rows[0]
        if format.name == "delimited" and len(header) == 1 and not columns:
            return _lines(path)
        rows = format.read(path, head, number, options)
        wanted = [i for i, name in enumerate(rows.header) if not columns or name in columns]
        missing -= set(rows.header)
        for chunk in rows.chunks:
            numbers = chunk.numbers.to_pylist()
            for i in wanted:
                texts = zip(numbers, chunk.columns[i].to_pylist(), strict=True)
                name = rows.header[i] or rows.positions[i]
                out.extend(TextCell(head.sheet, n, name, text.strip()) for n, text in texts if text and text.strip())
    if missing:
        names = sorted(
            {name for head in format.heads(path, options) for name in (head.rows[0][1] if head.rows else ())}
        )
        raise SourceError(
            f"there is no column {sorted(missing)[0]!r}", where=Where(str(path)), expected=", ".join(map(repr, names))
        )
    return sorted(out, key=lambda cell: (cell.sheet or "", cell.row))


def _lines(path: Path) -> list[TextCell]:
    with path.open("r", encoding="utf-8-sig", errors="replace") as file:
        texts = [(number, line.strip().strip('"')) for number, line in enumerate(file, 1)]
    return [TextCell(None, number, "", text) for number, text in texts if text]
