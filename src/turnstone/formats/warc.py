"""The records of a WARC file (ISO 28500), also of a damaged one: what is whole is read, what is not is told.

This is read here rather than with warcio because a damaged record must not cost those behind it, nothing may be
unpacked without bounds, and the parts that are dropped have to be known byte by byte. Tests compare it with warcio.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from turnstone.errors import SourceError, Where

PIECE = 1 << 20
LARGEST_BLOCK = 64 << 20
"""Bytes of a record that are held; of a larger one only its digest and its size are known."""
MOST_HEADER = 64 << 10
MOST_GIVEN_BACK = 1 << 30
FREE = 64 << 20
STEEPEST = 250
"""How many times its size a file may unpack to, past the first 64 MiB: pages come to 20 times, a bomb to 1,000."""
_BEGIN = re.compile(rb"(?:^|\n)(WARC/\d\.\d[ \t]*\r?\n)")
_BLANK = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class Record:
    """One record: its number in the file from 1, its header as written and by name (lower case), and its block.

    `problem`: why it cannot be taken as what it says it is. `block` is None where it is larger than is held.
    """

    number: int
    head: bytes
    headers: dict[str, str]
    block: bytes | None
    size: int
    sha256: str
    problem: str = ""

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def address(self) -> str | None:
        return self.headers.get("warc-target-uri", "").strip("<> ") or None


def is_warc(path: Path) -> bool:
    """Whether a file begins as a WARC does, packed or not."""
    with path.open("rb") as file:
        start = file.read(PIECE)
    if start.startswith(b"\x1f\x8b"):
        try:
            start = zlib.decompressobj(31).decompress(start, 64)
        except zlib.error:
            return False
    return re.match(rb"\s*WARC/\d\.\d", start) is not None


def read_records(path: Path) -> Iterator[Record]:
    """All records in order. Raises SourceError for a file that unpacks to far more than pages do (a bomb)."""
    stream = _Stream(path)
    number, told = 0, False
    with stream:
        while (head := _next_head(stream)) is not None:
            number += 1
            record = _record(stream, number, head)
            told = bool(stream.damage and record.problem)
            yield record
        if stream.damage and not told:
            yield Record(number + 1, b"", {}, b"", 0, "", stream.damage)


def _next_head(stream: _Stream) -> bytes | None:
    """The next record's header with the blank line after it; None at the end. What stands before it is passed over."""
    while True:
        begin = _BEGIN.search(stream.held)
        if begin is None:
            stream.drop(max(len(stream.held) - 16, 0))
            if not stream.more():
                return None
            continue
        stream.drop(begin.start(1))
        while (blank := _BLANK.search(stream.held, 0, MOST_HEADER)) is None:
            if len(stream.held) >= MOST_HEADER or not stream.more():
                break
        end = blank.end() if blank else stream.held.find(b"\n") + 1
        return stream.take(end)


def _record(stream: _Stream, number: int, head: bytes) -> Record:
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    said = headers.get("content-length", "")
    if not said.isascii() or not said.isdigit() or len(said) > 15:
        return Record(number, head, headers, b"", 0, "", f"Content-Length is {said[:40]!r}, not a number")
    size = int(said)
    digest, block, got = hashlib.sha256(), bytearray(), 0
    while got < size and (stream.held or stream.more()):
        piece = stream.take(min(size - got, PIECE))
        digest.update(piece)
        got += len(piece)
        if size <= LARGEST_BLOCK:
            block += piece
    problem = headers.get("x-turnstone-problem", "")
    ends = _ends(stream)
    if got < size or not ends:
        held = bytes(block)
        inner = _BEGIN.search(held)
        problem = f"Content-Length says {size:,} bytes, "
        if inner is not None:
            stream.give_back(held[inner.start(1) :])
            problem += "but another record begins before that"
        elif got < size:
            problem += f"the file ends after {got:,}"
        else:
            problem += "but more follow before the next record"
    held_block = bytes(block) if size <= LARGEST_BLOCK else None
    return Record(number, head, headers, held_block, got, digest.hexdigest(), problem)


def _ends(stream: _Stream) -> bool:
    """Whether a record ends here: with blank lines, and then another record or the end of the file."""
    while True:
        rest = stream.held.lstrip(b"\r\n")
        if len(rest) >= 5 or not stream.more():
            break
    return not rest or rest.startswith(b"WARC/")


class _Stream:
    """A file's bytes, unpacked if it is packed, some of them held to look ahead."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.held = bytearray()
        self.damage = ""
        self._in = self._out = self._given = 0
        self._inflate: zlib._Decompress | None = None
        self._raw = b""

    def __enter__(self) -> _Stream:
        self._file = self._path.open("rb")
        self._packed = self._file.read(2) == b"\x1f\x8b"
        self._file.seek(0)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def take(self, count: int) -> bytes:
        """Up to `count` of the bytes that are held."""
        out = bytes(self.held[:count])
        del self.held[:count]
        return out

    def drop(self, count: int) -> None:
        del self.held[:count]

    def give_back(self, data: bytes) -> None:
        """Holds bytes again that were taken. Bounded: records that all claim each other's bytes are no honest damage."""
        self._given += len(data)
        if self._given > MOST_GIVEN_BACK:
            raise SourceError(
                "nearly all its records say a wrong Content-Length",
                where=Where(str(self._path)),
                expected="a WARC file as crawlers write it",
                do="ask the sender for the file as it was made",
            )
        self.held[:0] = data

    def more(self) -> bool:
        """Holds some more bytes; False at the end of the file."""
        piece = self._unpacked() if self._packed else self._file.read(PIECE)
        self.held += piece
        return bool(piece)

    def _unpacked(self) -> bytes:
        while not self.damage:
            if self._inflate is None or self._inflate.eof:
                rest = self._inflate.unused_data if self._inflate else b""
                self._raw = rest or self._read()
                if not self._raw.strip(b"\0"):
                    return b""
                self._inflate = zlib.decompressobj(31)
            elif not self._raw and not (data := self._read()):
                self.damage = "the file is cut short: its last part cannot be unpacked"
                return b""
            elif not self._raw:
                self._raw = data
            try:
                piece = self._inflate.decompress(self._raw, PIECE)
            except zlib.error:
                self.damage = "the file is damaged: from here on it cannot be unpacked"
                return b""
            self._raw = self._inflate.unconsumed_tail
            self._out += len(piece)
            if self._out > FREE and self._out > STEEPEST * self._in:
                raise SourceError(
                    f"it unpacks to more than {STEEPEST} times its size",
                    where=Where(str(self._path)),
                    expected="a WARC file, not one made to fill memory (gzip bomb)",
                    do="do not open it elsewhere either; ask the sender, and report it to your IT security",
                )
            if piece:
                return piece
        return b""

    def _read(self) -> bytes:
        data = self._file.read(64 << 10)
        self._in += len(data)
        return data
