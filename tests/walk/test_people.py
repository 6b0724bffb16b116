"""A table of people with days of birth and documents, from file to entities: who is one, who is kept apart and why, and
nothing of it shown before an unlock."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from shell import LAW, turnstone
from turnstone.engine.local import LocalEngine
from turnstone.links.people import weigh_people
from turnstone.workspace import Workspace

MAPPING = """
table: parties
dates: dmy
constants: {schema: Person, country: AT}
fields: {external_id: "no", name: name, birth: born, document_no: passport, email: mail, city: town}
"""
PEOPLE = [
    ("1", "Anna Alder", "02/05/1980", "P 111", "anna@alder.example", "Elmton"),
    ("2", "ALDER, Anna", "1980", "P-111", "", ""),  # one passport, a year that fits
    ("3", "Anna Alder", "11/11/1991", "P111", "", ""),  # the same passport, another day of birth
    ("4", "Berta Birch", "03/06/1970", "", "home@birch.example", "Oakton"),
    ("5", "Carla Birch", "03/06/1970", "", "home@birch.example", "Oakton"),  # a twin
    ("6", "Dora Cedar", "", "", "", ""),
    ("7", "Dora Cedar", "", "", "", ""),
    ("8", "Emil Dogwood", "07/07/1965", "", "", "Elmton"),
    ("9", "Emil Dogwood", "07/07/1965", "", "emil@dogwood.example", "Elmton"),
]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    with (folder / "people.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("no", "name", "born", "passport", "mail", "town"))
        rows.writerows(PEOPLE)
    (folder / "people.yml").write_text(MAPPING, "utf-8")
    workspace = folder / "ws"
    assert turnstone("init", workspace).code == 0
    added = turnstone("add", folder / "people.csv", "--source", folder / "people.yml", *LAW, at=workspace)
    assert added.code == 0, added.all
    done = turnstone("run", at=workspace)
    assert done.code == 0, done.all
    return workspace


def entities(workspace: Path) -> dict[str, str]:
    """The entity of each row, by its number in the file."""
    rows = {name: turnstone("table", name, "--json", "--limit", "0", at=workspace).json
            for name in ("parties", "mentions", "members")}  # fmt: skip
    number = {row["id"]: row["external_id"] for row in rows["parties"]}
    profile = {number[row["row_id"]]: row["profile_id"] for row in rows["mentions"]}
    of = {row["profile_id"]: row["entity_id"] for row in rows["members"]}
    return {no: of[id] for no, id in profile.items()}


def test_who_is_one_and_who_is_not(ran: Path) -> None:
    of = entities(ran)
    assert of["1"] == of["2"], "one document and a year that fits"
    assert of["3"] not in (of["1"], of["2"]), "a document does not excuse another day of birth"
    assert of["4"] != of["5"], "twins share birth, home and address"
    assert of["6"] != of["7"], "two rows of a register that say one name, and no more"
    assert of["8"] == of["9"], "name, birth and town"
    cuts = turnstone("table", "link_cuts", "--json", "--limit", "0", at=ran).json
    assert {row["reason"] for row in cuts} == {
        "hard facts differ: days of birth", "hard facts differ: given names", "too little beside the name",
    }  # fmt: skip
    links = turnstone("table", "links", "--json", "--limit", "0", at=ran).json
    assert not any("judged" in f"{row['verdict']} {row['reason']}" for row in links), "nobody judged anything"


def test_nothing_personal_shows(ran: Path) -> None:
    said = "".join(
        turnstone("table", name, "--json", "--limit", "0", at=ran).all
        for name in ("profiles", "entities", "links", "link_cuts", "raw_parties", "parties", "members")
    )
    for secret in ("Alder", "ALDER", "Birch", "P111", "1980-05-02", "02/05/1980", "home@birch.example"):
        assert secret not in said, secret


def test_a_pair_weighed_again_says_what_the_run_said(ran: Path, engine: LocalEngine) -> None:
    """Every kept pair of people, to the millibit; and the bar is the run's."""
    workspace = Workspace(ran)
    run = workspace.run()
    profiles, links = workspace.table(run, "profiles"), workspace.table(run, "links").arrow().to_pylist()
    people = {p["id"] for p in profiles.arrow().to_pylist() if p["kind"] == "person"}
    kept = [link for link in links if link["profile_a"] in people]
    assert len(kept) > 2
    again = weigh_people(engine, profiles, [(link["profile_b"], link["profile_a"]) for link in kept])
    for link, (a, b, mbits, _) in zip(kept, again, strict=True):
        assert (a, b) == (link["profile_a"], link["profile_b"])
        assert mbits == {name: link[name] for name in mbits}


