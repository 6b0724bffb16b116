"""Text to comparable text: transliterated, upper case, no punctuation; and the many ways of writing 'nothing'."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_NOTHING = frozenset(
    {
        *(
            "N/A",
            "N/A.",
            "N.A.",
            "N / A",
            "NA",
            "N",
            "NONE",
            "NULL",
            "NIL",
            "UNKNOWN",
            "UNK",
            "TBD",
            "TBA",
            "X",
            "XX",
            "XXX",
        ),
        *("-", "--", "---", ".", "..", "*", "?", "0", "SAME", "SAME AS ABOVE", "NOT APPLICABLE", "NOT AVAILABLE"),
        *("NOT PROVIDED", "NONE PROVIDED", "SEE ATTACHED", "SEE ABOVE", "SELECT PAY RANGE"),
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_APOSTROPHES = "'`´’‘ʼ"
_TO_WORDS = {
    **{i: " " for i in range(128) if not chr(i).isalnum()},
    **{ord(c): None for c in _APOSTROPHES},
    ord("&"): " AND ",
    ord("+"): " AND ",
}


class Nothing(ValueError):
    """Raised by a cleaner for a cell that says 'nothing here' ('N/A'): empty, with nothing to tell."""


def tidy(text: str) -> str:
    """The same text without invisible characters and with single spaces; letters and case stay."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def is_nothing(text: str) -> bool:
    """True for the words and dashes with which forms say that there is nothing ('N/A', 'none', '-')."""
    return not text or text.upper() in _NOTHING


def fold(text: str) -> str:
    """Upper-case ASCII words, one space between them: 'Zürich & Söhne, s.r.o.' -> 'ZURICH AND SOHNE S R O'.

    Scripts are transliterated letter by letter (anyascii), so the same name in two scripts comes near itself.
    """
    if not text.isascii():
        for apostrophe in _APOSTROPHES:
            text = text.replace(apostrophe, "")
        text = anyascii(_INVISIBLE.sub("", text))
    return " ".join(text.upper().translate(_TO_WORDS).split())
