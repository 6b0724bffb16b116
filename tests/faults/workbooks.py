"""Workbooks that are not what they should be, made by hand: parts of an archive, containers, records."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

HEADINGS = ("Program", "Entity Debarred", "City", "State", "Start Date", "End Date", "Sources", "Notes")
ROW = ("H-2A", "Amberline Packing Inc", "Lander", "WY", "2015-01-01", "2016-01-01", "list", "")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def cell(text: str, at: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *texts: str) -> str:
    cells = "".join(cell(text, f"{chr(65 + i)}{number}") for i, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


def parts(rows: str, *, prolog: str = "", sheet: str = "Sheet1") -> dict[str, bytes]:
    """The parts of the smallest workbook that spreadsheet programs open, with these rows."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    texts = {
        "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'sheet.main+xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'{head}{prolog}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return {name: text.encode() for name, text in texts.items()}


def zipped(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return path


def debarments(path: Path, *more: str, prolog: str = "", **others: bytes) -> Path:
    """A readable list of debarments with further rows of XML and further parts."""
    contents = parts(row(1, *HEADINGS) + row(2, *ROW) + "".join(more), prolog=prolog)
    return zipped(path, contents | {name.replace("__", "/"): data for name, data in others.items()})


@dataclass(frozen=True)
class Packed:
    """A part as it stands in an archive: the packed bytes, and what the archive says of them."""

    name: str
    data: bytes
    size: int
    crc: int = 0
    at: int | None = None
    """Where the archive says that it begins; None: where it does."""


def packed(name: str, content: bytes) -> Packed:
    """A part as an honest archive holds it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Packed(name, packer.compress(content) + packer.flush(), len(content), zlib.crc32(content))


def zeros(name: str, mebibytes: int, said: int | None = None) -> Packed:
    """A part of zeros that nobody computed: one packed piece again and again. `said`: the size that the archive tells."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    pieces = [packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)]
    end = packer.flush(zlib.Z_FINISH)
    return Packed(name, pieces[0] + pieces[1] * (mebibytes - 1) + end, (mebibytes << 20) if said is None else said)


def by_hand(path: Path, *members: Packed) -> Path:
    """An archive of these parts, whatever they say of themselves. A part with `at` brings no bytes of its own."""
    body, index = b"", b""
    for part in members:
        name = part.name.encode()
        at = len(body) if part.at is None else part.at
        said = struct.pack("<HHHIII", 8, 0, 33, part.crc, len(part.data), min(part.size, 0xFFFFFFFF))
        if part.at is None:
            body += (
                b"PK\x03\x04" + struct.pack("<HH", 20, 0) + said + struct.pack("<HH", len(name), 0) + name + part.data
            )
        index += b"PK\x01\x02" + struct.pack("<HHH", 20, 20, 0) + said
        index += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at) + name
    count = len(members)
    path.write_bytes(
        body + index + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(index), len(body), 0)
    )
    return path


def old_container(path: Path, streams: dict[str, bytes]) -> Path:
    """An OLE container with one stream after another, named in its directory in UTF-16: as Office protects a file."""
    fat_at, directory_at, sector = 0, 1, 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    body = b""
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for i, (name, data) in enumerate(streams.items()):
        start = len(fat)
        count = -(-max(len(data), 4096) // sector)
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        body += data.ljust(count * sector, b"\x00")
        right = i + 2 if i + 1 < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, start, max(len(data), 4096), right=right))
    header = struct.pack("<8s16sHHHHHHIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1,
                         directory_at, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    header += struct.pack("<I", fat_at) + b"\xff" * 4 * 108
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    path.write_bytes(header + table + b"".join(entries).ljust(sector, b"\x00") + body)
    return path


def _entry(name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack(
        "<64sHBBIII16sIQQIQ", text, len(text), kind, 1, 0xFFFFFFFF, right, child, b"", 0, 0, 0, start, size
    )


def old_with_password(path: Path) -> Path:
    """An .xls file whose stream says that all after it is enciphered (the record FILEPASS)."""
    import xlwt
    from xlwt.CompoundDoc import XlsDoc

    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for r, texts in enumerate((HEADINGS, ROW)):
        for c, text in enumerate(texts):
            page.write(r, c, text)
    book.save(io.BytesIO())
    stream = book.get_biff_data()
    first = 4 + struct.unpack("<H", stream[2:4])[0]
    password = struct.pack("<HHHHH16s16s16s", 0x2F, 54, 1, 1, 1, b"s" * 16, b"v" * 16, b"h" * 16)
    XlsDoc().save(str(path), stream[:first] + password + stream[first:])
    return path
