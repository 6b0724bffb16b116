"""Contacts with all cheap looks taken out: every finder reads every text from end to end, and finds the same."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from turnstone.clean.contacts import clues, email, find, iban, phone, plan, plate, runs, spoken, url, words
from turnstone.clean.contacts.contact import Contact
from turnstone.clean.contacts.find import find_contacts
from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.ordinary import _NUMBER, _SHAPES, is_priced
from turnstone.clean.contacts.worded import said_alone

SETS = Path(__file__).parents[1] / "spec" / "contacts"
COUNTRIES = (None, "GB", "DE", "FR", "RU", "US", "IT", "AR", "ZZ")
LANGUAGES = (None, "en", "de", "ru", "fr", "es", "el", "xx")


class OrdinaryEverywhere:
    """All shapes of dates and prices in the whole text, as one reads it."""

    def __init__(self, text: str, _: object) -> None:
        self.starts: set[int] = set()
        for match in _SHAPES.finditer(text):
            shape = match.group()
            if "." in shape and shape.count(".") == 1 and shape[0] == "0" and ":" not in shape and "-" not in shape:
                continue
            if re.search(r"\d[.,]?$", text[max(0, match.start() - 2) : match.start()]):
                continue
            self.starts.update(number.start() for number in _NUMBER.finditer(text, match.start(), match.end()))
        for match in _NUMBER.finditer(text):
            if match.end() - match.start() <= 7 and is_priced(text, match.start(), match.end()):
                self.starts.add(match.start())

    def holds(self, start: int, end: int) -> bool:
        return start in self.starts


def every_word(text: str) -> clues.Clues:
    """Number words looked up one by one; everything else is possible."""
    numbers = []
    for i, word in enumerate(spoken.TOKEN.findall(text)):
        flat = words.plain(word)
        tongues = words.speakers().get(flat)
        if tongues is None:
            tongues = frozenset(
                t for t in words.languages() if len(flat) >= 6 and spoken._all_numbers(t).fullmatch(flat)
            )
        if word[0].isdigit() or tongues:
            numbers.append((i, "" if word[0].isdigit() else flat, frozenset() if word[0].isdigit() else tongues))
    return clues.Clues(numbers, -1, len(text))


def said_or_bracketed(folded: Folded, bits: int, www: bool) -> tuple[bool, bool]:
    """Whether any word or bracket could stand for 'at' or 'dot'."""
    flat = flattened(folded.text)
    dots, ats = ("|".join(map(re.escape, words.at_and_dot(kind))) for kind in ("dot", "at"))
    found = not said_alone().isdisjoint(flat.split()) or (
        any(c in flat for c in "([{<*_")
        and bool(
            re.search(rf"[(\[{{<*_-]\s?(?:at|ät|@|a|et|\.|{dots})\s?[)\]}}>*_-]|\s(?:{dots})\s", flat)
            or re.search(rf"[\s(\[{{](?:{ats})[\s)\]}}]", flat)
        )
    )
    return found, found


def flattened(text: str) -> str:
    """Character by character."""
    return "".join(
        flat if len(flat := words.plain(c)) == 1 and c >= "\x80" else c.lower() if c < "\x80" else c for c in text
    )


def unfiltered(text: str, country: str | None, language: str | None) -> list[Contact]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find, "clues", every_word)
        patch.setattr(find, "worded", said_or_bracketed)
        for room in (email, url):
            patch.setattr(room, "in_chunks", lambda pattern, text, sign: pattern.finditer(text))
        for room in (iban, plate):
            patch.setattr(room, "_GLUED", re.compile(""))
        patch.setattr(runs, "_could_be", lambda token, numbers: True)
        patch.setattr(runs, "Ordinary", OrdinaryEverywhere)
        patch.setattr(phone, "_is_usual", lambda folded, run: False)
        patch.setattr(plan, "could_be_national", lambda digits, region: True)
        patch.setattr(plan, "could_be_international", lambda digits: True)
        for asked in (plan.national, plan.international):
            patch.setattr(plan, asked.__name__, asked.__wrapped__)
        return find_contacts(text, country=country, language=language)


def same(text: str, country: str | None, language: str | None) -> None:
    assert find_contacts(text, country=country, language=language) == unfiltered(text, country, language), text


def lines() -> Iterator[tuple[str, str, str]]:
    for path in sorted(SETS.glob("*/*.tsv")):
        country = ""
        for row in path.read_text("utf-8").split("\n"):
            cells = row.split("\t")
            country = cells[1] if cells[0] == "# country" else country
            if row and row[0] != "#":
                yield cells[0], country, path.stem


def test_all_labelled_lines() -> None:
    some = list(lines())
    assert len(some) > 2_000
    for i, (text, country, language) in enumerate(some):
        same(text, country, language)
        if i % 3 == 0:
            same(text, None, None)
        if i % 3 == 1:
            same(some[i - 1][0] + " " + text + "\n" + some[i - 7][0], COUNTRIES[i % 9], LANGUAGES[i % 8])


LEXICON = [
    *("seven nought double oh fünf null vier doppelt ноль сім пять сто dix zéro vingt deux cero uno πέντε μηδέν صفر და უნდა".split()),
    *("a at et dot point точка собака arroba punto rond www www. http:// com de in to is ru gmail web list (at) [dot] (.) @ -".split()),
    *("insta tg line snap x on plate reg kennzeichen номер АВ tel. phone № ref order whatsapp 📞 +44 +1 00 011 0044".split()),
    *("07700 900123 0171 22 555 0123 12.05.2024 18:30 €120 1,250.00 90-60-90 1 2 3 O0 l1 ²³ m² 0️⃣ ５ ٣ 𝟎 ① 🄰".split()),
    *("GB82WEST12345698765432 DE89 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed А123ВС77 AB12CDE #PHONE_fbe6559afac620a3#".split()),
    *("\u200b \u2024 ﹙ ﹚ ﹡ ｗｗｗ ͺtg ⅷ İ ß ﬁ ſ ʼ ’ é Ω ς й ё".split()), ", ", ". ", "\n", "  ", "-", "/",
]  # fmt: skip
TEXTS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(LEXICON), st.text(max_size=5)), st.sampled_from([" ", " ", "", "\n", ".", " ."])
    ),
    max_size=24,
).map(lambda pieces: "".join(word + gap for word, gap in pieces))


@settings(deadline=None, max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(COUNTRIES), st.sampled_from(LANGUAGES))
def test_any_text(text: str, country: str | None, language: str | None) -> None:
    same(text, country, language)


def test_adverts_with_numbers_of_all_shapes() -> None:
    chance, some = random.Random(11), list(lines())
    for _ in range(600):
        words_of = " ".join(chance.choice(some)[0] for _ in range(2)).split()
        chance.shuffle(words_of)
        digits = "".join(chance.choice("0123456789") for _ in range(chance.randint(6, 13)))
        cut = sorted(chance.sample(range(len(digits)), 2))
        number = chance.choice(["", "+", "0", "tel "]) + chance.choice(" -./").join(
            (digits[: cut[0]], digits[cut[0] : cut[1]], digits[cut[1] :])
        )
        same(" ".join([*words_of[:9], number, *words_of[9:]]), chance.choice(COUNTRIES), chance.choice(LANGUAGES))
