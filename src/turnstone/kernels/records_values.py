"""How far two rows agree in a value that is no name: births, places, numbers, addresses of mail. Levels are those of
records_levels. Twins of the plain rules: tests/twin/test_records_levels.py."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.records_levels import Levels
from turnstone.kernels.records_text import Bytes, Codes, Starts, find, jaro_winkler, one_edit, same_digits

I64 = NDArray[np.int64]


@compiled
def birth_level(p: int, q: int) -> int:
    """Days as year * 10000 + month * 100 + day, impossible ones included: they are slips of real ones. CLOSE: one digit,
    two digits swapped, day for month, a day or a year apart. WEAK: two of three parts, or about a month apart."""
    if p == q:
        return 4
    py, pm, pd = p // 10000, p // 100 % 100, p % 100
    qy, qm, qd = q // 10000, q // 100 % 100, q % 100
    if py == qy and pm == qd and pd == qm:
        return 3
    wrong = 0
    x, y = p, q
    first = -1
    last = -1
    for k in range(8):
        if x % 10 != y % 10:
            wrong += 1
            if first < 0:
                first = k
            last = k
        x //= 10
        y //= 10
    if wrong == 1:
        return 3
    if wrong == 2 and last == first + 1:
        e = 10**first
        if p // e % 10 == q // (e * 10) % 10 and q // e % 10 == p // (e * 10) % 10:
            return 3
    days = abs((py * 372 + pm * 31 + pd) - (qy * 372 + qm * 31 + qd))
    turned = (pm == 12 and pd == 31 and qm == 1 and qd == 1) or (qm == 12 and qd == 31 and pm == 1 and pd == 1)
    if days <= 1 or (turned and abs(py - qy) == 1):
        return 3
    if abs(py - qy) == 1 and pm == qm and abs(pd - qd) <= 1:
        return 3
    if days <= 33:
        return 2
    same = 0
    if py == qy:
        same += 1
    if pm == qm:
        same += 1
    if pd == qd:
        same += 1
    return 2 if same == 2 or wrong == 2 else 1


@compiled
def birth_levels(left: Codes, right: Codes, codes: Codes, days: I64, out: Levels) -> None:
    for i in range(len(left)):
        a, b = codes[left[i]], codes[right[i]]
        if a < 0 or b < 0:
            out[i] = 0
        elif a == b:
            out[i] = 4
        else:
            out[i] = birth_level(days[a], days[b])


@compiled
def place_level(d: Bytes, a0: int, a1: int, b0: int, b1: int) -> int:
    """Towns and streets: WEAK too where the one holds the other."""
    if one_edit(d, a0, a1, b0, b1) and min(a1 - a0, b1 - b0) >= 4:
        return 3
    likeness = jaro_winkler(d, a0, a1, b0, b1)
    if likeness >= 0.92:
        return 3
    holds = (b1 - b0 >= 4 and find(d, a0, a1, d, b0, b1) >= 0) or (a1 - a0 >= 4 and find(d, b0, b1, d, a0, a1) >= 0)
    return 2 if holds or likeness >= 0.85 else 1


@compiled
def number_level(d: Bytes, a0: int, a1: int, b0: int, b1: int) -> int:
    """Telephones, postcodes, numbers of documents: one slip is CLOSE, the same beginning (all but three) WEAK."""
    least = min(a1 - a0, b1 - b0)
    if least >= 3 and one_edit(d, a0, a1, b0, b1):
        return 3
    n = least - 3
    k = 0
    while k < n and d[a0 + k] == d[b0 + k]:
        k += 1
    return 2 if n >= 2 and k >= n else 1


@compiled
def mail_level(d: Bytes, a0: int, a1: int, b0: int, b1: int) -> int:
    """CLOSE where one slip of a letter lies between them and the digits agree; WEAK where a digit slipped. Never by
    likeness: addresses made of names are alike because names are."""
    if one_edit(d, a0, a1, b0, b1):
        return 3 if same_digits(d, a0, a1, b0, b1) else 2
    return 1


PLACES, NUMBERS, MAILS = 0, 1, 2


@compiled
def text_levels(left: Codes, right: Codes, codes: Codes, d: Bytes, at: Starts, what: int, out: Levels) -> None:
    """Levels of a column by the rule `what`: PLACES, NUMBERS or MAILS."""
    for i in range(len(left)):
        a, b = codes[left[i]], codes[right[i]]
        if a < 0 or b < 0:
            out[i] = 0
        elif a == b:
            out[i] = 4
        elif what == 0:
            out[i] = place_level(d, at[a], at[a + 1], at[b], at[b + 1])
        elif what == 1:
            out[i] = number_level(d, at[a], at[a + 1], at[b], at[b + 1])
        else:
            out[i] = mail_level(d, at[a], at[a + 1], at[b], at[b + 1])


@compiled
def equal_levels(left: Codes, right: Codes, codes: Codes, out: Levels) -> None:
    """EXACT or DIFFERENT, nothing between: classes such as sex or generation."""
    for i in range(len(left)):
        a, b = codes[left[i]], codes[right[i]]
        out[i] = 0 if a < 0 or b < 0 else (4 if a == b else 1)


@compiled
def typed_apart(left: Codes, right: Codes, codes: Codes, kind: Codes, out: Levels) -> None:
    """Numbers of different types (`kind` of each code) say nothing about each other."""
    for i in range(len(left)):
        a, b = codes[left[i]], codes[right[i]]
        if a >= 0 and b >= 0 and kind[a] != kind[b]:
            out[i] = 0
