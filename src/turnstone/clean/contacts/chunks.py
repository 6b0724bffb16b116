"""Patterns without blanks are only sought in the stretches without blanks in which their sign stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK = re.compile(r"\s")


def in_chunks(pattern: re.Pattern[str], text: str, sign: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The same as `pattern.finditer(text)`, for a pattern of which each match holds a match of `sign`, takes no blank,
    and minds at its ends only whether there is a further letter or sign."""
    at = 0
    while found := sign.search(text, at):
        start = found.start()
        while start > at and not text[start - 1].isspace():
            start -= 1
        blank = _BLANK.search(text, found.end())
        at = blank.start() if blank else len(text)
        yield from pattern.finditer(text, start, at)
