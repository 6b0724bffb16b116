"""The one cheap look at all words of a text: which kinds of contacts could be in it at all.

Each finder is thorough and slow, and most texts hold one or two kinds of contacts. A word is judged once and remembered.
What is told here may be too much, never too little: a finder that is not asked would have found nothing.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from turnstone.clean.contacts.handle import first_words
from turnstone.clean.contacts.plate import FIRST_WORDS
from turnstone.clean.contacts.spoken import LETTERS, TOKEN, tongues_of
from turnstone.clean.contacts.url import SCHEME_WORDS
from turnstone.clean.contacts.worded import AT, DOT, LONE, LOOSE_AT, said_alone
from turnstone.clean.contacts.words import at_and_dot, flattened, plain, speakers

PLATFORM, PLATE, SCHEME, WWW = 1, 2, 4, 8
"""Which finder a word wakes; further bits in `worded`."""
LONGEST_REMEMBERED, MOST_REMEMBERED = 48, 200_000


class Word(NamedTuple):
    """What a word could be: `flat` as it is compared, the languages in which it is a number, and the bits above."""

    flat: str
    tongues: frozenset[str]
    bits: int


class Piece(NamedTuple):
    """What stands between two blanks: of how many words it is made, and which of them (by place) could be something."""

    size: int
    words: tuple[tuple[int, Word], ...]


class Clues(NamedTuple):
    """`numbers`: the digits ('' without languages) and number words, each with its place among the words; `bits` of all
    words; `longest`: characters of the longest stretch without blanks."""

    numbers: list[tuple[int, str, frozenset[str]]]
    bits: int
    longest: int


def clues(text: str) -> Clues:
    """What the words of a folded text could be."""
    pieces = text.split()
    numbers: list[tuple[int, str, frozenset[str]]] = []
    bits = more = 0  # `more`: how many words have come so far beyond one a piece
    for i, piece in enumerate(map(_known.__getitem__, pieces)):
        if piece is None:
            continue
        for place, word in piece.words:
            bits |= word.bits
            if word.tongues or not word.flat:
                numbers.append((i + more + place, word.flat, word.tongues))
        more += piece.size - 1
    return Clues(numbers, bits, max(map(len, pieces), default=0))


class _Known(dict[str, Piece | None]):
    """Piece -> what it is made of, None for one word that is nothing (nearly all). Forgets all when it has grown too
    large."""

    def __missing__(self, text: str) -> Piece | None:
        known = None
        if not _is_nothing(text):
            words = list(map(_judge, TOKEN.findall(text)))
            piece = Piece(len(words), tuple((i, word) for i, word in enumerate(words) if word))
            known = None if piece == _NOTHING else piece
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[text] = known
        return known


_known = _Known()
_NOTHING = Piece(1, ())
_DIGITS = Word("", frozenset(), 0)
_SPLITS = re.compile("[\u037a\ufc5e-\ufc63\ufe70-\ufe7f]")
"""Letters that turn to blanks when flattened, so that another word begins after them."""


def _is_nothing(word: str) -> bool:
    """Whether the first letters of a word already say that it is none of those looked for."""
    return word.isalpha() and (word.isascii() or not _SPLITS.search(word)) and not _could_begin(word[:3])


def _judge(token: str) -> Word | None:
    if token[0].isdigit():
        return _DIGITS
    if _is_nothing(token):
        return None
    flat = token.lower() if token.isascii() else plain(token)
    tongues = tongues_of(flat)
    bits = 0
    for run in LETTERS.findall(flattened(token)):
        bits |= _bits().get(run, 0)
    return Word(flat or token, tongues, bits) if tongues or bits else None


@lru_cache(50_000)
def _could_begin(head: str) -> bool:
    """Whether one of the words looked for, or a row of number words run together, begins so (three letters at most)."""
    flat = plain(head)
    if flat[:3] in _heads() or flat[:2] in _heads_of_two():
        return True
    return len(flat) != len(head) and flattened(head) in _heads()


@cache
def _heads() -> frozenset[str]:
    """The first letter, two and three of all words looked for."""
    return frozenset(word[:size] for word in (*_bits(), *speakers()) for size in (1, 2, 3))


@cache
def _heads_of_two() -> frozenset[str]:
    """Number words of two letters or fewer, upon which others may follow without a blank."""
    return frozenset(word for word in speakers() if len(word) <= 2)


@cache
def _bits() -> dict[str, int]:
    """A run of letters -> which finders it wakes."""
    out: dict[str, int] = {}
    for bit, words in (
        (PLATFORM, first_words()),
        (PLATE, FIRST_WORDS),
        (AT, map(_longest, at_and_dot("at"))),
        (LOOSE_AT, ("at", "et", "att", "eta", *at_and_dot("at-loose"))),
        (DOT, map(_longest, at_and_dot("dot"))),
        (LONE, ("a", *map(_longest, said_alone()))),
        (WWW, ("www", "ввв", "вввв")),
        (SCHEME, SCHEME_WORDS),
    ):
        for word in words:
            out[word] = out.get(word, 0) | bit
    return out


def _longest(said: str) -> str:
    """The longest run of letters: 'maimuta' of 'coada de maimuta', which wakes far less often than 'de'."""
    runs: list[str] = LETTERS.findall(said)
    return max(runs, key=len)
