"""Claimed names told apart: each once, firms and persons, agencies, and what the rows' order makes of it: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.texts.claims import claims

RowsOf = Callable[[str, list[dict]], Table]
NAMED = [
    ("Alder Farms, LLC", "ALDER FARMS", "business"), ("Farms Alder Inc.", "FARMS ALDER", "business"),
    ("Rapid Staffing", "RAPID STAFFING", "business"), ("Maria Lopez", "MARIA LOPEZ", "person"),
    ("Lopez Maria", "LOPEZ MARIA", "person"), (None, None, None), ("Alder Farms", "ALDER FARMS", None),
]  # fmt: skip


def made(engine: LocalEngine, rows_of: RowsOf, named: list[tuple[Any, ...]]) -> dict[str, dict[str, Any]]:
    offers = [
        {"id": f"o{i}", "claimed": name, "claimed_key": key, "claimed_kind": kind}
        for i, (name, key, kind) in enumerate(named)
    ]
    table = claims(engine, offers=rows_of("offers", offers))["claims"]
    return {row["claimed_key"]: row for row in table.to_pylist()}  # type: ignore[union-attr]


def test_each_name_once_with_its_identity(engine: LocalEngine, rows_of: RowsOf) -> None:
    rows = made(engine, rows_of, NAMED)
    assert set(rows) == {"ALDER FARMS", "FARMS ALDER", "RAPID STAFFING", "MARIA LOPEZ", "LOPEZ MARIA"}
    assert rows["ALDER FARMS"]["identity"] == rows["FARMS ALDER"]["identity"]
    assert rows["MARIA LOPEZ"]["identity"] == rows["LOPEZ MARIA"]["identity"]
    assert len({row["identity"] for row in rows.values()}) == 3
    assert [key for key, row in rows.items() if row["agency"]] == ["RAPID STAFFING"]


def test_in_doubt_a_person(engine: LocalEngine, rows_of: RowsOf) -> None:
    rows = made(engine, rows_of, NAMED)
    assert rows["ALDER FARMS"]["claimed_kind"] == "person", "one offer does not say that it is a firm"
    assert rows["FARMS ALDER"]["claimed_kind"] == "business"


def test_the_order_of_offers_changes_nothing(engine: LocalEngine, rows_of: RowsOf) -> None:
    assert made(engine, rows_of, NAMED) == made(engine, rows_of, NAMED[::-1])
