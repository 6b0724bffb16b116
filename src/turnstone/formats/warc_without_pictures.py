"""A WARC file without pictures and other content that is no text: what is kept of such a record is its header, the
SHA-256 of what it held, and of a picture its hash."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from turnstone.formats.encodings import is_text
from turnstone.formats.http_answer import Answer, answer_in
from turnstone.formats.image_hash import hash_image, looks_like_image
from turnstone.formats.pictures import Dropped, without_pictures
from turnstone.formats.warc import Record, read_records

_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def copy_warc(path: Path, target: BinaryIO, dropped: Dropped) -> None:
    """Writes the records of a file without pictures, packed record by record if the file is. The same file gives the
    same bytes. A record that is damaged leaves its header and what is wrong with it: none of its content is kept."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    for record in read_records(path):
        data = _kept(record, dropped)
        target.write(_packed(data) if packed else data)


def _kept(record: Record, dropped: Dropped) -> bytes:
    if record.problem:
        dropped.others += bool(record.size)
        return _record(record, b"", {"X-Turnstone-Problem": record.problem, **_digest(record)})
    if record.block is None:  # larger than any page
        picture = record.headers.get("content-type", "").lower().startswith(("image/", "video/"))
        dropped.images += picture
        dropped.others += not picture
        what = f"content, {record.size} bytes"
        return _record(record, b"", {"X-Turnstone-Dropped": what, **_digest(record)})
    if not record.block:
        return _record(record, b"", {})
    answer = answer_in(record)
    kind = answer.type
    if kind.startswith(("image/", "video/")) or looks_like_image(answer.body):
        hashed = hash_image(answer.body)
        dropped.images += 1
        dropped.hashed += hashed.hash is not None
        said = {
            "X-Turnstone-Dropped": f"{'video' if kind.startswith('video/') else 'image'}, {len(answer.body)} bytes",
            "X-Turnstone-Image-Hash": hashed.hash or f"none ({hashed.why})",
            "X-Turnstone-Payload-SHA256": hashlib.sha256(answer.body).hexdigest(),
        }
        return _record(record, answer.head, said)
    if answer.body and (answer.problem or not is_text(answer.body) or kind.startswith(("audio/", "font/"))):
        dropped.others += 1
        said = {
            "X-Turnstone-Dropped": f"{kind or 'content'} that is no text, {len(answer.body)} bytes",
            "X-Turnstone-Payload-SHA256": hashlib.sha256(answer.body).hexdigest(),
        }
        return _record(record, answer.head, said)
    body = without_pictures(answer.body, dropped)
    if body is answer.body or body == answer.body:
        return _record(record, record.block, {})
    said = {"X-Turnstone-Payload-SHA256": hashlib.sha256(answer.body).hexdigest()}
    return _record(record, _http_head(answer) + body, said)


def _digest(record: Record) -> dict[str, str]:
    return {"X-Turnstone-Payload-SHA256": record.sha256} if record.size else {}


def _http_head(answer: Answer) -> bytes:
    """The HTTP header without what no longer holds of the body: how it was packed and cut."""
    gone = (b"content-encoding", b"transfer-encoding", b"content-length")
    lines = answer.head.splitlines(keepends=True)
    return b"".join(line for line in lines if line.partition(b":")[0].strip().lower() not in gone)


def _record(record: Record, block: bytes, said: dict[str, str]) -> bytes:
    """A record with its own header, in which only the length is new and what is said of it is added."""
    lines = [line.strip(b"\r\n") for line in record.head.splitlines()]
    ours = {name.lower() for name in said} | {"content-length"}
    kept = [
        line for line in lines[1:] if line and line.partition(b":")[0].strip().lower().decode("latin-1") not in ours
    ]
    added = [f"{name}: {value}".encode() for name, value in said.items()]
    first = lines[0] if lines else b"WARC/1.0"
    return b"\r\n".join([first, *kept, *added, f"Content-Length: {len(block)}".encode(), b"", block, b"", b""])


def _packed(data: bytes) -> bytes:
    """A gzip member without a date or the name of a system."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(data) + deflate.flush()
    return _GZIP_HEADER + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
