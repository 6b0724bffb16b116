"""A brief on paper. Everything that people or files wrote reaches Typst as strings of a JSON value, never as its markup:
so none of it is run, and nothing has to be escaped. The template asks for no package, no file and no network."""

from __future__ import annotations

import hashlib
import json
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("brief.typ")
WANTED = (
    "Noto Sans", "DejaVu Sans", "Liberation Sans", "Libertinus Serif", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai",
    "Noto Sans Devanagari", "Noto Sans CJK SC",
)  # fmt: skip
"""Of these the ones that the machine has, in this order; Libertinus comes with Typst."""


@dataclass(frozen=True)
class Made:
    """A PDF and its SHA-256."""

    content: bytes
    sha256: str


def pdf(said: dict[str, Any]) -> Made:
    """`said`: see `brief_of`."""
    fonts, families = _fonts()
    with tempfile.TemporaryDirectory(prefix="turnstone-") as empty:
        content = typst.compile(
            TEMPLATE.read_bytes(), root=empty, package_path=empty, package_cache_path=empty, font_paths=fonts, format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"data": json.dumps({**said, "fonts": families}, ensure_ascii=False)},
        )  # fmt: skip
    return Made(content, hashlib.sha256(content).hexdigest())


@lru_cache(maxsize=1)
def _fonts() -> tuple[typst.Fonts, list[str]]:
    found = typst.Fonts()
    there = set(found.families())
    return found, [family for family in WANTED if family in there]
