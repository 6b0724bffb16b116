"""Pairs of names to millibits in plain Python, with dictionaries: the slow twin of the kernels."""

from __future__ import annotations

import itertools

from plain_names import Plain
from turnstone.clean import name_words as cw
from turnstone.kernels import name_weights as w


class Pairing:
    """Which words go together: place -> place in the other name, with level and millibits kept at one side."""

    def __init__(self) -> None:
        self.one: dict[int, int] = {}
        self.two: dict[int, int] = {}
        self.level: dict[tuple[int, int], int] = {}
        self.value: dict[tuple[int, int], int] = {}

    def pair(self, i: int, j: int, level: int, value: int) -> None:
        self.one[i], self.two[j] = j, i
        self.level[0, i], self.value[0, i] = level, value


def scores(left: str, right: str, kind: str) -> set[int]:
    """What the pair may score: more than one value where several assignments gain as much."""
    plain = Plain(left, right, kind)
    a, b = plain.one[0], plain.two[0]
    if not a or not b or {" ".join(a), " ".join(b)} & cw.nobody():
        return {0}
    base = Pairing()
    for i, word in enumerate(a):
        free = [j for j, other in enumerate(b) if other == word and j not in base.two]
        if free:
            base.pair(i, free[0], w.EQUAL, plain.rarity(word))
    for side, mine, other in ((0, a, b), (1, b, a)):
        join(plain, base, side, mine, other)
    rest_a = [i for i in range(len(a)) if i not in base.one]
    rest_b = [j for j in range(len(b)) if j not in base.two]
    conflict = int(w.DEFAULT[w.CONFLICT])
    cells = {(i, j): found for i in rest_a for j in rest_b if (found := plain.like(a[i], b[j]))}

    def gain(i: int, j: int) -> int:
        if (i, j) not in cells:
            return 0
        weight = min(int(plain.tags[1, plain.tag(a[i])]), int(plain.tags[1, plain.tag(b[j])]))
        return max(cells[i, j][0] + conflict * weight // 1000, 0)

    few, many = sorted([rest_a, rest_b], key=len)
    turned = len(rest_b) < len(rest_a)
    ways: dict[tuple[tuple[int, int], ...], int] = {}
    for some in itertools.permutations(many, len(few)):
        pairs = [(y, x) if turned else (x, y) for x, y in zip(few, some, strict=True)]
        kept = tuple(pair for pair in pairs if gain(*pair) > 0)
        ways[kept] = sum(gain(*pair) for pair in kept)
    most = max(ways.values())
    return {total(plain, base, cells, kept) for kept, got in ways.items() if got == most}


def join(plain: Plain, base: Pairing, side: int, mine: list[str], other: list[str]) -> None:
    with_mine, with_other = (base.one, base.two) if side == 0 else (base.two, base.one)
    for i, word in enumerate(mine):
        if i in with_mine or len(word) < 2:
            continue
        best, at, count, level = 0, -1, 0, w.JOINED
        for j in range(len(other) - 1):
            if j in with_other:
                continue
            for long in (2, 3):
                if j + long > len(other) or any(k in with_other for k in range(j, j + long)):
                    break
                value = plain.run_together(word, other[j : j + long])
                if value > best:
                    best, at, count, level = value, j, long, w.JOINED
            long = plain.initials(word, other, j, with_other)
            if long >= 2 and at < 0:
                best, at, count, level = int(w.DEFAULT[w.INITIAL_SAYS]) * (long + 1), j, long, w.INITIALS
        if at >= 0:
            with_mine[i] = at
            base.level[side, i], base.value[side, i] = level, best
            for k in range(at, at + count):
                with_other[k] = i
                base.level[1 - side, k], base.value[1 - side, k] = level, 0


def total(
    plain: Plain, base: Pairing, cells: dict[tuple[int, int], tuple[int, int]], kept: tuple[tuple[int, int], ...]
) -> int:
    a, b, p = plain.one[0], plain.two[0], w.DEFAULT
    pairing = Pairing()
    pairing.one, pairing.two = dict(base.one), dict(base.two)
    pairing.level, pairing.value = dict(base.level), dict(base.value)
    for i, j in kept:
        pairing.pair(i, j, cells[i, j][1], cells[i, j][0])
    if not plain.trade:
        take_back_initials(plain, pairing)
    values = [v for (side, k), v in pairing.value.items() if k in (pairing.one, pairing.two)[side]]
    out = min(sum(v for v in values if v > 0), int(p[w.MOST])) + sum(v for v in values if v < 0) - int(p[w.BASE])
    (miss_a, clash_a), (miss_b, clash_b) = (still_open(plain, a, pairing.one), still_open(plain, b, pairing.two))
    both = min(clash_a, clash_b)
    missing = sum(m * (c - both) // c for m, c in ((miss_a, clash_a), (miss_b, clash_b)) if c > both)
    out -= both * int(p[w.CONFLICT]) // 1000 + missing * int(p[w.MISSING]) // 1000
    if plain.one[3] != plain.two[3]:
        out -= int(p[w.CONFLICT]) // 2
    forms = {plain.one[1], plain.two[1]}
    if len(forms) == 2 and not forms & {"", "ANY"}:
        out -= int(p[w.FORM_CONFLICT]) * (3 if forms & {"COOP", "NGO", "SP", "SOE"} else 1)
    if plain.one[2] != plain.two[2]:
        out -= int(p[w.GENERATION_CONFLICT]) if plain.one[2] and plain.two[2] else int(p[w.MISSING]) // 4
    if not plain.trade:
        if one_word_agrees(plain, pairing):
            out -= int(p[w.ALONE])
        elif father_within(plain, a, pairing.one, pairing.two) or father_within(plain, b, pairing.two, pairing.one):
            out -= int(p[w.FIRST_MISSING])
    return out


def take_back_initials(plain: Plain, pairing: Pairing) -> None:
    a, b = plain.one[0], plain.two[0]
    initial = lambda word: plain.tag(word) == cw.INITIAL  # noqa: E731
    for i in range(len(a)):
        j = pairing.one.get(i, -1)
        if j < 0 or pairing.level[0, i] != w.INITIAL or (i, j) == (0, 0):
            continue
        words, partner = (a, pairing.one) if initial(a[i]) else (b, pairing.two)
        wrong = any(k not in partner and plain.tag(x) not in (cw.LIGHT, cw.INITIAL) for k, x in enumerate(words))
        for k, other in pairing.one.items():
            if pairing.level[0, k] == w.INITIAL and initial(a[k]) != initial(a[i]) and (k < i) != (other < j):
                wrong = True
        if wrong:
            del pairing.one[i], pairing.two[j]


def still_open(plain: Plain, words: list[str], partner: dict[int, int]) -> tuple[int, int]:
    missing = clash = 0
    for k, word in enumerate(words):
        if k not in partner:
            again = any(other != k and words[other] == word and other in partner for other in range(len(words)))
            missing += 0 if again else int(plain.tags[0, plain.tag(word)])
            clash += int(plain.tags[1, plain.tag(word)])
    return missing, clash


def one_word_agrees(plain: Plain, pairing: Pairing) -> bool:
    full = [
        [k for k, x in enumerate(side[0]) if plain.tag(x) not in (cw.LIGHT, cw.INITIAL)]
        for side in (plain.one, plain.two)
    ]
    levels = [pairing.level[0, k] for k in full[0] if k in pairing.one]
    agree = sum(2 if level == w.JOINED else 1 for level in levels if level != w.INITIAL)
    return agree <= 1 and max(map(len, full)) > 1 and min(map(len, full)) <= 1


def father_within(plain: Plain, words: list[str], partner: dict[int, int], other: dict[int, int]) -> bool:
    start = next((k for k, x in enumerate(words) if plain.tag(x) != cw.LIGHT), len(words))
    return start + 1 < len(words) and start not in partner and partner.get(start + 1) == 0 and other.get(0) == start + 1
