"""A cell of a file by its place, read in the plainest way: the twin of all readers."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from xml.etree import ElementTree


def text_at(path: Path, sheet: str | None, row: int, column: str) -> str:
    """The text of one cell. `column`: a letter in a workbook of one sheet, a number in a text file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[row - 1][int(column) - 1]
    assert sheet is not None
    text, dated = _cells(path)[f"{column}{row}"]
    if dated:
        return (date(1899, 12, 30) + timedelta(int(text))).isoformat() + " 00:00:00"
    return text


@cache
def _cells(path: Path) -> dict[str, tuple[str, bool]]:
    with zipfile.ZipFile(path) as archive:
        texts = re.findall(r"<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode())
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    found = {}
    for cell in sheet.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"):
        value = "".join(cell.itertext())
        found[cell.attrib["r"]] = (texts[int(value)] if cell.get("t") == "s" else value, cell.get("s", "0") != "0")
    return found
