"""How far pairs of rows agree, field by field (field x pair), and the rarity of the words that names have in common."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.records_levels import (
    CLOSE,
    DIFFERENT,
    EXACT,
    LEVELS,
    SHORT,
    UNKNOWN,
    WEAK,
    name_levels,
    word_levels,
)
from turnstone.kernels.records_streets import street_levels
from turnstone.kernels.records_values import (
    MAILS,
    NUMBERS,
    PLACES,
    birth_levels,
    equal_levels,
    text_levels,
    typed_apart,
)
from turnstone.links.compare.name_pairs import compare_read
from turnstone.links.records.fields import Coded, Codes, Mbits, Spelt

Levels = NDArray[np.int8]
Learnt = NDArray[np.int64]

NAMES = ("unknown", "different", "weak", "close", "equal", "short form")
NO_LEARNT: Learnt = np.zeros(0, np.int64)
SURE = 4_000
"""Millibits from which the comparison of two names is clear, either way."""
RULE = {"place": PLACES, "street": PLACES, "postcode": NUMBERS, "phone": NUMBERS, "id": NUMBERS, "email": MAILS}
NAME_KINDS = ("given", "family", "order", "full", "words")


def levels_of(
    coded: Coded, left: Codes, right: Codes, learnt: Learnt = NO_LEARNT, *, names_only: bool = False
) -> tuple[Levels, Mbits]:
    """`learnt`: pairs of given names that stand for one another here (aliases.py). `names_only` leaves the rest 0."""
    out = np.zeros((len(coded.fields), len(left)), np.int8)
    extra = np.zeros(len(left) if len(coded.words.bag) else 1, np.int32)
    w = coded.words
    g, s, o = coded.place_of("given"), coded.place_of("family"), coded.place_of("order")
    full, words = coded.place_of("full"), coded.place_of("words")
    if o >= 0:
        none = np.full(coded.size, -1, np.int32)
        spare = [np.zeros(len(left), np.int8) for _ in range(3)]
        name_levels(
            left, right, coded.fields[g].codes if g >= 0 else none, coded.fields[s].codes if s >= 0 else none,
            w.texts.data, w.texts.at, w.short, w.title, learnt, w.bag_at, w.bag, w.rarity,
            out[g] if g >= 0 else spare[0], out[s] if s >= 0 else spare[1], out[o],
            out[full] if full >= 0 else spare[2], extra,
        )  # fmt: skip
    elif words >= 0 and len(w.bag):
        word_levels(
            left, right, w.texts.data, w.texts.at, w.short, w.title, learnt, w.bag_at, w.bag, w.rarity, out[words], extra,
        )  # fmt: skip
        if w.spelt is not None:
            spelt_levels(w.spelt, left, right, out[words], extra)
    if names_only:
        return out, extra
    for i, f in enumerate(coded.fields):
        if f.kind == "birth":
            birth_levels(left, right, f.codes, f.days, out[i])
        elif f.kind in RULE:
            text_levels(left, right, f.codes, f.texts.data, f.texts.at, RULE[f.kind], out[i])
            if f.split is not None:
                p = f.split
                street_levels(left, right, f.codes, p.bag_at, p.bag, p.texts.data, p.texts.at, p.rarity, out[i])
            if f.kind == "id" and len(f.types):
                typed_apart(left, right, f.codes, f.types, out[i])
        elif f.kind in ("class", "generation"):
            equal_levels(left, right, f.codes, out[i])
    if w.spelt is not None and w.spelt.kind == "organisation":
        branches(coded, out)
    return out, extra


def branches(coded: Coded, levels: Levels) -> None:
    """Two organisations whose streets or telephones are known and all differ have no place in common, though the town be
    one (in place): branches of a chain, and others of a common name, stand in one town. Their telephones may begin alike,
    as those of a town do."""
    kinds = [f.kind for f in coded.fields]
    most = np.zeros(levels.shape[1], np.int8)
    for i, kind in enumerate(kinds):
        if kind == "street":
            most = np.maximum(most, levels[i])
        elif kind == "phone":
            most = np.maximum(most, np.where(levels[i] == WEAK, DIFFERENT, levels[i]))
    for i, kind in enumerate(kinds):
        if kind in ("place", "postcode"):
            levels[i, (most == DIFFERENT) & (levels[i] > DIFFERENT)] = UNKNOWN
        elif kind == "phone":
            levels[i, (most == DIFFERENT) & (levels[i] == WEAK)] = DIFFERENT


def spelt_levels(spelt: Spelt, left: Codes, right: Codes, levels: NDArray[np.int8], extra: Mbits) -> None:
    """Levels of whole names (in place), by how turnstone.links.compare lays them beside each other: other scripts, short
    forms, patronymics, words joined. Words that are all equal stay EXACT, and known short forms SHORT; one name within the other stays WEAK unless the
    comparison is sure that they differ (or `spelt.within`)."""
    at = np.flatnonzero((levels > 0) & (levels < EXACT))
    a, b = spelt.rows[left[at]], spelt.rows[right[at]]
    says = compare_read(spelt.read, a.astype(np.int64), b.astype(np.int64), spelt.kind)
    within = (levels[at] == WEAK) & ((says > -SURE) | spelt.within)
    paired = (levels[at] > WEAK) & (says > -SURE)
    new = np.select([says >= SURE, (says > 0) | within | paired], [CLOSE, WEAK], DIFFERENT)
    levels[at] = new
    # A name that the comparison takes for another brings none of its rarity, however alike the words look.
    doubted = (new == WEAK) & (says <= 0) & ~within
    extra[at] = np.where(doubted, 0, np.where(new == DIFFERENT, extra[at], np.maximum(extra[at], says))).astype(
        np.int32
    )


__all__ = ["CLOSE", "DIFFERENT", "EXACT", "LEVELS", "NAMES", "SHORT", "UNKNOWN", "WEAK", "levels_of"]
