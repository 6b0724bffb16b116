"""Hard facts: what one person has one of. Two parts that agree on none of their pairs in such a fact are never joined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.links.records.fields import Coded, Mbits
from turnstone.links.records.levels import DIFFERENT, Levels
from turnstone.links.records.scoring import Flags, number_agrees, number_equal
from turnstone.links.records.weights import Weights

Marks = NDArray[np.uint8]

CHANGES_NUMBER = 0.02
"""Where records of one person hold different numbers of one type in more than this share of their pairs (learnt from the
table), such a number was not checked by anybody: that two differ is then evidence in bits and no conflict."""
MOST_FACTS = 8


@dataclass(frozen=True)
class Facts:
    """One bit a fact, in the order of `names`: `known` in both rows, and `agrees` where they do not differ. `waived`: bits
    that an agreeing number lifts. `firm`: bits that even an equal number does not overcome by itself. `waives`: pairs with
    an agreeing number; `sure`: pairs with an equal number and no fact against it."""

    names: tuple[str, ...]
    known: Marks
    agrees: Marks
    waived: int
    firm: int
    waives: Flags
    sure: Flags


def facts_of(coded: Coded, w: Weights, levels: Levels, extra: Mbits) -> Facts:
    names: list[str] = []
    n = levels.shape[1]
    known, agrees = np.zeros(n, np.uint8), np.zeros(n, np.uint8)
    waived = firm = 0
    for i, f in enumerate(coded.fields):
        if not is_hard(w, i, f.kind) or len(names) == MOST_FACTS:
            continue
        bit = 1 << len(names)
        known |= np.where(levels[i] > 0, bit, 0).astype(np.uint8)
        agrees |= np.where(levels[i] > DIFFERENT, bit, 0).astype(np.uint8)
        names.append(f.name)
        waived |= bit if f.kind != "generation" else 0
        firm |= bit if f.kind in ("birth", "generation") else 0
    against = np.zeros(n, bool)
    named = [levels[i] == DIFFERENT for i, f in enumerate(coded.fields) if f.kind in ("given", "family")]
    if coded.place_of("words") >= 0:  # no word of the one name goes with any of the other
        named = [(levels[coded.place_of("words")] == DIFFERENT) & (extra == 0)]
    if named:
        against |= np.logical_and.reduce(named)
    for i, f in enumerate(coded.fields):
        if f.kind in ("birth", "generation"):
            against |= levels[i] == DIFFERENT
    return Facts(
        tuple(names), known, agrees, waived, firm, number_agrees(coded, levels), number_equal(coded, levels) & ~against
    )


def is_hard(w: Weights, field: int, kind: str) -> bool:
    if kind == "id":
        return not w.trained or bool(w.m[field, DIFFERENT] <= CHANGES_NUMBER)
    return kind in ("given", "birth", "generation", "words")
