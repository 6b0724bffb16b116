"""Delimited text (CSV, TSV): read line by line, so that one bad line spoils neither its neighbours nor the memory."""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from turnstone.errors import SourceError, Where
from turnstone.formats.rows import CHUNK_ROWS, HEAD_ROWS, LONGEST_CELL, BadRow, Chunk, Head, ReadOptions, Rows

LONGEST_LINE = 4 * LONGEST_CELL
_TOO_LONG = "\x00too long\x00"
_DELIMITERS = ",;\t|"


def heads(path: Path, options: ReadOptions) -> list[Head]:
    """The first records. Raises SourceError for an empty file or bytes that are no text."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, record, problem in _Records(path, options).read():
        if problem is None and any(record):
            rows.append((number, tuple(record)))
        if len(rows) >= HEAD_ROWS:
            break
    if not rows:
        raise SourceError("the file has no rows", where=Where(str(path)), expected="a header and rows")
    return [Head(None, tuple(rows))]


def read(path: Path, head: Head, header_row: int, options: ReadOptions) -> Rows:
    """All records below the header. A record with another number of cells than the header is a bad row."""
    header = dict(head.rows)[header_row]
    notes: list[str] = []
    records = _Records(path, options, width=len(header))
    return Rows(
        header, tuple(str(i + 1) for i in range(len(header))), _chunks(records, header_row, header, notes), notes
    )


def _chunks(records: _Records, header_row: int, header: tuple[str, ...], notes: list[str]) -> Iterator[Chunk]:
    numbers: list[int] = []
    held: list[list[str]] = []
    bad: list[BadRow] = []
    blank = 0
    for number, record, problem in records.read():
        if number <= header_row:
            continue
        if problem is not None:
            bad.append(BadRow(number, problem, " | ".join(record)[:500]))
        elif not any(record):
            blank += 1
        elif len(record) != len(header):
            bad.append(
                BadRow(number, f"{len(record)} cells where the header has {len(header)}", " | ".join(record)[:500])
            )
        elif max(map(len, record)) > LONGEST_CELL:
            bad.append(BadRow(number, f"a cell of more than {LONGEST_CELL:,} characters"))
        else:
            numbers.append(number)
            held.append(record)
        if len(held) >= CHUNK_ROWS:
            yield _chunk(numbers, held, len(header), bad, blank)
            numbers, held, bad, blank = [], [], [], 0
    yield _chunk(numbers, held, len(header), bad, blank)
    notes.extend(records.notes())


def _chunk(numbers: list[int], rows: list[list[str]], width: int, bad: list[BadRow], blank: int) -> Chunk:
    cells = zip(*rows, strict=True) if rows else ([] for _ in range(width))
    columns = [pa.array([text.strip() or None for text in column], pa.string()) for column in cells]
    return Chunk(pa.array(numbers, pa.int32()), columns, list(bad), blank)


class _Records:
    """The records of a file with the number of their first line. Heals after a quote that is never closed."""

    def __init__(self, path: Path, options: ReadOptions, width: int | None = None) -> None:
        self._path, self._width = path, width
        with path.open("rb") as file:
            start = file.read(64 << 10)
        if options.encoding is None and b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise SourceError("binary data, not text", where=Where(str(path)), expected="a table as text")
        self._encoding = options.encoding or ("utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else None)
        self._delimiter = options.delimiter or _delimiter(start)
        self._fallbacks: Counter[str] = Counter()
        self._line = 0  # lines handed to the parser
        self._since: list[str] = []  # lines of the record being parsed
        self._again: deque[str] = deque()  # lines to parse anew after a failure

    def notes(self) -> list[str]:
        return [f"{n:,} lines were not UTF-8 and were read as {name}" for name, n in sorted(self._fallbacks.items())]

    def read(self) -> Iterator[tuple[int, list[str], str | None]]:
        """(number of the first line, cells, problem or None)."""
        csv.field_size_limit(LONGEST_LINE)
        with self._path.open("rb") as file:
            self._lines = self._decoded(file)
            reader = csv.reader(self, delimiter=self._delimiter)
            while True:
                self._since = []
                problem = None
                record: list[str] = []
                try:
                    record = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    problem = "a quote that is not closed"
                lines = self._since
                first = self._line - len(lines) + 1
                if len(lines) == 1 and lines[0].startswith(_TOO_LONG):
                    problem = f"a line of {int(lines[0][len(_TOO_LONG) :]):,} bytes (at most {LONGEST_LINE:,} are read)"
                    record = []
                elif len(lines) > 1 and (problem or self._looks_torn(record, lines)):
                    problem = "a quote that is not closed"
                    record = [lines[0].rstrip("\r\n")]
                    self._again.extendleft(reversed(lines[1:]))
                    self._line -= len(lines) - 1
                    reader = csv.reader(self, delimiter=self._delimiter)
                elif problem is None and "\x00" in (lines[0] if len(lines) == 1 else "".join(lines)):
                    problem = "a NUL byte: binary data in a line of text"
                    record = [cell.replace("\x00", "") for cell in record]
                yield first, record, problem

    def _looks_torn(self, record: list[str], lines: list[str]) -> bool:
        """Whether a record of several lines is really a row with a stray quote that swallowed its successors."""
        if self._width is not None and len(record) != self._width:
            return True
        return sum(line.count('"') for line in lines) % 2 == 1

    def __iter__(self) -> _Records:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._line += 1
        self._since.append(line)
        return line

    def _decoded(self, file: io.BufferedReader) -> Iterator[str]:
        if self._encoding and self._encoding.lower().replace("_", "-").startswith("utf-16"):
            with io.TextIOWrapper(file, self._encoding, errors="replace", newline="") as text:
                while decoded := text.readline(LONGEST_LINE):
                    yield decoded
            return
        first = True
        while line := file.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                size = len(line)
                while more := file.readline(LONGEST_LINE):
                    size += len(more)
                    if more.endswith(b"\n"):
                        break
                yield f"{_TOO_LONG}{size}"
                continue
            if first:
                line, first = line.removeprefix(b"\xef\xbb\xbf"), False
            yield self._decode(line)

    def _decode(self, line: bytes) -> str:
        try:
            return line.decode(self._encoding or "utf-8")
        except UnicodeDecodeError:
            for name in ("cp1252", "latin-1"):
                try:
                    text = line.decode(name)
                except UnicodeDecodeError:
                    continue
                self._fallbacks["Windows-1252" if name == "cp1252" else "Latin-1"] += 1
                return text
            raise


def _delimiter(start: bytes) -> str:
    """The delimiter of the line, among the first, that has most of one kind outside quotes."""
    best: Counter[str] = Counter()
    text = start.decode("utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")
    for line in text.splitlines()[:HEAD_ROWS]:
        outside = "".join(line.split('"')[::2])
        best.update({d: outside.count(d) for d in _DELIMITERS})
    delimiter, count = max(best.items(), key=lambda item: (item[1], -_DELIMITERS.index(item[0])), default=(",", 0))
    return delimiter if count else ","
