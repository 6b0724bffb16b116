"""Which reader a file needs, by its content first and its name second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from turnstone.errors import SourceError, Where
from turnstone.formats import columnar, delimited, guard, html, plain_text, warc, warc_pages, workbook
from turnstone.formats.rows import Head, ReadOptions, Rows


@dataclass(frozen=True)
class Format:
    """A readable format: its name, how to get the heads, how to read the rows below a header."""

    name: str
    heads: Callable[[Path, ReadOptions], list[Head]]
    read: Callable[[Path, Head, int, ReadOptions], Rows]


WORKBOOK = Format("workbook", workbook.heads, workbook.read)
PARQUET = Format("parquet", columnar.parquet_heads, columnar.parquet_read)
NDJSON = Format("ndjson", columnar.ndjson_heads, columnar.ndjson_read)
DELIMITED = Format("delimited", delimited.heads, delimited.read)
HTML = Format("html", html.heads, html.read)
WARC = Format("warc", warc_pages.heads, warc_pages.read)
TEXTS = Format("texts", plain_text.heads, plain_text.read)


def detect(path: Path, name: str | None = None) -> Format:
    """The format of a file. Raises SourceError for an empty file or one of no readable kind."""
    with path.open("rb") as file:
        start = file.read(4096)
    where = Where(str(path))
    if not start:
        raise SourceError("the file is empty", where=where, expected="a table")
    if start.startswith(b"PK\x03\x04"):
        guard.check_index(path)
        return WORKBOOK
    if guard.is_ole(path):
        return WORKBOOK
    if start.startswith(b"PAR1"):
        return PARQUET
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return NDJSON
    if html.looks_like_html(start):
        return HTML
    if plain_text.is_bundle(start):
        return TEXTS
    if start.lstrip().startswith(b"WARC/") or (start.startswith(b"\x1f\x8b") and warc.is_warc(path)):
        return WARC
    if start.startswith((b"%PDF", b"\x1f\x8b", b"7z", b"Rar!", b"\x89PNG", b"\xff\xd8\xff")):
        raise SourceError(
            "not a table",
            where=where,
            expected="CSV, TSV, XLSX, XLS, Parquet, NDJSON, FollowTheMoney NDJSON, WARC or HTML",
            do="unpack archives first; ask the sender of a PDF or picture for the table it was made from",
        )
    return DELIMITED
