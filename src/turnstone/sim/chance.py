"""Chance that is the same on every machine and in every order: each draw is a hash of the seed, what it is for, and whom.

No generator has a state that one draw leaves to the next, so any part of a world can be made alone, by any process. All
arithmetic is on integers: logarithms and the like differ in their last digit between machines.

The mixing is SplitMix64 (Steele, Lea and Flood 2014, *Fast splittable pseudorandom number generators*, OOPSLA).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bits = NDArray[np.uint64]
MILLION = 1_000_000

_GOLDEN, _FIRST, _SECOND = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_MASK = (1 << 64) - 1


class Chance:
    """Draws of one world. `what` names the purpose; the keys say for whom: ids, days, numbers."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._stream = lru_cache(maxsize=None)(self._new_stream)

    def __reduce__(self) -> tuple[type[Chance], tuple[int]]:
        return Chance, (self.seed,)

    def _new_stream(self, what: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{what}".encode()).digest()[:8], "big")

    def bits(self, what: str, *keys: Ints | int) -> Bits:
        """64 bits for each row of the keys (arrays of one length, or numbers)."""
        out = np.full(max((np.size(key) for key in keys), default=1), self._stream(what), np.uint64)
        with np.errstate(over="ignore"):
            for key in keys:
                out = _mixed(out ^ _mixed(np.asarray(key).astype(np.uint64)))
        return out

    def below(self, n: Ints | int, what: str, *keys: Ints | int) -> Ints:
        """0 … n-1, all alike. `n` below 2^31."""
        high = self.bits(what, *keys) >> np.uint64(33)
        return ((high * np.asarray(n).astype(np.uint64)) >> np.uint64(31)).astype(np.int64)

    def between(self, low: Ints | int, high: Ints | int, what: str, *keys: Ints | int) -> Ints:
        """low … high, both included."""
        return np.asarray(low) + self.below(np.asarray(high) - np.asarray(low) + 1, what, *keys)

    def happens(self, ppm: Ints | int, what: str, *keys: Ints | int) -> NDArray[np.bool_]:
        """True for `ppm` of a million."""
        return np.asarray(self.below(MILLION, what, *keys) < np.asarray(ppm))

    def pick(self, weights: Sequence[int], what: str, *keys: Ints | int) -> Ints:
        """The index of one of the weights, each as often as it weighs."""
        ends = np.cumsum(np.asarray(weights, np.int64))
        return np.searchsorted(ends, self.below(int(ends[-1]), what, *keys), side="right").astype(np.int64)

    def spread(self, quantiles: Sequence[int], what: str, *keys: Ints | int) -> Ints:
        """A value of the distribution that has these quantiles at equal steps from the least to the most, straight between."""
        table = np.asarray(quantiles, np.int64)
        place = (self.bits(what, *keys) >> np.uint64(33)).astype(np.int64) * (len(table) - 1)
        at, rest = place >> 31, place & 0x7FFFFFFF
        out: Ints = table[at] + (((table[at + 1] - table[at]) * rest) >> 31)
        return out

    def one(self, n: int, what: str, *keys: int) -> int:
        """As `below`, for one: quicker than an array of one."""
        return ((self.word(what, *keys) >> 33) * n) >> 31

    def word(self, what: str, *keys: int) -> int:
        """As `bits`, for one."""
        out = self._stream(what)
        for key in keys:
            out = _mixed_one(out ^ _mixed_one(key & _MASK))
        return out

    def many(self, what: str, *keys: int) -> Callable[[int], int]:
        """Draws one after another for one purpose: each call takes n and gives 0 … n-1."""
        state = self._stream(what)
        for key in keys:
            state = _mixed_one(state ^ _mixed_one(key & _MASK))

        def draw(n: int) -> int:
            nonlocal state
            state = (state + 0x9E3779B97F4A7C15) & _MASK
            return ((_finished(state) >> 33) * n) >> 31

        return draw


def _mixed(x: Bits) -> Bits:
    x = x + _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * _FIRST
    x = (x ^ (x >> np.uint64(27))) * _SECOND
    return x ^ (x >> np.uint64(31))


def _mixed_one(x: int) -> int:
    return _finished((x + 0x9E3779B97F4A7C15) & _MASK)


def _finished(x: int) -> int:
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)
