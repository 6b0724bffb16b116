"""How rare a hit is among peers, in bits. Where no study gives a likelihood ratio, rarity stands in, and is called so."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.bits import mbits

MOST = 10_000
"""No part weighs more than ten bits, however rare: a thing that one in a million has may be a slip of the pen."""
FEWEST_PEERS = 30
Z = 1.959964
"""95 %."""

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Rarity:
    """`peers` networks of the same kind and size could be looked at, `as_strong` of them have a hit as strong."""

    peers: int
    as_strong: int

    @property
    def weight(self) -> int:
        return min(mbits((self.peers + 1) / (self.as_strong + 1)), MOST)

    @property
    def interval(self) -> tuple[int, int]:
        """The 95 % interval of the rarity, from Wilson's interval of the rate."""
        n, p = self.peers, self.as_strong / self.peers
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        least = max(middle - half, 2.0 ** (-MOST / 1000))
        return min(max(mbits(1 / min(middle + half, 1.0)), 0), MOST), min(mbits(1 / least), MOST)


def among_peers(band: Ints, strongest: Ints) -> dict[int, Rarity]:
    """The rarity of each hit (strength over 0), by position. `band`: how much there is to see of each network.

    Peers share the band. The highest bands have few networks; they are taken together from the band at which they are
    at least `FEWEST_PEERS`, so that the largest networks are compared with large ones and not with all.
    """
    if len(band) == 0:
        return {}
    count = np.bincount(band)
    at_least = np.cumsum(count[::-1])[::-1]
    enough = np.flatnonzero(at_least >= FEWEST_PEERS)
    pooled = np.minimum(band, enough[-1] if len(enough) else 0)
    out: dict[int, Rarity] = {}
    for level in np.unique(pooled):
        rows = np.flatnonzero(pooled == level)
        ordered = np.sort(strongest[rows])
        for row in rows[strongest[rows] > 0]:
            as_strong = len(ordered) - int(np.searchsorted(ordered, strongest[row], side="left"))
            out[int(row)] = Rarity(len(rows), as_strong)
    return out
