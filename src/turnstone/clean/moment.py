"""When something was posted: a day, and the moment where the source gives a time of day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from turnstone.clean.date import parse_date
from turnstone.clean.text import Nothing, is_nothing, tidy

_EPOCH = re.compile(r"^(\d{9,10})(?:\.\d+)?$|^(\d{12,13})$|^(\d{15,16})$")
"""Seconds, milliseconds or microseconds since 1970, as many digits as they have from 1973 (2001) to 2286."""
_TIME = re.compile(
    r"(?:^|[ T,])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\([A-Z]{2,5}\))?$"
)
_WEEKDAY = re.compile(r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as written; seconds since 1970 UTC where there is a time of day; whether its zone is only assumed."""

    day: date
    utc: int | None
    zone_assumed: bool = False


def parse_moment(raw: str, order: str = "mdy") -> Moment:
    """The day and, where there is one, the moment. `order`: how 05/06/2010 is meant, 'mdy' or 'dmy'.

    Understands what `parse_date` does, each with a time of day after it, RFC 2822, and seconds, milliseconds or
    microseconds since 1970. A time without a zone is taken for UTC and marked so. Raises ValueError with the reason.
    """
    text = tidy(raw)
    if is_nothing(text):
        raise Nothing("no date")
    if match := _EPOCH.match(text):
        digits, scale = next((g, s) for g, s in zip(match.groups(), (1, 10**3, 10**6), strict=True) if g)
        return _moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(digits) // scale), False)
    text = _WEEKDAY.sub("", text)
    time = _TIME.search(text)
    day = parse_date(text[: time.start()].rstrip(" ,") if time else text, order)
    if time is None:
        return Moment(day, None)
    hour, minute, second = int(time[1]), int(time[2]), min(int(time[3] or 0), 59)
    if half := time[4]:
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    if hour == 24 and minute == 0:
        hour, day = 0, day + timedelta(days=1)
    if hour > 23 or minute > 59:
        raise ValueError("a time of day that does not exist")
    written = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=_zone(time[5]))
    utc = _moment(written.astimezone(UTC), time[5] is None).utc
    return Moment(day, utc, time[5] is None)


def _moment(at: datetime, assumed: bool) -> Moment:
    if not 1950 <= at.year < 2100:
        raise ValueError("outside 1950 to 2100")
    return Moment(at.date(), int(at.timestamp()), assumed)


def _zone(text: str | None) -> timezone:
    """The zone of '+02:00', '+0200', '+02', 'Z'; UTC where none is written."""
    if text is None or text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError("a time zone that does not exist")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
