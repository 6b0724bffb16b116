"""Contacts in texts: the sets of all languages, ordinary numbers, and each kind's own rules."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from turnstone.clean.contacts.find import find_contacts
from turnstone.clean.contacts.keccak import keccak256

HERE = Path(__file__).parent / "contacts"
SETS = sorted((HERE / "sets").glob("*.tsv"))


def lines(path: Path) -> tuple[str, list[list[str]]]:
    rows = [row.split("\t") for row in path.read_text("utf-8").split("\n") if row]
    country = next(row[1] for row in rows if row[0] == "# country")
    return country, [row for row in rows if not row[0].startswith("#")]


def test_there_are_enough_languages() -> None:
    assert len(SETS) >= 20


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_set(path: Path) -> None:
    country, rows = lines(path)
    sought = found = right = 0
    wrong = []
    for text, kind, value, obscured in rows:
        got = find_contacts(text, country=country, language=path.stem)
        hits = [c for c in got if (c.kind, c.value, c.obscured) == (kind, value, obscured == "1")]
        sought, found, right = sought + bool(kind), found + len(got), right + bool(hits)
        if bool(hits) != bool(kind) or len(got) != bool(kind):
            wrong.append((text, value, got))
    assert sum(bool(row[1]) for row in rows) >= 25 <= sum(not row[1] for row in rows)
    assert right >= 0.98 * sought, wrong
    assert right >= 0.98 * found, wrong


def fill(template: str, r: random.Random, thousands: str, day: str, time: str, postcode: str) -> str:
    """A template of ordinary.tsv with numbers in the language's own formatting."""

    def date() -> str:
        d, m, y = r.randint(1, 31), r.randint(1, 12), r.randint(1990, 2029)
        if day.startswith("iso"):
            sign = "." if day == "iso." else "-"
            return f"{y}{sign}{m:02}{sign}{d:02}"
        return f"{d:02}{day}{m:02}{day}{y if r.random() < 0.7 else y % 100:02}"

    def sum_(low: int, high: int) -> str:
        return f"{r.randint(low, high):,}".replace(",", " " if thousands == "blank" else thousands)

    year = r.randint(1950, 2029)
    makes = {
        "P": lambda: str(r.randint(1, 999)), "T": lambda: sum_(1000, 99999), "T2": lambda: sum_(10000, 9999999),
        "A": lambda: str(r.randint(18, 99)), "H": lambda: str(r.randint(140, 210)), "W": lambda: str(r.randint(40, 140)),
        "D": date, "D2": date, "h": lambda: f"{r.randint(0, 11):02}{time}{r.choice(['00', '15', '30', '45'])}",
        "h2": lambda: f"{r.randint(12, 23)}{time}{r.choice(['00', '15', '30', '45'])}", "Y": lambda: str(year),
        "Y2": lambda: str(year + 1), "S": lambda: str(r.randint(9, 999)), "F": lambda: str(r.randint(1, 250)),
        "p": lambda: str(r.randint(1, 100)), "R": lambda: str(r.randint(10**4, 10**10)),
        "M": lambda: f"{r.randint(75, 120)}-{r.randint(50, 95)}-{r.randint(75, 125)}",
        "Z": lambda: "".join(str(r.randint(0, 9)) for _ in range(int(postcode))) if postcode.isdigit() else postcode,
    }  # fmt: skip
    return re.sub(r"\{(\w+)\}", lambda match: str(makes[match[1]]()), template)


def test_ordinary_numbers_are_no_phones() -> None:
    rows = [row.split("\t") for row in (HERE / "ordinary.tsv").read_text("utf-8").split("\n") if row and row[0] != "#"]
    wrong, count, r = [], 0, random.Random(20_000)
    for language, country, *form, template in rows:
        for _ in range(36):
            text = fill(template, r, *form)
            count += len(re.findall(r"\d+(?:[.,: -]?\d+)*", text))
            wrong += [(language, text, c.raw) for c in find_contacts(text, country=country, language=language)]
    assert count >= 20_000
    assert len(wrong) <= count // 1000, wrong


VALID = [
    ("email", "write to ANNA@Example.com", "anna@example.com", None),
    ("email", "bob[arroba]example.es", "bob@example.es", "at-and-dot"),
    ("email", "anna собака mail точка ru", "anna@mail.ru", "at-and-dot"),
    ("email", "anna@\u200bexample.com", "anna@example.com", "invisible characters"),
    ("email", "a n n a @ g m a i l . c o m", "anna@gmail.com", "spacing"),
    ("handle", "tg: anna_rose", "telegram:anna_rose", None),
    ("handle", "https://t.me/annarose", "telegram:annarose", None),
    ("handle", "t.me/annarose", "telegram:annarose", None),
    ("handle", "@anna_r on instagram", "instagram:anna_r", None),
    ("handle", "мой телеграм @anna_r", "telegram:anna_r", None),
    ("handle", "инста: anna.rose", "instagram:anna.rose", None),
    ("phone", "wa.me/447400123456", "+447400123456", None),
    ("phone", "WhatsApp +44 (0)7400 123456", "+447400123456", None),
    ("url", "see https://www.Example.com/Path?x=1.", "example.com/Path?x=1", None),
    ("url", "example [dot] com", "example.com", "at-and-dot"),
    ("url", "http://90#URL_fbe6559afac620a3cd2c2228#90", "hash:fbe6559afac620a3cd2c2228", None),
    ("email", "to #EMAIL_fbe6559afac620a3cd2c2228#", "hash:fbe6559afac620a3cd2c2228", None),
    ("phone", "on #PHONE_fbe6559afac620a3cd2c2228#", "hash:fbe6559afac620a3cd2c2228", None),
    ("iban", "IBAN GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432", None),
    ("iban", "de89370400440532013000", "DE89370400440532013000", None),
    ("wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", None),
    ("wallet", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "btc:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", None),
    ("wallet", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", "btc:bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", None),
    ("wallet", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "eth:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", None),
    ("wallet", "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "bch:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", None),
    ("plate", "number plate AB12 CDE", "AB12CDE", None),
    ("plate", "Kennzeichen: B-AB 1234", "BAB1234", None),
    ("plate", "машина А123ВС77 у дома", "А123ВС77", None),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "value", "how"), VALID, ids=[text for _, text, *_ in VALID])
def test_each_kind(kind: str, text: str, value: str, how: str | None) -> None:
    assert [(c.kind, c.value, c.how) for c in find_contacts(text, language="en")] == [(kind, value, how)]


@pytest.mark.parametrize(
    "text",
    [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b",
        "GB82 WEST 1234 5698 7654 33",
        "This is the end.So it goes",
        "line dancing and signal boxes, insta photos",
        "we are at the hotel",
        "room 101, floor 12, code AB-123-CD",
    ],
)
def test_none_of_these(text: str) -> None:
    assert find_contacts(text, country="GB", language="en") == []


def test_keccak_vectors() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
    assert keccak256(b"a" * 136) != keccak256(b"a" * 135)


def test_usual_ways_are_not_obscured() -> None:
    for text in ("07400 123456", "07400-123456", "(07400) 123456", "07400/123456", "+44 7400 123456", "07400.123.456"):
        assert [(c.value, c.obscured) for c in find_contacts("call " + text, country="GB")] == [
            ("+447400123456", False)
        ], text
