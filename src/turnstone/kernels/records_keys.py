"""Pairs of rows that share at least one of several keys. A pair is made by the first key that both rows share, so that no
pair is made twice and nothing need be sorted or looked up. Key 0 means unknown and joins nobody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.records_text import Codes, Hashes, mix

LOWEST = 4
"""The bound on a block is not lowered below this."""


@dataclass(frozen=True)
class Candidates:
    """`left[i]` < `right[i]`; bit k of `shared[i]` says that key k is the same in both."""

    left: Codes
    right: Codes
    shared: NDArray[np.uint64]
    made: tuple[int, ...]
    """Pairs that each key was the first to make."""
    skipped: tuple[int, ...]
    """Pairs of each key that were left out because their block was too large (another key may have made them)."""


def joined(parts: list[Hashes]) -> Hashes:
    """One key of several parts; unknown where a part is."""
    out = np.ones(len(parts[0]), np.uint64)
    for part in parts:
        _join(out, part)
    return out


@compiled
def _join(out: Hashes, part: Hashes) -> None:
    for i in range(len(out)):
        if out[i] == 0 or part[i] == 0:
            out[i] = np.uint64(0)
        else:
            out[i] = mix(out[i] * np.uint64(0x9E3779B97F4A7C15) + part[i]) | np.uint64(1)


@compiled
def by_key(key: Hashes, bits: int) -> Codes:
    """Rows with a known key, equal keys next to each other: a counting sort on `bits` bits, then each bucket sorted."""
    size = 1 << bits
    low = np.uint64(size - 1)
    shift = np.uint64(8)
    start = np.zeros(size + 1, np.int32)
    for i in range(len(key)):
        if key[i]:
            start[((key[i] >> shift) & low) + np.uint64(1)] += 1
    for b in range(size):
        start[b + 1] += start[b]
    at = start[:-1].copy()
    order = np.empty(start[-1], np.int32)
    for i in range(len(key)):
        if key[i]:
            b = (key[i] >> shift) & low
            order[at[b]] = i
            at[b] += 1
    for b in range(size):
        lo, hi = start[b], start[b + 1]
        if hi - lo < 3:
            continue
        if hi - lo > 64:
            part = order[lo:hi].copy()
            keys = np.empty(hi - lo, np.uint64)
            for i in range(hi - lo):
                keys[i] = key[part[i]]
            order[lo:hi] = part[np.argsort(keys, kind="mergesort")]
            continue
        for i in range(lo + 1, hi):
            v = order[i]
            j = i - 1
            while j >= lo and key[order[j]] > key[v]:
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = v
    return order


@compiled
def _bounded(key: Hashes, order: Codes, largest: int) -> tuple[int, int]:
    """Takes keys of blocks above the bound as unknown. Gives pairs kept at most, and pairs left out."""
    kept = 0
    left_out = 0
    i = 0
    while i < len(order):
        j = i + 1
        while j < len(order) and key[order[j]] == key[order[i]]:
            j += 1
        size = j - i
        if key[order[i]] == 0:
            pass
        elif size > largest:
            left_out += size * (size - 1) // 2
            for k in range(i, j):
                key[order[k]] = np.uint64(0)
        else:
            kept += size * (size - 1) // 2
        i = j
    return kept, left_out


@compiled
def _pairs(keys: NDArray[np.uint64], k: int, order: Codes, left: Codes, right: Codes) -> int:
    """Pairs of key k that no earlier key makes. Gives how many."""
    key = keys[k]
    made = 0
    i = 0
    while i < len(order):
        v = key[order[i]]
        if v == 0:
            i += 1
            continue
        j = i + 1
        while j < len(order) and key[order[j]] == v:
            j += 1
        for x in range(i, j):
            for y in range(x + 1, j):
                a, b = order[x], order[y]
                if a > b:
                    a, b = b, a
                new = True
                for q in range(k):
                    if keys[q, a] != 0 and keys[q, a] == keys[q, b]:
                        new = False
                        break
                if new:
                    left[made] = a
                    right[made] = b
                    made += 1
        i = j
    return made


@compiled
def _shared(keys: NDArray[np.uint64], left: Codes, right: Codes, out: NDArray[np.uint64]) -> None:
    for i in range(len(left)):
        bits = np.uint64(0)
        for q in range(keys.shape[0]):
            if keys[q, left[i]] != 0 and keys[q, left[i]] == keys[q, right[i]]:
                bits |= np.uint64(1) << np.uint64(q)
        out[i] = bits


def candidates(keys: NDArray[np.uint64], largest: int, budget: int) -> Candidates:
    """All pairs that share a key (`keys` is key x row, at most 64 keys; it is changed: keys of blocks over `largest`
    become 0). A key that alone would make more than `budget` pairs has its bound halved until it does not."""
    if len(keys) > 64:
        raise ValueError(f"{len(keys)} keys; at most 64 fit")
    bits = max(4, int(np.ceil(np.log2(max(keys.shape[1], 2)))))
    none = np.empty(0, np.int32)
    left, right = [none], [none]
    made, skipped = [], []
    for k in range(len(keys)):
        order = by_key(keys[k], bits)
        kept, out = _bounded(keys[k], order, largest)
        bound = largest
        while kept > budget and bound > LOWEST:
            bound //= 2
            kept, more = _bounded(keys[k], order, bound)
            out += more
        a, b = np.empty(kept, np.int32), np.empty(kept, np.int32)
        m = _pairs(keys, k, order, a, b)
        left.append(a[:m].copy())
        right.append(b[:m].copy())
        made.append(int(m))
        skipped.append(int(out))
    lefts, rights = np.concatenate(left), np.concatenate(right)
    shared = np.empty(len(lefts), np.uint64)
    _shared(keys, lefts, rights, shared)
    return Candidates(lefts, rights, shared, tuple(made), tuple(skipped))
