"""Phrases of offers in several languages: `[a|b]` leaves a choice, `{slot}` is filled for each offer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from turnstone.errors import TurnstoneError
from turnstone.sim.names import lines

LANGUAGES = ("en", "fr", "es", "ro", "ru")
CONTACTS = frozenset({"phone", "email", "handle"})
SLOTS = frozenset(
    {"name", "age", "town", "area", "phone", "email", "price", "firm", "hours", "street", "pay", "days", "handle"}
)
_PART = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}")
_GAP = re.compile(r" +([,.!?;:])|(\s)\s+")


class Phrase:
    """A phrase in pieces: text, the name of a slot, or a choice of phrases."""

    __slots__ = ("faces", "one_of", "pieces", "slots")

    def __init__(self, text: str) -> None:
        self.pieces: list[tuple[str, str | tuple[Phrase, ...]]] = []
        at = 0
        for found in _PART.finditer(text):
            if found.start() > at:
                self.pieces.append(("text", text[at : found.start()]))
            if found[2] is not None:
                self.pieces.append(("slot", found[2]))
            else:
                self.pieces.append(("choice", tuple(Phrase(choice) for choice in found[1].split("|"))))
            at = found.end()
        if at < len(text):
            self.pieces.append(("text", text[at:]))
        self.faces = 1
        for kind, piece in self.pieces:
            if kind == "choice":
                self.faces *= len(piece)
        own = frozenset(piece for kind, piece in self.pieces if kind == "slot" and isinstance(piece, str))
        inner = [choice.slots for _, piece in self.pieces if not isinstance(piece, str) for choice in piece]
        self.slots: frozenset[str] = own.union(*inner)
        self.one_of = tuple(sorted(self.slots & CONTACTS))

    def can_be_said(self, slots: Mapping[str, str]) -> bool:
        """A phrase that gives contacts needs one of them; any other needs all that it names."""
        for slot in self.slots:
            if not slots.get(slot) and slot not in CONTACTS:
                return False
        return not self.one_of or any(slots.get(slot) for slot in self.one_of)


class Words:
    """The phrases of one language; English where it has none."""

    def __init__(self, language: str) -> None:
        self._own = _phrases(language)

    def phrases(self, section: str, group: str) -> tuple[Phrase, ...]:
        """Phrases of a section's group; else those that any section may have; else English ones. Raises TurnstoneError where
        there are none at all."""
        for known in (self._own, _phrases("en")):
            for name in (f"{section}/{group}", f"any/{group}"):
                if name in known:
                    return known[name]
        raise TurnstoneError(f"there are no phrases of {section}/{group}", do="add them to sim/words/en.txt")


@cache
def read_words(language: str) -> Words:
    """The words of a language. Raises TurnstoneError for one that the world does not speak."""
    if language not in LANGUAGES:
        raise TurnstoneError(f"the world has no words of {language!r}", do=f"choose among {', '.join(LANGUAGES)}")
    return Words(language)


@cache
def speaks(language: str, section: str) -> bool:
    """Whether offers of the section are posted in that language here."""
    return language in LANGUAGES and f"{section}/opening" in _phrases(language)


@cache
def _phrases(language: str) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    here: list[Phrase] = []
    for line in lines(f"{language}.txt"):
        if line.startswith("== "):
            here = found.setdefault(line[3:].strip(), [])
        else:
            here.append(Phrase(line.strip()))
    return {name: tuple(phrases) for name, phrases in found.items()}


def say(phrase: Phrase, face: int, slots: Mapping[str, str]) -> str:
    """The phrase with the choices that the number picks and the slots filled; an empty slot leaves no gap."""
    out, empty = [], False
    for kind, piece in phrase.pieces:
        if kind == "choice":
            face, which = divmod(face, len(piece))
            chosen = piece[which]
            assert isinstance(chosen, Phrase)
            text = say(chosen, 0, slots)
            empty = empty or not text
            out.append(text)
        elif kind == "slot":
            assert isinstance(piece, str)
            filled = slots.get(piece, "")
            empty = empty or not filled
            out.append(filled)
        else:
            assert isinstance(piece, str)
            out.append(piece)
    joined = "".join(out)
    return _GAP.sub(r"\1\2", joined).strip() if empty else joined
