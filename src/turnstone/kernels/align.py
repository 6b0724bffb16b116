"""Texts of one group laid against the group's exemplar, word by word: what is fixed, and what stands in each slot.

The alignment is a longest common subsequence (Hirschberg 1975) of word hashes after common beginnings and ends are
set aside. Where the rest is too long for a full table (MOST_CELLS), only words that stand once in both texts are
anchors, and what is next to them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.words import NUMBER, U32

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]

MOST_CELLS = 1 << 20


@compiled
def match(a: U32, b: U32, out: I32) -> int:
    """For each word of `a` the place of its partner in `b`, or -1; partners keep their order. Gives how many matched."""
    n, m = len(a), len(b)
    out[:n] = -1
    first = 0
    while first < n and first < m and a[first] == b[first]:
        out[first] = first
        first += 1
    last = 0
    while last < n - first and last < m - first and a[n - 1 - last] == b[m - 1 - last]:
        out[n - 1 - last] = m - 1 - last
        last += 1
    rows, columns = n - first - last, m - first - last
    if rows > 0 and columns > 0:
        if rows * columns <= MOST_CELLS:
            _table(a, b, first, first, rows, columns, out)
        else:
            _anchors(a, b, first, first, rows, columns, out)
    matched = 0
    for i in range(n):
        matched += out[i] >= 0
    return matched


@compiled
def _table(a: U32, b: U32, a0: int, b0: int, rows: int, columns: int, out: I32) -> None:
    length = np.zeros((rows + 1, columns + 1), np.int32)
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            if a[a0 + i] == b[b0 + j]:
                length[i, j] = length[i + 1, j + 1] + 1
            else:
                length[i, j] = max(length[i + 1, j], length[i, j + 1])
    i = j = 0
    while i < rows and j < columns:
        if a[a0 + i] == b[b0 + j]:
            out[a0 + i] = b0 + j
            i += 1
            j += 1
        elif length[i + 1, j] >= length[i, j + 1]:
            i += 1
        else:
            j += 1


@compiled
def _anchors(a: U32, b: U32, a0: int, b0: int, rows: int, columns: int, out: I32) -> None:
    """Words that stand once in both, the longest chain of them in order, and equal words next to them."""
    by_a = np.argsort(a[a0 : a0 + rows])
    by_b = np.argsort(b[b0 : b0 + columns])
    partner = np.full(rows, -1, np.int64)
    i = j = 0
    while i < rows and j < columns:
        x, y = a[a0 + by_a[i]], b[b0 + by_b[j]]
        if x < y:
            i += 1
        elif y < x:
            j += 1
        else:
            i_end, j_end = i + 1, j + 1
            while i_end < rows and a[a0 + by_a[i_end]] == x:
                i_end += 1
            while j_end < columns and b[b0 + by_b[j_end]] == x:
                j_end += 1
            if i_end == i + 1 and j_end == j + 1:
                partner[by_a[i]] = by_b[j]
            i, j = i_end, j_end
    ends = np.empty(rows, np.int64)  # ends[k]: the row in which the best chain of k + 1 anchors ends
    before = np.full(rows, -1, np.int64)
    best = 0
    for row in range(rows):
        if partner[row] < 0:
            continue
        low, high = 0, best
        while low < high:
            middle = (low + high) // 2
            if partner[ends[middle]] < partner[row]:
                low = middle + 1
            else:
                high = middle
        if low > 0:
            before[row] = ends[low - 1]
        ends[low] = row
        best = max(best, low + 1)
    if best == 0:
        return
    row = ends[best - 1]
    while row >= 0:
        out[a0 + row] = b0 + partner[row]
        row = before[row]
    reach = b0
    for row in range(rows):  # forwards, then backwards: equal neighbours of anchors
        at = a0 + row
        if out[at] < 0 and row > 0 and out[at - 1] >= 0:
            place = out[at - 1] + 1
            if place < b0 + columns and a[at] == b[place]:
                out[at] = place
    reach = b0 + columns
    for row in range(rows - 1, -1, -1):
        at = a0 + row
        if out[at] >= 0:
            reach = out[at]
        elif row + 1 < rows and out[at + 1] >= 0 and reach == out[at + 1]:
            place = out[at + 1] - 1
            lowest = b0 - 1
            for earlier in range(row - 1, -1, -1):
                if out[a0 + earlier] >= 0:
                    lowest = out[a0 + earlier]
                    break
            if place > lowest and a[at] == b[place]:
                out[at] = place
                reach = place


@compiled
def count_matches(exemplar: U32, starts: I64, words: U32, counts: I32) -> None:
    """How many of the texts have a partner for each word of the exemplar."""
    out = np.empty(len(exemplar), np.int32)
    for t in range(len(starts) - 1):
        match(exemplar, words[starts[t] : starts[t + 1]], out)
        for i in range(len(exemplar)):
            counts[i] += out[i] >= 0


@compiled
def fill_gaps(exemplar: U32, fixed: NDArray[np.bool_], starts: I64, words: U32, spans: I32) -> None:
    """What each text has in each gap. Gap g lies before the g-th fixed word (the last one after all). `spans`: texts x
    gaps x 2, first word and the one after the last; where a text lacks fixed words, what it has in their place counts
    to the gap before the first of them."""
    out = np.empty(len(exemplar), np.int32)
    gaps = spans.shape[1]
    for t in range(len(starts) - 1):
        size = starts[t + 1] - starts[t]
        match(exemplar, words[starts[t] : starts[t + 1]], out)
        gap = 0
        open_gap = 0
        at = 0
        for i in range(len(exemplar)):
            if not fixed[i]:
                continue
            if out[i] >= 0:
                spans[t, open_gap, 0], spans[t, open_gap, 1] = at, out[i]
                at = out[i] + 1
                for skipped in range(open_gap + 1, gap + 1):
                    spans[t, skipped, 0] = spans[t, skipped, 1] = out[i]
                open_gap = gap + 1
            gap += 1
        spans[t, open_gap, 0], spans[t, open_gap, 1] = at, size
        for skipped in range(open_gap + 1, gaps):
            spans[t, skipped, 0] = spans[t, skipped, 1] = size


def is_number(words: U32) -> NDArray[np.bool_]:
    """Which words are numbers: they vary even where their place is fixed."""
    return np.asarray(words == NUMBER)
