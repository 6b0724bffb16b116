"""Reading names and comparing words in plain Python: the slow twin of the kernels (scores in plain_name_scores.py)."""

from __future__ import annotations

import math
from functools import lru_cache

from turnstone.clean import name_words as cw
from turnstone.clean.name_letters import romanised, sounds, without_vowels
from turnstone.kernels import name_distance as nd
from turnstone.kernels import name_weights as w
from turnstone.kernels.name_joins import LEAST_INITIALS, MOST_INITIALS, MOST_INITIALS_OF_PERSON
from turnstone.kernels.name_read import MOST_PHRASE, MOST_WORDS
from turnstone.links.compare.read_names import MOST_RARE, PER_LETTER, RARITY

CODE = {letter: at for at, letter in enumerate(nd.LETTERS)}
NORMAL, VOWELLESS = nd.spelling_costs(), nd.vowelless_costs()


def split(name: str, dotted: bool) -> list[str]:
    """The words of a name, all of them, upper case."""
    words: list[str] = []
    gaps: list[str] = []
    word, gap = "", " "
    text = romanised(name).replace("'", "").replace("`", "") + " "
    for at, c in enumerate(text):
        if not (c.isascii() and c.isalnum()):
            if word:
                words.append(word)
                gaps.append(gap)
                word, gap = "", ""
            gap += c
            if c in "&+":
                words.append("AND")
                gaps.append(gap + "&&")
                gap = "&&"
            continue
        run = len(word) - len(word.rstrip("abcdefghijklmnopqrstuvwxyz"))
        if word and c.isupper() and run >= 2 and len(word) >= 4 and text[at + 1].isalpha():
            words.append(word)
            gaps.append(gap)
            word, gap = "", "  "
        word += c
    if not dotted:
        return [word.upper() for word in words]
    out: list[list[str]] = []
    for word, gap in zip(words, gaps, strict=True):
        if len(word) == 1 and gap in (".", "/") and out and all(len(x) == 1 for x in out[-1]):
            out[-1].append(word)
        else:
            out.append([word])
    return ["".join(run).upper() for run in out]


def read(name: str, kind: str) -> tuple[list[str], str, int, tuple[str, ...]]:
    """(words that compare, legal form, generation, words beyond those that are read)."""
    lexicon = cw.lexicon(kind)
    every = split(name, kind != "person")
    words, rest = every[:MOST_WORDS], tuple(every[MOST_WORDS:])
    out: list[str] = []
    form, generation, at = "", 0, 0
    while at < len(words):
        for long in range(min(MOST_PHRASE, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + long])
            if phrase in lexicon.generations:
                kinds = "generation" if at and out else ""
            elif phrase in lexicon.forms:
                inside = (
                    long == 1
                    and lexicon.forms[phrase] != "ANY"
                    and phrase not in lexicon.anywhere
                    and 0 < at < len(words) - 2
                )
                kinds = "" if inside or (not out and at + long >= len(words)) else "form"
            elif phrase in lexicon.stands_for:
                kinds = "stands"
            elif phrase in lexicon.left_out:
                kinds = "" if not out and at + long >= len(words) else "out"
            else:
                continue
            break
        else:
            kinds, long = "", 1
        if not kinds:
            long = 1
            out.append(words[at])
        elif kinds == "stands":
            out.append(lexicon.stands_for[phrase])
        elif kinds == "form" and form in ("", "ANY"):
            form = lexicon.forms[phrase]
        elif kinds == "generation":
            generation = lexicon.generations[phrase]
        at += long
    return out, form, generation, rest


def edits(a: str, b: str, tables: tuple[object, object] | None) -> int:
    """Eighths of an edit, by the definition."""

    def instead(x: str, y: str) -> int:
        return int(tables[0][CODE[x], CODE[y]]) if tables else (x != y) * nd.EDIT  # type: ignore[index]

    def more(x: str) -> int:
        return int(tables[1][CODE[x]]) if tables else nd.EDIT  # type: ignore[index]

    @lru_cache(None)
    def far(i: int, j: int) -> int:
        if i == 0 or j == 0:
            return sum(map(more, a[:i])) + sum(map(more, b[:j]))
        ways = [
            far(i - 1, j - 1) + instead(a[i - 1], b[j - 1]),
            far(i - 1, j) + more(a[i - 1]),
            far(i, j - 1) + more(b[j - 1]),
        ]
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1] and a[i - 1] != a[i - 2]:
            ways.append(far(i - 2, j - 2) + nd.SWAP)
        return min(ways)

    return far(len(a), len(b))


