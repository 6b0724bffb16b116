"""Dates, wages and telephone numbers: what was written comes back, within bounds, and beside other ways of reading it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st

from texts import ASCII, TEXT, tried
from turnstone.clean.date import EARLIEST, LATEST, date_in_case_number, parse_date
from turnstone.clean.money import amount, count, hourly, hours
from turnstone.clean.phone import phone
from turnstone.clean.text import tidy

DAYS = st.dates(EARLIEST, LATEST - timedelta(days=1))
FORMATS = ["%Y-%m-%d", "%Y-%m-%d 00:00:00", "%Y%m%d", "%m/%d/%Y", "%d %b %Y", "%B %d, %Y", "%m.%d.%Y"]


@given(DAYS, st.sampled_from(FORMATS))
def test_a_day_comes_back_from_every_way_of_writing_it(day: date, way: str) -> None:
    assert parse_date(day.strftime(way)) == day
    assert parse_date(day.strftime("%d/%m/%Y"), "dmy") == day
    assert parse_date(str(day.toordinal() - date(1899, 12, 30).toordinal())) == day


@settings(max_examples=300)
@given(
    TEXT
    | st.integers(-10, 3_000_000).map(str)
    | st.lists(st.integers(0, 9999).map(str), min_size=3, max_size=3).map("/".join)
)
@example("73051")
def test_no_day_lies_outside_the_bounds(text: str) -> None:
    for order in ("mdy", "dmy"):
        found = tried(lambda t, order=order: parse_date(t, order), text)
        assert isinstance(found, tuple) or EARLIEST <= found < LATEST


@given(st.integers(0, 99), st.integers(0, 999))
@example(19, 366)
def test_the_day_in_a_case_number_is_in_its_year(year: int, day: int) -> None:
    found = tried(date_in_case_number, f"H-300-{year:02}{day:03}-000001")
    last = date(2000 + year, 12, 31).timetuple().tm_yday
    if 1 <= day <= last:
        assert (found.year, found.timetuple().tm_yday) == (2000 + year, day)
    else:
        assert isinstance(found, tuple)


@given(
    st.decimals(0, 9_999_999, places=4), st.sampled_from(["{}", "${}", "{} USD", "{}/hr", "{:,}", "+{}", "{} per week"])
)
def test_a_sum_comes_back(value: Decimal, way: str) -> None:
    assert amount(way.format(value)) == value
    assert amount(f"{value:,}".translate(str.maketrans(",.", ".,")), ",") == value


@settings(max_examples=300)
@given(TEXT | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12).map(str))
@example("0.00001")
def test_numbers_are_within_their_bounds(text: str) -> None:
    for clean, low, high in ((amount, 0, 10_000_000), (hours, Decimal("0.0001"), 168), (count, 0, 100_000)):
        found = tried(clean, text)
        assert isinstance(found, tuple) or low <= found <= high


@given(
    st.decimals(0, 100_000, places=2),
    st.sampled_from(["week", "two_weeks", "month", "year"]),
    st.decimals(1, 168, places=1),
)
def test_pay_by_the_hour_in_fractions(wage: Decimal, unit: str, weekly: Decimal) -> None:
    weeks = {"week": Fraction(1), "two_weeks": Fraction(2), "month": Fraction(52, 12), "year": Fraction(52)}[unit]
    found = hourly(wage, unit, weekly)
    assert found is not None
    assert abs(Fraction(found) - Fraction(wage) / weeks / Fraction(weekly)) <= Fraction(1, 19_000)


@settings(max_examples=300)
@given(st.text("0123456789+()-. ", max_size=16), st.sampled_from(["US", "MX", "DE"]))
@example("(202) 555-0143", "US")
@example("+52 55 1234 5678", "US")
@example("030 901820", "DE")
def test_phones_beside_libphonenumber(text: str, country: str) -> None:
    """A cell with one number says what libphonenumber says of it."""
    try:
        parsed = phonenumbers.parse(tidy(text).removesuffix(".0"), country)
        valid = phonenumbers.is_valid_number(parsed)
    except phonenumbers.NumberParseException:
        valid = False
    found = tried(lambda t: phone(t, country), text)
    if valid:
        assert found == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    else:
        assert isinstance(found, tuple)


@settings(max_examples=200)
@given(
    ASCII
    | st.lists(st.sampled_from(["202-555-0143", "2025550144", "555-0143", "x12", "or", "/", "tel"]), max_size=4).map(
        " ".join
    )
)
def test_phones_are_valid_and_not_made_up(text: str) -> None:
    found = tried(phone, text)
    if isinstance(found, str):
        parsed = phonenumbers.parse(found, None)
        assert phonenumbers.is_valid_number(parsed)
        spelt = phonenumbers.convert_alpha_characters_in_number(text)
        assert any(str(parsed.national_number) in "".join(filter(str.isdigit, t)) for t in (text, spelt))
