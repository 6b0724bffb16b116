"""Numbers, sums of money, units of pay, and what a wage comes to by the hour."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from turnstone.clean.text import Nothing, is_nothing, tidy

_NUMBER = re.compile(r"^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][-+]?\d{1,3})?$")
_NUMBER_COMMA = re.compile(r"^[-+]?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?$")
_CURRENCY = re.compile(r"^(?:US\$|\$|€|£|USD|EUR|GBP|MXN|CAD)\s*|\s*(?:\$|€|£|USD|EUR|GBP|MXN|CAD)$", re.IGNORECASE)
_UNIT_TAIL = re.compile(r"\s*(?:/|per|an|a)\s*(hour|hr|h|day|week|wk|month|mth|year|yr)\.?$", re.IGNORECASE)

UNITS: dict[str, str] = {
    **dict.fromkeys(("H", "HR", "HOUR", "HOURLY", "HOURS", "HRS"), "hour"),
    **dict.fromkeys(("D", "DAY", "DAI", "DAILY"), "day"),
    **dict.fromkeys(("W", "WK", "WEEK", "WEEKLY"), "week"),
    **dict.fromkeys(("BI", "BIWEEKLY", "BI WEEKLY", "BIWEEK", "BI WEEK"), "two_weeks"),
    **dict.fromkeys(("M", "MTH", "MONTH", "MONTHLY", "MO"), "month"),
    **dict.fromkeys(("A", "Y", "YR", "YEAR", "ANNUAL", "YEARLY", "ANNUALLY"), "year"),
    **dict.fromkeys(("PIECE RATE", "PIECE", "PR"), "piece"),
}
_WEEKS = {"week": Decimal(1), "two_weeks": Decimal(2), "month": Decimal(52) / 12, "year": Decimal(52)}
CENT = Decimal("0.0001")


def number(raw: str, decimal: str = ".") -> Decimal:
    """A number as written. `decimal` is the decimal sign, '.' or ','. Raises ValueError when it is none."""
    text = tidy(raw)
    if is_nothing(text) and text != "0":
        raise Nothing("no number")
    pattern = _NUMBER if decimal == "." else _NUMBER_COMMA
    if not pattern.match(text) or not any(c.isdigit() for c in text):
        raise ValueError("not a number")
    text = text.replace(",", "") if decimal == "." else text.replace(".", "").replace(" ", "").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None


def count(raw: str, decimal: str = ".") -> int:
    """A whole number of people or things, 0 to 100,000. Raises ValueError with the reason."""
    value = number(raw, decimal)
    if value != value.to_integral_value():
        raise ValueError("not a whole number")
    if value < 0:
        raise ValueError("negative")
    if value > 100_000:
        raise ValueError("more than 100,000")
    return int(value)


def amount(raw: str, decimal: str = ".") -> Decimal:
    """A sum of money, not negative, to four places. Raises ValueError with the reason."""
    text = _UNIT_TAIL.sub("", tidy(raw))
    value = number(_CURRENCY.sub("", text), decimal)
    if value < 0:
        raise ValueError("negative")
    if value >= 10_000_000 or (value := value.quantize(CENT)) >= 10_000_000:
        raise ValueError("ten million or more")
    return value


def hours(raw: str, decimal: str = ".") -> Decimal:
    """Hours of work in a week, more than 0 and at most 168. Raises ValueError with the reason."""
    value = number(raw, decimal)
    if not CENT <= value <= 168:
        raise ValueError("not between 0 and 168 hours a week")
    return value.quantize(CENT)


def pay_unit(raw: str) -> str:
    """hour, day, week, two_weeks, month, year or piece. Raises ValueError for an unknown unit."""
    unit = UNITS.get(re.sub(r"[^A-Z]+", " ", raw.upper()).strip())
    if unit is None:
        raise ValueError("no known unit of pay")
    return unit


def hourly(wage: Decimal, unit: str, hours_weekly: Decimal | None) -> Decimal | None:
    """What the wage comes to by the hour, or None where the unit or the hours do not say.

    A month is 52/12 weeks (29 CFR 778.113(b)); weekly, monthly and yearly pay is divided by the stated weekly hours.
    Daily and piece pay, and pay without stated hours, says nothing about the hour.
    """
    if unit == "hour":
        return wage
    weeks = _WEEKS.get(unit)
    if weeks is None or hours_weekly is None:
        return None
    return (wage / weeks / hours_weekly).quantize(CENT)
