"""Columns as codes: each different value is folded once, and what stands for 'unknown' is taken as such."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.clean.name_letters import romanised
from turnstone.kernels.records_text import hashes
from turnstone.links.records.fields import Codes, Texts

LONGEST = 200
"""So many letters of a value are kept. No name is longer; what is, is compared by its beginning."""

NAMES = ("given", "family", "full")
WHOLE = ("whole", "org")
FOLDED = (*NAMES, *WHOLE, "place", "street", "class")
NUMBERS = ("phone", "postcode", "id")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PARTS = re.compile(r"^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})$")
_WORDED = re.compile(r"^(?:(\d{1,2})[ -]([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2})),?[ -](\d{4}|\d{2})$")
_LATEST_SHORT_YEAR = 25
"""A birth year of two digits up to this is 20xx."""


@cache
def listed(name: str) -> tuple[str, ...]:
    """The lines of a data file of this package, without comments."""
    text = (files("turnstone.links.records") / name).read_text("utf-8")
    return tuple(s for line in text.splitlines() if (s := line.split("#")[0].strip()))


def coded(column: pa.ChunkedArray, kind: str) -> tuple[Codes, pa.Array]:
    """Each row's code and the folded texts of the codes; -1 where the value is missing or a placeholder."""
    values = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    seen = values.cast(pa.string()).dictionary_encode()
    texts = folded(seen.dictionary, kind)
    unknown = pc.is_in(texts, pa.array([*listed("placeholders.txt"), ""], pa.string()))
    if kind in NUMBERS:
        digits = pc.replace_substring_regex(texts, "^[a-z]+:", "")
        unknown = pc.or_(unknown, pc.match_substring_regex(digits, r"^(0+|1+|9+|1?23456789?0?|x+)$"))
    if kind == "email":
        unknown = pc.or_(unknown, pc.invert(pc.match_substring(texts, "@")))
    again = texts.dictionary_encode()
    moved = np.where(unknown.to_numpy(zero_copy_only=False), -1, again.indices.to_numpy()).astype(np.int32)
    codes = seen.indices.fill_null(-1).to_numpy().astype(np.int32)
    return through(codes, moved), again.dictionary


def through(codes: Codes, moved: NDArray[np.int32]) -> Codes:
    """Codes renamed; unknown stays unknown."""
    if len(moved) == 0:
        return np.full(len(codes), -1, np.int32)
    return np.where(codes >= 0, moved[np.maximum(codes, 0)], -1).astype(np.int32)


def folded(texts: pa.Array, kind: str) -> pa.Array:
    """Values as they are compared: lower case; names and places in ASCII letters, numbers without marks between, mail
    addresses out of 'Name <address>'."""
    texts = pc.utf8_slice_codeunits(texts, 0, LONGEST)
    out = pc.utf8_lower(pc.utf8_trim_whitespace(texts))
    if (kind in FOLDED or kind in NUMBERS) and pc.any(pc.not_equal(pc.binary_length(out), pc.utf8_length(out))).as_py():
        latin = romanised if kind in WHOLE else _ascii  # names word by word, as turnstone.links.compare reads them
        out = pa.array([s if s.isascii() else latin(s).lower() for s in out.to_pylist()], pa.string())
    if kind in FOLDED:
        out = pc.replace_substring(pc.replace_substring(out, "'", ""), "’", "")
        out = pc.utf8_trim_whitespace(pc.replace_substring_regex(out, "[^a-z0-9]+", " "))
    elif kind == "id":
        out = pc.replace_substring_regex(out, "[^0-9a-z:]+", "")
    elif kind in NUMBERS:
        out = pc.replace_substring_regex(out, "[^0-9a-z]+", "")
    elif kind == "email":
        out = pc.replace_substring_regex(out, r"^.*<\s*|\s*>.*$|^mailto:", "")
    return pc.utf8_slice_codeunits(out, 0, LONGEST)


def _ascii(text: str) -> str:
    from anyascii import anyascii

    return str(anyascii(text))


def texts_of(values: pa.Array) -> Texts:
    """The bytes of an Arrow array of texts, and their hashes."""
    large = values.cast(pa.large_string())
    buffers = large.buffers()
    at = np.frombuffer(buffers[1], np.int64, len(large) + 1 + large.offset)[large.offset :].copy()
    data = np.frombuffer(buffers[2], np.uint8) if buffers[2] is not None and buffers[2].size else np.zeros(1, np.uint8)
    out = np.zeros(len(large), np.uint64)
    hashes(data, at, out)
    return Texts(data, at, out)


def days_of(texts: pa.Array) -> NDArray[np.int64]:
    """Each text as year * 10000 + month * 100 + day; 0 where it is no whole day. ISO days and eight digits are read at
    once; 3/25/89, 25.3.1989, 25-Mar-89 one by one, month first unless that cannot be."""
    digits = pc.replace_substring_regex(texts, "[^0-9]", "")
    plain = pc.match_substring_regex(texts, r"^\d{4}[-/. ]?\d{2}[-/. ]?\d{2}([t ].*)?$")
    digits = pc.utf8_slice_codeunits(digits, 0, 8)
    out: NDArray[np.int64] = pc.cast(pc.if_else(plain, digits, "0"), pa.int64()).to_numpy().copy()
    for i in np.flatnonzero(out == 0):
        out[i] = _worded_day(texts[int(i)].as_py())
    return out


def _worded_day(text: str) -> int:
    if match := _PARTS.match(text):
        first, second, year = int(match[1]), int(match[2]), match[3]
        month, day = (first, second) if first <= 12 else (second, first)
    elif match := _WORDED.match(text):
        name, number, year = match[2] or match[3], match[1] or match[4], match[5]
        month, day = (_MONTHS.index(name) + 1 if name in _MONTHS else 0), int(number)
    else:
        return 0
    if not 1 <= month <= 12:
        return 0
    whole = int(year) if len(year) == 4 else int(year) + (2000 if int(year) <= _LATEST_SHORT_YEAR else 1900)
    return whole * 10000 + month * 100 + day
