"""Pairs that training looks at: random ones, which are strangers, and a part of the candidates. Compared once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from turnstone.links.records.fields import Coded, Codes, Mbits
from turnstone.links.records.keys import Blocked
from turnstone.links.records.levels import CLOSE, DIFFERENT, LEVELS, NAME_KINDS, WEAK, Learnt, Levels, levels_of

RANDOM = 500_000
CANDIDATES = 300_000
SEED = 20_261_125


@dataclass(frozen=True)
class Sample:
    """`a`, `b`, `strangers`: random pairs and their levels. `left`, `right`, `levels`, `extra`: every `step`-th candidate.
    `use` (field x pair): whether some key without that field made the pair, so that the field may learn from it. `u`:
    shares of levels among strangers. `spread`: the mean over strangers of 2^rarity where names are close, which makes the
    weights of close names sum to m. `of`: how many pairs there are at all."""

    a: Codes
    b: Codes
    strangers: Levels
    left: Codes
    right: Codes
    levels: Levels
    extra: Mbits
    use: NDArray[np.bool_]
    step: int
    u: NDArray[np.float64]
    spread: NDArray[np.float64]
    of: int


def draw(coded: Coded, blocked: Blocked) -> Sample:
    """Rows are in the order of their content, so the same records give the same sample."""
    rng = np.random.default_rng(SEED)
    n = coded.size
    size = min(RANDOM, n * (n - 1) // 2)
    a = rng.integers(0, n, size).astype(np.int32)
    b = rng.integers(0, n, size).astype(np.int32)
    a, b = a[a != b], b[a != b]
    pairs = blocked.pairs
    step = max(1, len(pairs.left) // CANDIDATES)
    left, right, shared = pairs.left[::step], pairs.right[::step], pairs.shared[::step]
    levels, extra = levels_of(coded, left, right)
    use = np.zeros((len(coded.fields), len(left)), bool)
    for f in range(len(coded.fields)):
        without = np.uint64(sum(1 << k for k, looks in enumerate(blocked.looks) if f not in looks))
        use[f] = (shared & without) != 0
    strangers = levels_of(coded, a, b)[0]
    return Sample(a, b, strangers, left, right, levels, extra, use, step, *counted(coded, a, b, strangers), blocked.of)


def counted(coded: Coded, a: Codes, b: Codes, levels: Levels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """u and spread of random pairs."""
    u = np.stack([np.bincount(row, minlength=LEVELS)[:LEVELS] for row in levels]).astype(float)
    u[:, 0] = 0
    u = (u + 0.5 * (np.arange(LEVELS) > 0)) / np.maximum(u.sum(1, keepdims=True) + 2, 1)
    spread = np.ones(len(levels))
    for i, f in enumerate(coded.fields):
        if f.kind in ("given", "family"):
            close = levels[i] == CLOSE
            rarer = np.maximum(coded.rarity[a[close], i], coded.rarity[b[close], i]) / 1000
            spread[i] = (np.exp2(np.minimum(rarer, 30)).sum() + 1) / max(int((levels[i] > 0).sum()), 1)
    return u, spread


def renewed(coded: Coded, sample: Sample, learnt: Learnt) -> Sample:
    """The names compared again, now that some stand for one another."""
    strangers, levels, extra = sample.strangers.copy(), sample.levels.copy(), sample.extra.copy()
    given = coded.place_of("given")
    for left, right, out in ((sample.a, sample.b, strangers), (sample.left, sample.right, levels)):
        at = np.flatnonzero((out[given] == DIFFERENT) | (out[given] == WEAK))
        new, more = levels_of(coded, left[at], right[at], learnt, names_only=True)
        for i, f in enumerate(coded.fields):
            if f.kind in NAME_KINDS:
                out[i, at] = new[i]
        if out is levels and len(extra) > 1:
            extra[at] = more
    u, spread = counted(coded, sample.a, sample.b, strangers)
    return replace(sample, strangers=strangers, levels=levels, extra=extra, u=u, spread=spread)
