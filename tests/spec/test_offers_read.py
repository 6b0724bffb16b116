"""Values of offers: days and moments, prices, sides, scripts, languages, addresses, hashes; and WARC as warcio reads it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from PIL import Image

from turnstone.clean.markup import without_markup
from turnstone.clean.moment import parse_moment
from turnstone.clean.price import parse_price
from turnstone.clean.script import scripts
from turnstone.clean.side import side_of_section
from turnstone.formats.image_hash import hash_image
from turnstone.formats.web_address import absolute, host_of
from turnstone.kernels.languages import languages_of


@pytest.mark.parametrize(
    ("written", "day", "utc", "assumed"),
    [
        ("2024-05-06", date(2024, 5, 6), None, False),
        ("06/05/2024", date(2024, 5, 6), None, False),
        ("2024-05-06T10:11:12Z", date(2024, 5, 6), 1714990272, False),
        ("2024-05-06 23:30:00+02:00", date(2024, 5, 6), 1715031000, False),
        ("06/05/2024 10:15 PM", date(2024, 5, 6), 1715033700, True),
        ("1714989600", date(2024, 5, 6), 1714989600, False),
        ("1714989600000", date(2024, 5, 6), 1714989600, False),
        ("Mon, 06 May 2024 00:30:00 -0500", date(2024, 5, 6), 1714973400, False),
    ],
)
def test_when_it_was_posted(written: str, day: date, utc: int | None, assumed: bool) -> None:
    at = parse_moment(written, "dmy")
    assert (at.day, at.utc, at.zone_assumed) == (day, utc, assumed)


@pytest.mark.parametrize("written", ["2024-13-01", "2024-05-06T25:00", "yesterday", "2024-05-06T10:00+19:00"])
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_moment(written, "dmy")


@pytest.mark.parametrize(
    ("written", "amount", "currency", "lower"),
    [
        ("$944.00", "944", None, False), ("€ 1.200", "1200", "EUR", False), ("1.190,50 EUR", "1190.5", "EUR", False),
        ("$1,190.00", "1190", None, False), ("1 200 zł", "1200", "PLN", False), ("from 950,-", "950", None, False),
        ("20000-28000", "20000", None, True), ("£120/hour", "120", "GBP", False), ("150/1h", "150", None, False),
        ("1,5", "1.5", None, False),
    ],
)  # fmt: skip
def test_prices(written: str, amount: str, currency: str | None, lower: bool) -> None:
    price = parse_price(written)
    assert (price.amount, price.currency, price.lower_end) == (Decimal(amount), currency, lower)


@pytest.mark.parametrize("written", ["5 6 7", "Oct-20", "negotiable", "-5"])
def test_what_is_no_price(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_price(written)


def test_scripts_and_words_that_mix_them() -> None:
    texts = ["hello", "привет", "pаypal", "IT-специалист", "3Dпринтер", "καλημέρα", "გამარჯობა", "", "123 👍", "漢字"]
    codes, mixed = scripts(texts)
    assert codes == ["Latn", "Cyrl", "Latn", "Cyrl", "Cyrl", "Grek", "Geor", "Zyyy", "Zyyy", "Hani"]
    assert mixed.tolist() == [False, False, True, *[False] * 7]
    assert scripts([])[0] == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wir suchen Mitarbeiter für die Ernte", "de"), ("Потрібні працівники на склад у Києві, зарплата висока", "uk"),
        ("Szukamy pracowników do zbioru truskawek w Niemczech", "pl"), ("ვეძებთ თანამშრომლებს რესტორანში", "ka"),
        ("hi", None), ("call me 555 now", None), ("5551234567 5551234567 5551234567", None),
    ],
)  # fmt: skip
def test_languages_where_the_text_says_enough(text: str, language: str | None) -> None:
    assert languages_of([text], scripts([text])[0]) == [language]


def test_sides_by_sections() -> None:
    found = [side_of_section(t) for t in ("Stellenangebote", "работа", "Massage / Escort", "Cars", "jobs and services")]
    assert found == ["recruiting", "recruiting", "selling", None, None]


@pytest.mark.parametrize(
    "hostile", ["<div>" * 50_000, '<a "' * 50_000, "<!--" * 50_000, "<script " * 50_000, "<" * 99_999]
)
def test_hostile_markup_gives_no_more_text_than_it_has(hostile: str) -> None:
    assert len(without_markup(hostile)[0]) <= len(hostile)


def test_addresses() -> None:
    assert host_of("https://WWW.Board.example:8080/a") == "board.example" and host_of("/a/b") is None
    base = "https://board.example/a/b/c?d=1#e"
    assert absolute(base, "../x.jpg#y") == "https://board.example/a/x.jpg"
    assert absolute(base, "//cdn.example/x.jpg") == "https://cdn.example/x.jpg"
    assert absolute(base, "/x.jpg?s=2") == "https://board.example/x.jpg?s=2"


def test_hashes_of_pictures_that_look_alike_are_near_and_others_far() -> None:
    rng = np.random.default_rng(1)
    field = np.asarray(Image.fromarray(rng.integers(0, 255, (9, 9, 3)).astype("uint8")).resize((640, 480)))

    def bits(pixels: np.ndarray, kind: str = "PNG", **more: int) -> int:
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, kind, **more)
        return int(str(hash_image(out.getvalue()).hash).removeprefix("pdq:"), 16)

    one = bits(field)
    smaller = np.asarray(Image.fromarray(field).resize((320, 240)))
    assert (one ^ bits(field, "JPEG", quality=60)).bit_count() <= 31  # the distance that PDQ takes for the same picture
    assert (one ^ bits(smaller)).bit_count() <= 31  # the distance that PDQ takes for the same picture
    assert (one ^ bits(field[:, ::-1])).bit_count() > 60
    assert hash_image(b"").hash is None
