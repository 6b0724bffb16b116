"""American numbers as most are written, beside libphonenumber's own parsing of them."""

from __future__ import annotations

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.clean.phone import _AMERICAN, phone
from turnstone.clean.text import tidy

AREAS = st.sampled_from(["202", "212", "415", "555", "787", "416", "876", "800", "900", "211", "710", "600"])
AREA = AREAS | st.integers(200, 999).map(str)
WRITTEN = st.sampled_from(
    ["({}) {}-{}", "({}){}-{}", "{}-{}-{}", "{}.{}.{}", "{} {} {}", "{}{}{}", "{}) {}-{}", "({} {}{}"]
)


def parsed(text: str) -> str | None:
    number = phonenumbers.parse(text, "US")
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def cleaned(text: str) -> str | None:
    try:
        return phone(text, "US")
    except ValueError:
        return None


@settings(max_examples=500)
@given(WRITTEN, AREA, st.integers(200, 999).map(str) | st.just("555"), st.integers(0, 9999).map("{:04}".format))
def test_plain_american_numbers_are_what_the_library_reads(written: str, area: str, exchange: str, last: str) -> None:
    text = written.format(area, exchange, last)
    assert _AMERICAN.fullmatch(tidy(text))
    assert cleaned(text) == parsed(text)


def test_other_plans_and_other_ways_of_writing_are_parsed() -> None:
    assert phone("202-555-0143") == phone("1 (202) 555-0143") == phone("+1 202 555 0143") == "+12025550143"
    assert cleaned("202-555-01433") is None
