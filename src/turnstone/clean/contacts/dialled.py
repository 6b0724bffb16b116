"""Which country's plan could have given out the digits, and whether they are written as its numbers are."""

from __future__ import annotations

from functools import lru_cache

from turnstone.clean.contacts import plan
from turnstone.clean.contacts.announced import Search, nearer_cue
from turnstone.clean.contacts.item import Item
from turnstone.clean.contacts.ordinary import is_counting, is_referenced, looks_ordinary
from turnstone.clean.contacts.words import regions

# Ways of grouping a number that needs no prefix, by its length; besides them what libphonenumber itself would print.
_GROUPINGS = frozenset(
    tuple(map(int, shape))
    for shape in "7 34 322 43 8 44 2222 233 323 332 26 35 2321 9 333 3222 2322 234 27 36 243 432 324 32211 342 10 334 37 3322 "
    "55 433 244 28 46 343 226 2332 33211".replace("10 ", "").split()
) | {(10,), (11,)}  # fmt: skip


def number_of(
    search: Search, items: list[Item], digits: str, how: set[str], alone: bool, spoken: str | None
) -> plan.Number | None:
    """The digits by the plans that come into question."""
    start, end = items[0].start, items[-1].end
    if items[0].plus or digits.startswith("00"):
        search.note(start, end)
        search.checks += 1
        return plan.international(digits.removeprefix("00"))
    cue = search.cue(start, end)
    groups = tuple(len(item.digits) for item in items)
    plausible = bool(cue) or bool(how)
    # Whatever the plan says, plain digits without a 0 before them are not taken where they stand among others or look
    # like something else: only with the country's own code before them they still may be.
    bare = not plausible and digits[0] != "0"
    if bare and not alone:
        return None
    hopeless = bare and (_too_short(search, digits, groups) or _ordinary(items))
    candidates = _candidates(search.country, search.language, cue, bool(how), spoken)
    if not candidates and not cue:
        return None
    if not how and is_referenced(search.folded.text, start) and not nearer_cue(search, start):
        return None
    for region in candidates:
        code = plan.code_of(region)
        with_code = (
            digits.startswith(code)
            and len(digits) >= 10
            and (plausible or (len(groups) > 1 and items[0].digits == code))
        )
        if hopeless and not with_code:
            continue
        search.checks += 1
        number = plan.national(digits, region)
        if number is not None and (
            _acceptable(search, items, digits, number, plausible, bool(cue), groups, alone)
            and not (how == {"words"} and is_counting(digits) and not cue)
        ):
            return number
        if number is None and with_code:
            search.checks += 1
            if (number := plan.international(digits)) is not None and (alone or cue):
                return number
    if cue and len(digits) >= 11 and digits[0] != "0" and (alone or how):
        search.checks += 1
        return plan.international(digits)
    return None


@lru_cache(4_096)
def _candidates(
    country: str | None, language: str | None, cue: tuple[str, ...], disguised: bool, spoken: str | None
) -> tuple[str, ...]:
    """Countries whose plans come into question, likeliest first."""
    if country:
        others = regions(spoken) + regions(language) if (cue or disguised) else ()
        return tuple(dict.fromkeys((country, *others)))
    if language:
        return tuple(dict.fromkeys((*regions(language), *regions(spoken))))
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
    if not alone or _ordinary(items) or _too_short(search, digits, groups):
        return False
    return (
        groups in _GROUPINGS
        or groups == number.grouping
        or (set(groups) == {1} and len({item.between for item in items[1:]}) == 1)
    )


def _ordinary(items: list[Item]) -> bool:
    return looks_ordinary([item.digits for item in items], [item.between for item in items[1:]])


def _too_short(search: Search, digits: str, groups: tuple[int, ...]) -> bool:
    """Whether a number in one piece is too short to be one anywhere."""
    return search.country is None and len(groups) == 1 and len(digits) < 9
