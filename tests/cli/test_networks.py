"""Networks and the paths in them, as people ask for them; and screens that fit their width."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from market import BARRED, NETWORK, farms
from shell import turnstone


def ask(place: Path, *words: object) -> Any:
    done = turnstone(*words, "--json", at=place)
    assert done.code == 0, done.all
    return done.json


def test_the_list_of_networks(finished: Path) -> None:
    rows = ask(finished, "networks")
    (first, *_) = rows
    assert first["rank"] == 1 and first["size"] == 4 and first["core"] + first["likely"] == 4
    assert {"place", "contact"} <= set(first["families"]) and first["weakest_bits"] > 0
    assert all(row["size"] > 1 and row["kind"] != "alone" for row in rows)
    assert ask(finished, "networks", "--with", NETWORK[2]) == [first]
    assert ask(finished, "networks", "--state", "WY")[0] == first and ask(finished, "networks", "--state", "ZZ") == []
    assert (
        ask(finished, "networks", "--country", "US")[0] == first and ask(finished, "networks", "--country", "FR") == []
    )
    assert (
        ask(finished, "networks", "--kind", "employers")[0] == first
        and ask(finished, "networks", "--kind", "posters") == []
    )
    alone = ask(finished, "networks", "--with", farms()[0])
    assert [row["size"] for row in alone] == [1], "a party's own network is told though it is one of one"


def test_one_network(workspace: Path, tmp_path: Path) -> None:
    by_rank, by_name = ask(workspace, "network", "1"), ask(workspace, "network", NETWORK[1])
    assert by_rank == by_name == ask(workspace, "network", by_rank["lead"]["network"][:14])
    assert {m["standing"] for m in by_rank["members"]} <= {"core", "likely"}
    assert [m["name"] for m in by_rank["members"] if m["barred"]] == [BARRED]
    assert all("[phone " in t["shown"] for t in by_rank["ties"] if t["kind"] == "phone")
    assert all(p["kind"] in ("company", "premises", "account", "contact") for p in by_rank["positions"])
    text = turnstone("network", "1", at=workspace).out
    assert "TIES" in text and "Marrowick" in text and "nothing about trafficking" in text
    page = tmp_path / "network.html"
    assert turnstone("network", "1", "--html", page, at=workspace).code == 0
    html = page.read_text("utf-8")
    assert (
        '<svg class="graph"' in html
        and "<script" not in html
        and "http://" not in html.replace("http://www.w3.org", "")
    )


def test_how_two_are_connected(finished: Path) -> None:
    (path, *_) = ask(finished, "path", NETWORK[1], NETWORK[3])
    assert [p["label"] for p in path["parties"]] == [NETWORK[1], NETWORK[3]]
    (step,) = path["steps"]
    assert {tie["family"] for tie in step["ties"]} == {"place", "contact"}
    assert step["bits"] == pytest.approx(
        sum(max(t["bits"] for t in step["ties"] if t["family"] == f) for f in ("place", "contact"))
    )
    assert ask(finished, "path", NETWORK[1], NETWORK[3], "--without", "phone")[0]["weakest_bits"] < step["bits"]
    assert ask(finished, "path", NETWORK[1], farms()[5]) == []
    assert "nothing joins" in turnstone("path", NETWORK[1], farms()[5], at=finished).out.lower()
    assert turnstone("path", NETWORK[1], NETWORK[1], at=finished).code == 1


def test_screens_fit_their_width(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = (["same", *NETWORK[1:3]], ["networks"], ["network", "1"], ["path", *NETWORK[1:3]], ["judge"])
    for width in (80, 140):
        monkeypatch.setenv("COLUMNS", str(width))
        for words in calls:
            lines = turnstone(*words, at=finished).out.splitlines()
            too_long = [line for line in lines if len(line) > width and not line.startswith("To judge the pair")]
            assert too_long == [], (width, words)
