"""Formulas are never calculated: the values saved with them are read, and it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import workbooks
import xlsxwriter

from market import Row, debarments, small, write_csv
from shell import new_workspace, reconcile, rejects, turnstone


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formulas")
    with xlsxwriter.Workbook(folder / "formulas.xlsx") as book:
        page = book.add_worksheet("List")
        page.write_row(0, 0, list(debarments()[0]))
        for r in range(1, 4):
            page.write_row(r, 0, list(debarments()[0].values()))
        page.write_formula(1, 1, '="Alder"&" Farm Inc"', None, "Alder Farm Inc")
        page.write_formula(2, 1, "=HYPERLINK(A1)", None, "")
        page.write_formula(3, 2, "=1/0", None, "#DIV/0!")
    return new_workspace(folder / "ws", [folder / "formulas.xlsx", small(folder)], run=True)


def refused(place: Path) -> dict[int, Row]:
    return {row["row"]: row for row in rejects(place) if row["file"] == "formulas.xlsx"}


def test_all_rows_are_taken(place: Path) -> None:
    assert reconcile(place)["formulas.xlsx"]["rows_out"] == 3


def test_the_saved_value_is_read_and_the_reader_is_told(place: Path) -> None:
    names = {row["row"]: row["name"] for row in turnstone("table", "raw_debarments", "--json", at=place).json}
    assert names == {2: "Alder Farm Inc", 3: None, 4: debarments()[0]["Entity Debarred"]}
    told = turnstone("table", "source_files", "--json", at=place).json
    notes = [row["notes"] for row in told if row["notes"]]
    assert notes == ["3 cells hold formulas: the values saved with them were read, nothing was calculated"]


def test_a_formula_without_a_saved_value(place: Path) -> None:
    row = refused(place)[3]
    assert (row["sheet"], row["column"], row["scope"]) == ("List", "Entity Debarred", "value")
    assert row["reason"] == "a formula without a saved value"


def test_an_error_in_place_of_a_value(place: Path) -> None:
    row = refused(place)[4]
    assert (row["column"], row["scope"]) == ("City", "value")
    assert row["reason"] == "an error of the spreadsheet in place of a value"


def test_a_text_cell_that_is_too_long(tmp_path: Path) -> None:
    """Over a megabyte, which no spreadsheet program writes: the row is refused. Over sixteen: the file."""
    row = workbooks.row
    long = [*workbooks.ROW[:1], "x" * (2 << 20), *workbooks.ROW[2:]]
    longer = [*workbooks.ROW[:1], "x" * (17 << 20), *workbooks.ROW[2:]]
    files = [
        workbooks.debarments(tmp_path / "long.xlsx", row(3, *long), row(4, *workbooks.ROW)),
        workbooks.debarments(tmp_path / "longer.xlsx", row(3, *longer)),
        write_csv(tmp_path / "debarments.csv", debarments()),
    ]
    workspace = new_workspace(tmp_path / "ws", [*files, small(tmp_path)], run=True)
    told = reconcile(workspace)
    assert (told["long.xlsx"]["rows_out"], told["long.xlsx"]["rows_rejected"]) == (2, 1)
    assert told["longer.xlsx"]["rows_in"] == 0 and told["debarments.csv"]["rows_out"] == 1
    reasons = {row["file"]: (row["scope"], row["row"], row["reason"]) for row in rejects(workspace)}
    assert reasons["long.xlsx"] == ("row", 3, "a cell of more than 1,048,576 bytes")
    assert reasons["longer.xlsx"][0] == "file" and "a text of more than 16 MiB" in reasons["longer.xlsx"][2]
