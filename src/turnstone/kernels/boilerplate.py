"""Learns what words weigh and which phrases are boilerplate: said in many texts that are otherwise unlike.

A template's phrases are said in many texts too, but those texts are like each other all over. So a phrase is counted
only when the text that has it and the text before it that had it are unlike: they share less than a quarter of their
bits. Where a phrase stands in one of twenty texts or more, it is boilerplate whatever the texts are: that is a site's
frame.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled
from turnstone.kernels.near import draws, multipliers
from turnstone.kernels.phrases import MOST_BITS, UNIT, WORD_SLOTS, Vocabulary, combine, phrase_length, phrases
from turnstone.kernels.words import U8, U32

I64 = NDArray[np.int64]
I32 = NDArray[Any]
"""Whole numbers of 32 bits."""

SAMPLE = 1 << 17
"""Texts from which a vocabulary is learned at most."""
SLOTS = 1 << 22
FEWEST = 32
"""A phrase said in fewer unlike texts than this is not boilerplate."""
FEW = 8
FRAME = 20
"""A phrase in one of so many texts is boilerplate whether they are alike or not, where there are a thousand texts."""
_ALIKE = 10


def learn_from(starts: I64, words: U32, texts: I32) -> Vocabulary:
    """A vocabulary from some texts, given in the order of their hashes: from SAMPLE of them where there are more. Those
    with the least hashes are as good as drawn at random, and the same on every machine."""
    sample = texts[:SAMPLE]
    lengths = (starts[1:] - starts[:-1])[sample]
    ends = np.cumsum(lengths)
    gathered = np.empty(int(ends[-1]) if len(ends) else 0, np.uint32)
    gather(starts, words, sample, gathered)
    vocabulary = learn(np.r_[0, ends], gathered)
    return replace(vocabulary, texts=max(len(texts), 2))


@compiled
def gather(starts: I64, words: U32, texts: I32, out: U32) -> None:
    """The words of some texts, one text after the other."""
    at = 0
    for t in texts:
        for i in range(starts[t], starts[t + 1]):
            out[at] = words[i]
            at += 1


def learn(starts: I64, words: U32) -> Vocabulary:
    """A vocabulary from distinct texts. Their order makes no difference to what words weigh, and hardly any to which
    phrases are boilerplate; callers give them in the order of their hashes."""
    texts = len(starts) - 1
    counts = np.bincount(words >> np.uint32(12), minlength=WORD_SLOTS)
    bits = np.rint(UNIT * np.log2((len(words) + 1) / (counts + 1)))
    word_bits = np.clip(bits, 1, MOST_BITS).astype(np.uint8)
    empty = np.zeros(16, np.uint32), np.zeros(16, np.uint8)
    vocabulary = Vocabulary(texts, word_bits, *empty)
    if texts < FEWEST:
        return vocabulary
    phrase, worth = np.empty(len(words), np.uint32), np.empty(len(words), np.uint8)
    phrases(starts, words, word_bits, *empty, phrase, worth)
    alike = draws(starts, words, word_bits[words >> np.uint32(12)], *multipliers())
    unlike, said = np.zeros(SLOTS, np.int32), np.zeros(SLOTS, np.int32)
    _count(starts, phrase, alike, unlike, said)
    frame = texts // FRAME if texts >= 1000 else texts + 1
    usual = np.flatnonzero((unlike >= FEWEST) | ((unlike >= FEW) & (2 * unlike >= said)) | (said >= frame))
    is_usual = np.zeros(SLOTS, np.bool_)
    is_usual[usual] = True
    size = 1 << max(4, int(4 * len(usual)).bit_length())
    keys, values = np.zeros(size, np.uint32), np.zeros(size, np.uint8)
    _weigh(starts, words, phrase, is_usual, keys, values)
    return Vocabulary(texts, word_bits, keys, values)


@compiled
def _count(starts: I64, phrase: U32, alike: U8, unlike: I32, said: I32) -> None:
    """How many texts say a phrase, and how many of them are unlike the one that said it before."""
    last = np.full(len(said), -1, np.int32)
    mask = np.uint32(len(said) - 1)
    for t in range(len(starts) - 1):
        for i in range(starts[t], starts[t + 1]):
            if phrase[i] == 0:
                continue
            slot = (phrase[i] >> np.uint32(1)) & mask
            before = last[slot]
            if before == t:
                continue
            last[slot] = t
            said[slot] += 1
            if before >= 0:
                same = 0
                for k in range(alike.shape[1]):
                    same += alike[t, k] == alike[before, k]
                if same < _ALIKE:
                    unlike[slot] += 1


@compiled
def _place(key: int, keys: U32) -> int:
    """Where a key stands in an open table, or would; -1 when the table is three quarters full of others."""
    mask = np.uint32(len(keys) - 1)
    at = np.uint32(key) & mask
    for _ in range(len(keys)):
        if keys[at] == 0 or keys[at] == key:
            return np.int64(at)
        at = (at + np.uint32(1)) & mask
    return np.int64(-1)


@compiled
def _weigh(starts: I64, words: U32, phrase: U32, is_usual: NDArray[np.bool_], keys: U32, values: U8) -> None:
    """The bits of each boilerplate phrase: how often what it begins with goes on otherwise."""
    mask = np.uint32(len(is_usual) - 1)
    says = np.zeros(len(keys), np.int32)
    begins = np.zeros(len(keys), np.int32)
    head_of = np.zeros(len(keys), np.int64)
    heads = np.zeros(len(keys), np.uint32)
    for t in range(len(starts) - 1):
        first, end = starts[t], starts[t + 1]
        for i in range(first, end):
            if phrase[i] == 0 or not is_usual[(phrase[i] >> np.uint32(1)) & mask]:
                continue
            at = _place(phrase[i], keys)
            if keys[at] == 0:
                keys[at] = phrase[i]
                head = np.uint32(_head(words, i, end)) | np.uint32(1)
                where = _place(head, heads)
                heads[where] = head
                head_of[at] = where
            says[at] += 1
    for t in range(len(starts) - 1):
        first, end = starts[t], starts[t + 1]
        for i in range(first, end):
            at = _place(np.uint32(_head(words, i, end)) | np.uint32(1), heads)
            if heads[at] != 0:
                begins[at] += 1
    for at in range(len(keys)):
        if keys[at] != 0:
            rate = (begins[head_of[at]] + 1) / (says[at] + 1)
            values[at] = np.uint8(min(max(np.rint(16 * np.log2(rate)), 1), 240))


@compiled
def _head(words: U32, i: int, end: int) -> int:
    """The hash of a phrase's words but the last."""
    length = min(phrase_length(words[i]), end - i)
    h = np.uint64(0)
    for j in range(max(length - 1, 1)):
        h = combine(h, words[i + j])
    return np.int64(h & np.uint64(0xFFFFFFFF))
