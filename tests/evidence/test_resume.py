"""A run that is killed or stopped loses nothing: the next one goes on from there and ends with the same digests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from shell import digests, new_workspace, turnstone
from turnstone.workspace import Workspace

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def stopped(workspace: Path, receipts: int, how: signal.Signals) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own that is sent a signal when so many stages have left their receipt."""
    command = [sys.executable, "-m", "turnstone.cli.main", "run", "--workspace", str(workspace)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    log = workspace / "receipts.jsonl"
    deadline = time.monotonic() + 60
    while log.read_bytes().count(b'"event":"receipt"') < receipts:
        assert process.poll() is None, f"it ended by itself: {process.communicate()}"
        assert time.monotonic() < deadline
        time.sleep(0.001)
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def check(workspace: Path, finished: Path) -> None:
    """What was finished is not computed again, and the end is the same."""
    before = Counter(e.facts["key"] for e in Workspace(workspace).log.of("receipt"))
    assert before and not list(Workspace(workspace).log.of("run_finished"))
    done = turnstone("run", at=workspace)
    assert done.code == 0, done.all
    after = Counter(e.facts["key"] for e in Workspace(workspace).log.of("receipt"))
    assert max(after.values()) == 1, "a stage that had left its receipt ran again"
    assert before.keys() < after.keys()
    assert digests(workspace) == digests(finished)
    assert not list(workspace.rglob("*.part"))
    verified = turnstone("verify", at=workspace)
    assert verified.code == 0, verified.all


@POSIX
@pytest.mark.parametrize("receipts", [1, 25])
def test_kill_9(tmp_path: Path, market_files: list[Path], finished: Path, receipts: int) -> None:
    workspace = new_workspace(tmp_path / "ws", market_files)
    assert stopped(workspace, receipts, signal.SIGKILL).returncode == -signal.SIGKILL
    assert turnstone("verify", "--quick", at=workspace).code == 0, "what is half-done is no damage"
    check(workspace, finished)


@POSIX
@pytest.mark.parametrize("receipts", [1, 18])
def test_ctrl_c(tmp_path: Path, market_files: list[Path], finished: Path, receipts: int) -> None:
    workspace = new_workspace(tmp_path / "ws", market_files)
    done = stopped(workspace, receipts, signal.SIGINT)
    assert done.returncode == 130, done.stderr[-800:]
    assert "stopped; what was finished is kept" in done.stderr and "Traceback" not in done.stderr
    check(workspace, finished)


def test_nothing_is_computed_again_when_nothing_has_changed(workspace: Path) -> None:
    lines = len(Workspace(workspace).log.entries())
    done = turnstone("run", "--json", at=workspace)
    assert done.code == 0 and done.json["computed"] is False and done.json["run"] == "r1"
    assert len(Workspace(workspace).log.entries()) == lines
    assert [run.id for run in Workspace(workspace).runs()] == ["r1"]


def test_a_table_that_was_lost_is_made_again(workspace: Path, finished: Path) -> None:
    """Not silently: `verify` names it first."""
    (lost,) = workspace.glob("runs/r1/ties.parquet")
    lost.unlink()
    assert "ties" in turnstone("verify", "--quick", at=workspace).out
    assert turnstone("run", at=workspace).code == 0
    assert digests(workspace) == digests(finished)


@POSIX
@pytest.mark.parametrize("query", ["SELECT count(*) FROM range(10000000000)", "SELECT range FROM range(200000000)"])
def test_ctrl_c_inside_a_query_is_a_stop_and_no_fault(tmp_path: Path, query: str) -> None:
    """While DuckDB counts, and while its rows are read: it makes an error of its own of the signal."""
    code = (
        "import os, signal, sys, threading; from pathlib import Path; from turnstone.engine.local import LocalEngine\n"
        "with LocalEngine(Path(sys.argv[1])) as engine:\n"
        "    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "    try:\n        engine.sql(sys.argv[2])\n    except KeyboardInterrupt:\n        sys.exit(130)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), query], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 130, done.stderr[-800:]
