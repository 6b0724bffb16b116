"""Runs: digits, number words and look-alike letters that stand beside each other, whatever is strewn between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from turnstone.clean.contacts.ordinary import ordinary_spans
from turnstone.clean.contacts.words import Numbers, plain

TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
LOOKS = str.maketrans(
    "OoОоΟοՕօQDlI|іІӀιΙ!ZzSsЅѕ$BВβGбgqЗзЭAЧ",
    "0000000000111111111" + "22" + "55555" + "888" + "66" + "99" + "333" + "44",
)
_LOOKS_ONLY = re.compile("[OoОоΟοՕօQDlI|іІӀιΙ!ZzSsЅѕ$BВβGбgqЗзЭAЧ]+")
_USUAL = re.compile(r"[ \t]*[-–—‐‑−./()·•]{0,2}[ \t]*[()]?[ \t]?|[ \t]*\n[ \t]*|[ \t]*\\[ \t]*")
_BREAKS = re.compile(r"[%€$£¥₽₴₺₸₾₼+№#@;:²³°]|\n[ \t]*\n")
_PROSE_COMMA = re.compile(r"\s*,\s+|\n")
_FILLERS = frozenset(
    map(
        plain,
        "und and then dann puis luego poi depois dan sedan så potem pak potom majd apoi после потом затем et y e i и та і và siis sitten tada tad pastaj sonra онда keyin ardından".split(),
    )
)
_PLUS = frozenset(
    map(
        plain,
        "plus plús plusz pluss más piu più mais плюс плус συν artı artı плюс пллюс პლუს պլյուս qosu plussa pliuss pliusas plius qosaq".split(),
    )
)
MAX_DIGITS, MAX_GAP = 64, 6


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a run: its place in the folded text, its digits (and these read one word at a time), how it is written.

    `gap` is what stands between it and the item before: '' (nothing), usual, comma, odd, emoji or letters.
    """

    start: int
    end: int
    digits: str
    apart: str
    how: frozenset[str]
    gap: str = ""
    between: str = ""
    plus: bool = False


_CLUSTER = re.compile(r"\d(?:\D{0,14}\d){2,}|[OoОоΟο]+[ .-]?\d(?:\D{0,14}\d){2,}")
WORDS, LOOK, LETTERS = frozenset({"words"}), frozenset({"look-alikes"}), frozenset({"letters among digits"})


