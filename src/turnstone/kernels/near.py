"""Near-duplicate join: keys by which similar texts meet, and the exact comparison of those that met.

Each text has BANDS keys. A key is made of two of its phrases, drawn at random with chances in proportion to their bits
(weighted min-wise sampling: Broder 1997; Chum, Philbin & Zisserman 2008), so that texts meet in what is specific about
them. Texts with a key in common are compared phrase by phrase. Two texts are joined when writing them as one template
with gaps saves more bits over writing both alone (minimum description length: Rissanen 1978) than it takes to name the
pair among all texts, so that a market's short ordinary sentences join nobody; and when they share more than a quarter of
both, so that a long text's frame does not either.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled, inlined
from turnstone.kernels.words import U8, U32

I64 = NDArray[np.int64]
I32 = NDArray[np.int32]
U64 = NDArray[np.uint64]
F32 = NDArray[np.float32]

BANDS = 20
DRAWS = 2
LEADERS = 8
"""Unlike texts with one key that are remembered; when there are more, the key is a common phrase."""
OF_HALF, OF_A_QUARTER = 2, 4
"""What a template must save for two texts that share more than half of both, or more than a quarter, in names: naming
one of a market's texts takes log2 of how many there are, and a pair is named by two. With less of them in common twice
as much is asked, because single words' bits make sentences look rarer than they are: a language's order alone gives
away about two fifths of them (3.6 of 9.3 bits a word: Montemurro & Zanette 2011)."""
_WEIGHTED_FROM = 24
"""A phrase of less than a bit and a half draws no key, unless a text has no others."""


def multipliers() -> tuple[U32, U32]:
    """The fixed odd multipliers and the addends of the draws."""
    random = np.random.Generator(np.random.PCG64(20_201_125))
    count = BANDS * DRAWS
    return (
        random.integers(0, 1 << 32, count, np.uint32) | np.uint32(1),
        random.integers(0, 1 << 32, count, np.uint32),
    )


@compiled
def draw(first: int, end: int, phrase: U32, bits: U8, a: U32, b: U32, least: F32, which: U32) -> None:
    """Fills `which` with one phrase of a text for each multiplier, drawn with a chance in proportion to its bits: the
    same phrase for another text that has it, unless that text has one that comes first."""
    informative = 0
    for i in range(first, end):
        if bits[i] >= _WEIGHTED_FROM:
            informative += 1
    floor = _WEIGHTED_FROM if informative >= 3 else 1
    least[:] = np.float32(np.inf)
    which[:] = 0
    for i in range(first, end):
        if bits[i] < floor:
            continue
        s = phrase[i]
        rate = np.float32(1.0) / np.float32(bits[i])
        for k in range(len(a)):
            x = s * a[k] + b[k]
            x ^= x >> np.uint32(15)
            x *= np.uint32(0x85EBCA6B)
            x ^= x >> np.uint32(13)
            v = np.float32(x >> np.uint32(8)) * rate
            better = v < least[k]
            least[k] = v if better else least[k]
            which[k] = s if better else which[k]


@inlined
def log2_sixteenths(n: int) -> int:
    """16 times log2, rounded."""
    return np.int64(np.round(np.log2(np.float64(max(n, 1))) * 16))


@inlined
def gap_bits(words: int, others: int) -> int:
    """What it takes to say where a shared run stands in two texts: where in the longer, and a bit, as runs follow each
    other in both."""
    return log2_sixteenths(max(words, others)) + 16


@compiled
def band_keys(starts: I64, phrase: U32, bits: U8, total: I32, name: int, a: U32, b: U32, keys: U32) -> None:
    """Fills `keys` (texts x BANDS). A text that says too little to be a template, whoever repeats it, has keys 0, which
    join nothing."""
    least = np.empty(len(a), np.float32)
    which = np.empty(len(a), np.uint32)
    for t in range(len(starts) - 1):
        gap = gap_bits(starts[t + 1] - starts[t], starts[t + 1] - starts[t])
        if starts[t] == starts[t + 1] or total[t] - gap - name <= OF_HALF * name:
            keys[t, :] = 0
            continue
        draw(starts[t], starts[t + 1], phrase, bits, a, b, least, which)
        for j in range(len(a) // 2):
            h = (np.uint64(which[2 * j]) << np.uint64(32)) | np.uint64(which[2 * j + 1])
            h = (h ^ np.uint64(j + 1)) * np.uint64(0xD6E8FEB86659FD93)
            h ^= h >> np.uint64(32)
            key = np.uint32(h)
            keys[t, j] = key if key != 0 else np.uint32(1)


@compiled
def draws(starts: I64, phrase: U32, bits: U8, a: U32, b: U32) -> U8:
    """One byte for each text and multiplier: two texts have as many alike as they share of their bits, about."""
    least = np.empty(len(a), np.float32)
    which = np.empty(len(a), np.uint32)
    out = np.empty((len(starts) - 1, len(a)), np.uint8)
    for t in range(len(starts) - 1):
        draw(starts[t], starts[t + 1], phrase, bits, a, b, least, which)
        for k in range(len(a)):
            out[t, k] = np.uint8(which[k] >> np.uint32(11))
    return out


@compiled
def totals(starts: I64, bits: U8) -> I32:
    """The bits of each text, in sixteenths."""
    out = np.empty(len(starts) - 1, np.int32)
    for t in range(len(starts) - 1):
        total = 0
        for i in range(starts[t], starts[t + 1]):
            total += bits[i]
        out[t] = total
    return out


@compiled
def load(first: int, end: int, phrase: U32, table: U32) -> int:
    """Puts a text's phrases into an open table; gives the mask to ask it with. `table` must be cleared before."""
    size = 16
    while size < 4 * (end - first):
        size *= 2
    mask = np.uint32(size - 1)
    table[:size] = 0
    for i in range(first, end):
        key = phrase[i]
        if key == 0:
            continue
        at = (key >> np.uint32(7)) & mask
        while table[at] != 0 and table[at] != key:
            at = (at + np.uint32(1)) & mask
        table[at] = key
    return np.int64(mask)


