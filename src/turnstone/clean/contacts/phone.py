"""Telephone numbers in a text: runs of digits and number words that a country's plan could have given out."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from turnstone.clean.contacts.announced import Search, touches_letters
from turnstone.clean.contacts.contact import Found
from turnstone.clean.contacts.dialled import number_of
from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.item import Item
from turnstone.clean.contacts.ordinary import SHORT, is_priced
from turnstone.clean.contacts.runs import MAX_DIGITS, runs
from turnstone.clean.contacts.words import Numbers

MAX_LOOKS = 40_000
MAX_CHECKS = 4_000
"""Candidates that are looked at in one text, and plans that are asked about them: an advert needs fewer than fifty."""


def find_phones(
    search: Search, numbers: Numbers | None, spoken: str | None, skip: list[tuple[int, int]]
) -> Iterator[Found]:
    """All telephone numbers of the folded text; `spoken` is the language of the number words in use."""
    for run in runs(search.folded.text, numbers, skip):
        for part in _parts(run):
            yield from _in_run(search, part, spoken)


def _parts(run: list[Item]) -> Iterator[list[Item]]:
    """A run cut at commas and line ends, unless only single digits or words stand between them."""
    part: list[Item] = []
    for item in run:
        if part and item.gap in ("comma", "line"):
            small = len(item.digits) <= 3 and len(part[-1].digits) <= 3
            if not (small and (item.how or part[-1].how or len(item.digits) == len(part[-1].digits) == 1)):
                yield part
                part = []
        part.append(item)
    if part:
        yield part


def _in_run(search: Search, run: list[Item], spoken: str | None) -> Iterator[Found]:
    """The numbers of one run, from the left, the longest first."""
    sizes = [len(item.digits) for item in run]
    if not 7 <= sum(sizes) <= MAX_DIGITS:
        return
    usual = _is_usual(search.folded, run)
    i = 0
    while i < len(run):
        found = None
        for j in _ends(sizes, i):
            if search.checks >= MAX_CHECKS or search.looks >= MAX_LOOKS:
                return
            search.looks += 1
            if found := _judge(search, run, i, j, spoken, usual):
                yield found
                i = j
                break
        if found is None:
            i += 1


def _ends(sizes: list[int], i: int) -> list[int]:
    """Where a number that begins with item i could end, longest first."""
    out, total = [], 0
    for j in range(i, len(sizes)):
        total += sizes[j]
        if total > 18:
            break
        if total >= 7:
            out.append(j + 1)
    return out[::-1]


def _judge(search: Search, run: list[Item], i: int, j: int, spoken: str | None, usual: bool) -> Found | None:
    """The number that items i to j make, or None. `usual`: whether nothing in the run is disguised."""
    items = run[i:j]
    start, end = items[0].start, items[-1].end
    how = set() if usual else _how(search.folded, items, start, end)
    strewn = 0 if usual else sum(item.gap == "letters" for item in items[1:])
    text = search.folded.text
    if strewn in (1, 2) or (strewn and (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())):
        return None
    if "look-alikes" in how and sum(len(item.digits) for item in items if "look-alikes" not in item.how) < 3:
        return None
    alone = (i == 0 and j == len(run)) or _set_apart(run, i, j)
    if not how and (touches_letters(search, text, start, end) or _priced(text, items, usual)):
        return None
    together = "".join([item.digits for item in items])
    for digits in (together,) if usual else dict.fromkeys((together, "".join([item.apart for item in items]))):
        if search.checks >= MAX_CHECKS:
            return None
        number = number_of(search, items, digits, how, alone, spoken)
        if number is not None:
            if items[0].plus and text[start] != "+" and start and not text[start].isalpha():
                start = text.rfind("+", 0, start)
            if start and text[start - 1] == "(" and ")" in text[start:end] and "(" not in text[start:end]:
                start -= 1
            return Found("phone", start, end, number.e164, frozenset(how))
    return None


def _priced(text: str, items: list[Item], usual: bool) -> bool:
    """Whether money or a unit stands right at the number. Of short groups of plain digits `runs` has taken none that has."""
    if usual and len(items[0].digits) <= SHORT and len(items[-1].digits) <= SHORT:
        return False
    return is_priced(text, items[0].start, items[-1].end)


def _is_usual(folded: Folded, run: list[Item]) -> bool:
    """Whether no part of a run is disguised in any way: then `_how` says so of all its parts."""
    return (
        not folded.signs
        and not folded.gaps
        and not any(item.how for item in run)
        and all(item.gap in ("usual", "comma", "") and "  " not in item.between for item in run)
        and sum(len(item.digits) == 1 for item in run) < 5
    )


def _how(folded: Folded, items: list[Item], start: int, end: int) -> set[str]:
    """How the number is disguised; empty for all usual ways of writing it."""
    how = folded.how(start, end)
    for item in items:
        how |= item.how
    gaps = [item.gap for item in items[1:]]
    if "emoji" in gaps:
        how.add("emoji")
    if "letters" in gaps:
        how.add("letters among digits")
    mixed = [(a, b) for a, b in itertools.pairwise(items) if b.gap == "" and ("words" in a.how) != ("words" in b.how)]
    if mixed:
        how.add("letters among digits")
    singles = sum(len(item.digits) == 1 and not item.how for item in items)
    if (
        gaps.count("odd")
        or "line" in gaps
        or (
            singles >= 5
            and singles * 2 > len(items)
            and len({i.between.strip() for i in items[1:]}) <= 2
            and "/" not in {i.between for i in items[1:]}
        )
        or any("  " in i.between for i in items[1:])
    ):
        how.add("spacing")
    return how


def _set_apart(run: list[Item], i: int, j: int) -> bool:
    """Whether items i to j are told from the rest of their run by wider gaps than within."""
    within = max((len(item.between) for item in run[i + 1 : j]), default=0)
    left = len(run[i].between) if i else 9
    right = len(run[j].between) if j < len(run) else 9
    return min(left, right) > max(within, 1)
