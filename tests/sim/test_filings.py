"""Filings, registers, premises and records: the same bytes in any order of blocks, read without a refusal, true to the truth."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from shell import LAW, new_workspace, turnstone
from turnstone.sim.filings.write import HEADERS, headings, mappings, write_filings
from turnstone.sim.parameters import parameters
from turnstone.sim.persons import persons
from turnstone.sim.truth import TrueRow, Truth
from turnstone.sim.world import World, actors, world

FIGURES = parameters()


def _world(offers: int, seed: int = 5, countries: tuple[str, ...] = ("US", "FR")) -> World:
    return world(seed, 24, offers, countries, FIGURES)


def _parts(made: World, folder: Path, blocks: Iterable[int]) -> Truth:
    out = Truth()
    for block in blocks:
        told = write_filings(made, block, folder)
        out.rows += told.rows
        out.people += told.people
    return out


def _joined(made: World, folder: Path) -> Truth:
    told = _parts(made, folder, range(made.blocks))
    for name, heading in headings().items():
        parts = [folder / f"{name}.{block:03}" for block in range(made.blocks)]
        (folder / name).write_bytes(heading.encode() + b"".join(part.read_bytes() for part in parts))
        for part in parts:
            part.unlink()
    for name, text in mappings().items():
        (folder / name).write_text(text)
    return told


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path, list[TrueRow]]:
    made, data = _world(120_000), tmp_path_factory.mktemp("big")
    return made, data, _joined(made, data).rows


def test_no_order_of_blocks_changes_a_byte(tmp_path: Path) -> None:
    made = _world(120_000)
    assert made.blocks > 2
    first = _parts(made, tmp_path / "a", range(made.blocks))
    other = _parts(_world(120_000), tmp_path / "b", reversed(range(made.blocks)))
    assert Counter(first.rows) == Counter(other.rows)
    names = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.0*"))
    assert len(names) == len(HEADERS) * made.blocks
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_another_seed_is_another_world(tmp_path: Path) -> None:
    _parts(_world(20_000), tmp_path / "a", [0])
    _parts(_world(20_000, seed=6), tmp_path / "b", [0])
    for path in (tmp_path / "a").rglob("*.000"):
        assert path.read_bytes() != (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_all_rows_are_taken_and_truth_is_met(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made = next(
        made for made in (_world(500, seed) for seed in range(99)) if _lines(made, tmp_path / str(made.plan.seed))
    )
    truth = _joined(made, data).rows
    place = new_workspace(tmp_path / "ws", [*sorted((data / "filings").iterdir()), data / "register/register.ndjson"])
    for name in mappings():
        added = turnstone("add", (data / name).with_suffix(".csv"), "--source", data / name, *LAW, at=place)
        assert added.code == 0, added.all
    assert turnstone("run", at=place).code == 0
    assert turnstone("rejects", "--json", at=place).json == []
    taken = {row["name"]: row for row in turnstone("sources", "--json", at=place).json}
    for name in HEADERS:
        if name.startswith("records"):
            continue
        lines = (data / name).read_bytes().count(b"\n") - name.endswith(".csv")
        row = taken[Path(name).name]
        assert lines > 0, name
        assert (row["rows_in"], row["rows_out"], row["rows_rejected"]) == (lines, lines, 0), name
    for table, key in (("job_orders", "case_no"), ("housing", "case_no"), ("parties", "external_id")):
        held = {row[key] for row in turnstone("table", table, "--limit", 0, "--json", at=place).json}
        wanted = {row.key for row in truth if row.table == table}
        assert wanted and wanted <= held, table
        if table != "parties":
            assert wanted == held


def _lines(made: World, folder: Path) -> bool:
    """Whether a world so small has a line for each file."""
    _parts(made, folder, range(made.blocks))
    return all(path.stat().st_size for path in folder.rglob("*.000"))


def test_ids_stand_once_and_links_meet_their_ends(big: tuple[World, Path, list[TrueRow]]) -> None:
    _, data, truth = big
    ids: dict[str, set[str]] = {}
    for name, key in (
        ("register/companies", "company_id"), ("register/officers", "officer_id"), ("premises/premises", "premises_id"),
        ("premises/owners", "owner_id"), ("filings/h2a", "CASE_NUMBER"), ("filings/h2b", "CASE_NUMBER"),
        ("records/hotline", "call_id"), ("records/inspections", "inspection_id"), ("records/referrals", "referral_id"),
    ):  # fmt: skip
        found = [row[key] for row in _rows(data / f"{name}.csv")]
        assert len(found) == len(set(found)), name
        ids[name] = set(found)
    for row in _rows(data / "register/appointments.csv"):
        assert row["holder_id"] in ids["register/officers"] and row["company_id"] in ids["register/companies"]
    french = (data / "register/register.ndjson").read_text("utf-8")
    for row in _rows(data / "premises/tenures.csv"):
        holders = ids["premises/owners" if row["kind"] == "Ownership" else "register/companies"]
        assert row["holder_id"] in holders or f'"id": "{row["holder_id"]}"' in french
        assert row["premises_id"] in ids["premises/premises"]
    assert {row["CASE_NUMBER"] for row in _rows(data / "filings/h2a_housing.csv")} <= ids["filings/h2a"]
    said = {(row.table, row.key): (row.label, row.network_id) for row in truth}
    assert all(said[row.table, row.key] == (row.label, row.network_id) for row in truth)
    assert all((row.label == "yes") == bool(row.network_id) for row in truth)


def test_no_record_names_a_person_or_number(big: tuple[World, Path, list[TrueRow]]) -> None:
    made, data, _ = big
    text = "".join((data / f"records/{name}.csv").read_text("utf-8") for name in ("hotline", "referrals"))
    people = [who for block in range(made.blocks) for actor in actors(made, block) for who in persons(made, actor)]
    assert len(people) > 1_000
    assert not [who.name for who in people if who.name in text or who.email in text]
    assert not re.search(r"\d{3}[ .-]?555[ .-]?\d{4}", text)
    assert "@" not in text


def test_most_of_what_is_written_is_about_the_lawful(big: tuple[World, Path, list[TrueRow]]) -> None:
    _, data, truth = big
    label = {(row.table, row.key): row.label for row in truth}
    for name in ("hotline", "inspections", "referrals"):
        told = Counter(label["records", next(iter(row.values()))] for row in _rows(data / f"records/{name}.csv"))
        assert 0 < told["yes"] < told["no"], name
    with_findings = [row for row in _rows(data / "records/inspections.csv") if row["findings"]]
    assert sum(label["records", row["inspection_id"]] == "no" for row in with_findings) > len(with_findings) / 2
    barred = Counter(row.label for row in truth if row.table == "debarments")
    assert barred["no"] > 0


def test_go_betweens_serve_many_and_both_sides(big: tuple[World, Path, list[TrueRow]]) -> None:
    _, data, truth = big
    label = {row.key: row.label for row in truth if row.table == "parties"}
    sits: dict[str, set[str]] = {}
    for row in _rows(data / "register/appointments.csv"):
        sits.setdefault(row["holder_id"], set()).add(row["company_id"])
    nominees = {row.key for row in truth if row.table == "parties" and row.class_ == "officer"} & set(sits)
    of = [{label[company] for company in sits[who]} for who in nominees]
    assert max(len(sits[who]) for who in nominees) > 50
    assert all("no" in labels for labels in of) and any("yes" in labels for labels in of)
    owned: dict[str, set[str]] = {}
    for row in _rows(data / "premises/tenures.csv"):
        if row["kind"] == "Ownership":
            owned.setdefault(row["holder_id"], set()).add(label[row["premises_id"]])
    assert sum(labels == {"yes", "no"} for labels in owned.values()) > 3
    agents: dict[str, set[str]] = {}
    cases = {row.key: row.label for row in truth if row.table == "job_orders"}
    for name in ("h2a", "h2b"):
        for row in _rows(data / f"filings/{name}.csv"):
            agents.setdefault(row["AGENT_ATTORNEY_NAME"], set()).add(cases[row["CASE_NUMBER"]])
    assert {"yes", "no"} in agents.values()


def test_orders_are_within_the_world_and_what_the_source_allows(big: tuple[World, Path, list[TrueRow]]) -> None:
    made, data, _ = big
    rows = [row for name in ("h2a", "h2b") for row in _rows(data / f"filings/{name}.csv")]
    assert len(rows) > 300
    for row in rows:
        received = (row.get("CASE_RECEIVED_DATE") or row["NPC_SUBMITTED_DATE"])[:10]
        assert (
            f"{made.first_day}" <= received <= row["CERTIFICATION_BEGIN_DATE"][:10] < row["CERTIFICATION_END_DATE"][:10]
        )
        assert received < row["DECISION_DATE"][:10]
        assert int(row["NBR_WORKERS_CERTIFIED"]) <= int(row["NBR_WORKERS_REQUESTED"])
        assert 7 < float(row["BASIC_RATE_OF_PAY"]) < 40 and 35 <= int(row["BASIC_NUMBER_OF_HOURS"]) <= 50
        assert not row["EMPLOYER_PHONE"] or re.sub(r"\D", "", row["EMPLOYER_PHONE"])[-7:-4] == "555"
    assert len({row["CERTIFICATION_BEGIN_DATE"][:4] for row in rows}) >= 2
