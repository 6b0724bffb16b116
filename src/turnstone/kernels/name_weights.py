"""The weights of a comparison of names, in millibits, and the levels at which two words can agree.

Fourteen numbers. BASE is what a pair has to overcome (that two names have some words in common is no rare thing); the
others say what each level of agreement or difference is worth. They were set from what they mean; none was fitted by a
search over labelled pairs. Which of them were changed after looking at misses, and at whose, is told in
benchmarks/truth/README.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]

LEVELS = ("none", "equal", "same sound", "variant", "initial", "spelling", "shuffled", "joined", "initials", "cut")
"""Level 0 is no partner. `variant`: a nickname or another way to write that name. `joined`: two or three words written
as one. `initials`: one word is the initials of the other's words. `cut`: one word is the beginning of the other."""
NONE, EQUAL, SOUND, VARIANT, INITIAL, SPELLING, SHUFFLED, JOINED, INITIALS, CUT = range(10)

BASE, MOST, CONFLICT, MISSING, ALONE, LETTER, EDIT_ERROR, SOUND_COST, VARIANT_COST, INITIAL_SAYS, SHUFFLE_COST, \
    FORM_CONFLICT, GENERATION_CONFLICT, FIRST_MISSING = range(14)  # fmt: skip
DEFAULT: I64 = np.array(
    [
        3_000,  # BASE: what agreement has to overcome
        12_000,  # MOST: all that agrees says no more than this; a conflict can then not be bought off
        12_000,  # CONFLICT: each side has a word for which the other has another
        2_500,  # MISSING: one side has a word more
        4_000,  # ALONE: all that agrees is one word of several
        2_300,  # LETTER: information in one letter of a name (entropy of names' letters)
        4_300,  # EDIT_ERROR: an edit happens once in 2^4.3 words of one person
        1_000,  # SOUND_COST: written otherwise, but with the same sounds
        2_500,  # VARIANT_COST: a nickname stands for several names
        1_500,  # INITIAL_SAYS: an initial agrees by chance once in about 2^3.5; taken down since often left out
        5_000,  # SHUFFLE_COST: the same letters in another order
        3_000,  # FORM_CONFLICT: two classes of company; three times as much for a company and an association
        14_000,  # GENERATION_CONFLICT: Jr and Sr, II and III
        6_500,  # FIRST_MISSING: all but the first word of one is the other (a father's name within a child's)
    ],
    np.int64,
)
# What the lack of a word counts, and what another word in its place counts, in thousandths of MISSING and of CONFLICT:
# ordinary, light, initial, number, common, patronymic, country (the tags of turnstone.clean.name_words).
PERSON_TAGS: I64 = np.array([[1_000, 50, 250, 1_000, 500, 250, 1_000], [1_000, 50, 800, 1_500, 1_000, 1_000, 1_000]])
TRADE_TAGS: I64 = np.array([[2_500, 50, 500, 4_000, 500, 2_500, 4_000], [1_000, 50, 800, 1_500, 1_000, 1_000, 1_500]])
"""A person's middle name is often left out. A company with a number, a country or another distinctive word more is
another company (a branch, a fund of a series), a word of trade more is not."""


def neighbours(longest: int) -> I64:
    """Millibits of log2(50 n): how many words lie one edit from a word of n letters (25 for each letter replaced, 26 for
    each place added, one for each left out), for n from 0 to `longest`."""
    return np.array([0, *(round(1000 * np.log2(50 * n)) for n in range(1, longest + 1))], np.int64)
