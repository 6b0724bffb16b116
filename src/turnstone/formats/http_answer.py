"""What a web server answered, as a WARC keeps it: status, header, and the body as it was before it was packed."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from turnstone.formats.warc import Record

LARGEST_BODY = 64 << 20
_BLANK = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class Answer:
    """`head`: the HTTP header as written with the blank line after it (empty where the record has none); `body` unpacked,
    `problem` why it cannot be."""

    status: int
    head: bytes
    headers: dict[str, str]
    body: bytes
    problem: str = ""

    @property
    def type(self) -> str:
        """The media type in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        match = re.search(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", self.headers.get("content-type", ""), re.I)
        return match[1] if match else None


def answer_in(record: Record) -> Answer:
    """The answer in a record; of a record that is no HTTP message, its block under its own Content-Type."""
    block = record.block or b""
    if not record.headers.get("content-type", "").lower().startswith("application/http"):
        return Answer(200, b"", {"content-type": record.headers.get("content-type", "")}, block)
    blank = _BLANK.search(block)
    head, body = (block[: blank.end()], block[blank.end() :]) if blank else (block, b"")
    lines = head.decode("latin-1").splitlines()
    status = re.match(r"HTTP/\d(?:\.\d)?\s+(\d{3})", lines[0]) if lines else None
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    problem = ""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _without_chunks(body)
    for packed in reversed([p.strip().lower() for p in headers.get("content-encoding", "").split(",") if p.strip()]):
        body, problem = _unpack(body, packed)
        if problem:
            break
    return Answer(int(status[1]) if status else 0, head, headers, body, problem)


def _without_chunks(body: bytes) -> bytes:
    """The body of a chunked answer. One that only says that it is chunked (tools unpack and forget) is given as it is."""
    out, at = bytearray(), 0
    while match := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n").match(body, at):
        size = int(match[1], 16)
        if size == 0:
            return bytes(out)
        out += body[match.end() : match.end() + size]
        at = match.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return bytes(out) if out else body


def _unpack(body: bytes, how: str) -> tuple[bytes, str]:
    if how in ("identity", ""):
        return body, ""
    if how not in ("gzip", "x-gzip", "deflate"):
        return body, f"packed as {how[:20]!r}, which is not read"
    if how != "deflate" and not body.startswith(b"\x1f\x8b"):
        return body, ""  # tools unpack bodies and leave the header as it was
    for bits in (47,) if how != "deflate" else (15, -15):
        inflate = zlib.decompressobj(bits)
        try:
            out = inflate.decompress(body, LARGEST_BODY)
        except zlib.error:
            continue
        if inflate.unconsumed_tail:
            return b"", f"unpacks to more than {LARGEST_BODY >> 20} MiB"
        return out, ""
    return body, "" if how == "deflate" else f"the body cannot be unpacked ({how})"
