"""Looks through a zipped workbook before anything parses it: bombs, damage, passwords, formulas.

Every part is unpacked once, in pieces, into nothing: what is counted is what really comes out, not what the archive
says of itself. That costs a third of a second for 100 MB and is the only defence that a lying archive cannot pass.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from turnstone.errors import SourceError, Where
from turnstone.formats import extent
from turnstone.formats.rows import letter

MOST_UNPACKED = 4 << 30
MOST_TEXT = 4 << 30
MOST_STRINGS = 1 << 30
MOST_INDEX = 16 << 20
LONGEST_TEXT = 16 << 20
"""Bytes without any markup. A spreadsheet program writes 32,767 characters at most; `rows.LONGEST_CELL` refuses less."""
PIECE = 1 << 20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BOF, _FILE_PASS = bytes.fromhex("0908100000060500"), 0x2F
"""The beginning of an .xls file's main stream (BIFF8), and the record that says that the rest is enciphered."""
_FIRST_RECORDS = 12
_CELL_TEXT = re.compile(rb't="s"[^>]*>\s*<v>(\d+)</v>')
_SHORTEST_CELL = len(b'<c t="s"><v>0</v></c>')
_STRINGS = "xl/sharedStrings.xml"


def is_ole(path: Path) -> bool:
    """True for the container of old .xls files and of password-protected .xlsx files."""
    with path.open("rb") as file:
        return file.read(8) == _OLE


def check_not_encrypted(path: Path) -> None:
    """Raises SourceError for an Office file that is protected by a password."""
    with path.open("rb") as file:
        data = file.read()
    if any(name.encode("utf-16-le") in data for name in ("EncryptedPackage", "EncryptionInfo")) or _enciphered(data):
        raise SourceError(
            "the workbook is protected by a password",
            where=Where(str(path)),
            expected="a workbook that opens without a password",
            do="open it with its password, save it without one, and add that file; note who did it and when",
        )


def _enciphered(data: bytes) -> bool:
    """Whether an old workbook says, in one of its first records, that the rest is enciphered ([MS-XLS] FilePass)."""
    at = data.find(_BOF)
    for _ in range(_FIRST_RECORDS if at >= 0 else 0):
        kind, size = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        if kind == _FILE_PASS:
            return True
        at += 4 + size
    return False


def damaged(path: Path, why: object) -> SourceError:
    return SourceError(
        f"the workbook is damaged or cut short ({why})",
        where=Where(str(path)),
        expected="a whole .xlsx file",
        do="get the file again from where it came from and compare its size",
    )


def check_index(path: Path) -> None:
    """Raises SourceError where a part that says what the workbook holds, and is read as a whole, is far too large."""
    try:
        with zipfile.ZipFile(path) as zipped:
            for name in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} & set(zipped.namelist()):
                with zipped.open(name) as part:
                    if len(part.read(MOST_INDEX + 1)) > MOST_INDEX:
                        raise _bomb(path, name, MOST_INDEX)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(path, error) from error


@dataclass
class Contents:
    """What a look through a workbook found, by worksheet part. Both err to yes."""

    formulas: Counter[str] = field(default_factory=Counter)
    errors: set[str] = field(default_factory=set)
    """Parts that may hold an error of the spreadsheet (#REF!) in place of a value."""


