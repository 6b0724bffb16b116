"""Whether an address could stand in a text in words ('anna at example dot com'): cheap looks before the thorough one."""

from __future__ import annotations

import re
from functools import cache

from turnstone.clean.contacts.email import PROVIDERS
from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.names import is_tld
from turnstone.clean.contacts.words import at_and_dot

AT, LOOSE_AT, DOT, LONE = 16, 32, 64, 128
"""Bits of `clues`: words for 'at', those that also are words of their own, words for 'dot', and the 'a' of some of them."""
# The brackets and signs before 'at' and 'dot', and what flattens to them.
_OPENS = re.compile(
    r"[(\[{<*_\u207d\u208d\u226e\ufe33\ufe34\ufe35\ufe37\ufe47\ufe4d-\ufe4f\ufe59\ufe5b\ufe61\ufe64\uff08\uff0a\uff1c\uff3b\uff3f\uff5b]"
)
_DOT_IN_BRACKETS = re.compile(r"\.\s?[)\]}>*_-]")
_DOT_AND_TLD = re.compile(r"\.\s?([^\W\d_]{2,8})(?![\w-])")
_LONE_DOT = re.compile(r"\s\.\s")


def worded(folded: Folded, bits: int, www: bool) -> tuple[bool, bool]:
    """Whether an e-mail address and whether a URL could be in the text in words. `bits`: those of all its words; `www`:
    whether one is 'www'."""
    text = folded.text
    if not (bits & (AT | LOOSE_AT | DOT | LONE) or www or "@" in text or "." in text or "\u2024" in text):
        return False, False  # the last one flattens to a dot
    flat = folded.flat
    said_dot = bool(bits & DOT or ("." in flat and _DOT_IN_BRACKETS.search(flat))) and _said_dot_and_tld(flat)
    email = (
        bool(bits & AT or "@" in flat)
        or (bool(bits & LOOSE_AT) and (said_dot or _at_a_provider(flat)))
        or (bool(bits & (LOOSE_AT | LONE)) and bool(_at_in_brackets().search(flat)))
    )
    url = said_dot or (www and bool(_LONE_DOT.search(flat)))
    if not email and not url:
        return False, False
    dotted = _dotted(folded, bits)
    return email and dotted, url and dotted


def _dotted(folded: Folded, bits: int) -> bool:
    """Whether 'at' or 'dot' is said in words or put in brackets."""
    if bits & (AT | DOT | LONE) and not said_alone().isdisjoint(folded.flat.split()):
        return True
    if not _OPENS.search(folded.text):
        return False
    return bool(_dot_words().search(folded.flat) or _at_words().search(folded.flat))


def _said_dot_and_tld(flat: str) -> bool:
    """Whether a dot in words or brackets stands before what may be a top-level domain (in look-alikes too)."""
    found = _said_dots().finditer(flat)
    return any(is_tld(tld) or not tld.isascii() for match in found for tld in (match[1] or match[2],))


def _at_a_provider(flat: str) -> bool:
    """Whether a well-known provider stands before a dot and what may be a top-level domain."""
    for match in _DOT_AND_TLD.finditer(flat):
        if flat[max(0, match.start() - 16) : match.start()].rstrip().endswith(PROVIDERS) and (
            is_tld(match[1]) or not match[1].isascii()
        ):
            return True
    return False


@cache
def _said_dots() -> re.Pattern[str]:
    """What follows is looked at without being taken, so that no dot hides another."""
    said, tld = "|".join(map(re.escape, at_and_dot("dot"))), r"([^\W\d_]{2,18})(?![\w-])"
    return re.compile(rf"\s(?:{said})(?=\s+{tld})|[(\[{{<*_-]\s?(?:\.|{said})(?=\s?[)\]}}>*_-]\s?{tld})")


@cache
def _at_in_brackets() -> re.Pattern[str]:
    said = "|".join(map(re.escape, ("@", "a", *at_and_dot("at-loose"), *at_and_dot("at"))))
    return re.compile(rf"[(\[{{<*_-]\s?(?:{said})\s?[)\]}}>*_-]")


@cache
def _dot_words() -> re.Pattern[str]:
    said = "|".join(map(re.escape, at_and_dot("dot")))
    return re.compile(rf"[(\[{{<*_-]\s?(?:at|ät|@|a|et|\.|{said})\s?[)\]}}>*_-]|\s(?:{said})\s")


@cache
def _at_words() -> re.Pattern[str]:
    said = "|".join(map(re.escape, at_and_dot("at")))
    return re.compile(rf"[\s(\[{{](?:{said})[\s)\]}}]")


@cache
def said_alone() -> frozenset[str]:
    """The words (or their first ones) that may stand for signs in an address."""
    return frozenset(said.split()[0] for said in (*at_and_dot("dot"), *at_and_dot("at")))
