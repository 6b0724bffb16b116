"""Pictures that are written into a text (data: addresses, base64 in a cell): each is replaced by its hash.

    data:image/jpeg;base64,/9j/4AAQ...   ->   data:image/jpeg;x-turnstone-image=pdq:1f3c...;sha256=9b...

The replacement has no quotes, commas or line breaks: a cell stays a cell, a JSON string a JSON string.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from turnstone.formats.image_hash import hash_image

_SIGN = rb"(?:[A-Za-z0-9+/=_-]|\\/|%2[BbFf]|%3[Dd]|%0[AaDd]|\\[nr](?=[A-Za-z0-9+/=])|\r?\n(?=[A-Za-z0-9+/]{60}))"
_PICTURE = re.compile(
    rb"data:(?P<type>(?:image|video)\\?/[\w.+-]{1,40})(?:;[\w=.-]{1,60}){0,3}?(?:;base64,(?P<base64>"
    + _SIGN
    + rb"{16,})"
    rb"|(?:;[\w=.-]{1,60})?,(?P<text>[^\"'<>\s),]{16,}))"
    rb"|(?P<bare>(?<![A-Za-z0-9+/])(?:\\?/9j\\?/[24]|iVBORw0KGgo|R0lGOD[dl]h|UklGR)" + _SIGN + rb"{200,})",
    re.IGNORECASE,
)
_LITERALS = (b"data:image", b"data:video", b"DATA:IMAGE", b"/9j/", b"\\/9j\\/", b"iVBORw0KGgo", b"R0lGOD", b"UklGR")
MARK = b"x-turnstone-image="


@dataclass
class Dropped:
    """What was taken out of a file: pictures, those of them that have a hash, and other content that is no text."""

    images: int = 0
    hashed: int = 0
    others: int = 0

    def __bool__(self) -> bool:
        return bool(self.images or self.others)


def may_hold_pictures(data: bytes | mmap.mmap) -> bool:
    """Whether one of the beginnings occurs at all: much faster than looking for pictures. Errs to yes."""
    return any(data.find(literal) >= 0 for literal in _LITERALS)


def without_pictures(data: bytes, dropped: Dropped) -> bytes:
    """The text with each picture replaced; what was replaced is counted in `dropped`."""
    if not may_hold_pictures(data):
        return data
    return b"".join(_pieces(data, dropped))


def copy_without_pictures(path: Path, target: BinaryIO, dropped: Dropped) -> None:
    """The same from file to file, without holding the file."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for piece in _pieces(data, dropped):
            target.write(piece)


def _pieces(data: bytes | mmap.mmap, dropped: Dropped) -> Iterator[bytes]:
    at = 0
    for match in _PICTURE.finditer(data):
        new = _replacement(match, dropped)
        if new is not None:
            yield data[at : match.start()]
            yield new
            at = match.end()
    yield data[at:]


def _replacement(match: re.Match[bytes], dropped: Dropped) -> bytes | None:
    """What stands for a picture from now on; None where it is none."""
    written = match["base64"] or match["bare"]
    if written is not None:
        content = _decoded(written)
        if content is None:
            if match["bare"] is not None:
                return None
            content = written
    else:
        content = match["text"] or b""
        if MARK in match.group():
            return None
    hashed = hash_image(content).hash
    dropped.images += 1
    dropped.hashed += hashed is not None
    start = b"data:" + match["type"].replace(b"\\", b"") + b";" if match["type"] else b""
    return start + MARK + (hashed or "none").encode() + b";sha256=" + hashlib.sha256(content).hexdigest().encode()


def _decoded(written: bytes) -> bytes | None:
    """The bytes of a base64 text, whatever it was escaped with."""
    text = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), written)
    text = re.sub(rb"\\[nr]|[\\\s]", b"", text).replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=")
    text = text[: len(text) - (len(text) % 4 == 1)]
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
