"""Folding and flattening, character by character; and the cheap look at digits beside libphonenumber's thorough one."""

from __future__ import annotations

import random
import unicodedata

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.clean.contacts import plan
from turnstone.clean.contacts.folding import _SPECIAL, _UNSEEN, _digits_of_the_script, _notable, _seen, fold
from turnstone.clean.contacts.numbering import could_be_international, could_be_national
from turnstone.clean.contacts.worded import _OPENS
from turnstone.clean.contacts.words import flattened, plain, rows

SIGNS = "aZé7 #*\n²³¹٠١२3ابतक्\u200b\u200d\ufe0f\u20e3\u0301\u0483👍💎①Ⓐ🅰⭕🔟\u00a0İßﬁ𝟎𝐀กุϒϓςΣ１，㎏№"
TEXTS = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"])), max_size=16)


def slowly(text: str) -> tuple[str, list[int], list[int], dict[int, str], set[int]]:
    """What `fold` does, one character after the other."""
    if not _SPECIAL.search(text):
        return text, list(range(len(text))), list(range(1, len(text) + 1)), {}, set()
    own = _digits_of_the_script(text) or ""
    out: list[tuple[str, int, int, str | None]] = []
    gaps: set[int] = set()
    for i, c in enumerate(text):
        before = out[-1] if out else None
        if _UNSEEN.match(c):
            if before is None or c not in "\ufe0f\u200d" or before[0].isalnum():
                gaps.add(len(out))
        elif c == "\u20e3" and before and before[0] in "0123456789#*":
            out[-1] = (before[0], before[1], i + 1, "emoji")
            gaps.discard(len(out))
        elif unicodedata.combining(c) or "\u20d0" <= c <= "\u20ff":
            if before:
                out[-1] = (before[0], before[1], i + 1, "look-alikes" if before[0].isdigit() else before[3])
        else:
            seen, way = (c, None) if c < "\x80" else _seen(c)
            if way and c in "²³¹" and before and not before[0].isdigit():
                seen, way = c, None
            if way == "look-alikes" and c in own:
                way = None
            out += [(s, i, i + 1, way) for s in seen]
    signs = {i: way for i, (_, _, _, way) in enumerate(out) if way}
    return "".join(s for s, *_ in out), [s for _, s, _, _ in out], [e for _, _, e, _ in out], signs, gaps


@settings(max_examples=2_000, deadline=None)
@given(TEXTS)
def test_fold(text: str) -> None:
    folded = fold(text)
    told = (folded.text, list(folded.starts), list(folded.ends), folded.signs, set(folded.gaps))
    assert told == slowly(text)
    assert list(folded.gaps) == sorted(folded.gaps)
    for start in range(3):
        for end in range(start + 1, 6):
            ways = {way for i, way in folded.signs.items() if start <= i < end}
            hidden = any(start < gap < end for gap in folded.gaps)
            assert folded.how(start, end) == ways | ({"invisible characters"} if hidden else set())


def test_what_is_not_notable_is_itself() -> None:
    for code in (*range(0x80, 0xD800), *range(0xE000, 0x10000)):
        c = chr(code)
        if not _notable().match(c):
            assert _seen.__wrapped__(c) == (c, None) and not unicodedata.combining(c) and not _UNSEEN.match(c)


@settings(max_examples=2_000, deadline=None)
@given(TEXTS)
def test_flattened(text: str) -> None:
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    assert flattened(text) == "".join(c if c < "\x80" or len(plain(c)) != 1 else plain(c) for c in lower)


def test_brackets_of_all_widths_are_seen() -> None:
    for code in (*range(0xD800), *range(0xE000, 0x20000)):
        assert (flattened(chr(code)) in tuple("([{<*_")) == bool(_OPENS.match(chr(code))), hex(code)


def test_nothing_valid_is_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples of all countries and kinds, as dialled at home and from abroad, whole and with digits changed."""
    chance = random.Random(5)
    regions = sorted(
        {region for row in rows("regions.tsv") for region in row[1:]} | {"US", "CA", "KZ", "AR", "BR", "MX", "AG"}
    )
    cases: list[tuple[str, str]] = []
    for own in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in range(11):
            number = phonenumbers.example_number_for_type(own, kind)
            if number is None:
                continue
            code, home = str(number.country_code), phonenumbers.national_significant_number(number)
            written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            dialled = "".join(c for c in written if c.isdigit())
            changed = "".join(c if chance.random() < 0.9 else chance.choice("0123456789") for c in dialled)
            for digits in (home, dialled, changed, code + home, "00" + code + home, "0" + home, code + "0" + home):
                cases += [(digits, own), (digits, chance.choice(regions))]
    answers = [(could_be_national(digits, region), could_be_international(digits)) for digits, region in cases]
    monkeypatch.setattr(plan, "could_be_national", lambda digits, region: True)
    monkeypatch.setattr(plan, "could_be_international", lambda digits: True)
    valid = turned_away = 0
    for (digits, region), (at_home, abroad) in zip(cases, answers, strict=True):
        found = plan.national.__wrapped__(digits, region), plan.international.__wrapped__(digits)
        assert at_home or found[0] is None, (digits, region)
        assert abroad or found[1] is None, digits
        valid += found[0] is not None
        turned_away += not at_home
    assert valid > 4_000 and turned_away > 4_000
