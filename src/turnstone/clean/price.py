"""Prices and pay as offers write them: '€ 1.200', '80 EUR / hour', 'from 950,-', '20000-28000'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from turnstone.clean.money import CENT
from turnstone.clean.text import Nothing, tidy

_NUMBER = re.compile(r"\d(?:[\d.,'’]|[ \u00a0\u202f](?=\d{3}(?!\d)))*")
_DAY_LIKE = re.compile(r"\d{1,2}[-/ ][A-Za-z]{3}\b|\b[A-Za-z]{3}[-/ ]\d{1,2}$")
_SIGNS = {
    "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₺": "TRY", "₪": "ILS", "₹": "INR", "₩": "KRW", "₸": "KZT",
    "₾": "GEL", "֏": "AMD", "₼": "AZN", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN", "zł": "PLN", "Kč": "CZK",
    "Ft": "HUF", "лв": "BGN", "грн": "UAH", "руб": "RUB", "lei": "RON", "US$": "USD", "C$": "CAD", "A$": "AUD",
    "CHF": "CHF", "Fr.": "CHF",
}  # fmt: skip
"""Signs that say which currency. '$', 'kr' and '¥' are those of several: they say none."""
_CODES = frozenset(
    """AED ALL AMD AUD AZN BAM BGN BRL BYN CAD CHF CNY CZK DKK EUR GBP GEL HKD HRK HUF ILS INR ISK JPY KGS KRW KZT MDL
    MKD MXN MYR NGN NOK NZD PHP PLN RON RSD RUB SEK SGD THB TJS TMT TRY UAH USD UZS VND XOF ZAR""".split()
)
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3})(?![A-Za-z])")
_SIGN = re.compile(
    "|".join(re.escape(s) if not s[0].isalpha() or s == "US$" else rf"(?<![^\W\d_]){re.escape(s)}(?![^\W\d_])"
             for s in sorted(_SIGNS, key=len, reverse=True)),
)  # fmt: skip
MOST = Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class Price:
    """A sum, its currency where the text names one (ISO 4217), and whether it is the lower end of a range."""

    amount: Decimal
    currency: str | None
    lower_end: bool = False


def parse_price(raw: str, decimal: str = ".") -> Price:
    """The price in a cell. `decimal`: the decimal sign where '1.200' could be either; a sign before two last digits is
    always the decimal one, one before each group of three never. Of a range the lower end is taken and marked.

    Raises Nothing for words without a number ('negotiable'), ValueError for several numbers that are no range.
    """
    text = tidy(raw)
    numbers = list(_NUMBER.finditer(text))
    if not numbers:
        raise Nothing("no number")
    if _DAY_LIKE.search(text) and currency_in(text) is None:
        raise ValueError("a day in place of a price (as spreadsheets make of '10-20')")
    sums = [_number(match.group(), decimal) for match in numbers]
    if len(sums) == 2 and sums[0] <= sums[1] and re.fullmatch(
        r"\s*\D{0,4}\s*(?:[-–—]|to|bis|до|a|à|do)\s*\D{0,4}\s*", text[numbers[0].end() : numbers[1].start()]
    ):  # fmt: skip
        return Price(_bounded(sums[0]), currency_in(text), sums[0] < sums[1])
    if len(sums) > 1 and not _per_number(text, numbers):
        raise ValueError("several numbers that are no range")
    if text[: numbers[0].start()].rstrip("€$£ ").endswith(("-", "−")):
        raise ValueError("negative")
    return Price(_bounded(sums[0]), currency_in(text))


def currency_in(text: str) -> str | None:
    """The currency that a text names, by code or by a sign that is one currency's."""
    if match := _SIGN.search(text):
        return _SIGNS[match.group()]
    return next((m[1].upper() for m in _CODE.finditer(text) if m[1].upper() in _CODES), None)


def _number(text: str, decimal: str) -> Decimal:
    text = re.sub(r"['’ \u00a0\u202f]", "", text).rstrip(".,")
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return Decimal(text)
    sign, whole, after = text[last], text[:last], text[last + 1 :]
    both = "." in whole or "," in whole
    groups = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text) is not None
    several_of_one = groups and text.count(sign) > 1
    is_decimal = not several_of_one and (
        len(after) != 3 or (both and sign not in whole) or (sign == decimal and not groups)
    )
    digits = re.sub(r"[.,]", "", whole)
    if not digits:
        raise ValueError("not a number")
    return Decimal(f"{digits}.{after}" if is_decimal else digits + after)


def _bounded(value: Decimal) -> Decimal:
    if value >= MOST:
        raise ValueError("ten thousand million or more")
    return value.quantize(CENT)


def _per_number(text: str, numbers: list[re.Match[str]]) -> bool:
    """'150 / 1 h', '60 (30 min)': the other numbers count units of time."""
    after = (text[m.end() :] for m in numbers[1:])
    return all(re.match(r"\s*(?:h|hr|hour|std|stunde|min|мин|ч|час|m\b|day|night|week|month)", a, re.I) for a in after)
