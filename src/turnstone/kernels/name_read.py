"""Names to numbered words, many names at once: upper case, split where a reader would, phrases put in one word.

A batch of names is one row of bytes with a line break after each. Dotted letters become one word in names of companies
(S.A.R.L. -> SARL) and stay initials in names of persons. The slow twin is in tests/twin/test_name_compare.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled

U8 = NDArray[np.uint8]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]

MOST_WORDS = 24
"""Words of a name that are read; of what comes after only whether it is the same is known."""
MOST_PHRASE = 10
SEED = np.uint64(14695981039346656037)
PRIME = np.uint64(1099511628211)
FORM, GENERATION, STANDS_FOR, LEFT_OUT, FORM_ANYWHERE = 1, 2, 3, 4, 5


@compiled
def split_names(text: U8, dotted: bool, upper: U8, starts: I64, ends: I64, hashes: U64, first: I64, rest: U64) -> int:
    """Fills where words start and end in `upper`, their hashes, and each name's first word; gives how many words.

    `first` has one place more than there are names. `rest` is 0, or a hash of the words beyond MOST_WORDS.
    """
    word = name = filled = 0
    length = small = 0
    gap = 2  # 0: only one dot or slash since the last word; 2: something else
    lone = False  # the last word is a run of dotted letters
    hashed = SEED
    first[0] = 0
    for at in range(len(text)):
        c = text[at]
        if 97 <= c <= 122:
            put = c - 32
            small += 1
        elif 65 <= c <= 90 or 48 <= c <= 57:
            put = c
            follows = at + 1 < len(text) and (97 <= text[at + 1] <= 122 or 65 <= text[at + 1] <= 90)
            if 65 <= c <= 90 and small >= 2 and length >= 4 and follows:
                # TulpAG, JaneHartwell; McDonald and DeLuca stay.
                word = _end(word, filled, length, hashed, starts, ends, hashes, first[name], rest, name)
                length, hashed, gap, lone = 0, SEED, 2, False
            small = 0
        elif c == 39 or c == 96:  # apostrophes
            continue
        else:
            put = 0
        if put:
            upper[filled] = put
            filled += 1
            length += 1
            hashed = (hashed ^ np.uint64(put)) * PRIME
            continue
        small = 0
        if length:
            joins = dotted and length == 1 and lone and gap == 0 and word > first[name]
            if joins and ends[word - 1] == filled - 1:
                ends[word - 1] = filled
                hashes[word - 1] = (hashes[word - 1] ^ np.uint64(upper[filled - 1])) * PRIME
            else:
                lone = length == 1
                word = _end(word, filled, length, hashed, starts, ends, hashes, first[name], rest, name)
            length, hashed = 0, SEED
            gap = 0 if c == 46 or c == 47 else 2
        else:
            gap = 2
        if c == 38 or c == 43:  # & and +
            upper[filled], upper[filled + 1], upper[filled + 2] = 65, 78, 68
            filled += 3
            h = SEED
            for k in range(3):
                h = (h ^ np.uint64(upper[filled - 3 + k])) * PRIME
            word = _end(word, filled, 3, h, starts, ends, hashes, first[name], rest, name)
            gap, lone = 2, False
        elif c == 10:
            name += 1
            first[name] = word
            gap, lone = 2, False
    return word


@compiled
def _end(
    word: int, filled: int, length: int, hashed: np.uint64, starts: I64, ends: I64, hashes: U64, first: int, rest: U64,
    name: int,
) -> int:  # fmt: skip
    if word - first >= MOST_WORDS:
        rest[name] = (rest[name] * PRIME ^ hashed) | np.uint64(1)
        return word
    starts[word], ends[word], hashes[word] = filled - length, filled, hashed
    return word + 1


@compiled
def number_words(upper: U8, starts: I64, ends: I64, hashes: U64, count: int, ids: I32, which: I64) -> int:
    """Equal words get equal numbers, from 0 in the order of their first place, which `which` tells."""
    size = 16
    while size < 2 * count + 2:
        size *= 2
    table = np.full(size, -1, np.int32)
    mask = np.uint64(size - 1)
    known = 0
    for word in range(count):
        h = hashes[word]
        slot = (h ^ (h >> np.uint64(29))) & mask
        while True:
            there = table[slot]
            if there < 0:
                table[slot] = known
                which[known] = word
                ids[word] = known
                known += 1
                break
            other = which[there]
            if hashes[other] == h and _same(upper, starts[other], ends[other], starts[word], ends[word]):
                ids[word] = there
                break
            slot = (slot + np.uint64(1)) & mask
    return known


@compiled
def _same(upper: U8, a: int, a_end: int, b: int, b_end: int) -> bool:
    if a_end - a != b_end - b:
        return False
    for k in range(a_end - a):  # noqa: SIM110 (numba has no all)
        if upper[a + k] != upper[b + k]:
            return False
    return True


@compiled
def phrase_key(hashes: U64, first: int, words: int) -> np.uint64:
    """One number for some words in a row."""
    key = np.uint64(words)
    for k in range(first, first + words):
        key = (key * PRIME) ^ hashes[k] ^ (hashes[k] >> np.uint64(32))
    return key


@compiled
def _find(keys: U64, key: np.uint64) -> int:
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < len(keys) and keys[low] == key else -1


@compiled
def read_phrases(
    first: I64, ids: I32, hashes: U64, begins: U8, keys: U64, kinds: I32, values: I32, out_first: I64, out: I32,
    form: I32, generation: I32,
) -> None:  # fmt: skip
    """Words with known phrases taken out (legal forms, Jr) or put in one word. The longest phrase at a place counts.

    `begins[id]` tells which words some phrase begins with. A legal form of one word counts only where forms stand,
    at the start or among the last two, but for those that are nothing else; a name never loses its last word.
    """
    filled = 0
    out_first[0] = 0
    for name in range(len(first) - 1):
        start, end = first[name], first[name + 1]
        at = start
        while at < end:
            hit, words = -1, 0
            if begins[ids[at]]:
                for long in range(min(MOST_PHRASE, end - at), 0, -1):
                    found = _find(keys, phrase_key(hashes, at, long))
                    if found >= 0:
                        hit, words = found, long
                        break
            kind = kinds[hit] if hit >= 0 else 0
            kept = filled - out_first[name]
            if kind == FORM and words == 1 and start < at < end - 2:
                kind = 0
            elif kind == FORM_ANYWHERE:
                kind = FORM
            if kind in (FORM, LEFT_OUT) and kept == 0 and at + words >= end:
                kind = 0
            if kind == GENERATION and (at == start or kept == 0):
                kind = 0
            if kind == 0:
                out[filled] = ids[at]
                filled += 1
                at += 1
                continue
            if kind == FORM:
                if form[name] <= 1:
                    form[name] = values[hit]
            elif kind == GENERATION:
                generation[name] = values[hit]
            elif kind == STANDS_FOR:
                out[filled] = values[hit]
                filled += 1
            at += words
        out_first[name + 1] = filled
