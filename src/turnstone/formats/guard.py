"""Looks through a zipped workbook before anything parses it: bombs, damage, passwords, formulas.

Every part is unpacked once, in pieces, into nothing: what is counted is what really comes out, not what the archive
says of itself. That costs a third of a second for 100 MB and is the only defence that a lying archive cannot pass.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from turnstone.errors import SourceError, Where

MOST_UNPACKED = 4 << 30
MOST_TEXT = 4 << 30
PIECE = 1 << 20
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
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
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise SourceError(
            "the workbook is protected by a password",
            where=Where(str(path)),
            expected="a workbook that opens without a password",
            do="open it with its password, save it without one, and add that file; note who did it and when",
        )


def damaged(path: Path, why: object) -> SourceError:
    return SourceError(
        f"the workbook is damaged or cut short ({why})",
        where=Where(str(path)),
        expected="a whole .xlsx file",
        do="get the file again from where it came from and compare its size",
    )


def inspect(path: Path) -> Counter[str]:
    """Formulas (or a few more) in each worksheet part. Raises SourceError for bombs, damage and archives that are no workbook."""
    formulas: Counter[str] = Counter()
    sheets = 0
    strings: list[bytes] = []
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(path) as zipped, path.open("rb") as file:
            for info in zipped.infolist():
                sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
                tail = b""
                for piece in _unpack(info, file):
                    left -= len(piece)
                    if left < 0:
                        raise _bomb(path, info)
                    if info.filename == _STRINGS:
                        strings.append(piece)
                    elif sheet:
                        formulas[info.filename] += (tail + piece).count(b"<f")
                        tail = piece[-1:]
                        sheets += len(piece)
    except zipfile.BadZipFile as error:
        raise damaged(path, error) from error
    _check_repeated_text(path, b"".join(strings), sheets // _SHORTEST_CELL, list(formulas))
    return formulas


def _bomb(path: Path, info: zipfile.ZipInfo) -> SourceError:
    return SourceError(
        f"it unpacks to more than {MOST_UNPACKED >> 30} GiB (at part {info.filename!r})",
        where=Where(str(path)),
        expected="a workbook, not an archive made to fill memory (zip bomb)",
        do="do not open it elsewhere either; ask the sender, and report it to your IT security",
    )


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
    sizes = [len(item) for item in strings.split(b"<si>")[1:]] or [0]
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
