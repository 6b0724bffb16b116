"""Who goes on where another left off, and what parties took up and gave up: worked through, and beside a slow twin."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.clean.nearly_one_name import nearly_one_name
from turnstone.clean.text import fold
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.networks.continuity import FAMILY, GAP, HOLDERS, OVERLAP, continuities
from turnstone.networks.moves import moves

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
DAY = date(2020, 1, 1)


def node(
    id: str, first: int, last: int, name: str = "", town: str | None = None, kind: str = "employer"
) -> dict[str, Any]:
    return {"id": id, "kind": kind, "name": name or None, "town": town, "state": "MN" if town else None,
            "first_on": DAY + timedelta(first), "last_on": DAY + timedelta(last), "orders": 1, "workers": 0, "barred": False}  # fmt: skip


def held(node: str, kind: str, value: str, first: int = 0, last: int = 0) -> dict[str, Any]:
    return {"node_id": node, "kind": kind, "value": value, "first_on": DAY + timedelta(first),
            "last_on": DAY + timedelta(last), "rows": 1}  # fmt: skip


def made(engine: LocalEngine, rows_of: RowsOf, nodes: Rows, holdings: Rows, members: Rows = []) -> tuple[Rows, Rows]:  # noqa: B006
    """Continuities, and those that are folded."""
    tables = continuities(
        engine, nodes=rows_of("nodes", nodes), holdings=rows_of("holdings", holdings),
        network_members=rows_of("network_members", members),
    )  # fmt: skip
    return tables["continuities"].arrow().to_pylist(), tables["folded_continuities"].arrow().to_pylist()


def found(engine: LocalEngine, rows_of: RowsOf, nodes: Rows, holdings: Rows, members: Rows = []) -> Rows:  # noqa: B006
    return made(engine, rows_of, nodes, holdings, members)[0]


OTHERS = [node(f"other{i}", 0, 9_000, f"Other{i} Name{i}", f"TOWN{i}") for i in range(200)]


def test_three_families_go_on(engine: LocalEngine, rows_of: RowsOf) -> None:
    nodes = [
        node("old", 0, 400, "Zeppelin Harvest", "ELMTON"), node("new", 500, 900, "ZEPPELIN, Growers LLC", "ELMTON"),
        node("two", 500, 900, "ZEPPELIN Fruit", "OAKTON"), node("late", 2_000, 2_400, "Zeppelin Nuts", "ELMTON"),
        node("beside", 100, 900, "Zeppelin Seeds", "ELMTON"),
    ]  # fmt: skip
    agents = [held(n, "agent", "entity-a") for n in ("old", "new", "two", "late", "beside")]
    (row,) = found(engine, rows_of, nodes + OTHERS, agents)
    assert (row["earlier_id"], row["later_id"]) == ("old", "new"), (
        "two families are custom; and neither too late nor beside"
    )
    assert row["families"] == ["intermediary", "name", "place"] and not row["same_network"]
    assert row["things"] == ["agent entity-a", "word ZEPPELIN", "town ELMTON|MN"]
    assert sum(row["things_mbits"]) == row["total_mbits"]
    town = round(1000 * (math.log2(205) - math.log2(4)))
    assert row["things_mbits"][2] == town, "of 205 parties four are in that town"
    members = [{"network_id": "n", "node_id": id, "strongest_mbits": 0} for id in ("old", "new")]
    (row,) = found(engine, rows_of, nodes + OTHERS, agents, members)
    assert row["same_network"]


def test_one_firm_written_twice_is_folded_and_counted(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Not where it is barred, nor where a new name goes on with the place; and it takes no other's place."""
    nodes = [
        *(node(f"old{i}", i, 400, f"Zeppelin Harvest - Branch{i}", "ELMTON") for i in range(6)),
        node("other", 0, 400, "Tamarack Growers", "ELMTON"),
        node("new", 500, 900, "Zeppelin Harvesting LLC - Oakton", "ELMTON"),
    ]  # fmt: skip
    agents = [held(n["id"], kind, "x") for n in nodes for kind in ("agent", "phone")]
    listed, folded = made(engine, rows_of, nodes + OTHERS, agents)
    assert [(r["earlier_id"], r["later_id"]) for r in listed] == [("other", "new")]
    assert [r["later_id"] for r in folded] == ["new"] * 5, "five at most, as of all"
    barred = [n | {"barred": n["id"] == "old3"} for n in nodes]
    listed, folded = made(engine, rows_of, barred + OTHERS, agents)
    assert {r["earlier_id"] for r in listed} == {"old3", "other"} and len(folded) == 5
    posters = [n | {"kind": "poster"} for n in nodes]
    listed, folded = made(engine, rows_of, posters + OTHERS, agents)
    assert len(listed) == 5 and folded == []


