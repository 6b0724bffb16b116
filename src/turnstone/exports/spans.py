"""Words and stretches of a text, as what masks them needs them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_MARKS = "".join(
    chr(code) for code in (*range(0x300, 0x3200), *range(0xA66F, 0xAC00)) if unicodedata.category(chr(code))[0] == "M"
)
WORD = re.compile(rf"[^\W\d_](?:\w|[{_MARKS}])*")
"""A word: letters with their marks, in any script."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Scripts that put no spaces between words: a name is looked for as a whole."""


@dataclass(frozen=True)
class Span:
    """What must not be read: characters `start` to `end` of a body, its kind, and the value that its stand-in is of."""

    start: int
    end: int
    kind: str
    value: str
