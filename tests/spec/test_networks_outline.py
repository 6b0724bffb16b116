"""Summaries, weak points and positions of networks: what is told, and about whom nothing is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import turnstone
from made_network import EMPLOYERS, Net, RowsOf, rows
from turnstone.engine.local import LocalEngine
from turnstone.networks.kinds import SHARING
from turnstone.networks.outline import outline
from turnstone.networks.positions import _SEEN, innocent_readings


def test_the_one_place_on_which_a_network_hangs(engine: LocalEngine, rows_of: RowsOf) -> None:
    net = Net(**EMPLOYERS).hold("abcd", premises="P").hold("de", phone="T").hold("efgh", housing="H")
    found = net.weak(engine, rows_of)
    assert found[1] == ([("housing", "H")], 28, 10)
    assert found[2] == ([("housing", "H"), ("premises", "P")], 28, 1)
    assert found[3] == ([("housing", "H"), ("phone", "T"), ("premises", "P")], 28, 0)
    assert set(found) == {1, 2, 3}


def test_two_that_stand_in_for_each_other_are_found_together(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Neither number breaks anything alone."""
    net = Net(**dict.fromkeys("abc", "employer")).hold("abc", phone="T").hold("abc", email="M")
    assert net.weak(engine, rows_of) == {2: ([("email", "M"), ("phone", "T")], 3, 0)}


def test_an_agent_that_acts_for_all_is_told_as_a_company(engine: LocalEngine, rows_of: RowsOf) -> None:
    net = Net(**dict.fromkeys("abcd", "employer"), out="agent").hold("ab", phone="T").hold("abcd", agent="out")
    assert net.weak(engine, rows_of)[1] == ([("company", "out")], 6, 1)
    inside = (
        Net(**dict.fromkeys("abcd", "employer"), g="agent").hold("ab", phone="T").hold("abcd", agent="g", recruiter="g")
    )
    assert inside.weak(engine, rows_of)[1] == ([("company", "g")], 10, 5)


