"""Levels of whole names and of addresses against plain twins that work on lists of words."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

import plain_records as plain
from turnstone.kernels.records_levels import name_levels, word_levels
from turnstone.kernels.records_score import SILENT, all_mbits, tally
from turnstone.kernels.records_streets import shared_level
from turnstone.kernels.records_values import typed_apart
from turnstone.links.records.values import texts_of

WORDS = [
    "ann",
    "anne",
    "annabel",
    "lee",
    "leah",
    "martinez",
    "martines",
    "sir",
    "a",
    "l",
    "quatermass",
    "katermass",
    "12",
    "12a",
    "palmville",
]
VOCABULARY = texts_of(pa.array(WORDS))
N = len(WORDS)
SHORT = np.array([1 if w in ("ann", "annabel") else -1 for w in WORDS], np.int32)
GROUPS = dict.fromkeys(("ann", "annabel"), 1)
TITLE = np.array([w == "sir" for w in WORDS])
RARITY = np.array([1000 + 137 * i for i in range(N)], np.int32)
LEARNT = np.zeros(0, np.int64)
names = st.lists(st.integers(0, N - 1), min_size=0, max_size=5)
maybe = st.integers(-1, N - 1)
I32 = np.int32


def level(a: int, b: int) -> int:
    return plain.name_level(WORDS[a] if a >= 0 else "", WORDS[b] if b >= 0 else "", GROUPS, {"sir"}, set())


def bags(a: list[int], b: list[int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([0, len(a), len(a) + len(b)], I32), np.array([*a, *b], I32)


def plain_words(a: list[int], b: list[int]) -> tuple[int, int]:
    if not a or not b:
        return 0, 0
    free_a, free_b, found, whole, bits = list(range(len(a))), list(range(len(b))), [], 0, 0
    for want in (4, 5, 3, 2):
        for p in list(free_a):
            for q in free_b:
                v = level(a[p], b[q])
                if v == 2 and min(len(WORDS[a[p]]), len(WORDS[b[q]])) > 1:
                    v = 1
                if v == want:
                    free_a.remove(p)
                    free_b.remove(q)
                    found.append(v)
                    if v != 2:
                        whole += 1
                        bits += min(int(RARITY[a[p]]), int(RARITY[b[q]]))
                    break
    if whole == 0 or (free_a and free_b):
        return 1, bits
    if free_a or free_b or 2 in found:
        return 2, bits
    return next(v for v in (3, 5, 4) if v in found), bits


@settings(max_examples=400, deadline=None)
@given(names, names)
def test_word_levels(a: list[int], b: list[int]) -> None:
    at, bag = bags(a, b)
    out, extra = np.zeros(1, np.int8), np.zeros(1, I32)
    word_levels(np.array([0], I32), np.array([1], I32), VOCABULARY.data, VOCABULARY.at, SHORT, TITLE, LEARNT, at, bag,
                RARITY, out, extra)  # fmt: skip
    assert (int(out[0]), int(extra[0])) == plain_words(a, b)


def plain_names(g: list[int], f: list[int], bag: list[list[int]]) -> tuple[int, int, int, int, int]:
    gl, fl, order = level(g[0], g[1]), level(f[0], f[1]), 4
    if gl <= 2 and fl <= 2 and (1 in (gl, fl) or gl + fl == 0):
        x, y = level(g[0], f[1]), level(f[0], g[1])
        if min(x, y) >= 2 and max(x, y) >= 3 and x + y > gl + fl:
            gl, fl, order = x, y, 1
    if gl == 1 and (g[0] in bag[1] or g[1] in bag[0]):
        gl = 2
    if fl == 1 and (f[0] in bag[1] or f[1] in bag[0]):
        fl = 2
    more = [[w for w in bag[i] if w not in (g[i], f[i])] for i in (0, 1)]
    best = max((int(RARITY[w]) for w in more[0] if w in more[1]), default=0)
    return gl, fl, order, 4 if best else int(bool(more[0] and more[1])), best


@settings(max_examples=400, deadline=None)
@given(st.tuples(maybe, maybe), st.tuples(maybe, maybe), names, names)
def test_name_levels(g: tuple[int, int], f: tuple[int, int], a: list[int], b: list[int]) -> None:
    at, bag = bags(a, b)
    out, extra = [np.zeros(1, np.int8) for _ in range(4)], np.zeros(1, I32)
    name_levels(np.array([0], I32), np.array([1], I32), np.array(g, I32), np.array(f, I32), VOCABULARY.data, VOCABULARY.at,
                SHORT, TITLE, LEARNT, at, bag, RARITY, *out, extra)  # fmt: skip
    assert (*(int(o[0]) for o in out), int(extra[0])) == plain_names(list(g), list(f), [a, b])


def plain_street(a: list[int], b: list[int]) -> int:
    free, shared, numbers = list(b), 0, 0
    for w in a:
        slips = [v for v in free if min(len(WORDS[w]), len(WORDS[v])) >= 5 and not WORDS[w][0].isdigit()
                 and plain.one_edit(WORDS[w], WORDS[v])]  # fmt: skip
        v = w if w in free else next(iter(slips), -1)
        if v >= 0:
            free.remove(v)
            shared += min(int(RARITY[w]), int(RARITY[v]))
            numbers += WORDS[w][0].isdigit()
    lesser = min(sum(int(RARITY[w]) for w in side) for side in (a, b))
    if not numbers or not lesser:
        return 1
    return 3 if shared >= 0.8 * lesser else (2 if shared >= 0.5 * lesser else 1)


@settings(max_examples=400, deadline=None)
@given(names, names)
def test_addresses_word_by_word(a: list[int], b: list[int]) -> None:
    at, bag = bags(a, b)
    assert shared_level(0, 1, at, bag, VOCABULARY.data, VOCABULARY.at, RARITY) == plain_street(a, b)


def test_two_houses_of_one_street_are_not_close() -> None:
    at, bag = bags([WORDS.index("12"), WORDS.index("quatermass")], [WORDS.index("12a"), WORDS.index("quatermass")])
    assert shared_level(0, 1, at, bag, VOCABULARY.data, VOCABULARY.at, RARITY) == 1


def test_numbers_of_two_types_say_nothing_of_each_other() -> None:
    out = np.array([1, 1, 4], np.int8)
    codes = np.array([0, 1, 2, -1], I32)
    typed_apart(np.array([0, 0, 3], I32), np.array([1, 2, 0], I32), codes, np.array([7, 7, 8], I32), out)
    assert out.tolist() == [1, 0, 4]


def test_sums_by_level_and_silence() -> None:
    levels = np.array([[4, 1, 0], [0, 4, 4]], np.int8)
    out = np.zeros((2, 6))
    tally(levels, np.array([0.5, 0.25, 1.0]), np.array([[True, True, True], [True, False, True]]), out)
    assert out.tolist() == [[0, 0.25, 0, 0, 0.5, 0], [0, 0, 0, 0, 1.0, 0]]
    each = np.zeros((3, 2), I32)
    rows = np.zeros(3, I32)
    weights = np.array([[0, -5, 1, 2, 3, 0], [0, -7, 0, 0, 9, 0]], I32)
    all_mbits(
        rows, rows, levels, np.zeros(1, I32), np.array([[100, 200]], I32), weights, np.array([1, 0], np.int8), each
    )
    assert each.tolist() == [[103, SILENT], [-5, 9], [SILENT, 9]]