@compiled
def saving(
    table: U32,
    mask: int,
    first: int,
    end: int,
    phrase: U32,
    bits: U8,
    total: int,
    loaded_total: int,
    gap: int,
    name: int,
) -> int:
    """Sixteenths of bits that one template for the loaded text and this one saves; 0 where it saves too little.

    Each run of shared phrases costs `gap` (where it stands in both), the template `name` (which of all texts it is).
    """
    m = np.uint32(mask)
    shared = 0
    runs = 0
    before = False
    for i in range(first, end):
        key = phrase[i]
        if key == 0:
            continue
        at = (key >> np.uint32(7)) & m
        while table[at] != 0 and table[at] != key:
            at = (at + np.uint32(1)) & m
        found = table[at] == key
        if found:
            shared += bits[i]
            if not before:
                runs += 1
                if i > first:  # the run's first word is charged by the phrase before it, and stands in both texts too
                    shared += bits[i - 1]
        before = found
    if 8 * shared <= total + loaded_total:
        return 0
    saved = shared - runs * gap - name
    least = OF_HALF if 4 * shared > total + loaded_total else OF_A_QUARTER
    return saved if saved > least * name else 0


@compiled
def join_band(
    order: U64, by_rank: I32, starts: I64, phrase: U32, bits: U8, total: I32, name: int, touched: U8, left: I32, right: I32,
    saves: I32, crowded: I64, crowded_keys: U32, crowded_texts: I32, size: int,
) -> int:  # fmt: skip
    """The verified edges within each bucket of one band.

    `order`: sorted, the key in the upper half and the text's rank in the lower; `by_rank`: rank to text. `touched`:
    which texts are new (a bucket without any is passed over). Fills left, right and saves; gives how many. `crowded[0]` counts buckets
    with more unlike texts than are remembered; their keys and how many texts were not remembered stand beside it. `size`: of a table that holds the longest text (see `table_for`).

    What a bucket gives depends on its texts alone, in the order of their ranks: that is what makes adding texts
    the same as starting anew.
    """
    n = len(order)
    made = 0
    tables = np.zeros((LEADERS, size), np.uint32)
    leaders = np.empty(LEADERS, np.int64)
    masks = np.empty(LEADERS, np.int64)
    at = 0
    while at < n:
        key = order[at] >> np.uint64(32)
        end = at + 1
        while end < n and (order[end] >> np.uint64(32)) == key:
            end += 1
        if end - at > 1 and key != 0:
            new = False
            for i in range(at, end):
                if touched[by_rank[np.int64(order[i] & np.uint64(0xFFFFFFFF))]]:
                    new = True
                    break
            if new:
                count = 0
                over = 0
                for i in range(at, end):
                    t = by_rank[np.int64(order[i] & np.uint64(0xFFFFFFFF))]
                    first, last = starts[t], starts[t + 1]
                    joined = False
                    for k in range(count):
                        other = leaders[k]
                        gap = gap_bits(last - first, starts[other + 1] - starts[other])
                        got = saving(tables[k], masks[k], first, last, phrase, bits, total[t], total[other], gap, name)
                        if got > 0:
                            left[made], right[made], saves[made] = other, t, got
                            made += 1
                            joined = True
                            break
                    if not joined:
                        if count < LEADERS:
                            leaders[count] = t
                            masks[count] = load(first, last, phrase, tables[count])
                            count += 1
                        else:
                            over += 1
                if over:
                    crowded_keys[crowded[0]] = np.uint32(key)
                    crowded_texts[crowded[0]] = over
                    crowded[0] += 1
        at = end
    return made


@compiled
def text_hashes(starts: I64, words: U32) -> U64:
    """A 64-bit hash of all words of each text: equal for texts that differ in signs, case and numbers only."""
    out = np.empty(len(starts) - 1, np.uint64)
    for t in range(len(starts) - 1):
        h = np.uint64(starts[t + 1] - starts[t])
        for i in range(starts[t], starts[t + 1]):
            h = (h ^ np.uint64(words[i])) * np.uint64(0xD6E8FEB86659FD93)
            h ^= h >> np.uint64(32)
        out[t] = h
    return out


@compiled
def savings(
    hub: int, texts: I32, starts: I64, phrase: U32, bits: U8, total: I32, name: int, table: U32, out: I32
) -> None:
    """What one template for `hub` and each of `texts` saves, in sixteenths of bits."""
    mask = load(starts[hub], starts[hub + 1], phrase, table)
    for i in range(len(texts)):
        t = texts[i]
        gap = gap_bits(starts[t + 1] - starts[t], starts[hub + 1] - starts[hub])
        out[i] = saving(table, mask, starts[t], starts[t + 1], phrase, bits, total[t], total[hub], gap, name)


def table_for(longest: int) -> U32:
    """An empty table for `load` that holds the phrases of the longest text."""
    return np.zeros(max(16, 1 << (4 * max(longest, 1) - 1).bit_length()), np.uint32)
