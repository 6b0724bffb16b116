"""Digits to E.164 by libphonenumber's plans of the countries."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from turnstone.clean.contacts.numbering import could_be_international, could_be_national


class Number(NamedTuple):
    """A valid number, how it was dialled (plus, code, trunk or bare), and how its country groups it."""

    e164: str
    dialled: str
    region: str
    grouping: tuple[int, ...]


@cache
def _library() -> Any:
    """libphonenumber; loading its metadata takes 0.2 s, so only those pay who have digits to look at."""
    import phonenumbers
    from phonenumbers.re_util import enable_pattern_cache

    enable_pattern_cache()
    return phonenumbers


@lru_cache(200_000)
def national(digits: str, region: str) -> Number | None:
    """A number as dialled within the country: with its trunk prefix, or bare."""
    if not could_be_national(digits, region):
        return None
    lib = _library()
    try:
        number = lib.parse(digits, region)
    except lib.NumberParseException:
        return None
    # Numbers of countries that share a code (NANP, Russia and Kazakhstan) are as good as the country's own.
    shared = number.country_code in (1, 7) and lib.is_valid_number(number)
    if not shared and not lib.is_valid_number_for_region(number, region):
        return None
    shown = lib.format_number(number, lib.PhoneNumberFormat.NATIONAL)
    groups = tuple(len(group) for group in "".join(c if c.isdigit() else " " for c in shown).split())
    bare = lib.national_significant_number(number)
    dialled = "bare" if digits == bare else "trunk"
    return Number(str(lib.format_number(number, lib.PhoneNumberFormat.E164)), dialled, region, groups)


@lru_cache(200_000)
def international(digits: str) -> Number | None:
    """A number that begins with a country's code."""
    if not could_be_international(digits):
        return None
    lib = _library()
    try:
        number = lib.parse("+" + digits)
    except lib.NumberParseException:
        return None
    if not lib.is_valid_number(number):
        return None
    region = lib.region_code_for_number(number) or ""
    return Number(str(lib.format_number(number, lib.PhoneNumberFormat.E164)), "plus", region, ())


@cache
def needs_trunk(region: str) -> bool:
    """Whether numbers within the country are written with a 0 before them (in Georgia it has gone out of use)."""
    metadata = _library().PhoneMetadata.metadata_for_region(region)
    return region != "GE" and metadata is not None and metadata.national_prefix == "0"


@cache
def code_of(region: str) -> str:
    """The country's calling code."""
    return str(_library().country_code_for_region(region))
