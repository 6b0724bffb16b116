"""Leads beside a slow twin: the strongest of each family counts, fewer than two families abstain, decisions are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.leads.compose import NEEDED, SPEAKS, leads
from turnstone.leads.rarity import Rarity

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
FAMILIES = {"bed": "premises", "roof": "premises", "wage": "pay", "bar": "adjudication"}
SIZE = 40


def rows(table: Table | Any) -> Rows:
    return table.arrow().to_pylist() if isinstance(table, Table) else table.to_pylist()


def ask(engine: LocalEngine, rows_of: RowsOf, hits: Rows, decisions: Any = (), size: int = SIZE) -> tuple[dict, Rows]:
    """Forty networks of one size, two parties each; every indicator could look at every party."""
    networks = [{"id": f"network-{i:02}", "kind": "employers", "band": 0} for i in range(size)]
    members = [{"network_id": f"network-{i:02}", "node_id": f"node-{i:02}{x}"} for i in range(size) for x in "ab"]
    best: dict[tuple[str, str], int] = {}
    for hit in hits:
        key = hit["indicator"], hit["node_id"]
        best[key] = max(best.get(key, 0), hit["strength"])
    checks = [
        {"indicator": i, "node_id": m["node_id"], "checks": 1, "strongest": best.get((i, m["node_id"]), 0)}
        for i in FAMILIES for m in members
    ]  # fmt: skip
    made = leads(
        engine,
        networks=rows_of("networks", networks),
        network_members=rows_of("network_members", members),
        hits=rows_of("hits", hits),
        checks=rows_of("checks", checks),
        families=FAMILIES,
        decisions=decisions,
    )
    return {lead["network_id"]: lead for lead in rows(made["leads"])}, rows(made["lead_parts"])


def hit(
    indicator: str,
    network: int,
    strength: int = 1,
    node: str = "a",
    what: str = "x",
    on: date | None = None,
    row: str = "r",
) -> dict[str, Any]:
    return {
        "indicator": indicator, "node_id": f"node-{network:02}{node}", "what": what, "strength": strength, "known_on": on,
        "because": [row],
    }  # fmt: skip


HITS = st.lists(
    st.builds(
        hit, st.sampled_from(list(FAMILIES)), st.integers(0, 5), st.integers(1, 3), st.sampled_from("ab"),
        st.sampled_from("xy"), st.none() | st.dates(date(2010, 1, 1), date(2010, 1, 5)),
    ),
    max_size=24, unique_by=lambda h: (h["indicator"], h["node_id"], h["what"]),
)  # fmt: skip


def slow(hits: Rows) -> dict[str, dict[str, tuple[int, int, Rarity]]]:
    """Network -> indicator -> (strength, hits, rarity), all networks being peers."""
    strongest: dict[str, dict[str, int]] = {i: {} for i in FAMILIES}
    many: dict[tuple[str, str], int] = {}
    for h in hits:
        network = f"network-{h['node_id'][5:7]}"
        strongest[h["indicator"]][network] = max(strongest[h["indicator"]].get(network, 0), h["strength"])
        many[h["indicator"], network] = many.get((h["indicator"], network), 0) + 1
    out: dict[str, dict[str, tuple[int, int, Rarity]]] = {}
    for indicator, by_network in strongest.items():
        for network, strength in by_network.items():
            rarity = Rarity(SIZE, sum(s >= strength for s in by_network.values()))
            out.setdefault(network, {})[indicator] = (strength, many[indicator, network], rarity)
    return out


@settings(max_examples=80)
@given(HITS)
def test_leads_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, hits: Rows) -> None:
    found, parts = ask(engine, rows_of, hits)
    twin = slow(hits)
    assert set(found) == set(twin)
    told = {
        (p["network_id"], p["indicator"]): (p["strength"], p["hits"], p["peers"], p["as_strong"], p["weight_mbits"],
                                            p["low_mbits"], p["high_mbits"], p["family"])
        for p in parts
    }  # fmt: skip
    assert told == {
        (n, i): (strength, many, r.peers, r.as_strong, r.weight, *r.interval, FAMILIES[i])
        for n, by in twin.items() for i, (strength, many, r) in by.items()
    }  # fmt: skip
    for network, by in twin.items():
        best: dict[str, int] = {}
        for indicator, (_, _, rarity) in by.items():
            best[FAMILIES[indicator]] = max(best.get(FAMILIES[indicator], 0), rarity.weight)
        speaking = {family: weight for family, weight in best.items() if weight >= SPEAKS}
        lead = found[network]
        assert lead["weight_mbits"] == sum(speaking.values())
        assert lead["families"] == sorted(speaking, key=lambda f: (-speaking[f], f))
        assert lead["status"] == ("lead" if len(speaking) >= NEEDED else "abstained")
        assert (lead["abstained"] is None) == (lead["rank"] is not None) == (len(speaking) >= NEEDED)
        counted = [p for p in parts if p["network_id"] == network and p["counted"]]
        assert sorted(p["family"] for p in counted) == sorted(speaking)
        assert sum(p["weight_mbits"] for p in counted) == lead["weight_mbits"]
    ranked = sorted((lead for lead in found.values() if lead["rank"]), key=lambda lead: lead["rank"])
    assert [lead["rank"] for lead in ranked] == list(range(1, len(ranked) + 1))
    assert ranked == sorted(ranked, key=lambda lead: (-lead["weight_mbits"], lead["network_id"]))


@settings(max_examples=20)
@given(HITS)
def test_the_order_of_hits_does_not_matter(engine: LocalEngine, rows_of: RowsOf, hits: Rows) -> None:
    found, parts = ask(engine, rows_of, hits)
    again, parts_again = ask(engine, rows_of, hits[::-1])
    assert again == found
    assert sorted(map(str, parts_again)) == sorted(map(str, parts))


def test_within_a_family_only_the_strongest_counts(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Two indicators of one family weigh no more than the stronger of them, and alone they make no lead."""
    others = [hit("roof", i) for i in range(1, 5)]
    found, parts = ask(engine, rows_of, [hit("bed", 0), hit("roof", 0), *others])
    weight = {p["indicator"]: p["weight_mbits"] for p in parts if p["network_id"] == "network-00"}
    assert weight["bed"] > weight["roof"] >= SPEAKS
    lead = found["network-00"]
    assert (lead["status"], lead["weight_mbits"], lead["families"]) == ("abstained", weight["bed"], ["premises"])
    assert "only one family" in lead["abstained"]
    assert [p["indicator"] for p in parts if p["network_id"] == "network-00" and p["counted"]] == ["bed"]


