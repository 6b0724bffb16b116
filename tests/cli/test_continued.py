"""`networks --continued`: who may be continued by whom, over a market in which three firms end and begin again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from market import AGENT, farms, h2a_order, write_xlsx
from shell import new_workspace, turnstone
from turnstone.cli.run import print_run
from turnstone.workspace import Workspace

OLD, NEW = "Fennimore Picking Inc", "Fennimore Harvest Crews LLC"
BRANCHES = ("Sable Ridge Orchards LLC - North", "Sable Ridge Orchards LLC - South")
TRADER = "Ignatius Fernholt"
PHONES = ("307-555-0171", "307-555-0172", "307-555-0173")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        h2a_order(i, name, f"{100 + 7 * i} Larkspur Road", f"307-555-{1000 + i}", town=f"Camp {chr(65 + i)}rin")
        for i, name in enumerate(farms()[:26])
    ]
    ends = ((OLD, NEW), BRANCHES, (TRADER, "Fernholt Hay Farms LLC"))
    for i, (pair, phone) in enumerate(zip(ends, PHONES, strict=True)):
        for year, name in zip((2015, 2016), pair, strict=True):
            order = h2a_order(100 + i, name, f"{12 + i} Harrow Lane", phone, year=year, town=f"Elm{i}ton")
            rows.append(order | {"AGENT_ATTORNEY_NAME": AGENT})
    folder = tmp_path_factory.mktemp("continued")
    return new_workspace(folder / "ws", [write_xlsx(folder / "H-2A_FY2016.xlsx", rows, "H-2A_FY2016")], run=True)


def test_what_goes_on_is_told_with_its_weight(place: Path) -> None:
    found = turnstone("networks", "--continued", "--json", at=place).json
    (pair,) = found["continuities"]
    assert (pair["earlier"], pair["later"]) == (OLD, NEW)
    assert pair["ended_on"] < pair["began_on"] and pair["earlier_network"] and pair["later_network"]
    assert pair["earlier_town"] == pair["later_town"] == "ELM0TON, WY"
    assert {g["family"] for g in pair["goes_on"]} >= {"contact", "intermediary", "place"}
    assert sum(g["bits"] for g in pair["goes_on"]) == pytest.approx(pair["bits"])
    assert all(g["innocent"] and g["refuted"] for g in pair["goes_on"])
    assert found["withheld"] == 1, "who trades under an own name is not continued"
    assert found["folded"] == 1, "two branches are one firm"


def test_the_text_says_may_and_how_else_and_what_is_left_out(place: Path) -> None:
    done = turnstone("networks", "--continued", at=place)
    text = " ".join(done.out.split())
    assert f"{OLD} · ELM0TON, WY · network" in text and f"may be continued by {NEW}" in text
    assert "Innocent readings:" in text and "What would refute it:" in text
    assert "1 continuity is not shown" in text and "1 more pair reads as one firm" in text
    said = done.all.lower()
    assert not any(secret in said for secret in (*(p.replace("-", "") for p in PHONES), *PHONES, "quarnstrom"))
    assert TRADER.lower() not in said and "sable ridge" not in said


def test_only_that_of_a_party(place: Path) -> None:
    assert len(turnstone("networks", "--continued", "--with", NEW, "--json", at=place).json["continuities"]) == 1
    other = turnstone("networks", "--continued", "--with", farms()[0], "--json", at=place).json
    assert other == {"continuities": [], "withheld": 0, "folded": 0}
    assert "Nobody is listed" in turnstone("networks", "--continued", "--with", farms()[0], at=place).out


def test_what_does_not_go_with_it(place: Path) -> None:
    for words in (("--state", "WY"), ("--kind", "posters"), ("--country", "US"), ("--least", "3")):
        done = turnstone("networks", "--continued", *words, at=place)
        assert done.code == 1 and "only --with and --limit go with --continued" in done.all


def test_an_unlock_shows_contacts_and_is_logged_but_no_person_is_continued(place: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(place, tmp_path / "ws"))
    assert turnstone("unlock", "--reason", "case 17, order of the court", at=copy).code == 0
    found = turnstone("networks", "--continued", "--json", at=copy).json
    assert any("0171" in g["shown"] for g in found["continuities"][0]["goes_on"]) and found["withheld"] == 1
    assert "shown_unmasked" in (copy / "receipts.jsonl").read_text("utf-8").splitlines()[-1]


def test_lines_fit_the_screen(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (70, 110):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, turnstone("networks", "--continued", at=place).out.splitlines())) <= width


def test_the_run_says_how_many(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_run(Workspace(place).run())
    assert "2 times one may go on as another" in (said := capsys.readouterr().out) and "1 more read as one firm" in said


def test_the_page_of_its_network_says_it_too(place: Path) -> None:
    assert "1 more pair reads as one firm" in turnstone("network", BRANCHES[0], at=place).out.replace("\n", " ")
    assert turnstone("network", BRANCHES[0], "--json", at=place).json["folded"] == 1
