"""What names of hosts and accounts are made of: top-level domains, and foreign letters that look like Latin ones."""

from __future__ import annotations

import re
from functools import cache

from turnstone.clean.contacts.words import rows

LOOKS_LATIN = dict(
    zip(
        "авсеһіјкмнорԛѕтухԝАВСЕНІЈКМОРЅТУХαονρικτυχΑΒΕΗΙΚΜΝΟΡΤΥΧ",
        "abcehijkmhopqstyxwabcehijkmopstyxaovpiktyxabehikmnoptyx",
        strict=True,
    )
)
_TABLE = str.maketrans(LOOKS_LATIN)


def latin(name: str) -> tuple[str, bool]:
    """The name with look-alike letters made Latin, where it mixes them with Latin ones; and whether that was so."""
    if name.isascii():
        return name, False
    parts, changed = [], False
    for part in re.split(r"([.@/])", name):
        if not part.isascii() and (re.search("[a-z]", part) or any(re.search("[a-z]", p) for p in name.split("@"))):
            swapped = part.translate(_TABLE)
            changed |= swapped.isascii() and swapped != part
            part = swapped if swapped.isascii() else part
        parts.append(part)
    return "".join(parts), changed


@cache
def _tlds(kind: str) -> frozenset[str]:
    return frozenset(tld for row in rows("tlds.tsv") if row[0] == kind for tld in row[1:])


def is_tld(label: str) -> bool:
    """Whether the label is a top-level domain that is taken for one."""
    return label in _tlds("plain") or label in _tlds("word")


def is_tld_like_a_word(label: str) -> bool:
    """Whether the label also is a word, so that 'end.so' may be two sentences."""
    return label in _tlds("word")
