"""Networks beside a slow twin that looks at every pair of parties."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.networks.groups import LARGEST, SLACK, networks

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
IDS = [f"entity-{i:02}" for i in range(12)]
DAYS = st.none() | st.dates(date(2010, 1, 1), date(2010, 1, 5))


def space(kind: str) -> str:
    return "premises" if kind == "housing" else kind


def rows(table: Table | Any) -> Rows:
    return table.arrow().to_pylist() if isinstance(table, Table) else table.to_pylist()


def mbits(ratio: float) -> int:
    return round(1000 * math.log2(ratio))


def nodes_of(rows_of: RowsOf, ids: list[str], **more: Any) -> Table:
    base = {"kind": "employer", "orders": 1, "workers": 0, "barred": False}
    return rows_of("nodes", [{"id": i, "name": f"NAME {i}", **base, **more} for i in ids])


PAIR = st.builds(
    lambda ends, kind, weight: {
        "a": min(ends), "b": max(ends), "kind": kind, "value": f"{kind}-{weight}", "holders": 2, "weight_mbits": weight
    },
    st.lists(st.sampled_from(IDS[:5]), min_size=2, max_size=2, unique=True), st.sampled_from(["premises", "housing", "phone", "agent"]),
    st.sampled_from([100, 300, 585, 600, 1_500]),
)  # fmt: skip
PAIRS = st.lists(PAIR, max_size=16, unique_by=lambda t: (t["a"], t["b"], t["value"]))
FIRST = st.lists(DAYS, min_size=12, max_size=12)


def slow_networks(tied: Rows, first: list[date | None]) -> dict[str, str]:
    """Node -> network id. The sum over families of the strongest tie must reach log2(parties) less three bits."""
    enough = mbits(len(IDS)) - SLACK
    group = {i: i for i in IDS}
    for a, b in combinations(IDS, 2):
        strongest: dict[str, int] = {}
        for tie in tied:
            if (tie["a"], tie["b"]) == (a, b):
                family = space(tie["kind"])
                strongest[family] = max(strongest.get(family, 0), tie["weight_mbits"])
        if strongest and sum(strongest.values()) >= enough:
            old, new = group[a], group[b]
            group = {i: new if g == old else g for i, g in group.items()}
    known = {i: (day or date.max, i) for i, day in zip(IDS, first, strict=True)}
    earliest = {g: min((i for i in IDS if group[i] == g), key=known.__getitem__) for g in set(group.values())}
    return {i: "network-" + hashlib.sha256(earliest[group[i]].encode()).hexdigest()[:32] for i in IDS}


@settings(max_examples=100)
@given(PAIRS, FIRST)
def test_networks_beside_the_slow_twin(
    engine: LocalEngine, rows_of: RowsOf, tied: Rows, first: list[date | None]
) -> None:
    states = ["TX", "OK", None]
    given_nodes = [
        {"id": i, "kind": ["employer", "agent", "unnamed employer", "party"][n % 4], "name": f"NAME {n % 5}", "orders": n,
         "workers": 2 * n, "barred": n % 6 == 0, "state": states[n % 3], "first_on": day}
        for n, (i, day) in enumerate(zip(IDS, first, strict=True))
    ]  # fmt: skip
    made = networks(engine, nodes=rows_of("nodes", given_nodes), ties=rows_of("ties", tied))
    of = {m["node_id"]: m["network_id"] for m in rows(made["network_members"])}
    assert of == slow_networks(tied, first)
    assert rows(made["cuts"]) == []
    assert sorted(n["id"] for n in rows(made["networks"])) == sorted(set(of.values()))
    for network in rows(made["networks"]):
        inside = [n for n in given_nodes if of[n["id"]] == network["id"]]
        kinds = {n["kind"] for n in inside}
        orders = sum(n["orders"] for n in inside)
        assert network["size"] == len(inside)
        assert network["names"] == len({n["name"] for n in inside})
        assert (network["orders"], network["workers"]) == (orders, 2 * orders)
        assert network["states"] == sorted({n["state"] for n in inside if n["state"]})
        assert network["barred"] == sum(n["barred"] for n in inside)
        assert network["name"] == max(inside, key=lambda n: (n["orders"], n["workers"], n["name"]))["name"]
        assert network["first_on"] == min((n["first_on"] for n in inside if n["first_on"]), default=None)
        assert 2 ** network["band"] <= max(orders, 1) < 2 ** (network["band"] + 1)
        assert network["kind"] == (
            "employers" if "employer" in kinds else "intermediaries" if "agent" in kinds
            else "unnamed employers" if "unnamed employer" in kinds else "parties"
        )  # fmt: skip


def chain(ids: list[str], weight: Callable[[int], int]) -> Rows:
    return [
        {"a": a, "b": b, "kind": "phone", "value": f"phone-{a}", "holders": 2, "weight_mbits": weight(i)}
        for i, (a, b) in enumerate(pairwise(ids))
    ]


def test_one_place_counts_once_and_two_things_add_up(engine: LocalEngine, rows_of: RowsOf) -> None:
    """585 millibits are needed among twelve: an office and a barrack at 300 each are one family, a telephone is another."""

    def size(*kinds: str) -> int:
        tied = [
            {"a": IDS[0], "b": IDS[1], "kind": k, "value": f"{k} shared", "holders": 8, "weight_mbits": 300}
            for k in kinds
        ]
        made = networks(engine, nodes=nodes_of(rows_of, IDS), ties=rows_of("ties", tied))
        return max(n["size"] for n in rows(made["networks"]))

    assert mbits(len(IDS)) - SLACK == 585
    assert [size("premises"), size("premises", "housing"), size("premises", "phone")] == [1, 1, 2]


def test_a_network_does_not_swallow_a_market(engine: LocalEngine, rows_of: RowsOf) -> None:
    """A chain of 150: the strongest ties are followed first, none beyond the largest size, and what was cut is told."""
    ids = [f"entity-{i:03}" for i in range(150)]
    tied = chain(ids, lambda i: 10_000 - (i == 49) - 2 * (i == 99))
    made = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", tied))
    assert sorted(n["size"] for n in rows(made["networks"])) == [50, 50, 50]
    assert [(c["a"], c["b"], c["size_a"], c["size_b"]) for c in rows(made["cuts"])] == [
        (ids[49], ids[50], 50, 50), (ids[99], ids[100], 50, 50),
    ]  # fmt: skip
    whole = networks(
        engine, nodes=nodes_of(rows_of, ids[:LARGEST]), ties=rows_of("ties", chain(ids[:LARGEST], lambda i: 9_000))
    )
    assert [n["size"] for n in rows(whole["networks"])] == [LARGEST]


@settings(max_examples=20)
@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_ties_and_nodes_does_not_matter(
    engine: LocalEngine, rows_of: RowsOf, tied: Rows, rng: random.Random
) -> None:
    def told(ids: list[str], tied: Rows) -> Rows:
        made = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", tied))
        return sorted(rows(made["network_members"]), key=lambda m: m["node_id"])

    ids, turned = list(IDS), list(tied)
    rng.shuffle(ids)
    rng.shuffle(turned)
    assert told(ids, turned) == told(IDS, tied)


def test_a_network_keeps_its_id_when_it_grows(engine: LocalEngine, rows_of: RowsOf) -> None:
    def id_of(ids: list[str], tied: Rows) -> str:
        days = [date(2010, 1, 5)] + [date(2011, 1, 1)] * 20
        nodes = [{"id": i, "kind": "employer", "orders": 1, "workers": 0, "barred": False, "first_on": d}
                 for i, d in zip(ids, days, strict=False)]  # fmt: skip
        made = networks(engine, nodes=rows_of("nodes", nodes), ties=rows_of("ties", tied))
        (own,) = (m["network_id"] for m in rows(made["network_members"]) if m["node_id"] == ids[0])
        return own

    # The party first known has the greatest id; those who come later have lesser ones.
    ids = IDS[::-1]
    grown = [id_of(ids, chain(ids[:n][::-1], lambda i: 9_000)) for n in (1, 2, 5, 12)]
    assert len(set(grown)) == 1
