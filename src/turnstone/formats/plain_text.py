"""Texts that stand in files of their own: a folder of them is kept as one archive, each file one offer.

A file may begin with lines such as `Title: ...` or `Posted: ...`; a blank line or the first line that is no such line
ends them, and the rest is the text. The file's name is the offer's id in the source.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from turnstone.errors import SourceError, Where
from turnstone.formats.encodings import decode, is_text
from turnstone.formats.html import to_chunk
from turnstone.formats.page import FIELDS
from turnstone.formats.rows import LONGEST_CELL, BadRow, Chunk, Head, ReadOptions, Rows

HEADER = tuple(f"file {name}" for name in FIELDS)
_NAMES = {
    "title": "title", "subject": "title", "headline": "title", "posted": "posted", "date": "posted", "place": "place",
    "city": "place", "location": "place", "town": "place", "country": "country", "account": "account",
    "user": "account", "author": "account", "phone": "phone", "tel": "phone", "telephone": "phone", "email": "email",
    "e-mail": "email", "mail": "email", "price": "price", "pay": "price", "salary": "price", "currency": "currency",
    "company": "claimed", "name": "claimed", "site": "site", "section": "section", "category": "section",
    "side": "side", "url": "url", "link": "url", "images": "images", "id": "external_id",
}  # fmt: skip
_LINE = re.compile(r"^([A-Za-z-]{2,10})[ \t]*:[ \t]*(\S.*)?$")
_LARGEST = 4 * LONGEST_CELL
_FEW = 512
MARK = "turnstone texts"


def bundle(files: Sequence[tuple[str, Path]], target: Path) -> None:
    """Files (name, path) to one archive: the same files give the same bytes, whatever their dates and owners.

    Raises SourceError for a file that may not be read.
    """
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT, pax_headers={"comment": MARK}) as archive:
        for name, path in sorted(files):
            try:
                data = path.read_bytes()
            except PermissionError as error:
                raise SourceError(
                    "the file may not be read", where=Where(str(path)), do="ask for the right to"
                ) from error
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def is_bundle(start: bytes) -> bool:
    """Whether a file's first bytes are those of such an archive."""
    return start[257:262] == b"ustar" and MARK.encode() in start[:4096]


def heads(path: Path, options: ReadOptions) -> list[Head]:
    return [Head(None, ((0, HEADER),))]


def read(path: Path, head: Head, header_row: int, options: ReadOptions) -> Rows:
    """An offer for each file, in the order of their names; `row` is its place among them, from 1."""
    notes: list[str] = []
    return Rows(HEADER, HEADER, _chunks(path, options, notes), notes)


def _chunks(path: Path, options: ReadOptions, notes: list[str]) -> Iterator[Chunk]:
    rows: list[tuple[int, dict[str, str]]] = []
    bad: list[BadRow] = []
    guessed = 0
    try:
        with tarfile.open(path, "r:") as archive:
            for number, member in enumerate(archive, 1):
                stream = archive.extractfile(member) if member.isreg() else None
                data = stream.read(_LARGEST + 1) if stream else b""
                problem = _problem(data)
                if problem:
                    bad.append(BadRow(number, problem, member.name))
                    continue
                text, note = decode(data, options.encoding)
                guessed += note is not None
                fields = read_offer(text)
                if len(fields.get("text", "")) > LONGEST_CELL:
                    bad.append(BadRow(number, f"a text of more than {LONGEST_CELL:,} characters", member.name))
                    continue
                rows.append((number, {"external_id": member.name} | fields))
                if len(rows) >= _FEW:
                    yield to_chunk(rows, bad)
                    rows, bad = [], []
    except tarfile.TarError as error:
        raise SourceError(f"the archive of texts is damaged ({error})", where=Where(str(path))) from error
    yield to_chunk(rows, bad)
    if guessed:
        notes.append(f"{guessed:,} files were not UTF-8 and were read as Windows-1252 or Latin-1")


def _problem(data: bytes) -> str | None:
    if not data.strip():
        return "the file is empty"
    if len(data) > _LARGEST:
        return f"a file of more than {_LARGEST:,} bytes"
    if not is_text(data):
        return "binary data, not text"
    return None


def read_offer(text: str) -> dict[str, str]:
    """Field -> text of one file."""
    text = text.replace("\r\n", "\n")
    fields: dict[str, str] = {}
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end].strip()
        match = _LINE.match(line)
        name = _NAMES.get(match[1].lower()) if match else None
        if name is None or match is None:
            break
        if match[2]:
            fields[name] = f"{fields[name]}; {match[2]}" if name in fields else match[2]
        at = end + 1
    body = text[at:].strip()
    return fields | ({"text": body} if body else {})
