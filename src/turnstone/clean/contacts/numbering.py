"""The cheap look before libphonenumber's thorough one: could these digits be a valid number of the country at all?

Parsing, checking and formatting a number takes libphonenumber some 0.1 ms, and of the digits in adverts few make a
number. What it would do to them is little: it takes off the country's code and the prefix that is dialled before
numbers within the country (or puts another in its place). If nothing that is left fits any kind of number in its tables
(fixed, mobile, toll-free ...), there is no valid number. The answer may be yes too often, never no too often.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

_KINDS = (
    "fixed_line mobile toll_free premium_rate shared_cost personal_number voip pager uan voicemail".split()
)  # fmt: skip
_SHARED_CODES = (1, 7)
"""Calling codes of several countries, whose numbers `plan.national` takes for one another's."""


def could_be_national(digits: str, region: str) -> bool:
    """False only if `digits`, dialled within the country, are no valid number of it (nor of one that shares its code)."""
    reading = _dialled(region)
    return reading is None or not digits.isascii() or reading.fits(digits)


def could_be_international(digits: str) -> bool:
    """False only if `digits` after a plus are no valid number of any country."""
    if not digits.isascii():
        return True
    code = next((digits[:size] for size in (1, 2, 3) if digits[:size] in _codes()), None)
    return code is not None and _abroad(code).fits(digits[len(code) :])


class Reading(NamedTuple):
    """What is left of digits when prefixes are taken off. `shape` fits whatever is valid after any of the prefixes.

    `replacing`: prefixes in whose place something else is put first, and what; before them may stand `code`.
    """

    code: str
    shape: re.Pattern[str]
    replacing: tuple[tuple[re.Pattern[str], str], ...]

    def fits(self, digits: str) -> bool:
        """Whether the digits could be a valid number."""
        if self.shape.fullmatch(digits):
            return True
        if not self.replacing:
            return False
        some = {digits, digits.removeprefix(self.code)}
        for _ in range(2):
            some |= {prefix.sub(instead, one, count=1) for one in some for prefix, instead in self.replacing}
        return any(map(self.shape.fullmatch, some))


@cache
def _lib() -> Any:
    import phonenumbers

    return phonenumbers


@cache
def _codes() -> frozenset[str]:
    return frozenset(map(str, _lib().COUNTRY_CODE_TO_REGION_CODE))


def _sharing(code: int) -> list[Any]:
    """The metadata of all countries with a calling code, the main one first."""
    find = _lib().PhoneMetadata.metadata_for_region_or_calling_code
    return [found for region in _lib().COUNTRY_CODE_TO_REGION_CODE[code] if (found := find(code, region)) is not None]


@cache
def _abroad(code: str) -> Reading:
    """How what follows a calling code is read: by the rules of the main country, valid in all that share the code."""
    some = _sharing(int(code))
    return _reading(some[:1], _valid(some), "", None)


@cache
def _dialled(region: str) -> Reading | None:
    """How numbers are dialled within a country: perhaps with its own code or that of calls abroad; None if unknown."""
    own = _lib().PhoneMetadata.metadata_for_region(region)
    if own is None:
        return None
    all_of_them = _sharing(own.country_code)
    valid = _valid(all_of_them if own.country_code in _SHARED_CODES else [own])
    return _reading([own, *all_of_them[:1]], valid, str(own.country_code), own.international_prefix)


def _reading(rules: list[Any], valid: str, code: str, abroad: str | None) -> Reading:
    prefixes = [p for rule in rules if (p := rule.national_prefix_for_parsing)]
    prefix = f"(?:{'|'.join(f'(?:{p})' for p in prefixes)})" if prefixes else ""
    optional = f"{prefix}?" * 2 if prefix else ""
    number = f"(?:{code})?{optional}(?:{valid})" if code else f"{optional}(?:{valid})"
    replacing = {
        rule.national_prefix_for_parsing: rule.national_prefix_transform_rule
        for rule in rules
        if rule.national_prefix_for_parsing and rule.national_prefix_transform_rule
    }
    return Reading(
        code,
        re.compile(f"(?:{abroad})[0-9]*|{number}" if abroad else number),
        tuple((re.compile(pattern), instead) for pattern, instead in replacing.items()),
    )


def _valid(some: list[Any]) -> str:
    """A pattern that fits what one of the countries has as a number of some kind."""
    kinds = [getattr(metadata, kind) for metadata in some for kind in _KINDS]
    patterns = dict.fromkeys(desc.national_number_pattern for desc in kinds if desc is not None)
    return "|".join(f"(?:{pattern})" for pattern in patterns if pattern) or r"(?!)"
