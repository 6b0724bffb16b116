"""What ruins the matching of people must not weld anybody: pages of the issue as tables of made-up people."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from made_records import FAMILY, FIELDS, Row, crowd, table
from turnstone.links.records.resolve import Resolved, resolve

CROWD = crowd(3_000)
MANY = 40


def welded(traps: list[Row], fields: dict[str, str] = FIELDS) -> tuple[int, int]:
    """How many entities hold traps of two people, and how many pairs of one person's traps were joined."""
    for i, row in enumerate(traps):
        row.setdefault("truth", 100_000 + i)
    found = resolve(table([*CROWD, *traps]), fields)
    mine: dict[int, list[object]] = {}
    for label, row in zip(found.labels[len(CROWD) :].tolist(), traps, strict=True):
        mine.setdefault(label, []).append(row["truth"])
    return sum(len(set(v)) > 1 for v in mine.values()), sum(len(v) > 1 for v in mine.values())


def home(i: int, kind: str) -> Row:
    return {
        "family": f"{kind}fam{i:03d}",
        "town": "bara" + "ville",
        "street": f"{i} {kind} mill lane",
        "phone": f"0770090{kind}{i:04d}",
    }


def born(i: int) -> str:
    return f"19{60 + i % 30}-{1 + i % 12:02d}-{1 + i % 28:02d}"


def test_the_crowd_itself_is_found() -> None:
    truth = np.array([r["truth"] for r in CROWD])
    found = resolve(table(CROWD), FIELDS)
    assert found.convergence["trained"]
    assert found.convergence["converged"]
    said = {(a, b) for a, b in zip(*pairs_of(found.labels), strict=True)}
    true = {(a, b) for a, b in zip(*pairs_of(truth), strict=True)}
    assert len(said & true) >= 0.9 * len(true)
    assert len(said - true) <= 0.005 * len(said)


def pairs_of(labels: np.ndarray) -> tuple[list[int], list[int]]:
    left, right = [], []
    groups: dict[int, list[int]] = {}
    for i, x in enumerate(labels.tolist()):
        for j in groups.setdefault(x, []):
            left.append(j)
            right.append(i)
        groups[x].append(i)
    return left, right


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"given": "peter"}, {"given": "andrew"}),  # twins
        ({"given": "john"}, {"given": "joan"}),  # twins whose names are one slip apart: both names are in the crowd
    ],
)
def test_twins(first: Row, second: Row) -> None:
    names = [
        {**home(i, "j"), "given": n, "birth": born(i), "phone": None, "street": None}
        for i in range(60)
        for n in ("john", "joan")
    ]
    for i, row in enumerate(names):  # so that both are established names
        row.update(
            family=f"other{i:03d}", truth=200_000 + i, birth=f"19{50 + i % 40}-{1 + i % 12:02d}-{1 + i % 27:02d}"
        )
    twins = [{**home(i, "t"), **who, "birth": born(i)} for i in range(MANY) for who in (first, second)]
    assert welded([*twins, *names])[0] == 0


def test_father_and_son() -> None:
    births = [(born(i), f"19{30 + i % 7}-0{1 + i % 8}-{10 + i % 9}") for i in range(MANY)]
    rows = [{**home(i, "g"), "given": "henry", "birth": b} for i, pair in enumerate(births) for b in pair]
    assert welded(rows)[0] == 0


def test_jr_and_sr_are_two_whatever_else_agrees() -> None:
    rows = [{**home(i, "s"), "given": "henry", "birth": born(i)} for i in range(MANY) for _ in range(2)]
    for row, suffix in zip(rows, ("Jr", "Senior") * MANY, strict=True):
        row["family"] = f"{row['family']} {suffix}"
    assert welded(rows)[0] == 0


def test_couples_that_share_home_telephone_and_mail() -> None:
    rows: list[Row] = []
    for i in range(MANY):
        shared = {**home(i, "c"), "email": f"family.c{i}@mail.example"}
        rows += [{**shared, "given": "mary", "birth": born(i)}, {**shared, "given": "john", "birth": None}]
    assert welded(rows)[0] == 0


