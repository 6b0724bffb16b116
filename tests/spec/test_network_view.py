"""What is shown of a network: infrastructure has positions, people have facts; older runs lack tables and are shown still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.lead_view import lead_view
from turnstone.exports.mask import Mask
from turnstone.exports.moves_svg import MOST_TOWNS, draw_moves
from turnstone.exports.network_continuity import INNOCENT, REFUTED
from turnstone.exports.network_moves import town_of
from turnstone.exports.network_text import network_text
from turnstone.exports.network_view import NetworkView, network_view
from turnstone.exports.party_graph import party_graph
from turnstone.exports.posters_in import SOMEONE
from turnstone.exports.tie_paths import tie_paths

Row = dict[str, Any]
MakeTable = Callable[[str, list[Row]], Table]
N = "network-1"
FIRM, TRADER, POSTER, ALONE, OTHER = "entity-1", "entity-2", "poster-3", "poster-4", "entity-5"
NUMBER, ADDRESS = "+13075550142", "4410 CINDERPATH LN|LANDER|WY"
DAY = date(2016, 3, 1)


def node(id: str, name: str, kind: str = "employer") -> Row:
    return {"id": id, "kind": kind, "name": name, "town": "LANDER", "state": "WY", "first_on": DAY, "last_on": DAY,
            "orders": 2, "workers": 9, "barred": False}  # fmt: skip


def position(kind: str, value: str, value_kind: str) -> Row:
    return {"network_id": N, "kind": kind, "value": value, "value_kind": value_kind, "position": "houses", "count": 3,
            "measure": "parties", "peers": 40, "as_strong": 2, "weight_mbits": 3_770, "readings": ["A motel rents to all."]}  # fmt: skip


def weak(together: int, kind: str, value: str, rank: int = 1) -> Row:
    return {"network_id": N, "together": together, "rank": rank, "kind": kind, "value": value, "pairs_before": 6,
            "pairs_after": 6 - together, "reason": f"without it {together} of 6 pairs"}  # fmt: skip


def tie(a: str, b: str, kind: str, value: str, mbits: int = 5_000, family: str = "contact") -> Row:
    return {"a": a, "b": b, "kind": kind, "value": value, "holders": 3, "weight_mbits": mbits, "since": DAY, "until": DAY,
            "gap_days": 0, "family": family}  # fmt: skip


def tables() -> dict[str, list[Row]]:
    """A firm, a man who trades under his own name, an account and one who posts alone, in one network."""
    return {
        "networks": [{"id": N, "kind": "employers", "name": "Tessaly Picking Inc", "size": 4, "names": 4, "orders": 8, "workers": 36,
                      "states": ["WY"], "first_on": DAY, "last_on": DAY, "barred": 0, "band": 3}],
        "nodes": [node(FIRM, "Tessaly Picking Inc"), node(TRADER, "Ignatius Fernholt"), node(POSTER, "board/ringleaf", "poster"),
                  node(ALONE, "board/solo", "poster"), node(OTHER, "Oxbow Labour Supply Corp")],
        "network_members": [{"network_id": N, "node_id": id, "strongest_mbits": 5_000, "standing": "core" if id == TRADER else "likely"}
                            for id in (FIRM, TRADER, POSTER, ALONE)] + [
                                {"network_id": "network-5", "node_id": OTHER, "strongest_mbits": 0, "standing": "likely"}],
        "entities": [{"id": id, "kind": "business", "name": name, "profiles": 1, "mentions": 1}
                     for id, name in ((FIRM, "Tessaly Picking Inc"), (TRADER, "Ignatius Fernholt"), (OTHER, "Oxbow Labour Supply Corp"))],
        "posters": [{"id": id, "kind": "account", "name": name, "offers": 2, "texts": 1, "names": 1, "contacts": 1, "places": 1,
                     "alone": id == ALONE} for id, name in ((POSTER, "board/ringleaf"), (ALONE, "board/solo"))],
        "premises": [{"address_key": ADDRESS, "premises_id": "premises-1", "kind": "street", "town": "LANDER", "state": "WY", "first_on": DAY}],
        "ties": [tie(FIRM, TRADER, "phone", NUMBER), tie(FIRM, TRADER, "premises", "premises-1", 4_000, "place"),
                 tie(FIRM, POSTER, "phone", NUMBER), tie(FIRM, ALONE, "phone", NUMBER), tie(OTHER, ALONE, "phone", "+13075550143")],
        "positions": [position("company", FIRM, "node"), position("company", TRADER, "node"), position("premises", "premises-1", "housing"),
                      position("contact", NUMBER, "phone"), position("person", "VEXHOLM|LANDER", "person")],
        "weak_points": [weak(1, "phone", NUMBER), weak(2, "phone", NUMBER), weak(2, "company", TRADER, 2), weak(3, "person", "VEXHOLM|LANDER")],
        "possible_members": [{"network_id": N, "node_id": OTHER, "through": FIRM, "weight_mbits": 2_500, "reason": "tied too weakly"}],
        "cuts": [{"a": FIRM, "b": OTHER, "weight_mbits": 9_000, "size_a": 4, "size_b": 1, "reason": "a brake"}],
        "dealings": [{"actor_id": FIRM, "party_id": TRADER, "kind": "acts for", "since": DAY, "until": DAY, "rows": 4, "parties": 2}],
        "network_summaries": [{"network_id": N, "families": ["contact"], "towns": ["LANDER"], "states": ["WY"], "since": DAY, "until": DAY,
                               "size": 4, "core": 1, "possible": 1, "weakest_mbits": 5_000, "came": 0, "went": 0, "turnover_permille": None}],
    }  # fmt: skip


@pytest.fixture
def read(rows_of: MakeTable) -> Callable[[str], Table]:
    held = tables()
    return lambda name: rows_of(name, held.get(name, []))


def goes_on(earlier: str, later: str) -> Row:
    return {"earlier_id": earlier, "later_id": later, "ended_on": DAY, "began_on": date(2016, 4, 1), "total_mbits": 17_500,
            "families": ["contact", "name", "place"], "things": [f"phone {NUMBER}", "word Picking", "premises premises-1"],
            "same_network": False}  # fmt: skip


def move(id: str, value: str, before: str, kind: str = "phone") -> Row:
    return {"node_id": id, "kind": kind, "value": value, "on_date": date(2016, 5, 1), "before": before, "gave_up": True}


def changes() -> dict[str, list[Row]]:
    """The firm goes on as another; so may seem the trader and those who post; all of them move."""
    return {
        "continuities": [goes_on(FIRM, OTHER), goes_on(TRADER, OTHER), goes_on(ALONE, FIRM), goes_on(POSTER, FIRM)],
        "moves": [move(FIRM, "premises-1", "premises-0", "premises"), move(FIRM, NUMBER, "+13075550199"),
                  *(move(id, NUMBER, "+13075550199") for id in (TRADER, POSTER, ALONE)),
                  *(move(FIRM, f"entity-9{i}", "entity-90", "agent") for i in (1, 2))],
    }  # fmt: skip


def view_of(
    engine: LocalEngine, read: Callable[[str], Table], known: set[str] | None = None, *, open: bool = False
) -> NetworkView:
    mask = Mask(b"k", open=open)
    lead = lead_view(engine, read, N, mask, {})
    assert lead is not None
    history = [{"network_id": N, "event": "merged", "other_id": "network-9", "before": 2, "now": 4}]
    return network_view(engine, read, set(tables()) if known is None else known, lead, mask, history)


def test_who_may_be_a_person_has_no_position(engine: LocalEngine, read: Callable[[str], Table]) -> None:
    """Nor is what hangs on them told; how much is left out is said. Masked or not."""
    for open in (False, True):
        view = view_of(engine, read, open=open)
        assert {(p["kind"], p["id"]) for p in view.positions} == {
            ("company", FIRM),
            ("premises", None),
            ("contact", None),
        }
        assert [w["together"] for w in view.weak_points] == [1]
        assert view.withheld == 2
        text = network_text(view)
        assert "2 positions or sets of what it hangs on are not shown" in text
        told = text[text.index("POSITIONS OF") :]
        assert "Ignatius Fernholt (company)" not in told and "Ignatius Fernholt houses" not in told


def test_values_are_masked_and_places_written_out(engine: LocalEngine, read: Callable[[str], Table]) -> None:
    view = view_of(engine, read)
    shown = {p["kind"]: p["shown"] for p in view.positions}
    assert shown["premises"] == "4410 CINDERPATH LN, LANDER, WY" and shown["contact"].startswith("[phone ")
    assert view.weak_points[0]["things"] == [{"kind": "phone", "shown": shown["contact"], "id": None}]
    assert NUMBER not in network_text(view) and "ringleaf" not in network_text(view)
    assert NUMBER in network_text(view_of(engine, read, open=True))


def test_nothing_is_told_of_one_who_posts_alone(engine: LocalEngine, read: Callable[[str], Table]) -> None:
    """Even in a network with others, and after an unlock; nor do they lie on a path."""
    view = view_of(engine, read, open=True)
    (alone,) = [m for m in view.members if m["id"] == ALONE]
    assert alone["label"] == SOMEONE and alone["town"] is None and alone["name"] is None
    assert "solo" not in network_text(view)
    mask = Mask(b"k", open=True)
    assert tie_paths(engine, read, set(tables()), FIRM, OTHER, mask) == [], (
        "the only way is through one who posts alone"
    )
    (path,) = tie_paths(engine, read, set(tables()), TRADER, POSTER, mask)
    assert [p["id"] for p in path.parties] == [TRADER, FIRM, POSTER] and path.weakest_bits == 5.0


def test_everything_else_is_there(engine: LocalEngine, read: Callable[[str], Table]) -> None:
    view = view_of(engine, read)
    assert [m["standing"] for m in view.members] == ["core", "likely", "likely", "likely"]
    assert [(p["label"], p["through"], p["bits"]) for p in view.possible] == [
        ("Oxbow Labour Supply Corp", "Tessaly Picking Inc", 2.5)
    ]
    assert [(c["inside"], c["other"]) for c in view.cuts] == [("Tessaly Picking Inc", "Oxbow Labour Supply Corp")]
    assert [(d["actor"], d["kind"], d["party"]) for d in view.dealings] == [
        ("Tessaly Picking Inc", "acts for", "Ignatius Fernholt")
    ]
    text = network_text(view)
    assert "merged (network-9): 2 parties before, 4 now" in text and "1 core" in text and "3 likely" in text
    assert all(t["family"] for t in view.ties)
    graph = party_graph([view])
    assert [e.directed for e in graph.edges] == [False] * 4 + [True]
    assert len(graph.parties) == 4 and not any("solo" in p.label for p in graph.parties)


def test_a_run_without_the_new_tables_is_shown(engine: LocalEngine, read: Callable[[str], Table]) -> None:
    view = view_of(engine, read, {"networks", "network_members", "nodes", "ties", "cuts", "entities"})
    assert view.summary is None and view.positions == view.weak_points == view.possible == view.dealings == ()
    assert "TIES" in network_text(view)


def test_lists_and_sets_fit_the_screen(engine: LocalEngine, read: Callable[[str], Table]) -> None:
    for width in (60, 80, 110):
        assert max(map(len, network_text(view_of(engine, read), width).splitlines())) <= width


@pytest.fixture
def changing(rows_of: MakeTable) -> Callable[[str], Table]:
    held = tables() | changes()
    return lambda name: rows_of(name, held.get(name, []))


def test_firms_may_be_continued_and_nobody_else(engine: LocalEngine, changing: Callable[[str], Table]) -> None:
    """Masked or not: no trader under his own name, nor who posts alone or may be one person; how many is said."""
    for open in (False, True):
        view = view_of(engine, changing, {*tables(), *changes()}, open=open)
        (one,) = view.continued
        assert (one["earlier"], one["later"]) == ("Tessaly Picking Inc", "Oxbow Labour Supply Corp")
        assert one["a_inside"] and not one["b_inside"] and one["later_network"] == "network-5" and one["bits"] == 17.5
        assert [g["family"] for g in one["goes_on"]] == ["contact", "name", "place"]
        assert one["goes_on"][2]["shown"] == "4410 CINDERPATH LN, LANDER, WY" and all(
            g["refuted"] for g in one["goes_on"]
        )
        assert (one["goes_on"][0]["shown"] == NUMBER) is open and view.not_continued == 3
        text = " ".join(network_text(view).split())
        assert "Tessaly Picking Inc (last known 2016-03-01) may be continued by Oxbow Labour Supply Corp" in text
        assert "31 days after" in text and "WHAT WOULD REFUTE IT" in text and "3 continuities are not shown" in text


def test_moves_have_a_day_and_a_town(engine: LocalEngine, changing: Callable[[str], Table]) -> None:
    """Of businesses: none of an account that may be one person, nor of who trades under an own name. How many is said."""
    view = view_of(engine, changing, {*tables(), *changes()})
    assert [(m["party"], m["kind"]) for m in view.moves] == [
        ("Tessaly Picking Inc", "phone"), ("Tessaly Picking Inc", "premises")
    ]  # fmt: skip
    assert view.moves_withheld == 3 and view.agent_changes == 2
    text = " ".join(network_text(view).split()).partition("MOVES (")[2]
    assert "Ignatius Fernholt" not in text and "3 moves are not listed: whoever moved may be a person" in text
    assert "2 changes of the agent or attorney on filings are not listed" in text and "agent taken up" not in text
    assert {town_of(m) for m in view.moves} == {"LANDER, WY"} and NUMBER not in str(view.moves)
    strip = draw_moves(view.moves)
    assert strip.count("<circle") == 2 and "<desc" in strip and "moves-title" in strip and "ringleaf" not in strip
    assert draw_moves([]) == ""


def test_more_towns_than_the_strip_holds_are_told() -> None:
    day = date(2016, 5, 1)
    moves = [
        {"party": "A <b>", "kind": "phone", "shown": "1", "before": "2", "on_date": day, "gave_up": i % 2 == 0, "town": f"TOWN{i:02}",
         "state": "WY", "town_before": None, "state_before": None} for i in range(MOST_TOWNS + 3)
    ]  # fmt: skip
    strip = draw_moves(moves)
    assert strip.count("<circle") == MOST_TOWNS and "3 more in other towns" in strip and "<b>" not in strip


def test_every_family_of_evidence_has_its_readings() -> None:
    from turnstone.networks.continuity import FAMILY

    assert set(FAMILY.values()) == INNOCENT.keys() == REFUTED.keys()
