"""How like two short texts are: slices of one flat array of bytes, text `i` being `data[at[i]:at[i + 1]]`.

Jaro-Winkler as in Winkler 1990 (prefix weight 0.1, four letters). Plain twins: tests/twin/test_records_text.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled

Bytes = NDArray[np.uint8]
Starts = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Codes = NDArray[np.int32]

LONGEST = 64
"""Jaro-Winkler looks at so many bytes at most: a name of 10,000 letters costs no more than a long one."""


@compiled
def one_edit(d: Bytes, a0: int, a1: int, b0: int, b1: int) -> bool:
    """At most one letter more, less or other, or two neighbours swapped. Linear time, no table."""
    la, lb = a1 - a0, b1 - b0
    if la > lb + 1 or lb > la + 1:
        return False
    n = min(la, lb)
    i = 0
    while i < n and d[a0 + i] == d[b0 + i]:
        i += 1
    j = 0
    while j < n - i and d[a1 - 1 - j] == d[b1 - 1 - j]:
        j += 1
    ra, rb = la - i - j, lb - i - j
    if ra <= 1 and rb <= 1:
        return True
    return ra == 2 and rb == 2 and d[a0 + i] == d[b0 + i + 1] and d[a0 + i + 1] == d[b0 + i]


@compiled
def jaro_winkler(d: Bytes, a0: int, a1: int, b0: int, b1: int) -> float:
    """Similarity from 0 to 1 of the first LONGEST bytes of each."""
    la, lb = min(a1 - a0, 64), min(b1 - b0, 64)
    if la == 0 or lb == 0:
        return 0.0
    reach = max(max(la, lb) // 2 - 1, 0)
    used_a = np.uint64(0)
    used_b = np.uint64(0)
    one = np.uint64(1)
    common = 0
    for i in range(la):
        for j in range(max(0, i - reach), min(lb, i + reach + 1)):
            if not (used_b >> np.uint64(j)) & one and d[a0 + i] == d[b0 + j]:
                used_a |= one << np.uint64(i)
                used_b |= one << np.uint64(j)
                common += 1
                break
    if common == 0:
        return 0.0
    crossed = 0
    j = 0
    for i in range(la):
        if (used_a >> np.uint64(i)) & one:
            while not (used_b >> np.uint64(j)) & one:
                j += 1
            if d[a0 + i] != d[b0 + j]:
                crossed += 1
            j += 1
    jaro = (common / la + common / lb + (common - crossed / 2) / common) / 3
    prefix = 0
    while prefix < 4 and prefix < la and prefix < lb and d[a0 + prefix] == d[b0 + prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


@compiled
def starts_with(d: Bytes, a0: int, a1: int, b0: int, b1: int) -> bool:
    """The shorter one is how the longer one starts (an initial, a short form)."""
    n = min(a1 - a0, b1 - b0)
    if n == 0:
        return False
    for i in range(n):  # noqa: SIM110 (numba has no all() over a generator)
        if d[a0 + i] != d[b0 + i]:
            return False
    return True


@compiled
def same_digits(d: Bytes, a0: int, a1: int, b0: int, b1: int) -> bool:
    """The digits of both, in their order, are the same."""
    i, j = a0, b0
    while True:
        while i < a1 and not (48 <= d[i] <= 57):
            i += 1
        while j < b1 and not (48 <= d[j] <= 57):
            j += 1
        if i == a1 or j == b1:
            return i == a1 and j == b1
        if d[i] != d[j]:
            return False
        i += 1
        j += 1


@compiled
def find(d: Bytes, a0: int, a1: int, e: Bytes, b0: int, b1: int) -> int:
    """Where the second first stands in the first; -1 if nowhere, or if it is shorter than two bytes."""
    n = b1 - b0
    if n < 2:
        return -1
    for i in range(a0, a1 - n + 1):
        k = 0
        while k < n and d[i + k] == e[b0 + k]:
            k += 1
        if k == n:
            return i
    return -1


@compiled
def mix(h: np.uint64) -> np.uint64:
    """Spreads 64 bits (the finaliser of splitmix64, Steele et al. 2014)."""
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


@compiled
def hashes(d: Bytes, at: Starts, out: Hashes) -> None:
    """A hash of each text (FNV-1a, spread); never 0, which stands for unknown."""
    for i in range(len(at) - 1):
        h = np.uint64(14695981039346656037)
        for k in range(at[i], at[i + 1]):
            h = (h ^ np.uint64(d[k])) * np.uint64(1099511628211)
        out[i] = mix(h) | np.uint64(1)


@compiled
def residues(
    mails: Codes, d: Bytes, at: Starts, given: Codes, family: Codes, nd: Bytes, nat: Starts, out: Hashes
) -> None:
    """What an address says beyond its holder's name: a hash of it with given and family name cut out of what stands
    before the @. 0 for unknown."""
    for r in range(len(mails)):
        c = mails[r]
        if c < 0:
            out[r] = np.uint64(0)
            continue
        a0, a1 = at[c], at[c + 1]
        middle = a0
        while middle < a1 and d[middle] != 64:
            middle += 1
        p1 = -1
        l1 = 0
        p2 = -1
        l2 = 0
        if given[r] >= 0:
            g = given[r]
            p1 = find(d, a0, middle, nd, nat[g], nat[g + 1])
            l1 = nat[g + 1] - nat[g]
        if family[r] >= 0:
            g = family[r]
            p2 = find(d, a0, middle, nd, nat[g], nat[g + 1])
            l2 = nat[g + 1] - nat[g]
        h = np.uint64(14695981039346656037)
        for i in range(a0, a1):
            if (p1 >= 0 and p1 <= i < p1 + l1) or (p2 >= 0 and p2 <= i < p2 + l2):
                continue
            h = (h ^ np.uint64(d[i])) * np.uint64(1099511628211)
        out[r] = mix(h) | np.uint64(1)