def test_people_join_parties_and_are_never_listed(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Nothing that can be closed breaks what a person holds together, and the agent who is no business is a person."""
    net = (
        Net(**dict.fromkeys("abc", "employer"))
        .hold("abc", person="ALDER ANN||")
        .hold("abc", agent="entity-person")
        .hold("ab", phone="T")
    )
    assert net.weak(engine, rows_of) == {}


def test_what_is_a_hub_joins_nobody(engine: LocalEngine, rows_of: RowsOf) -> None:
    many = {f"out{i:02}": "employer" for i in range(40)}
    net = Net(**dict.fromkeys("abc", "employer"), **many).hold("abc", phone="T")
    net.held += [{"node_id": i, "kind": "premises", "value": "P", "rows": 1} for i in ["a", "b", "c", *many]]
    assert net.weak(engine, rows_of) == {1: ([("phone", "T")], 3, 0)}


@pytest.mark.parametrize(("kind", "names", "alone", "listed"), [
    ("account", 2, False, "account"), ("account", 1, False, None), ("account", 2, True, None), ("business", 1, False, "company"),
    ("person", 2, False, None), ("contact", 2, False, None), ("offer", 2, False, None),
])  # fmt: skip
def test_posters_that_may_be_one_person_are_never_listed(
    engine: LocalEngine, rows_of: RowsOf, kind: str, names: int, alone: bool, listed: str | None
) -> None:
    """`m` stands between two pairs of companies: taking it out breaks most, if it may be named at all."""
    net = Net(**dict.fromkeys("abcd", "employer"), m="poster").poster("m", kind, names, alone)
    net.hold("abm", registration="R1").hold("mcd", registration="R2")
    net.offers = [{"id": f"o{i}", "by": "m", "side": "selling"} for i in range(9)]
    found = net.weak(engine, rows_of)
    assert [k for k, v in found.get(1, ([], 0, 0))[0] if v == "m"] == ([listed] if listed else [])
    named = [p["kind"] for p in net.placed(engine, rows_of) if p["value"] == "m"]
    assert named == []  # one poster is no peer group: what all have says nothing
    others = (
        Net(**dict.fromkeys("abcdefgh", "poster"), m="poster")
        .poster("m", kind, names, alone)
        .poster("abcdefgh", "business" if kind == "business" else "account")
    )
    others.offers = [{"id": f"o{i}", "by": "m", "side": "selling"} for i in range(9)]
    others.offers += [{"id": f"p{i}", "by": i, "side": "selling"} for i in "abcdefgh"]
    placed = [(p["kind"], p["position"], p["count"]) for p in others.placed(engine, rows_of)]
    assert placed == ([(listed, "advertises", 9)] if listed else [])


POSTER_KINDS = st.sampled_from(["account", "business", "person", "contact", "offer"])


@settings(max_examples=80)
@given(
    st.lists(st.tuples(POSTER_KINDS, st.integers(0, 2), st.booleans()), min_size=3, max_size=6),
    st.lists(st.tuples(st.integers(0, 8), st.sampled_from(sorted(SHARING)), st.integers(0, 2)), max_size=25),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["selling", "recruiting", None])), max_size=12),
)
def test_no_person_ever_has_a_position_or_is_a_weak_point(
    engine: LocalEngine, rows_of: RowsOf, posting: list[tuple[str, int, bool]], held: list[tuple[int, str, int]],
    offered: list[tuple[int, str | None]],
) -> None:  # fmt: skip
    ids = [f"n{i}" for i in range(len(posting))] + ["e0", "e1", "case-1"]
    kinds = ["poster"] * len(posting) + ["employer", "agent", "unnamed employer"]
    net = Net(**dict(zip(ids, kinds, strict=True)))
    net.posters = [
        {"id": id, "kind": kind, "names": names, "contacts": 1, "alone": alone}
        for id, (kind, names, alone) in zip(ids, posting, strict=False)
    ]
    net.held = [
        {"node_id": ids[n % len(ids)], "kind": kind, "value": f"{kind}-{v}", "rows": 2}
        for n, kind, v in {(n % len(ids), kind, v) for n, kind, v in held}
    ]
    net.deals = [{"actor_id": id, "party_id": "e1", "kind": "recruits for", "rows": 1, "parties": 5} for id in ids]
    net.offers = [{"id": f"o{i}", "by": ids[n % len(posting)], "side": side} for i, (n, side) in enumerate(offered)]
    named = {(p["kind"], p["value"]) for p in net.placed(engine, rows_of)}
    named |= {pair for found, _, _ in net.weak(engine, rows_of).values() for pair in found}
    may_be_one = {p["id"] for p in net.posters if p["kind"] in ("person", "contact", "offer") or p["alone"]}
    assert not {value for _, value in named} & (may_be_one | {"case-1"})
    assert not {value for _, value in named if value.startswith(("person", "filing", "conflict", "asserted"))}
    assert {kind for kind, _ in named} <= {"company", "account", "contact", "premises", *SHARING} - {"person"}


def test_positions_with_their_facts(engine: LocalEngine, rows_of: RowsOf) -> None:
    net = Net(**EMPLOYERS, r="recruiter", s="recruiter", t="recruiter")
    net.deals = [
        {"actor_id": actor, "party_id": "a", "kind": "recruits for", "rows": 1, "parties": parties}
        for actor, parties in (("r", 9), ("s", 2), ("t", 1))
    ]
    net.hold("abcdef", housing="H1").hold("gh", housing="H2").hold("ab", wallet="W1").hold("abc", premises="P")
    found = {(p["kind"], p["value"], p["position"]): p for p in net.placed(engine, rows_of)}
    assert set(found) == {("company", "r", "recruits")}
    best = found["company", "r", "recruits"]
    assert (best["count"], best["peers"], best["as_strong"], best["weight_mbits"]) == (9, 3, 1, 1_000)
    assert best["readings"] == innocent_readings()["recruits"]


def test_a_contact_of_two_who_may_be_one_person_has_no_position(engine: LocalEngine, rows_of: RowsOf) -> None:
    def kinds(poster: str) -> list[str]:
        net = Net(**dict.fromkeys("abcdefgh", "poster")).poster("ab", poster, 1).poster("cdefgh", "business")
        net.hold("ab", phone="+12025550143").hold("cd", phone="+12025550144").hold("ef", phone="+12025550145").hold(
            "gh", plate="X1"
        )
        for held in net.held:
            held["rows"] = 9 if held["node_id"] in "ab" else 1
        return [p["value"] for p in net.placed(engine, rows_of) if p["kind"] == "contact"]

    assert kinds("person") == kinds("account") == []
    assert kinds("business") == ["+12025550143"]


def test_one_person_on_three_sites_is_no_network_to_tell_of(engine: LocalEngine, rows_of: RowsOf) -> None:
    """All post alone: no summary, no weak point, no position, whatever they share."""

    def told(alone: bool) -> list[int]:
        net = (
            Net(**dict.fromkeys("abc", "poster"))
            .poster("abc", "account", 1, alone=alone)
            .hold("abc", phone="+12025550143")
        )
        net.hold("ab", wallet="W").hold("bc", wallet="V")
        tied = [
            {"a": a, "b": b, "kind": "phone", "value": "+12025550143", "holders": 3, "weight_mbits": 9_000}
            for a, b in ("ab", "ac")
        ]
        tables = {n: t for n, t in net.tables(rows_of).items() if n != "holdings"}
        made = outline(engine, **tables, ties=rows_of("ties", tied), possible_members=rows_of("possible_members", []))
        return [len(rows(made["network_summaries"])), len(net.weak(engine, rows_of))]

    assert told(alone=True) == [0, 0]
    assert told(alone=False) == [1, 2]


def test_every_position_has_innocent_readings() -> None:
    told = set(re.findall(r"'(recruits|houses|transports|collects|advertises|fronts)'", " ".join(_SEEN.values())))
    assert told == set(innocent_readings()) == {"recruits", "houses", "transports", "collects", "advertises", "fronts"}
    assert all(len(readings) >= 2 for readings in innocent_readings().values())


def test_a_network_in_one_line(engine: LocalEngine, rows_of: RowsOf) -> None:
    days = {"a": (2010, 2020), "b": (2010, 2012), "c": (2014, 2020), "d": (2010, 2020)}
    nodes = [
        {"id": i, "kind": "employer", "orders": 1, "workers": 0, "barred": False, "town": "ELMTON" if i != "d" else "ASHTON",
         "state": "TX", "first_on": date(f, 1, 1), "last_on": date(u, 1, 1)} for i, (f, u) in days.items()
    ]  # fmt: skip
    nodes += [{"id": f"z{i}", "kind": "employer", "orders": 1, "workers": 0, "barred": False} for i in range(508)]
    tied = [
        ("a", "b", "phone", 9_000),
        ("b", "c", "premises", 7_000),
        ("a", "c", "premises", 8_000),
        ("c", "d", "premises", 6_500),
    ]
    members = [{"network_id": "n", "node_id": i, "standing": "core" if i in "abc" else "likely"} for i in days]
    (told,) = rows(outline(
        engine,
        nodes=rows_of("nodes", nodes),
        ties=rows_of("ties", [{"a": a, "b": b, "kind": k, "value": a + b, "holders": 2, "weight_mbits": w} for a, b, k, w in tied]),
        network_members=rows_of("network_members", [*members, {"network_id": "m", "node_id": "z1", "standing": "likely"}]),
        possible_members=rows_of("possible_members", [{"network_id": "n", "node_id": "z2"}]),
    )["network_summaries"])  # fmt: skip
    assert told == {
        "network_id": "n", "families": ["place", "contact"], "towns": ["ELMTON", "ASHTON"], "states": ["TX"],
        "since": date(2010, 1, 1), "until": date(2020, 1, 1), "size": 4, "core": 3, "possible": 1, "weakest_mbits": 6_500,
        "came": 1, "went": 1, "turnover_permille": 2 * 1000 * 365 // (4 * 3652),
    }  # fmt: skip


def test_the_order_of_rows_does_not_matter(engine: LocalEngine, rows_of: RowsOf) -> None:
    net = Net(**EMPLOYERS, r="recruiter", s="recruiter", t="recruiter", u="agent")
    net.hold("abcd", premises="P").hold("de", phone="T").hold("efgh", housing="H").hold(
        "abgh", agent="u", recruiter="u"
    )
    net.deals = [
        {"actor_id": actor, "party_id": "a", "kind": "recruits for", "rows": 1, "parties": parties}
        for actor, parties in (("r", 9), ("s", 2), ("t", 1), ("u", 1))
    ]
    told = [net.weak(engine, rows_of), net.placed(engine, rows_of)]
    assert all(told)
    for rows_in in (net.nodes, net.held, net.deals):
        rows_in.reverse()
    again = [net.weak(engine, rows_of), net.placed(engine, rows_of)]
    assert told == again


def test_the_page_lists_all_kinds_as_they_are() -> None:
    page = Path(turnstone.__file__).parents[2] / "docs" / "explanation" / "networks.md"
    if not page.exists():
        pytest.skip("installed without docs")
    told = re.findall(
        r"^\| `(\w+)` \| (\w+) \| (\d+) \| ([\d.]+|rarity) \| (yes|no) \| (in|out) \| (yes|no) \|",
        page.read_text("utf-8"),
        re.M,
    )
    assert told == [
        (kind, s.family, str(s.cap), f"{s.most / 1000:g}" if s.most else "rarity", "yes" if s.ties else "no", s.direction,
         "yes" if s.handed_on else "no")
        for kind, s in SHARING.items()
    ]  # fmt: skip


def test_who_trades_under_an_own_name_has_no_position(engine: LocalEngine, rows_of: RowsOf) -> None:
    net = Net(**EMPLOYERS, r="recruiter", s="recruiter", t="recruiter")
    net.deals = [
        {"actor_id": actor, "party_id": "a", "kind": "recruits for", "rows": 1, "parties": parties}
        for actor, parties in (("r", 9), ("s", 2), ("t", 1))
    ]
    for row in net.nodes:
        row["name"] = {"r": "Ansa Imaginary"}.get(row["id"], row["name"])
    assert "r" not in {p["value"] for p in net.placed(engine, rows_of)}


def test_who_trades_under_an_own_name_is_nothing_to_take_out(engine: LocalEngine, rows_of: RowsOf) -> None:
    net = Net(**EMPLOYERS, r="recruiter")
    net.hold("abcdef", agent="r")
    assert ("company", "r") in {pair for found, _, _ in net.weak(engine, rows_of).values() for pair in found}
    for row in net.nodes:
        row["name"] = {"r": "Ansa Imaginary"}.get(row["id"], row["name"])
    assert ("company", "r") not in {pair for found, _, _ in net.weak(engine, rows_of).values() for pair in found}
