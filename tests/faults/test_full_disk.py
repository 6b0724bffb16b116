"""A disk that is full, at any moment: a clear error, nothing half-written, and the same command goes on afterwards."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shell import LAW, digests, new_workspace, turnstone

FULL = 7
"""The exit code of a full disk."""


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """From the `after`-th sync on, the system says that there is no space."""
    sync, calls = os.fsync, [0]

    def fsync(handle: int) -> None:
        calls[0] += 1
        if calls[0] > after:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def sound(workspace: Path) -> bool:
    done = turnstone("verify", "--quick", at=workspace)
    assert done.code == 0, done.all
    return not list(workspace.rglob("*.part"))


@pytest.mark.parametrize("after", [0, 40, 130])
def test_while_running(
    tmp_path: Path, market_files: list[Path], finished: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    workspace = new_workspace(tmp_path / "ws", market_files)
    with monkeypatch.context() as patch:
        fill_the_disk(patch, after)
        done = turnstone("run", at=workspace)
    assert done.code == FULL and "no space left on the disk while writing" in done.err, done.all
    assert "free some space and give the same command again" in done.err
    assert sound(workspace)
    assert turnstone("run", at=workspace).code == 0
    assert digests(workspace) == digests(finished)
    assert sound(workspace)


@pytest.mark.parametrize("after", [0, 2, 3, 6])
def test_while_adding(tmp_path: Path, market_files: list[Path], monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    workspace = new_workspace(tmp_path / "ws")
    with monkeypatch.context() as patch:
        fill_the_disk(patch, after)
        done = turnstone("add", *market_files, *LAW, at=workspace)
    assert done.code == FULL and "no space left" in done.err
    assert sound(workspace)
    assert turnstone("add", *market_files, *LAW, at=workspace).code == 0
    rows = turnstone("sources", "--json", at=workspace).json
    assert [row["name"] for row in rows] == [path.name for path in market_files]
    assert sound(workspace)


@pytest.mark.parametrize(
    "words",
    [("report",), ("table", "orders", "--out", "{}/orders.csv"), ("export", "graphml", "--out", "{}/a.graphml")],
)
def test_while_writing_for_people(workspace: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    """An export is there as a whole or not at all."""
    out = workspace.parent / "out"
    out.mkdir()
    with monkeypatch.context() as patch:
        fill_the_disk(patch, 0)
        done = turnstone(*(word.format(out) for word in words), at=workspace)
    assert done.code == FULL, done.all
    assert not list(out.iterdir()) and sound(workspace)


def test_a_limit_of_the_system(tmp_path: Path, market_files: list[Path], finished: Path) -> None:
    """With a real limit: no file may grow over 24 kB, so the log or a table cannot be written."""
    resource = pytest.importorskip("resource")
    workspace = new_workspace(tmp_path / "ws", market_files)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (24 << 10, 24 << 10))

    command = [sys.executable, "-m", "turnstone.cli.main", "run", "--workspace", str(workspace)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)
    assert done.returncode == FULL, done.stderr[-500:]
    assert turnstone("run", at=workspace).code == 0
    assert digests(workspace) == digests(finished) and sound(workspace)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 700 kB, where the system lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = sys.platform == "linux" and os.geteuid() == 0
    made = (
        made
        and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", disk], capture_output=True).returncode
        == 0
    )
    if not made:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_disk_that_is_really_full(small_disk: Path, market_files: list[Path], finished: Path) -> None:
    workspace = new_workspace(small_disk / "ws", market_files)
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast.write_bytes(bytes(max(free - (100 << 10), 0)))
    done = turnstone("run", at=workspace)
    assert done.code == FULL and "no space left" in done.err, done.all
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=50m", small_disk], check=True)
    assert turnstone("run", at=workspace).code == 0
    assert digests(workspace) == digests(finished) and sound(workspace)
