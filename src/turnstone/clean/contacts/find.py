"""All contacts of a text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator

from turnstone.clean.contacts import plan
from turnstone.clean.contacts.announced import Search
from turnstone.clean.contacts.clues import PLATE, PLATFORM, SCHEME, WWW, Clues, clues
from turnstone.clean.contacts.contact import Contact, Found, told
from turnstone.clean.contacts.email import find_emails
from turnstone.clean.contacts.folding import Folded, fold
from turnstone.clean.contacts.handle import account_of, find_handles
from turnstone.clean.contacts.iban import find_ibans
from turnstone.clean.contacts.phone import find_phones
from turnstone.clean.contacts.plate import find_plates
from turnstone.clean.contacts.spoken import mass, spoken_languages
from turnstone.clean.contacts.url import find_hashes, find_urls
from turnstone.clean.contacts.wallet import LEAST_WALLET, LONG, find_wallets
from turnstone.clean.contacts.worded import worded
from turnstone.clean.contacts.words import numbers

_LINKED_PHONE = re.compile(
    r"^(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=|whatsapp\.com/send/?\?phone=|t\.me/\+|viber\.click/|signal\.me/#p/)\+?(\d{7,15})"
)
_DIGIT = re.compile(r"\d")


def find_contacts(text: str, *, country: str | None = None, language: str | None = None) -> list[Contact]:
    """The contacts of a text in order of place; spans do not overlap.

    `country` (ISO 3166-1) is where the offer stands: its plan of numbers is tried first. `language` (ISO 639-1) is the
    text's, where it is known. Without either, a number needs a plus, a word that announces it, or number words. Never
    raises on any text; work is bounded, so in a text with thousands of digits without end some numbers may not be found.
    """
    folded = fold(text)
    return [
        _told(folded, text, found)
        for found in found_in(folded, country and country.upper(), language and language.lower())
    ]


def found_in(folded: Folded, country: str | None, language: str | None) -> list[Found]:
    """The contacts of a folded text."""
    text = folded.text
    digits = len(_DIGIT.findall(text))
    seen = clues(text)
    email_in_words, url_in_words = worded(folded, seen.bits, bool(seen.bits & WWW))
    out: list[Found] = []
    # A wallet is one piece between two blanks.
    long = seen.longest >= LEAST_WALLET
    if digits >= 4 or (long and LONG.search(text)):
        _add(out, find_hashes(text))
        if long:
            _add(out, find_wallets(text))
        _add(out, find_ibans(text))
    if "@" in text or email_in_words:
        _add(out, find_emails(folded, email_in_words))
    if "." in text or url_in_words:
        urls = find_urls(folded, url_in_words, bool(seen.bits & SCHEME))
        _add(out, (_linked(found) for found in urls))
    if seen.bits & PLATFORM:
        _add(out, find_handles(folded))
    if digits:
        _add(out, find_plates(folded, bool(seen.bits & PLATE)))
    _add(out, _phones(folded, digits, seen, country, language, out))
    return sorted(out, key=lambda found: found.start)


def _phones(
    folded: Folded, digits: int, seen: Clues, country: str | None, language: str | None, taken: list[Found]
) -> Iterator[Found]:
    """Telephone numbers: in each language whose number words are in use, or in digits alone."""
    in_digits = digits >= 4 and mass(folded.text, digits) >= 7
    spoken = spoken_languages(seen.numbers, digits, language, country)
    if not spoken and not in_digits:
        return
    search = Search(folded, country, language)
    skip = sorted((found.start, found.end) for found in taken)
    for tongue in spoken:
        yield from find_phones(search, numbers(tongue), tongue, skip)
    if in_digits:
        yield from find_phones(search, None, None, skip)


def _add(out: list[Found], more: Iterable[Found]) -> None:
    """Takes what does not overlap what is there: kinds that are surer come first."""
    spans: list[tuple[int, int]] | None = None
    for found in more:
        if spans is None:
            spans = sorted((found.start, found.end) for found in out)
        at = bisect.bisect_left(spans, (found.start, found.end))
        if (at and spans[at - 1][1] > found.start) or (at < len(spans) and spans[at][0] < found.end):
            continue
        spans.insert(at, (found.start, found.end))
        out.append(found)


def _linked(found: Found) -> Found:
    """A link to an account or a number is that account or number."""
    if match := _LINKED_PHONE.match(found.value):
        number = plan.international(match[1])
        if number is not None:
            return Found("phone", found.start, found.end, number.e164, found.how)
    if account := account_of(found.value):
        return Found("handle", found.start, found.end, account, found.how)
    return found


def _told(folded: Folded, text: str, found: Found) -> Contact:
    """The contact in characters of the text as given."""
    start, end = folded.starts[found.start], folded.ends[found.end - 1]
    how = told(found.how)
    return Contact(found.kind, start, end, text[start:end], found.value, how is not None, how)
