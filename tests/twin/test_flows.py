"""Through whom, who, and where, beside the slow twin; and nobody who may be a person is in it by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posted import adverts, write
from shell import new_workspace
from turnstone.engine.local import LocalEngine
from turnstone.exports.flows import MAYBE_PERSONS, MOST, NO_AGENT, OTHERS, _flow, flows_of
from turnstone.exports.mask import Mask
from turnstone.exports.network_names import Names
from turnstone.exports.template_facts import asker, quoted
from turnstone.workspace import Workspace

Row = dict[str, Any]


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Adverts; one of the accounts speaks for two firms, and one offer names a person."""
    folder = tmp_path_factory.mktemp("flows")
    rows = adverts()
    several = next(row for row in rows if row["account"] == "operator1x1")
    several["company"] = "Cedar Staffing 1 Ltd"
    return new_workspace(folder / "ws", [write(folder / "adverts.csv", rows)], run=True)


def rows_in(place: Workspace) -> Callable[[str], list[Row]]:
    return lambda name: place.table(place.run(), name).arrow().to_pylist()


def flows(place: Workspace, engine: LocalEngine, network: str) -> list[Row]:
    run = place.run()
    ask = asker(engine, lambda name: place.table(run, name))
    mask = Mask(place.key)
    return flows_of(ask, run.tables, quoted(network), Names(ask, mask, {}), mask)


def networks(place: Workspace) -> list[str]:
    return [row["id"] for row in rows_in(place)("networks") if row["kind"] != "alone"]


def plain_orders(rows: Callable[[str], list[Row]], network: str) -> dict[tuple[str, str, str], int]:
    """(agent, employer, place) -> workers, by loops."""
    mine = {m["node_id"] for m in rows("network_members") if m["network_id"] == network}
    entity = {m["profile_id"]: m["entity_id"] for m in rows("members")}
    agents: dict[str, set[tuple[bool, str]]] = defaultdict(set)
    for mention in rows("mentions"):
        if mention["role"] in ("agent", "agent_firm") and mention["profile_id"] in entity:
            agents[mention["row_id"]].add((mention["role"] == "agent", entity[mention["profile_id"]]))
    out: dict[tuple[str, str, str], int] = defaultdict(int)
    for order in rows("orders"):
        if order["node_id"] in mine and order["granted"] and order["part"] != "primary" and order["workers"]:
            agent = min(agents[order["id"]])[1] if agents[order["id"]] else ""
            where = ", ".join(part for part in (order["town"], order["state"]) if part)
            out[agent, order["node_id"], where] += order["workers"]
    return out


def test_job_orders_beside_the_slow_twin(finished: Path, engine: LocalEngine) -> None:
    place = Workspace(finished)
    rows = rows_in(place)
    seen = 0
    for network in networks(place)[:40]:
        plain = plain_orders(rows, network)
        found = [flow for flow in flows(place, engine, network) if flow["measure"] == "workers certified"]
        assert bool(found) == bool(plain)
        if not plain:
            continue
        seen += 1
        (flow,) = found
        nodes = flow["nodes"]
        assert flow["total"] == sum(plain.values())
        by_agent: dict[str, int] = defaultdict(int)
        for (agent, _, _), workers in plain.items():
            by_agent[agent] += workers
        told = {node["id"] or "": node["value"] for node in nodes if node["column"] == 0 and node["label"] != OTHERS}
        assert told == {agent: by_agent[agent] for agent in told}
        for column in range(3):
            assert sum(node["value"] for node in nodes if node["column"] == column) == flow["total"]
        if len({agent for agent, _, _ in plain}) <= MOST and len({who for _, who, _ in plain}) <= MOST:
            pairs: dict[tuple[str, str], int] = defaultdict(int)
            for (agent, who, _), workers in plain.items():
                pairs[agent, who] += workers
            links = {
                (nodes[link["a"]]["id"] or "", nodes[link["b"]]["id"]): link["value"]
                for link in flow["links"] if nodes[link["a"]]["column"] == 0
            }  # fmt: skip
            assert links == pairs
    assert seen > 5


def test_offers_of_accounts_that_may_be_persons_are_summed_up(posted: Path, engine: LocalEngine) -> None:
    place = Workspace(posted)
    rows = rows_in(place)
    several = {
        p["id"]
        for p in rows("posters")
        if not p["alone"] and p["kind"] == "account" and (p["names"] > 1 or p["contacts"] > 1)
    }
    assert len(several) == 1
    poster = {p["offer_id"]: p["poster_id"] for p in rows("offer_posters")}
    told = 0
    for network in networks(place):
        mine = {m["node_id"] for m in rows("network_members") if m["network_id"] == network}
        (flow,) = flows(place, engine, network)
        assert flow["total"] == sum(poster[offer] in mine for offer in poster)
        accounts = {node["id"]: node for node in flow["nodes"] if node["column"] == 0}
        assert set(accounts) - {None} == several & mine
        assert accounts[None]["label"] == MAYBE_PERSONS
        told += len(several & mine)
        assert not any("operator" in node["label"] for node in flow["nodes"])
        assert all(node["id"] is None for node in flow["nodes"] if node["column"])  # the key of a name is the name
    assert told == 1


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(1, 10**6)), max_size=80)
)
def test_what_runs_into_a_node_runs_out_of_it(drawn: list[tuple[int, int, int, int]]) -> None:
    rows = [
        {"through": (f"entity-{a}" if a else "", f"A {a}" if a else NO_AGENT), "who": (f"entity-{b}", f"B {b}"), "where": (str(c), str(c)), "value": n}
        for a, b, c, n in drawn
    ]  # fmt: skip
    flow = _flow(("a", "b", "c"), "n", rows)
    if flow is None:
        assert not rows
        return
    into, out = defaultdict(int), defaultdict(int)
    for link in flow["links"]:
        out[link["a"]] += link["value"]
        into[link["b"]] += link["value"]
    for i, node in enumerate(flow["nodes"]):
        assert node["value"] == out[i] or node["column"] == 2
        assert node["value"] == into[i] or node["column"] == 0
    for column, name in enumerate(("through", "who", "where")):
        nodes = [node for node in flow["nodes"] if node["column"] == column]
        assert len(nodes) <= MOST + 1 and sum(node["n"] for node in nodes) == len({row[name][0] for row in rows})
