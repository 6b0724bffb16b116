"""How rare values are, in millibits, and values that too many names share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.links.records.fields import Codes, Field, Hashes, Mbits

CAP = 8
"""A telephone, mail address, street or number held under more different names than this weighs nothing."""
FEW = 100_000
CELLS = 22
"""Hashes are counted in 2^22 cells: a collision only makes a value commoner than it is."""


def mbits_of(counts: NDArray[np.int64]) -> Mbits:
    """-1000 log2 of the share of each count in their sum; what never occurs counts as once."""
    total = max(int(counts.sum()), 1)
    return np.round(-1000 * np.log2(np.maximum(counts, 1) / total)).astype(np.int32)


def of_codes(codes: Codes, size: int) -> Mbits:
    """The rarity of each row's value among known ones; 0 where unknown."""
    if size == 0:
        return np.zeros(len(codes), np.int32)
    table = mbits_of(np.bincount(codes[codes >= 0], minlength=size))
    return np.where(codes >= 0, table[np.maximum(codes, 0)], 0).astype(np.int32)


def cell_of(h: Hashes) -> NDArray[np.int64]:
    return ((h >> np.uint64(20)) & np.uint64((1 << CELLS) - 1)).astype(np.int64)


def of_hashes(h: Hashes) -> Mbits:
    """The same for values of which only a hash is kept; 0 is unknown."""
    known = h != 0
    cell = cell_of(h)
    if len(h) < FEW:  # the same, without all the empty cells
        cell = np.unique(cell, return_inverse=True)[1].astype(np.int64)
    table = mbits_of(np.bincount(cell[known], minlength=int(cell.max(initial=0)) + 1))
    return np.where(known, table[cell], 0).astype(np.int32)


def without_hubs(field: Field, names: list[Codes]) -> tuple[Codes, int]:
    """The field's codes, unknown where its value is held under more than CAP different names, and how many rows that
    touched. A family of eight under one telephone is no hub; a call centre is."""
    codes = field.codes
    counts = np.bincount(codes[codes >= 0], minlength=max(len(field.texts), 1))
    rows = np.flatnonzero((codes >= 0) & (counts > CAP)[np.maximum(codes, 0)])
    if len(rows) == 0:
        return codes, 0
    name = np.zeros(len(rows), np.int64)
    for column in names:
        name = name * 2_000_003 + column[rows]
    code = codes[rows].astype(np.int64)
    order = np.lexsort((name, code))
    c, m = code[order], name[order]
    new = np.r_[True, (c[1:] != c[:-1]) | (m[1:] != m[:-1])]
    different = np.bincount(c[new], minlength=len(counts))
    gone = rows[different[code] > CAP]
    out = codes.copy()
    out[gone] = -1
    return out, len(gone)
