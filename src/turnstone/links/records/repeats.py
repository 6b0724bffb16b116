"""Rows that say the same in every column: a few of them are compared, the others follow the first."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.links.records.fields import Coded, Codes
from turnstone.links.records.levels import Learnt, levels_of
from turnstone.links.records.scoring import is_good, score_pairs
from turnstone.links.records.weights import Weights

MOST = 8
"""So many equal rows are compared. 50,000 equal rows are then no block that is too large to look at."""


def kept_rows(records: pa.Table, order: Codes, judged: set[int]) -> tuple[Codes, NDArray[np.int64]]:
    """Rows to compare, in their order; and for each place of `order` the place among kept rows of the first equal row.
    Rows that somebody judged are always kept."""
    same = np.ones(max(len(order) - 1, 0), bool)
    for column in records.column_names:
        values = records[column].cast(pa.string()).combine_chunks().dictionary_encode()
        codes = values.indices.fill_null(-1).to_numpy(zero_copy_only=False)[order]
        same &= codes[1:] == codes[:-1]
    start = np.flatnonzero(np.r_[True, ~same]) if len(order) else np.zeros(0, np.int64)
    first = np.repeat(start, np.diff(np.r_[start, len(order)]))
    rank = np.arange(len(order)) - first
    keep = rank < MOST
    if judged:
        keep |= np.isin(order, np.fromiter(judged, np.int32))
    return order[keep], (np.cumsum(keep) - 1)[first]


def entered(
    coded: Coded,
    w: Weights,
    learnt: Learnt,
    label: Codes,
    kept: Codes,
    first: NDArray[np.int64],
    order: Codes,
    bar: int,
) -> NDArray[np.int64]:
    """Each row's entity, named by its least row. A row that was not compared follows the first equal one if a pair of two
    such rows is good enough to join: two that say no more than a name are not one for that."""
    n = len(order)
    of = np.empty(n, np.int64)
    place = np.full(n, -1, np.int64)
    place[kept] = np.arange(len(kept))
    at = place[order]
    of[order] = np.where(at >= 0, label[np.maximum(at, 0)] if len(label) else 0, -1)
    missing = np.flatnonzero(at < 0)
    if len(missing):
        rows = first[missing].astype(np.int32)
        twin, back = np.unique(rows, return_inverse=True)
        pair = twin.astype(np.int32)
        levels, extra = levels_of(coded, pair, pair, learnt)
        good = is_good(coded, score_pairs(coded, w, pair, pair, levels, extra), levels, bar)
        free = len(kept) + np.arange(len(missing))
        of[order[missing]] = np.where(good[back], label[rows], free)
    least = np.full(int(of.max(initial=-1)) + 1, n, np.int64)
    np.minimum.at(least, of, np.arange(n))
    return least[of]
