"""Days of birth as registers and files write them: whole, or only a month or year of it."""

from __future__ import annotations

import re

from turnstone.clean.date import parse_date
from turnstone.clean.text import Nothing, is_nothing, tidy

EARLIEST = 1850
_PART = re.compile(r"^(\d{4})(?:-(\d{1,2}))?$")
_WHOLE = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_PARTS = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def parse_birth(raw: str, order: str = "mdy") -> str:
    """1980-05-02, 1980-05 or 1980. `order` as in `parse_date`; a zero for a day or month says that it is unknown.

    1 January of a year is what many offices write when they know the year only, so it is taken as the year. Raises
    ValueError for what is no day, and for years before 1850 or after 2100.
    """
    text = tidy(raw)
    if is_nothing(text):
        raise Nothing("no date of birth")
    if match := (_WHOLE.match(text) or _PART.match(text)):
        year, month, day = (int(part or 0) for part in (*match.groups(), None, None)[:3])
    elif match := _PARTS.match(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        month, day = (first, second) if order == "mdy" else (second, first)
    else:
        known = parse_date(text, order)
        year, month, day = known.year, known.month, known.day
    if not EARLIEST <= year <= 2100:
        raise ValueError(f"a year of birth outside {EARLIEST} to 2100")
    if month > 12 or (month and day > _DAYS[month]):
        raise ValueError("a day that does not exist")
    if month == 0 or (month, day) == (1, 1):
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" if day == 0 else f"{year:04d}-{month:02d}-{day:02d}"
