"""Looks for names, telephones and e-mails of protected people in texts, however they are spelled.

It tells who and what kind of value was found, never the value.

- Names of two words or more: their words in a row, forward or backward, in any case, script or punctuation. A name of one
  word is an ordinary word too (Rose, Mercy): it is looked for only as a whole value of JSON or a whole cell.
- Telephones: their digits with or without the country's code, whatever stands between them.
- E-mails: in any case, with `at` and `dot` in words too.
- Contacts that a text spells out (`oh seven double five ...`): by the finder that reads adverts, so only numbers that a
  country's plan could have given out.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from turnstone.clean.contacts.find import find_contacts
from turnstone.clean.text import fold, tidy
from turnstone.validate.truth_table import Protected

LEAST_DIGITS = 7
ONE_WORD = "name of one word"
TWO_COLUMNS = "words of a name in two columns"
DOUBTFUL = (ONE_WORD, TWO_COLUMNS)
"""What may as well be something else, and is to be looked at."""
_COLUMNS = re.compile(r"(?<=\S) {2,}(?=\S)")
_BETWEEN = " betweencolumns "
_RUN = re.compile(r"\d(?:[ \u00a0.()/\-–]{0,3}\d){6,}")
_HEX = re.compile(r"\b(?:(?=[0-9]*[a-f])[0-9a-f]{8,}|[0-9a-f]{20,})\b")
"""Ids and digests: with a letter in them, or longer than any telephone number."""
_DRAWN = re.compile(r'\s(?:d|c[xy]|r|x[12]?|y[12]?|width|height|viewBox|transform|points)="[^"]*"')
"""Where lines of a drawing go: figures that are no text."""
_MAIL = re.compile(r"[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_AT = re.compile(r"\s*(?:[\[({]\s*at\s*[\])}]|\s@\s|\bat\b)\s*")
_DOT = re.compile(r"\s*(?:[\[({]\s*dot\s*[\])}]|\bdot\b)\s*")
SHORTEST_VALUE, LONGEST_VALUE = 12, 5_000
"""Characters of a value in which contacts that are spelled out are looked for."""


@dataclass(frozen=True)
class Hit:
    """Something of a protected person. `what`: name, phone, email, or what is doubtful: a name of one word (it may be a town's, or
    a word), or words of a name in two columns (SAN FRANCISCO, then Romero & Sons)."""

    person: str
    what: str


class Seeker:
    """Knows the forms of all that must not be shown. `alone`: how many names of one word there are."""

    def __init__(self, people: Sequence[Protected]) -> None:
        self._names: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._single: dict[str, set[str]] = defaultdict(set)
        self._phones: dict[str, set[str]] = defaultdict(set)
        self._mails: dict[str, set[str]] = defaultdict(set)
        for person in people:
            words = tuple(fold(person.name).split())
            if len(words) > 1:
                for order in {words, words[::-1], (words[-1], *words[:-1])}:
                    self._names[order[0], order[1]].append((order, person.id))
            elif words and len(words[0]) > 1:
                self._single[words[0]].add(person.id)
            for form in phone_forms(person.phone):
                self._phones[form].add(person.id)
            if person.email:
                self._mails[tidy(person.email).lower()].add(person.id)
        self._pairs = frozenset(self._names)
        self._lengths = sorted({len(form) for form in self._phones}, reverse=True)
        self.alone = sum(map(len, self._single.values()))

    def in_text(self, text: str) -> set[Hit]:
        """What a text holds: a screen, a page, a file."""
        plain = _DRAWN.sub(" ", text)
        if "&" in plain:
            plain = html.unescape(plain)
        return self._named_in(plain) | self._in_digits(plain) | self._in_mails(plain)

    def in_value(self, value: str) -> set[Hit]:
        """What a value holds as a whole: a name of one word, or contacts that it spells out."""
        out = {Hit(id, ONE_WORD) for id in self._single.get(fold(value), ())} if self._single else set()
        if (self._phones or self._mails) and SHORTEST_VALUE <= len(value) <= LONGEST_VALUE:
            out |= self._spelled(value)
        return out

    def _named_in(self, text: str) -> set[Hit]:
        found = self._in_words(text)
        if not found:
            return found
        whole = self._in_words(_COLUMNS.sub(_BETWEEN, text))
        return whole | {Hit(hit.person, TWO_COLUMNS) for hit in found - whole}

    def _in_words(self, text: str) -> set[Hit]:
        if not self._pairs:
            return set()
        words = fold(text).split()
        here = self._pairs.intersection(pairwise(words))
        if not here:
            return set()
        out = set()
        for at, pair in enumerate(pairwise(words)):
            if pair in here:
                for name, id in self._names[pair]:
                    if tuple(words[at : at + len(name)]) == name:
                        out.add(Hit(id, "name"))
        return out

    def _in_digits(self, text: str) -> set[Hit]:
        if not self._phones:
            return set()
        out: set[Hit] = set()
        for run in _RUN.findall(_HEX.sub(" ", text)):
            out |= self._number("".join(c for c in run if c.isdigit()))
        return out

    def _number(self, digits: str) -> set[Hit]:
        """Any stretch of the digits: two numbers may stand next to each other."""
        digits = "".join(str(int(d)) for d in digits)  # digits of any script
        found: set[Hit] = set()
        for length in self._lengths:
            for at in range(len(digits) - length + 1):
                found |= {Hit(id, "phone") for id in self._phones.get(digits[at : at + length], ())}
        return found

    def _in_mails(self, text: str) -> set[Hit]:
        if not self._mails:
            return set()
        low = text.lower()
        found = set(_MAIL.findall(low)) if "@" in low else set()
        if _AT.search(low):
            found |= set(_MAIL.findall(_DOT.sub(".", _AT.sub("@", low))))
        return {Hit(id, "email") for mail in found for id in self._mails.get(mail.strip("'."), ())}

    def _spelled(self, value: str) -> set[Hit]:
        out: set[Hit] = set()
        for contact in find_contacts(value):
            if contact.kind == "phone":
                out |= self._number("".join(c for c in contact.value if c.isdigit()))
            elif contact.kind == "email":
                out |= {Hit(id, "email") for id in self._mails.get(contact.value, ())}
        return out


def phone_forms(phone: str) -> set[str]:
    """The digits by which a number may be written: with the country's code and without, where the number says it."""
    import phonenumbers

    digits = "".join(c for c in phone if c.isdigit())
    forms = {digits.removeprefix("00") if phone.startswith("00") else digits}
    try:
        national = phonenumbers.national_significant_number(phonenumbers.parse(phone, None))
        forms.add(national)
    except phonenumbers.NumberParseException:
        forms.add(digits.lstrip("0"))
    return {form for form in forms if len(form) >= LEAST_DIGITS}
