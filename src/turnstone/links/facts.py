"""Hard facts: registration numbers, identity documents, days of birth. Numbers join by themselves; facts that conflict
keep apart whatever else agrees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.groups import stars_within

Codes = NDArray[np.int64]

SAME_NUMBER = 40_000
"""Millibits. More than any names can say against: firms and people change their names, and keep their numbers."""
HOLDERS = 12
"""Different names. A number that more hold is no number of one party (a placeholder, a number of the office)."""
SAME_BIRTH, SLIP, PART = 12_000, 5_000, 3_000
"""A day of birth is one of some 20,000; one slip of the pen makes a few hundred of them one; a year is one of sixty."""


@dataclass(frozen=True)
class Facts:
    """By profile: code of its registration number (with its country), of its document, day of birth; -1 and '' where
    none is known."""

    registration: Codes
    document: Codes
    birth: list[str]

    @property
    def any(self) -> bool:
        return bool((self.registration >= 0).any() or (self.document >= 0).any() or any(self.birth))

    def numbers(self) -> tuple[tuple[str, Codes], ...]:
        return (("registration numbers", self.registration), ("identity documents", self.document))


def trusted(facts: Facts, names: Codes) -> Facts:
    """The facts without numbers that more than HOLDERS different names hold. `names`: a code of each profile's name."""

    def kept(codes: Codes) -> Codes:
        known = np.flatnonzero(codes >= 0)
        if not len(known):
            return codes
        width = int(names.max(initial=0)) + 2
        pairs = np.unique(codes[known] * width + names[known] + 1)
        holders = np.bincount(pairs // width, minlength=int(codes.max()) + 1)
        return np.where((codes >= 0) & (holders[np.maximum(codes, 0)] <= HOLDERS), codes, -1)

    return Facts(kept(facts.registration), kept(facts.document), facts.birth)


def pairs_of_numbers(facts: Facts) -> list[tuple[Codes, Codes]]:
    """Pairs of profiles that hold one number, in a star."""
    out = []
    for _, codes in facts.numbers():
        known = np.flatnonzero(codes >= 0)
        left, right = stars_within(codes[known])
        out.append((known[left], known[right]))
    return out


def facts_say(facts: Facts, left: Codes, right: Codes) -> Codes:
    """Millibits of what the hard facts of each pair say for it. What speaks against is no weight but a conflict."""
    out = np.zeros(len(left), np.int64)
    for _, codes in facts.numbers():
        out += np.where((codes[left] >= 0) & (codes[left] == codes[right]), SAME_NUMBER, 0)
    if any(facts.birth):
        said = {SAME: SAME_BIRTH, SLIPPED: SLIP, IN_PART: PART}
        births = (
            compare_births(facts.birth[a], facts.birth[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)
        )
        out += np.array([said.get(level, 0) for level in births], np.int64)
    return out


def conflict(facts: Facts, a: int, b: int) -> str | None:
    """Which hard facts of two profiles cannot both be of one party, in words. A slip of the pen in a day of birth is no
    conflict; nor does one number that agrees excuse another fact that does not."""
    for what, codes in facts.numbers():
        if codes[a] >= 0 and codes[b] >= 0 and codes[a] != codes[b]:
            return f"different {what}"
    if compare_births(facts.birth[a], facts.birth[b]) == DIFFERENT:
        return "different days of birth"
    return None


UNKNOWN, SAME, SLIPPED, NEAR, IN_PART, DIFFERENT = "unknown", "same", "slipped", "near", "in part", "different"
MONTH = 33
"""Days. Nearer days of birth may be one, copied wrongly, and are no conflict; nor do they say that they are one."""


def compare_births(a: str, b: str) -> str:
    """How two days of birth agree: same; slipped (one digit, two neighbours swapped, day and month swapped, the next day,
    the year before); near (within a month, or two of year, month and day are equal); in part (the one knows the month or
    year only, and does not contradict); different; unknown."""
    if not a or not b:
        return UNKNOWN
    if a == b:
        return SAME if len(a) == 10 else IN_PART
    if len(a) != 10 or len(b) != 10:
        short, long = sorted((a, b), key=len)
        return IN_PART if long.startswith(short) else DIFFERENT
    if a[:4] == b[:4] and (a[5:7], a[8:]) == (b[8:], b[5:7]):
        return SLIPPED
    x, y = a.replace("-", ""), b.replace("-", "")
    wrong = [i for i in range(8) if x[i] != y[i]]
    if len(wrong) == 1:
        return SLIPPED
    i = wrong[0]
    if len(wrong) == 2 and wrong[1] == i + 1 and x[i] == y[i + 1] and x[i + 1] == y[i]:
        return SLIPPED
    one, other = (date(int(t[:4]), 1, 1) + _since_new_year(t) for t in (x, y))
    days = abs((one - other).days)
    if days <= 1 or (x[4:] == y[4:] and abs(int(x[:4]) - int(y[:4])) == 1):
        return SLIPPED
    agree = (x[:4] == y[:4]) + (x[4:6] == y[4:6]) + (x[6:] == y[6:])
    return NEAR if days <= MONTH or agree == 2 else DIFFERENT


def _since_new_year(day: str) -> timedelta:
    """Days into a leap year: what counts is how near two days are, and 29 February may be written in any year."""
    return date(2000, int(day[4:6]), int(day[6:])) - date(2000, 1, 1)
