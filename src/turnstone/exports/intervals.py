"""95 % intervals of what a market's figures say."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.stats import beta, binom

LEVEL = 0.95
_Z = 1.959964


def share(some: int, of: int) -> tuple[float, float]:
    """Of a share (Wilson 1927, Journal of the American Statistical Association 22, 209-212). (0, 1) of nothing."""
    if of == 0:
        return 0.0, 1.0
    p, z2 = some / of, _Z**2
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half))  # rounding must not leave p outside


def median(ordered: Sequence[float]) -> tuple[float, float, float]:
    """Of the median of sorted values: (median, low, high), by order statistics (Conover, Practical Nonparametric Statistics,
    3rd ed., 3.2). Raises ValueError for no values."""
    n = len(ordered)
    if n == 0:
        raise ValueError("no values")
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    low = int(binom.ppf((1 - LEVEL) / 2, n, 0.5))
    return middle, ordered[max(low - 1, 0)], ordered[min(n - low, n - 1)]


def ratio(now: int, before: int, *, time: float, level: float = LEVEL) -> tuple[float, float, float]:
    """Of how much more often something happens: (ratio, low, high) of the rate now to the rate before, where `time` is how
    long now was as a part of how long before was. Exact for Poisson counts given their sum (Przyborowski and Wilenski 1940,
    Biometrika 31, 313-323, with Clopper and Pearson's limits). High is infinite where nothing happened before."""
    alpha = 1 - level
    n = now + before
    low = float(beta.ppf(alpha / 2, now, before + 1)) if now else 0.0
    high = float(beta.ppf(1 - alpha / 2, now + 1, before)) if before else 1.0
    odds = (p / (1 - p) if p < 1 else math.inf for p in (low, high))
    lower, upper = (o / time for o in odds)
    return (now / before / time if before else math.inf if n else math.nan), lower, upper


def unseen(seen: int, once: int, twice: int) -> tuple[float, float, float]:
    """How many there are at least, of whom `seen` were seen, `once` one time and `twice` two times: (estimate, low, high).
    A lower bound where all are not equally likely to be seen (Chao 1987, Biometrics 43, 783-791; the bias-corrected form
    and log-normal limits of Chao and others 2009, Ecology 90, 1125-1133)."""
    more = once * (once - 1) / (2 * (twice + 1))
    if more == 0:
        return float(seen), float(seen), float(seen)
    variance = (
        once * (once - 1) / (2 * (twice + 1))
        + once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    k = math.exp(_Z * math.sqrt(math.log(1 + variance / more**2)))
    return seen + more, seen + more / k, seen + more * k
