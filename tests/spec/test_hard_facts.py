"""What numbers and days of birth do to entities, worked through: they join alone, and keep apart whatever else agrees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.entities import entities

RowsOf = Callable[[str, list[dict]], Table]
Made = dict[str, Any]


def resolved(engine: LocalEngine, rows_of: RowsOf, rows: list[dict[str, Any]], judgements: Any = ()) -> Made:
    profiles = [
        {
            "id": id, "kind": row.get("kind", "business"), "country": "DE", "address_keys": [], "name": row["name"],
            "name_keys": [row["name"]], "name_bags": [" ".join(sorted(row["name"].split()))],
            **{k: v for k, v in row.items() if k not in ("name", "kind")},
        }
        for id, row in ((f"profile-{i:02}", row) for i, row in enumerate(rows))
    ]  # fmt: skip
    # Names that are nothing to anybody: against them a shared name or number is rare.
    profiles += [
        {"id": f"profile-x{k}{i:02}", "kind": k, "country": "DE", "address_keys": [], "name": f"OTHER{i} NAME{i}",
         "name_keys": [f"OTHER{i} NAME{i}"], "name_bags": [f"NAME{i} OTHER{i}"], "town": f"TOWN{i % 7}"}
        for k in ("business", "person") for i in range(40)
    ]  # fmt: skip
    made = entities(
        engine, profiles=rows_of("profiles", profiles), premises=rows_of("premises", []),
        mentions=rows_of("mentions", [{"row_id": p["id"], "role": "party", "profile_id": p["id"]} for p in profiles]),
        judgements=judgements,
    )  # fmt: skip
    tables = {name: t if isinstance(t, Table) else Table.of(t) for name, t in made.items()}
    return {name: t.arrow().to_pylist() for name, t in tables.items()}


def together(made: Made, *numbers: int) -> bool:
    of = {row["profile_id"]: row["entity_id"] for row in made["members"]}
    return len({of[f"profile-{i:02}"] for i in numbers}) == 1


def test_one_registration_number_joins_whatever_the_names(engine: LocalEngine, rows_of: RowsOf) -> None:
    made = resolved(engine, rows_of, [
        {"name": "ALDER GROVE FARMS", "registration_no": "HRB1"}, {"name": "QUITE ANOTHER", "registration_no": "HRB1"},
    ])  # fmt: skip
    assert together(made, 0, 1)
    (link,) = (row for row in made["links"] if row["verdict"] == "same")
    assert link["facts_mbits"] == 40_000 and link["reason"] == "numbers or day of birth"


def test_two_registration_numbers_stay_apart_also_through_a_third(engine: LocalEngine, rows_of: RowsOf) -> None:
    rows = [
        {"name": "ALDER GROVE FARMS", "town": "ELMTON", "phone": "+12025550143", "registration_no": n}
        for n in ("HRB1", "HRB2", None)
    ]
    made = resolved(engine, rows_of, rows)
    assert not together(made, 0, 1)
    assert together(made, 0, 2) or together(made, 1, 2)
    assert any("different registration numbers" in row["reason"] for row in made["link_cuts"])
    assert any(row["verdict"] == "apart" for row in made["links"])


def test_a_number_that_many_hold_is_a_placeholder(engine: LocalEngine, rows_of: RowsOf) -> None:
    rows = [{"name": f"FIRM{i} OF{i}", "registration_no": "0000000"} for i in range(20)]
    assert not together(resolved(engine, rows_of, rows), 0, 1)


def test_a_name_alone_never_joins(engine: LocalEngine, rows_of: RowsOf) -> None:
    for kind in ("business", "person"):
        rows = [{"name": "XAVERIA ZYLBERSZTEIN", "kind": kind}, {"name": "XAVERIA ZYLBERSZTEIN", "kind": kind}]
        rows[1]["state"] = "BY"
        assert not together(resolved(engine, rows_of, rows), 0, 1)


def test_people_with_different_days_of_birth_are_two(engine: LocalEngine, rows_of: RowsOf) -> None:
    same = {
        "name": "ANNA ALDER",
        "kind": "person",
        "town": "ELMTON",
        "phone": "+12025550143",
        "email": "a@alder.example",
    }
    for births, joined in (
        (("1980-05-02", "1980-05-02"), True), (("1980-05-02", "1980-02-05"), True), (("1980-05-02", "1980"), True),
        (("1980-05-02", "1991-11-30"), False), (("1980", "1991"), False),
    ):  # fmt: skip
        made = resolved(engine, rows_of, [{**same, "birth": birth} for birth in births])
        assert together(made, 0, 1) is joined, births


def test_one_document_does_not_excuse_another_day_of_birth(engine: LocalEngine, rows_of: RowsOf) -> None:
    rows = [
        {"name": "ANNA ALDER", "kind": "person", "document_no": "C01X0006H", "birth": birth}
        for birth in ("1980-05-02", "1991-11-30")
    ]
    made = resolved(engine, rows_of, rows)
    assert not together(made, 0, 1) and any("days of birth" in row["reason"] for row in made["link_cuts"])


def test_a_judgement_wins_over_facts_and_scores(engine: LocalEngine, rows_of: RowsOf) -> None:
    rows = [
        {"name": "ANNA ALDER", "kind": "person", "document_no": "C01X0006H", "birth": birth}
        for birth in ("1980-05-02", "1991-11-30")
    ]
    assert together(resolved(engine, rows_of, rows, [("profile-00", "profile-01", "same")]), 0, 1)
    rows[1]["birth"] = "1980-05-02"
    assert together(resolved(engine, rows_of, rows), 0, 1)
    made = resolved(engine, rows_of, rows, [("profile-00", "profile-01", "different")])
    assert not together(made, 0, 1)
    assert any("judged" in row["reason"] for row in made["link_cuts"])


def test_a_telephone_that_everybody_gives_joins_nobody(engine: LocalEngine, rows_of: RowsOf) -> None:
    rows = [{"name": f"SAME NAME{i}", "phone": "+10000000000", "town": "ELMTON"} for i in range(60)]
    made = resolved(engine, rows_of, rows)
    assert len({row["entity_id"] for row in made["members"]}) == 60 + 80
