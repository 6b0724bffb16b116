"""Scores and the joining of parts against plain twins."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.kernels import records_parts as rp
from turnstone.kernels import records_score as rs

TABLE = rs.log_table()
KIND = np.array([rs.NAME, rs.NAME, rs.ORDER, rs.PLAIN, rs.PLAIN, rs.MAIL, rs.PLAIN], np.int8)
KIN_KIND = np.array([rs.RELATIVE, rs.NAME, rs.ORDER, rs.PLAIN, rs.PLAIN, rs.MAIL, rs.PLAIN], np.int8)
FAMILY = np.array([0, 0, 0, 1, 2, 3, 2], np.int8)
MODE = np.array([[0, 0, 0, 1, 0, 2, 0], [2, 0, 0, 2, 0, 2, 0]], np.int8)
FIELDS = len(KIND)


def plain_field(f: int, v: int, a: int, b: int, rarity: rs.Mbits, weights: rs.Mbits, kind: rs.Modes) -> int:
    w = int(weights[f, v])
    low, high = sorted((int(rarity[a, f]), int(rarity[b, f])))
    if kind[f] == rs.RELATIVE:
        return rs.SAME_GIVEN if v == 4 else 0
    if kind[f] in (rs.PLAIN, rs.NAME) and v == 4:
        return w + low
    if kind[f] == rs.NAME and v == 3:
        return min(w + high, int(weights[f, 4]) + low + rs.MOST_LIFT)
    if kind[f] == rs.MAIL and v >= 3:
        return w + low
    return w


def log_sum(*millibits: int) -> float:
    return 1000 * math.log2(sum(2 ** (x / 1000) for x in millibits))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, pairs = 6, 8
    rarity = rng.integers(0, 15_000, (n, FIELDS)).astype(np.int32)
    weights = rng.integers(-6_000, 5_000, (FIELDS, 6)).astype(np.int32)
    own = rng.integers(-6_000, 5_000, (FIELDS, 6)).astype(np.int32)
    priors = np.array([-12_000, -18_000, -15_000], np.int32)
    left, right = rng.integers(0, n, pairs).astype(np.int32), rng.integers(0, n, pairs).astype(np.int32)
    levels = rng.integers(0, 6, (FIELDS, pairs)).astype(np.int8)
    total, kin, families = np.empty(pairs, np.int32), np.empty((pairs, 2), np.int32), np.empty((pairs, 6), np.int32)
    rs.score(left, right, levels, np.zeros(1, np.int32), rarity, weights, own, KIND, KIN_KIND, FAMILY, MODE, priors,
             TABLE, total, kin, families)  # fmt: skip
    for i in range(pairs):
        parts: dict[int, list[int]] = {q: [] for q in range(6)}
        sums = [int(priors[1]), int(priors[2])]
        for f in range(FIELDS):
            v = int(levels[f, i])
            if v == 0:
                continue
            w = plain_field(f, v, left[i], right[i], rarity, weights, KIND)
            parts[int(FAMILY[f])].append(w)
            if FAMILY[f] != rs.PLACE:
                k = plain_field(f, v, left[i], right[i], rarity, own, KIN_KIND)
                for c in (0, 1):
                    sums[c] += {0: w, 1: 0, 2: k}[int(MODE[c, f])]
        home = max([0, *parts[2]]) or min([0, *parts[2]])
        given_ = [sum(parts[q]) if q != 2 else home for q in range(6)]
        sums = [s + home for s in sums]
        assert families[i].tolist() == given_
        assert kin[i].tolist() == sums
        assert abs(total[i] - (int(priors[0]) + sum(given_) - log_sum(0, *sums))) <= 2


@settings(max_examples=200, deadline=None)
@given(st.integers(-20_000, 20_000), st.integers(-20_000, 20_000))
def test_added(a: int, b: int) -> None:
    assert abs(rs.added(a, b, TABLE) - log_sum(a, b)) <= 1


def joined(
    size: int, edges: dict[tuple[int, int], int], facts: dict[tuple[int, int], bool], apart: set[tuple[int, int]]
) -> list[set[int]]:
    """Parts that one field of one weight joins: best first, a part by a part, with all facts between them looked at."""
    parts = [{i} for i in range(size)]

    def between(x: set[int], y: set[int]) -> list[tuple[int, int]]:
        return [(min(a, b), max(a, b)) for a in x for b in y]

    while True:
        fits = []
        for i, x in enumerate(parts):
            for y in parts[i + 1 :]:
                pairs = between(x, y)
                linked = [edges[p] for p in pairs if p in edges]
                known = [facts[p] for p in pairs if p in facts]
                if not linked or (known and not any(known)) or any(p in apart for p in pairs):
                    continue
                chances = round(1000 * math.log2(len(pairs)))
                fit = max(linked) - rs.added(rs.added(chances, -30_000, TABLE), -30_000, TABLE)
                fits.append((-fit, min(x), min(y)))
        if not fits or -min(fits)[0] < 3_000:
            return sorted(parts, key=min)
        first, second = (next(p for p in parts if min(p) == least) for least in min(fits)[1:])
        parts.remove(second)
        first |= second


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(2, 7))
def test_agglomerate(data: st.DataObject, size: int) -> None:
    every = [(a, b) for a in range(size) for b in range(a + 1, size)]
    weight = {p: data.draw(st.sampled_from([-4_000, 3_500, 5_000, 9_000, 14_000])) for p in every}
    facts = {p: data.draw(st.booleans()) for p in every if data.draw(st.booleans())}
    apart = {p for p in every if data.draw(st.integers(0, 9)) == 0}
    edges = {p: w for p, w in weight.items() if w >= 3_000}
    n = len(every)
    # one field in a family of its own; pairs without an edge are silent in it
    mbits = np.array([[weight[p] if p in edges else rs.SILENT] for p in every], np.int32)
    known = np.array([p in facts for p in every], np.uint8)
    agrees = np.array([facts.get(p, False) for p in every], np.uint8)
    label, why = np.arange(size, dtype=np.int32), np.zeros(n, np.uint8)
    rp.agglomerate(
        np.arange(size, dtype=np.int32), np.array([0, size]), mbits, mbits, known, agrees, np.zeros(n, np.uint8),
        np.array([p in apart for p in every]), np.array([p in edges for p in every]), np.zeros(n, np.bool_), 0, 0,
        np.array([3], np.int8), np.array([[rs.BY_CHANCE], [rs.BY_CHANCE]], np.int8),
        np.array([0, -30_000, -30_000], np.int32), TABLE,
        np.round(1000 * np.log2(np.maximum(np.arange(100), 1))).astype(np.int32), 3_000, -(1 << 28), label, why,
    )  # fmt: skip
    got = sorted(({i for i in range(size) if label[i] == x} for x in set(label.tolist())), key=min)
    assert got == joined(size, edges, facts, apart)
    for k, p in enumerate(every):
        assert (why[k] > 0) == (p in edges and label[p[0]] != label[p[1]])
