"""A piece of a run: digits, a number word, or look-alike letters."""

from __future__ import annotations

from typing import NamedTuple

PLAIN, WORDS, LOOK = frozenset[str](), frozenset({"words"}), frozenset({"look-alikes"})


class Item(NamedTuple):
    """A piece of a run: its place in the folded text, its digits (and these read one word at a time), how it is written.

    `gap` is what stands between it and the item before: '' (nothing), usual, comma, odd, emoji or letters.
    """

    start: int
    end: int
    digits: str
    apart: str
    how: frozenset[str]
    gap: str = ""
    between: str = ""
    plus: bool = False
