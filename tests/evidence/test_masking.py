"""Names of people and contacts leave only after a logged unlock: every command, every format, every table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from market import AGENT, CONTACT, SECRETS, SHARED_PHONE, Row, old_orders, recruiters, write_csv
from shell import new_workspace, turnstone
from turnstone.workspace import Workspace

REASON = "case 7, order of the district court"


@pytest.fixture(scope="module")
def place(finished: Path, market_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The market, with rows that are refused and hold names and numbers."""
    folder = tmp_path_factory.mktemp("masked")
    odd: list[Row] = [row | {"Case_Num": f"0999{i}"} for i, row in enumerate(old_orders())]
    torn = write_csv(folder / "torn.csv", odd)
    torn.write_text(
        torn.read_text() + torn.read_text().splitlines()[1] + ",one cell too many\n" + f'TEMP,"{CONTACT[0]},\n'
    )
    people = write_csv(folder / "people.csv", recruiters())
    people.write_text(people.read_text() + ",".join(list(recruiters()[0].values())[:4]) + "\n")
    entities = folder / "people.ftm.ndjson"
    entities.write_text(
        '{"id": "p1", "schema": "Person", "properties": {"name": ["Perpetua Vexholm"], "phone": ["+13075550142"],'
        ' "email": ["melisande.ottergard@example.com"], "address": ["4410 Cinderpath Lane, Lander WY"]}}\n'
        '{"id": "p2", "schema": "Person", "properties": {"name": ["Casimir Lindqvarn"], "alias": ["Hesperine Dollargaard"]}}\n'
        '{"id": "c1", "schema": "Company", "properties": {"name": ["Marrowick Harvest LLC"], "phone": ["+13075550142"]}}\n'
        '{"id": "d1", "schema": "Directorship", "properties": {"director": ["p1"], "organization": ["c1"]}}\n'
        '{"id": "f1", "schema": "Family", "properties": {"person": ["p1"], "relative": ["p2"]}}\n'
        '{"id": "x1", "schema": "Passport", "properties": {"holder": ["Perpetua Vexholm"]}}\n'
        '{"broken": "Perpetua Vexholm, 307-555-0142"}\n'
    )
    return new_workspace(folder / "ws", [*market_files, torn, people, entities], run=True)


@pytest.fixture
def unlocked(place: Path, tmp_path: Path) -> Path:
    """A copy that is unlocked."""
    copy = Path(shutil.copytree(place, tmp_path / "unlocked"))
    assert turnstone("unlock", "--reason", REASON, at=copy).code == 0
    return copy


def names(place: Path) -> list[str]:
    """The tables that hold anything."""
    return [row["table"] for row in turnstone("table", "--json", at=place).json if row["rows"]]


def ids(place: Path) -> list[str]:
    """One id of each kind that `trace` follows, and of every table's first rows."""
    found = [row["network_id"] for row in turnstone("leads", "--json", "-n", 0, at=place).json]
    found += [row["network_id"] for row in turnstone("leads", "--abstained", "--json", "-n", 0, at=place).json]
    for table, column in (("entities", "id"), ("profiles", "id"), ("premises", "premises_id"), ("nodes", "id")):
        rows = turnstone("table", table, "--json", "-n", 0, at=place).json
        kinds = {row.get("kind"): row[column] for row in rows}
        found += kinds.values()
    for table in names(place):
        if table.startswith("raw_"):
            found += [row["id"] for row in turnstone("table", table, "--json", "-n", 1, at=place).json]
    return list(dict.fromkeys(found))


def everything(place: Path, out: Path) -> dict[str, str]:
    """What every command shows and writes -> its text, in lower case."""
    shown: dict[str, str] = {}

    def keep(*words: object, file: Path | None = None) -> None:
        done = turnstone(*words, *(("--out", file) if file else ()), at=place)
        assert done.code == 0, (words, done.all)
        shown[" ".join(map(str, words)) + (f" {file.suffix}" if file else "")] = (
            done.all + (_text(file) if file else "")
        ).lower()

    for command in (("leads",), ("leads", "--abstained"), ("rejects",), ("rejects", "--by-reason"), ("sources",), ("runs",), ("decide",),
                    ("indicators",), ("table",), ("show", "1"), ("find", "Farm"), ("find", "Lander"), ("find", "Camp"),
                    ("find", "--profiles", "Harvest")):  # fmt: skip
        keep(*command)
        keep(*command, "--json")
    for id in ids(place):
        keep("trace", id, "--reread")
        keep("trace", id, "--json")
    for table in names(place):
        keep("table", table, "--json", "-n", 0)
        for ending in ("csv", "ndjson", "parquet"):
            keep("table", table, file=out / f"{table}.{ending}")
    for format in ("ftm", "graphml", "geojson"):
        keep("export", format, file=out / f"leads.{format}")
    keep("export", "ftm", "--everything", file=out / "all.ftm")
    keep("report", "--top", "99", file=out / "report.html")
    listed = out / "list.txt"
    listed.write_text("Harvest\nLander\nFarm\n")
    keep("check", listed, "--least", 0)
    keep("check", listed, "--least", 0, "--json")
    keep("check", listed, "--least", 0, file=out / "checked.csv")
    return shown


def _text(file: Path) -> str:
    if file.suffix == ".parquet":
        return str(pq.read_table(file).to_pylist())
    return file.read_text("utf-8")


