"""Dates as files write them, and what is refused with which reason."""

from __future__ import annotations

from datetime import date

import pytest

from turnstone.clean.date import date_in_case_number, parse_date
from turnstone.clean.text import Nothing

DAY = date(2012, 3, 4)
WRITTEN = [
    "2012-03-04", "2012-3-4", "2012-03-04 00:00:00", "2012-03-04T13:45:00Z", "20120304", "3/4/2012", "03/04/2012",
    "03-04-2012", "03.04.12", "3/4/2012 12:00:00 AM", "4 Mar 2012", "4-MAR-12", "March 4, 2012", "Mar. 4 2012", "40972",
    "40972.5", " 40972.0 ", "3/4/\u200b2012",
]  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN)
def test_ways_of_writing_a_day(written: str) -> None:
    assert parse_date(written) == DAY


def test_order_of_day_and_month() -> None:
    assert parse_date("3/4/2012", "dmy") == date(2012, 4, 3)
    assert parse_date("2012-03-04", "dmy") == DAY
    assert parse_date("31/12/2012", "dmy") == date(2012, 12, 31)


@pytest.mark.parametrize(("written", "year"), [("1/2/49", 2049), ("1/2/50", 1950), ("1/2/99", 1999), ("1/2/00", 2000)])
def test_two_digits_of_a_year(written: str, year: int) -> None:
    assert parse_date(written) == date(year, 1, 2)


# Excel counts days from 1899-12-30 and believes in 29 February 1900, which none of these years feels.
SERIALS = [("18264", date(1950, 1, 1)), ("36526", date(2000, 1, 1)), ("36585", date(2000, 2, 29)),
           ("43831", date(2020, 1, 1)), ("73050", date(2099, 12, 31))]  # fmt: skip


@pytest.mark.parametrize(("serial", "day"), SERIALS)
def test_serial_numbers_of_excel(serial: str, day: date) -> None:
    assert parse_date(serial) == day


REFUSED = [
    ("1899-12-30", "time without a day"), ("1899-12-30 08:30:00", "time without a day"),
    ("1899-12-31", "time without a day"), ("12/30/1899", "time without a day"), ("1900-01-00", "time without a day"),
    ("1/0/1900", "time without a day"), ("1900-01-01", "time without a day"), ("1", "time without a day"),
    ("0.354", "time without a day"), ("0000-00-00", "0000"), ("00/00/0000", "0000"), ("0000-01-01", "0000"),
    ("9999-12-31", "never"), ("12/31/9999", "never"), ("99991231", "never"),
    ("2012-02-30", "does not exist"), ("2/29/2011", "does not exist"), ("13/1/2012", "does not exist"),
    ("00/10/2012", "does not exist"), ("1949-12-31", "outside 1950"), ("2100-01-01", "outside 1950"),
    ("2", "no Excel date"), ("60", "no Excel date"), ("18263", "no Excel date"), ("73051", "no Excel date"),
    ("2958465", "no Excel date"), ("4 Foo 2012", "month"), ("soon", "not a date"), ("-5", "not a date"),
    ("12:00:00 AM", "not a date"), ("3/4/2012/5", "not a date"), ("3/4/201", "not a date"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_what_is_refused_says_why(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as told:
        parse_date(written)
    assert not isinstance(told.value, Nothing)


@pytest.mark.parametrize("written", ["", " ", "N/A", "none", "-", "0"])
def test_what_says_nothing(written: str) -> None:
    with pytest.raises(Nothing):
        parse_date(written)


@pytest.mark.parametrize(
    ("case_no", "day"),
    [
        ("H-300-20154-619874", date(2020, 6, 2)), ("C-10123-12345", date(2010, 5, 3)),
        ("H-300-20366-000001", date(2020, 12, 31)), ("H-300-19001-000001", date(2019, 1, 1)),
    ],
)  # fmt: skip
def test_the_day_in_a_case_number(case_no: str, day: date) -> None:
    assert date_in_case_number(case_no) == day


@pytest.mark.parametrize("case_no", ["H-300-19366-000001", "H-300-20000-000001", "H-300-20367-000001", "A123", ""])
def test_case_numbers_without_a_day(case_no: str) -> None:
    """2019 had no day 366."""
    with pytest.raises(ValueError, match=r"does not exist|no filing day"):
        date_in_case_number(case_no)
