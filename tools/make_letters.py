"""Makes src/turnstone/kernels/letters.parquet: what each character of the basic plane and of the plane above means to
the tokeniser. Made once and shipped, because the tables of Unicode differ between versions of Python.

    python tools/make_letters.py
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

OUT = Path(__file__).parents[1] / "src" / "turnstone" / "kernels" / "letters.parquet"
SEPARATOR, SKIP, DIGIT, EMOJI = 0, 1, 2, 3
WORD, HAN, THAI = 0, 1, 2
CODES = 0x20000

# Marks that are put on letters and taken off again; marks of South and South-East Asian scripts are letters there.
_MARKS = ((0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x6D6, 0x6ED),
          (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F))  # fmt: skip
_SKIP = {0xAD, 0x640, 0x670, 0x34F, 0x61C, 0x180E, 0xFEFF, ord("'"), 0x2019, 0x2018, 0x2BC, 0x60, 0xB4,
         *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)}  # fmt: skip
_NO_SPACES = ((0xE00, 0xEFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F))
_HAN = ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x1B000, 0x1B16F))  # fmt: skip
_PICTURES = ((0x2190, 0x21FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x27BF), (0x2900, 0x297F),
             (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF))  # fmt: skip
# Letters of other alphabets that look like Latin ones, in lower case: words that mix them compare as they look.
_LOOKS = {
    **dict(zip("авгԍеѐёєіїјкмнорстухѕԁԛԝһ", "abrgeeeeiijkmhopctyxsdqwh", strict=True)),
    **dict(zip("αβεικμνορτυχ", "abeikmvoptyx", strict=True)),
    "օ": "o",
}
_SAME = {0x649: 0x64A, 0x629: 0x647, 0x6A9: 0x643, 0x6CC: 0x64A, 0x131: ord("i"), 0x142: ord("l"), 0xF8: ord("o"),
         0x111: ord("d"), 0x127: ord("h"), 0xE6: ord("a"), 0x153: ord("o"), 0xF0: ord("d"), 0xFE: ord("t")}  # fmt: skip


def within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def meaning(code: int) -> int:
    """SEPARATOR, SKIP, DIGIT or EMOJI; else the folded letter times four plus its kind."""
    char = chr(code)
    if code in _SKIP or within(code, _MARKS):
        return SKIP
    if 0xD800 <= code <= 0xDFFF:
        return SEPARATOR
    if 0x1F3FB <= code <= 0x1F3FF:  # skin tones
        return SKIP
    category = unicodedata.category(char)
    if 0xAC00 <= code <= 0xD7A3:
        return code << 2 | WORD
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not within(ord(c), _MARKS))
    if 0x1F130 <= code <= 0x1F189 and (letter := unicodedata.name(char, "")[-1:]).isalpha():
        plain, category = letter, "Lu"  # letters in squares and circles
    first = plain[:1].casefold()[:1]
    if not first:
        return SKIP if category == "Mn" else SEPARATOR
    if category == "Nd" or (category == "No" and first.isdigit()):
        return DIGIT
    if first.isalpha() or unicodedata.category(first) in ("Mc", "Mn", "Lo", "Lm"):
        first = _LOOKS.get(first, first)
        folded = _SAME.get(ord(first), ord(first))
        kind = THAI if within(folded, _NO_SPACES) else HAN if within(folded, _HAN) else WORD
        return folded << 2 | kind
    return EMOJI if within(code, _PICTURES) else SEPARATOR


def main() -> None:
    codes = np.array([meaning(code) for code in range(CODES)], np.uint32)
    pq.write_table(pa.table({"meaning": codes}), OUT, compression="zstd", use_dictionary=False,
                   column_encoding="DELTA_BINARY_PACKED")  # fmt: skip
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes, Unicode {unicodedata.unidata_version}")


if __name__ == "__main__":
    main()