class Plain:
    """One comparison."""

    def __init__(self, left: str, right: str, kind: str) -> None:
        self.kind, self.lexicon = kind, cw.lexicon(kind)
        self.trade = kind != "person"
        self.tags = w.TRADE_TAGS if self.trade else w.PERSON_TAGS
        one, two = (*read(left, kind), without_vowels(left)), (*read(right, kind), without_vowels(right))
        order = sorted([one, two], key=lambda r: (len(r[0]), [[CODE[c] for c in word] for word in r[0]]))
        self.one, self.two = order
        self.vowelless = one[4] != two[4] or one[4] == 2

    def tag(self, word: str) -> int:
        return cw.tag(word, self.kind, self.lexicon)

    def rarity(self, word: str) -> int:
        return RARITY.get(self.tag(word), min(PER_LETTER * len(word), MOST_RARE))

    def weigh(self, eighths: int, letters2: int) -> int:
        each = round(1000 * math.log2(50 * ((letters2 + 1) // 2))) + int(w.DEFAULT[w.EDIT_ERROR])
        return letters2 * int(w.DEFAULT[w.LETTER]) // 2 - eighths * each // nd.EDIT

    def tables(self) -> tuple[object, object]:
        return VOWELLESS if self.vowelless else NORMAL

    def like(self, a: str, b: str) -> tuple[int, int] | None:
        """(millibits, level), or None where the two cannot be one name."""
        p, light, number = w.DEFAULT, cw.LIGHT, cw.NUMBER
        tags = (self.tag(a), self.tag(b))
        if set(self.lexicon.sets.get(a, ())[:4]) & set(self.lexicon.sets.get(b, ())[:4]):
            if tags == (light, light):
                return 0, w.VARIANT
            rare = (max if light in tags else min)(self.rarity(a), self.rarity(b))
            return rare - int(p[w.VARIANT_COST]), w.VARIANT
        if light in tags or number in tags:
            return None
        if 1 in (len(a), len(b)):
            return (int(p[w.INITIAL_SAYS]), w.INITIAL) if a[0] == b[0] and len(a) != len(b) else None
        if max(len(a), len(b)) > nd.LONGEST:
            return None
        x, y = sounds([a, b])
        if not self.vowelless and 2 * len(set(x) & set(y)) < min(len(set(x)), len(set(y))):
            return None
        rare = min(self.rarity(a), self.rarity(b))
        heard = edits(x, y, self.tables())
        if heard == 0 and min(len(x), len(y)) > 1:
            return rare - int(p[w.SOUND_COST]), w.SOUND
        ways = []
        if self.vowelless:
            ways.append((self.weigh(heard, 2 * min(len(x), len(y))), w.SPELLING))
        elif heard <= 4 * nd.EDIT:
            ways.append((self.weigh((7 * heard + 3 * edits(a, b, None)) // 10, len(a) + len(b)), w.SPELLING))
        if len(a) >= 5 and sorted(a) == sorted(b):
            ways.append((rare - int(p[w.SHUFFLE_COST]), w.SHUFFLED))
        if self.trade and min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)):
            ways.append((min(len(a), len(b)) * int(p[w.LETTER]) - int(p[w.SHUFFLE_COST]), w.CUT))
        if not ways:
            return None
        value, level = max(ways, key=lambda way: way[0])
        return min(value, rare - int(p[w.SOUND_COST])), level

    def run_together(self, one: str, some: list[str]) -> int:
        """Millibits of a word beside some words written together, 0 for none."""
        tight = "".join(some)
        if max(len(one), len(tight)) > nd.LONGEST or abs(len(one) - len(tight)) > 2:
            return 0
        rare = min(sum(map(self.rarity, some)), int(w.DEFAULT[w.MOST]))
        if one == tight:
            return rare
        if min(len(one), len(tight)) < 5 or min(map(len, some)) < 2:
            return 0
        x, y = sounds([one])[0], "".join(sounds(some))
        heard = edits(x, y, self.tables())
        far = heard if self.vowelless or heard == 0 else (7 * heard + 3 * edits(one, tight, None)) // 10
        value = self.weigh(far, len(one) + len(tight)) - int(w.DEFAULT[w.SOUND_COST])
        return min(value, rare) if far <= 2 * nd.EDIT and value > 0 else 0

    def initials(self, one: str, words: list[str], at: int, taken: dict[int, int]) -> int:
        """How many words from `at` on the letters of `one` begin, or 0."""
        most = MOST_INITIALS if self.trade else MOST_INITIALS_OF_PERSON
        least = LEAST_INITIALS if self.trade else 2
        if not least <= len(one) <= most or self.tag(one) == cw.LIGHT:
            return 0
        k = at
        for letter in one:
            while k < len(words) and self.tag(words[k]) == cw.LIGHT and words[k][0] != letter:
                k += 1
            if k >= len(words) or k in taken or words[k][0] != letter:
                return 0
            k += 1
        return k - at
