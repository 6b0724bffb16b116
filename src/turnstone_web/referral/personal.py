"""Whether a text holds what identifies a person by its form. In doubt it does; names cannot be told from other words."""

from __future__ import annotations

import re
import unicodedata

from turnstone.exports.mask_text import doubtful

DAYS = re.compile(r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2}))\b")
HOURS = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
DIGITS = re.compile(r"\d(?:[\s().‐-―/-]{0,2}\d){5,}")
"""Six digits and more, as telephones and documents are written."""
DOCUMENT = re.compile(r"\b(?=[\w-]*[^\W\d_])(?:[\w-]*\d){4,}[\w-]*\b")
"""Letters and four digits or more in one word: a passport, a visa, a plate."""


def looks_personal(text: str) -> bool:
    """Whether a telephone number, an e-mail or web address, a handle or a document's number may stand in the text. Days
    and hours are none."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    plain = HOURS.sub(" ", DAYS.sub(" ", plain))
    return bool(doubtful(plain) or DIGITS.search(plain) or DOCUMENT.search(plain))
