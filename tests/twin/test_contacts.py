"""What holds of contacts in any text: spans, invisible characters, and bounded work on hostile input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.clean.contacts.announced import Search
from turnstone.clean.contacts.find import find_contacts, found_in
from turnstone.clean.contacts.folding import fold
from turnstone.clean.contacts.phone import MAX_CHECKS, find_phones
from turnstone.clean.contacts.words import numbers

PIECES = st.sampled_from(
    ["07400 123456", "+44 7400 123456", "anna@example.com", " at ", " dot ", "(at)", "com", "seven ", "double ", "0️⃣", "null ", "t.me/", "@anna", "insta ",
     "http://", "www.", "€", "90-60-90", "\u200b", "\u0332", "O", "l", "İ", "ß", "1", "22", ", ", "\n", "💋", "GB82 WEST 1234 5698 7654 32", "٠", "plate AB12 CDE", "ﬁ"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map("".join))


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from([None, "GB", "DE", "DK", "RU", "ZZ"]), st.sampled_from([None, "en", "de", "ru", "xx"]))
def test_spans(text: str, country: str | None, language: str | None) -> None:
    past = 0
    for contact in find_contacts(text, country=country, language=language):
        assert past <= contact.start < contact.end <= len(text)
        assert contact.raw == text[contact.start : contact.end]
        assert contact.value and contact.obscured == (contact.how is not None)
        past = contact.end


@settings(deadline=None, max_examples=200)
@given(
    st.integers(0, 999_999),
    st.lists(st.tuples(st.integers(1, 10), st.sampled_from("\u200b\u200c\u2060\ufeff\u00ad")), min_size=1, max_size=5),
)
def test_invisible_characters_change_nothing_but_obscured(tail: int, hidden: list[tuple[int, str]]) -> None:
    number = f"07400{tail:06}"
    (plain,) = find_contacts(f"call {number} now", country="GB")
    for at, sign in hidden:
        number = number[:at] + sign + number[at:]
    (found,) = find_contacts(f"call {number} now", country="GB")
    assert found.value == plain.value and found.raw == number
    assert not plain.obscured and found.how == "invisible characters"


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "@",
        "1 ",
        "(",
        ")(",
        "seven ",
        "0️⃣",
        "a@",
        "a.",
        "1.1-",
        "at dot ",
        "a at ",
        "O1",
        "tg ",
        "07400 123456 1 ",
        "+4",
        "a b ",
        "AB12",
    ],
)
def test_bounded_work(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    folded = fold(text)
    search = Search(folded, "GB", "en")
    list(find_phones(search, numbers("en"), "en", []))
    assert search.checks <= MAX_CHECKS
    assert len(found_in(folded, "GB", "en")) <= len(text)
