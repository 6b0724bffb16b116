"""Which profiles are worth comparing: those that share a number, a name in one state or town, a place, a phone, an
e-mail address, or a rare word.

Blocks are bounded: of a value that more than `LARGEST` different names share no pairs are made (it says nothing), and
the pairs left out are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.groups import pairs_within, stars_within
from turnstone.links.facts import pairs_of_numbers
from turnstone.links.profiles import Codes, Layout, first_code

LARGEST = 40
RARE_WORD = 12


@dataclass(frozen=True)
class Candidates:
    """Pairs of profiles to weigh (each once, left before right), and how many pairs the bounds left out."""

    left: Codes
    right: Codes
    skipped: int


def candidates(layout: Layout) -> Candidates:
    """All pairs to weigh. Profiles that share a name are joined in a star, not pair by pair."""
    bag_of = first_code(layout.bags, layout.size)
    pairs: list[tuple[Codes, Codes]] = []
    skipped = 0
    # A person's name and a state are a name alone: too little. A firm's rare name in one state can be enough.
    by_place = (
        [(layout.bags, layout.town)]
        if layout.kind == "person"
        else [(layout.names, layout.state), (layout.bags, layout.town)]
    )
    for codes, places in by_place:
        known = places[codes.profile] >= 0
        profile, value = codes.profile[known], _both(codes.code[known], places[codes.profile[known]])
        left, right = stars_within(value)
        pairs.append((profile[left], profile[right]))
    pairs += pairs_of_numbers(layout.facts)
    has_phone, has_email = np.flatnonzero(layout.phone >= 0), np.flatnonzero(layout.email >= 0)
    for profile, value in (
        (layout.premises.profile, layout.premises.code),
        (has_phone, layout.phone[has_phone]),
        (has_email, layout.email[has_email]),
        _rare_words(layout),
    ):
        left, right, left_out = _within(profile, value, bag_of)
        pairs.append((left, right))
        skipped += left_out
    left = np.concatenate([a for a, _ in pairs])
    right = np.concatenate([b for _, b in pairs])
    low, high = np.minimum(left, right), np.maximum(left, right)
    once = np.unique(low[low != high] * layout.size + high[low != high])
    return Candidates(once // layout.size, once % layout.size, skipped)


def _within(profile: Codes, value: Codes, bag_of: Codes) -> tuple[Codes, Codes, int]:
    """Pairs that share a value: a star among those of one name, all pairs among one profile of each name."""
    same_name = _both(value, bag_of[profile])
    left, right = stars_within(same_name)
    _, one_each = np.unique(same_name, return_index=True)
    pairs = pairs_within(np.unique(value[one_each], return_inverse=True)[1], LARGEST)
    first = profile[one_each]
    return (
        np.concatenate([profile[left], first[pairs.left]]),
        np.concatenate([profile[right], first[pairs.right]]),
        pairs.skipped,
    )


def _rare_words(layout: Layout) -> tuple[Codes, Codes]:
    """(profile, word and town) for words that stand in few names."""
    words: dict[str, list[int]] = {}
    for code, text in enumerate(layout.bags.texts):
        for word in set(text.split()):
            if len(word) > 3:
                words.setdefault(word, []).append(code)
    rare = [codes for codes in words.values() if 1 < len(codes) <= RARE_WORD]
    bag = np.array([c for codes in rare for c in codes], np.int64)
    which = np.repeat(np.arange(len(rare), dtype=np.int64), np.array([len(codes) for codes in rare], np.int64))
    order = np.argsort(layout.bags.code, kind="stable")
    starts = np.searchsorted(layout.bags.code[order], np.r_[bag, bag + 1].reshape(2, -1))
    counts = starts[1] - starts[0]
    at = np.repeat(starts[0], counts) + _ramp(counts)
    profile = layout.bags.profile[order[at]]
    value = _both(np.repeat(which, counts), layout.town[profile])
    known = layout.town[profile] >= 0
    return profile[known], value[known]


def _ramp(counts: Codes) -> Codes:
    """0..n-1 for each n in counts, one after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)


def _both(a: NDArray[np.int64], b: NDArray[np.int64]) -> Codes:
    """One code for two."""
    return a * (int(b.max(initial=0)) + 2) + b + 1
