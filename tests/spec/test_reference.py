"""The reference is what tools/make_reference.py would write now."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES: dict[str, str] = _tool().pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text("utf-8")
    assert written == PAGES[name], f"docs/reference/{name} is out of date: run `python tools/make_reference.py`"


def test_nothing_else_lies_there() -> None:
    by_hand = {"workbench-json.yml"}  # tests/web/test_json_addresses.py holds it true
    assert {path.name for path in (ROOT / "docs" / "reference").iterdir()} == set(PAGES) | by_hand
