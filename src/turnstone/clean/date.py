"""Dates as spreadsheets and exports write them. One that cannot be true is refused with its reason, never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from turnstone.clean.text import Nothing, is_nothing, tidy

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 1, 1)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_PARTS = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?:[T ].*)?$")
_WORDS = re.compile(r"^(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{2}|\d{4})$|^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$")
_SERIAL = re.compile(r"^(\d{1,7})(?:\.\d+)?$")
_MONTHS = {
    m: i for i, m in enumerate(["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1)
}


def parse_date(raw: str, order: str = "mdy") -> date:
    """The day. `order` says how 05/06/2010 is meant: 'mdy' (United States) or 'dmy' (most of the world).

    Understands ISO days and times, days with slashes, dots and month names, and the serial numbers of Excel. Raises
    ValueError with the reason for days that do not exist, lie outside 1950-2100, or stand for a time without a day
    (Excel's 1899-12-30 and 1899-12-31) or for 'never' (9999-12-31).
    """
    text = tidy(raw)
    if is_nothing(text):
        raise Nothing("no date")
    if match := (_ISO.match(text) or _COMPACT.match(text)):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _PARTS.match(text):
        first, second, year = int(match[1]), int(match[2]), match[3]
        month, day = (first, second) if order == "mdy" else (second, first)
        return _day(_year(year), month, day)
    if match := _WORDS.match(text):
        number, word, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        named = _MONTHS.get(word[:3].upper())
        if named is None:
            raise ValueError("not a month's name")
        return _day(_year(year), named, int(number))
    if match := _SERIAL.match(text):
        serial = int(match[1])
        if serial in (0, 1):
            raise ValueError("a time without a day (Excel day zero)")
        if not 18_264 <= serial < 73_051:
            raise ValueError("a number that is no Excel date between 1950 and 2100")
        return date(1899, 12, 30) + timedelta(days=serial)
    raise ValueError("not a date")


def _year(text: str) -> int:
    """Two-digit years: 00-49 are 2000-2049, 50-99 are 1950-1999."""
    year = int(text)
    return year if len(text) == 4 else year + (2000 if year < 50 else 1900)


def _day(year: int, month: int, day: int) -> date:
    if year in (0, 1899, 1900):
        raise ValueError("a time without a day (Excel day zero)" if year else "year 0000")
    if year == 9999:
        raise ValueError("9999 stands for 'never'")
    try:
        out = date(year, month, day)
    except ValueError:
        raise ValueError("a day that does not exist") from None
    if not EARLIEST <= out < LATEST:
        raise ValueError("outside 1950 to 2100")
    return out


_CASE = re.compile(r"^[A-Z]+-(?:[A-Z]+-)?(?:\d{3}-)?(\d{2})(\d{3})-\d+$")


def date_in_case_number(case_no: str) -> date:
    """The filing day inside a US case number: H-300-20154-619874 was filed on day 154 of 2020.

    Raises ValueError where the number has no such part (before 2006) or the day does not exist.
    """
    match = _CASE.match(case_no)
    if match is None:
        raise ValueError("no filing day in this case number")
    year, day = 2000 + int(match[1]), int(match[2])
    filed = date(year, 1, 1) + timedelta(days=day - 1)
    if day < 1 or filed.year != year:
        raise ValueError("a day that does not exist")
    return filed
