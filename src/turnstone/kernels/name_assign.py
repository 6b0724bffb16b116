"""Which word of one name goes with which of the other, so that the gains add up to the most (Kuhn-Munkres)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled

I64 = NDArray[np.int64]
FAR = 1 << 60


@compiled
def assign(gain: I64, n: int, m: int, partner: I64, u: I64, v: I64, of: I64, way: I64, least: I64, used: I64) -> None:
    """Fills `partner[row]` with the column that goes with it, or -1 where nothing is gained.

    `gain` is n x m with n <= m, never negative. The others are scratch, m + 1 places each or more. Where two
    assignments gain the same, the one that the order of rows and columns finds first is taken.
    """
    if n == 1:
        best = 0
        for j in range(1, m):
            if gain[0, j] > gain[0, best]:
                best = j
        partner[0] = best if gain[0, best] > 0 else -1
        return
    for j in range(m + 1):
        v[j] = of[j] = way[j] = 0
        if j <= n:
            u[j] = 0
    for i in range(1, n + 1):
        of[0] = i
        here = 0
        for j in range(m + 1):
            least[j] = FAR
            used[j] = 0
        while True:
            used[here] = 1
            row = of[here]
            delta = FAR
            follows = 0
            for j in range(1, m + 1):
                if used[j] == 0:
                    cost = -gain[row - 1, j - 1] - u[row] - v[j]
                    if cost < least[j]:
                        least[j] = cost
                        way[j] = here
                    if least[j] < delta:
                        delta = least[j]
                        follows = j
            for j in range(m + 1):
                if used[j] == 1:
                    u[of[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            here = follows
            if of[here] == 0:
                break
        while here != 0:
            back = way[here]
            of[here] = of[back]
            here = back
    for i in range(n):
        partner[i] = -1
    for j in range(1, m + 1):
        if of[j] > 0 and gain[of[j] - 1, j - 1] > 0:
            partner[of[j] - 1] = j - 1
