"""Ties beside a slow twin that looks at every pair of parties."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.networks.groups import networks
from turnstone.networks.ties import SHARING, ties

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
IDS = [f"entity-{i:02}" for i in range(12)]
DAYS = st.none() | st.dates(date(2010, 1, 1), date(2010, 1, 5))
# Values tell their space: an address can be one's premises and another's housing, nothing else is shared across kinds.
HOLDING = st.builds(
    lambda kind, n, node, on: {"node_id": node, "kind": kind, "value": f"{space(kind)}-{n}", "first_on": on, "rows": 1},
    st.sampled_from(sorted(SHARING)), st.integers(0, 1), st.sampled_from([*IDS, "unknown"]), DAYS,
)  # fmt: skip
HOLDINGS = st.lists(HOLDING, max_size=22, unique_by=lambda h: (h["node_id"], h["kind"], h["value"]))


def space(kind: str) -> str:
    return "premises" if kind == "housing" else kind


def rows(table: Table | Any) -> Rows:
    return table.arrow().to_pylist() if isinstance(table, Table) else table.to_pylist()


def mbits(ratio: float) -> int:
    return round(1000 * math.log2(ratio))


def ask_ties(engine: LocalEngine, rows_of: RowsOf, held: Rows, ids: list[str] = IDS) -> tuple[Rows, Rows]:
    made = ties(engine, nodes=rows_of("nodes", [{"id": i} for i in ids]), holdings=rows_of("holdings", held))
    return rows(made["ties"]), rows(made["hubs"])


def slow_ties(held: Rows, ids: list[str] = IDS) -> dict[tuple[str, str, str], dict[str, Any]]:
    held = [h for h in held if h["node_id"] in ids]
    holders: dict[str, set[str]] = {}
    for h in held:
        holders.setdefault(h["value"], set()).add(h["node_id"])
    by_node = {i: [h for h in held if h["node_id"] == i] for i in ids}
    shared: dict[tuple[str, str, str], dict[str, Any]] = {}
    for a, b in combinations(sorted(ids), 2):
        both = [(x, y) for x in by_node[a] for y in by_node[b] if x["value"] == y["value"]]
        both = [(x, y) for x, y in both if len(holders[x["value"]]) <= SHARING[x["kind"]].cap]
        if not any(SHARING[x["kind"]].ties for x, _ in both):
            continue
        for x, y in both:
            how = SHARING[x["kind"]]
            weight = min(mbits(len(ids)) - mbits(len(holders[x["value"]])), how.most or 10**9)
            since = max(x["first_on"], y["first_on"]) if x["first_on"] and y["first_on"] else None
            tie = shared.setdefault(
                (a, b, x["value"]),
                {"weight": weight, "holders": len(holders[x["value"]]), "kinds": set(), "since": set()},
            )
            tie["kinds"] |= {x["kind"], y["kind"]}
            tie["since"].add(since)
    return shared


@settings(max_examples=150)
@given(HOLDINGS)
def test_ties_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, held: Rows) -> None:
    found, hubs = ask_ties(engine, rows_of, held)
    expected = slow_ties(held)
    assert sorted((t["a"], t["b"], t["value"]) for t in found) == sorted(expected)
    for tie in found:
        twin = expected[tie["a"], tie["b"], tie["value"]]
        assert tie["a"] < tie["b"]
        assert (tie["weight_mbits"], tie["holders"]) == (twin["weight"], twin["holders"])
        assert tie["since"] in twin["since"]
        assert tie["kind"] in twin["kinds"]
    assert hubs == []


@settings(max_examples=100)
@given(HOLDINGS)
def test_an_address_that_anybody_has_as_premises_is_told_as_premises(
    engine: LocalEngine, rows_of: RowsOf, held: Rows
) -> None:
    for tie in ask_ties(engine, rows_of, held)[0]:
        kinds = slow_ties(held)[tie["a"], tie["b"], tie["value"]]["kinds"]
        assert tie["kind"] == ("premises" if "premises" in kinds else tie["kind"])


@settings(max_examples=20)
@given(HOLDINGS, st.randoms(use_true_random=False))
def test_the_order_of_holdings_does_not_matter(
    engine: LocalEngine, rows_of: RowsOf, held: Rows, rng: random.Random
) -> None:
    turned = list(held)
    rng.shuffle(turned)

    def told(held: Rows) -> Rows:
        return sorted(ask_ties(engine, rows_of, held)[0], key=lambda t: (t["a"], t["b"], t["value"]))

    assert told(turned) == told(held)


def test_what_more_than_its_cap_hold_ties_nobody_and_is_told(engine: LocalEngine, rows_of: RowsOf) -> None:
    ids = [f"entity-{i:03}" for i in range(60)]
    for kind in ("premises", "housing", "phone", "person", "asserted"):
        cap = SHARING[kind].cap
        for holders in (cap, cap + 1):
            held = [{"node_id": i, "kind": kind, "value": "thing", "rows": 1} for i in ids[:holders]]
            found, hubs = ask_ties(engine, rows_of, held, ids)
            assert len(found) == (holders * (holders - 1) // 2 if holders == cap else 0)
            assert [(h["kind"], h["holders"], h["weight_mbits"]) for h in hubs] == (
                [] if holders == cap else [(kind, cap + 1, 0)]
            )


def test_clients_of_one_law_firm_are_not_tied(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Three thousand clients share an agent, its office as their address and its telephone as theirs."""
    ids = [f"entity-{i:04}" for i in range(3_000)]
    held = [
        {"node_id": i, "kind": kind, "value": value, "rows": 1}
        for i in ids
        for kind, value in (("agent", "entity-law"), ("premises", "premises-law"), ("phone", "+12025550143"))
    ]
    # Two of them also share a telephone that nobody else has: those two are tied, by it and by nothing heavier.
    held += [{"node_id": i, "kind": "phone", "value": "+12025550144", "rows": 1} for i in ids[:2]]
    found, hubs = ask_ties(engine, rows_of, held, ids)
    assert [(t["a"], t["b"], t["value"]) for t in found] == [(ids[0], ids[1], "+12025550144")]
    assert {(h["kind"], h["holders"], h["weight_mbits"]) for h in hubs} == {
        ("agent", 3_000, 0), ("premises", 3_000, 0), ("phone", 3_000, 0),
    }  # fmt: skip
    made = networks(
        engine,
        nodes=rows_of(
            "nodes", [{"id": i, "kind": "employer", "orders": 1, "workers": 0, "barred": False} for i in ids]
        ),
        ties=rows_of("ties", found),
    )
    assert sorted(n["size"] for n in rows(made["networks"]))[-2:] == [1, 2]


def test_an_agent_adds_little_to_a_tie_that_something_else_makes(engine: LocalEngine, rows_of: RowsOf) -> None:
    ids = [f"entity-{i:03}" for i in range(512)]
    held = [{"node_id": i, "kind": "agent", "value": "entity-law", "rows": 1} for i in ids[:3]]
    assert ask_ties(engine, rows_of, held, ids)[0] == []
    held += [{"node_id": i, "kind": "person", "value": "ALDER ANN|BIRCHTON|TX", "rows": 1} for i in ids[:2]]
    found, _ = ask_ties(engine, rows_of, held, ids)
    assert {(t["b"], t["kind"], t["weight_mbits"]) for t in found} == {
        (ids[1], "person", 8_000), (ids[1], "agent", 5_000),
    }  # fmt: skip
