"""When one number under several names is a conflict, and when it is none."""

from __future__ import annotations

from datetime import date

import pytest

from made_network import Rows, RowsOf, rows
from turnstone.engine.local import LocalEngine
from turnstone.networks.offered import Offered, poster_holdings


def conflicting(
    engine: LocalEngine, rows_of: RowsOf, names: list[tuple[str, str | None, str]], agency: str = ""
) -> Rows:
    """`names`: (poster, name, kind of name) of offers that give one number; the conflicts that are held."""
    offers = [
        {"id": f"o{i}", "claimed_key": n, "claimed_kind": k, "posted_on": date(2024, 1, 1)}
        for i, (_, n, k) in enumerate(names)
    ]
    claims = {
        n: {"claimed_key": n, "claimed_kind": k, "identity": n.replace("ALDERS", "ALDER"), "agency": n == agency}
        for _, n, k in names
        if n
    }
    offered = Offered(
        offers=rows_of("offers", offers),
        offer_contacts=rows_of("offer_contacts", [{"offer_id": o["id"], "field": "body", "start": 0, "kind": "phone", "value": "+12025550143"} for o in offers]),
        posters=rows_of("posters", [{"id": p, "kind": "account"} for p in {p for p, _, _ in names}]),
        offer_posters=rows_of("offer_posters", [{"offer_id": f"o{i}", "poster_id": p} for i, (p, _, _) in enumerate(names)]),
        claims=rows_of("claims", list(claims.values())),
    )  # fmt: skip
    return [h for h in rows(poster_holdings(engine, offered)) if h["kind"] == "conflict"]


def test_one_number_under_two_businesses_is_a_conflict_of_all_who_give_it(engine: LocalEngine, rows_of: RowsOf) -> None:
    firm = "business"
    found = conflicting(engine, rows_of, [("p", "ALDER", firm), ("q", "BIRCH", firm), ("r", None, firm)])
    assert sorted(h["node_id"] for h in found) == ["p", "q", "r"]
    assert len({h["value"] for h in found}) == 1
    assert "2025550143" not in found[0]["value"]


@pytest.mark.parametrize("names", [
    [("p", "ALDER", "business"), ("q", "ALDER", "business")],
    [("p", "ALDER", "business"), ("q", "ALDERS", "business")],  # one identity, as `claims` says
    [("p", "ALDER", "business"), ("q", "ALDER NORTH", "business")],  # a branch
    [("p", "ALDER", "business"), ("q", "ANN", "person")],
    [("p", "ALDER", "business"), ("q", "FINDERS", "business")],  # who finds workers for others
    [("p", "ALDER", "business"), ("p", "BIRCH", "business")],  # one poster ties nobody
])  # fmt: skip
def test_what_is_no_conflict(engine: LocalEngine, rows_of: RowsOf, names: list[tuple[str, str | None, str]]) -> None:
    assert conflicting(engine, rows_of, names, agency="FINDERS") == []
