"""Millibits of pairs, which of them are good enough to join, and the bar they must reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels import records_score as rs
from turnstone.links.records.fields import FAMILIES, Coded, Codes, Mbits
from turnstone.links.records.levels import CLOSE, DIFFERENT, EXACT, SHORT, Learnt, Levels
from turnstone.links.records.weights import Weights, family_codes, kin_kinds, kin_modes, kinds

Flags = NDArray[np.bool_]

LEAST = 3_000
"""No pair below this is joined by weight, whatever the tolerance."""
ENOUGH = 2_000
"""What a family beyond the name must give at least."""
SOME = 500
"""What the name must give to count as one of two families."""
ESTABLISHED = -500
OFTEN, BESIDE = 10, 4_300
"""Names one slip apart that both occur so often, the rarer at least a twentieth as often as the other, are two names: a
slip makes each of its writings far more seldom."""
BEYOND_NAME = (FAMILIES.index("birth"), FAMILIES.index("place"), FAMILIES.index("contact"), FAMILIES.index("id"))
TABLE = rs.log_table()


@dataclass(frozen=True)
class Scored:
    """Millibits of pairs: against strangers, namesakes and relatives together (`total`); of the two kinds of kin against
    strangers (`kin`, pair x 2); what each family gives (`families`, pair x 6)."""

    total: Mbits
    kin: Mbits
    families: Mbits


def score_pairs(coded: Coded, w: Weights, left: Codes, right: Codes, levels: Levels, extra: Mbits) -> Scored:
    n = len(left)
    out = Scored(np.empty(n, np.int32), np.empty((n, 2), np.int32), np.empty((n, len(FAMILIES)), np.int32))
    rs.score(
        left, right, levels, extra, coded.rarity, w.mbits, w.kin_mbits, kinds(coded), kin_kinds(coded),
        family_codes(coded), kin_modes(coded), w.priors, TABLE, out.total, out.kin, out.families,
    )  # fmt: skip
    return out


def field_mbits(
    coded: Coded, w: Weights, left: Codes, right: Codes, levels: Levels, extra: Mbits, *, kin: bool = False
) -> Mbits:
    """What every field gives for every pair (pair x field), or gives for relatives."""
    out = np.empty((len(left), len(coded.fields)), np.int32)
    how = kin_kinds(coded) if kin else kinds(coded)
    rs.all_mbits(left, right, levels, extra, coded.rarity, w.kin_mbits if kin else w.mbits, how, out)
    return out


def demote(
    coded: Coded, w: Weights, left: Codes, right: Codes, levels: Levels, learnt: Learnt, known: int | None = None
) -> None:
    """Two given names one slip apart that are both common are two names (John, Joan), not a slip: DIFFERENT, in place,
    unless they were learnt to stand for one another or the names are swapped. `known`: rows with a given name, where the
    records are a part of more."""
    given, order = coded.place_of("given"), coded.place_of("order")
    if given < 0:
        return
    at = np.flatnonzero(levels[given] == CLOSE)
    one, two = coded.rarity[left[at], given], coded.rarity[right[at], given]
    rarer = np.maximum(one, two)
    known = int((coded.fields[given].codes >= 0).sum()) if known is None else known
    most = 1000 * np.log2(max(known, 1) / OFTEN)
    both = (rarer <= most) & (np.abs(one - two) <= BESIDE)
    at = at[(rarer + w.mbits[given, CLOSE] < ESTABLISHED) | both]
    codes = coded.fields[given].codes.astype(np.int64)
    a, b = codes[left[at]], codes[right[at]]
    stand = np.isin((np.minimum(a, b) << 32) | np.maximum(a, b), learnt)
    swapped = levels[order][at] == DIFFERENT
    levels[given, at] = np.where(swapped, CLOSE, np.where(stand, SHORT, DIFFERENT))


def number_agrees(coded: Coded, levels: Levels) -> Flags:
    """A registration or document number agrees, but for one slip."""
    out = np.zeros(levels.shape[1], bool)
    for i, f in enumerate(coded.fields):
        if f.kind == "id":
            out |= levels[i] >= CLOSE
    return out


def number_equal(coded: Coded, levels: Levels) -> Flags:
    out = np.zeros(levels.shape[1], bool)
    for i, f in enumerate(coded.fields):
        if f.kind == "id":
            out |= levels[i] == EXACT
    return out


def is_good(coded: Coded, s: Scored, levels: Levels, bar: int) -> Flags:
    """At the bar or above; two families of evidence agree, one of them beyond the name and one of them name, birth or
    number (a home with its telephone and mail is shared); and given name, birth and
    generation do not differ (the first two may where a number agrees and the rest outweighs it)."""
    beyond = s.families[:, list(BEYOND_NAME)] >= ENOUGH
    named = s.families[:, 0] >= SOME
    own = named | beyond[:, 0] | beyond[:, 3]  # contacts and homes are shared: name, birth or number must speak too
    good: Flags = (s.total >= bar) & beyond.any(1) & (beyond.sum(1) + named >= 2) & own
    agrees = number_agrees(coded, levels)
    for i, f in enumerate(coded.fields):
        if f.kind in ("given", "birth", "words"):
            good &= (levels[i] != DIFFERENT) | agrees
        elif f.kind == "generation":
            good &= levels[i] != DIFFERENT
    return good


def bar_for(totals: Mbits, mistakes: float, least: int = LEAST) -> int:
    """The least bar at which, by the model's own odds, at most `mistakes` of the joined pairs are wrong. `totals`: of the
    pairs that would be joined at `least`. 12 bits where no bar will do."""
    if len(totals) == 0:
        return least
    t = np.sort(totals)[::-1].astype(np.float64) / 1000
    wrong = np.cumsum(1 / (1 + np.exp2(t))) / np.arange(1, len(t) + 1)
    fits = np.flatnonzero(wrong <= mistakes)
    if len(fits) == 0:
        return 12_000
    if fits[-1] == len(t) - 1:
        return least
    return max(least, round(float(t[fits[-1]]) * 1000))