def test_same_says_why_of_people_too(ran: Path) -> None:
    of = {row["external_id"]: row["id"] for row in turnstone("table", "parties", "--json", "--limit", "0", at=ran).json}
    profile = {
        row["row_id"]: row["profile_id"]
        for row in turnstone("table", "mentions", "--json", "--limit", "0", at=ran).json
    }
    ids = [profile[of[number]] for number in ("4", "5")]
    said = turnstone("same", *ids, at=ran)
    assert said.code == 0, said.all
    assert "Berta" not in said.out and "1970" not in said.out
    why = turnstone("same", *ids, "--json", at=ran).json
    assert why["verdict"] == "different" and "given names" in why["sentence"], why["sentence"]
    steps = sum(step["bits"] for step in why["pair"]["steps"] if step["counted"])
    assert abs(why["pair"]["prior"] + steps - why["pair"]["total"]) < 0.01, "the steps add up"


# match: a new line beside these people


def matched(ran: Path, **said: str) -> list[tuple[str, str, str]]:
    """Who fits: the rows of the file that are the party, the verdict and why."""
    options = [word for name, value in said.items() for word in (f"--{name}", value)]
    view = turnstone("match", "--kind", "person", "--country", "AT", *options, "--json", at=ran).json
    rows: dict[str, list[str]] = {}
    for number, entity in entities(ran).items():
        rows.setdefault(entity, []).append(number)
    return [("".join(sorted(rows[fit["entity"]])), fit["verdict"], fit["reason"]) for fit in view["fits"]]


def test_a_new_line_finds_its_person(ran: Path) -> None:
    assert matched(ran, name="Emil Dogwood", born="7.7.1965", town="Elmton")[0] == ("89", "same", "")


def test_one_document_with_another_day_of_birth_joins_nobody(ran: Path) -> None:
    found = matched(ran, name="Anna Alder", born="30.12.1975", document="P 111")
    assert found and all(verdict == "possible" for _, verdict, _ in found), found
    assert any("hard facts differ" in reason for _, _, reason in found), found


def test_a_name_alone_joins_nobody(ran: Path) -> None:
    assert not [fit for fit in matched(ran, name="Dora Cedar") if fit[1] == "same"]


def test_a_twin_is_not_the_other(ran: Path) -> None:
    found = matched(ran, name="Dina Birch", born="03/06/1970", email="home@birch.example", town="Oakton")
    assert not [fit for fit in found if fit[1] == "same"], found


def test_who_fits_is_masked(ran: Path) -> None:
    said = turnstone("match", "--kind", "person", "--name", "Emil Dogwood", "--born", "07/07/1965", at=ran)
    assert said.code == 0 and "Dogwood" not in said.out and "1965" not in said.out, said.all
    assert "is near" in said.out or "would join" in said.out


def test_asking_changes_nothing(ran: Path) -> None:
    before = {file: file.stat().st_mtime_ns for file in (ran / "runs").rglob("*")}
    matched(ran, name="Emil Dogwood", born="7.7.1965", town="Elmton")
    assert before == {file: file.stat().st_mtime_ns for file in (ran / "runs").rglob("*")}
