"""Two indicators that need more than one offer to speak, from a file of adverts to the report that a user reads: who
recruits here and sells there, and an account in several places at once. Each with a second, independent family."""

from __future__ import annotations

import csv
import itertools
import json
import random
import re
from pathlib import Path

import pytest

from shell import Row, new_workspace, turnstone

TOWNS = ("Leeds", "York", "Hull", "Derby")
SECRETS = (
    "innkeeper",
    "quietroom",
    "everywhere",
    "7946 0177",
    "79460177",
    "7946 0188",
    "79460188",
    "tamsel",
    "orsolin",
    "brevane",
)
"""In lower case: accounts, numbers and persons of the two networks."""
ALONE = 120


def adverts() -> list[dict[str, str]]:
    """Invented adverts. One number stands in a hotel's offers of work and in a salon's offers of what is sold; one account
    sells under three persons' names, in three towns on two days; and many people repeat their own text."""
    choose = random.Random(7)
    words = ["".join(choose.choices("abcdefghiklmnoprstuvw", k=choose.randint(3, 9))) for _ in range(2_000)]
    rows: list[dict[str, str]] = []

    def say(n: int) -> str:
        return " ".join(choose.choices(words, k=n))

    def add(text: str, account: str, company: str, town: str, section: str, day: str) -> None:
        rows.append({
            "id": f"a{len(rows)}", "posted": day, "title": f"{section.title()} in {town}", "text": text, "place": town,
            "country": "GB", "account": account, "company": company, "site": "board.example", "section": section,
        })  # fmt: skip

    for j in range(4):
        work = f"{say(30)}. Call 020 7946 0177"
        add(work, "innkeeper", "Alder Hotel Ltd", TOWNS[0], "hotel jobs", f"2024-01-{j + 3:02d}")
        sold = f"{say(30)}. Call 020 7946 0177"
        add(sold, f"quietroom{j % 2}", "Lotus Salon Ltd", TOWNS[0], "massage", f"2024-02-{j + 3:02d}")
    for day in ("2024-02-10", "2024-02-20"):
        for town, name in zip(TOWNS, ("Tamsel", "Orsolin", "Brevane", "Tamsel"), strict=True):
            add(f"{say(30)}. Ask for {name}, 020 7946 0188", "everywhere", name, town, "massage", day)
    for k in range(ALONE):
        own, section = f"{say(choose.randint(25, 60))} tel 0113 496 0{k:03d}", ("jobs", "massage", "services")[k % 3]
        company = f"Firm {words[k].title()} Ltd" if section == "jobs" else ""
        for _ in range(choose.choice((4, 8, 10))):
            add(
                own,
                f"single{k}",
                company,
                TOWNS[k % 2],
                section,
                f"2024-{choose.randint(1, 3):02d}-{choose.randint(1, 28):02d}",
            )
    return rows


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ends")
    rows = adverts()
    with (folder / "adverts.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    return new_workspace(folder / "ws", [folder / "adverts.csv"], run=True)


def row(kind: str, **more: object) -> Row:
    """A row of the list of leads."""
    return {
        "rank": 1, "network_id": "network-0123456789", "name": "Alder", "kind": kind, "size": 2, "bits": 5.0, "low_bits": 4.0,
        "high_bits": 6.0, "families": ["identity"], "abstained": None, "orders": 77, "workers": 99, "barred": 0, "offers": None,
        "accounts": None, "contacts": None, "claims": None, "places": None, "first_on": None, "last_on": None, "decision": None,
        "new_since": None, **more,
    }  # fmt: skip


def test_each_is_a_lead_of_two_families_by_its_own_columns(market: Path) -> None:
    first, second = sorted(turnstone("leads", "--json", at=market).json, key=lambda lead: -lead["size"])
    assert set(first["families"]) == {"chain", "contact"} and set(second["families"]) == {"movement", "contact"}
    assert {k: first[k] for k in ("offers", "accounts", "contacts", "claims", "places")} == {
        "offers": 8, "accounts": 3, "contacts": 1, "claims": 2, "places": 1,
    }  # fmt: skip
    assert (second["offers"], second["claims"], second["places"]) == (8, 3, 4)
    assert {"orders", "workers", "barred"} <= set(first), "keys that programs know stay"
    shown = turnstone("leads", at=market).out
    for heading in ("Offers", "Accounts", "Contacts", "Names", "Places", "First to last"):
        assert heading in shown
    assert "Orders" not in shown and "Workers" not in shown and "certification" not in shown
    assert "To post an offer" in shown


def test_a_mixed_list_is_two_tables(capsys: pytest.CaptureFixture[str]) -> None:
    from turnstone.cli.leads import print_leads

    print_leads([row("posters", offers=5), row("employers", rank=2)])
    shown = capsys.readouterr().out
    assert (
        shown.index("Who posts offers")
        < shown.index("Accounts")
        < shown.index("Who files job orders")
        < shown.index("Workers")
    )
    assert "A certification is an approval" in shown and "To post an offer" in shown
    print_leads([row("employers")])
    shown = capsys.readouterr().out
    assert (
        "Workers" in shown and "Accounts" not in shown and "Who files" not in shown and "To post an offer" not in shown
    )


@pytest.mark.parametrize(
    ("indicator", "says", "reading", "refuted", "rows"),
    [
        ("recruits_and_sells", "4 offers that look for people to work (hotel jobs) and 4 offers that sell (massage) have one phone.",
         "A number that was given up and given to somebody else.", "Years lie between the recruiting and the selling.", 8),
        ("account_in_two_places", "On each of 2 days this account's offers stood in several places: 4 towns and 1 country on days such "
         "as 2024-02-10 and 2024-02-20.", "The site copies each offer to all its towns", "The text gives the days for each town.", 8),
    ],
)  # fmt: skip
def test_evidence_readings_refuters_and_source_lines(
    market: Path, tmp_path: Path, indicator: str, says: str, reading: str, refuted: str, rows: int
) -> None:
    leads = turnstone("leads", "--json", at=market).json
    views = [turnstone("show", lead["rank"], "--json", at=market).json for lead in leads]
    view = next(v for v in views if indicator in [p["indicator"] for p in v["parts"]])
    part = next(p for p in view["parts"] if p["indicator"] == indicator)
    assert part["counted"] and says in part["sentence"] and len(part["because"]) == rows
    assert len(view["offers"]) == 8 and set(part["because"]) == {offer["id"] for offer in view["offers"]}
    text = turnstone("show", view["rank"], at=market).out
    for heading in ("POSTERS", "OFFERS", "INNOCENT READINGS", "WHAT WOULD REFUTE IT"):
        assert heading in text
    assert reading in " ".join(text.split()) and refuted in " ".join(text.split()) and "job orders" not in text
    page = tmp_path / "lead.html"
    assert turnstone("report", view["rank"], "--out", page, at=market).code == 0
    html = page.read_text("utf-8").replace("&#39;", "'")
    assert says in html and reading in html and refuted in html and "Job orders" not in html
    assert "<h3>Over time</h3>" in html and "Leeds" in html and f"Offers ({rows})" in html
    levels = [int(n) for n in re.findall(r"<h(\d)", html)]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels))
    step = turnstone("trace", part["because"][0], "--json", at=market).json
    (line,) = step["lines"]
    assert line["file"] == "adverts.csv" and line["row"] >= 2
    said = (text + html + turnstone("show", view["rank"], "--json", at=market).out + str(step)).lower()
    assert [secret for secret in SECRETS if secret in said] == []


