"""Given names that stand for one another in this table ('artie' and 'art'): where all else joins two records, the two
names meet in several families, far more often than chance has it, and look alike."""

from __future__ import annotations

import numpy as np

from turnstone.kernels.records_text import jaro_winkler, one_edit
from turnstone.links.records.fields import Coded, Codes
from turnstone.links.records.levels import DIFFERENT, EXACT, NO_LEARNT, WEAK, Learnt, Levels
from turnstone.links.records.scoring import BEYOND_NAME, ENOUGH, Scored
from turnstone.links.records.weights import Weights

LEAST_REST = 5_000
"""All but the given name must give so many millibits."""
LEAST_FAMILIES = 3
LIFT = 4.0
"""Bits by which the two meet more often than their frequencies explain."""
ALIKE = 0.7
"""Names that do not look alike are never learnt: twins of the same two names in many homes must not teach that Peter is
Andrew. Nor are names one slip apart: John and Joan are twins' names as much as slips."""


def learn(coded: Coded, w: Weights, left: Codes, right: Codes, levels: Levels, s: Scored) -> Learnt:
    """Sorted pairs of word codes, the lesser in the upper 32 bits."""
    g, f = coded.place_of("given"), coded.place_of("family")
    if g < 0 or f < 0:
        return NO_LEARNT
    at = np.flatnonzero(((levels[g] == DIFFERENT) | (levels[g] == WEAK)) & (levels[f] == EXACT))
    rest = s.total[at] - w.mbits[g][levels[g][at]]
    at = at[(rest >= LEAST_REST) & (s.families[at][:, list(BEYOND_NAME)] >= ENOUGH).any(1)]
    given, family = coded.fields[g].codes, coded.fields[f].codes
    a, b = given[left[at]].astype(np.int64), given[right[at]].astype(np.int64)
    home = family[left[at]].astype(np.int64)
    known = (a >= 0) & (b >= 0)
    a, b, home = a[known], b[known], home[known]
    if len(a) == 0:
        return NO_LEARNT
    pair = (np.minimum(a, b) << 32) | np.maximum(a, b)
    order = np.lexsort((home, pair))
    pair, home = pair[order], home[order]
    once = pair[np.r_[True, (pair[1:] != pair[:-1]) | (home[1:] != home[:-1])]]  # each family name once
    met, times = np.unique(once, return_counts=True)
    counts = np.bincount(given[given >= 0], minlength=len(coded.words.texts))
    rate = np.maximum(counts, 1) / max(int(counts.sum()), 1)
    expected = 2.0 * rate[met >> 32] * rate[met & 0xFFFFFFFF] * len(once)
    met = met[(times >= LEAST_FAMILIES) & (np.log2(times / np.maximum(expected, 1e-9)) >= LIFT)]
    return np.array([pair for pair in met if _look_alike(coded, int(pair >> 32), int(pair & 0xFFFFFFFF))], np.int64)


def _look_alike(coded: Coded, a: int, b: int) -> bool:
    d, at = coded.words.texts.data, coded.words.texts.at
    ends = int(at[a]), int(at[a + 1]), int(at[b]), int(at[b + 1])
    return jaro_winkler(d, *ends) >= ALIKE and not one_edit(d, *ends)
