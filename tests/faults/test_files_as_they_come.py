"""Folders, files twice, files that change, files that may not be read: nothing is half-kept, the others go on."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from market import debarments, recruiters, small, write_csv
from shell import LAW, new_workspace, turnstone
from turnstone.evidence import vault
from turnstone.workspace import Workspace


def kept(workspace: Path) -> list[str]:
    return sorted(p.name for p in (workspace / "vault").rglob("*") if p.is_file())


def states(workspace: Path) -> list[tuple[str, str]]:
    return [(row["name"], row["state"]) for row in turnstone("sources", "--json", at=workspace).json]


def test_a_file_added_twice_is_kept_once(tmp_path: Path) -> None:
    file = small(tmp_path)
    again = tmp_path / "the same under another name.csv"
    again.write_bytes(file.read_bytes())
    workspace = new_workspace(tmp_path / "ws", [file])
    done = turnstone("add", file, again, *LAW, "--json", at=workspace)
    assert done.code == 0
    assert [row["state"] for row in done.json] == ["kept before", "kept before"]
    assert len(kept(workspace)) == 1
    assert len(list(Workspace(workspace).log.of("added"))) == 1


def test_a_file_added_again_under_another_law_is_held_under_that(tmp_path: Path) -> None:
    """What `run` tells the user to do about a file that is held too long."""
    file = small(tmp_path)
    workspace = new_workspace(tmp_path / "ws")
    law = ("--legal-basis", "first", "--purpose", "test")
    assert turnstone("add", file, *law, "--retain-until", "2001-01-01", at=workspace).code == 0
    overdue = turnstone("run", at=workspace)
    assert overdue.code == 5 and "good.csv" in overdue.err and "later --retain-until" in overdue.err
    assert states(workspace) == [("good.csv", "overdue")]
    done = turnstone(
        "add", file, "--legal-basis", "order 7", "--purpose", "test", "--retain-until", "2190-01-01", at=workspace
    )
    assert done.code == 0
    (row,) = turnstone("sources", "--json", at=workspace).json
    assert (row["legal_basis"], row["retain_until"], row["state"]) == ("order 7", "2190-01-01", "active")
    assert turnstone("run", at=workspace).code == 0


@pytest.mark.parametrize("how", ["grows", "is replaced", "is touched"])
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    good, moving = small(tmp_path), write_csv(tmp_path / "moving.csv", debarments())
    copy = vault.copy_hashed

    def meanwhile(source: BinaryIO, target: BinaryIO | None) -> str:
        digest = copy(source, target)
        if Path(source.name).name == "moving.csv":
            if how == "grows":
                with moving.open("a") as file:
                    file.write("H-2A,Late Farm Inc,Lander,WY,2015-01-01,2016-01-01,list,\n")
            elif how == "is replaced":
                moving.write_bytes(moving.read_bytes().replace(b"Lander", b"Cheyen"))
                os.utime(moving, ns=(1, 1))
            else:
                os.utime(moving, ns=(1, 1))
        return digest

    monkeypatch.setattr(vault, "copy_hashed", meanwhile)
    workspace = new_workspace(tmp_path / "ws")
    done = turnstone("add", moving, good, *LAW, at=workspace)
    assert done.code == 3 and "moving.csv: the file changed while it was read" in done.err
    assert "wait until whatever writes it has finished" in done.err
    assert states(workspace) == [("good.csv", "active")] and len(kept(workspace)) == 1


def test_a_file_that_somebody_writes_all_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a real writer beside: what is kept is a state in which the file really was, or nothing."""
    moving = write_csv(tmp_path / "moving.csv", recruiters())
    before, stop = moving.read_bytes(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            with moving.open("ab") as file:
                file.write(before.splitlines(keepends=True)[1])

    workspace = new_workspace(tmp_path / "ws")
    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = turnstone("add", moving, *LAW, at=workspace)
    finally:
        stop.set()
        writer.join()
    if done.code == 3:
        assert "changed while it was read" in done.err and kept(workspace) == []
    else:
        (name,) = kept(workspace)
        assert moving.read_bytes().startswith(Workspace(workspace).vault.path(name).read_bytes())


def test_a_folder_with_all_that_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "delivery.csv"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    small(folder)
    write_csv(folder / "deep" / "er" / "c.csv", recruiters())
    write_csv(folder / ".hidden" / "d.csv", debarments())
    (folder / "deep" / "letter.pdf").write_bytes(b"%PDF-1.7")
    (folder / "deep" / "nothing.csv").touch()
    workspace = new_workspace(tmp_path / "ws")
    done = turnstone("add", folder, *LAW, at=workspace)
    assert done.code == 3
    assert "letter.pdf: not a table" in done.err and "nothing.csv: the file is empty" in done.err
    assert "2 of 4 files were not added" in done.err
    assert sorted(states(workspace)) == [("c.csv", "active"), ("good.csv", "active")]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    done = turnstone("add", tmp_path / "nothing", *LAW, at=new_workspace(tmp_path / "ws"))
    assert done.code != 0 and "no files" in done.err, done.all


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = turnstone("add", tmp_path / "gone.csv", *LAW, at=new_workspace(tmp_path / "ws"))
    assert done.code == 3 and "gone.csv: there is no such file" in done.err


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, good = write_csv(tmp_path / "locked.csv", debarments()), small(tmp_path)
    opened = Path.open

    def refuse(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "locked.csv":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    workspace = new_workspace(tmp_path / "ws")
    done = turnstone("add", locked, good, *LAW, at=workspace)
    assert done.code == 3 and "locked.csv: the file may not be read" in done.err
    assert states(workspace) == [("good.csv", "active")]


def test_names_that_look_like_something_else(tmp_path: Path) -> None:
    """A file's name is only a name, whatever it says."""
    odd = tmp_path / "=cmd|' [bold]\x1b[31m<script>alert(1)<\\script>.csv"
    odd.write_bytes(small(tmp_path).read_bytes())
    workspace = new_workspace(tmp_path / "ws", [odd], run=True)
    listed = turnstone("sources", at=workspace)
    assert "\x1b" not in listed.all and "[bold]" in listed.out
    assert turnstone("sources", "--json", at=workspace).json[0]["name"] == odd.name


def test_only_one_command_writes_at_a_time(tmp_path: Path) -> None:
    workspace = new_workspace(tmp_path / "ws", [small(tmp_path)])
    with Workspace(workspace).locked():
        done = turnstone("run", at=workspace)
    assert done.code == 1 and "another command is at work" in done.err
    assert turnstone("run", at=workspace).code == 0