def test_hubs_and_placeholders() -> None:
    rows: list[Row] = [
        {"given": n, "family": f"hub{i:03d}", "phone": "0000000000", "email": "info@hub.example", "street": "1 hub street"}
        for i in range(MANY) for n in ("omar", "lisa")
    ]  # fmt: skip
    rows += [
        {"given": "UNKNOWN", "family": "Test", "birth": "1900-01-01", "phone": "0000000000", "email": "none@none.com"}
    ] * MANY
    rows = [dict(r) for r in rows]
    assert welded(rows) == (0, 0)


def test_a_name_alone_never_merges() -> None:
    rows: list[Row] = [{"given": "zebulon", "family": "quatermass", "truth": 100_000 + i} for i in range(30)]
    assert welded(rows) == (0, 0)


def test_a_contact_alone_never_merges() -> None:
    rows: list[Row] = [
        {"email": "someone77@mail.example", "phone": "07700900123999", "truth": 100_000 + i} for i in range(3)
    ]
    assert welded(rows) == (0, 0)


def test_one_person_with_forty_spellings_is_one_entity_and_not_more() -> None:
    same: Row = {"birth": "1971-05-23", "email": "ppw1971@mail.example", "phone": "07700900777", "street": "7 long lane",
                 "town": "gutiville", "truth": 1}  # fmt: skip
    given = [
        "przemyslaw",
        "przemislaw",
        "przemyslav",
        "pzremyslaw",
        "przemyslw",
        "przemsylaw",
        "przmyslaw",
        "przemyslaaw",
    ]
    family = ["wojciechowski", "wojciechovski", "wojciechowsky", "wojchiechowski", "wojciechowsk"]
    rows: list[Row] = [{**same, "given": g, "family": f} for g in given for f in family]
    found = resolve(table([*CROWD, *rows]), FIELDS)
    labels = found.labels[len(CROWD) :]
    assert len(set(labels.tolist())) <= 2
    assert not set(labels.tolist()) & set(found.labels[: len(CROWD)].tolist())


def test_long_names_other_scripts_and_impossible_days_stop_nothing() -> None:
    rows: list[Row] = []
    for i in range(30):
        rows.append({"given": "x" * 10_000, "family": f"y{i}" * 5_000, "birth": "0000-00-00"})
        rows.append(
            {
                "given": "محمد",
                "family": f"ال{FAMILY[i * 7]}",
                "birth": f"19{30 + i}-{13 + i * 5 % 12}-{32 + i * 11 % 28}",
                "town": "القاهرة",
            }
        )
        rows.append(
            {"given": "Мария\u202e", "family": f"Ωμέγα{FAMILY[i * 5]}שלום", "birth": "", "email": "@@@", "phone": "☎☎"}
        )
    assert welded(rows)[0] == 0


def test_a_company_with_many_branches_is_not_one_place() -> None:
    towns = [f"{a}{b}{c}" for a in "bcdfghklmnprst" for b in "aeiou" for c in ("ton", "ham", "ford", "by", "dale")]
    rows = [{"name": "Acme Holdings Ltd", "place": t, "street": f"{i} main street"} for i, t in enumerate(towns * 8)]
    for i, row in enumerate(rows):
        row["place"] = f"{row['place']} {i // len(towns)}"
    found = resolve(pa.Table.from_pylist(rows), {"name": "org", "place": "place", "street": "street"})
    assert len(set(found.labels.tolist())) >= 0.99 * len(rows)
    assert sum(found.skipped.values()) > 1_000_000


def test_equal_rows_beyond_what_is_compared_follow_the_first_or_stay_alone() -> None:
    strong: list[Row] = [
        {"given": "anselm", "family": "okonkwo", "birth": "1970-02-03", "email": "anselm9@mail.example"}
    ] * 300
    weak: list[Row] = [{"given": "anselm", "family": "okonkwo"}] * 300
    found: Resolved = resolve(table([*CROWD, *strong, *weak]), FIELDS)
    n = len(CROWD)
    assert len(set(found.labels[n : n + 300].tolist())) == 1
    assert len(set(found.labels[n + 300 :].tolist())) == 300
