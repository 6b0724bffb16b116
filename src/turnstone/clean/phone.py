"""Telephone numbers to E.164, through libphonenumber's rules for the country."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from turnstone.clean.text import Nothing, is_nothing, tidy

_SEVERAL = re.compile(r"\s*(?:[/;,]|\bor\b|\band\b)\s*", re.IGNORECASE)


_ABROAD = re.compile(r"^\(?00(?=\D*[1-9])\)?")
_AMERICAN = re.compile(r"\(?([2-9][0-9]{2})\)?[-. ]?([2-9][0-9]{2})[-. ]?([0-9]{4})")
"""Ten digits as nearly all American numbers are written: parsing gives these digits and no others."""


@cache
def _library() -> Any:
    """libphonenumber. Its metadata takes 0.2 s to load: only those who clean phones pay for it."""
    import phonenumbers
    from phonenumbers.re_util import enable_pattern_cache

    enable_pattern_cache()  # its patterns are more than Python's own cache of patterns holds
    return phonenumbers


def phone(raw: str, country: str = "US") -> str:
    """'(910) 245-2969' -> '+19102452969'. The first valid number where a cell holds several.

    Raises ValueError with the reason when there is no number that the country's plan could have given out.
    """
    phonenumbers = _library()
    text = tidy(raw).removesuffix(".0")
    if is_nothing(text) or not any(c.isdigit() for c in text) or not text.strip("0 -."):
        raise Nothing("no phone number")
    if country == "US" and (plain := _AMERICAN.fullmatch(text)):
        number = phonenumbers.PhoneNumber(country_code=1, national_number=int(plain[1] + plain[2] + plain[3]))
        if phonenumbers.is_valid_number(number):
            return f"+1{plain[1]}{plain[2]}{plain[3]}"
    why = "not a phone number"
    for piece in [text, *_SEVERAL.split(text)]:
        # 00 before the country's code is how most of the world dials abroad; a plan that dials otherwise has no such number.
        abroad = _ABROAD.sub("+", piece)
        try:
            number = phonenumbers.parse(abroad, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        why = f"no number of the plan of {country}"
    raise ValueError(why)


def email(raw: str) -> str:
    """A lower-case e-mail address. Raises ValueError when the text is not one."""
    text = tidy(raw).lower().removeprefix("mailto:")
    if not re.fullmatch(r"[a-z0-9._%+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", text):
        raise ValueError("not an e-mail address")
    return text
