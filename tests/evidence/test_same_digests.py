"""The same files give the same digests: in another order, in another workspace, under other names, in another process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from market import build, old_orders, write_csv
from shell import LAW, digests, new_workspace, turnstone
from turnstone.engine.local import LocalEngine
from turnstone.workspace import Workspace


def test_another_order_and_another_workspace(tmp_path: Path, market_files: list[Path], finished: Path) -> None:
    other = new_workspace(tmp_path / "ws")
    for path in reversed(market_files):
        assert turnstone("add", path, *LAW, at=other).code == 0
    assert turnstone("run", at=other).code == 0
    assert digests(other) == digests(finished)
    assert Workspace(other).id != Workspace(finished).id


def test_another_process_with_another_hash_seed(tmp_path: Path, market_files: list[Path], finished: Path) -> None:
    other = new_workspace(tmp_path / "ws", market_files)
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    command = [sys.executable, "-m", "turnstone.cli.main", "run", "--workspace", str(other)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert digests(other) == digests(finished)


def test_another_byte_gives_another_digest(tmp_path: Path, finished: Path) -> None:
    files = build(tmp_path / "market")
    write_csv(files[2], [row | {"Num_Aliens": 6} for row in old_orders()])
    other = digests(new_workspace(tmp_path / "ws", files, run=True))
    same = {name for name, digest in digests(finished).items() if other[name] == digest}
    assert "job_orders" not in same and "raw_job_orders" not in same and "orders" not in same
    assert {"housing", "raw_debarments", "recruiters", "wage_floors"} <= same


def test_a_file_added_twice_changes_nothing(workspace: Path, finished: Path, market_files: list[Path]) -> None:
    assert turnstone("add", *market_files, *LAW, at=workspace).code == 0
    assert turnstone("run", "--json", at=workspace).json["computed"] is False
    assert digests(workspace) == digests(finished)


def test_the_same_rows_in_another_file_are_the_same_evidence(workspace: Path, tmp_path: Path) -> None:
    """A repeated delivery in another format says the same again: rows keep their ids, and leads their weight."""
    before = turnstone("leads", "--json", at=workspace).json
    from market import h2a_orders

    again = write_csv(tmp_path / "again.csv", h2a_orders())
    assert turnstone("add", again, *LAW, at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    rows = turnstone("table", "job_orders", "--json", "-n", 0, at=workspace).json
    assert len({row["id"] for row in rows}) == len(rows)
    after = turnstone("leads", "--json", at=workspace).json
    assert [(r["network_id"], r["bits"], r["orders"]) for r in after] == [
        (r["network_id"], r["bits"], r["orders"]) for r in before
    ]


def test_a_corrected_delivery_supersedes_an_earlier_one(workspace: Path, tmp_path: Path) -> None:
    old = next(s for s in Workspace(workspace).sources() if s.name == "H-2B_FY2000.csv")
    rows = [row | {"Num_Aliens": 50} if i == 0 else row for i, row in enumerate(old_orders())]
    corrected = write_csv(tmp_path / "H-2B_FY2000_corrected.csv", rows)
    assert turnstone("add", corrected, "--supersedes", old.sha256[:10], *LAW, at=workspace).code == 0
    assert turnstone("run", at=workspace).code == 0
    states = {row["name"]: (row["state"], row["rows_in"]) for row in turnstone("sources", "--json", at=workspace).json}
    assert states["H-2B_FY2000.csv"] == ("superseded", None) and states["H-2B_FY2000_corrected.csv"] == ("active", 4)
    before = {
        r["id"] for r in turnstone("table", "raw_job_orders", "--run", "r1", "--json", "-n", 0, at=workspace).json
    }
    after = {r["id"] for r in turnstone("table", "raw_job_orders", "--json", "-n", 0, at=workspace).json}
    assert len(before - after) == len(after - before) == 1, "three of four rows keep their ids"
    assert turnstone("verify", at=workspace).code == 0
    assert turnstone("verify", "--run", "r1", at=workspace).code == 0, "the earlier run can still be made again"
    assert turnstone("add", corrected, "--supersedes", "ffff", *LAW, at=workspace).code == 1


def test_what_was_known_before_a_day(workspace: Path) -> None:
    assert turnstone("run", "--as-of", "2016-01-01", at=workspace).code == 0
    rows = turnstone("table", "job_orders", "--json", "-n", 0, at=workspace).json
    assert rows and max(row["known_on"] for row in rows) < "2016-01-01"
    assert turnstone("leads", "--json", at=workspace).json == []
    assert turnstone("verify", at=workspace).code == 0
    assert turnstone("run", "--as-of", "2016-13-01", at=workspace).code == 1


def test_threads_make_no_difference(
    finished: Path, market_files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_one = LocalEngine.__init__

    def with_four(self: LocalEngine, scratch: Path, **rest: object) -> None:
        with_one(self, scratch, **(rest | {"threads": 4}))  # type: ignore[arg-type]

    monkeypatch.setattr(LocalEngine, "__init__", with_four)
    assert digests(new_workspace(tmp_path / "ws", market_files, run=True)) == digests(finished)
