"""The market's figures against a plain reading of the tables, and the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from typing import Any

from django.test import Client

from turnstone.engine.local import LocalEngine
from turnstone.exports.market_facts import LEAST, market_facts
from turnstone.workspace import Workspace


def facts_and_rows(shelved: Path, engine: LocalEngine) -> tuple[dict[str, Any], Any]:
    place = Workspace(shelved)
    run = place.run()

    def rows(name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = place.table(run, name).arrow().to_pylist()
        return found

    return market_facts(engine, lambda name: place.table(run, name)), rows


def test_months_prices_and_turnover_are_what_the_tables_say(shelved: Path, engine: LocalEngine) -> None:
    facts, rows = facts_and_rows(shelved, engine)
    orders = [o for o in rows("job_orders") if o["current"]]
    months = Counter(o["known_on"].strftime("%Y-%m") for o in orders if o["known_on"])
    offers = Counter(o["posted_on"].strftime("%Y-%m") for o in rows("offers") if o["posted_on"])
    for month in facts["months"]:
        assert (month["orders"] or 0) == months[month["month"]] and (month["offers"] or 0) == offers[month["month"]]
    wages = defaultdict(list)
    for o in orders:
        if o["wage_hourly"] and o["known_on"]:
            wages[o["programme"], f"{o['known_on'].year} Q{(o['known_on'].month + 2) // 3}"].append(
                float(o["wage_hourly"])
            )
    told = {(p["trade"], p["quarter"]): p for p in facts["prices"] if p["what"] == "hourly wage"}
    assert told.keys() == {key for key, sums in wages.items() if len(sums) >= LEAST}
    for key, row in told.items():
        assert row["median"] == median(wages[key]) and row["low"] <= row["median"] <= row["high"]
    assert all(0 <= t["low"] <= t["share"] <= t["high"] <= 1 and t["here"] >= LEAST for t in facts["turnover"])


def test_rows_in_are_rows_out_and_refused(shelved: Path, engine: LocalEngine) -> None:
    facts, rows = facts_and_rows(shelved, engine)
    for file in facts["quality"]["files"]:
        assert file["rows_in"] == file["rows_out"] + file["rows_rejected"]
    assert sum(f["rows_in"] for f in facts["quality"]["files"]) == sum(f["rows_in"] for f in rows("source_files"))


def test_few_are_never_told_apart(shelved: Path, engine: LocalEngine) -> None:
    facts, _ = facts_and_rows(shelved, engine)
    assert all(place["now"] >= LEAST for place in facts["places"])
    assert all(w["offers"] >= LEAST and w["posters"] >= 2 for w in facts["wordings"])
    assert all(price["n"] >= LEAST for price in facts["prices"])


def test_the_page_and_its_figures(as_analyst: Client) -> None:
    page = as_analyst.get("/market/")
    assert page.status_code == 200 and "<svg" in page.content.decode()
    assert as_analyst.get("/market/market.json").json()["months"] == page.context["facts"]["months"]
