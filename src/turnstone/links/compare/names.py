"""What two names say about being one party: rare words that agree weigh much, words that differ weigh against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler, Levenshtein

from turnstone.clean.name import generation
from turnstone.kernels.bits import mbits

VETO = -100_000
MOST_AGAINST = 6_000
"""A word that one name has and the other has not speaks against with its rarity, at most so much (6 bits)."""
CONTRADICTS = 4_000
"""Words left over on both sides are another name of something else (RBD CONSTRUCTION, RBD HOLDINGS; RAY EIDSON, KEVIN
EIDSON), and not one name written more fully: that speaks against beyond the words' own rarity."""
ALIKE = 0.88
"""Words as near as this by Jaro and Winkler are one word with slips."""
_DIGIT = re.compile("[0-9]")
_UNHEARD = frozenset({"AND", "OF", "THE", "OR", "DE", "LA", "EL", "Y"})


@dataclass(frozen=True)
class NameRarity:
    """How rare words and names are among all names of one kind."""

    names: int
    words: dict[str, int]
    """Word -> its rarity in millibits, from in how many different names it stands."""

    @classmethod
    def of(cls, keys: Iterable[str]) -> NameRarity:
        """`keys`: the different names."""
        counts: Counter[str] = Counter()
        names = 0
        for key in keys:
            names += 1
            counts.update(set(key.split()))
        weights = {n: mbits(max(names, 1) / n) for n in set(counts.values())}
        return cls(max(names, 1), {word: weights[n] for word, n in counts.items()})

    def of_word(self, word: str) -> int:
        """The word's rarity in millibits; a lone initial says little."""
        if word in _UNHEARD:
            return 0
        if len(word) == 1:
            return 2_000
        return self.words.get(word, self.most)

    @property
    def most(self) -> int:
        """No agreement of names says more than that of all names this one was hit."""
        return mbits(self.names)


def compare_words(a: str, b: str, rarity: NameRarity) -> int:
    """Millibits that two different names say for (or against) one party. VETO where they cannot be the same.

    Words agree when equal, or when both have five letters or more and one slip lies between them, or when one is the
    other's initial. 'SMITH FARM 1' and 'SMITH FARM 2', father and son (JR, SR), are never the same.
    """
    left, right = a.split(), b.split()
    if generation(a) != generation(b) and generation(a) and generation(b):
        return VETO
    if _DIGIT.search(a) and _DIGIT.search(b):
        digits_a, digits_b = ({w for w in words if _DIGIT.search(w)} for words in (left, right))
        if digits_a != digits_b:
            return VETO
    said = 0
    rest_right = list(right)
    rest_left: list[str] = []
    for word in left:
        if word in rest_right:
            rest_right.remove(word)
            said += rarity.of_word(word)
        else:
            rest_left.append(word)
    for word in list(rest_left):
        other = next((w for w in rest_right if _slip(word, w)), None)
        if other is not None:
            rest_left.remove(word)
            rest_right.remove(other)
            said += min(rarity.of_word(word), rarity.of_word(other)) - 1_000
    against = sum(min(rarity.of_word(w), MOST_AGAINST) for w in (*rest_left, *rest_right))
    if _another(rest_left, rest_right) and _another(rest_right, rest_left):
        against += CONTRADICTS
    return min(said, rarity.most) - against


def _another(words: list[str], others: list[str]) -> bool:
    """Whether one of the words names something that none of the others writes in another way."""
    return any(
        len(word) > 2 and word not in _UNHEARD and not any(_written_as(word, other) for other in others)
        for word in words
    )


def _written_as(a: str, b: str) -> bool:
    """Whether the one may be the other misspelt or cut short: letters swapped, RON and RONALD, MGMT and MANAGEMENT."""
    short, long = sorted((a, b), key=len)
    if short[0] == long[0] and len(short) > 1:
        letters = iter(long)
        if all(letter in letters for letter in short):
            return True
    return JaroWinkler.similarity(a, b, score_cutoff=ALIKE) >= ALIKE


def _slip(a: str, b: str) -> bool:
    """One letter more, less or other in words of five letters or more; an initial and its word; FARM and FARMS."""
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if a.removesuffix("S") == b.removesuffix("S"):
        return True
    return min(len(a), len(b)) >= 5 and a[0] == b[0] and Levenshtein.distance(a, b, score_cutoff=1) <= 1
