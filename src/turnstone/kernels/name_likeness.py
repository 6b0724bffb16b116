"""What two words say about being one name: the level at which they agree, and its millibits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels import name_weights as w
from turnstone.kernels.compiled import compiled
from turnstone.kernels.name_distance import EDIT, LONGEST, distance

U8 = NDArray[np.uint8]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]

NEVER = -(1 << 40)
LIGHT, A_INITIAL, A_NUMBER = 1, 2, 3  # tags, as in turnstone.clean.name_words
SETS = 4
MOST_HEARD, MOST_READ = EDIT * 4, 1 << 20
"""Words more than four edits apart in sound are not one name, however long."""


class Words(NamedTuple):
    """The different words of a batch. Letters are codes of turnstone.kernels.name_distance.LETTERS."""

    written: U8
    written_at: I64
    sound: U8
    sound_at: I64
    letters: U64
    """Which letters occur in the sound, one bit each."""
    shuffled: U64
    """A hash of the written letters that does not know their order."""
    sets: I32
    """Up to SETS numbers of groups of words that stand for one another; 0 is none."""
    tag: I32
    rarity: I64


class Costs(NamedTuple):
    """Tables of the distance."""

    instead: U8
    more: U8
    instead_vowelless: U8
    more_vowelless: U8
    uniform: U8
    uniform_more: U8
    neighbours: I64
    weights: I64
    tag_weights: I64


@compiled
def weigh_distance(edits: int, letters2: int, costs: Costs) -> int:
    """Millibits of two words `edits` eighths apart, `letters2` letters long together: what that many letters tell, less
    what each edit opens (the words in reach) and how seldom it happens."""
    each = costs.neighbours[(letters2 + 1) // 2] + costs.weights[w.EDIT_ERROR]
    return int(letters2 * costs.weights[w.LETTER] // 2 - edits * each // EDIT)


@compiled
def apart(
    a: U8, a0: int, n: int, b: U8, b0: int, m: int, as_heard: bool, vowelless: bool, costs: Costs, rows: I32, most: int
) -> int:
    """Eighths of an edit between words as they sound, or as they are written; more than `most` is anything above it."""
    if not as_heard:
        return distance(a, a0, n, b, b0, m, costs.uniform, costs.uniform_more, rows, most)
    if vowelless:
        return distance(a, a0, n, b, b0, m, costs.instead_vowelless, costs.more_vowelless, rows, most)
    return distance(a, a0, n, b, b0, m, costs.instead, costs.more, rows, most)


@compiled
def worth_looking(letters2: int, costs: Costs) -> int:
    """Eighths of an edit beyond which two words gain nothing over being in conflict, whatever they are."""
    each = costs.neighbours[(letters2 + 1) // 2] + costs.weights[w.EDIT_ERROR]
    floor = letters2 * costs.weights[w.LETTER] // 2 + 2 * costs.weights[w.CONFLICT]
    return int(floor * EDIT // each + 1)


@compiled
def shared_set(words: Words, a: int, b: int) -> bool:
    """A nickname and its name, two ways of writing one name."""
    if words.sets[a, 0] == 0 or words.sets[b, 0] == 0:
        return False
    for x in range(SETS):
        for y in range(SETS):
            if words.sets[a, x] != 0 and words.sets[a, x] == words.sets[b, y]:
                return True
    return False


@compiled
def bits_in(x: np.uint64) -> int:
    """How many bits are set (the usual sum over pairs, fours, eights)."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def likeness(
    words: Words, a: int, b: int, trade: bool, vowelless: bool, costs: Costs, rows: I32
) -> tuple[int, int]:  # fmt: skip
    """(millibits, level) of two different words; (NEVER, NONE) where they cannot be one name."""
    p = costs.weights
    ta, tb = words.tag[a], words.tag[b]
    rare = min(words.rarity[a], words.rarity[b])
    if shared_set(words, a, b):
        if ta == LIGHT and tb == LIGHT:  # bin, ibn
            return 0, w.VARIANT
        if ta == LIGHT or tb == LIGHT:  # Ben and Al are given names here
            rare = max(words.rarity[a], words.rarity[b])
        return rare - p[w.VARIANT_COST], w.VARIANT
    if ta in (A_NUMBER, LIGHT) or tb in (A_NUMBER, LIGHT):
        return NEVER, w.NONE
    wa, wb = words.written_at[a], words.written_at[b]
    na, nb = words.written_at[a + 1] - wa, words.written_at[b + 1] - wb
    if na == 1 or nb == 1:
        if na != nb and words.written[wa] == words.written[wb]:
            return p[w.INITIAL_SAYS], w.INITIAL
        return NEVER, w.NONE
    if na > LONGEST or nb > LONGEST:
        return NEVER, w.NONE
    sa, sb = words.sound_at[a], words.sound_at[b]
    la, lb = words.sound_at[a + 1] - sa, words.sound_at[b + 1] - sb
    both = bits_in(words.letters[a] & words.letters[b])
    if not vowelless and 2 * both < min(bits_in(words.letters[a]), bits_in(words.letters[b])):
        return NEVER, w.NONE
    letters2 = 2 * min(la, lb) if vowelless else na + nb
    most = worth_looking(letters2, costs)
    if not vowelless:
        most = min(most * 10 // 7 + 1, MOST_HEARD)
    heard = apart(words.sound, sa, la, words.sound, sb, lb, True, vowelless, costs, rows, most)
    if heard == 0 and min(la, lb) > 1:
        return rare - p[w.SOUND_COST], w.SOUND
    best, level = NEVER, w.NONE
    if vowelless:
        # Nothing can be said of how it is written; the shorter, vowelless word bounds what it tells.
        if heard <= most:
            best, level = weigh_distance(heard, letters2, costs), w.SPELLING
    elif heard <= most:
        read = apart(words.written, wa, na, words.written, wb, nb, False, False, costs, rows, MOST_READ)
        best, level = weigh_distance((7 * heard + 3 * read) // 10, letters2, costs), w.SPELLING
    if na == nb and na >= 5 and words.shuffled[a] == words.shuffled[b]:
        shuffled = rare - p[w.SHUFFLE_COST]
        if shuffled > best:
            best, level = shuffled, w.SHUFFLED
    if trade and min(na, nb) >= 4 and begins(words, wa, wb, min(na, nb)):
        cut = min(na, nb) * p[w.LETTER] - p[w.SHUFFLE_COST]
        if cut > best:
            best, level = cut, w.CUT
    return min(best, rare - p[w.SOUND_COST]), level


@compiled
def begins(words: Words, a0: int, b0: int, length: int) -> bool:
    """The first `length` letters are the same."""
    for k in range(length):  # noqa: SIM110 (numba has no all)
        if words.written[a0 + k] != words.written[b0 + k]:
            return False
    return True
