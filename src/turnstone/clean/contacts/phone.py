"""Telephone numbers in a text: runs of digits and number words that a country's plan could have given out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from turnstone.clean.contacts import plan
from turnstone.clean.contacts.contact import Found
from turnstone.clean.contacts.folding import Folded
from turnstone.clean.contacts.ordinary import is_counting, is_priced, is_referenced, looks_ordinary
from turnstone.clean.contacts.runs import MAX_DIGITS, Item, runs
from turnstone.clean.contacts.words import Numbers, cues, plain, regions

MAX_CHECKS = 4_000  # candidates that are looked at in one text: an advert needs fewer than fifty
_CUE_SIGNS = re.compile("[\U0001f4de\U0001f4f1\U0001f4f2\U0001f4f3\u260e\u260f\u2706\u2121]")
_WORD = re.compile(r"[^\W\d_]+")
# Ways of grouping a number that needs no prefix, by its length; besides them what libphonenumber itself would print.
_GROUPINGS = frozenset(
    tuple(map(int, shape))
    for shape in "7 34 322 43 8 44 2222 233 323 332 26 35 2321 9 333 3222 2322 234 27 36 243 432 324 32211 342 10 334 37 3322 "
    "55 433 244 28 46 343 226 2332 33211".replace("10 ", "").split()
) | {(10,), (11,)}  # fmt: skip


@dataclass(slots=True)
class Search:
    """What is known of the text, and how many candidates were looked at (bounded by MAX_CHECKS)."""

    folded: Folded
    country: str | None
    language: str | None
    checks: int = 0
    announced: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def cue(self, start: int, end: int) -> tuple[str, ...]:
        """Languages in which a word near says that this is a telephone number; empty where none does."""
        if start not in self.announced:
            self.announced[start] = self._cue(start, end)
        return self.announced[start]

    def _cue(self, start: int, end: int) -> tuple[str, ...]:
        text, known = self.folded.text, cues()
        before, after = text[max(0, start - 36) : start], text[end : end + 14]
        if _CUE_SIGNS.search(before) or _CUE_SIGNS.search(after):
            return ("",)
        out: list[str] = []
        for word in _WORD.findall(before)[-4:]:
            out += known.get(plain(word), ())
        if not out:
            for word in _WORD.findall(after)[:1]:
                out += (
                    known.get(plain(word), ()) if plain(word) in ("whatsapp", "viber", "sms", "mobil", "mobile") else ()
                )
        return tuple(dict.fromkeys(out))


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
    if sum(sizes) < 7 or sum(sizes) > MAX_DIGITS:
        return
    i = 0
    while i < len(run):
        found = None
        for j in _ends(sizes, i):
            if found := _judge(search, run, i, j, spoken):
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


def _judge(search: Search, run: list[Item], i: int, j: int, spoken: str | None) -> Found | None:
    """The number that items i to j make, or None."""
    items = run[i:j]
    start, end = items[0].start, items[-1].end
    how = _how(search.folded, items, start, end)
    strewn = sum(item.gap == "letters" for item in items[1:])
    text = search.folded.text
    if strewn in (1, 2) or (strewn and (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())):
        return None
    if "look-alikes" in how and sum(len(item.digits) for item in items if "look-alikes" not in item.how) < 3:
        return None
    alone = (i == 0 and j == len(run)) or _set_apart(run, i, j)
    if not how and (_touches_letters(search, text, start, end) or is_priced(text, start, end)):
        return None
    for digits in dict.fromkeys(("".join(item.digits for item in items), "".join(item.apart for item in items))):
        if search.checks >= MAX_CHECKS:
            return None
        number = _number(search, items, digits, how, alone, spoken)
        if number is not None:
            if items[0].plus and text[start] != "+" and start and not text[start].isalpha():
                start = text.rfind("+", 0, start)
            if start and text[start - 1] == "(" and ")" in text[start:end] and "(" not in text[start:end]:
                start -= 1
            return Found("phone", start, end, number.e164, frozenset(how))
    return None


def _number(
    search: Search, items: list[Item], digits: str, how: set[str], alone: bool, spoken: str | None
) -> plan.Number | None:
    """The digits by the plans that come into question."""
    start, end = items[0].start, items[-1].end
    cue = search.cue(start, end)
    referenced = (
        not how
        and "plus" not in cue
        and not items[0].plus
        and is_referenced(search.folded.text, start)
        and not _nearer_cue(search, start)
    )
    if items[0].plus or digits.startswith("00"):
        search.checks += 1
        number = plan.international(digits.removeprefix("00") if digits.startswith("00") else digits)
        if number is not None:
            return number
        return None
    if referenced:
        return None
    groups = tuple(len(item.digits) for item in items)
    plausible = bool(cue) or bool(how)
    for region in _candidates(search, cue, how, spoken):
        search.checks += 1
        number = plan.national(digits, region)
        if number is not None and (
            _acceptable(search, items, digits, number, plausible, bool(cue), groups, alone)
            and not (how == {"words"} and is_counting(digits) and not cue)
        ):
            return number
        code = plan.code_of(region)
        if (
            number is None
            and digits.startswith(code)
            and len(digits) >= 10
            and (plausible or (len(groups) > 1 and items[0].digits == code))
        ):
            search.checks += 1
            if (number := plan.international(digits)) is not None and (alone or cue):
                return number
    if cue and len(digits) >= 11 and digits[0] != "0" and (alone or how):
        search.checks += 1
        return plan.international(digits)
    return None


def _candidates(search: Search, cue: tuple[str, ...], how: set[str], spoken: str | None) -> tuple[str, ...]:
    """Countries whose plans come into question, likeliest first."""
    if search.country:
        others = regions(spoken) + regions(search.language) if (cue or how) else ()
        return tuple(dict.fromkeys((search.country, *others)))
    if search.language:
        return tuple(dict.fromkeys((*regions(search.language), *regions(spoken))))
    if spoken:
        return regions(spoken)
    return tuple(dict.fromkeys(region for language in cue[:6] for region in regions(language)))[:10]


def _acceptable(
    search: Search,
    items: list[Item],
    digits: str,
    number: plan.Number,
    plausible: bool,
    cue: bool,
    groups: tuple[int, ...],
    alone: bool,
) -> bool:
    """Whether a number of the plan is also written like one."""
    if number.dialled == "trunk" and digits[0] == "0":
        if (
            not plausible
            and len(groups) > 2
            and max(groups[:-1]) <= 2
            and items[-1].digits[:2] in ("19", "20")
            and groups[-1] == 4
        ):
            return False  # a day and its year
        return cue or (len(digits) >= 8 and not (len(groups) == 1 and len(digits) < 9 and not plausible))
    if plan.needs_trunk(number.region) and number.dialled == "bare":
        return cue and alone and len(digits) >= 9 and number.region != "DE" and number.region == search.country
    if plausible:
        return alone or cue
    if not alone or looks_ordinary([item.digits for item in items], [item.between for item in items[1:]]):
        return False
    if search.country is None and len(groups) == 1 and len(digits) < 9:
        return False
    return (
        groups in _GROUPINGS
        or groups == number.grouping
        or (set(groups) == {1} and len({item.between for item in items[1:]}) == 1)
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


def _touches_letters(search: Search, text: str, start: int, end: int) -> bool:
    """Whether the number is glued to a word that does not announce it (A20481234, 123456789X)."""
    if end < len(text) and text[end].isalpha() and not search.cue(start, end):
        return True
    if start and text[start - 1].isalpha():
        words = _WORD.findall(text[max(0, start - 16) : start])
        return not words or plain(words[-1]) not in cues()
    return bool(start) and (
        text[start - 1] in "_=&" or (text[start - 1] in ".,-/" and start > 1 and text[start - 2].isalnum())
    )


def _nearer_cue(search: Search, start: int) -> bool:
    """Whether one of the two words just before announces a telephone ('Tel. Nr.', 'phone no.')."""
    words = _WORD.findall(search.folded.text[max(0, start - 28) : start])[-2:]
    known, weak = (
        cues(),
        {"nr", "no", "number", "nummer", "numero", "numer", "numar", "номер", "contact", "kontakt", "номери"},
    )
    if any(plain(word) in known and plain(word) not in weak for word in words):
        return True
    return bool(words) and plain(words[-1]) in known and plain(words[-1]) not in ("nr", "no")