THINGS = [("phone", "1"), ("agent", "a"), ("agent", "b"), ("premises", "p"), ("template", "t"), ("filing", "f")]
DRAWN = st.lists(
    st.tuples(
        st.integers(0, 30), st.integers(0, 60), st.sampled_from(["Alder Farm", "ALDER GROWERS", "Alder, Growers", "Birch"]),
        st.sampled_from([None, "ELMTON"]), st.lists(st.sampled_from(THINGS), max_size=4, unique=True),
        st.sampled_from(["employer", "poster", "unnamed employer"]),
    ),
    min_size=2, max_size=6,
)  # fmt: skip


@settings(max_examples=100)
@given(DRAWN)
def test_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, drawn: list[Any]) -> None:
    nodes = [
        node(f"n{i}", first * 30, (first + span) * 30, name, town, kind)
        for i, (first, span, name, town, _, kind) in enumerate(drawn)
    ]
    holdings = [held(f"n{i}", *thing) for i, one in enumerate(drawn) for thing in one[4]]
    everyone = nodes + OTHERS[:60]
    looked = [n for n in everyone if n["kind"] != "unnamed employer"]
    things: dict[str, set[tuple[str, str]]] = {n["id"]: set() for n in looked}
    for n in looked:
        if n["town"]:
            things[n["id"]].add(("town", f"{n['town']}|{n['state'] or ''}"))
        if n["kind"] != "poster":
            things[n["id"]] |= {("word", w) for w in fold(n["name"]).split() if len(w) >= 4}
    for h in holdings:
        if h["kind"] != "filing":
            things.setdefault(h["node_id"], set()).add((h["kind"], h["value"]))
    holders = {t: sum(t in some for some in things.values()) for some in things.values() for t in some}
    count = len(everyone)
    named = {n["id"]: n["name"] for n in everyone}

    def mbits(n: float) -> int:
        return round(1000 * math.log2(n))

    expected = {}
    for a, b in product(looked, looked):
        if a["kind"] != b["kind"] or not (a["first_on"] < b["first_on"] and a["last_on"] < b["last_on"]):
            continue
        if not a["last_on"] - timedelta(OVERLAP) <= b["first_on"] <= a["last_on"] + timedelta(GAP):
            continue
        best: dict[str, int] = {}
        for t in things[a["id"]] & things[b["id"]]:
            if holders[t] <= HOLDERS:
                best[FAMILY[t[0]]] = max(best.get(FAMILY[t[0]], 0), mbits(count) - mbits(holders[t]))
        if len(best) >= 3 and sum(best.values()) >= mbits(count) + 1_000:
            expected[a["id"], b["id"]] = (sum(best.values()), sorted(best))
    posting = {n["id"] for n in everyone if n["kind"] == "poster"}
    one_firm = {
        (a, b) for (a, b), (_, families) in expected.items()
        if a not in posting and {"place", "contact", "person"} & set(families) and nearly_one_name(named[a], named[b])
    }  # fmt: skip
    later = {b for _, b in expected}
    listed, folded = made(engine, rows_of, everyone, holdings)
    for rows, pairs in ((listed, expected.keys() - one_firm), (folded, one_firm)):
        kept = {
            pair for b in later
            for pair in sorted((p for p in pairs if p[1] == b), key=lambda p: (-expected[p][0], p[0]))[:5]
        }  # fmt: skip
        assert {(r["earlier_id"], r["later_id"]): (r["total_mbits"], r["families"]) for r in rows} == {
            pair: expected[pair] for pair in kept
        }


def test_moves_and_things_that_are_taken_up_beside(engine: LocalEngine, rows_of: RowsOf) -> None:
    holdings = [
        held("a", "phone", "1", 0, 50), held("a", "phone", "2", 60, 90), held("a", "phone", "3", 70, 99),
        held("a", "premises", "p", 0, 99), held("a", "premises", "q", 0, 99), held("a", "person", "x", 0, 1),
        held("a", "person", "y", 9, 9), {**held("a", "agent", "z"), "first_on": None},
    ]  # fmt: skip
    taken = moves(engine, holdings=rows_of("holdings", holdings))["moves"].arrow().to_pylist()
    said = {(m["kind"], m["value"]): (m["before"], m["gave_up"], (m["on_date"] - DAY).days) for m in taken}
    assert said == {("phone", "2"): ("1", True, 60), ("phone", "3"): ("2", False, 70)}
