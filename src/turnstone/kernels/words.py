"""Text to words that can be compared: UTF-8 aware, any script, each word a 32-bit hash.

A word is a run of letters, folded: case, accents, letter forms and look-alikes of other alphabets make no difference.
Scripts without spaces give a word for each character. Numbers are one word whatever they are ('+44 20 ...' and '£90'
alike), because numbers are what varies between copies. Invisible characters are passed over. Emoji are left out, unless
a text has hardly any other words.

The two low bits of a hash tell what the word is: WORD, HAN (one character), THAI (one character) or SIGN (number, emoji).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from turnstone.kernels.compiled import compiled, inlined

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
I64 = NDArray[np.int64]

MOST_WORDS = 8192
"""Words of a text that are compared; what stands after them is told as cut."""
FEW_WORDS = 8
"""A text with fewer words than this is compared with its emoji."""

WORD, HAN, THAI, SIGN = 0, 1, 2, 3
NUMBER = np.uint32(0x9E3779B0 | SIGN)
_SEPARATOR, _SKIP, _DIGIT, _EMOJI = 0, 1, 2, 3


@cache
def letters() -> U32:
    """What each character means (see tools/make_letters.py), by code."""
    with files("turnstone.kernels").joinpath("letters.parquet").open("rb") as file:
        table: U32 = pq.read_table(file).column("meaning").to_numpy()
    return table


def text_buffers(texts: pa.Array) -> tuple[I64, U8]:
    """Offsets (one more than texts) and UTF-8 bytes of an array of texts; null is the empty text."""
    if texts.null_count:
        texts = texts.fill_null("")
    kind = "<i8" if pa.types.is_large_string(texts.type) else "<i4"
    offsets = np.frombuffer(texts.buffers()[1], kind)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    data = texts.buffers()[2]
    return offsets, np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)


def hash_words(texts: pa.Array) -> tuple[I64, U32]:
    """`starts` (one more than texts) and the hashes of all words, text after text, at most MOST_WORDS of each."""
    offsets, data = text_buffers(texts)
    room = int(offsets[-1] - offsets[0]) // 2 + 2 * len(texts) + 2
    hashes = np.empty(room, np.uint32)
    starts = np.zeros(len(texts) + 1, np.int64)
    used = _hash_words(offsets, data, letters(), hashes, starts)
    return starts, hashes[:used].copy()


def locate_words(text: str) -> tuple[U32, I64, I64]:
    """Hashes of the words of one text, and where each begins and ends, in characters. A number reaches from its first
    digit to its last."""
    data = np.frombuffer(text.encode("utf-8", "replace"), np.uint8)
    room = len(data) + 2
    hashes, begins, ends = np.empty(room, np.uint32), np.empty(room, np.int64), np.empty(room, np.int64)
    count = _locate_words(data, letters(), hashes, begins, ends)
    return hashes[:count], begins[:count], ends[:count]


@inlined
def _finish(h: int, kind: int) -> int:
    """A word's hash from what its letters gave, with its kind in the two low bits."""
    h ^= h >> np.uint64(32)
    h *= np.uint64(0xD6E8FEB86659FD93)
    h ^= h >> np.uint64(32)
    return np.uint32((h & np.uint64(0xFFFFFFFC)) | np.uint64(kind))  # type: ignore[return-value]


@inlined
def _code_at(data: U8, i: int, end: int) -> tuple[int, int]:
    """The character that begins at byte i, and its length; what is not UTF-8 counts as one unknown character."""
    b = np.int64(data[i])
    if b < 0x80:
        return b, 1
    if b < 0xE0 and i + 1 < end:
        return ((b & 0x1F) << 6) | (np.int64(data[i + 1]) & 0x3F), 2
    if b < 0xF0 and i + 2 < end:
        return ((b & 0x0F) << 12) | ((np.int64(data[i + 1]) & 0x3F) << 6) | (np.int64(data[i + 2]) & 0x3F), 3
    if i + 3 < end:
        return (
            ((b & 0x07) << 18)
            | ((np.int64(data[i + 1]) & 0x3F) << 12)
            | ((np.int64(data[i + 2]) & 0x3F) << 6)
            | (np.int64(data[i + 3]) & 0x3F),
            4,
        )
    return np.int64(0xFFFD), 1


