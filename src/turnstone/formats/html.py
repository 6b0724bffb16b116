"""A page of the web, saved as a file: one offer, or as many as it describes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from turnstone.errors import SourceError, Where
from turnstone.formats.encodings import decode, is_text
from turnstone.formats.page import FIELDS, offers_in
from turnstone.formats.rows import LONGEST_CELL, BadRow, Chunk, Head, ReadOptions, Rows

HEADER = tuple(f"page {name}" for name in FIELDS)
"""The columns of a page, as a source description names them."""
LARGEST_PAGE = 32 << 20
_BEGINS = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,3000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|main|article|section|div|p|h1|script|table)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_html(start: bytes) -> bool:
    """Whether a file's first bytes are those of a page."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[: len(start) // 2 * 2].decode("utf-16", "replace").encode()
    return _BEGINS.match(start) is not None


def heads(path: Path, options: ReadOptions) -> list[Head]:
    return [Head(None, ((0, HEADER),))]


def read(path: Path, head: Head, header_row: int, options: ReadOptions) -> Rows:
    """The page's offers; all stand in row 1. Raises SourceError for a file that is too large to be a page."""
    if path.stat().st_size > LARGEST_PAGE:
        raise SourceError(
            f"a page of more than {LARGEST_PAGE >> 20} MiB",
            where=Where(str(path)),
            expected="one page of the web as saved by a browser",
            do="for many pages, add the WARC file that they were saved to",
        )
    data = path.read_bytes()
    notes: list[str] = []
    if is_text(data):
        text, note = decode(data, options.encoding)
        notes += [note] if note else []
        chunk = to_chunk(*page_rows(1, text, None))
    else:
        chunk = to_chunk([], [BadRow(1, "binary data, not a page")])
    return Rows(HEADER, HEADER, iter([chunk]), notes)


def page_rows(
    number: int, text: str, address: str | None, hashes: Mapping[str, str] | None = None
) -> tuple[list[tuple[int, dict[str, str]]], list[BadRow]]:
    """(row, fields) of each offer of a page, and what is refused of it."""
    offers = offers_in(text, address, dict(hashes or {}))
    if not offers:
        return [], [BadRow(number, "a page without any text", address or "")]
    rows, bad = [], []
    for offer in offers:
        if any(len(value) > LONGEST_CELL for value in offer.values()):
            bad.append(BadRow(number, f"a text of more than {LONGEST_CELL:,} characters", address or ""))
        else:
            rows.append((number, offer))
    return rows, bad


def to_chunk(
    rows: Sequence[tuple[int, Mapping[str, str]]], bad: Sequence[BadRow], blank: int = 0, names: Sequence[str] = FIELDS
) -> Chunk:
    """Rows as fields to rows as columns."""
    columns = [pa.array([fields.get(name) or None for _, fields in rows], pa.string()) for name in names]
    return Chunk(pa.array([number for number, _ in rows], pa.int32()), columns, list(bad), blank)
