"""The bytes of a page or a text file to characters: what it says of itself, then UTF-8, then Windows-1252."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}
"""Names that browsers read as a larger encoding (encoding.spec.whatwg.org, 4.2)."""


def decode(data: bytes, said: str | None = None) -> tuple[str, str | None]:
    """The text, and a note where the encoding was not what the page said or had to be guessed.

    `said`: the encoding that a header outside the page names.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff"), None
    start = data[:4096]
    for named in (said, *(m[1].decode("ascii") for m in (_XML.search(start), _CHARSET.search(start)) if m)):
        known = _codec(named)
        if known is None or known.startswith("utf-16"):  # a page that says so in single bytes is not UTF-16
            continue
        try:
            return data.decode(known), None
        except UnicodeDecodeError:
            text, guessed = _guess(data)
            return text, f"says {named}, was read as {guessed}"
    text, guessed = _guess(data)
    return text, None if guessed == "UTF-8" else f"not UTF-8, was read as {guessed}"


def _guess(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "Latin-1"


def _codec(name: str | None) -> str | None:
    try:
        known = codecs.lookup(name or "").name
    except LookupError:
        return None
    return _AS_BROWSERS.get(known, known)


def is_text(data: bytes) -> bool:
    """Whether bytes are a text in some encoding: no NUL (but for UTF-16 with its mark), few control characters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    start = data[:8192]
    controls = len(start) - len(start.translate(None, bytes([*range(9), 11, *range(14, 27), *range(28, 32), 127])))
    return b"\0" not in start and controls * 50 <= len(start)
