"""Excel workbooks (.xlsx, .xlsm, .xls): heads from the file's own XML, rows through calamine."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.errors import SourceError, Where
from turnstone.formats import guard
from turnstone.formats.rows import CHUNK_ROWS, HEAD_ROWS, LONGEST_CELL, BadRow, Chunk, Head, ReadOptions, Rows, letter

_FORMULA = re.compile(
    rb'<c [^>]*?r="(?P<column>[A-Z]+)(?P<row>\d+)"[^>]*>\s*<f(?:/>|[^>]*/>|[^>]*>(?P<formula>[^<]*)</f>)'
    rb"\s*(?:<v>(?P<value>[^<]*)</v>)?"
)
_TEXT = re.compile(rb"<t(?: [^>]*)?>([^<]*)</t>")
_REF = re.compile(r"([A-Z]+)(\d+)")
_PREFIX = 512 << 10
_MOST_STRINGS = 64 << 20


def heads(path: Path, options: ReadOptions) -> list[Head]:
    """The first rows of each sheet. Raises SourceError for what cannot be a readable workbook."""
    if guard.is_ole(path):
        guard.check_not_encrypted(path)
        return [_old_head(path, name) for name in _old_workbook(path).sheet_names]
    try:
        with zipfile.ZipFile(path) as zipped:
            return [_head(zipped, name, part) for name, part in _sheet_parts(zipped).items()]
    except (zipfile.BadZipFile, ET.ParseError, KeyError, OSError) as error:
        raise guard.damaged(path, error) from error


def read(path: Path, head: Head, header_row: int, options: ReadOptions) -> Rows:
    """All rows below the header, as text. Cells that hold an Excel error (#REF!) are null and told in `bad`."""
    import fastexcel

    formulas, may_hold_errors = 0, True
    if guard.is_ole(path):
        guard.check_not_encrypted(path)
    else:
        found = guard.inspect(path)
        with zipfile.ZipFile(path) as zipped:
            part = _sheet_parts(zipped).get(head.sheet or "", "")
        formulas, may_hold_errors = found.formulas[part], part in found.errors
    try:
        batch, errors = _load(path, head.sheet or 0, may_hold_errors)
    except fastexcel.FastExcelError as error:
        raise SourceError(
            f"the workbook cannot be read ({str(error).splitlines()[0]})",
            where=Where(str(path), head.sheet),
            expected="a whole, unprotected workbook",
            do="open it in a spreadsheet program; if it opens, save it again and add that file",
        ) from error
    header = tuple((c[header_row - 1].as_py() or "").strip() if batch.num_rows else "" for c in batch.columns)
    first = _first_column(head, header_row, header)
    bad = [
        BadRow(
            e.position[0] + 1,
            "an error of the spreadsheet in place of a value",
            e.detail,
            letter(e.position[1] + first),
        )
        for e in errors
        if e.position[0] >= header_row
    ]
    notes = []
    if formulas:
        notes.append(f"{formulas} cells hold formulas: the values saved with them were read, nothing was calculated")
        bad.extend(_formulas_without_value(path, head.sheet or "", header_row))
    positions = tuple(letter(i + first) for i in range(len(header)))
    return Rows(header, positions, _chunks(batch, header_row, bad), notes)


def _load(path: Path, sheet: str | int, may_hold_errors: bool) -> tuple[pa.RecordBatch, list[Any]]:
    """All cells as text, and the cells that hold an error. The eager way is a fifth faster but tells no errors."""
    import fastexcel

    book = fastexcel.read_excel(path)
    if not may_hold_errors:
        return book.load_sheet_eager(sheet, header_row=None, skip_rows=0, dtypes="string"), []
    batch, errors = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_arrow_with_errors()
    return batch, errors.errors if errors is not None else []


def _first_column(head: Head, header_row: int, header: tuple[str, ...]) -> int:
    """The spreadsheet column at which the used range begins: calamine does not say, the header's own cell does."""
    seen = dict(head.rows).get(header_row, ())
    at_file = next((i for i, text in enumerate(seen) if text), 0) + head.first_column
    at_range = next((i for i, text in enumerate(header) if text), 0)
    return max(at_file - at_range, 0)


class _Trimmed(Sequence[pa.Array]):
    """The columns of some rows of a sheet, trimmed when asked for: most columns of wide files are left out."""

    def __init__(self, columns: list[pa.Array], keep: pa.Array) -> None:
        self._columns, self._keep = columns, keep
        self._all = pc.all(keep).as_py()

    def __len__(self) -> int:
        return len(self._columns)

    def __getitem__(self, index: Any) -> Any:
        column = self._columns[index]
        text = pc.utf8_trim_whitespace(column if self._all else column.filter(self._keep))
        return pc.if_else(pc.equal(text, ""), None, text)


def _chunks(batch: pa.RecordBatch, header_row: int, bad: list[BadRow]) -> Iterator[Chunk]:
    """Slices of the sheet below the header, without blank rows; a cell of over a megabyte makes its row a bad one."""
    for start in range(header_row, max(batch.num_rows, header_row + 1), CHUNK_ROWS):
        columns = [c.slice(start, CHUNK_ROWS) for c in batch.columns]
        size = len(columns[0]) if columns else 0
        filled = np.zeros(size, bool)
        huge = np.zeros(size, bool)
        for column in columns:
            if not filled.all():
                filled |= np.asarray(pc.greater(pc.binary_length(column), 0).fill_null(False))
            if column.nbytes > LONGEST_CELL:
                huge |= np.asarray(pc.greater(pc.binary_length(column).fill_null(0), LONGEST_CELL))
        keep = filled & ~huge
        numbers = np.arange(start + 1, start + 1 + size, dtype=np.int32)
        here = [BadRow(int(n), f"a cell of more than {LONGEST_CELL:,} bytes") for n in numbers[huge]]
        here += [b for b in bad if start < b.row <= start + size]
        yield Chunk(pa.array(numbers[keep]), _Trimmed(columns, pa.array(keep)), here, int((~filled).sum()))


def _sheet_parts(zipped: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> name of the part that holds it."""
    root = ET.fromstring(zipped.read("xl/workbook.xml"))
    links = {rel.get("Id"): str(rel.get("Target")) for rel in ET.fromstring(zipped.read("xl/_rels/workbook.xml.rels"))}
    out: dict[str, str] = {}
    for sheet in root.iter():
        if _tag(sheet) == "sheet":
            link = next((value for name, value in sheet.items() if name.endswith("}id")), "")
            target = links.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in zipped.namelist():
                out[str(sheet.get("name"))] = part
    return out


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _head(zipped: zipfile.ZipFile, name: str, part: str) -> Head:
    """The first rows of a sheet, from the beginning of its XML."""
    parser: ET.XMLPullParser[Any] = ET.XMLPullParser(["end"])
    rows: list[tuple[int, dict[int, ET.Element]]] = []
    with zipped.open(part) as file:
        taken = 0
        while len(rows) < HEAD_ROWS and taken < _PREFIX and (piece := file.read(16 << 10)):
            taken += len(piece)
            parser.feed(piece)
            for _, row in cast(Iterator[tuple[str, ET.Element]], parser.read_events()):
                if _tag(row) == "row":
                    rows.append(_cells(row, rows))
    rows = rows[:HEAD_ROWS]
    strings = _strings(zipped, {int(_value(c)) for _, cells in rows for c in cells.values() if _is_shared(c)})
    texts = [(number, {i: _cell_text(c, strings) for i, c in cells.items()}) for number, cells in rows]
    filled = [i for _, cells in texts for i, text in cells.items() if text]
    first, last = min(filled, default=0), max(filled, default=-1)
    return Head(
        name,
        tuple(
            (n, tuple(cells.get(i, "").strip() for i in range(first, last + 1)))
            for n, cells in texts
            if any(cells.values())
        ),
        first,
    )


def _cells(row: ET.Element, before: list[tuple[int, dict[int, ET.Element]]]) -> tuple[int, dict[int, ET.Element]]:
    """A row's number and its cells by column."""
    number = int(row.get("r") or (before[-1][0] + 1 if before else 1))
    cells: dict[int, ET.Element] = {}
    for position, cell in enumerate(row):
        match = _REF.match(cell.get("r") or "")
        cells[_index(match[1]) if match else position] = cell
    return number, cells


def _strings(zipped: zipfile.ZipFile, wanted: set[int]) -> dict[int, str]:
    """The shared texts with these numbers."""
    if not wanted or "xl/sharedStrings.xml" not in zipped.namelist():
        return {}
    found: dict[int, str] = {}
    number, tail, taken = 0, b"", 0
    with zipped.open("xl/sharedStrings.xml") as file:
        while number <= max(wanted) and taken < _MOST_STRINGS and (piece := file.read(_PREFIX)):
            taken += len(piece)
            *items, tail = (tail + piece).replace(b"<si/>", b"<si></si>").split(b"</si>")
            found |= {n: _item_text(items[n - number]) for n in wanted if number <= n < number + len(items)}
            number += len(items)
    return found


def _item_text(xml: bytes) -> str:
    """The text of one <si>, its runs joined."""
    return "".join(unescape(t.decode("utf-8")) for t in _TEXT.findall(xml))


def _is_shared(cell: ET.Element) -> bool:
    return cell.get("t") == "s" and _value(cell).isdigit()


def _value(cell: ET.Element) -> str:
    return next((v.text or "" for v in cell if _tag(v) == "v"), "")


def _cell_text(cell: ET.Element, strings: dict[int, str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter() if _tag(t) == "t")
    value = _value(cell)
    return strings.get(int(value), "") if _is_shared(cell) else value


def _index(letters: str) -> int:
    index = 0
    for c in letters:
        index = index * 26 + ord(c) - 64
    return index - 1


def _formulas_without_value(path: Path, sheet: str, header_row: int) -> list[BadRow]:
    """Cells whose formula was never calculated: what they would show is not in the file."""
    out: list[BadRow] = []
    with zipfile.ZipFile(path) as zipped, zipped.open(_sheet_parts(zipped)[sheet]) as part:
        tail = b""
        while piece := part.read(guard.PIECE):
            window = tail + piece
            end = max(window.rfind(b"<c "), 0)
            tail = window[end:] if piece else b""
            out.extend(_uncalculated(window[:end], header_row))
        out.extend(_uncalculated(tail, header_row))
    return out


def _uncalculated(xml: bytes, header_row: int) -> Iterator[BadRow]:
    for cell in _FORMULA.finditer(xml):
        row = int(cell["row"])
        if row > header_row and not cell["value"]:
            formula = unescape((cell["formula"] or b"").decode("utf-8", "replace"))
            yield BadRow(row, "a formula without a saved value", f"={formula}", cell["column"].decode())


def _old_workbook(path: Path) -> Any:
    import python_calamine

    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.CalamineError as error:
        raise SourceError(
            f"the workbook cannot be read ({error})", where=Where(str(path)), expected="an Excel workbook (.xls)"
        ) from error


def _old_head(path: Path, name: str) -> Head:
    sheet = _old_workbook(path).get_sheet_by_name(name)
    if sheet.start is None:
        return Head(name, ())
    top, left = sheet.start
    rows = [tuple(str(v).strip() for v in row) for row in sheet.to_python(skip_empty_area=True, nrows=HEAD_ROWS)]
    return Head(name, tuple((top + 1 + i, row) for i, row in enumerate(rows)), left)
