"""The pages in a WARC file to offers. A record that holds no page is counted and named, not refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from turnstone.formats.encodings import decode, is_text
from turnstone.formats.html import HEADER, LARGEST_PAGE, looks_like_html, page_rows, to_chunk
from turnstone.formats.http_answer import Answer, answer_in
from turnstone.formats.rows import BadRow, Chunk, Head, ReadOptions, Rows
from turnstone.formats.warc import Record, read_records
from turnstone.formats.web_address import absolute

_FEW = 256
_PAGES = ("text/html", "application/xhtml+xml")
IMAGE_HASH = "x-turnstone-image-hash"
DROPPED = "x-turnstone-dropped"


def heads(path: Path, options: ReadOptions) -> list[Head]:
    return [Head(None, ((0, HEADER),))]


def read(path: Path, head: Head, header_row: int, options: ReadOptions) -> Rows:
    """The offers of all pages; `row` is the record's number in the file, from 1."""
    notes: list[str] = []
    return Rows(HEADER, HEADER, _chunks(path, options, notes), notes)


def _chunks(path: Path, options: ReadOptions, notes: list[str]) -> Iterator[Chunk]:
    hashes = {
        absolute(r.address, ""): r.headers[IMAGE_HASH]
        for r in read_records(path)
        if r.address and r.headers.get(IMAGE_HASH, "").startswith("pdq:")
    }
    rows: list[tuple[int, dict[str, str]]] = []
    bad: list[BadRow] = []
    others: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    blank = 0
    for record in read_records(path):
        page = _page(record)
        if isinstance(page, BadRow):
            bad.append(page)
        elif isinstance(page, str):
            others[page] += 1
            blank += 1
        else:
            text, note = decode(page.body, options.encoding or page.charset)
            if note:
                guessed[note] += 1
            found, refused = page_rows(record.number, text, record.address, hashes)
            rows += found
            bad += refused
        if len(rows) >= _FEW:
            yield to_chunk(rows, bad, blank)
            rows, bad, blank = [], [], 0
    yield to_chunk(rows, bad, blank)
    if others:
        named = ", ".join(f"{count:,} {name}" for name, count in sorted(others.items()))
        notes.append(f"{sum(others.values()):,} records are no pages: {named}")
    notes.extend(f"{count:,} pages: {note}" for note, count in sorted(guessed.items()))


def _page(record: Record) -> Answer | BadRow | str:
    """The page in a record; why it is refused; or what the record is, where it is no page."""
    address = record.address or ""
    if record.problem:
        return BadRow(record.number, record.problem, address)
    if dropped := record.headers.get(DROPPED):
        if dropped.startswith(_PAGES):
            return BadRow(record.number, "binary data, not a page", address)
        return dropped.partition(",")[0]
    if record.kind not in ("response", "resource", "conversion"):
        return record.kind or "without a type"
    answer = answer_in(record)
    if not 200 <= answer.status < 300:
        return f"answer {answer.status}" if answer.status else "answer without a status"
    if answer.type and answer.type not in _PAGES:
        return answer.type if answer.type.isprintable() else "of unknown type"
    if record.block is None or len(answer.body) > LARGEST_PAGE:
        return BadRow(record.number, f"a page of more than {LARGEST_PAGE >> 20} MiB", address)
    if answer.problem:
        return BadRow(record.number, answer.problem, address)
    if not answer.type and not looks_like_html(answer.body[:4096]):
        return "of unknown type"
    if not is_text(answer.body):
        return BadRow(record.number, "binary data, not a page", address)
    return answer
