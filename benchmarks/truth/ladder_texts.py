"""Invented adverts in many scripts, and copies with a known number of words changed. Everything comes from the seed.

Words are random runs of a script's letters, drawn by rank (Zipf). So the texts say nothing, share common words as real
ones do, and name nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

VOCABULARY = 20_000
ZIPF = 1.05
LOOKALIKES = {
    "latin": dict(zip("aceopxyiABEHIKMOPTX", "асеорхуіАВЕНІКМОРТХ", strict=True)),
    "latin to greek": dict(zip("ovABEHIKMNOPTXYZ", "ονΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", strict=True)),
    "cyrillic": dict(zip("асеорху", "aceopxy", strict=True)),
}
DISGUISED = 0.4
"""Share of the letters with a look-alike that a disguised copy swaps."""
EMOJI = "🌹🔥✨💎🍒⭐😘💫🌸🎉🏠🚗📍🍀🌙"


@dataclass(frozen=True)
class Script:
    """How texts of a variant are made."""

    letters: str
    spaced: bool = True
    shortest: int = 3
    longest: int = 9
    emoji: float = 0.0
    disguise: tuple[str, ...] = ()


def _range(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


LATIN = "aaabcdeeefghiiklmnooprsttuuvwy"
SCRIPTS: dict[str, Script] = {
    "Latin": Script(LATIN),
    "Cyrillic": Script("аабвгдееёжзииклмнооопрстуфхцчшыьюя"),
    "Greek": Script("ααβγδεεζηθιικλμνξοοπρστυφχψω"),
    "Arabic": Script("اابتثجحخدذرزسشصضطظعغفقكلمنهويي", longest=7),
    "Georgian": Script(_range(0x10D0, 0x10F0)),
    "Armenian": Script(_range(0x0561, 0x0586)),
    "Thai, unspaced": Script(_range(0x0E01, 0x0E2E) + "ะาเแโไ" * 3, spaced=False, shortest=2, longest=4),
    "Chinese, unspaced": Script(_range(0x4E00, 0x4E00 + 2_499), spaced=False, shortest=2, longest=4),
    "Latin, emoji-heavy": Script(LATIN, emoji=0.5),
    "Latin in disguise": Script(LATIN, disguise=("latin", "latin to greek")),
    "Cyrillic in disguise": Script("аабвгдееёжзииклмнооопрстуфхцчшыьюя", disguise=("cyrillic",)),
}


@cache
def vocabulary(letters: str, shortest: int, longest: int) -> tuple[str, ...]:
    """Different words, the most frequent first."""
    rng = np.random.default_rng([len(letters), shortest, longest, ord(letters[0])])
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        length = int(rng.integers(shortest, longest + 1))
        words["".join(letters[i] for i in rng.integers(0, len(letters), length))] = None
    return tuple(words)


class Writer:
    """Writes texts of one variant."""

    def __init__(self, script: Script, rng: np.random.Generator) -> None:
        self.script, self.rng = script, rng
        self.words = vocabulary(script.letters, script.shortest, script.longest)
        share = np.arange(1, VOCABULARY + 1) ** -ZIPF
        self.up_to = np.cumsum(share) / share.sum()

    def draw(self, count: int) -> list[str]:
        """Words by their frequency."""
        ranks = np.searchsorted(self.up_to, self.rng.random(count)).clip(0, VOCABULARY - 1)
        return [self.words[rank] for rank in ranks]

    def advert(self, count: int) -> list[str]:
        return self.draw(count)

    def edited(self, words: list[str], changes: int) -> list[str]:
        """A copy with so many words replaced, put in or left out, each at another place."""
        places = set(self.rng.choice(len(words), changes, replace=False).tolist())
        out: list[str] = []
        for place, word in enumerate(words):
            kind = int(self.rng.integers(3)) if place in places else -1
            if kind == 2:
                continue
            if kind == 0:
                out.append(self._other(word))
                continue
            out.append(word)
            if kind == 1:
                out.append(self.draw(1)[0])
        return out

    def _other(self, word: str) -> str:
        while (new := self.draw(1)[0]) == word:
            pass
        return new

    def written(self, words: list[str], *, copy: bool = False) -> str:
        """The words as a text: emoji strewn anew into each, look-alikes swapped in copies."""
        said = words
        if self.script.emoji:
            said = []
            for word in words:
                said.append(word)
                if self.rng.random() < self.script.emoji:
                    said.append(EMOJI[int(self.rng.integers(len(EMOJI)))])
        text = (" " if self.script.spaced else "").join(said)
        if copy and self.script.disguise:
            swaps = LOOKALIKES[self.script.disguise[int(self.rng.integers(len(self.script.disguise)))]]
            drawn = self.rng.random(len(text))
            text = "".join(swaps.get(c, c) if x < DISGUISED else c for c, x in zip(text, drawn, strict=True))
        return text