def test_a_town_without_a_country_is_not_guessed_at() -> None:
    """York is in England and in Pennsylvania: an offer that gives no country is on no map."""
    from turnstone.exports.map_svg import locate_all

    place = {"what": "offers", "town": "YORK", "state": None, "country": None, "n": 1}
    assert locate_all([place]) == ([], [place])
    drawn, unknown = locate_all([place | {"country": "GB"}])
    assert len(drawn) == 1 and unknown == []


def test_exported_ties_point_to_exported_posters(market: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    assert turnstone("export", "ftm", "--out", path, at=market).code == 0
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    ids = {entity["id"] for entity in entities}
    ties = [entity for entity in entities if entity["schema"] == "UnknownLink"]
    assert len(ties) == 3 and all({*tie["properties"]["subject"], *tie["properties"]["object"]} <= ids for tie in ties)
    assert [secret for secret in SECRETS if secret in path.read_text("utf-8").lower()] == []


def test_who_posts_alone_is_not_described_even_by_id(market: Path) -> None:
    """Nobody looks for them in a list; who has the id learns how many offers there are, and no more."""
    networks = turnstone("table", "networks", "--json", "--limit", "0", at=market).json
    alone = next(network for network in networks if network["kind"] == "alone" and network["orders"] > 1)
    shown = turnstone("show", alone["id"], at=market)
    assert shown.code == 0 and "Someone who posts alone" in shown.out and "OFFERS" not in shown.out
    told = turnstone("show", alone["id"], "--json", at=market).json
    assert told["offers"] == [] and told["about"]["places"] is None and {m["town"] for m in told["members"]} == {None}
    for secret in ("single", "0113", "[account", "Leeds", "LEEDS", "YORK", "Firm "):
        assert secret not in shown.out, secret
