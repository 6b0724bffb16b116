"""What is left when words have found their partners: conflicts, missing words, and what is special to persons."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from turnstone.kernels import name_weights as w
from turnstone.kernels.compiled import compiled
from turnstone.kernels.name_distance import LONGEST
from turnstone.kernels.name_likeness import A_INITIAL, I32, I64, LIGHT, U8, Costs, Words
from turnstone.kernels.name_read import MOST_WORDS

PARTS = ("words", "cap", "conflict", "missing", "base", "beyond", "form", "generation", "alone", "first")
WORDS, CAP, CONFLICT, MISSING, BASE, BEYOND, FORM, GENERATION, ALONE, FIRST = range(10)


class Scratch(NamedTuple):
    """Made once for a batch. `with_left` and `with_right`: the partner's place or -1; `level` and `value` by place in the left
    and right name."""

    rows: I32
    out: U8
    with_left: I64
    with_right: I64
    level: I64
    value: I64
    gain: I64
    cell: I64
    cell_level: I64
    ints: I64
    parts: I64
    """What the last score is made of, by PARTS."""


def scratch() -> Scratch:
    """Room for one comparison after another; not to be shared by threads."""
    n = MOST_WORDS
    return Scratch(
        np.zeros((3, 4 * LONGEST), np.int32),
        np.zeros(2 * LONGEST, np.uint8),
        np.full(n, -1, np.int64),
        np.full(n, -1, np.int64),
        np.zeros((2, n), np.int64),
        np.zeros((2, n), np.int64),
        np.zeros((n, n), np.int64),
        np.zeros((n, n), np.int64),
        np.zeros((n, n), np.int64),
        np.zeros((9, n + 2), np.int64),
        np.zeros(len(PARTS), np.int64),
    )


@compiled
def initials_in_place(a: I32, b: I32, words: Words, s: Scratch) -> None:
    """Takes back initials that stand for the wrong name: the M of Susan M. Marlow is not Mike Marlow, and Joseph P.
    is not Patrick J."""
    for i in range(len(a)):
        j = s.with_left[i]
        if j < 0 or s.level[0, i] != w.INITIAL or (i == 0 and j == 0):
            continue
        mine = words.tag[a[i]] == A_INITIAL
        wrong = _full_left(a, s.with_left, words) if mine else _full_left(b, s.with_right, words)
        for k in range(len(a)):
            if s.with_left[k] >= 0 and s.level[0, k] == w.INITIAL and (words.tag[a[k]] == A_INITIAL) != mine:
                wrong = wrong or (k < i) != (s.with_left[k] < j)
        if wrong:
            s.with_left[i] = s.with_right[j] = -1


@compiled
def _full_left(ids: I32, partner: I64, words: Words) -> bool:
    """A word that is neither an initial nor light has no partner."""
    for k in range(len(ids)):
        if partner[k] < 0 and words.tag[ids[k]] != LIGHT and words.tag[ids[k]] != A_INITIAL:
            return True
    return False


@compiled
def first_missing(ids: I32, partner: I64, other: I64, words: Words) -> bool:
    """The first word has no partner, the next is the other's first, and so on: one chain of names within the other."""
    start = 0
    while start < len(ids) and words.tag[ids[start]] == LIGHT:
        start += 1
    return start + 1 < len(ids) and partner[start] < 0 and partner[start + 1] == 0 and other[0] == start + 1


@compiled
def agreeing(a: I32, b: I32, s: Scratch, p: I64) -> None:
    """What agrees, at most MOST, and what agrees badly in full."""
    good = bad = 0
    for i in range(len(a)):
        if s.with_left[i] >= 0:
            good += max(s.value[0, i], 0)
            bad += min(s.value[0, i], 0)
    for j in range(len(b)):
        if s.with_right[j] >= 0:
            good += max(s.value[1, j], 0)
            bad += min(s.value[1, j], 0)
    s.parts[WORDS] = good + bad
    s.parts[CAP] = min(p[w.MOST] - good, 0)


@compiled
def _again(ids: I32, k: int, partner: I64) -> bool:
    """The word stands in the name twice and has a partner there: Sergey Sergey."""
    for other in range(len(ids)):  # noqa: SIM110 (numba has no any)
        if other != k and ids[other] == ids[k] and partner[other] >= 0:
            return True
    return False


@compiled
def _open(ids: I32, partner: I64, words: Words, costs: Costs) -> tuple[int, int]:
    """What words without a partner weigh, in thousandths: as missing, as conflict."""
    missing = conflict = 0
    for k in range(len(ids)):
        if partner[k] < 0:
            if not _again(ids, k, partner):  # said twice is nothing new, but another word in its place is
                missing += costs.tag_weights[0, words.tag[ids[k]]]
            conflict += costs.tag_weights[1, words.tag[ids[k]]]
    return missing, conflict


@compiled
def left_over(a: I32, b: I32, words: Words, costs: Costs, s: Scratch) -> None:
    """Words against words are a conflict; what one side has beyond that is missing in the other."""
    missing_a, conflict_a = _open(a, s.with_left, words, costs)
    missing_b, conflict_b = _open(b, s.with_right, words, costs)
    both = min(conflict_a, conflict_b)
    missing = 0
    if conflict_a > both:
        missing += missing_a * (conflict_a - both) // conflict_a
    if conflict_b > both:
        missing += missing_b * (conflict_b - both) // conflict_b
    s.parts[CONFLICT] = -(both * costs.weights[w.CONFLICT] // 1000)
    s.parts[MISSING] = -(missing * costs.weights[w.MISSING] // 1000)


@compiled
def alone(a: I32, b: I32, words: Words, s: Scratch) -> bool:
    """All that agrees is one word, and one side has more: a family name is no person."""
    full_a = full_b = agree = 0
    for i in range(len(a)):
        if words.tag[a[i]] != LIGHT and words.tag[a[i]] != A_INITIAL:
            full_a += 1
            if s.with_left[i] >= 0 and s.level[0, i] != w.INITIAL:
                agree += 2 if s.level[0, i] == w.JOINED else 1
    for j in range(len(b)):
        full_b += words.tag[b[j]] != LIGHT and words.tag[b[j]] != A_INITIAL
    return agree <= 1 and max(full_a, full_b) > 1 and min(full_a, full_b) <= 1
