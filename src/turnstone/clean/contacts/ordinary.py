"""Numbers that are no telephone numbers: dates, times, prices, measures, ranges, references."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from turnstone.clean.contacts.words import ordinary_words, plain

SHORT = 7
"""Digits up to which a group may be a price or a measure."""
_MONEY_SIGNS = "€$£¥₽₴₺₸₾₼₹₪₩₦"
_D, _M, _Y = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)\d\d|\d\d)"
# One pattern a kind, each bounded so that a number with the same signs throughout (06.12.34.56.78) is not cut.
_SHAPES = re.compile(
    r"(?=\d)(?:"
    + "|".join(
        (
            rf"(?<![\d./+-]){_D}([./-]) ?{_M}\1 ?{_Y}(?![./-]?\d)",
            r"(?<![\d./+-])(?:19|20)\d\d([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?![./-]?\d)",
            r"(?<![\d./+-])(?:[01]?\d|2[0-4])[.:h]?[0-5]\d ?[-–—] ?(?:[01]?\d|2[0-4])[.:h][0-5]\d(?![./-]?\d)",
            r"(?<![\d.:/+-])(?:[01]?\d|2[0-4])[:h][0-5]\d(?::[0-5]\d)?(?![./:-]?\d)",
            r"(?<![\d./+-])(?:19|20)\d\d ?[-–—/] ?(?:19|20)\d\d(?![./-]?\d)",
            r"(?<![\d./+x×*-])(?<!\d[ )])(?<!\) )(?:[5-9]\d|1[0-4]\d) ?([-–/x×*]) ?[4-9]\d ?\3 ?(?:[6-9]\d|1[0-4]\d)(?![./-]?\d)",
            r"(?<![\d./+-])\d{1,3}(?:[.,'’]\d{3}){0,9}[.,]\d\d?(?![.,/-]?\d)(?=\s|$|[^\w])",
            r"(?<![\d./+-])\d{1,3}(?:,\d{3})+(?![./-]?\d)",
            r"(?<![\w*])\d+ ?[x×*] ?\d+(?: ?[x×*] ?\d+)?(?! ?[\w×*])",
            r"(?<![\d./+-])\d{1,4} ?/ ?\d{1,2}(?=\s*[a-zA-Z])(?!\d)",
        )
    )
    + ")"
)
_NUMBER = re.compile(r"\d+")
_DIGIT_BEFORE = re.compile(r"\d[.,]?$")
_WORD = re.compile(r"[^\W\d_]+[²³23]?")
_AFTER = re.compile(r"[ \u00a0]?(?:[.,]?[-–—]{1,2} ?)?([^\W\d_]+[²³23]?|[%‰°" + _MONEY_SIGNS + r"])")


class Ordinary:
    """Which of the groups of digits of a text are part of a date, a time, a price or a measure.

    `numbers`: start and end of the groups to be asked about, in order; those that stand near each other must all be there.
    """

    def __init__(self, text: str, numbers: Iterable[tuple[int, int]]) -> None:
        self._text = text
        self._shaped: set[int] = set()
        past = 0
        for start, _ in numbers:
            # All shapes begin where a group of digits does.
            if start < past or (match := _SHAPES.match(text, start)) is None:
                continue
            past = match.end()
            shape = match.group()
            if "." in shape and shape.count(".") == 1 and shape[0] == "0" and ":" not in shape and "-" not in shape:
                continue  # 0171.22: no decimal begins so
            if _DIGIT_BEFORE.search(text, max(0, start - 2), start):
                continue
            self._shaped.update(number.start() for number in _NUMBER.finditer(text, start, past))

    def holds(self, start: int, end: int) -> bool:
        """Whether the group of digits from start to end is one of them."""
        return start in self._shaped or (end - start <= SHORT and is_priced(self._text, start, end))


def is_priced(text: str, start: int, end: int) -> bool:
    """Whether money, a unit or a percent sign stands right at the number."""
    before = text[max(0, start - 2) : start].rstrip()
    if before and before[-1] in _MONEY_SIGNS:
        return True
    after = _AFTER.match(text, end, end + 24)
    if after is None:
        return False
    word = after[1]
    if not (word[0].isalpha()):
        return word[0] == "%" or word[0] in "‰°" or not _starts_number(text, after.end())
    if after.end() < len(text) and text[after.end()].isdigit():
        return False  # letters among digits
    flat = plain(word)
    return flat in ordinary_words("unit") or flat in ordinary_words("money")


def _starts_number(text: str, at: int) -> bool:
    return bool(re.match(r" ?\d", text[at : at + 2]))


def is_referenced(text: str, start: int) -> bool:
    """Whether a word just before says that the number is a reference (order, account, postcode)."""
    before = text[max(0, start - 28) : start]
    if before.rstrip().endswith(("#", "№", "n°", "nº")) or (before and before[-1] in "/=&?_"):
        return True
    words = _WORD.findall(before.replace(".", " "))[-2:]
    known = ordinary_words("reference")
    return any(plain(word) in known for word in words)


def looks_ordinary(groups: list[str], betweens: list[str]) -> bool:
    """Whether plain digits, neither announced nor dialled with a prefix, look like a range, a series or a round sum."""
    digits = "".join(groups)
    if digits.endswith("0000") or (len(groups) > 1 and groups[-1] == "000"):
        return True
    if len(groups) > 1 and set(betweens) <= {".", ","} and len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]):
        return True
    values = [int(group) for group in groups]
    if len(groups) == 2 and betweens[0].strip() in ("-", "–", "—", "/") and len(groups[0]) == len(groups[1]):
        return values[0] < values[1] or digits.endswith("00")
    if len(groups) > 2 and all(v < 100 for v in values):
        steps = {b - a for a, b in itertools.pairwise(values)}
        if len(steps) == 1 or (all(s > 0 for s in steps) and max(steps) <= 10):
            return True
    if (
        any(len(g) == 4 and g[:2] in ("19", "20") for g in groups)
        and len(groups) == 3
        and all(v <= 31 for v in values[:2])
    ):
        return True
    return is_counting(digits)


def is_counting(digits: str) -> bool:
    """1234567..., 7654321...: counted up or down."""
    steps = {int(b) - int(a) for a, b in itertools.pairwise(digits)}
    return steps in ({1}, {-1})
