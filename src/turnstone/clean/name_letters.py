"""Letters of all scripts as plain ASCII, and words as they sound: the same name from two alphabets comes near itself.

Two steps. `romanised` writes a name in Latin letters (anyascii, with what it leaves out put back: the Arabic alef, the
Hebrew bet), a space between Chinese characters and Korean syllables, nothing for accents and invisible signs. `sounds`
then writes what spelling habits write differently with one letter: kh, h; ts, tz, c; w, v; ou, oo, u; iy, ij, y, i.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from anyascii import anyascii

_OWN = {
    # Arabic: long vowels and their carriers, which are silent in anyascii; hamza and ayn are not written in names.
    **dict.fromkeys("اآأإٱى", "a"),
    "و": "w",
    "ؤ": "w",
    "ي": "y",
    "ی": "y",
    "ئ": "y",
    "ة": "a",
    "ء": None,
    "ع": "a",
    "گ": "g",
    "ک": "k",
    # Hebrew: bet, kaf and pe as at the start of a word; alef and ayn carry a vowel.
    "א": "a",
    "ע": "a",
    "ב": "b",
    "ו": "v",
    "ח": "h",
    "כ": "k",
    "ך": "kh",
    "פ": "p",
    "ף": "f",
    "צ": "ts",
    "ץ": "ts",
    "ъ": None,
    "ь": None,
    "Ъ": None,
    "Ь": None,
    "ц": "ts",
    "Ц": "Ts",
    "х": "kh",
    "Х": "Kh",
    "ʹ": None,
    "ʺ": None,
}
_SYLLABLES = ((0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAD9), (0x20000, 0x323AF))
_ABJAD = re.compile("[\u05d0-\u05ea\u0620-\u064a\u0671-\u06d3]")
_ARTICLE = re.compile("(?<![\u0620-\u06d3])ال(?=[\u0620-\u06d3]{2})")
_OTHERS = re.compile("[^\\W\\d_\u0590-\u06ff]")


class _Letters(dict[int, "str | None"]):
    """A table for str.translate that learns each character when it is first met."""

    def __missing__(self, code: int) -> str | None:
        if code < 128:
            out: str | None = chr(code)
        elif code in _BY_CODE:
            out = _BY_CODE[code]
        elif unicodedata.category(chr(code)) in ("Mn", "Me", "Cf", "Lm", "Sk"):
            out = None
        else:
            plain = anyascii(chr(code)).replace("\n", " ")
            if unicodedata.category(chr(code))[0] not in "LN" and not plain.isalnum():
                plain = " "  # a picture's name is no name
            out = f" {plain} " if any(a <= code <= b for a, b in _SYLLABLES) else plain or " "
        self[code] = out
        return out


_BY_CODE: dict[int, str | None] = {ord(letter): latin for letter, latin in _OWN.items()}
_LETTERS = _Letters()


def romanised(name: str) -> str:
    """The name in ASCII, case kept: 'Владимир' -> 'Vladimir', '王小明' -> ' Wang  Xiao  Ming '. Never a line break."""
    if not name.isascii():
        if "ال" in name:
            name = _ARTICLE.sub("ال ", name)
        name = name.translate(_LETTERS)
    return name.replace("\n", " ") if "\n" in name else name


def without_vowels(name: str) -> int:
    """1 where a name is in Arabic or Hebrew letters, which leave short vowels out; 2 where only some of it is; else 0."""
    if name.isascii() or _ABJAD.search(name) is None:
        return 0
    return 2 if _OTHERS.search(name) else 1


# Applied in this order to all words at once. Small letters stand for sounds without a letter of their own: c as in
# church, s as in ship. What is still doubtful after this (b or v, g or h, sh or s) costs little in the distance.
_SOUNDS: tuple[tuple[str, str], ...] = (
    *(
        ("SHCH", "s"),
        ("SCHTSCH", "s"),
        ("TSCH", "c"),
        ("TCH", "c"),
        ("SCH", "s"),
        ("SH", "s"),
        ("CZ", "c"),
        ("CH", "c"),
    ),
    *(("DZH", "J"), ("DSCH", "J"), ("DJ", "J"), ("ZH", "J"), ("DZ", "Z"), ("KH", "H"), ("GH", "G"), ("PH", "F")),
    *(
        ("TH", "T"),
        ("TZ", "C"),
        ("TS", "C"),
        ("CK", "K"),
        ("QU", "K"),
        ("Q", "K"),
        ("\nX", "\nS"),
        ("X", "KS"),
        ("W", "V"),
    ),
    *(("CE", "SE"), ("CI", "SI"), ("CY", "SI"), ("IC\n", "Ic\n"), ("C", "K"), ("KKS", "KS")),
    *(("OU", "U"), ("OO", "U"), ("EE", "I"), ("IE", "I"), ("AE", "E"), ("OE", "O"), ("UE", "U"), ("EO", "O")),
    *(("EU", "U"), ("EY", "AI"), ("EI", "AI"), ("AY", "AI"), ("Y", "I"), ("IJ", "I"), ("AH\n", "A\n"), ("EH\n", "E\n")),
)
_TS = ("TZ", "TS")
_DOUBLE = re.compile(r"([A-Za-z0-9])\1+")


def sounds(words: Sequence[str]) -> list[str]:
    """Each word (upper-case ASCII) as it sounds: MARKOU, MARKU -> MARKU; WLADIMIR -> VLADIMIR."""
    if not words:
        return []
    text = "\n" + "\n".join(words) + "\n"
    for written, sound in _SOUNDS:
        # ts is one sound and K is another; until C has become K it must stay apart.
        text = text.replace(written, "z" if written in _TS else sound)
    return _DOUBLE.sub(r"\1", text).split("\n")[1:-1]
