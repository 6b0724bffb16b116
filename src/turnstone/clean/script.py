"""Which script a text is written in, and whether words mix look-alike letters of several scripts (UAX 24, UTS 39).

All texts of a batch are looked at as one long row of code points: an advert costs about as much as reading it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

# Letters by blocks (Unicode 15, Blocks.txt and Scripts.txt, the scripts of texts that people post).
_RANGES: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = (
    ("Latn", ((0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2AF),
              (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA722, 0xA7FF), (0xFB00, 0xFB06), (0xFF21, 0xFF3A),
              (0xFF41, 0xFF5A), (0x1D400, 0x1D6A5), (0x1F130, 0x1F149), (0x24B6, 0x24E9))),
    ("Cyrl", ((0x400, 0x481), (0x48A, 0x52F), (0x1C80, 0x1C88), (0xA640, 0xA66E))),
    ("Grek", ((0x370, 0x373), (0x376, 0x377), (0x37B, 0x37D), (0x37F, 0x37F), (0x386, 0x386), (0x388, 0x3FF),
              (0x1F00, 0x1FFC))),
    ("Armn", ((0x531, 0x556), (0x561, 0x587))),
    ("Hebr", ((0x5D0, 0x5F2), (0xFB1D, 0xFB4F))),
    ("Arab", ((0x620, 0x64A), (0x66E, 0x6D3), (0x6FA, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8C9), (0xFB50, 0xFDFB),
              (0xFE70, 0xFEFC))),
    ("Deva", ((0x904, 0x963), (0x971, 0x97F))), ("Beng", ((0x985, 0x9E3),)), ("Guru", ((0xA05, 0xA74),)),
    ("Gujr", ((0xA85, 0xAE3),)), ("Taml", ((0xB83, 0xBD7),)), ("Telu", ((0xC05, 0xC63),)),
    ("Knda", ((0xC85, 0xCE3),)), ("Mlym", ((0xD05, 0xD63),)), ("Sinh", ((0xD85, 0xDF3),)),
    ("Thai", ((0xE01, 0xE4E),)), ("Laoo", ((0xE81, 0xECD), (0xEDC, 0xEDF))), ("Tibt", ((0xF00, 0xF00), (0xF40, 0xFBC))),
    ("Mymr", ((0x1000, 0x103F), (0x1050, 0x108F))), ("Geor", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2D))),
    ("Ethi", ((0x1200, 0x135A),)), ("Khmr", ((0x1780, 0x17D3),)), ("Mong", ((0x1820, 0x18AA),)),
    ("Hira", ((0x3041, 0x3096), (0x309D, 0x309F))), ("Kana", ((0x30A1, 0x30FA), (0x30FC, 0x30FF), (0xFF66, 0xFF9D))),
    ("Hang", ((0x1100, 0x11FF), (0x3131, 0x318E), (0xAC00, 0xD7A3))),
    ("Hani", ((0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x323AF))),
)  # fmt: skip
CODES: tuple[str, ...] = ("Zyyy", *(code for code, _ in _RANGES))
_ALIKE = (
    "aceopxyijshdqwlbkmtnuvrgABCEHIJKMOPSTXYNZVLaáéóíúöëïü"  # Latin letters that have a double
    "асеорхуіјѕһԁԛԝАВСЕНІЈКМОРЅТХУҮЗбгкмтпивнӏ"  # Cyrillic
    "αονρτικυχεγωηΑΒΕΖΗΙΚΜΝΟΡΤΥΧόίά"  # Greek
)
"""Letters of Latin, Cyrillic and Greek that are taken for a letter of another of the three."""
_MOST_AT_ONCE = 1 << 22


def scripts(texts: Sequence[str]) -> tuple[list[str], NDArray[np.bool_]]:
    """For each text the ISO 15924 code of the script of most letters (`Zyyy` without any; the first in the list where
    two have as many), and whether a word mixes look-alike letters of Latin, Cyrillic and Greek."""
    codes: list[str] = []
    mixed: list[NDArray[np.bool_]] = []
    start = size = 0
    for i, text in enumerate([*texts, ""]):
        if i == len(texts) or (size + len(text) > _MOST_AT_ONCE and i > start):
            some_codes, some_mixed = _batch(texts[start:i])
            codes += some_codes
            mixed.append(some_mixed)
            start, size = i, 0
        size += len(text) + 1
    return codes, np.concatenate(mixed) if mixed else np.zeros(0, np.bool_)


def _batch(texts: Sequence[str]) -> tuple[list[str], NDArray[np.bool_]]:
    if not texts:
        return [], np.zeros(0, np.bool_)
    table, alike = _tables()
    points = np.frombuffer("\0".join((*texts, "")).encode("utf-32-le", "replace"), "<u4")
    script = table[points]
    ends = np.cumsum([len(text) + 1 for text in texts])
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), np.diff(ends, prepend=0))
    counts = np.bincount(owner * len(CODES) + script, minlength=len(texts) * len(CODES)).reshape(-1, len(CODES))
    counts[:, 0] = 0
    most = counts.argmax(axis=1)
    # Words: runs of letters. Bits 1, 2 and 4 for a letter of one of the three scripts that has a double in another.
    if not ((counts[:, 1:4] > 0).sum(axis=1) > 1).any():
        return [CODES[i] for i in most], np.zeros(len(texts), np.bool_)
    bits = np.where(alike[points], 1 << (np.clip(script, 1, 3) - 1), 0).astype(np.uint8)
    letter = script > 0
    begins = np.flatnonzero(letter & ~np.concatenate(([False], letter[:-1])))
    breaks = np.flatnonzero(~letter)
    where = np.sort(np.concatenate((begins, breaks)))
    words = np.bitwise_or.reduceat(bits, where)
    several = np.isin(words, (3, 5, 6, 7))
    mixed = np.zeros(len(texts), np.bool_)
    mixed[owner[where[several]]] = True
    return [CODES[i] for i in most], mixed


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Code point -> number in CODES; code point -> whether it has a double."""
    table = np.zeros(0x110000, np.uint8)
    for number, (_, ranges) in enumerate(_RANGES, 1):
        for first, last in ranges:
            table[first : last + 1] = number
    alike = np.zeros(0x110000, np.bool_)
    alike[[ord(c) for c in _ALIKE]] = True
    return table, alike
