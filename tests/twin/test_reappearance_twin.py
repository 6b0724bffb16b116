"""The slow twin of `reappearance`: right by hand on a few lines, and the indicator beside it on a small market."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.validate.bars import Bar, read_bars
from turnstone.validate.reappearance import (
    Employer,
    Hit,
    Line,
    by_the_name,
    on_the_line,
    precision,
    read_hits,
    read_lines,
    recall,
    why_missed,
)
from turnstone.workspace import Workspace

HALL, BARN, SHED = "1 HALL RD|ALDER|WY", "2 BARN RD|ALDER|WY", "3 SHED RD|ALDER|WY"
BAR = Bar("bar", "H-2A", date(2015, 6, 1), date(2016, 5, 31), "Nettle Crews", frozenset({"CREWS NETTLE"}), "WY", "p")


def line(
    id: str, names: str, address: str | None = None, phone: str | None = None, day: date = date(2015, 9, 1), state: str = "WY"
) -> Line:  # fmt: skip
    employer = Employer(frozenset(names.split("/")), state, frozenset({address} if address else ()), phone)
    return Line(id, "H-2A", day, True, True, employer)


OWN = line("own", "CREWS NETTLE", HALL, "+13075550100", date(2014, 3, 1))


def pairs(lines: list[Line], bar: Bar = BAR) -> tuple[set[str], set[str]]:
    """Orders found on the line and by the name."""
    return {f.order for f in on_the_line([bar], lines)}, {f.order for f in by_the_name([bar], lines)}


def test_another_name_at_the_address_or_number_is_found() -> None:
    lines = [
        OWN,
        line("address", "ASTER FIELDS", HALL),
        line("number", "BRIAR FIELDS", BARN, "+13075550100"),
        line("neither", "CLOVER FIELDS", BARN, "+13075550199"),
    ]
    assert pairs(lines) == ({"address", "number"}, {"address", "number"})
    told = {f.order: (f.by, f.shared, f.holders) for f in on_the_line([BAR], lines)}
    assert told == {"address": ("address", HALL, 2), "number": ("phone", "+13075550100", 2)}


def test_the_barred_name_itself_is_not_another_name() -> None:
    assert pairs([OWN, line("again", "CREWS NETTLE/ASTER FIELDS", HALL)]) == (set(), set())


def test_a_namesake_in_another_state_lends_no_address() -> None:
    lines = [line("namesake", "CREWS NETTLE", BARN, state="NC"), line("other", "ASTER FIELDS", BARN)]
    assert pairs(lines) == (set(), set())
    assert pairs(lines, replace(BAR, state=None)) == ({"other"}, {"other"})


def test_only_certifications_of_the_programme_during_the_bar_count() -> None:
    good = line("good", "ASTER FIELDS", HALL)
    bad = [
        replace(good, id="early", decided_on=date(2015, 5, 31)),
        replace(good, id="late", decided_on=date(2016, 6, 1)),
        replace(good, id="undated", decided_on=None),
        replace(good, id="denied", granted=False),
        replace(good, id="said anew", current=False),
        replace(good, id="other programme", programme="H-2B"),
    ]
    edges = [
        replace(good, id="first day", decided_on=BAR.begin_on),
        replace(good, id="last day", decided_on=BAR.end_on),
    ]
    assert pairs([OWN, good, *bad, *edges])[0] == {"good", "first day", "last day"}
    assert "late" in pairs([OWN, *bad], replace(BAR, end_on=None))[0]
    assert "other programme" in pairs([OWN, *bad], replace(BAR, programme=None))[0]


def test_by_the_name_reaches_certifications_whose_own_line_says_another_address() -> None:
    lines = [OWN, line("years before", "ASTER FIELDS", HALL, day=date(2009, 1, 1)), line("now", "ASTER FIELDS", SHED)]
    assert pairs(lines) == (set(), {"now"})
    assert pairs([OWN, line("other state", "ASTER FIELDS", HALL, state="NC"), lines[2]])[1] == {"other state"}


things = st.tuples(
    st.sampled_from(["CREWS NETTLE", "ASTER FIELDS", "BRIAR FIELDS"]), st.sampled_from([HALL, BARN, None]),
    st.sampled_from(["+13075550100", "+13075550199", None]), st.sampled_from([date(2014, 1, 1), date(2015, 9, 1)]),
)  # fmt: skip


@given(st.lists(things, max_size=8))
def test_what_is_on_the_line_is_also_found_by_the_name(rows: list[tuple[str, str | None, str | None, date]]) -> None:
    on_line, by_name = pairs([OWN, *(line(str(i), *row) for i, row in enumerate(rows))])
    assert on_line <= by_name
    assert on_line == {
        str(i) for i, (name, address, phone, day) in enumerate(rows)
        if name != "CREWS NETTLE" and day.year == 2015 and (address in own_addresses(rows) or phone in own_phones(rows))
    }  # fmt: skip


def own_addresses(rows: list[tuple[str, str | None, str | None, date]]) -> set[str]:
    return {HALL, *(a for name, a, _, _ in rows if name == "CREWS NETTLE" and a)}


def own_phones(rows: list[tuple[str, str | None, str | None, date]]) -> set[str]:
    return {"+13075550100", *(p for name, _, p, _ in rows if name == "CREWS NETTLE" and p)}


def test_recall_precision_and_the_reasons_for_what_is_missed() -> None:
    lines = [OWN, *(line(name, f"{name} FIELDS", HALL) for name in ("A", "B", "C", "D"))]
    found = on_the_line([BAR], lines)
    hits = [Hit("bar", "A", "premises"), Hit("bar", "X", "premises"), Hit("bar", "Y", "agent")]
    assert recall(found, hits) == (1, 4)
    assert precision(found, hits, {"premises"}) == (1, 2)
    assert precision(found, hits, {"agent"}) == (0, 1)
    assert list(why_missed(found, hits, {"bar": "n", "C": "n"}).values()) == [1, 2]


def test_the_indicator_finds_what_its_twin_finds(finished: Path, tmp_path: Path) -> None:
    workspace = Workspace(finished)
    run = workspace.run()
    with LocalEngine(tmp_path) as engine:
        bars = read_bars(
            engine, **{name: workspace.table(run, name) for name in ("debarments", "mentions", "profiles")}
        )  # fmt: skip
        lines = read_lines(
            engine, job_orders=workspace.table(run, "job_orders"), profiles=workspace.table(run, "profiles")
        )
        hits = read_hits(engine, hits=workspace.table(run, "hits"))
    found = on_the_line(bars, lines)
    assert len(bars) == 1 and len(found) == 3, "three names were certified at the barred one's address"
    assert {f.pair for f in by_the_name(bars, lines)} == {f.pair for f in found}
    assert recall(found, hits) == (3, 3)
    assert precision(found, hits, {"premises", "phone"}) == (3, 3)
