"""Pictures, answers and WARC records for tests: all invented, drawn from noise."""

from __future__ import annotations

import gzip
import io

import numpy as np
from PIL import Image


def picture(seed: int, size: tuple[int, int] = (200, 160), kind: str = "JPEG") -> bytes:
    """A picture of coloured squares."""
    squares = np.random.default_rng(seed).integers(0, 255, (8, 8, 3)).astype("uint8")
    out = io.BytesIO()
    Image.fromarray(squares).resize(size, Image.Resampling.NEAREST).save(out, kind)
    return out.getvalue()


def answer(type: str, body: bytes, status: int = 200) -> bytes:
    return f"HTTP/1.1 {status} OK\r\nContent-Type: {type}\r\n\r\n".encode() + body


def record(kind: str, address: str, block: bytes, *, says: int | None = None, type: str = "application/http") -> bytes:
    length = len(block) if says is None else says
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {type}\r\n"
    return head.encode() + f"Content-Length: {length}\r\n\r\n".encode() + block + b"\r\n\r\n"


def page(words: str, extra: str = "") -> bytes:
    return f"<!doctype html><html><body><main><p>{words}</p>{extra}</main></body></html>".encode()


def response(number: int, body: bytes, type: str = "text/html", **more: int) -> bytes:
    return record("response", f"https://board.example/{number}", answer(type, body), **more)


def packed(records: list[bytes]) -> bytes:
    """Each record a member of its own, as crawlers do."""
    return b"".join(gzip.compress(r, mtime=0) for r in records)