def test_two_families_make_a_lead(engine: LocalEngine, rows_of: RowsOf) -> None:
    found, _ = ask(engine, rows_of, [hit("bed", 0), hit("wage", 0), hit("wage", 1)])
    assert [(n, lead["status"], lead["rank"]) for n, lead in sorted(found.items())] == [
        ("network-00", "lead", 1), ("network-01", "abstained", None),
    ]  # fmt: skip


def test_what_every_second_peer_has_says_nothing(engine: LocalEngine, rows_of: RowsOf) -> None:
    common = [hit(i, n) for i in ("bed", "wage") for n in range(SIZE // 2 + 1)]
    found, _ = ask(engine, rows_of, common)
    assert {(lead["status"], lead["weight_mbits"]) for lead in found.values()} == {("abstained", 0)}
    assert all("common among peers" in lead["abstained"] for lead in found.values())


def test_decisions_are_kept_and_new_evidence_is_told(engine: LocalEngine, rows_of: RowsOf) -> None:
    hits = [hit("bed", 0), hit("wage", 0), hit("bed", 1), hit("wage", 1)]
    first = ask(engine, rows_of, hits)[0]["network-00"]
    assert (first["decision"], first["new_since"]) == (None, None)
    decisions = [("network-00", "rejected", "evidence-of-old"), ("network-00", "accepted", first["evidence"])]
    kept = ask(engine, rows_of, hits, decisions)[0]
    assert (kept["network-00"]["decision"], kept["network-00"]["new_since"]) == ("accepted", False)
    assert (kept["network-01"]["decision"], kept["network-01"]["new_since"]) == (None, None)
    # Another network's evidence changes nothing; a hit on other rows, another hit or a further one does.
    others = [hit("bed", 2), hit("wage", 2)]
    assert ask(engine, rows_of, [*hits, *others], decisions)[0]["network-00"]["new_since"] is False
    changed = ([*hits[1:], hit("bed", 0, 2, row="s")], [*hits[1:], hit("bed", 0, what="y")], [*hits, hit("bar", 0)])
    for more in changed:
        lead = ask(engine, rows_of, more, decisions)[0]["network-00"]
        assert (lead["decision"], lead["new_since"]) == ("accepted", True)


def test_all_that_is_told_was_known_by_that_day(engine: LocalEngine, rows_of: RowsOf) -> None:
    hits = [hit("bed", 0, on=date(2010, 1, 1)), hit("wage", 0, on=date(2011, 5, 1)), hit("bar", 1)]
    found, _ = ask(engine, rows_of, hits)
    assert found["network-00"]["known_on"] == date(2011, 5, 1)
    assert found["network-01"]["known_on"] is None


def test_no_hits_no_leads(engine: LocalEngine, rows_of: RowsOf) -> None:
    assert ask(engine, rows_of, []) == ({}, [])
