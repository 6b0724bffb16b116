"""Sheets and columns that are not as the description says: named, with what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from market import debarments, small, write_csv, write_xls, write_xlsx
from shell import LAW, new_workspace, reconcile, rejects, turnstone

MAPPING = """
name: crews_of_ours
table: debarments
sheet: Barred
fields:
  name: [Firm]
  begin: [From]
  end: [To]
recognise:
  needs: [name, begin]
"""


def add(folder: Path, path: Path, *more: object) -> str:
    """What is said when a file is not added; a good one beside it always is."""
    workspace = new_workspace(folder / "ws")
    done = turnstone("add", path, *more, *LAW, at=workspace)
    assert done.code == 3 and path.name in done.err, done.all
    assert turnstone("add", small(folder), *LAW, at=workspace).code == 0
    return done.err


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_xls])
def test_renamed_columns(tmp_path: Path, write: object) -> None:
    rows = [{("Name of Entity" if k == "Entity Debarred" else k): v for k, v in row.items()} for row in debarments()]
    ending = {"write_csv": "csv", "write_xlsx": "xlsx", "write_xls": "xls"}[write.__name__]  # type: ignore[attr-defined]
    said = add(tmp_path, write(tmp_path / f"renamed.{ending}", rows))  # type: ignore[operator]
    assert "looks like debarments, but columns are missing or renamed" in said
    assert "Expected: Entity Debarred (for name)" in said and "row 1" in said


def test_the_nearest_name_is_shown(tmp_path: Path) -> None:
    rows = [{("Start_Day" if k == "Start Date" else k): v for k, v in row.items()} for row in debarments()]
    assert "Start Date (for begin); nearest here: 'Start_Day'" in add(tmp_path, write_csv(tmp_path / "near.csv", rows))


def test_a_missing_sheet(tmp_path: Path) -> None:
    (tmp_path / "mapping.yml").write_text(MAPPING)
    rows = [{"Firm": "Alder Farm Inc", "From": "2015-01-01", "To": "2016-01-01"}]
    said = add(tmp_path, write_xlsx(tmp_path / "book.xlsx", rows, "Other"), "--source", tmp_path / "mapping.yml")
    assert "there is no sheet 'Barred'" in said and "the file has 'Other'" in said


def test_the_wrong_sheet(tmp_path: Path) -> None:
    (tmp_path / "mapping.yml").write_text(MAPPING)
    rows = [{"Company": "Alder Farm Inc", "From": "2015-01-01"}]
    said = add(tmp_path, write_xlsx(tmp_path / "book.xlsx", rows, "Barred"), "--source", tmp_path / "mapping.yml")
    assert "sheet 'Barred', row 1" in said and "Firm (for name)" in said


def test_a_workbook_without_any_table(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "empty.xlsx") as book:
        book.add_worksheet("Notes").write(0, 0, "nothing here")
        book.add_worksheet("Empty")
    said = add(tmp_path, tmp_path / "empty.xlsx")
    assert "no header was found" in said and "sheets here: 'Notes'" in said


def test_other_sheets_are_told_and_extra_columns_accounted_for(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        page = book.add_worksheet("Read me")
        page.write(0, 0, "About this list")
        page = book.add_worksheet("List")
        for r, row in enumerate([list(debarments()[0]), list(debarments()[0].values())]):
            page.write_row(2 + r, 1, [*row, "Colour" if r == 0 else "blue"])
    workspace = new_workspace(tmp_path / "ws", [tmp_path / "book.xlsx", small(tmp_path)], run=True)
    assert reconcile(workspace)["book.xlsx"]["rows_out"] == 1
    (other,) = rejects(workspace)
    assert (other["sheet"], other["scope"]) == ("Read me", "file")
    columns = {c["header"]: c for c in turnstone("sources", "--columns", "book.xlsx", "--json", at=workspace).json}
    assert columns["Entity Debarred"]["state"] == "mapped" and columns["Entity Debarred"]["position"] == "C"
    assert columns["Sources"]["state"] == "left out" and columns["Sources"]["reason"]
    assert columns["Colour"]["state"] == "unknown"
    assert len(columns) == 9, "every column is accounted for"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("table: parties\nfields: {external_id: no}", "in quotation marks"),
        ("table: [", "not YAML (line"),
        ("", "the mapping is empty"),
        ("table: planets\nfields: {name: A}", "table 'planets' is not one that a source can fill"),
        ("table: debarments\nfields: {colour: A}", "table debarments has no field colour"),
        ("table: debarments\nfilds: {name: A}", "unknown keys: filds"),
        ("table: debarments", "no fields are mapped"),
        ("table: debarments\ndates: ymd\nfields: {name: A}", "dates: 'ymd'"),
        ("table: debarments\nfields: [A, B]", "fields"),
        ("table: debarments\nfields: {name: A}\nheader_row: first", "header_row"),
        ("- a\n- b", "a mapping in YAML"),
        ("table: {a: b}\nfields: {name: A}", "table: {'a': 'b'}"),
        ("table: debarments\nfields: {name: A}\nleft_out: [A]", "left_out"),
        ("table: debarments\nfields: {name: A}\nencoding: utf-99", "encoding"),
        ("table: debarments\nfields: {name: A}\ndelimiter: '::'", "delimiter"),
    ],
)
def test_a_mapping_that_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mapping.yml").write_text(text)
    workspace = new_workspace(tmp_path / "ws")
    done = turnstone("add", small(tmp_path), "--source", tmp_path / "mapping.yml", *LAW, at=workspace)
    assert done.code == 3, done.all
    assert said in done.err and "Expected: " in done.err and "mapping.yml" in done.err


def test_the_same_column_twice(tmp_path: Path) -> None:
    """The first of two columns with one name fills the field; the other is told as not used."""
    rows = [*debarments()]
    (tmp_path / "twice.csv").write_text(
        ",".join([*rows[0], "Entity Debarred"]) + "\n" + ",".join([*rows[0].values(), "Another Inc"]) + "\n"
    )
    workspace = new_workspace(tmp_path / "ws", [tmp_path / "twice.csv", small(tmp_path)], run=True)
    columns = turnstone("sources", "--columns", "twice.csv", "--json", at=workspace).json
    assert [c["state"] for c in columns if c["header"] == "Entity Debarred"] == ["mapped", "unknown"]
    (row,) = turnstone("table", "raw_debarments", "--json", at=workspace).json
    assert row["name"] == rows[0]["Entity Debarred"]
