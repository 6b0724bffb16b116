"""What all tests share: hypothesis made repeatable, one engine, tables from a few words, and a small synthetic market,
run once for all tests that only read it or change their own copy."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, settings

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.tables import ALL_TABLES

sys.path[:0] = [str(Path(__file__).parent / folder) for folder in (".", "faults", "walk")]

import market  # noqa: E402 (found by the line above)
import shell  # noqa: E402

os.environ.pop("COLUMNS", None)  # a terminal's width, which workers of pytest inherit, is none of the tests' business

# The same examples on every machine and every run; no test times anything.
settings.register_profile(
    "turnstone", derandomize=True, deadline=None, database=None, max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
settings.load_profile("turnstone")

Row = dict[str, Any]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalEngine]:
    """One engine for all tests that need none of their own."""
    with LocalEngine(tmp_path_factory.mktemp("engine"), threads=1) as engine:
        yield engine


@pytest.fixture(scope="session")
def rows_of() -> Callable[[str, list[Row]], Table]:
    """(name of a table of the model, rows) -> the table; columns that the rows leave out are empty."""

    def make(name: str, rows: list[Row]) -> Table:
        schema = ALL_TABLES[name].arrow
        unknown = {column for row in rows for column in row} - set(schema.names)
        assert not unknown, f"{name} has no columns {unknown}"
        return Table.of(pa.Table.from_pylist(rows, schema))

    return make


@pytest.fixture(scope="session")
def market_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files of the market."""
    return market.build(tmp_path_factory.mktemp("market"))


@pytest.fixture(scope="session")
def finished(market_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the market and a finished run: not to be changed."""
    return shell.new_workspace(tmp_path_factory.mktemp("finished") / "ws", market_files, run=True)


@pytest.fixture
def workspace(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished workspace of the test's own."""
    return Path(shutil.copytree(finished, tmp_path / "ws"))
