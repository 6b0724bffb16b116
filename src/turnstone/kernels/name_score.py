"""Pairs of names to millibits: words that are equal first, then words run together, then the best of what is left."""

from __future__ import annotations

from typing import NamedTuple

from turnstone.kernels import name_weights as w
from turnstone.kernels.compiled import compiled
from turnstone.kernels.name_assign import assign
from turnstone.kernels.name_distance import LONGEST
from turnstone.kernels.name_joins import (
    MOST_INITIALS,
    MOST_INITIALS_OF_PERSON,
    MOST_JOINED,
    MOST_UNLIKE,
    by_initials,
    joined,
)
from turnstone.kernels.name_left import (
    ALONE,
    BASE,
    BEYOND,
    FIRST,
    FORM,
    GENERATION,
    Scratch,
    agreeing,
    alone,
    first_missing,
    initials_in_place,
    left_over,
)
from turnstone.kernels.name_likeness import I32, I64, NEVER, U8, U64, Costs, Words, likeness

JUST_ANY = 1
"""The class of legal forms that agrees with all, and below it none."""

PARTLY = 2
"""Some words of the name are in letters without vowels: nothing can be said of its vowels."""
NO_COMPANY = 7
"""From here on the classes are of associations, co-operatives, sole traders, bodies of a state: never a company's."""


class Names(NamedTuple):
    """Names as numbers of words. `said` is 0 where nobody wrote a name."""

    first: I64
    ids: I32
    form: I32
    generation: I32
    vowelless: U8
    rest: U64
    said: U8


@compiled
def score_pairs(
    left: Names, right: Names, pairs_left: I64, pairs_right: I64, words: Words, costs: Costs, trade: bool, s: Scratch,
    out: I64,
) -> None:  # fmt: skip
    """Millibits of each pair into `out`; the same whichever of the two names is given first."""
    for k in range(len(pairs_left)):
        i, j = pairs_left[k], pairs_right[k]
        if comes_first(right, j, left, i, words):
            out[k] = score(right, left, j, i, words, costs, trade, s)
        else:
            out[k] = score(left, right, i, j, words, costs, trade, s)


@compiled
def comes_first(left: Names, i: int, right: Names, j: int, words: Words) -> bool:
    """Fewer words first, then by the alphabet."""
    a, n = left.first[i], left.first[i + 1] - left.first[i]
    b, m = right.first[j], right.first[j + 1] - right.first[j]
    if n != m:
        return bool(n < m)
    for k in range(n):
        x, y = left.ids[a + k], right.ids[b + k]
        if x != y:
            at, other = words.written_at[x], words.written_at[y]
            long, other_long = words.written_at[x + 1] - at, words.written_at[y + 1] - other
            for letter in range(min(long, other_long)):
                if words.written[at + letter] != words.written[other + letter]:
                    return bool(words.written[at + letter] < words.written[other + letter])
            return bool(long < other_long)
    return False


@compiled
def score(
    left: Names, right: Names, i: int, j: int, words: Words, costs: Costs, trade: bool, s: Scratch
) -> int:  # fmt: skip
    """Millibits of one pair in this order (`comes_first`); 0 where one side says no name. What was aligned stays in the
    scratch."""
    a0, n = left.first[i], left.first[i + 1] - left.first[i]
    b0, m = right.first[j], right.first[j + 1] - right.first[j]
    s.with_left[:n] = -1
    s.with_right[:m] = -1
    s.parts[:] = 0
    if n == 0 or m == 0 or left.said[i] == 0 or right.said[j] == 0:
        return 0
    vowelless = left.vowelless[i] != right.vowelless[j] or left.vowelless[i] == PARTLY
    a, b = left.ids[a0 : a0 + n], right.ids[b0 : b0 + m]
    _equal(a, b, words, s)
    most = MOST_INITIALS if trade else MOST_INITIALS_OF_PERSON
    _joined(a, b, words, costs, vowelless, True, most, s)
    _joined(b, a, words, costs, vowelless, False, most, s)
    _rest(a, b, words, costs, trade, vowelless, s)
    if not trade:
        initials_in_place(a, b, words, s)
    p = costs.weights
    parts = s.parts
    agreeing(a, b, s, p)
    left_over(a, b, words, costs, s)
    parts[BASE] = -p[w.BASE]
    if left.rest[i] != right.rest[j]:
        parts[BEYOND] = -p[w.CONFLICT] // 2
    x, y = left.form[i], right.form[j]
    if x > JUST_ANY and y > JUST_ANY and x != y:
        parts[FORM] = -p[w.FORM_CONFLICT] * (3 if max(x, y) >= NO_COMPANY else 1)
    x, y = left.generation[i], right.generation[j]
    if x != y:
        parts[GENERATION] = -p[w.GENERATION_CONFLICT] if x > 0 and y > 0 else -p[w.MISSING] // 4
    if not trade:
        if alone(a, b, words, s):
            parts[ALONE] = -p[w.ALONE]
        elif first_missing(a, s.with_left, s.with_right, words) or first_missing(b, s.with_right, s.with_left, words):
            parts[FIRST] = -p[w.FIRST_MISSING]
    return int(parts.sum())


