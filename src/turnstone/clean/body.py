"""The title or text of an offer as it is kept: no markup, no control characters; all else as written, and told."""

from __future__ import annotations

import re

from turnstone.clean.markup import without_markup
from turnstone.clean.text import Nothing

LONGEST = 1 << 20
"""Characters. A longer text is refused: it is a file in a cell."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u2064\u3164\ufe00-\ufe0e\ufeff\uffa0\U000e0000-\U000e007f]"
)
_JOINERS = re.compile("[\u200c\u200d](?=[\u0600-\u06ff\u0900-\u0dff\u2600-\u27bf\U0001f000-\U0001faff\u2640\u2642])")
"""Joiners that scripts and emoji need: no sign of anything."""
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TWICE_ENCODED = re.compile(
    "(?:[\u00c2-\u00df][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    "|[\u00e0-\u00ef][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2})+"
)
_PICTURE = re.compile(r"data:image/[\w.+-]+;base64,[A-Za-z0-9+/=]{40}")

MARKUP = "markup taken out"
CONTROLS = "control characters taken out"
INVISIBLE = "invisible characters, kept"
REORDERING = "characters that reorder text on the screen, kept: it may read differently from how it is stored"
TWICE_ENCODED = "looks like text decoded wrongly ('Ã¼' for 'ü'), kept as it is"
DAMAGED = "damaged characters (\ufffd), kept"


def clean_body(raw: str) -> tuple[str, list[str]]:
    """The text and what a careful reader should know of it. Line breaks are all written as one character.

    Raises Nothing for a text in which nothing is left, ValueError with the reason for one that is too long or holds a
    picture.
    """
    if len(raw) > LONGEST:
        raise ValueError(f"a text of more than {LONGEST:,} characters")
    if "data:image/" in raw and _PICTURE.search(raw):
        raise ValueError("a picture in a text: no picture is kept, only its hash")
    notes = []
    text, had_markup = without_markup(raw)
    if had_markup:
        notes.append(MARKUP)
    if not text.isprintable():  # true of nearly all short texts, and much faster than looking
        text = _BREAKS.sub("\n", text)
        bare = _CONTROLS.sub("", text)
        if len(bare) != len(text):
            notes.append(CONTROLS)
            text = bare
    if not text.isascii():
        if _INVISIBLE.search(_JOINERS.sub("", text)):
            notes.append(INVISIBLE)
        if _REORDERING.search(text):
            notes.append(REORDERING)
        if any(map(_was_utf8, _TWICE_ENCODED.findall(text[:20_000]))):
            notes.append(TWICE_ENCODED)
        if "\ufffd" in text:
            notes.append(DAMAGED)
    text = text.strip()
    if not text:
        raise Nothing("no text")
    return text, notes


def _was_utf8(run: str) -> bool:
    """Whether the characters are those of UTF-8 that was read as Windows-1252."""
    data = bytearray()
    for char in run:
        try:
            data += char.encode("cp1252")
        except UnicodeEncodeError:  # the five bytes that Windows-1252 leaves out, read as Latin-1
            if ord(char) > 0xFF:
                return False
            data.append(ord(char))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
