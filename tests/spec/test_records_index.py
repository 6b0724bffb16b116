"""One new record against those resolved before, and one pair taken apart."""

from __future__ import annotations

import pytest

from made_records import FIELDS, Row, crowd, table
from turnstone.links.records.explain import explain
from turnstone.links.records.index import Index, index_of
from turnstone.links.records.matching import match_one
from turnstone.links.records.resolve import Resolved, resolve

PERSON: Row = {"given": "zebulon", "family": "quatermass", "birth": "1970-03-04", "email": "zebulon.quatermass5@mail.example",
               "street": "5 mill road", "phone": "07700900111"}  # fmt: skip
HOME: Row = {"given": "anselm", "family": "okonkwo", "street": "32 palm harbour road", "phone": "07700900222"}
ROWS: list[Row] = [
    *crowd(2_500, seed=8), PERSON, {**PERSON, "birth": None}, {**HOME, "birth": "1970-10-10"}, {**HOME, "birth": "1991-03-25"},
]  # fmt: skip
N = len(ROWS)


@pytest.fixture(scope="module")
def found() -> Resolved:
    return resolve(table(ROWS), FIELDS)


@pytest.fixture(scope="module")
def index(found: Resolved) -> Index:
    return index_of(table(ROWS), FIELDS, found)


def new(row: Row) -> dict[str, str | None]:
    return {c: None if row.get(c) is None else str(row[c]) for c in FIELDS}


def test_a_record_with_a_slip_finds_its_person(found: Resolved, index: Index) -> None:
    best = match_one(index, new({**PERSON, "family": "quatermas"}))[0]
    assert best.verdict == "same"
    assert best.entity == found.labels[N - 4]
    assert best.fields["family"][0] == "close"
    assert best.fields["birth"][0] == "equal"


def test_a_stranger_finds_nobody(index: Index) -> None:
    assert match_one(index, new({"given": "yevgeny", "family": "prutkov", "birth": "1803-04-11"})) == []
    assert match_one(index, new({})) == []


def test_a_name_alone_is_at_most_possible(index: Index) -> None:
    assert all(m.verdict == "possible" for m in match_one(index, new({"given": "zebulon", "family": "quatermass"})))


def test_a_record_that_fits_two_is_told_to_fit_two(index: Index) -> None:
    said = [m for m in match_one(index, new(HOME)) if m.total_mbits > 0]
    assert {m.verdict for m in said} == {"possible"}
    assert "fits two entities" in {m.reason for m in said}


def test_another_birth_is_another_person(index: Index) -> None:
    said = match_one(index, new({**PERSON, "birth": "1931-11-29"}))
    assert all(m.verdict == "possible" or m.fields.get("birth", ("",))[0] != "different" for m in said)


def test_the_same_pair_weighs_the_same_when_matched_resolved_and_explained(found: Resolved, index: Index) -> None:
    pair = next(p for p in found.pairs.to_pylist() if (p["left"], p["right"]) == (N - 4, N - 3))
    lines = explain(found.model, table(ROWS), N - 4, N - 3).to_pylist()
    assert lines[-1]["field"] == "total"
    assert lines[-1]["mbits"] == pair["total_mbits"]
    assert sum(line["mbits"] for line in lines[:-1]) == lines[-1]["mbits"]
    matched = match_one(index, new({**PERSON, "birth": None}))[0]
    against_first = explain(found.model, table(ROWS), N - 4, N - 3).to_pylist()[-1]["mbits"]
    assert matched.total_mbits >= against_first


def test_the_account_of_a_pair_shows_values_and_what_is_not_counted(found: Resolved) -> None:
    lines = {line["field"]: line for line in explain(found.model, table(ROWS), N - 4, N - 3).to_pylist()}
    assert lines["family"]["left"] == lines["family"]["right"] == "quatermass"
    assert lines["birth"]["note"] == "says nothing"
    assert any("not counted" in lines[c]["note"] for c in ("street", "phone"))
    clash = explain(found.model, table(ROWS), N - 2, N - 1).to_pylist()[-1]
    assert "birth" in clash["note"]
    with pytest.raises(ValueError, match="no two rows"):
        explain(found.model, table(ROWS), 5, 5)
