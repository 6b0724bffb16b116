"""What must go goes, with everything made from it; a tombstone stays, and the workspace verifies."""

from __future__ import annotations

from pathlib import Path

from market import build
from shell import LAW, turnstone
from turnstone.workspace import Workspace

REASON = "retention ended"


def expired(workspace: Path, name: str) -> str:
    """Expires the file of this name; gives its SHA-256."""
    source = next(s for s in Workspace(workspace).sources() if s.name == name)
    done = turnstone("expire", source.sha256[:12], "--reason", REASON, "--yes", at=workspace)
    assert done.code == 0, done.all
    return source.sha256


def test_nothing_of_the_file_is_left(workspace: Path) -> None:
    turnstone("report", at=workspace)
    expired(workspace, "Appendix_C.csv")
    left = [p for p in workspace.rglob("*") if p.is_file() and b"Zweiblum" in p.read_bytes()]
    assert left == [] and not list(workspace.glob("runs/*")) and not list(workspace.glob("reports/*"))
    assert [p for p in (workspace / "imports").iterdir() if p.name.startswith("raw_recruiters")] == []


def test_a_tombstone_stays_and_the_workspace_verifies(workspace: Path) -> None:
    sha256 = expired(workspace, "Appendix_C.csv")
    (tombstone,) = Workspace(workspace).log.of("expired")
    assert (
        tombstone.facts["sources"] == [sha256]
        and tombstone.facts["reason"] == REASON
        and tombstone.facts["runs"] == ["r1"]
    )
    assert turnstone("verify", at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    assert turnstone("verify", at=workspace).code == 0
    states = {row["name"]: row["state"] for row in turnstone("sources", "--json", at=workspace).json}
    assert states["Appendix_C.csv"] == "expired" and states["debarments.csv"] == "active"
    assert turnstone("table", "recruiters", "--json", at=workspace).json == []
    assert turnstone("leads", "--json", at=workspace).json, "the rest stands"


def test_a_deletion_that_was_cut_short_is_ended(workspace: Path) -> None:
    """The tombstone is written first: files that are still there are named, and the next run deletes them."""
    place = Workspace(workspace)
    source = next(s for s in place.sources() if s.name == "Appendix_C.csv")
    data = place.vault.path(source.sha256).read_bytes()
    expired(workspace, "Appendix_C.csv")
    place.vault.path(source.sha256).write_bytes(data)
    done = turnstone("verify", "--quick", at=workspace)
    assert done.code == 6 and "expired file Appendix_C.csv" in done.out and "is still there" in done.out
    assert turnstone("run", at=workspace).code == 0
    assert not place.vault.holds(source.sha256) and turnstone("verify", "--quick", at=workspace).code == 0


def test_what_was_written_outside_is_named(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "orders.csv"
    turnstone("table", "orders", "--out", out, at=workspace)
    source = Workspace(workspace).sources()[0]
    done = turnstone("expire", source.sha256, "--reason", REASON, "--yes", "--json", at=workspace)
    assert done.json["outside"] == [str(out)] and out.exists()


def test_files_that_are_held_too_long(workspace: Path, market_files: list[Path]) -> None:
    law = ("--legal-basis", "short", "--purpose", "test", "--retain-until", "2001-01-01")
    assert turnstone("add", market_files[3], *law, at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 5
    assert turnstone("expire", "--overdue", "--reason", REASON, "--yes", at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    assert "No file is past" in turnstone("expire", "--overdue", "--reason", REASON, "--yes", at=workspace).out


def test_an_expired_file_may_come_back(workspace: Path, market_files: list[Path]) -> None:
    expired(workspace, "Appendix_C.csv")
    assert turnstone("add", market_files[3], *LAW, at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    assert turnstone("table", "recruiters", "--json", at=workspace).json
    assert turnstone("verify", at=workspace).code == 0


def test_expiry_asks_and_can_be_refused(workspace: Path) -> None:
    source = Workspace(workspace).sources()[0]
    done = turnstone("expire", source.sha256, "--reason", REASON, at=workspace, answers="n\n")
    assert done.code != 0 and Workspace(workspace).vault.holds(source.sha256)
    assert turnstone("expire", "ffffffff", "--reason", REASON, "--yes", at=workspace).code == 1
    assert turnstone("expire", "--reason", REASON, "--yes", at=workspace).code == 1
    assert not list(Workspace(workspace).log.of("expired"))


def test_one_persons_rows_go_by_a_corrected_file(workspace: Path, tmp_path: Path) -> None:
    """The way for a person's right to be forgotten: the file without the rows replaces the one with them, which expires."""
    old = next(s for s in Workspace(workspace).sources() if s.name == "H-2B_FY2000.csv")
    corrected = build(tmp_path / "again")[2]
    corrected.write_text(
        "".join(line for i, line in enumerate(corrected.read_text().splitlines(keepends=True)) if i != 1)
    )
    assert turnstone("add", corrected, "--supersedes", old.sha256, *LAW, at=workspace).code == 0
    assert turnstone("expire", old.sha256, "--reason", REASON, "--yes", at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0 and turnstone("verify", at=workspace).code == 0
    orders = turnstone("table", "raw_job_orders", "--json", "-n", 0, at=workspace).json
    assert "09455000" not in {row["case_no"] for row in orders} and "09455001" in {row["case_no"] for row in orders}


def test_how_a_file_is_held_is_changed_with_a_reason(workspace: Path) -> None:
    """A day that has passed stops a run; a later one lets it go on; what was said before stays; adding again says it anew."""
    place = Workspace(workspace)
    source = place.sources()[0]
    why = ("--reason", "order 17 of the court")
    assert turnstone("hold", source.name, "--retain-until", "2020-01-01", *why, at=workspace).code == 0
    assert Workspace(workspace).sources()[0].overdue and turnstone("run", at=workspace).code != 0
    assert (
        turnstone(
            "hold", source.sha256[:12], "--retain-until", "unlimited", "--purpose", "trial", *why, at=workspace
        ).code
        == 0
    )
    now = Workspace(workspace).sources()[0]
    assert (now.legal_basis, now.purpose, now.retain_until) == (source.legal_basis, "trial", None)
    assert turnstone("run", at=workspace).code == 0 and turnstone("verify", at=workspace).code == 0
    first, second = Workspace(workspace).log.of("held")
    assert first.facts["before"]["retain_until"] is None and second.facts["before"]["retain_until"] == "2020-01-01"
    kept = Workspace(workspace).vault.path(source.sha256)
    copy = workspace.parent / source.name
    copy.write_bytes(kept.read_bytes())
    assert turnstone("add", str(copy), *LAW, at=workspace).code == 0
    assert Workspace(workspace).sources()[0].purpose == LAW[3]
    expired(workspace, source.name)
    assert turnstone("hold", source.sha256, "--purpose", "x", *why, at=workspace).code == 1
