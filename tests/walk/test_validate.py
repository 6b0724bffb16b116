"""From a made world to measures as a user goes: the whole pipeline on each world, the same page and figures each time, a leak
that is planted and found, and truth that no stage reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from made_world import PROTECTED, write_world
from shell import turnstone


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("worlds")
    return [write_world(folder / "one", 3), write_world(folder / "two", 4, planted=f"{PROTECTED[0]} Cleaning Ltd")]


@pytest.fixture(scope="module")
def measured(worlds: list[Path]) -> tuple[dict[str, Any], str, Path]:
    """Both worlds, in workspaces that are kept: JSON, and the page."""
    folder = worlds[0].parent
    done = turnstone("validate", "--simulated", *worlds, "-w", folder / "ws", "--out", folder / "page.html", "--json")
    assert done.code == 0, done.all
    return done.json, (folder / "page.html").read_text("utf-8"), folder


def test_the_figures_are_those_of_the_world(measured: tuple[dict[str, Any], str, Path]) -> None:
    told, _, _ = measured
    assert told["synthetic"] and told["about"].startswith("Synthetic")
    world = told["worlds"][0]
    tiers = {r["group"]: (r["found"]["count"], r["found"]["of"]) for r in world["by_tier"]}
    assert tiers["tier 2"] == tiers["tier 3"] == (0, 2), "they share nothing that can be seen"
    assert tiers["tier 0"][0] + tiers["tier 1"][0] == world["all_networks"]["found"]["count"] > 0
    flags = {f["group"]: (f["flagged"]["count"], f["flagged"]["of"]) for f in world["false_flags"]}
    assert flags["solo worker"] == (0, 60) and flags["franchise"][1] == 2
    assert world["leads"] == world["all_networks"]["found"]["count"] + flags["franchise"][0]
    assert [file for file, _ in world["not_taken"]] == ["statement.mt940"]
    assert len(told["across_seeds"]) > 10


def test_a_planted_leak_is_found_and_not_repeated(measured: tuple[dict[str, Any], str, Path]) -> None:
    told, page, _ = measured
    clean, leaking = (world["named"] for world in told["worlds"])
    assert clean["named"] == [] and clean["people"] == 1 and len(clean["outputs"]) > 20
    outputs = {n["output"] for n in leaking["named"]}
    assert {n["person"] for n in leaking["named"]} == {"p0"} and {n["what"] for n in leaking["named"]} == {"name"}
    assert "networks --json" in outputs, outputs
    assert "There must be none" in page and PROTECTED[0].lower() not in (page + str(told)).lower()


def test_the_page_is_strict_and_says_what_it_shows(measured: tuple[dict[str, Any], str, Path]) -> None:
    _, page, _ = measured
    assert "default-src 'none'" in page and "<script" not in page and "http" not in page.replace("http-equiv", "")
    drawings = re.findall(r'<svg class="plot"[^>]*aria-label="([^"]*)"', page)
    assert len(drawings) >= 17 and all("synthetic" in said and " of " in said for said in drawings)
    assert page.count("<table") >= len(drawings) - 4  # three drawings of groups share a table


def test_one_run_of_that_workspace_gives_the_same_again(
    worlds: list[Path], measured: tuple[dict[str, Any], str, Path], tmp_path: Path
) -> None:
    told, _, folder = measured
    at = folder / "ws" / "one"
    again = turnstone("validate", "--truth", worlds[0], "--json", at=at)
    assert again.code == 0, again.all
    changed = {"not_taken", "name"}
    assert {k: v for k, v in again.json["worlds"][0].items() if k not in changed} == {
        k: v for k, v in told["worlds"][0].items() if k not in changed
    }
    page = turnstone("validate", "--truth", worlds[0], "--out", tmp_path / "one.html", at=at)
    assert page.code == 0 and "SYNTHETIC MARKET" in page.out and "precision" in page.out
    assert turnstone("verify", "--quick", "--report", tmp_path / "one.html", at=at).code == 0
