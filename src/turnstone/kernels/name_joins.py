"""Words of one name written as one word in the other (Abd al Rahman, Abdulrahman), and words given by their initials."""

from __future__ import annotations

from turnstone.kernels import name_weights as w
from turnstone.kernels.compiled import compiled
from turnstone.kernels.name_distance import EDIT
from turnstone.kernels.name_likeness import I32, I64, LIGHT, NEVER, U8, Costs, Words, apart, weigh_distance

MOST_JOINED = 3
MOST_UNLIKE = 2
"""So many letters may be more or fewer."""
LEAST_INITIALS, MOST_INITIALS, MOST_INITIALS_OF_PERSON = 3, 6, 2
"""IBM, and JC for Jean Claude; but JAY is no John A. Yarrow, and two letters are the initials of too many companies."""


@compiled
def gather(letters: U8, at: I64, ids: I32, first: int, count: int, out: U8) -> int:
    """Writes `count` words after one another; gives how many letters."""
    filled = 0
    for k in range(first, first + count):
        start, end = at[ids[k]], at[ids[k] + 1]
        for place in range(start, end):
            out[filled] = letters[place]
            filled += 1
    return filled


@compiled
def joined(
    words: Words, one: int, ids: I32, first: int, count: int, vowelless: bool, costs: Costs, rows: I32, out: U8
) -> int:
    """Millibits of a word beside some words written together, or NEVER. The caller has seen that there are about as many
    letters (MOST_UNLIKE), and no more than LONGEST."""
    wa = words.written_at[one]
    na = words.written_at[one + 1] - wa
    sa = words.sound_at[one]
    la = words.sound_at[one + 1] - sa
    n = 0
    for k in range(first, first + count):
        n += words.written_at[ids[k] + 1] - words.written_at[ids[k]]
    gather(words.written, words.written_at, ids, first, count, out)
    same = n == na
    for k in range(min(n, na)):
        if not same:
            break
        same = out[k] == words.written[wa + k]
    rare = 0
    shortest = n
    for k in range(first, first + count):
        shortest = min(shortest, words.written_at[ids[k] + 1] - words.written_at[ids[k]])
        rare = min(rare + words.rarity[ids[k]], costs.weights[w.MOST])
    if same:
        return rare
    if min(n, na) < 5 or shortest < 2:  # an initial beside a misspelt word is no part of it
        return NEVER
    n2 = gather(words.sound, words.sound_at, ids, first, count, out)
    # Three tenths of the difference is in how it is written, so the sound may differ by ten sevenths of two edits.
    heard = apart(words.sound, sa, la, out, 0, n2, True, vowelless, costs, rows, EDIT * 2 * 10 // 7)
    if heard > EDIT * 2 * 10 // 7:
        return NEVER
    gather(words.written, words.written_at, ids, first, count, out)
    read = apart(words.written, wa, na, out, 0, n, False, False, costs, rows, EDIT * 12)
    edits = heard if vowelless or heard == 0 else (7 * heard + 3 * read) // 10
    if edits > EDIT * 2:
        return NEVER
    value = weigh_distance(edits, na + n, costs) - costs.weights[w.SOUND_COST]
    return min(value, rare) if value > 0 else NEVER


@compiled
def by_initials(words: Words, one: int, ids: I32, first: int, end: int, taken: I64, most: int) -> int:
    """How many words from `first` on (light ones skipped) begin with the letters of `one`, or 0 where one does not."""
    at = words.written_at[one]
    length = words.written_at[one + 1] - at
    least = 2 if most == MOST_INITIALS_OF_PERSON else LEAST_INITIALS
    if length < least or length > most or words.tag[one] == LIGHT:
        return 0
    k = first
    for letter in range(length):
        while (
            k < end
            and words.tag[ids[k]] == LIGHT
            and words.written[words.written_at[ids[k]]] != words.written[at + letter]
        ):
            k += 1
        if k >= end or taken[k] >= 0:
            return 0
        there = words.written_at[ids[k]]
        if words.written[there] != words.written[at + letter]:
            return 0
        k += 1
    return k - first
