"""Cuts the ten-line samples beside the source descriptions from the shipped excerpt, and says what they must become.

    python tools/cut_samples.py

The lines are real layouts and public record, except that people's names, telephones and e-mail addresses are
replaced by invented ones. What the sample becomes is read over by a person before it is committed: the test compares
with it from then on.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from importlib.resources import files
from pathlib import Path

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.sources import SOURCE_COLUMNS
from turnstone.model.tables import FILLED_BY_SOURCES, RAW
from turnstone.sources.importer import import_file
from turnstone.sources.recognise import recognise
from turnstone.tables.clean import clean_table

SOURCES = Path(str(files("turnstone") / "sources"))
EXCERPT = Path(str(files("turnstone") / "examples" / "h2"))
LINES = 10
PEOPLE = {
    r"LAST_?NAME|(CONTACT|ATT|AGENT)_LAST": "Alder", r"FIRST_?NAME|(CONTACT|ATT|AGENT)_FIRST": "Ann", r"MIDDLE_?NAME|_MI$": "", r"PHONE_EXT|EXTENSION": "",
    r"PHONE": "(202) 555-0143", r"E_?MAIL": "ann.alder@example.org", r"(ATTORNEY|AGENT)_?NAME|CONTACT_NAME": "Ann Alder",
}  # fmt: skip


def main() -> None:
    done: set[str] = set()
    for path in sorted(EXCERPT.iterdir()):
        for sheet in recognise(path, None)[0]:
            name = sheet.mapping.name
            if name in done:
                continue
            rows = sheet.format.read(path, sheet.head, sheet.header_row, sheet.mapping.options)
            chunk = next(iter(rows.chunks))
            if len(chunk.numbers) < (LINES if name != "h2b_joint_employers" else 1):
                continue
            done.add(name)
            write_sample(SOURCES / name / "sample.csv", rows.header, [c.to_pylist() for c in chunk.columns])
            write_becomes(SOURCES / name)
            print(f"{name}: from {path.name}")
    for folder in sorted(page.parent for page in SOURCES.glob("offers*/source.yml")):
        write_becomes(folder)
        print(f"{folder.name}: its sample is written by hand")


def sample_of(folder: Path) -> Path:
    """The sample beside a source description, in the format that the source has."""
    (sample,) = folder.glob("sample.*")
    return sample


def write_becomes(folder: Path) -> None:
    text = json.dumps(what_it_becomes(sample_of(folder)), indent=1, ensure_ascii=False, default=str)
    (folder / "becomes.json").write_text(text + "\n", "utf-8")


def write_sample(path: Path, header: tuple[str, ...], columns: list[list[str | None]]) -> None:
    """Ten lines from all over the file's first rows, people's names and numbers replaced."""
    step = max(len(columns[0]) // LINES, 1)
    chosen = [[column[i * step] for column in columns] for i in range(min(LINES, len(columns[0])))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in chosen:
            writer.writerow([masked(h, v or "") for h, v in zip(header, row, strict=True)])


def masked(header: str, value: str) -> str:
    plain = header.upper().replace(" ", "_")
    if not value or "EMPLOYER_NAME" in plain:
        return value
    return next((invented for pattern, invented in PEOPLE.items() if re.search(pattern, plain)), value)


def what_it_becomes(path: Path) -> dict[str, object]:
    """The clean rows without their ids, the parties that they name, and the rejects. `tests/spec/test_sources.py`
    asks the same of the sample."""
    with tempfile.TemporaryDirectory() as scratch, LocalEngine(Path(scratch), threads=1) as engine:
        read = import_file.function(engine, path=path, source="0" * 64, mapping=None)
        (raw,) = (name for name in read if name.startswith("raw_"))
        table = raw.removeprefix("raw_").rstrip("@")
        made = clean_table.function(
            engine, raw=Table.of(as_table(read[raw]).cast(RAW[table].arrow)),
            columns=Table.of(as_table(read["source_columns@"]).cast(SOURCE_COLUMNS.arrow)), table=table,
        )  # fmt: skip
        rows = as_table(made.get(table, made.get(f"{table}@"))).select(
            [c for c in FILLED_BY_SOURCES[table].names if not c.endswith(("id", "profile"))]
        )
        profiles = as_table(made["profiles@"]).select(["kind", "name", "town", "state"])
        rejects = as_table(made["rejects@"]).select(["row", "column", "value", "reason"])
        return {
            "table": table, "rows": sorted_rows(rows), "parties": sorted_rows(profiles), "rejects": sorted_rows(rejects),
        }  # fmt: skip


def as_table(made: Table | pa.Table | None) -> pa.Table:
    assert made is not None
    return made.arrow() if isinstance(made, Table) else made


def sorted_rows(table: pa.Table) -> list[dict[str, object]]:
    rows = [{k: v for k, v in row.items() if v is not None} for row in table.to_pylist()]
    return sorted(json.loads(json.dumps(rows, default=str)), key=lambda row: json.dumps(row, sort_keys=True))


if __name__ == "__main__":
    main()
