"""Weights as whole millibits, so that sums and comparisons are the same on every machine."""

from __future__ import annotations

import math

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def mbits(ratio: float) -> int:
    """1000 times log2 of a ratio, rounded."""
    return round(1000 * math.log2(ratio))


def log2_table(most: int) -> Ints:
    """mbits(0..most); 0 stands at 0 so that the table can be indexed by counts."""
    exact = 1000 * np.log2(np.arange(1, most + 1, dtype=np.float64))
    out: Ints = np.zeros(most + 1, np.int64)
    out[1:] = np.rint(exact)
    # Logarithms of many at once may differ in the last place from machine to machine: what is near a half is asked again.
    for n in np.flatnonzero(np.abs(exact - np.floor(exact) - 0.5) < 1e-6).tolist():
        out[n + 1] = mbits(n + 1)
    return out


def in_words(millibits: int) -> str:
    """'12.3 bits'."""
    return f"{millibits / 1000:.1f} bits"


def excess(seen: int, expected: float) -> int:
    """Millibits by which `seen` events are likelier under their own rate than under the expected one (Poisson); 0
    when no more were seen than expected."""
    if seen <= expected or expected <= 0:
        return 0
    return round(1000 * (seen * math.log2(seen / expected) - (seen - expected) / math.log(2)))


def with_excess(counted: pa.Table) -> pa.Table:
    """A table of `seen` and `expected_millionths` with two more columns: `excess_mbits` and `expected` as text."""
    expected = [int(e) / 1e6 for e in counted.column("expected_millionths").to_pylist()]
    excesses = [excess(int(s), e) for s, e in zip(counted.column("seen").to_pylist(), expected, strict=True)]
    counted = counted.append_column("excess_mbits", pa.array(excesses, pa.int64()))
    return counted.append_column(
        "expected", pa.array([f"{e:.1f}" if e >= 0.1 else f"{e:.3f}" for e in expected], pa.string())
    )
