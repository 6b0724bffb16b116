"""A megabyte made to keep the search for contacts busy: never an error, and the work grows with the text, not with its square.

Work is counted, not timed: lines of Turnstone's own code that run, calls of patterns, and the digits given to
libphonenumber. What one call of a pattern costs is bounded by the patterns' own bounds, which the texts below try to stretch.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from turnstone.clean.contacts import dialled, plan
from turnstone.clean.contacts.announced import Search
from turnstone.clean.contacts.find import find_contacts
from turnstone.clean.contacts.folding import fold
from turnstone.clean.contacts.ordinary import Ordinary
from turnstone.clean.contacts.phone import MAX_CHECKS, MAX_LOOKS, find_phones
from turnstone.clean.contacts.runs import _clusters
from turnstone.clean.contacts.words import numbers

MEGABYTE = 1 << 20
PIECES = [
    "1", "@", "seven ", "0️⃣", "1️⃣ ", "dot at dot ", "o", "123'", "123,123 ", "1 2 3, ", "12345678, ", "\u200b7", "a b @ c d ",
    "1-800-", "www.", "tg is ", "(", "1O", "plus ", "double ", "at gmail.com. ", "AB12 ", "𝟙", "07700 900123 ", "http://", "a\u0301",
    "point is ", "1" * 60 + ",",
]  # fmt: skip


def of(piece: str, size: int) -> str:
    return piece * (size // len(piece))


@pytest.mark.parametrize("piece", ["1", "@", "seven ", "0️⃣", "1️⃣ ", "dot at dot ", "o", "123'", "\u200b7", "12345678, "])
def test_a_megabyte_gives_no_more_than_it_holds(piece: str) -> None:
    text = of(piece, MEGABYTE)
    past = 0
    for contact in find_contacts(text, country="GB", language="en"):
        assert past <= contact.start < contact.end <= len(text)
        assert contact.raw == text[contact.start : contact.end]
        past = contact.end


@contextmanager
def calls_counted() -> Iterator[list[int]]:
    """How many functions, Python's and C's (patterns, too), were called."""
    count = [0]

    def note(frame: FrameType, event: str, arg: Any) -> None:
        count[0] += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield count
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("piece", PIECES)
def test_four_times_the_text_is_about_four_times_the_work(piece: str) -> None:
    find_contacts(of(piece, 1_000), country="GB", language="en")  # what is loaded once
    work = []
    for size in (5_000, 20_000):
        plan.national.cache_clear()
        plan.international.cache_clear()
        with calls_counted() as count:
            find_contacts(of(piece, size), country="GB", language="en")
        work.append(count[0])
    assert work[1] <= 5 * work[0] + 500


@pytest.mark.parametrize("country", [None, "GB"])
@pytest.mark.parametrize("piece", ["1 2 3, ", "12345678, ", "1234567 x ", "seven one two three four five six seven, "])
def test_looks_and_checks_are_bounded(piece: str, country: str | None) -> None:
    search = Search(fold(of(piece, MEGABYTE // 2)), country, "en" if country else None)
    list(find_phones(search, numbers("en"), "en", []))
    assert search.looks <= MAX_LOOKS
    assert search.checks <= MAX_CHECKS + 40  # what the last candidate asks


def test_libphonenumber_is_asked_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    national, international = plan.national, plan.international
    monkeypatch.setattr(dialled.plan, "national", lambda *given: asked.append(given) or national(*given))
    monkeypatch.setattr(dialled.plan, "international", lambda *given: asked.append(given) or international(*given))
    text = " call ".join(f"{8_000_000_000 + 7 * i}" for i in range(40_000))
    find_contacts(text, country="GB", language="en")
    assert MAX_CHECKS <= len(asked) <= 2 * (MAX_CHECKS + 40)


@pytest.mark.parametrize("pluses", [1, 3, 2_000, 200_000])
def test_many_pluses_are_no_error(pluses: int) -> None:
    text = "plus " * pluses + "four four seven four zero zero one two three four five six"
    (found,) = find_contacts(text, country="GB", language="en")
    assert (found.kind, found.value, found.how) == ("phone", "+447400123456", "words")


def test_letters_that_look_like_zeros_are_read_once() -> None:
    """Half a million of them before no digit: looking from each to the end would be 10^11 steps."""
    text = "1 2 3 4 5 6 7 " + "o" * (MEGABYTE // 2) + " 1 2"
    assert list(_clusters(text)) == [(0, 13)]


def test_thousands_without_end_are_no_sum() -> None:
    groups = "123'" * 200_000
    starts = range(0, len(groups), 4)
    ordinary = Ordinary(groups, [(start, start + 3) for start in starts])
    assert not any(ordinary.holds(start, start + 3) for start in (0, 4, len(groups) - 4))
    assert Ordinary("1'234'567.50 x", [(0, 1), (2, 5), (6, 9), (10, 12)]).holds(2, 5)


def test_hidden_characters_are_looked_up_not_gone_through() -> None:
    folded = fold("\u200b7" * (MEGABYTE // 4))
    with calls_counted() as count:
        assert folded.how(1_000, 1_010) == {"invisible characters"}
        assert folded.how(len(folded.text) - 1, len(folded.text)) == set()
    assert count[0] < 50
