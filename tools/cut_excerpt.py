"""Cuts the excerpt that is shipped: all rows about some States, as the published files have them.

    python tools/cut_excerpt.py WORKSPACE OUT FL GA

WORKSPACE has read the whole collection (`turnstone run`). A row is kept when its case touches one of the States: by
the employer's address, the worksite, the crew or the workers' housing, and so are all rows of other files with its
case number. Every file keeps its name, kind, sheet, header and the order of its rows; text files keep their very
lines. The list of barred employers is kept whole.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter
import xlwt

from turnstone.engine.local import LocalEngine
from turnstone.model.tables import RAW
from turnstone.workspace import Run, Workspace

PLACES = {
    "job_orders": ("employer_state", "worksite_state"),
    "crews": ("state",),
    "housing": ("state",),
    "joint_employers": ("employer_state",),
}
NAMES = {"FL": "FLORIDA", "GA": "GEORGIA"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("states", nargs="+", help="two-letter codes, as the files write them")
    given = parser.parse_args()
    workspace = Workspace.find(given.workspace)
    run = workspace.run()
    given.out.mkdir(parents=True, exist_ok=True)
    with LocalEngine(workspace.scratch) as engine:
        kept = rows_about(engine, workspace, run, given.states)
    for source in sorted(workspace.sources(), key=lambda s: s.name):
        if source.state != "active" or source.kind == "debarments":
            continue
        rows = kept.get(source.sha256, {})
        cut(workspace.vault.path(source.sha256), given.out / Path(source.name).name, rows)
        print(f"{sum(map(len, rows.values())):>8,} rows  {Path(source.name).name}")


def rows_about(
    engine: LocalEngine, workspace: Workspace, run: Run, states: list[str]
) -> dict[str, dict[str | None, set[int]]]:
    """File -> sheet -> numbers of the rows to keep."""
    wanted = ", ".join(f"'{text}'" for code in states for text in (code, NAMES.get(code, code)))
    tables = {name: workspace.table(run, name) for name in run.tables if name in {s.name for s in RAW.values()}}
    cases = " UNION ".join(
        f"SELECT case_no FROM raw_{name} WHERE {' OR '.join(f'upper({c}) IN ({wanted})' for c in columns)}"
        for name, columns in PLACES.items()
    )
    union = " UNION ALL ".join(
        f"SELECT source, sheet, row FROM {name} WHERE case_no IN (SELECT case_no FROM cases)"
        for name in sorted(tables)
        if "case_no" in RAW[name.removeprefix("raw_")].names
    )
    found = engine.sql(f"WITH cases AS ({cases}) {union}", **tables).arrow().to_pydict()
    out: dict[str, dict[str | None, set[int]]] = {}
    for source, sheet, row in zip(found["source"], found["sheet"], found["row"], strict=True):
        out.setdefault(source, {}).setdefault(sheet, set()).add(row)
    return out


def cut(path: Path, out: Path, rows: dict[str | None, set[int]]) -> None:
    """Writes the header and the rows with these numbers."""
    if out.suffix.lower() == ".csv":
        out.write_bytes(cut_text(path.read_bytes(), rows.get(None, set())))
        return
    sheets = {name: rows_of(path, name, numbers) for name, numbers in rows.items() if name is not None}
    (write_old if out.suffix.lower() == ".xls" else write_new)(out, sheets)


def cut_text(data: bytes, numbers: set[int]) -> bytes:
    """The very lines of the records that begin on these lines."""
    lines = data.decode("latin-1").splitlines(keepends=True)
    reader, out, at = csv.reader(io.StringIO("".join(lines))), [], 0
    for _ in reader:
        if at == 0 or at + 1 in numbers:
            out.extend(lines[at : reader.line_num])
        at = reader.line_num
    return "".join(out).encode("latin-1")


def rows_of(path: Path, sheet: str, numbers: set[int]) -> list[list[Any]]:
    opened = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet)
    top = opened.start[0] + 1 if opened.start else 1
    rows = enumerate(opened.to_python(skip_empty_area=True), top)
    return [row for number, row in rows if number == top or number in numbers]


def write_new(out: Path, sheets: dict[str, list[list[Any]]]) -> None:
    created = datetime.datetime(2026, 1, 1)
    with xlsxwriter.Workbook(str(out), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": created})
        day, moment = book.add_format({"num_format": "m/d/yyyy"}), book.add_format({"num_format": "m/d/yyyy h:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, datetime.datetime):
                        sheet.write_datetime(r, c, value, moment)
                    elif isinstance(value, datetime.date):
                        sheet.write_datetime(r, c, value, day)
                    elif isinstance(value, str):
                        if value:
                            sheet.write_string(r, c, value)
                    elif isinstance(value, (bool, int, float)):
                        sheet.write(r, c, value)
                    else:
                        sheet.write_string(r, c, str(value))


def write_old(out: Path, sheets: dict[str, list[list[Any]]]) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="M/D/YYYY")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value != "":
                    is_date = isinstance(value, (datetime.date, datetime.datetime))
                    sheet.write(r, c, value, day) if is_date else sheet.write(r, c, value)
    book.save(str(out))


if __name__ == "__main__":
    main()
