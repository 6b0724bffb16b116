"""Who is barred later, and that the benchmark's command tells it without having seen it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.validate.bars import Bar, begins_within, covered_months, default_cut_offs, months_later, read_bars
from turnstone.validate.outcomes import active_market, latest_day, networks_of, outcome, parties_with_orders

Make = Callable[[str, list[dict[str, Any]]], Table]
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "truth" / "h2_market.py"


def bar(id: str, day: date, profile: str | None = None) -> Bar:
    return Bar(id, "H-2A", day, None, id, frozenset({id.upper()}), "WY", profile)


def test_cut_offs_are_the_days_of_which_the_list_covers_half_of_what_follows() -> None:
    bars = [bar("a", date(2011, 1, 6)), bar("b", date(2012, 12, 12))]
    days = default_cut_offs(bars)
    assert days == [date(2010, 1, 1), date(2011, 1, 1), date(2012, 1, 1)]
    assert [covered_months(bars, day) for day in days] == [12, 24, 12]
    assert covered_months(bars, date(2011, 7, 1)) == 18
    assert default_cut_offs([]) == [] and covered_months([], days[0]) == 0


def test_every_bar_is_either_known_before_or_begins_from_the_cut_off_on() -> None:
    cut_off = date(2011, 1, 1)
    days = [date(2010, 12, 31), date(2011, 1, 1), date(2012, 12, 31), date(2013, 1, 1)]
    assert [begins_within(bar("a", day), cut_off) for day in days] == [False, True, True, False]
    assert months_later(cut_off, -24) == date(2009, 1, 1) and months_later(date(2010, 11, 5), 3) == date(2011, 2, 5)


def test_bars_are_read_with_their_names_and_without_a_first_day_not_at_all(engine: LocalEngine, rows_of: Make) -> None:
    found = read_bars(
        engine,
        debarments=rows_of("debarments", [
            {"id": "d2", "programme": "H-2A", "begin_on": date(2012, 1, 1), "end_on": date(2013, 1, 1)},
            {"id": "d1", "begin_on": date(2011, 1, 1)}, {"id": "d3"},
        ]),
        mentions=rows_of("mentions", [
            {"row_id": "d2", "role": "barred", "profile_id": "p"}, {"row_id": "d1", "role": "other", "profile_id": "p"},
        ]),
        profiles=rows_of("profiles", [{"id": "p", "name": "Nettle Crews", "name_bags": ["CREWS NETTLE"], "state": "WY"}]),
    )  # fmt: skip
    assert found == [
        Bar("d1", None, date(2011, 1, 1), None, None, frozenset(), None, None),
        Bar("d2", "H-2A", date(2012, 1, 1), date(2013, 1, 1), "Nettle Crews", frozenset({"CREWS NETTLE"}), "WY", "p"),
    ]


@pytest.fixture
def before(rows_of: Make) -> dict[str, Table]:
    """A run as of 2012: two active networks (one without any finding), one whose last order is too old."""
    node = {"m1": "n1", "m1b": "n1", "m2": "n2", "m3": "n3"}
    orders = [("m1", "c1", "certified", 2011), ("m1b", "c2", "denied", 2005), ("m1b", "c2", "denied", 2005),
              ("m2", "c3", "denied", 2010), ("m3", "c4", "certified", 2009)]  # fmt: skip
    return {
        "networks": rows_of("networks", [{"id": n, "workers": w, "barred": b} for n, w, b in (("n1", 9, 1), ("n2", 4, 0), ("n3", 1, 0))]),
        "network_members": rows_of("network_members", [{"network_id": n, "node_id": m} for m, n in node.items()]),
        "orders": rows_of("orders", [
            {"id": str(i), "node_id": m, "case_no": c, "status": s, "on_date": date(y, 6, 1)} for i, (m, c, s, y) in enumerate(orders)
        ]),
        "leads": rows_of("leads", [{"network_id": "n1", "status": "abstained", "weight_mbits": 5_000}]),
        "members": rows_of("members", [{"profile_id": f"p-{m}", "entity_id": m} for m in node]),
        "mentions": rows_of("mentions", [{"row_id": "0", "known_on": date(2011, 6, 1)}]),
        "debarments": rows_of("debarments", []),
        "holdings": rows_of("holdings", []),
        "hits": rows_of("hits", [{"indicator": "i", "known_on": date(2011, 8, 1)}]),
    }  # fmt: skip


def test_the_market_is_who_was_active(engine: LocalEngine, before: dict[str, Table]) -> None:
    market = active_market(engine, before, date(2012, 1, 1))
    assert market.networks == ["n1", "n2"]
    assert market.mbits.tolist() == [5_000, 0], "abstained networks keep their bits"
    assert market.workers.tolist() == [9, 4]
    assert market.denied.tolist() == [1, 1], "a case counts once"
    assert market.barred_before.tolist() == [True, False]
    assert latest_day(engine, before) == date(2011, 8, 1)


def test_later_bars_find_their_networks_by_what_the_full_run_resolves(
    engine: LocalEngine, before: dict[str, Table], rows_of: Make
) -> None:
    day = date(2012, 5, 1)
    later = [bar("active", day, "b1"), bar("inactive", day, "b3"), bar("new", day, "b9"), bar("unread", day)]
    members = {"b1": "e1", "p-m2": "e1", "b3": "e3", "p-m3": "e3", "b9": "e9", "p-new": "e9"}
    full = {
        "members": rows_of("members", [{"profile_id": p, "entity_id": e} for p, e in members.items()]),
        "bars": rows_of("bars", [{"id": "active", "node_id": "e1"}, {"id": "new", "node_id": "e9"}]),
        "nodes": rows_of("nodes", [{"id": "e1", "orders": 2}, {"id": "e9", "orders": 0}]),
    }
    found = networks_of(engine, later, full, before)
    assert found == {"active": {"n2"}, "inactive": {"n3"}, "new": frozenset(), "unread": frozenset()}
    market = active_market(engine, before, date(2012, 1, 1))
    after = outcome(market, found)
    assert after.sought.tolist() == [False, True]
    assert (after.bars, after.bars_active, after.bars_inactive, after.bars_unknown) == (4, 1, 1, 2)
    assert after.bars_in_several == 0
    both = outcome(market, {"active": frozenset({"n1", "n2"})})
    assert both.sought.tolist() == [True, True]
    assert (both.bars, both.bars_active, both.bars_in_several) == (1, 1, 1)
    assert parties_with_orders(engine, later, full) == {"active"}


def test_the_command_tells_who_is_barred_later(market_files: list[Path], tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for file in market_files[:-1]:
        (raw / file.name).write_bytes(file.read_bytes())
    (raw / "notes.txt").write_text("not a table")
    out = tmp_path / "out.json"
    cut_offs = ["--cut-off", "2015-06-01", "--cut-off", "2017-01-01"]
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), str(raw), str(market_files[-1]), *cut_offs, "--out", str(out)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "notes.txt" in done.stderr and "ROC-AUC" in done.stdout
    told = json.loads(out.read_text("utf-8"))
    assert str(tmp_path) not in out.read_text("utf-8")
    assert len(told["inputs_sha256"]) == len(market_files)
    first, second = told["cut_offs"]
    # On the day of the bar only the barred employer had been active, and no bar was known.
    assert (first["bars_known_before"], first["bars_in_window"], first["bars_of_active_networks"]) == (0, 1, 1)
    assert (first["all_active"]["networks"], first["all_active"]["networks_barred_later"]) == (1, 1)
    assert first["all_active"]["measures"]["weight of evidence"]["roc_auc"]["value"] is None
    assert first["last_day_known_to_the_run"] < "2015-06-01"
    # In 2017 it had been barred already, and no further bar came.
    assert (second["bars_known_before"], second["bars_in_window"]) == (1, 0)
    assert second["all_active"]["networks"] > second["not_barred_before"]["networks"] > 50
    assert told["reappearance"]["address on the line"]["certifications"] == 3
    assert told["reappearance"]["address on the line"]["also_hits"] == 3
