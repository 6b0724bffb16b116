"""Runs: digits, number words and look-alike letters that stand beside each other, whatever is strewn between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from turnstone.clean.contacts.item import LOOK, PLAIN, WORDS, Item
from turnstone.clean.contacts.ordinary import Ordinary
from turnstone.clean.contacts.said import Tokens, said, together
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
MAX_DIGITS, MAX_GAP, _MOST_PLUSES = 64, 6, 3


_CLUSTER = re.compile(r"\d(?:\D{0,14}\d){2,}")
_ZEROS = "OoОоΟο"


def runs(text: str, numbers: Numbers | None, skip: list[tuple[int, int]]) -> Iterator[list[Item]]:
    """All runs of the folded text, each an unbroken list of items. `skip` are spans that belong to other contacts."""
    if numbers is None:
        tokens = [(m.start(), m.end(), m.group()) for at, to in _clusters(text) for m in TOKEN.finditer(text, at, to)]
    else:
        tokens = [(m.start(), m.end(), m.group()) for m in TOKEN.finditer(text)]
    ordinary = Ordinary(text, [(start, end) for start, end, token in tokens if token[0].isdecimal()])
    blocked = sorted(skip)
    run: list[Item] = []
    at, i, b = 0, 0, 0
    pending = ""  # letters between digits that are no number
    while i < len(tokens):
        start, end, token = tokens[i]
        while b < len(blocked) and blocked[b][1] <= start:
            b += 1
        possible = numbers is None or _could_be(token, numbers)
        if not possible and not run:  # nearly all words of a text
            i += 1
            continue
        item, used = None, 1
        is_blocked = b < len(blocked) and blocked[b][0] < end
        if possible and not is_blocked and not (token[0].isdecimal() and ordinary.holds(start, end)):
            item, used = _item(text, tokens, i, numbers, run)
        gap = _gap(text, run[-1].end, start) if run and item is not None and not pending else ""
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
            run.append(item._replace(gap="usual" if pending == " " else "letters", between=pending))
            pending = ""
        elif run and (gap == "break" or item.plus):
            yield run
            run = [item]
        else:
            run.append(item._replace(gap=gap, between=text[run[-1].end : start]) if run else item)
        i += used
        at = end
    if run and at:
        yield run


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where digits stand near each other, with the whole words at both ends: all else holds no number in digits."""
    past = 0
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        if start > 1 and text[start - 1] in " .-" and text[start - 2] in _ZEROS:
            start -= 1
        while start > past and text[start - 1] in _ZEROS:
            start -= 1
        first = start
        while start > past and start > first - 8 and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and end < match.end() + 8 and text[end].isalnum():
            end += 1
        past = end
        yield start, end


def _item(
    text: str, tokens: Tokens, i: int, numbers: Numbers | None, run: list[Item], pluses: int = 0
) -> tuple[Item | None, int]:
    """The item that begins with token i, and how many tokens it takes; None where the token is no number. `pluses`: how
    often 'plus' was just said, which is followed only so far."""
    start, end, token = tokens[i]
    if token[0].isdigit():
        plus = (start > 0 and text[start - 1] == "+") or text[max(0, start - 2) : start] in ("+(", "+ ")
        return Item(start, end, token, token, PLAIN, plus=plus), 1
    if numbers is not None and (spoken := said(text, tokens, i, numbers)):
        return spoken
    if numbers is not None and pluses < _MOST_PLUSES and plain(token) in _PLUS and i + 1 < len(tokens):
        after, used = _item(text, tokens, i + 1, numbers, run, pluses + 1)
        if after is not None and after.digits and after.start - end <= 2:
            return after._replace(start=start, plus=True, how=after.how | WORDS), used + 1
    if len(token) <= 6 and _LOOKS_ONLY.fullmatch(token):
        left = bool(run) and run[-1].end >= start - 2
        right = end < len(text) and (text[end].isdigit() or (text[end : end + 2].strip().isdigit() and left))
        glued = (left and run[-1].end == start) or (end < len(text) and text[end].isdigit())
        if glued or (left and right and len(token) == 1) or (left and len(token) == 1 and run[-1].how == WORDS):
            digits = token.translate(LOOKS)
            return Item(start, end, digits, digits, LOOK), 1
    return None, 1


_MOST_KNOWN = 50_000


def _could_be(token: str, numbers: Numbers) -> bool:
    """Whether `_item` could make anything of the token, whatever stands around it."""
    known = numbers.known.get(token)
    if known is None:
        word = plain(token)
        known = (
            token[0].isdigit()
            or word in numbers.repeats
            or word in numbers.phrases
            or word in _PLUS
            or (len(token) <= 6 and _LOOKS_ONLY.fullmatch(token) is not None)
            or (len(word) >= 6 and bool(together(word, numbers)))
        )
        if len(numbers.known) >= _MOST_KNOWN:
            numbers.known.clear()
        if len(token) <= MAX_DIGITS:
            numbers.known[token] = known
    return known


def _strewn(text: str, tokens: Tokens, i: int, run: list[Item]) -> bool:
    """Whether token i is a letter or two glued between digits, strewn in to disguise them."""
    start, end, token = tokens[i]
    return len(token) <= 3 and run[-1].end == start and end < len(text) and text[end].isdigit()


def _gap(text: str, start: int, end: int) -> str:
    """What stands between two items."""
    return _gap_of(text[start:end]) if end - start <= _LONGEST_REMEMBERED else _gap_of.__wrapped__(text[start:end])


_LONGEST_REMEMBERED = 8


@lru_cache(4_096)
def _gap_of(between: str) -> str:
    if not between:
        return ""
    if _USUAL.fullmatch(between):
        return "usual" if "\n" not in between else "line"
    if _PROSE_COMMA.fullmatch(between):
        return "comma"
    if len(between) > MAX_GAP or _BREAKS.search(between):
        return "break"
    return "emoji" if any(ord(c) >= 0x2190 for c in between) else "odd"
