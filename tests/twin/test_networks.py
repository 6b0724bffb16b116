"""Networks beside a slow twin that looks at every pair of parties."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.networks.groups import networks
from turnstone.networks.pairs import SLACK, bar
from turnstone.networks.parts import LARGEST, REACH, SMALL

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


def test_a_chain_is_no_network(engine: LocalEngine, rows_of: RowsOf) -> None:
    """150 parties, each tied to the next by one thing: they fall into parts in which one tie holds no more pairs than it
    weighs for, and what was cut is told on both sides."""
    ids = [f"entity-{i:03}" for i in range(150)]
    made = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", chain(ids, lambda i: 9_000)))
    enough = bar(150)
    size = {n["id"]: n["size"] for n in rows(made["networks"])}
    of = {m["node_id"]: m["network_id"] for m in rows(made["network_members"])}
    cuts = {(c["a"], c["b"]): (c["size_a"], c["size_b"]) for c in rows(made["cuts"])}
    assert set(cuts) == {(a, b) for a, b in pairwise(ids) if of[a] != of[b]}
    assert len(cuts) == len(size) - 1 > 0
    for (a, b), sizes in cuts.items():
        assert sizes == (size[of[a]], size[of[b]])
        assert enough * sizes[0] * sizes[1] > 9_000 * REACH
    possible = {(p["network_id"], p["node_id"]): p["through"] for p in rows(made["possible_members"])}
    assert possible == {(of[a], b): a for a, b in cuts} | {(of[b], a): b for a, b in cuts}


def test_a_network_of_all_with_all_is_braked_at_the_largest_size(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Seventy of which each is tied to each: no community step divides them, so the last brake does."""
    ids = [f"entity-{i:03}" for i in range(200)]
    tied = [
        {"a": a, "b": b, "kind": "phone", "value": f"{a} {b}", "holders": 2, "weight_mbits": 9_000}
        for a, b in combinations(ids[: LARGEST + 10], 2)
    ]
    made = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", tied))
    assert sorted(n["size"] for n in rows(made["networks"]))[-2:] == [10, LARGEST]
    assert {c["reason"] for c in rows(made["cuts"])} >= {
        f"would make a group of {LARGEST + 1} parties, more than {LARGEST}"
    }
    small = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", chain(ids[:SMALL], lambda i: 9_000)))
    assert max(n["size"] for n in rows(small["networks"])) == SMALL
    assert rows(small["cuts"]) == []


def test_two_tight_groups_on_one_thread_are_two_networks(engine: LocalEngine, rows_of: RowsOf) -> None:
    ids = [f"entity-{i:03}" for i in range(512)]
    tied = [
        {"a": a, "b": b, "kind": "phone", "value": f"{group[0]}", "holders": 15, "weight_mbits": 9_000}
        for group in (ids[:15], ids[15:30])
        for a, b in combinations(group, 2)
    ]
    tied.append(
        {"a": ids[0], "b": ids[20], "kind": "person", "value": "ALDER ANN||", "holders": 2, "weight_mbits": 8_000}
    )
    made = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", tied))
    assert sorted(n["size"] for n in rows(made["networks"]))[-2:] == [15, 15]
    (cut,) = rows(made["cuts"])
    assert (cut["a"], cut["b"], cut["size_a"], cut["size_b"]) == (ids[0], ids[20], 15, 15)
    assert cut["reason"].startswith("8.0 bits join 15 and 15 parties")


TRIPLE = [("a", "b", "phone", "p1"), ("b", "c", "phone", "p2"), ("a", "c", "phone", "p3")]


@pytest.mark.parametrize(("tied", "core"), [
    ([("a", "b", "phone", "p1")], ""),
    ([("a", "b", "phone", "p1"), ("a", "b", "person", "x")], "ab"),
    # One card with a number and a page is one piece of evidence; two numbers that others hold too are two.
    ([("a", "b", "phone", "p1"), ("a", "b", "url", "u1")], ""),
    ([("a", "b", "phone", "p1"), ("a", "b", "phone", "p2"), ("a", "c", "phone", "p2"), ("b", "c", "phone", "p2")], "ab"),
    (TRIPLE, "abc"),
    ([*TRIPLE, ("c", "d", "phone", "p4")], "abc"),
    ([("a", "b", "phone", "p1"), ("b", "c", "phone", "p1"), ("a", "c", "phone", "p1")], ""),
    ([*TRIPLE, ("c", "d", "phone", "p4"), ("d", "e", "phone", "p5"), ("e", "f", "phone", "p6"), ("d", "f", "phone", "p7"),
      ("f", "g", "phone", "p8"), ("d", "g", "phone", "p9")], "defg"),
])  # fmt: skip
def test_who_is_core(engine: LocalEngine, rows_of: RowsOf, tied: list[tuple[str, str, str, str]], core: str) -> None:
    ids = [*"abcdefg", *(f"z{i}" for i in range(500))]
    told = [{"a": a, "b": b, "kind": k, "value": v, "holders": 2, "weight_mbits": 8_000} for a, b, k, v in tied]
    made = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", told))
    standing = {m["node_id"]: m["standing"] for m in rows(made["network_members"])}
    assert {i for i, s in standing.items() if s == "core"} == set(core)
    assert set(standing.values()) <= {"core", "likely"}


def test_who_is_tied_too_weakly_is_possible_and_not_counted(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Of 512, six bits make a member and four a possible one; who has less, is alone, or posts alone is not told."""
    ids = [*"abcdefgh", *(f"z{i:03}" for i in range(504))]
    weights = {
        ("a", "b"): 6_000,
        ("a", "c"): 5_999,
        ("b", "c"): 4_000,
        ("a", "d"): 3_999,
        ("e", "f"): 4_000,
        ("b", "g"): 5_000,
    }
    told = [
        {"a": a, "b": b, "kind": "phone", "value": f"{a}{b}", "holders": 9, "weight_mbits": w}
        for (a, b), w in weights.items()
    ]
    alone = rows_of("posters", [{"id": "g", "kind": "account", "alone": True}])
    made = networks(engine, nodes=nodes_of(rows_of, ids), ties=rows_of("ties", told), posters=alone)
    of = {m["node_id"]: m["network_id"] for m in rows(made["network_members"])}
    (possible,) = rows(made["possible_members"])
    assert possible["reason"].startswith("tied too weakly")
    assert (possible["network_id"], possible["node_id"], possible["through"], possible["weight_mbits"]) == (
        of["a"],
        "c",
        "a",
        5_999,
    )
    assert of["a"] == of["b"] != of["c"]


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
