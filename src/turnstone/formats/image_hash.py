"""A picture to its PDQ hash, after which the picture is forgotten. Nothing else is computed from it: no faces, no
thumbnail, no EXIF.

PDQ (Meta, 2017; 'The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm', and its reference code)
is the hash that lists of known pictures are exchanged in. This is an implementation from its description: luminance,
two passes of a box filter, 64 x 64 samples, the 16 x 16 lowest frequencies of a cosine transform without the zeroth,
and a bit for each that lies above their median. Pictures whose hashes differ in few bits look alike.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_BYTES = 64 << 20
MOST_PIXELS = 64_000_000
"""A larger picture is dropped without a hash: it may be made to fill memory (a bomb)."""
LEAST_SIDE = 64
"""Pixels. Smaller pictures are icons and spacers, which say nothing about who posts."""
LEAST_QUALITY = 50
"""Of 100, by PDQ's own measure: a picture with less in it (a plain colour) is not told from others by its hash."""
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "MPO", "ICO", "AVIF")
_REDUCED = 512
_STARTS: tuple[tuple[bytes, int], ...] = (
    (b"\xff\xd8\xff", 0), (b"\x89PNG\r\n\x1a\n", 0), (b"GIF87a", 0), (b"GIF89a", 0), (b"BM", 0), (b"II*\0", 0),
    (b"MM\0*", 0), (b"\0\0\1\0", 0), (b"WEBP", 8), (b"ftypavif", 4), (b"ftypheic", 4), (b"ftypmif1", 4),
    (b"\0\0\0\x0cJXL ", 0), (b"\xff\x0a", 0),
)  # fmt: skip
WEIGHTS = np.array([0.299, 0.587, 0.114])


@dataclass(frozen=True)
class Hashed:
    """`pdq:` and 64 hex digits; or None, and why there is none."""

    hash: str | None
    why: str = ""


def looks_like_image(data: bytes) -> bool:
    """Whether bytes begin as pictures do. (`BM` alone is also how words begin: a bitmap says its own size.)"""
    for start, at in _STARTS:
        if data[at : at + len(start)] == start:
            return start != b"BM" or (len(data) > 26 and data[6:10] == b"\0\0\0\0")
    return False


def hash_image(data: bytes) -> Hashed:
    """The picture's hash. Damaged, tiny, plain and far too large pictures have none; nothing is raised."""
    from PIL import Image

    if len(data) > MOST_BYTES:
        return Hashed(None, "too large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    return Hashed(None, "too large")
                if min(image.width, image.height) < LEAST_SIDE:
                    return Hashed(None, "too small")
                small = (min(image.width, _REDUCED), min(image.height, _REDUCED))
                flat = image.convert("RGB")
                pixels = np.asarray(flat if flat.size == small else flat.resize(small, Image.Resampling.BOX))
    except Exception:  # whatever a decoder says of hostile bytes: there is no hash, and the bytes go
        return Hashed(None, "damaged")
    bits, quality = pdq(pixels.astype(np.float64) @ WEIGHTS)
    return Hashed(f"pdq:{bits:064x}") if quality >= LEAST_QUALITY else Hashed(None, "too plain")


def pdq(luminance: Floats) -> tuple[int, int]:
    """(256 bits as a number, quality 0 to 100) of a picture's luminance, 0 to 255, rows by columns."""
    smooth = luminance
    for _ in range(2):
        smooth = _box(_box(smooth.T).T)
    small = smooth[np.ix_(*(_centres(size) for size in smooth.shape))]
    steps = [np.abs(np.trunc(np.diff(small, axis=axis) * 100 / 255)).sum() for axis in (0, 1)]
    waves = _cosines()
    frequencies = waves @ small @ waves.T
    flat = frequencies.ravel()
    above = flat > np.partition(flat, 127)[127]
    return sum(1 << int(i) for i in np.flatnonzero(above)), min(int(sum(steps) // 90), 100)


def _box(rows: Floats) -> Floats:
    """The mean of a window along each column of `rows` (its first axis), smaller at the ends."""
    size = len(rows)
    window = (size + 127) // 128
    ahead = (window + 2) // 2  # the sample itself and, of an even window, one more after it than before it
    sums = np.concatenate((np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)))
    at = np.arange(size)
    first, last = np.maximum(at - (window - ahead), 0), np.minimum(at + ahead, size)
    return np.asarray((sums[last] - sums[first]) / (last - first)[:, None])


def _centres(size: int) -> NDArray[np.int64]:
    return ((np.arange(64) + 0.5) * size / 64).astype(np.int64)


@cache
def _cosines() -> Floats:
    i, j = np.arange(1, 17)[:, None], np.arange(64)[None, :]
    return np.asarray(np.sqrt(2 / 64) * np.cos(np.pi / 128 * i * (2 * j + 1)))
