"""Ties beside a slow twin that looks at every pair of parties."""

from __future__ import annotations

import math
import random
import tracemalloc
from collections.abc import Callable
from datetime import date
from itertools import combinations
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.networks import HOLDINGS as HOLDINGS_SCHEMA
from turnstone.networks.groups import networks
from turnstone.networks.kinds import SHARING
from turnstone.networks.ties import ties

HOLDINGS_TYPE = HOLDINGS_SCHEMA.arrow
RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
IDS = [f"entity-{i:02}" for i in range(12)]
DAYS = st.none() | st.sampled_from(
    [date(2010, 1, 1), date(2010, 1, 4), date(2011, 12, 31), date(2012, 1, 2), date(2014, 6, 1)]
)
# Values tell their space: an address can be one's premises and another's housing, nothing else is shared across kinds.
HOLDING = st.builds(
    lambda kind, n, node, on, longer: {
        "node_id": node, "kind": kind, "value": f"{space(kind)}-{n}", "first_on": on, "rows": 1,
        "last_on": longer if on is None or longer is None else max(on, longer),
    },
    st.sampled_from(sorted(SHARING)), st.integers(0, 1), st.sampled_from([*IDS, "unknown"]), DAYS, DAYS,
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


def merged(held: Rows, ids: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """(node, value) -> from when until when and as what it is held, whether as premises or as housing."""
    out: dict[tuple[str, str], dict[str, Any]] = {}
    for h in held:
        if h["node_id"] in ids:
            own = out.setdefault((h["node_id"], h["value"]), {"kinds": set(), "first": [], "last": []})
            own["kinds"].add(h["kind"])
            own["first"] += [h["first_on"]] if h.get("first_on") else []
            own["last"] += [h["last_on"]] if h.get("last_on") else []
    return out


def slow_ties(held: Rows, ids: list[str] = IDS) -> dict[tuple[str, str, str], dict[str, Any]]:
    own = merged(held, ids)
    shared: dict[tuple[str, str, str], dict[str, Any]] = {}
    for a, b in combinations(sorted(ids), 2):
        pair = {}
        for value in {v for _, v in own}:
            if (a, value) not in own or (b, value) not in own:
                continue
            x, y = own[a, value], own[b, value]
            kind = max(x["kinds"] | y["kinds"])  # premises before housing
            how, holders = SHARING[kind], len({n for n, v in own if v == value})
            if holders > how.cap:
                continue
            since = max(min(x["first"]), min(y["first"])) if x["first"] and y["first"] else None
            until = min(max(x["last"]), max(y["last"])) if x["last"] and y["last"] else None
            gap = max((since - until).days, 0) if since and until else 0
            weight = min(mbits(len(ids)) - mbits(holders), how.most or 10**9)
            if how.handed_on and gap > 730:
                weight -= 1_000 * math.ceil((gap - 730) / 365)
                if weight <= 0:
                    continue
            pair[value] = {
                "weight": weight, "holders": holders, "kind": kind, "family": how.family, "since": since, "until": until,
                "gap": gap,
            }  # fmt: skip
        if any(SHARING[tie["kind"]].ties for tie in pair.values()):
            shared |= {(a, b, value): tie for value, tie in pair.items()}
    return shared


@settings(max_examples=200)
@given(HOLDINGS)
def test_ties_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, held: Rows) -> None:
    found, hubs = ask_ties(engine, rows_of, held)
    names = ("weight_mbits", "holders", "kind", "family", "since", "until", "gap_days")
    told = {(t["a"], t["b"], t["value"]): tuple(t[name] for name in names) for t in found}
    assert told == {
        key: tuple(tie[n.removesuffix("_mbits").removesuffix("_days")] for n in names)
        for key, tie in slow_ties(held).items()
    }
    assert len(found) == len(told)
    assert hubs == []


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


def test_one_after_the_other_within_two_years_is_a_tie_and_later_a_weaker_one(
    engine: LocalEngine, rows_of: RowsOf
) -> None:
    """Whoever goes on from another's number soon after it may well be the same; after years a stranger has it. A text
    or a person's name is not handed on."""
    ids = [f"entity-{i:03}" for i in range(512)]

    def weight(kind: str, later: date) -> list[int]:
        days = [(date(2010, 1, 1), date(2012, 1, 1)), (later, later)]
        held = [
            {"node_id": i, "kind": kind, "value": "thing", "rows": 1, "first_on": first, "last_on": last}
            for i, (first, last) in zip(ids, days, strict=False)
        ]
        return [t["weight_mbits"] for t in ask_ties(engine, rows_of, held, ids)[0]]

    assert weight("phone", date(2011, 1, 1)) == weight("phone", date(2013, 12, 31)) == [8_000]
    assert weight("phone", date(2014, 1, 2)) == [7_000]
    assert weight("phone", date(2021, 1, 1)) == []
    assert weight("person", date(2021, 1, 1)) == weight("template", date(2021, 1, 1)) == [8_000]


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "0000000000"), ("premises", "premises-of-everybody"), ("filing", "C-1")]
)
def test_what_hundreds_of_thousands_hold_costs_nothing(
    engine: LocalEngine, rows_of: RowsOf, kind: str, value: str
) -> None:
    """All pairs of 200,000 would be twenty thousand million; memory stays within some hundred bytes a holding."""
    many = 200_000
    ids = pa.array([f"entity-{i:06}" for i in range(many)])
    nothing = {"rows": pa.array([1] * many, pa.int32())}
    table = {"node_id": ids, "kind": pa.array([kind] * many), "value": pa.array([value] * many), **nothing}
    held = Table.of(
        pa.table(
            {n: table.get(n, pa.nulls(many, t)) for n, t in zip(HOLDINGS_TYPE.names, HOLDINGS_TYPE.types, strict=True)}
        )
    )
    nodes = Table.of(pa.table({"id": ids}))
    tracemalloc.start()
    made = ties(engine, nodes=nodes, holdings=held)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows(made["ties"]) == []
    assert [(h["value"], h["holders"], h["weight_mbits"]) for h in rows(made["hubs"])] == [(value, many, 0)]
    assert peak < 400 * many


