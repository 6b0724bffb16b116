"""What each level of each field weighs, in millibits, from how often it is met in one person and in strangers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.kernels import records_score as rs
from turnstone.links.records.fields import FAMILIES, Coded, Mbits
from turnstone.links.records.levels import CLOSE, DIFFERENT, EXACT, LEVELS, NAMES, WEAK

Shares = NDArray[np.float64]

KIN: Mapping[str, float] = {"birth": 0.03, "email": 0.2}
"""How often relatives share a birth (twins) or a mail address, until the data tell."""
GENERATION_APART = -10_000
"""Father and son: what a differing Jr and Sr weigh against (a hard fact besides)."""


@dataclass(frozen=True)
class Weights:
    """`mbits` (field x level): of an exact level log2 m, to which the rarity of the value is added. `kin_mbits`: the same
    for relatives. `priors`: millibits, before anything is compared, that a pair is one person, namesakes in one home, or
    other relatives. `m`, `u`: shares of levels in one person and in strangers. `rounds` and `shift` tell how training
    ended; `trained` is False where the shipped model is used."""

    mbits: Mbits
    kin_mbits: Mbits
    priors: Mbits
    m: Shares
    m_kin: Shares
    u: Shares
    chances: Shares
    shares: Mapping[int, float]
    rounds: int = 0
    shift: float = 0.0
    trained: bool = True

    @property
    def converged(self) -> bool:
        return not self.trained or self.shift < SETTLED


SETTLED = 5e-4


def weights_of(
    coded: Coded, m: Shares, m_kin: Shares, u: Shares, chances: Shares, spread: Shares, shares: Mapping[int, float],
    rounds: int = 0, shift: float = 0.0, trained: bool = True,
) -> Weights:  # fmt: skip
    """`chances`: of a random pair to be one person, namesakes, relatives. `spread`: see sample.py."""
    priors = np.round(1000 * np.log2(chances / (1 - chances))).astype(np.int32)
    mixed = m.copy()
    for i, f in enumerate(coded.fields):
        if f.kind in KIN:
            mixed[i] = m_kin[i]
    return Weights(
        _mbits(coded, m, u, spread), _mbits(coded, mixed, u, spread), priors, m, m_kin, u, chances, dict(shares),
        rounds, shift, trained,
    )  # fmt: skip


def _mbits(coded: Coded, m: Shares, u: Shares, spread: Shares) -> Mbits:
    bits = np.zeros((len(coded.fields), LEVELS))
    for i, f in enumerate(coded.fields):
        if f.kind == "generation":
            bits[i, DIFFERENT] = GENERATION_APART / 1000
            continue
        if f.kind == "order":
            bits[i, DIFFERENT] = math.log2(max(m[i, DIFFERENT], 0.002))
            continue
        for v in range(1, LEVELS):
            bits[i, v] = math.log2(max(m[i, v], 1e-4) / max(u[i, v], 1e-7))
        bits[i, EXACT] = math.log2(max(m[i, EXACT], 1e-3))
        if f.kind in ("given", "family"):
            bits[i, CLOSE] = math.log2(max(m[i, CLOSE], 1e-3) / spread[i])
        if f.kind == "email":
            bits[i, CLOSE] = math.log2(max(m[i, CLOSE], 1e-3))
            bits[i, WEAK] = 0
        if f.kind == "words":  # the rarity of the paired words is added to every level above DIFFERENT
            for v in range(WEAK, LEVELS):
                bits[i, v] = math.log2(max(m[i, v], 1e-3))
        bits[i, DIFFERENT] = min(bits[i, DIFFERENT], 0)
    return np.round(bits * 1000).astype(np.int32)


def kinds(coded: Coded) -> rs.Modes:
    """How a level becomes millibits, field by field."""
    how = {"order": rs.ORDER, "generation": rs.ORDER, "email": rs.MAIL, "full": rs.FULL, "words": rs.FULL,
           "given": rs.NAME, "family": rs.NAME}  # fmt: skip
    return np.array([how.get(f.kind, rs.PLAIN) for f in coded.fields], np.int8)


def kin_kinds(coded: Coded) -> rs.Modes:
    """The same for relatives, who seldom share a given name."""
    out = kinds(coded)
    for i, f in enumerate(coded.fields):
        if f.kind in ("given", "words"):
            out[i] = rs.RELATIVE
    return out


def kin_modes(coded: Coded) -> rs.Modes:
    """Namesakes (row 0) share the given name and have any birth; relatives (row 1) have any given name, and some (twins)
    one birth. Both share home and family name as one person does."""
    namesakes = {"birth": rs.BY_CHANCE, "email": rs.OWN, "id": rs.BY_CHANCE, "generation": rs.BY_CHANCE}
    relatives = {"given": rs.OWN, "words": rs.OWN, "full": rs.BY_CHANCE, "birth": rs.OWN, "email": rs.OWN, "id": rs.BY_CHANCE,
                 "generation": rs.BY_CHANCE}  # fmt: skip
    rows = [[how.get(f.kind, rs.AS_PERSON) for f in coded.fields] for how in (namesakes, relatives)]
    return np.array(rows, np.int8).reshape(2, len(coded.fields))


def family_codes(coded: Coded) -> rs.Modes:
    return np.array([FAMILIES.index(f.family) for f in coded.fields], np.int8)


def table_of(coded: Coded, w: Weights) -> pa.Table:
    """The weights to print: field, kind, level, its share in one person (m) and in strangers (u), millibits."""
    rows = [
        {"field": f.name, "kind": f.kind, "level": NAMES[v], "m": round(float(w.m[i, v]), 6),
         "u": round(float(w.u[i, v]), 6), "mbits": int(w.mbits[i, v]), "adds_rarity": bool(v == EXACT and f.kind != "generation")}
        for i, f in enumerate(coded.fields) for v in range(1, LEVELS) if f.kind not in ("order",) or v in (DIFFERENT, EXACT)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows) if rows else pa.table({"field": pa.array([], pa.string())})