@compiled
def _pair(s: Scratch, i: int, j: int, level: int, value: int) -> None:
    s.with_left[i] = j
    s.with_right[j] = i
    s.level[0, i] = s.level[1, j] = level
    s.value[0, i] = value
    s.value[1, j] = 0


@compiled
def _equal(a: I32, b: I32, words: Words, s: Scratch) -> None:
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] == b[j] and s.with_right[j] < 0:
                _pair(s, i, j, w.EQUAL, words.rarity[a[i]])
                break


@compiled
def _joined(a: I32, b: I32, words: Words, costs: Costs, vowelless: bool, straight: bool, most: int, s: Scratch) -> None:  # fmt: skip
    """One word of `a` beside two or three of `b` in a row, or beside their initials."""
    mine, other = (s.with_left, s.with_right) if straight else (s.with_right, s.with_left)
    for i in range(len(a)):
        length = words.written_at[a[i] + 1] - words.written_at[a[i]]
        if mine[i] >= 0 or length < 2 or length > LONGEST:
            continue
        best, at, count, level = 0, -1, 0, w.JOINED
        for j in range(len(b) - 1):
            if other[j] >= 0:
                continue
            together = words.written_at[b[j] + 1] - words.written_at[b[j]]
            for long in range(2, MOST_JOINED + 1):
                if j + long > len(b) or other[j + long - 1] >= 0:
                    break
                together += words.written_at[b[j + long - 1] + 1] - words.written_at[b[j + long - 1]]
                if together > length + MOST_UNLIKE:
                    break
                if together < length - MOST_UNLIKE or together > LONGEST:
                    continue
                value = joined(words, a[i], b, j, long, vowelless, costs, s.rows, s.out)
                if value > best:
                    best, at, count, level = value, j, long, w.JOINED
            long = by_initials(words, a[i], b, j, len(b), other, most) if at < 0 and length <= most else 0
            if long >= 2:
                # Each initial tells about as much as an initial does elsewhere.
                best, at, count, level = costs.weights[w.INITIAL_SAYS] * (long + 1), j, long, w.INITIALS
        if at < 0:
            continue
        mine[i] = at
        side = 0 if straight else 1
        s.level[side, i], s.value[side, i] = level, best
        for k in range(at, at + count):
            other[k] = i
            s.level[1 - side, k], s.value[1 - side, k] = level, 0


@compiled
def _rest(a: I32, b: I32, words: Words, costs: Costs, trade: bool, vowelless: bool, s: Scratch) -> None:
    """The words that are still without a partner: all likenesses, and the assignment that gains the most."""
    n = m = 0
    for i in range(len(a)):
        if s.with_left[i] < 0:
            s.ints[0, n] = i
            n += 1
    for j in range(len(b)):
        if s.with_right[j] < 0:
            s.ints[1, m] = j
            m += 1
    if n == 0 or m == 0:
        return
    turned = n > m
    conflict = costs.weights[w.CONFLICT]
    for x in range(n):
        for y in range(m):
            i, j = s.ints[0, x], s.ints[1, y]
            value, level = likeness(words, a[i], b[j], trade, vowelless, costs, s.rows)
            weight = min(costs.tag_weights[1, words.tag[a[i]]], costs.tag_weights[1, words.tag[b[j]]])
            r, c = (y, x) if turned else (x, y)
            s.cell[r, c], s.cell_level[r, c] = value, level
            s.gain[r, c] = max(value + conflict * weight // 1000, 0) if value > NEVER else 0
    assign(s.gain, min(n, m), max(n, m), s.ints[2], s.ints[3], s.ints[4], s.ints[5], s.ints[6], s.ints[7],
           s.ints[8])  # fmt: skip
    for r in range(min(n, m)):
        c = s.ints[2, r]
        if c >= 0:
            x, y = (c, r) if turned else (r, c)
            _pair(s, s.ints[0, x], s.ints[1, y], s.cell_level[r, c], s.cell[r, c])
