"""What stands beside a number in a text: words that announce a telephone, and letters that it is glued to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.words import cues, plain

_CUE_SIGNS = re.compile("[\U0001f4de\U0001f4f1\U0001f4f2\U0001f4f3\u260e\u260f\u2706\u2121]")
_WORD = re.compile(r"[^\W\d_]+")
_CUES_AFTER = ("whatsapp", "viber", "sms", "mobil", "mobile")


@dataclass(slots=True)
class Search:
    """What is known of the text, how many candidates were looked at, and how often a plan was asked about one (both are
    bounded, see `phone`)."""

    folded: Folded
    country: str | None
    language: str | None
    looks: int = 0
    checks: int = 0
    first_ends: dict[int, int] = field(default_factory=dict)
    announced: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def note(self, start: int, end: int) -> None:
        """Says that a number from start to end is looked at. What follows the first (longest) one counts for all."""
        self.first_ends.setdefault(start, end)

    def cue(self, start: int, end: int) -> tuple[str, ...]:
        """Languages in which a word near says that this is a telephone number; empty where none does."""
        if start not in self.announced:
            self.announced[start] = self._cue(start, self.first_ends.setdefault(start, end))
        return self.announced[start]

    def _cue(self, start: int, end: int) -> tuple[str, ...]:
        text, known = self.folded.text, cues()
        before, after = text[max(0, start - 36) : start], text[end : end + 14]
        if not (before.isascii() and after.isascii()) and (_CUE_SIGNS.search(before) or _CUE_SIGNS.search(after)):
            return ("",)
        out: list[str] = []
        for word in _WORD.findall(before)[-4:]:
            out += known.get(plain(word), ())
        if not out:
            word = _WORD.search(after)
            if word and (flat := plain(word.group())) in _CUES_AFTER:
                out += known.get(flat, ())
        return tuple(dict.fromkeys(out))


def touches_letters(search: Search, text: str, start: int, end: int) -> bool:
    """Whether the number is glued to a word that does not announce it (A20481234, 123456789X)."""
    if end < len(text) and text[end].isalpha() and not search.cue(start, end):
        return True
    if start and text[start - 1].isalpha():
        words = _WORD.findall(text[max(0, start - 16) : start])
        return not words or plain(words[-1]) not in cues()
    return bool(start) and (
        text[start - 1] in "_=&" or (text[start - 1] in ".,-/" and start > 1 and text[start - 2].isalnum())
    )


def nearer_cue(search: Search, start: int) -> bool:
    """Whether one of the two words just before announces a telephone ('Tel. Nr.', 'phone no.')."""
    words = _WORD.findall(search.folded.text[max(0, start - 28) : start])[-2:]
    known, weak = (
        cues(),
        {"nr", "no", "number", "nummer", "numero", "numer", "numar", "номер", "contact", "kontakt", "номери"},
    )
    if any(plain(word) in known and plain(word) not in weak for word in words):
        return True
    return bool(words) and plain(words[-1]) in known and plain(words[-1]) not in ("nr", "no")
