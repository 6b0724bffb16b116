"""Whether a name or a profile says that it is of an agency that finds workers for others."""

from __future__ import annotations

import re
from importlib.resources import files

from turnstone.clean.text import fold

FIRST_WORDS = 40
"""A profile says what the firm is in its first sentences; further down it may speak of anybody."""


def _pattern() -> re.Pattern[str]:
    lines = files("turnstone.clean").joinpath("agency_words.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    parts = [re.escape(fold(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b")


_AGENCY = _pattern()


def says_agency(text: str) -> bool:
    """Whether a name, or the beginning of a profile, calls its own an agency for workers, in any of the languages of
    agency_words.txt. It is the firm's own word: nothing says that it is licensed."""
    return bool(_AGENCY.search(fold(" ".join(text.split()[:FIRST_WORDS]))))
