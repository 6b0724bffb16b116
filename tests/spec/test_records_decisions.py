"""Judgements, numbers and doubt: what wins over what when records are resolved."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest

from made_records import FIELDS, Row, crowd, table
from turnstone.links.records.resolve import Resolved, resolve

CROWD = crowd(2_500, seed=4)
N = len(CROWD)
PERSON: Row = {"given": "balan", "family": "cerlan", "birth": "1970-03-04", "email": "balan.cerlan5@mail.example",
               "street": "5 mill road", "phone": "07700900111"}  # fmt: skip


def found(
    rows: list[Row], judged: list[tuple[int, int, str]] | None = None, fields: dict[str, str] = FIELDS
) -> Resolved:
    return resolve(table([*CROWD, *rows]), fields, judged=[(N + a, N + b, s) for a, b, s in judged or []])


def parts(r: Resolved) -> list[int]:
    return r.labels[N:].tolist()


def test_two_equal_records_are_one_and_a_judgement_parts_them() -> None:
    assert len(set(parts(found([PERSON, PERSON])))) == 1
    r = found([PERSON, PERSON], [(0, 1, "different")])
    assert len(set(parts(r))) == 2
    assert ("judged different") in r.stopped["reason"].to_pylist()


def test_a_judgement_joins_what_nothing_else_would() -> None:
    other: Row = {"given": "zorwen", "family": "nurxim"}
    assert len(set(parts(found([PERSON, other])))) == 2
    assert len(set(parts(found([PERSON, other], [(0, 1, "same")])))) == 1
    assert len(set(parts(found([PERSON, other], [(0, 1, "unsure")])))) == 2


def test_pairs_judged_different_never_end_in_one_entity_through_others() -> None:
    a, b = {**PERSON}, {**PERSON, "phone": None}
    middle = [{**PERSON, "street": None}, {**PERSON, "email": None}]
    r = found([a, *middle, b], [(0, 3, "different")])
    assert parts(r)[0] != parts(r)[3]
    told = [s for s in r.stopped.to_pylist() if s["reason"] == "judged different"]
    assert told
    assert all(
        f"{N} and {N + 3} judged different" in s["because"] or f"{N + 3} and {N} judged different" in s["because"]
        for s in told
    )


def test_judgements_in_a_circle_stop_the_last_of_them() -> None:
    rows = [{"given": g, "family": f} for g, f in (("xa", "aa"), ("xb", "bb"), ("xc", "cc"))]
    r = found(rows, [(0, 2, "different"), (0, 1, "same"), (1, 2, "same")])
    assert parts(r)[0] == parts(r)[1] != parts(r)[2]
    assert "judgements contradict" in r.stopped["reason"].to_pylist()
    with pytest.raises(ValueError, match="no judgement"):
        found(rows, [(0, 1, "perhaps")])


def test_the_result_does_not_depend_on_the_order_of_rows() -> None:
    rows = [*CROWD, PERSON, {**PERSON, "birth": None}]
    one = resolve(table(rows), FIELDS)
    order = list(range(len(rows)))
    random.Random(9).shuffle(order)
    two = resolve(table([rows[i] for i in order]), FIELDS)
    groups: dict[int, set[int]] = {}
    for place, label in enumerate(two.labels.tolist()):
        groups.setdefault(label, set()).add(order[place])
    back = np.empty(len(rows), np.int64)
    for members in groups.values():
        back[list(members)] = min(members)
    assert back.tolist() == one.labels.tolist()
    assert one.weights.equals(two.weights)
    keep = ["total_mbits", "given_mbits", "family_mbits", "email_mbits"]
    assert sorted(map(str, one.pairs.select(keep).to_pylist())) == sorted(map(str, two.pairs.select(keep).to_pylist()))


NUMBERED = {**FIELDS, "number": "id"}


def numbered(rows: list[Row]) -> Resolved:
    whole = table([*CROWD, *rows])
    numbers = [*(f"N{i:07d}" for i in range(N)), *(r.get("number") for r in rows)]
    return resolve(whole.append_column("number", pa.array(numbers, pa.string())), NUMBERED)


def test_an_equal_number_merges_unless_hard_facts_conflict() -> None:
    first: Row = {"given": "balan", "family": "cerlan", "number": "AB123456"}
    for second, one in (
        ({"given": "balan", "family": "moswen", "number": "ab-123456"}, True),  # another family name: marriage
        ({"given": "zornis", "family": "moswen", "number": "AB123456"}, False),  # nothing of the name
        ({"number": "AB123456"}, True),
    ):
        assert (len(set(parts(numbered([first, second])))) == 1) is one, second
    born = [{**first, "birth": "1950-01-01"}, {**first, "birth": "1988-11-23"}]
    assert len(set(parts(numbered(born)))) == 2
    slip = [{**first, "birth": "1950-01-01"}, {**first, "birth": "1950-01-02"}]
    assert len(set(parts(numbered(slip)))) == 1
    generations = [{**first, "family": "cerlan jr"}, {**first, "family": "cerlan sr"}]
    assert len(set(parts(numbered(generations)))) == 2


def test_different_numbers_of_one_type_stop_a_merge_and_of_two_types_do_not() -> None:
    for numbers, one in (
        (("passport:A1111111", "passport:B7654321"), False),
        (("passport:A1111111", "tax:B7654321"), True),
    ):
        rows = [{**PERSON, "number": x} for x in numbers]
        assert (len(set(parts(numbered(rows)))) == 1) is one, numbers


def test_a_record_that_fits_two_people_joins_neither() -> None:
    at_home = {"given": "zebulon", "family": "quatermass", "street": "32 palm harbour road", "phone": "07700900222"}
    rows = [{**at_home, "birth": "1970-10-10"}, {**at_home, "birth": "1991-03-25"}, at_home]
    r = found(rows)
    assert len(set(parts(r))) == 3


def test_every_joined_pair_says_what_it_rests_on() -> None:
    r = found([PERSON, PERSON])
    line = next(p for p in r.pairs.to_pylist() if (p["left"], p["right"]) == (N, N + 1))
    assert line["verdict"] == "joined"
    assert line["given_level"] == line["birth_level"] == "equal"
    families = sum(line[f"family_{f}_mbits"] for f in ("name", "birth", "place", "contact", "id", "other"))
    assert line["total_mbits"] <= line["prior_mbits"] + families  # the rest is what relatives explain as well
    assert {"field", "level", "m", "u", "mbits"} <= set(r.weights.column_names)


def test_kinds_and_columns_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="no column"):
        resolve(table(CROWD), {"nothing": "given"})
    with pytest.raises(ValueError, match="no kind"):
        resolve(table(CROWD), {"given": "forename"})


def test_few_rows_use_the_shipped_model_and_say_so() -> None:
    rows = [PERSON, {**PERSON, "given": "balam"}, {"given": "ann", "family": "lee", "birth": "1990-01-05"}]
    r = resolve(table(rows), FIELDS)
    assert not r.convergence["trained"]
    assert r.labels.tolist() == [0, 0, 2]
    assert resolve(table([]), FIELDS).labels.tolist() == []
    assert resolve(table(rows[:1]), FIELDS).labels.tolist() == [0]
