"""IBANs: country's length and structure (data file iban.tsv, after the ISO 13616 registry) and mod-97."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from turnstone.clean.contacts.contact import Found

_START = re.compile(r"(?<![0-9A-Za-z])([A-Za-z]{2})[ -]?(\d)[ ]?(\d)(?=[ -]?[0-9A-Za-z])")
_GLUED = re.compile(r"\d(?:(?<=[A-Za-z]{2}\d)|(?<=[A-Za-z]{2}[ -]\d))")
"""What is in all that _START finds, and is found sooner."""
_REST = re.compile(r"(?:[ \u00a0.-]{0,2}[0-9A-Za-z]){11,30}")
_CLASS = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


@cache
def _structures() -> dict[str, tuple[int, re.Pattern[str]]]:
    """Country -> length of the whole and the pattern of what follows the check digits."""
    out = {}
    for line in (Path(__file__).parent / "iban.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, structure = line.split("\t")
            parts = re.findall(r"(\d+)([nac])", structure)
            pattern = "".join(f"{_CLASS[kind]}{{{count}}}" for count, kind in parts)
            out[country] = (4 + sum(int(count) for count, _ in parts), re.compile(pattern))
    return out


def find_ibans(text: str) -> Iterator[Found]:
    """All IBANs of the folded text, in one piece or spaced."""
    past = 0
    for match in _START.finditer(text) if _GLUED.search(text) else ():
        country = match[1].upper()
        if match.start() < past or country not in _structures():
            continue
        length, pattern = _structures()[country]
        rest = _REST.match(text, match.end(), match.end() + 3 * length)
        if rest is None:
            continue
        end, compact = _first(text, match.end(), rest.end(), length - 4)
        compact = compact.upper()
        if (end < len(text) and text[end].isalnum()) or not pattern.fullmatch(compact):
            continue
        value = f"{country}{match[2]}{match[3]}{compact}"
        if int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1:
            past = end
            yield Found("iban", match.start(), end, value)


def _first(text: str, start: int, end: int, count: int) -> tuple[int, str]:
    """Where the first `count` letters and digits end, and these."""
    out: list[str] = []
    for i in range(start, end):
        if text[i].isalnum():
            out.append(text[i])
            if len(out) == count:
                return i + 1, "".join(out)
    return end, "".join(out)
