"""Delimited text as it really comes: every odd line is a row refused with its number, and the lines around it go on."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from market import Row, debarments, h2a_order, h2a_orders, small, write_csv
from shell import LAW, new_workspace, reconcile, rejects, turnstone
from turnstone.formats import delimited, rows
from turnstone.formats.rows import ReadOptions

HEADER = "Program,Entity Debarred,City,State,Start Date,End Date,Sources,Notes\n"


def line(name: str) -> str:
    return f"H-2A,{name},Lander,WY,2015-01-01,2016-01-01,list,\n"


FILES = {
    "bom.csv": b"\xef\xbb\xbf" + (HEADER + line("Alder Farm Inc")).encode(),
    "utf16.csv": (HEADER + line("Señor Farm Inc") + line("Łąka Farm Inc")).encode("utf-16"),
    "mixed.csv": (HEADER + line("Zoë Farm Inc")).encode()
    + line("Peñasco Farm Inc").encode("cp1252")
    + line("End Inc").encode(),
    "cut.csv": (HEADER + line("Birch Farm Inc") + line("Cedar Farm Inc"))[:-25].encode(),
    "quote.csv": (HEADER + line("Dune Farm Inc") + 'H-2A,"Elder Farm,Lander,WY\n' + line("Fern Farm Inc")).encode(),
    "nul.csv": (HEADER + line("Grove Farm Inc") * 1500 + line("Heath\x00Farm Inc") + line("Iris Farm Inc")).encode(),
    "semicolon.csv": (HEADER + line("Juniper Farm Inc")).replace(",", ";").encode(),
    "blank.csv": (HEADER + "\n,,,,,,,\n" + line("Kelp Farm Inc")).encode(),
    "crlf.csv": (HEADER + line("Larch Farm Inc")).replace("\n", "\r\n").encode(),
    "long.csv": (HEADER + line("M" * (rows.LONGEST_CELL + 1)) + line("Maple Farm Inc")).encode(),
    "longer.csv": (HEADER + line("N" * (delimited.LONGEST_LINE + 1)) + line("Nettle Farm Inc")).encode(),
}
TAKEN = {
    "bom.csv": 1, "utf16.csv": 2, "mixed.csv": 3, "cut.csv": 1, "quote.csv": 2, "semicolon.csv": 1, "blank.csv": 1,
    "crlf.csv": 1, "long.csv": 1, "longer.csv": 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which all these files have been run."""
    folder = tmp_path_factory.mktemp("texts")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return new_workspace(folder / "ws", [*(folder / name for name in FILES), small(folder)], run=True)


def refused(place: Path, file: str) -> list[Row]:
    return [row for row in rejects(place) if row["file"] == file]


def names(place: Path) -> set[str]:
    return {row["name"] for row in turnstone("table", "raw_debarments", "--json", "--limit", 0, at=place).json}


@pytest.mark.parametrize(("file", "taken"), TAKEN.items())
def test_the_counts_reconcile(place: Path, file: str, taken: int) -> None:
    told = reconcile(place)[file]
    assert told["rows_out"] == taken
    assert told["rows_rejected"] == len(refused(place, file))


def test_encodings_are_found_out_line_by_line(place: Path) -> None:
    assert {"Alder Farm Inc", "Señor Farm Inc", "Łąka Farm Inc", "Zoë Farm Inc", "Peñasco Farm Inc"} <= names(place)
    told = turnstone("table", "source_files", "--json", "--limit", 0, at=place).json
    notes = [row["notes"] for row in told if row["notes"]]
    assert notes == ["1 lines were not UTF-8 and were read as Windows-1252"]


def test_a_line_cut_short_says_how_many_cells_were_expected(place: Path) -> None:
    (row,) = refused(place, "cut.csv")
    assert (row["row"], row["scope"]) == (3, "row")
    assert row["reason"] == "5 cells where the header has 8"


def test_an_open_quote_costs_its_own_line_only(place: Path) -> None:
    (row,) = refused(place, "quote.csv")
    assert (row["row"], row["reason"]) == (3, "a quote that is not closed")
    assert {"Dune Farm Inc", "Fern Farm Inc"} <= names(place)


def test_a_cell_and_a_line_that_are_too_long(place: Path) -> None:
    assert [(r["row"], r["reason"][:19]) for r in refused(place, "long.csv")] == [(2, "a cell of more than")]
    (row,) = refused(place, "longer.csv")
    assert row["row"] == 2 and row["reason"].startswith("a line of 4,194,")


def test_a_nul_in_a_late_line(place: Path) -> None:
    """The line is refused, those around it are read, and no NUL gets into a table."""
    told = reconcile(place)["nul.csv"]
    assert told["rows_in"] == 1502 and told["rows_out"] == 1501
    (row,) = refused(place, "nul.csv")
    assert row["row"] == 1502 and row["reason"].startswith("a NUL byte") and "\x00" not in row["value"]
    assert "Iris Farm Inc" in names(place) and not any("\x00" in name for name in names(place))


def test_the_position_of_blank_lines_is_kept(place: Path) -> None:
    found = [
        r
        for r in turnstone("table", "raw_debarments", "--json", "--limit", 0, at=place).json
        if r["name"] == "Kelp Farm Inc"
    ]
    assert [row["row"] for row in found] == [4]


