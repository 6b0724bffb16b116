"""From a file of adverts to leads as a user goes: what is organised is found, who posts alone is not listed, nobody's
account or number shows, and a month more gives the same as starting anew."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from posted import ALONE, ORGANISED, adverts, write
from shell import LAW, new_workspace, turnstone


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months run, then a third added and run."""
    folder = tmp_path_factory.mktemp("offers")
    rows = adverts()
    first = write(folder / "first.csv", [r for r in rows if r["posted"] < "2024-03"])
    later = write(folder / "later.csv", [r for r in rows if r["posted"] >= "2024-03"])
    workspace = new_workspace(folder / "ws", [first], run=True)
    assert turnstone("add", later, *LAW, at=workspace).code == 0
    done = turnstone("run", at=workspace)
    assert done.code == 0 and "posters of offers in" in done.out and "0 parties" not in done.out
    return workspace


def test_what_is_organised_is_a_lead_and_who_is_alone_is_not_listed(market: Path) -> None:
    leads = turnstone("leads", "--json", "--limit", "0", at=market).json
    assert len(leads) == ORGANISED and all(set(lead["families"]) == {"identity", "contact"} for lead in leads)
    assert all(lead["kind"] == "posters" and lead["size"] == 4 for lead in leads)
    abstained = turnstone("leads", "--abstained", "--json", "--limit", "0", at=market).json
    assert not any(row["kind"] == "alone" for row in abstained)
    kinds = [n["kind"] for n in turnstone("table", "networks", "--json", "--limit", "0", at=market).json]
    assert kinds.count("alone") == ALONE


def test_no_account_and_no_number_shows(market: Path, tmp_path: Path) -> None:
    said = turnstone("show", "1", at=market).all + turnstone("show", "1", "--json", at=market).all
    said += turnstone("trace", "1", at=market).all + turnstone("leads", "--json", at=market).all
    said += turnstone("templates", at=market).all
    page = tmp_path / "report.html"
    assert turnstone("report", "--out", page, at=market).code == 0
    said += page.read_text("utf-8")
    for table in (
        "nodes",
        "posters",
        "offers",
        "offer_contacts",
        "holdings",
        "ties",
        "hits",
        "raw_offers",
        "template_parts",
    ):
        said += turnstone("table", table, "--json", "--limit", "0", at=market).all
    assert "Alder Staffing" in said, "businesses are shown"
    for secret in ("operator0x", "operator1x", "single1", "7946 01", "+44207946", "0113 496"):
        assert secret not in said, secret


def test_the_added_month_verifies_from_scratch(market: Path) -> None:
    verified = turnstone("verify", at=market)
    assert verified.code == 0, verified.all
    history = pq.read_table(market / "runs" / "r2" / "template_history.parquet").to_pylist()
    assert history and {row["event"] for row in history} <= {"new", "grew", "renamed", "merged"}


def test_relearning_keeps_a_new_vocabulary(market: Path) -> None:
    done = turnstone("run", "--relearn", at=market)
    assert done.code == 0, done.all
    log = (market / "receipts.jsonl").read_text("utf-8")
    assert log.count('"vocabulary_learned"') == 2
    assert turnstone("verify", at=market).code == 0