def leaks(shown: dict[str, str]) -> list[tuple[str, str]]:
    return [(what, secret) for what, text in shown.items() for secret in SECRETS if secret in text]


def test_nothing_names_a_person_or_a_number_before_an_unlock(place: Path, tmp_path: Path) -> None:
    shown = everything(place, tmp_path)
    assert len(shown) > 180
    assert leaks(shown) == []
    assert any("[person " in text for text in shown.values()) and any("[phone " in text for text in shown.values())


def test_everything_is_shown_after_an_unlock_and_told_in_the_log(unlocked: Path, tmp_path: Path) -> None:
    told = [e.facts["what"] for e in Workspace(unlocked).log.of("shown_unmasked")]
    assert told == []
    out = tmp_path / "recruiters.csv"
    shown = turnstone("table", "raw_recruiters", "--out", out, at=unlocked)
    assert shown.code == 0 and "masked" not in shown.out
    assert "Zweiblum Ortegon" in out.read_text("utf-8")
    assert "Perpetua" in turnstone("table", "raw_job_orders", "--json", "-n", 0, at=unlocked).out
    assert SHARED_PHONE.replace("-", "") in turnstone("show", "1", at=unlocked).out
    assert AGENT in turnstone("find", "Quarnstrom", at=unlocked).out
    assert "quarnstrom" in turnstone("report", at=unlocked).all.lower() or "307555" in _reports(unlocked)
    for format in ("ftm", "graphml"):
        assert (
            turnstone(
                "export", format, "--everything" if format == "ftm" else "1", "--out", tmp_path / format, at=unlocked
            ).code
            == 0
        )
    assert "Quarnstrom" in (tmp_path / "ftm").read_text("utf-8").title()
    log = Workspace(unlocked).log
    (entry,) = log.of("unlocked")
    assert entry.facts["reason"] == REASON
    for expected in ("table raw_recruiters", "table raw_job_orders", "report", "export ftm", "export graphml"):
        assert expected in [e.facts["what"] for e in log.of("shown_unmasked")]
    assert [e.facts["masked"] for e in log.of("exported")][-1] is False
    assert all(e.facts["unlocked_by_line"] == entry.number for e in log.of("shown_unmasked"))


def _reports(place: Path) -> str:
    return "".join(p.read_text("utf-8") for p in place.glob("reports/*.html"))


def test_an_unlock_ends(unlocked: Path) -> None:
    assert "Perpetua" in turnstone("table", "raw_job_orders", "--json", "-n", 0, at=unlocked).out
    assert turnstone("unlock", "--end", at=unlocked).code == 0
    assert "Perpetua" not in turnstone("table", "raw_job_orders", "--json", "-n", 0, at=unlocked).out


def test_an_unlock_of_another_user_does_not_hold(unlocked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("turnstone.evidence.log", "turnstone.workspace"):
        monkeypatch.setattr(f"{module}.current_user", lambda: "somebody else")
    assert "Perpetua" not in turnstone("table", "raw_job_orders", "--json", "-n", 0, at=unlocked).out


def test_an_unlock_needs_a_reason_and_has_an_end(place: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(place, tmp_path / "copy"))
    assert turnstone("unlock", "--reason", "x", at=copy).code == 5
    assert turnstone("unlock", "--reason", REASON, "--minutes", 100_000, at=copy).code == 5
    assert turnstone("unlock", answers="", at=copy).code != 0
    assert not list(Workspace(copy).log.of("unlocked"))


def test_stand_ins_are_the_same_in_a_workspace_and_others_elsewhere(
    place: Path, market_files: list[Path], tmp_path: Path
) -> None:
    """One sees that two rows speak of one person; nobody can compare two workspaces."""

    def people(workspace: Path) -> set[str]:
        return {
            row["name"]
            for row in turnstone("table", "entities", "-n", 0, "--json", at=workspace).json
            if row["kind"] == "person"
        }

    other = new_workspace(tmp_path / "ws", market_files, run=True)
    assert people(other) and not people(other) & people(place)
    assert people(place) == people(place)


def test_refused_values_are_shown_only_where_they_cannot_be_personal(place: Path) -> None:
    """A wage that is no number is shown; a whole line, or a column of any unknown name, may hold a name or a number."""
    rows = turnstone("rejects", "--json", "-n", 0, at=place).json
    assert {row["scope"] for row in rows} == {"row"}
    assert all(row["value"] is None or row["value"].startswith("[value ") for row in rows)
    assert sum(row["value"] is not None for row in rows) >= 3


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        *(
            (name, True)
            for name in ("BASIC_RATE_OF_PAY", "Certification_Begin_Date", "EMPLOYER_ADDRESS1", "TOTAL_OCCUPANCY")
        ),
        *(
            (name, False)
            for name in (
                "EMPLOYER_PHONE",
                "Telefon",
                "Numéro",
                "AGENT_ATTORNEY_STATE",
                "Nombre",
                "",
                "Address",
                "Friend",
            )
        ),
    ],
)
def test_columns_by_their_names(header: str, shown: bool) -> None:
    from turnstone.exports.mask import Mask
    from turnstone.model.sources import REJECTS

    row = {
        "source": "s",
        "sheet": None,
        "row": 1,
        "column": header or None,
        "scope": "value",
        "value": "x",
        "reason": "r",
    }
    batch = pa.RecordBatch.from_pylist([row], REJECTS.arrow)
    value = Mask(b"key").table("rejects", batch).column("value")[0].as_py()
    assert (value == "x") is shown
