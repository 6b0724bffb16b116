"""Weights as whole millibits, so that sums and comparisons are the same on every machine."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def mbits(ratio: float) -> int:
    """1000 times log2 of a ratio, rounded."""
    return round(1000 * math.log2(ratio))


def log2_table(most: int) -> Ints:
    """mbits(0..most); 0 stands at 0 so that the table can be indexed by counts."""
    return np.array([0, *(mbits(n) for n in range(1, most + 1))], np.int64)


def in_words(millibits: int) -> str:
    """'12.3 bits'."""
    return f"{millibits / 1000:.1f} bits"