@inlined
def _meaning(code: int, table: U32) -> int:
    """A character's meaning; beyond the table are rare Han characters, and tags that are passed over."""
    if code < 0x20000:
        return np.int64(table[code])
    if code < 0x32000:
        return np.int64((code << 2) | HAN)
    return np.int64(_SKIP if code >= 0xE0000 else _SEPARATOR)


@compiled
def _one_text(data: U8, i: int, end: int, table: U32, emoji: bool, hashes: U32, at: int) -> int:
    """Hashes of one text's words from `at` on; gives the place after the last."""
    h = np.uint64(0)
    in_word = False
    in_number = False
    most = at + MOST_WORDS
    while i < end and at < most:
        code, size = _code_at(data, i, end)
        i += size
        m = _meaning(code, table)
        if m >= 16:
            kind = m & 3
            if kind == WORD:
                if not in_word:
                    in_word = True
                    h = np.uint64(0x51_7C_C1_B7_27_22_0A_95)
                h = (h ^ np.uint64(m >> 2)) * np.uint64(0x9E3779B97F4A7C15)
                h ^= h >> np.uint64(29)
                continue
            if in_word:
                hashes[at] = _finish(h, WORD)
                at += 1
                in_word = False
                if at >= most:
                    break
            hashes[at] = _finish(np.uint64(m >> 2) * np.uint64(0x9E3779B97F4A7C15), kind)
            at += 1
            in_number = False
            continue
        if m == _SKIP:
            continue
        if in_word:
            hashes[at] = _finish(h, WORD)
            at += 1
            in_word = False
            in_number = False
        if m == _DIGIT:
            if not in_number and at < most:
                hashes[at] = NUMBER
                at += 1
                in_number = True
        elif m == _EMOJI and emoji and at < most:
            hashes[at] = _finish(np.uint64(code) * np.uint64(0x9E3779B97F4A7C15), SIGN)
            at += 1
            in_number = False
    if in_word and at < most:
        hashes[at] = _finish(h, WORD)
        at += 1
    return at


@compiled
def _hash_words(offsets: I64, data: U8, table: U32, hashes: U32, starts: I64) -> int:
    at = 0
    for t in range(len(offsets) - 1):
        first = at
        at = _one_text(data, offsets[t], offsets[t + 1], table, False, hashes, first)
        if at - first < FEW_WORDS:
            at = _one_text(data, offsets[t], offsets[t + 1], table, True, hashes, first)
        starts[t + 1] = at
    return at


@compiled
def _locate_words(data: U8, table: U32, hashes: U32, begins: I64, ends: I64) -> int:
    """As `_one_text`, with the place of each word in characters."""
    total = _one_text(data, 0, len(data), table, False, hashes, 0)
    emoji = total < FEW_WORDS
    i, end, at, place = 0, len(data), 0, 0
    h = np.uint64(0)
    in_word = False
    in_number = False
    last_letter = 0
    while i < end:
        code, size = _code_at(data, i, end)
        i += size
        m = _meaning(code, table)
        here = place
        place += 1
        if m == _SKIP:
            continue
        if m >= 16 and (m & 3) == WORD:
            if not in_word:
                if at >= MOST_WORDS:
                    break
                in_word = True
                begins[at] = here
                h = np.uint64(0x51_7C_C1_B7_27_22_0A_95)
            h = (h ^ np.uint64(m >> 2)) * np.uint64(0x9E3779B97F4A7C15)
            h ^= h >> np.uint64(29)
            last_letter = place
            continue
        if in_word:
            hashes[at] = _finish(h, WORD)
            ends[at] = last_letter
            at += 1
            in_word = False
            in_number = False
        if m == _DIGIT:
            if in_number:
                ends[at - 1] = place
                continue
            if at >= MOST_WORDS:
                break
            hashes[at] = NUMBER
            in_number = True
        elif m >= 16:
            if at >= MOST_WORDS:
                break
            hashes[at] = _finish(np.uint64(m >> 2) * np.uint64(0x9E3779B97F4A7C15), m & 3)
            in_number = False
        elif m == _EMOJI and emoji:
            if at >= MOST_WORDS:
                break
            hashes[at] = _finish(np.uint64(code) * np.uint64(0x9E3779B97F4A7C15), SIGN)
            in_number = False
        else:
            continue
        begins[at] = here
        ends[at] = place
        at += 1
    if in_word:
        hashes[at] = _finish(h, WORD)
        ends[at] = last_letter
        at += 1
    return at
