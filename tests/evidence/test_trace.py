"""From a lead to the cells of the files, and the value that stands there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import plain_reader
from market import BARRED, NETWORK, SHARED_PHONE
from shell import turnstone
from turnstone.workspace import Workspace


def lines_of(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from step["lines"]
    for child in step["rests_on"]:
        yield from lines_of(child)


@pytest.fixture(scope="module")
def lines(finished: Path) -> list[dict[str, Any]]:
    done = turnstone("trace", "1", "--json", "--reread", at=finished)
    assert done.code == 0, done.all
    return list(lines_of(done.json))


def test_every_finding_leads_to_lines(finished: Path) -> None:
    step = turnstone("trace", "1", "--json", at=finished).json
    hits = [child for child in step["rests_on"] if child["kind"] == "hit"]
    assert len(hits) >= 3 and all(list(lines_of(hit)) for hit in hits)


def test_the_lines_stand_where_it_says(lines: list[dict[str, Any]], market_files: list[Path]) -> None:
    """Read with another reader: in that file, sheet, row and column stands that text."""
    checked = 0
    for line in lines:
        path = next(path for path in market_files if path.name == line["file"])
        for cell in line["cells"]:
            if not cell["value"].startswith("["):
                assert plain_reader.text_at(path, line["sheet"], line["row"], cell["column"]) == cell["value"], (
                    path.name,
                    line["row"],
                    cell,
                )
                checked += 1
    assert checked > 100 and {line["file"] for line in lines} >= {"H-2A_FY2016.xlsx", "debarments.csv"}


def test_the_parties_of_the_lead_are_there(lines: list[dict[str, Any]]) -> None:
    said = {cell["value"] for line in lines for cell in line["cells"]}
    assert set(NETWORK) <= said and BARRED in said
    assert SHARED_PHONE not in said and any(value.startswith("[phone ") for value in said)
    assert all(line["reread"] == "the same" for line in lines)


def test_a_kept_file_that_says_something_else_now(workspace: Path) -> None:
    source = next(s for s in Workspace(workspace).sources() if s.name == "debarments.csv")
    path = Workspace(workspace).vault.path(source.sha256)
    path.write_bytes(path.read_bytes().replace(b"2017-05-31", b"2099-05-31"))
    done = turnstone("trace", "1", "--reread", at=workspace)
    assert done.code == 6 and "holds '2099-05-31' now" in done.out
    path.unlink()
    done = turnstone("trace", "1", "--reread", at=workspace)
    assert done.code == 6 and "the file is no longer kept" in done.out


@pytest.mark.parametrize(
    ("table", "column"),
    [("entities", "id"), ("profiles", "id"), ("premises", "premises_id"), ("raw_housing", "id"), ("nodes", "id")],
)
def test_any_id_is_followed_by_its_beginning(finished: Path, table: str, column: str) -> None:
    id = turnstone("table", table, "--json", "-n", 1, at=finished).json[0][column]
    beginning = id if id.startswith("case-") else id[:-6]
    step = turnstone("trace", beginning, "--json", at=finished).json
    assert step["id"] == id and list(lines_of(step))


@pytest.mark.parametrize("id", ["999", "network-ffffffffffff", "entity-", "'; DROP TABLE x; --", "", "raw"])
def test_an_id_that_is_not_there(finished: Path, id: str) -> None:
    done = turnstone("trace", id, at=finished)
    assert done.code == 1 and "What to do:" in done.err
