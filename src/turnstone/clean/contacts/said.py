"""Numbers said in words: phrases, hundreds with what follows, repeated digits, words run together."""

from __future__ import annotations

from turnstone.clean.contacts.item import WORDS, Item
from turnstone.clean.contacts.words import Numbers, plain

Tokens = list[tuple[int, int, str]]
MOST_TOGETHER = 64
"""Number words without blanks between that are read as one number."""


def said(text: str, tokens: Tokens, i: int, numbers: Numbers) -> tuple[Item, int] | None:
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
        if len(word) >= 6 and (digits := together(word, numbers)):
            return Item(start, end, digits, digits, WORDS), 1
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


def _phrase(text: str, tokens: Tokens, i: int, numbers: Numbers) -> tuple[int, int] | None:
    """The longest number phrase from token i: its number and how many tokens it takes."""
    for more, value in numbers.phrases.get(plain(tokens[i][2]), ()):
        if not more or _follow(text, tokens, i, more):
            return value, 1 + len(more)
    return None


def _follow(text: str, tokens: Tokens, i: int, more: tuple[str, ...]) -> bool:
    if i + len(more) >= len(tokens):
        return not more
    return all(plain(tokens[i + 1 + k][2]) == word and _near(text, tokens, i + k) for k, word in enumerate(more))


def _near(text: str, tokens: Tokens, i: int) -> bool:
    """Whether token i + 1 follows token i after a blank or a hyphen at most."""
    return text[tokens[i][1] : tokens[i + 1][0]].strip(" \t\n-‐‑") == "" and tokens[i + 1][0] - tokens[i][1] <= 2


def together(word: str, numbers: Numbers) -> str:
    """Digits of number words that are run together ('zeroseven'); '' where something else is among them."""
    digits, at, count = "", 0, 0
    while at < len(word):
        match = numbers.glued.match(word, at)
        if match is None or count >= MOST_TOGETHER:
            return ""
        digits += str(next(value for more, value in numbers.phrases[match.group()] if not more))
        at, count = match.end(), count + 1
    return digits if count > 1 else ""