def test_a_company_with_fifty_thousand_filings_costs_what_the_others_cost(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Of what two tied parties have in common besides, fifty of a kind are told, the rarest first."""
    held = [{"node_id": "a", "kind": "filing", "value": f"C-{i:05}", "rows": 1} for i in range(50_000)]
    held += [{"node_id": "b", "kind": "filing", "value": f"C-{i:05}", "rows": 1} for i in range(300)]
    held += [{"node_id": "c", "kind": "filing", "value": f"C-{i:05}", "rows": 1} for i in range(250)]
    held += [{"node_id": i, "kind": "phone", "value": "+12025550143", "rows": 1} for i in "ab"]
    found, _ = ask_ties(engine, rows_of, held, list("abcdefgh"))
    told = sorted(t["value"] for t in found if t["kind"] == "filing")
    assert told == [f"C-{i:05}" for i in range(250, 300)]


def test_where_there_are_too_many_pairs_what_most_hold_is_left_out_and_told(
    engine: LocalEngine, rows_of: RowsOf
) -> None:
    ids = [f"entity-{i:02}" for i in range(12)]
    held = [{"node_id": i, "kind": "phone", "value": "common", "rows": 1} for i in ids[:6]]
    held += [{"node_id": i, "kind": "phone", "value": "rare", "rows": 1} for i in ids[:2]]
    given_tables = {"nodes": rows_of("nodes", [{"id": i} for i in ids]), "holdings": rows_of("holdings", held)}
    all_pairs = ties(engine, **given_tables, most_pairs=16)
    assert len(rows(all_pairs["ties"])) == 16
    assert rows(all_pairs["hubs"]) == []
    fewer = ties(engine, **given_tables, most_pairs=15)
    assert [(t["a"], t["b"], t["value"]) for t in rows(fewer["ties"])] == [(ids[0], ids[1], "rare")]
    (left_out,) = rows(fewer["hubs"])
    assert (left_out["value"], left_out["holders"]) == ("common", 6)
    assert "left out" in left_out["reason"]
