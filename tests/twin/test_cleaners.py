"""Properties that every cleaner keeps on any text: it raises nothing but ValueError, it gives the same again, what it
gave it takes back unchanged, and it makes nothing up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from texts import ASCII, TEXT, tried
from turnstone.clean.address import _COMPASS, _SUFFIX, parse_address
from turnstone.clean.date import date_in_case_number, parse_date
from turnstone.clean.legal_forms import LEGAL_FORMS
from turnstone.clean.money import amount, count, hours, number, pay_unit
from turnstone.clean.name import may_break, name_tokens, parse_name
from turnstone.clean.phone import email, phone
from turnstone.clean.place import country_code, postal_code, state_code, town_key
from turnstone.clean.text import fold, is_nothing, tidy
from turnstone.tables.parties import _MAY_NAME_TWO

CLEANERS: list[Callable[[str], Any]] = [
    tidy, fold, parse_name, parse_address, lambda t: parse_address(t, t[::-1]), parse_date, lambda t: parse_date(t, "dmy"),
    date_in_case_number, number, lambda t: number(t, ","), count, amount, lambda t: amount(t, ","), hours, pay_unit, phone,
    lambda t: phone(t, "MX"), email, country_code, state_code, lambda t: state_code(t, "MX"), town_key, postal_code,
    lambda t: postal_code(t, "DE"),
]  # fmt: skip


@settings(max_examples=400)
@given(TEXT)
def test_cleaners_are_total_and_pure(text: str) -> None:
    for clean in CLEANERS:
        assert tried(clean, text) == tried(clean, text)


@settings(max_examples=300)
@given(TEXT)
@example("n\u200b\u0303")
@example("??")
def test_what_was_cleaned_stays_as_it_is(text: str) -> None:
    for clean in (tidy, fold, phone, email, country_code, state_code, town_key, postal_code):
        once = tried(clean, text)
        if isinstance(once, str) and not is_nothing(once):
            assert tried(clean, once) == once
        elif clean not in (tidy, fold):
            assert once != "", "nothing is told by ValueError, not by an empty text"


@settings(max_examples=300)
@given(TEXT)
def test_folded_text_is_words(text: str) -> None:
    assert re.fullmatch(r"(?:[A-Z0-9]+(?: [A-Z0-9]+)*)?", fold(text))


@settings(max_examples=300)
@given(ASCII)
def test_folding_keeps_the_letters(text: str) -> None:
    letters = "".join(c for c in text.upper().replace("&", "AND").replace("+", "AND") if c.isalnum())
    assert fold(text).replace(" ", "") == letters


@given(st.text(st.characters(min_codepoint=65, max_codepoint=0x17F, categories=["L"]), max_size=10))
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    import unicodedata

    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def within(part: str, whole: str) -> bool:
    """Whether the letters of `part` stand in `whole`, in this order."""
    rest = iter(whole)
    return all(c in rest for c in part)


@settings(max_examples=400)
@given(TEXT)
def test_names_are_not_made_up(text: str) -> None:
    try:
        name = parse_name(text)
    except ValueError:
        return
    letters = fold(tidy(text)).replace(" ", "")
    assert name.own
    for part in name.parts:
        assert within(part.key.replace(" ", ""), letters)
        assert set(part.bag.split()) <= set(part.key.split())
        assert part.form is None or part.form in LEGAL_FORMS
    assert len({p.key for p in name.parts}) == len(name.parts)


@settings(max_examples=300)
@given(TEXT)
def test_the_quick_look_for_breaks_misses_none(text: str) -> None:
    """`may_break` only saves time: a name in which it sees no break is one name."""
    if not may_break(tidy(text)):
        parsed = tried(parse_name, text)
        assert isinstance(parsed, tuple) or len(parsed.parts) == 1


@settings(max_examples=300)
@given(TEXT | st.lists(st.sampled_from(["Alder", "c/o", "C.O. ", "/", ";", "|", "and/or", "d/b/a", " "])).map("".join))
def test_the_quick_look_for_a_second_party_misses_none(text: str) -> None:
    """`read_parties` takes apart only the cells in which a sign for another party stands."""
    parsed = tried(parse_name, text)
    if not isinstance(parsed, tuple) and parsed.others:
        assert re.search(_MAY_NAME_TWO, tidy(text))


@given(st.lists(st.sampled_from(["ALDER", "BIRCH", "FARMS", "ELM", "2", "JR"]), min_size=1, max_size=4),
       st.sampled_from(["", " LLC", ", Inc.", " s.r.o.", " S.A. de C.V."]), st.booleans())  # fmt: skip
def test_a_name_survives_case_form_and_its_own_key(words: list[str], form: str, lower: bool) -> None:
    written = " ".join(words).title() if lower else " ".join(words)
    if written == "2":
        return
    key = parse_name(written + form).parts[0].key
    assert key == " ".join(words)
    assert parse_name(key).parts[0].key == key


@given(st.text("AB. ", max_size=10))
def test_initials_however_dotted(text: str) -> None:
    assert "".join(name_tokens(text)) == "".join(c for c in text if c in "AB")


NUMBERS_IN_WORDS = {"FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "ONE", "TWO", "THREE", "FOUR", "FIVE"}
SHORT = {
    *_SUFFIX.values(),
    *_COMPASS.values(),
    "US",
    "CR",
    "SR",
    "FM",
    "RR",
    "RT",
    "HC",
    "NE",
    "NW",
    "SE",
    "SW",
    "PO",
    "BOX",
    "UNIT",
}


@settings(max_examples=400)
@given(TEXT, st.none() | TEXT)
def test_addresses_are_not_made_up(line1: str, line2: str | None) -> None:
    try:
        parts = parse_address(line1, line2)
    except ValueError:
        return
    words = fold(f"{line1} {line2 or ''}".replace("#", " ")).split()
    letters = "".join(words)
    for part in parts:
        assert "|" not in part.key
        for word in part.key.split():
            assert word in SHORT or word in letters, f"{word} of {part.key}"
    assert parts
    assert len({p.key for p in parts}) == len(parts)


STREETS = st.tuples(
    st.integers(1, 99999), st.sampled_from(["", "N ", "South ", "NW "]), st.sampled_from(["Alder", "5th", "Mill Grove"]),
    st.sampled_from(["", " St", " Road", " Ave.", " Boulevard"]), st.sampled_from(["", " Apt 4", ", Suite B", " #12"]),
).map(lambda p: "".join(map(str, (p[0], " ", *p[1:]))))  # fmt: skip
BOXES = st.tuples(
    st.sampled_from(["PO Box ", "P.O. BOX ", "Post Office Box ", "RR 2 Box ", "HC 7 Box "]), st.integers(1, 9999)
).map(lambda p: f"{p[0]}{p[1]}")


@given(STREETS | BOXES, STREETS | BOXES)
def test_an_address_survives_case_and_its_own_key(line1: str, line2: str) -> None:
    parts = parse_address(line1, line2)
    assert parse_address(line1.upper(), line2.lower()) == parts
    for part in parts:
        (again,) = parse_address(part.key)
        assert (again.key, again.kind, again.number, again.unit) == (part.key, part.kind, part.number, part.unit)
    assert {p.key for p in parse_address(line2, line1)} == {p.key for p in parts}


@pytest.mark.parametrize("clean", [parse_name, parse_address, parse_date, amount, phone, fold, tidy])
def test_long_cells_end(clean: Callable[[str], Any]) -> None:
    """No cleaner takes a long time over a long cell (a pattern that looks back for ever would not end)."""
    for text in (
        "1" * 20_000,
        "a" * 20_000,
        "a." * 10_000,
        "(" * 10_000,
        "1 " * 10_000,
        "," * 20_000,
        "d/b/a " * 3_000,
    ):
        tried(clean, text)