def inspect(path: Path) -> Contents:
    """Looks through all parts. Raises SourceError for bombs, damage and archives that are no workbook."""
    found = Contents()
    far: set[str] = set()
    sheets = 0
    strings = bytearray()
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as zipped, path.open("rb") as file:
            for info in zipped.infolist():
                sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
                tail = b""
                text = 0
                for piece in _unpack(info, file):
                    left -= len(piece)
                    if left < 0:
                        raise _bomb(path, info.filename, MOST_UNPACKED)
                    if sheet or info.filename == _STRINGS:
                        text = _check_text(path, info.filename, text, piece)
                    if info.filename == _STRINGS:
                        strings += piece
                        if len(strings) > MOST_STRINGS:
                            raise _bomb(path, info.filename, MOST_STRINGS)
                    elif sheet:
                        window = tail + piece
                        found.formulas[info.filename] += extent.count(
                            window[max(len(tail) - 1, 0) :], ord("<"), ord("f")
                        )
                        if b"#" in piece and b">#" in window:
                            found.errors.add(info.filename)
                        if info.filename not in far and extent.may_reach_far(window):
                            far.add(info.filename)
                        tail = piece[-extent.OVERLAP :]
                        sheets += len(piece)
    except zipfile.BadZipFile as error:
        raise damaged(path, error) from error
    _check_extents(path, far)
    _check_repeated_text(path, bytes(strings), sheets // _SHORTEST_CELL, list(found.formulas))
    return found


def _check_text(path: Path, name: str, before: int, piece: bytes) -> int:
    """The length of the text at the end of a piece. Raises SourceError for a text that no cell can hold."""
    first = piece.find(b"<")
    length = before + (len(piece) if first < 0 else first)
    if length > LONGEST_TEXT:
        raise SourceError(
            f"a text of more than {LONGEST_TEXT >> 20} MiB (in part {name!r})",
            where=Where(str(path)),
            expected="cells of at most 32,767 characters, as spreadsheet programs write them",
            do="ask the sender for the data as CSV, and what that text is",
        )
    return length if first < 0 else len(piece) - 1 - piece.rfind(b">")


def _check_extents(path: Path, sheets: Iterable[str]) -> None:
    """Looks closely at sheets that may reach far. Raises SourceError for one that is nearly all empty places."""
    with zipfile.ZipFile(path) as zipped:
        for name in sorted(sheets):
            reach, tail = extent.Extent(), b""
            with zipped.open(name) as part:
                while piece := part.read(PIECE):
                    window = tail + piece
                    end = max(window.rfind(b"<"), 0)
                    reach.add(window[:end])
                    tail = window[end:][-PIECE:]
            reach.add(tail)
            if reach.too_sparse:
                raise SourceError(
                    f"its cells reach to {letter(reach.columns - 1)}{reach.rows} and nearly all between are empty "
                    f"({reach.cells:,} cells, part {name!r})",
                    where=Where(str(path)),
                    expected="a sheet that is a table",
                    do="delete the stray cells in a spreadsheet program, or ask the sender for the data as CSV",
                )


def _bomb(path: Path, name: str, most: int) -> SourceError:
    return SourceError(
        f"it unpacks to more than {_size(most)} (at part {name!r})",
        where=Where(str(path)),
        expected="a workbook, not an archive made to fill memory (zip bomb)",
        do="do not open it elsewhere either; ask the sender, and report it to your IT security",
    )


def _size(bytes: int) -> str:
    return f"{bytes >> 30} GiB" if bytes >> 30 else f"{bytes >> 20} MiB"


def _unpack(info: zipfile.ZipInfo, file: BinaryIO) -> Iterator[bytes]:
    """The pieces of one part as they really unpack. Raises BadZipFile where they are not what the archive says."""
    file.seek(info.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile(f"part {info.filename!r} has no header")
    extra = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(info.header_offset + 30 + extra)
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"part {info.filename!r} is packed in a way that workbooks do not use")
    inflate = zlib.decompressobj(-15)
    left, size, crc = info.compress_size, 0, 0
    while left > 0 or inflate.unconsumed_tail:
        raw = inflate.unconsumed_tail or file.read(min(PIECE, left))
        if not raw:
            raise zipfile.BadZipFile(f"part {info.filename!r} is cut short")
        if not inflate.unconsumed_tail:
            left -= len(raw)
        try:
            piece = raw if info.compress_type == zipfile.ZIP_STORED else inflate.decompress(raw, PIECE)
        except zlib.error as error:
            raise zipfile.BadZipFile(f"part {info.filename!r}: {error}") from error
        if not piece and inflate.eof:
            break
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != info.file_size or crc != info.CRC:
        raise zipfile.BadZipFile(f"part {info.filename!r} is not what the archive's index says of it")


def _check_repeated_text(path: Path, strings: bytes, text_cells: int, sheets: list[str]) -> None:
    """A text is stored once and pointed to by many cells: one long text and a million cells fill any memory.

    The bound (longest text times cells) is free and passes every honest file; only past it are the cells summed up.
    """
    sizes = list(map(len, strings.split(b"<si>")[1:])) or [0]
    if max(sizes) * text_cells <= MOST_TEXT:
        return
    total = 0
    with zipfile.ZipFile(path) as zipped:
        for name in sheets:
            with zipped.open(name) as part:
                tail = b""
                while piece := part.read(PIECE):
                    window = tail + piece
                    end = max(window.rfind(b"<c "), 0)
                    total += sum(sizes[int(m)] for m in _CELL_TEXT.findall(window, 0, end) if int(m) < len(sizes))
                    tail = window[end:]
                    if total > MOST_TEXT:
                        raise SourceError(
                            f"its cells repeat texts that come to more than {MOST_TEXT >> 30} GiB",
                            where=Where(str(path)),
                            expected="a workbook, not one made to fill memory",
                            do="ask the sender for the data as CSV",
                        )
