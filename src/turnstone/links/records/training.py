"""Weights learnt without labels: expectation-maximisation over four classes of pairs.

A pair is of strangers, of one person, of two namesakes in one home (a father and a son), or of other relatives. With two
classes only, what relatives share is learnt as if one person's records differed so. The model is Fellegi and Sunter's (1969)
with more classes; each field learns only from pairs that some key without that field made.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.records_score import tally
from turnstone.links.records.fields import Coded
from turnstone.links.records.levels import DIFFERENT, EXACT, LEVELS
from turnstone.links.records.sample import Sample
from turnstone.links.records.scoring import number_agrees, score_pairs
from turnstone.links.records.weights import KIN, SETTLED, Shares, Weights, weights_of

USUAL = np.array([0, 0.05, 0.07, 0.12, 0.73, 0.03])
"""Shares of levels in one person to begin with."""
USUAL_PAIRS = 20
"""So many pairs of one person the usual shares are worth, so that no level is impossible."""
KIN_PAIRS = 50.0
"""So many pairs of relatives the belief in KIN is worth against what the data say."""
KIN_LEAST = 0.0005
"""Namesakes and relatives are thought possible even where a table shows none: so many for each pair of one person."""
KIN_MOST = 0.4
ROUNDS = 25


def train(coded: Coded, s: Sample, start: Weights | None = None) -> Weights:
    """Until no share moves by SETTLED, or ROUNDS; from `start` where there is one."""
    n = coded.size
    pairs = s.of
    u = s.u.copy()
    orders = [i for i, f in enumerate(coded.fields) if f.kind == "order"]
    kin = {i: KIN[f.kind] for i, f in enumerate(coded.fields) if f.kind in KIN}
    for i in orders:
        u[i] = [0, 0.5, 0.5, 0.5, 0.5, 0.5]
    if start is None:
        m = np.tile(USUAL, (len(coded.fields), 1))
        for i in orders:
            m[i] = [0, 0.03, 0.001, 0.001, 0.967, 0.001]
        m_kin, shares = m.copy(), dict(kin)
        for i, share in shares.items():
            m_kin[i] = share * m[i] + (1 - share) * u[i]
        chances = np.array([1.0, 1 / 50, 1 / 10]) / n
    else:
        m, m_kin, chances, shares = start.m, start.m_kin.copy(), start.chances, dict(start.shares)
    w = weights_of(coded, m, m_kin, u, chances, s.spread, shares)
    clash = np.zeros(len(s.left), bool)  # two different births are never one person
    for i, f in enumerate(coded.fields):
        if f.kind == "birth":
            clash |= s.levels[i] == DIFFERENT
    clash &= ~number_agrees(coded, s.levels)
    turn, shift = 0, 0.0
    for turn in range(1, ROUNDS + 1):
        one, namesakes, relatives = _classes(coded, w, s, clash)
        _relatives(coded, s, m, u, m_kin, shares, kin, namesakes, relatives)
        new = _shares(coded, s, one, orders)
        own = max(float(one.sum()) * s.step, 1)
        least = KIN_LEAST * float(chances[0]) * pairs
        chances = np.array([own, max(namesakes.sum() * s.step, least), max(relatives.sum() * s.step, least)]) / pairs
        shift = float(np.abs(new - m).max())
        m = new
        w = weights_of(coded, m, m_kin, u, chances, s.spread, shares, turn, shift)
        if shift < SETTLED:
            break
    return w


def _classes(
    coded: Coded, w: Weights, s: Sample, clash: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """How probably each candidate is one person, namesakes, relatives."""
    scored = score_pairs(coded, w, s.left, s.right, s.levels, s.extra)
    one = 1 / (1 + np.exp2(-np.clip(scored.total / 1000, -60, 60)))
    one[clash] = 0
    namesakes, relatives = np.exp2(np.clip(scored.kin.T / 1000, -60, 60))
    rest = (1 - one) / (1 + namesakes + relatives)
    return one, rest * namesakes, rest * relatives


def _relatives(
    coded: Coded, s: Sample, m: Shares, u: Shares, m_kin: Shares, shares: dict[int, float], kin: dict[int, float],
    namesakes: NDArray[np.float64], relatives: NDArray[np.float64],
) -> None:  # fmt: skip
    """How often relatives share a birth, and both kinds of kin a mail address; what is shared gets slips as one person's
    does. Changes `shares` and `m_kin`."""
    a, b = np.zeros((len(coded.fields), LEVELS)), np.zeros((len(coded.fields), LEVELS))
    tally(s.levels, namesakes, s.use, a)
    tally(s.levels, relatives, s.use, b)
    for i, belief in kin.items():
        seen = b[i] + (a[i] if coded.fields[i].kind == "email" else 0)
        shared = shares[i] * m[i]
        shared = shared / np.maximum(shared + (1 - shares[i]) * u[i], 1e-12)
        share = (float((seen * shared).sum()) + KIN_PAIRS * belief) / (float(seen.sum()) + KIN_PAIRS)
        shares[i] = min(share, KIN_MOST)
        m_kin[i] = shares[i] * m[i] + (1 - shares[i]) * u[i]


def _shares(coded: Coded, s: Sample, one: NDArray[np.float64], orders: list[int]) -> Shares:
    """Shares of levels in one person, from how probably each candidate is one."""
    t = np.zeros((len(coded.fields), LEVELS))
    tally(s.levels, one, s.use, t)
    t[:, 1:] += USUAL_PAIRS * USUAL[1:]
    out: Shares = t / t.sum(1, keepdims=True)
    for i in orders:
        swapped = out[i, DIFFERENT] / (out[i, DIFFERENT] + out[i, EXACT])
        out[i] = [0, max(swapped, 0.002), 0.001, 0.001, 1 - swapped, 0.001]
    return out
