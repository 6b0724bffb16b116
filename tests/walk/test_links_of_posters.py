"""Networks of those who post offers, as they may be shown: accounts and numbers masked, who posts alone nowhere."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from shell import LAW, new_workspace, turnstone

NUMBERS = ("020 7946 0111", "020 7946 0222")
SECRETS = (
    "ringleaf",
    "quillon",
    "solo",
    "ottergard",
    "2079460111",
    "7946 0111",
    "2079460222",
    "7946 0222",
    "7946 0333",
    "2079460333",
)
"""Accounts, a person's name, numbers: in lower case."""


def adverts() -> list[dict[str, str]]:
    """One text under two firms' names from three accounts with one number; a hundred who post their own."""
    choose = random.Random(11)
    words = ["".join(choose.choices("abcdefghiklmnoprstuvw", k=choose.randint(3, 9))) for _ in range(1_500)]
    rows: list[dict[str, str]] = []

    def add(text: str, account: str, company: str, town: str, month: int) -> None:
        rows.append({
            "id": f"a{len(rows)}", "posted": f"2024-{month:02d}-{choose.randint(1, 28):02d}", "title": f"Work in {town}", "text": text,
            "place": town, "account": account, "company": company, "site": "board.example", "section": "jobs",
        })  # fmt: skip

    base = choose.choices(words, k=45)
    for j in range(12):
        text = list(base)
        text[choose.randrange(45)] = choose.choice(words)
        firm = ("Alderholt Staffing Ltd", "Birchmoor Staffing Ltd", "Alderholt Staffing Ltd")[j % 3]
        add(f"{' '.join(text)}. Call {NUMBERS[0]} now", f"ringleaf{j % 3}", firm, ("Leeds", "York")[j % 2], 1 + j // 4)
    other = choose.choices(words, k=40)
    for j in range(6):
        add(f"{' '.join(other)} tel {NUMBERS[1]}", f"quillon{j % 2}", "Melisande Ottergard", "Hull", 1 + j // 2)
    for k in range(100):
        text = " ".join(choose.choices(words, k=choose.randint(25, 60)))
        for month in range(1, choose.randint(2, 4)):
            add(
                f"{text} tel 020 7946 0333" if k == 0 else text,
                f"solo{k}",
                f"Firm {words[k].title()} Ltd",
                "Derby",
                month,
            )
    return rows


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("posters")
    path = folder / "adverts.csv"
    rows = adverts()
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    place = new_workspace(folder / "ws")
    added = turnstone("add", path, *LAW, at=place)
    assert added.code == 0, added.all
    done = turnstone("run", at=place)
    assert done.code == 0, done.all
    return place


def ask(place: Path, *words: object) -> Any:
    done = turnstone(*words, "--json", at=place)
    assert done.code == 0, done.all
    return done.json


def clean(text: str) -> bool:
    return not any(secret in text.lower() for secret in SECRETS)


def test_nobody_who_posts_alone_is_listed_or_shown(market: Path) -> None:
    tables = {name: ask(market, "table", name, "-n", 0) for name in ("networks", "posters", "network_members")}
    alone = {n["id"] for n in tables["networks"] if n["kind"] == "alone"}
    assert len(alone) > 50
    listed = {n["id"] for n in ask(market, "networks", "-n", 0, "--least", 1)}
    assert listed and not listed & alone
    someone = sorted(alone)[0]
    refused = turnstone("network", someone, at=market)
    assert refused.code == 1 and "in no network that is shown" in refused.err
    node = next(m["node_id"] for m in tables["network_members"] if m["network_id"] == someone)
    assert turnstone("network", node, at=market).code == 1
    group = next(m["node_id"] for m in tables["network_members"] if m["network_id"] in listed)
    assert ask(market, "path", node, group) == []


def test_accounts_people_and_numbers_stay_masked(market: Path, tmp_path: Path) -> None:
    networks = ask(market, "networks", "-n", 0)
    assert {n["kind"] for n in networks} == {"posters"} and len(networks) >= 2
    ids = [n["id"] for n in networks]
    members = [m["id"] for m in ask(market, "network", ids[0])["members"]]
    for words in (["networks"], ["network", ids[0], "--all"], ["network", ids[1], "--all"], ["path", *members[:2]]):
        done = turnstone(*words, at=market)
        assert done.code == 0 and clean(done.all), (words, done.all)
    page = tmp_path / "page.html"
    assert turnstone("network", ids[0], "--html", page, at=market).code == 0
    assert clean(page.read_text("utf-8"))
    for format in ("gexf", "graphml", "i2-csv"):
        out = tmp_path / f"out.{format}"
        assert turnstone("export", format, *ids, "--out", out, at=market).code == 0
    for file in tmp_path.iterdir():
        assert clean(file.read_text("utf-8")), file.name
    says = ElementTree.parse(tmp_path / "out.gexf").findtext(".//{http://gexf.net/1.3}description")
    assert says is not None and "To post an offer, or to repeat one, is no wrongdoing." in says


def test_no_poster_that_may_be_a_person_has_a_position_or_is_what_a_network_hangs_on(market: Path) -> None:
    posters = {p["id"]: p for p in ask(market, "table", "posters", "-n", 0)}
    for network in ask(market, "networks", "-n", 0):
        told = ask(market, "network", network["id"])
        nodes = [p["id"] for p in told["positions"]] + [t["id"] for w in told["weak_points"] for t in w["things"]]
        assert all(p["kind"] in ("company", "premises", "account", "contact") for p in told["positions"])
        for node in filter(None, nodes):
            assert posters[node]["kind"] in ("business", "account") and not posters[node]["alone"]


def test_ties_say_what_is_shared_and_since_when(market: Path) -> None:
    told = max(
        (ask(market, "network", n["id"]) for n in ask(market, "networks", "-n", 0)), key=lambda n: len(n["members"])
    )
    kinds = {tie["kind"] for tie in told["ties"]}
    assert {"phone", "template"} <= kinds
    assert all(tie["since"] and tie["family"] and tie["bits"] > 0 for tie in told["ties"] if tie["kind"] == "phone")
