"""Words to phrases: short runs of words, each with a hash and with what it says in bits.

A phrase starts at each word: two words (two characters of Han), or five
characters of Thai. It is charged with the bits of its last
word, so that the phrases of a run add up to the bits of the run. A word's bits are -log2 of its share of all words;
where the phrase is boilerplate, said in many texts that are otherwise unlike, they are -log2 of how often the phrase
goes on like this, which is little. (A language model of first order whose second-order part is boilerplate only.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled, inlined
from turnstone.kernels.words import SIGN, THAI, U8, U32

I64 = NDArray[np.int64]

UNIT = 16
"""Bits are kept in sixteenths."""
WORD_SLOTS = 1 << 20
MOST_BITS = 15 * UNIT


@dataclass(frozen=True)
class Vocabulary:
    """What words and boilerplate phrases weigh. `texts`: how many texts there were when it was learned."""

    texts: int
    word_bits: U8
    """By the upper 20 bits of a word's hash, in sixteenths of a bit."""
    phrase_keys: U32
    phrase_bits: U8
    """Boilerplate phrases in a table with open places (key 0: empty) whose size is a power of two."""


@inlined
def phrase_length(word: int) -> int:
    """How many words a phrase has that begins with this one."""
    kind = word & 3
    return 5 if kind == THAI else 2


@inlined
def combine(h: int, word: int) -> int:
    """A phrase's hash with one more word."""
    h = (np.uint64(h) ^ np.uint64(word)) * np.uint64(0x9E3779B97F4A7C15)
    return h ^ (h >> np.uint64(32))


@inlined
def look_up(key: int, keys: U32, values: U8) -> int:
    """The value under a key of an open table, or -1."""
    mask = np.uint32(len(keys) - 1)
    at = np.uint32(key) & mask
    while keys[at] != 0:
        if keys[at] == key:
            return np.int64(values[at])
        at = (at + np.uint32(1)) & mask
    return np.int64(-1)


@compiled
def phrases(starts: I64, words: U32, word_bits: U8, keys: U32, values: U8, out: U32, bits: U8) -> None:
    """Fills `out` and `bits`, which are as long as `words`: the phrase that begins at each word, and its bits; bits 0
    where a phrase would reach past the text's end. A text too short for one phrase is one phrase."""
    for t in range(len(starts) - 1):
        first, end = starts[t], starts[t + 1]
        for i in range(first, end):
            length = phrase_length(words[i])
            if i + length > end:
                if i > first:
                    out[i] = 0
                    bits[i] = 0
                    continue
                length = end - i
            h = np.uint64(0)
            for j in range(length):
                h = combine(h, words[i + j])
            key = np.uint32(h) | np.uint32(1)
            last = words[i + length - 1]
            worth = np.int64(word_bits[last >> np.uint32(12)])
            if (last & np.uint32(3)) == SIGN:
                worth = min(worth, 8)
            usual = look_up(key, keys, values)
            if usual >= 0:
                worth = min(worth, usual)
            out[i] = key
            bits[i] = max(worth, 1)
