"""The figures of the world are kept: whoever changes one says so in docs/decisions/0014 and here."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from importlib.resources import files

import pytest

from turnstone.sim.parameters import TABLES

KEPT = {
    "parameters.csv": "d3f1c26d4a9f1bdb",
    "parameters_money.csv": "fac507e2f633fd29",
    "parameters_filings.csv": "40f4db2e7468e934",
}


@pytest.mark.parametrize("table", TABLES)
def test_no_figure_has_changed(table: str) -> None:
    rows = list(csv.DictReader(files("turnstone.sim").joinpath(table).read_text("utf-8").splitlines()))
    figures = "".join(f"{row['name']}={row['value']}\n" for row in sorted(rows, key=lambda row: row["name"]))
    assert hashlib.sha256(figures.encode()).hexdigest()[:16] == KEPT[table], (
        "see docs/decisions/0014-a-world-that-is-kept.md"
    )


@pytest.mark.parametrize("table", TABLES)
def test_each_figure_says_when_it_was_set_and_whence_it_is(table: str) -> None:
    for row in csv.DictReader(files("turnstone.sim").joinpath(table).read_text("utf-8").splitlines()):
        assert row["unit"] and row["source"], row["name"]
        assert date.fromisoformat(row["set_on"]) >= date(2026, 11, 26)