def test_a_cell_of_two_gibibytes(tmp_path: Path) -> None:
    """For real, in a file with a hole: read in pieces, refused by its number of bytes, and the next line is read."""
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write((HEADER + line("Oak Farm Inc") * 1500 + "H-2A,x").encode())
        file.seek(2 << 30, 1)
        file.write(b",Lander,WY,,,,\n" + line("Pine Farm Inc").encode())
    (head,) = delimited.heads(path, ReadOptions())
    chunks = list(delimited.read(path, head, 1, ReadOptions()).chunks)
    (bad,) = [bad for chunk in chunks for bad in chunk.bad]
    assert bad.row == 1502 and bad.reason.startswith("a line of 2,147,483,")
    assert sum(len(chunk.numbers) for chunk in chunks) == 1501
    assert chunks[-1].columns[1][-1].as_py() == "Pine Farm Inc"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("blank.csv", b"\n\n\n", "no rows"),
        ("binary.csv", b"a,b\n\x00\x01\x02\x03,\x00\n", "binary data"),
        ("utf16le.csv", HEADER.encode("utf-16-le"), "binary data"),
        ("letter.pdf", b"%PDF-1.7 ...", "not a table"),
        ("packed.csv.gz", b"\x1f\x8b\x08...", "not a table"),
        ("header.csv", b"one,two,three\n1,2,3\n", "no header was found"),
        ("objects.ndjson", b'{"a": 1}\n{"a": 2}\n', "no header was found"),
        ("broken.ndjson", b'{"a": \n', "no line holds an object"),
        ("cut.parquet", b"PAR1\x15\x04\x15", "not a whole Parquet file"),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    workspace = new_workspace(tmp_path / "ws")
    done = turnstone("add", bad, small(tmp_path), *LAW, "--json", at=workspace)
    assert done.code == 3 and said in done.err and name in done.err and "Expected: " in done.err
    assert [(row["state"], row["kind"]) for row in done.json][1] == ("added", "h2b_orders_2000")


def test_a_million_columns(tmp_path: Path) -> None:
    """Told at once: nobody compares a million names with those of each source."""
    bad = tmp_path / "wide.csv"
    bad.write_text((",".join("c" for _ in range(1_000_000)) + "\n") * 3)
    workspace = new_workspace(tmp_path / "ws")
    done = turnstone("add", bad, small(tmp_path), *LAW, at=workspace)
    assert done.code == 3 and "1,000,000 columns" in done.err and "at most 16,384" in done.err, done.err[:300]
    assert [row["name"] for row in turnstone("sources", "--json", at=workspace).json] == ["good.csv"]


def test_a_million_names_in_one_line_of_json(tmp_path: Path) -> None:
    bad = tmp_path / "wide.ndjson"
    bad.write_text(json.dumps({f"c{i}": "" for i in range(200_000)}) + "\n" + json.dumps({"a": 1}) + "\n")
    done = turnstone("add", bad, *LAW, at=new_workspace(tmp_path / "ws"))
    assert done.code == 3 and "at most 16,384" in done.err, done.err[:300]


def test_values_that_cannot_be(tmp_path: Path) -> None:
    """Days of the years 0000 and 9999, wages and workers below nothing: the row stays, the value is refused."""
    odd: dict[str, tuple[str, object, str]] = {
        "H-300-16001-000001": ("REQUESTED_START_DATE_OF_NEED", "00/00/0000", "year 0000"),
        "H-300-16001-000002": ("REQUESTED_START_DATE_OF_NEED", "0000-00-00", "year 0000"),
        "H-300-16001-000003": ("REQUESTED_END_DATE_OF_NEED", "12/31/9999", "9999 stands for 'never'"),
        "H-300-16001-000004": ("DECISION_DATE", "2016-02-30", "a day that does not exist"),
        "H-300-16001-000005": ("BASIC_RATE_OF_PAY", "-11.66", "negative"),
        "H-300-16001-000006": ("NBR_WORKERS_CERTIFIED", "-4", "negative"),
        "H-300-16001-000007": ("BASIC_RATE_OF_PAY", "eleven", "not a number"),
        "H-300-16001-000008": ("BASIC_NUMBER_OF_HOURS", "4000", "not between 0 and 168 hours a week"),
        "H-300-16001-000009": ("EMPLOYER_PHONE", "12", "no number of the plan of US"),
    }
    orders = h2a_orders()
    for i, (case, (column, value, _)) in enumerate(odd.items()):
        orders.append(
            h2a_order(i, f"Odd Farm {i} Inc", f"{i} Larch Road", "307-555-0199") | {"CASE_NUMBER": case, column: value}
        )
    workspace = new_workspace(tmp_path / "ws", [write_csv(tmp_path / "orders.csv", orders), small(tmp_path)], run=True)
    told = reconcile(workspace)["orders.csv"]
    assert told["rows_in"] == told["rows_out"] == len(orders)
    refused = {row["row"]: row for row in rejects(workspace)}
    with (tmp_path / "orders.csv").open() as file:
        number = {record["CASE_NUMBER"]: n for n, record in enumerate(csv.DictReader(file), 2)}
    kept = {row["case_no"]: row for row in turnstone("table", "job_orders", "--json", "--limit", 0, at=workspace).json}
    for case, (column, value, reason) in odd.items():
        row = refused.pop(number[case])
        assert (row["file"], row["column"], row["scope"]) == ("orders.csv", column, "value")
        assert reason in row["reason"], (case, row["reason"])
        assert column == "EMPLOYER_PHONE" or row["value"] == value
        assert case in kept
    assert not refused, "nothing else is refused"
    assert all(row["wage_hourly"] is None or row["wage_hourly"] >= 0 for row in kept.values())


def test_a_table_of_debarments_alone(tmp_path: Path) -> None:
    """A market without a single person, and almost without anything."""
    workspace = new_workspace(tmp_path / "ws", [write_csv(tmp_path / "debarments.csv", debarments())], run=True)
    assert reconcile(workspace)["debarments.csv"]["rows_out"] == 1
