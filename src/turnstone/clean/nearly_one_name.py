"""Whether two names of businesses are one name but for a branch, a legal form, a trade added or a slip of the pen.

Names hold own words (WITTNEBEL, TWIN LAKES) and words of trade (FARMS, SERVICES). Firms of one trade have words of trade
in common, so these alone do not make two names one: a name that is new keeps no more than half of the old one's own words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from turnstone.clean.name import parse_name
from turnstone.clean.name_words import lexicon

LETTERS = 5
"""Shorter words are alike only when they are equal: FIRM and FARM are two words."""
ALIKE = 0.8
"""Share of letters in common: KAPROWICH and KARPOWICH are alike, MARTIN and MARTINEZ are not."""
_BRANCH = re.compile(r"\s[-–—]\s?|_")
"""After a dash or an underscore stands a branch: `Davey Tree - Tampa, FL`."""
Words = tuple[tuple[str, bool], ...]
"""(word, whether it is the name's own)."""


def nearly_one_name(a: str | None, b: str | None) -> bool:
    """Whether a name of `a` and a name of `b` have most of their own words and at least two words in common.

    *Most* is more than half of the own words of the name that has fewer of them. Of a name that has nothing but words of
    trade, all are wanted. Words are alike when four in five of their letters are, or, of trade, the first five. What stands
    after a dash is a branch and may be missing. False where one has no name.

    >>> nearly_one_name("Davey Tree Expert Company - Tampa, FL", "The Davey Tree Expert Company - Columbus, OH")
    True
    >>> nearly_one_name("Evergreen Produce, LLC", "Evergreen Harvesting, LLC")
    False
    >>> nearly_one_name("Perez Landscape Services", "Lopez Landscape Services")
    False
    """
    return any(_nearly(x, y) for x in _names(a) for y in _names(b))


@lru_cache(maxsize=1 << 16)
def _names(name: str | None) -> tuple[Words, ...]:
    """The words of each of a party's names, with and without the branch."""
    texts = dict.fromkeys((name or "", _BRANCH.split(name or "")[0]))
    return tuple(dict.fromkeys(words for text in texts for words in _words(text) if words))


def _words(text: str) -> list[Words]:
    try:
        parts = parse_name(text).own
    except ValueError:
        return []
    known = lexicon("organisation")
    said = [[known.stands_for.get(w, w) for w in part.key.split() if w not in known.light] for part in parts]
    return [tuple((word, word not in known.common) for word in words) for words in said]


def _nearly(x: Words, y: Words) -> bool:
    fewer, more = sorted((x, y), key=lambda words: (sum(own for _, own in words) or len(words), len(words), words))
    pairs = _paired(fewer, more)
    owned = [word for word, own in fewer if own]
    if not owned:
        return len(pairs) == len(fewer) > 1
    return 2 * sum(own for (_, own), _ in pairs) > len(owned) and len(pairs) > 1


def _paired(one: Words, other: Words) -> list[tuple[tuple[str, bool], tuple[str, bool]]]:
    """Words of one with a word like them in the other, each used once, equal ones first."""
    left, pairs, rest = list(other), [], []
    for word in one:
        equal = next((w for w in left if w[0] == word[0]), None)
        if equal is None:
            rest.append(word)
            continue
        left.remove(equal)
        pairs.append((word, equal))
    for word in rest:
        close = next((w for w in left if _close(word, w)), None)
        if close is not None:
            left.remove(close)
            pairs.append((word, close))
    return pairs


def _close(x: tuple[str, bool], y: tuple[str, bool]) -> bool:
    (a, a_own), (b, b_own) = x, y
    if min(len(a), len(b)) < LETTERS or a[0] != b[0]:
        return False
    return OSA.normalized_similarity(a, b) >= ALIKE or (not (a_own and b_own) and a[:LETTERS] == b[:LETTERS])
