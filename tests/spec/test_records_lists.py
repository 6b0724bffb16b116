"""Organisations of two lists that hold nobody twice, and what is read of their names."""

from __future__ import annotations

import pyarrow as pa
import pytest

from turnstone.links.records.explain import explain
from turnstone.links.records.names import without_town
from turnstone.links.records.resolve import Resolved, resolve

FIELDS = {"name": "org", "street": "street", "town": "place", "phone": "phone"}
Row = tuple[str, str, str, str]

ALDER: Row = ("Alder Kitchen", "12 Mill Lane", "Barrow", "+1 555-0101")
ALDER_LONG: Row = ("Alder Kitchen Zimrod Tuvwen Kerlan", "12 Mill Lane", "Barrow", "555 0101")
ALDER_SISTER: Row = ("Alder Kitchen Grill", "12 Mill Lane", "Barrow", "+1 555-0101")
ALDER_BRANCH: Row = ("Alder Kitchen Harbour", "980 Quay Road", "Barrow", "+1 555-0177")
BIRCH: Row = ("Birch Inn", "7 Oak Street", "Dalton", "+1 555-0122")


def table(*rows: Row) -> pa.Table:
    return pa.table({c: pa.array([r[i] for r in rows], pa.string()) for i, c in enumerate(FIELDS)})


def found(rows: list[Row], lists: list[int] | None, judged: list[tuple[int, int, str]] | None = None) -> Resolved:
    return resolve(table(*rows), FIELDS, lists=lists, judged=judged or [])


def test_a_word_more_is_another_organisation_unless_lists_hold_nobody_twice() -> None:
    rows = [ALDER, BIRCH, ALDER_LONG]
    assert len(set(found(rows, None).labels.tolist())) == 3
    assert found(rows, [0, 0, 1]).labels.tolist() == [0, 1, 0]


def test_the_one_that_fits_best_is_joined_and_no_other() -> None:
    rows = [ALDER, ALDER_SISTER, BIRCH, ALDER, ALDER_SISTER]
    assert found(rows, [0, 0, 0, 1, 1]).labels.tolist() == [0, 1, 2, 0, 1]


def test_rows_of_one_list_are_never_joined() -> None:
    rows = [ALDER, ALDER, BIRCH]
    assert found(rows, None).labels.tolist() == [0, 0, 2]
    assert found(rows, [0, 0, 0]).labels.tolist() == [0, 1, 2]


def test_of_two_that_fit_as_well_neither_is_joined() -> None:
    assert found([ALDER, ALDER, BIRCH, ALDER], [0, 0, 0, 1]).labels.tolist() == [0, 1, 2, 3]


def test_many_equal_rows_of_one_list_stay_apart() -> None:
    assert len(set(found([ALDER] * 30, [0] * 30).labels.tolist())) == 30


def test_a_branch_in_the_same_town_is_not_joined() -> None:
    assert found([ALDER, BIRCH, ALDER_BRANCH], [0, 0, 1]).labels.tolist() == [0, 1, 2]


def test_equal_numbers_do_not_bring_two_rows_of_one_list_together() -> None:
    rows = table(ALDER, ALDER_SISTER, ALDER_LONG).append_column("number", pa.array(["LEI:X1Y2Z3"] * 3))
    r = resolve(rows, {**FIELDS, "number": "id"}, lists=[0, 0, 1])
    assert r.labels[0] != r.labels[1]
    assert set(r.stopped["reason"].to_pylist()) == {"one list would hold it twice"}


def test_a_judgement_wins_over_what_was_said_of_lists() -> None:
    r = found([ALDER, ALDER_SISTER, BIRCH], [0, 0, 0], [(0, 1, "same")])
    assert r.labels.tolist() == [0, 0, 2]
    apart = found([ALDER, BIRCH, ALDER_LONG], [0, 0, 1], [(0, 2, "different")])
    assert apart.labels.tolist() == [0, 1, 2]


def test_how_far_lists_look_without_doubles_is_told() -> None:
    assert found([ALDER, ALDER, BIRCH], [0, 0, 1]).convergence["alike_inside_lists"] == 1
    assert found([ALDER, BIRCH, ALDER_LONG], [0, 0, 1]).convergence["alike_inside_lists"] == 0
    assert "alike_inside_lists" not in found([ALDER, BIRCH], None).convergence


def test_the_order_of_rows_changes_nothing() -> None:
    rows, lists = [ALDER, ALDER_SISTER, BIRCH, ALDER_LONG, ALDER_BRANCH], [0, 0, 0, 1, 1]
    one = found(rows, lists).labels
    turned = found(rows[::-1], lists[::-1]).labels[::-1]
    for a in range(5):
        for b in range(5):
            assert (one[a] == one[b]) == (turned[a] == turned[b])


def test_lists_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="told of 2 rows, there are 1"):
        found([ALDER], [0, 1])


@pytest.mark.parametrize(
    ("name", "town", "left"),
    [
        ("Alder Kitchen (Barrow)", "Barrow", "Alder Kitchen"),
        ("Alder Kitchen ( barrow town )", "Barrow Town", "Alder Kitchen"),
        ("Alder Kitchen, Barrow", "BARROW", "Alder Kitchen"),
        ("Alder Kitchen - Barrow", "Barrow", "Alder Kitchen"),
        ("Hotel Barrow", "Barrow", "Hotel Barrow"),
        ("Hotel Barrow-Town", "Barrow Town", "Hotel Barrow-Town"),
        ("Alder Kitchen (Dalton)", "Barrow", "Alder Kitchen (Dalton)"),
        ("(Barrow)", "Barrow", "(Barrow)"),
        ("Ольха (Барроу)", "барроу", "Ольха"),
        ("Alder", "...", "Alder"),
    ],
)
def test_the_own_town_set_apart_is_no_part_of_a_name(name: str, town: str, left: str) -> None:
    assert without_town(name, town) == left


def test_the_account_of_one_pair_adds_the_rarity_of_its_words() -> None:
    r = found([ALDER, BIRCH, ALDER], None)
    lines = {line["field"]: line for line in explain(r.model, table(ALDER, BIRCH, ALDER), 0, 2).to_pylist()}
    pair = next(p for p in r.pairs.to_pylist() if (p["left"], p["right"]) == (0, 2))
    assert lines["total"]["mbits"] == pair["total_mbits"]
    assert lines["name"]["mbits"] == pair["name_mbits"] > 5_000


@pytest.mark.parametrize(
    ("one", "other"), [("Mohd", "Mohammed"), ("Mhd", "Muhammad"), ("Peggie", "Margaret"), ("Howie", "Howard")]
)
def test_short_forms_in_whole_names_are_no_other_name(one: str, other: str) -> None:
    people = pa.table(
        {
            "name": [f"{one} Okonkwola", f"Okonkwola, {other}", "Edith Alderson"],
            "birth": ["1980-07-01"] * 2 + ["1971-02-03"],
        }
    )
    assert resolve(people, {"name": "full", "birth": "birth"}).labels.tolist() == [0, 0, 2]
