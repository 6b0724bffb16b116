"""What a contact found in a text is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

KINDS = ("phone", "email", "handle", "url", "wallet", "iban", "plate")
HOW = ("words", "emoji", "look-alikes", "letters among digits", "invisible characters", "spacing", "at-and-dot")


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact in a text. `start` and `end` count characters of the text exactly as given: raw == text[start:end].

    `value` is the contact as it can be compared: E.164, lower-case address, platform:handle, host and path, chain:address,
    IBAN or plate without signs; hash:HEX where the source has put a hash in the contact's place. `how` is empty (None)
    unless `obscured`; else the ways of HOW in which it is disguised, joined by ', '.
    """

    kind: str
    start: int
    end: int
    raw: str
    value: str
    obscured: bool
    how: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A contact by its place in the folded text, before it is told in characters of the text as given."""

    kind: str
    start: int
    end: int
    value: str
    how: frozenset[str] = frozenset()


def told(how: Iterable[str]) -> str | None:
    """The ways of disguise in the order of HOW, or None."""
    given = set(how)
    return ", ".join(way for way in HOW if way in given) or None