def runs(text: str, numbers: Numbers | None, skip: list[tuple[int, int]]) -> Iterator[list[Item]]:
    """All runs of the folded text, each an unbroken list of items. `skip` are spans that belong to other contacts."""
    if numbers is None:
        tokens = [(m.start(), m.end(), m.group()) for at, to in _clusters(text) for m in TOKEN.finditer(text, at, to)]
    else:
        tokens = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text)]
    ordinary = ordinary_spans(text)
    blocked = sorted(skip)
    run: list[Item] = []
    at, i, b = 0, 0, 0
    pending = ""  # letters between digits that are no number
    while i < len(tokens):
        start, end, token = tokens[i]
        while b < len(blocked) and blocked[b][1] <= start:
            b += 1
        item, used = None, 1
        if not (b < len(blocked) and blocked[b][0] < end) and start not in ordinary:
            item, used = _item(text, tokens, i, numbers, run)
        gap = _gap(text, run[-1].end, start, item) if run and item is not None and not pending else ""
        if item is None:
            if run and not pending and _strewn(text, tokens, i, run):
                pending = token
                i += 1
                continue
            if run and not pending and numbers is not None and run[-1].how and plain(token) in _FILLERS:
                pending = " "
                i += 1
                continue
            if run:
                yield run
            run, pending = [], ""
        elif pending:
            run.append(replace(item, gap="usual" if pending == " " else "letters", between=pending))
            pending = ""
        elif run and (gap == "break" or item.plus):
            yield run
            run = [item]
        else:
            run.append(replace(item, gap=gap, between=text[run[-1].end : start] if run else ""))
        i += used
        at = end
    if run and at:
        yield run


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where digits stand near each other, with the whole words at both ends: all else holds no number in digits."""
    past = 0
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        while start > past and start > match.start() - 8 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and end < match.end() + 8 and text[end].isalnum():
            end += 1
        past = end
        yield start, end


def _item(
    text: str, tokens: list[tuple[int, int, str]], i: int, numbers: Numbers | None, run: list[Item]
) -> tuple[Item | None, int]:
    """The item that begins with token i, and how many tokens it takes; None where the token is no number."""
    start, end, token = tokens[i]
    if token[0].isdigit():
        plus = (start > 0 and text[start - 1] == "+") or text[max(0, start - 2) : start] in ("+(", "+ ")
        return Item(start, end, token, token, frozenset(), plus=plus), 1
    if numbers is not None and (said := _said(text, tokens, i, numbers)):
        return said
    if numbers is not None and plain(token) in _PLUS and i + 1 < len(tokens):
        after, used = _item(text, tokens, i + 1, numbers, run)
        if after is not None and after.digits and after.start - end <= 2:
            return replace(after, start=start, plus=True, how=after.how | WORDS), used + 1
    if len(token) <= 6 and _LOOKS_ONLY.fullmatch(token):
        left = bool(run) and run[-1].end >= start - 2
        right = end < len(text) and (text[end].isdigit() or (text[end : end + 2].strip().isdigit() and left))
        glued = (left and run[-1].end == start) or (end < len(text) and text[end].isdigit())
        if glued or (left and right and len(token) == 1) or (left and len(token) == 1 and run[-1].how == WORDS):
            digits = token.translate(LOOKS)
            return Item(start, end, digits, digits, LOOK), 1
    return None, 1


def _said(text: str, tokens: list[tuple[int, int, str]], i: int, numbers: Numbers) -> tuple[Item, int] | None:
    """A number said in words: a phrase, a hundred with what follows, a repeated digit, or words run together."""
    start, end, token = tokens[i]
    word = plain(token)
    if entries := numbers.repeats.get(word):
        for more, times in entries:
            used = 1 + len(more)
            if _follow(text, tokens, i, more) and i + used < len(tokens) and _near(text, tokens, i + used - 1):
                following = tokens[i + used]
                if following[2].isdigit() and len(following[2]) == 1:
                    digits = following[2] * times
                    return Item(start, following[1], digits, digits, WORDS), used + 1
                one = _phrase(text, tokens, i + used, numbers)
                if one is not None and one[0] < 10:
                    digits = str(one[0]) * times
                    return Item(start, tokens[i + used + one[1] - 1][1], digits, digits, WORDS), used + one[1]
    first = _phrase(text, tokens, i, numbers)
    if first is None:
        if len(word) >= 6 and (together := _together(word, numbers)):
            return Item(start, end, together, together, WORDS), 1
        return None
    value, used = first
    apart = str(value)
    if value >= 100 and i + used < len(tokens) and _near(text, tokens, i + used - 1):
        rest = _phrase(text, tokens, i + used, numbers)
        if rest is not None and 0 < rest[0] < 100:
            apart = f"{value}{rest[0]}"
            value, used = value + rest[0], used + rest[1]
    elif 20 <= value < 100 and value % 10 and used > 1:
        apart = f"{value // 10 * 10}{value % 10}"
    return Item(start, tokens[i + used - 1][1], str(value), apart, WORDS), used


def _phrase(text: str, tokens: list[tuple[int, int, str]], i: int, numbers: Numbers) -> tuple[int, int] | None:
    """The longest number phrase from token i: its number and how many tokens it takes."""
    for more, value in numbers.phrases.get(plain(tokens[i][2]), ()):
        if not more or _follow(text, tokens, i, more):
            return value, 1 + len(more)
    return None


def _follow(text: str, tokens: list[tuple[int, int, str]], i: int, more: tuple[str, ...]) -> bool:
    if i + len(more) >= len(tokens):
        return not more
    return all(plain(tokens[i + 1 + k][2]) == word and _near(text, tokens, i + k) for k, word in enumerate(more))


def _near(text: str, tokens: list[tuple[int, int, str]], i: int) -> bool:
    """Whether token i + 1 follows token i after a blank or a hyphen at most."""
    return text[tokens[i][1] : tokens[i + 1][0]].strip(" \t\n-‐‑") == "" and tokens[i + 1][0] - tokens[i][1] <= 2


def _together(word: str, numbers: Numbers) -> str:
    """Digits of number words that are run together ('zeroseven'); '' where something else is among them."""
    digits, at, count = "", 0, 0
    while at < len(word):
        match = numbers.glued.match(word, at)
        if match is None or count >= MAX_DIGITS:
            return ""
        digits += str(next(value for more, value in numbers.phrases[match.group()] if not more))
        at, count = match.end(), count + 1
    return digits if count > 1 else ""


def _strewn(text: str, tokens: list[tuple[int, int, str]], i: int, run: list[Item]) -> bool:
    """Whether token i is a letter or two glued between digits, strewn in to disguise them."""
    start, end, token = tokens[i]
    return len(token) <= 3 and run[-1].end == start and end < len(text) and text[end].isdigit()


def _gap(text: str, start: int, end: int, item: Item | None) -> str:
    """What stands between two items."""
    between = text[start:end]
    if not between:
        return ""
    if _USUAL.fullmatch(between):
        return "usual" if "\n" not in between else "line"
    if _PROSE_COMMA.fullmatch(between):
        return "comma"
    if len(between) > MAX_GAP or _BREAKS.search(between):
        return "break"
    return "emoji" if any(ord(c) >= 0x2190 for c in between) else "odd"
