"""What a person decides enters the next run; anything is found in any spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from market import BARRED, NETWORK, SHARED_PHONE, h2a_order, write_csv, write_xlsx
from shell import LAW, turnstone
from turnstone.workspace import Workspace


def leads(place: Path, *more: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = turnstone("leads", "--json", *more, at=place).json
    return found


@pytest.mark.parametrize(("verdict", "recorded"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_about_a_lead(workspace: Path, verdict: str, recorded: str) -> None:
    (lead,) = leads(workspace)
    assert lead["decision"] is None
    assert turnstone("decide", verdict, "1", "--reason", "spoke to the inspectorate", at=workspace).code == 0
    (decision,) = turnstone("decide", "--json", at=workspace).json
    assert decision["verdict"] == recorded and decision["reason"] == "spoke to the inspectorate"
    assert decision["about"] == [lead["network_id"]] and decision["by"] and decision["run"] == "r1"
    assert leads(workspace)[0]["decision"] is None, "it enters the next run"
    assert turnstone("run", at=workspace).code == 0
    assert (leads(workspace)[0]["decision"], leads(workspace)[0]["new_since"]) == (recorded, False)
    assert leads(workspace, "--undecided") == []
    assert turnstone("verify", at=workspace).code == 0


def test_new_evidence_after_a_decision_is_shown(workspace: Path, tmp_path: Path) -> None:
    assert turnstone("decide", "reject", "1", "--reason", "a family", at=workspace).code == 0
    more = h2a_order(950, "Quillmark Crews Inc", "4410 Cinderpath Lane", SHARED_PHONE, workers=300) | {
        "DECISION_DATE": "05/05/2016"
    }
    assert turnstone("add", write_csv(tmp_path / "more.csv", [more]), *LAW, at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    (lead,) = leads(workspace, "--undecided")
    assert (lead["decision"], lead["new_since"], lead["size"]) == ("rejected", True, 5)
    (change,) = leads(workspace, "--since", "r1")
    assert change["change"] == "changed" and change["network_id"] == lead["network_id"]
    assert leads(workspace, "--since", "r2") == []
    assert turnstone("verify", "--run", "r1", at=workspace).code == 0, (
        "the first run is made again as it was decided then"
    )


def test_two_parties_are_the_same(workspace: Path) -> None:
    ids = [turnstone("find", name, "--json", at=workspace).json[0]["id"] for name in NETWORK[1:3]]
    assert ids[0] != ids[1]
    assert turnstone("decide", "same", *ids, "--reason", "one owner, register of firms", at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    joined = {turnstone("find", name, "--json", at=workspace).json[0]["id"] for name in NETWORK[1:3]}
    assert len(joined) == 1
    before = turnstone("table", "entities", "--run", "r1", "-n", 0, "--json", at=workspace).json
    after = turnstone("table", "entities", "-n", 0, "--json", at=workspace).json
    assert len(after) == len(before) - 1
    assert turnstone("verify", at=workspace).code == 0


def test_two_profiles_are_not_the_same(workspace: Path) -> None:
    """The bar and the job order name one firm in two ways; a person who knows better parts them."""
    rows = turnstone("find", BARRED, "--profiles", "--json", at=workspace).json
    profiles = sorted({row["id"] for row in rows if row["name"] == BARRED})
    assert len(profiles) == 2 and len({row["entity_id"] for row in rows if row["id"] in profiles}) == 1
    assert turnstone("decide", "different", *profiles, "--reason", "another firm of that name", at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    rows = turnstone("find", BARRED, "--profiles", "--json", at=workspace).json
    assert len({row["entity_id"] for row in rows if row["id"] in profiles}) == 2


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Tessaly Picking Inc", "name"), ("tessaly picking", "name"), ("Tesaly Piking", "name"), ("PICKING, TESSALY (INC.)", "name"),
        ("(307) 555-0142", "telephone"), ("+1 307 555 0142", "telephone"), ("3075550142", "telephone"), ("1-307.555.0142", "telephone"),
        ("001 307 555 0142", "telephone"), ("Tes Saly Picking", "name, other spaces"),
        ("4410 Cinderpath Lane", "address"), ("4410 CINDERPATH LN", "address"),
    ],
)  # fmt: skip
def test_anything_is_found_in_any_spelling(finished: Path, text: str, way: str) -> None:
    rows = turnstone("find", text, "--json", "-n", 0, at=finished).json
    assert BARRED in [row["name"] for row in rows], text
    assert way in rows[0]["way"], rows[0]


def test_a_case_number_is_found(finished: Path) -> None:
    (order, *_) = turnstone("table", "job_orders", "-n", 1, "--json", at=finished).json
    assert turnstone("find", order["case_no"], "--json", at=finished).json


@pytest.mark.parametrize(
    "text", ["", " ", "%", "'", "\x00", "'; DROP TABLE x; --", "*", "Zzyzx Qwrt", "🍎" * 2000, "\ud800"]
)
def test_odd_questions_are_answered(finished: Path, text: str) -> None:
    done = turnstone("find", text, "--json", at=finished)
    assert done.code in (0, 1) and "a fault of the software" not in done.err, done.err
    if done.code == 0:
        assert done.json == [] or len(done.json) <= 25


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_a_list_is_checked_against_everything(workspace: Path, tmp_path: Path, write: object) -> None:
    rows = [
        {"who": "Tessaly Picking", "number": "x"}, {"who": "Nobody At All GmbH", "number": "(307) 555 0142"},
        {"who": "Marrowick Harvest", "number": ""},
    ]  # fmt: skip
    path = tmp_path / ("list.csv" if write is write_csv else "list.xlsx")
    before = Workspace(workspace).sources()
    found = turnstone("check", write(path, rows), "--json", at=workspace).json  # type: ignore[operator]
    where = {(row["row"], row["column"]): row for row in found}
    assert where[2, "who"]["name"] == BARRED and where[4, "who"]["name"] == "Marrowick Harvest LLC"
    assert {row["name"] for row in found if (row["row"], row["column"]) == (3, "number")} == set(NETWORK)
    assert not [row for row in found if (row["row"], row["column"]) == (3, "who")]
    only = turnstone("check", path, "--column", "number", "--json", at=workspace).json
    assert {row["column"] for row in only} == {"number"}
    assert Workspace(workspace).sources() == before, "the list itself is not kept"


def test_a_plain_list_of_lines(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Tessaly Picking\n\n307-555-0142\n")
    found = turnstone("check", tmp_path / "list.txt", "--json", at=finished).json
    assert {row["row"] for row in found} == {1, 3}
