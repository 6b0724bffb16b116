"""A text as a reader sees it: invisible characters gone, digits of all scripts and emoji digits as 0-9, widths made one.

Each character of the folded text knows where it stood in the text as given, so that spans can be told exactly.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from turnstone.clean.contacts.words import flattened

INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0001-\U000e007f\U000e0100-\U000e01ef"
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_KEYCAP, _VARIATION = "\u20e3", "\ufe0f"
# What may have to change: all but plain letters and signs of the languages of the region.
_SPECIAL = re.compile(
    f"[{INVISIBLE}\u00a0\u00b2\u00b3\u00b9\u0300-\u036f\u0483-\u0489\u0660-\u0669\u06f0-\u06f9\u07c0-\u07c9\u0966-\u096f\u09e6-\u09ef"
    "\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0e50-\u0e59\u0ed0-\u0ed9"
    "\u0f20-\u0f29\u1040-\u1049\u17e0-\u17e9\u1810-\u1819\u2000-\u200a\u202f\u205f\u2070-\u2089\u20d0-\u20ff\u2460-\u24ff"
    "\u2776-\u2793\u3000\u2b55\ufe52\ufe6b\uff01-\uff5e\U0001d400-\U0001d7ff\U0001f100-\U0001f19a\U0001f51f\U0001fbf0-\U0001fbf9]"
)
_ZERO_PICTURES = "\u2b55\U0001f17e\U0001f15e"  # a hollow circle, the letter O in a square or a ring


# Where the characters stand that folding may have to do with; the blocks between are letters of their own.
_BLOCKS = ((0x80, 0x3400), (0xA000, 0xAC00), (0xF900, 0x10000))
_OWN_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]")


@dataclass(frozen=True)
class Folded:
    """`text` as a reader sees it; `starts[i]` and `ends[i]` are where its character i stood in the text as given.

    `signs` says of a character how it was disguised; before each position in `gaps` (ascending) an invisible character
    was taken out.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    signs: dict[int, str] = field(default_factory=dict)
    gaps: tuple[int, ...] = ()

    @cached_property
    def flat(self) -> str:
        """The text in lower case without accents, character for character."""
        return flattened(self.text)

    def how(self, start: int, end: int) -> set[str]:
        """How the characters from start to end are disguised."""
        ways = {self.signs[i] for i in range(start, end) if i in self.signs} if self.signs else set()
        if self.gaps:
            next_gap = bisect_right(self.gaps, start)
            if next_gap < len(self.gaps) and self.gaps[next_gap] < end:
                ways.add("invisible characters")
        return ways


def fold(text: str) -> Folded:
    """The text as a reader sees it. A text without anything special is itself."""
    if text.isascii() or not _SPECIAL.search(text):
        return Folded(text, range(len(text)), range(1, len(text) + 1))
    own_digits = _digits_of_the_script(text) if _OWN_DIGITS.search(text) else None
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    signs: dict[int, str] = {}
    gaps: set[int] = set()
    past, last = 0, ""
    for match in _notable().finditer(text):
        i = match.start()
        if past < i:
            out.append(text[past:i])
            starts.extend(range(past, i))
            ends.extend(range(past + 1, i + 1))
            last = text[i - 1]
        past = i + 1
        c, size = text[i], len(starts)
        if _UNSEEN.match(c):
            # Selectors and joiners belong to the picture before them; elsewhere they hide something.
            if not (last and (c == _VARIATION or c == "\u200d") and not last.isalnum()):
                gaps.add(size)
        elif c == _KEYCAP and last and last in "0123456789#*":
            ends[-1] = i + 1
            signs[size - 1] = "emoji"
            gaps.discard(size)
        elif _is_mark(c):
            if last:
                ends[-1] = i + 1
                if last.isdigit():
                    signs[size - 1] = "look-alikes"
        else:
            seen, way = _seen(c)
            if way and seen.isdigit() and last and c in "\u00b2\u00b3\u00b9" and not last.isdigit():
                seen, way = c, None  # m², not a phone's 2
            if way == "look-alikes" and own_digits is not None and c in own_digits:
                way = None
            for s in seen:
                if way:
                    signs[len(starts)] = way
                out.append(s)
                starts.append(i)
                ends.append(i + 1)
            last = seen[-1]
    if past < len(text):
        out.append(text[past:])
        starts.extend(range(past, len(text)))
        ends.extend(range(past + 1, len(text) + 1))
    return Folded("".join(out), starts, ends, signs, tuple(sorted(gaps)))


def _is_mark(c: str) -> bool:
    """Whether the character is drawn upon the one before it."""
    return bool(unicodedata.combining(c)) or "\u20d0" <= c <= "\u20ff"


@cache
def _notable() -> re.Pattern[str]:
    """All characters that are not simply themselves, and all pictures: what stands between is taken over in one piece."""
    signs = [chr(code) for first, last in _BLOCKS for code in range(first, last)]
    some = [c for c in signs if _UNSEEN.match(c) or _is_mark(c) or _seen.__wrapped__(c) != (c, None)]
    return re.compile(f"[{''.join(map(re.escape, some))}\U00010000-\U0010ffff]")


@cache
def _seen(c: str) -> tuple[str, str | None]:
    """The character or characters that a reader takes it for, and how it is disguised."""
    code = ord(c)
    if c in _ZERO_PICTURES:
        return "0", "emoji"
    if c == "\U0001f51f":
        return "10", "emoji"
    pictured = 0x2460 <= code <= 0x24FF or 0x2776 <= code <= 0x2793 or 0x1F100 <= code <= 0x1F10C
    digit = unicodedata.digit(c, None)
    if digit is not None:
        return str(digit), "emoji" if pictured else "look-alikes"
    if pictured and (number := unicodedata.numeric(c, None)) is not None:
        return str(int(number)), "emoji"
    if 0x1F130 <= code <= 0x1F189:
        return chr(ord("A") + (code - 0x1F130) % 32) if (code - 0x1F130) % 32 < 26 else c, "look-alikes"
    if unicodedata.category(c) == "Zs":
        return " ", None
    plain = unicodedata.normalize("NFKC", c)
    if len(plain) == 1 and plain != c and plain.isascii():
        return plain, "look-alikes"
    return c, None


def _digits_of_the_script(text: str) -> str | None:
    """The digits that the text's own letters go with (Arabic, Devanagari): written so, a number is not disguised."""
    for first, last, digits in (("\u0620", "\u06ff", "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"), ("\u0904", "\u0939", "०१२३४५६७८९")):
        if sum(first <= c <= last and c.isalpha() for c in text[:2000]) * 2 > sum(c.isalpha() for c in text[:2000]):
            return digits
    return None
