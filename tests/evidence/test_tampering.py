"""What was changed after it was written is found and named: kept files, tables, reports, the log."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from market import SECRETS, small
from shell import LAW, new_workspace, turnstone
from turnstone.evidence.verify import head_in
from turnstone.workspace import Workspace

CHANGED = 6
"""The exit code of evidence that is not what was written."""


def faults(workspace: Path, *more: object) -> list[tuple[str, str]]:
    """What `verify` names; it must end with the exit code of changed evidence exactly when it names something."""
    done = turnstone("verify", "--quick", "--json", *more, at=workspace)
    assert done.code in (0, CHANGED), done.all
    page = done.json
    assert page["sound"] == (done.code == 0) == (page["faults"] == [])
    return [(fault["what"], fault["problem"]) for fault in page["faults"]]


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x01
    path.write_bytes(data)


def lines(workspace: Path) -> list[bytes]:
    return (workspace / "receipts.jsonl").read_bytes().splitlines(keepends=True)


def write_lines(workspace: Path, to: list[bytes]) -> None:
    (workspace / "receipts.jsonl").write_bytes(b"".join(to))


def test_an_untouched_workspace_is_sound(finished: Path, workspace: Path) -> None:
    assert faults(workspace) == []
    done = turnstone("verify", at=workspace)
    assert done.code == 0 and "Run r1 was made again" in done.out and "have the same digests" in done.out
    assert Workspace(workspace).log.head in done.out
    assert sorted(p.name for p in workspace.iterdir()) == sorted(p.name for p in finished.iterdir()), (
        "verify leaves nothing"
    )


@pytest.mark.parametrize("where", [0, 0.5, -1])
def test_one_byte_of_a_kept_file(workspace: Path, where: float) -> None:
    for source in Workspace(workspace).sources():
        path = Workspace(workspace).vault.path(source.sha256)
        at = int(path.stat().st_size * where) if where != -1 else path.stat().st_size - 1
        flip(path, at)
        assert faults(workspace) == [
            (f"kept file {source.name} ({source.sha256[:12]}…)", "was changed: its SHA-256 is another now")
        ]
        flip(path, at)


def test_a_changed_file_is_named_even_where_the_run_cannot_be_made_again(workspace: Path) -> None:
    """The first thing to know is which file, whatever else goes wrong after it."""
    for source in Workspace(workspace).sources()[::3]:
        path = Workspace(workspace).vault.path(source.sha256)
        flip(path, 0)
        done = turnstone("verify", at=workspace)
        assert done.code == CHANGED and f"kept file {source.name}" in done.out, done.all
        flip(path, 0)


def test_a_kept_file_that_is_gone(workspace: Path) -> None:
    source = Workspace(workspace).sources()[0]
    Workspace(workspace).vault.path(source.sha256).unlink()
    done = turnstone("verify", at=workspace)
    assert done.code == CHANGED and f"kept file {source.name}" in done.out and "is missing" in done.out, done.all


def test_one_byte_of_each_table(workspace: Path) -> None:
    run = Workspace(workspace).run()
    files = {part["file"]: name for name, facts in run.tables.items() for part in facts["parts"]}
    for file, name in list(files.items())[::7]:
        flip(workspace / file, (workspace / file).stat().st_size // 2)
        assert faults(workspace) == [(f"run r1, table {name} ({file})", "was changed: its SHA-256 is another now")]
        flip(workspace / file, (workspace / file).stat().st_size // 2)
    (workspace / file).unlink()
    assert faults(workspace) == [(f"run r1, table {name} ({file})", "is missing")]


def test_a_table_with_its_receipt_made_anew(workspace: Path) -> None:
    """Somebody who changes a table and the log's line and all hashes after it: the run made again is another."""
    run = Workspace(workspace).run()
    done = turnstone("verify", at=workspace)
    assert done.code == 0
    text = (workspace / "receipts.jsonl").read_text("utf-8")
    _forge(workspace, text.replace(run.tables["leads"]["digest"], "0" * 64))
    assert faults(workspace) != [], "the run's own notes hold the old head"
    (workspace / "runs" / "r1" / "run.toml").unlink()
    assert faults(workspace) == [], "this much a forger can do"
    done = turnstone("verify", at=workspace)
    assert done.code == CHANGED and "table leads" in done.out and "comes out differently" in done.out


def _forge(workspace: Path, text: str) -> None:
    """The log's text with all hashes made anew, and the head beside it."""
    from turnstone.evidence import log

    before, out = log.START, b""
    for line in text.splitlines():
        value = json.loads(line)
        entry = log._sealed(value["number"], value["at_utc"], value["by"], value["event"], value["facts"], before)
        out, before = out + log._line(entry), entry.hash
    (workspace / "receipts.jsonl").write_bytes(out)
    (workspace / "receipts.head").write_text(json.dumps({"number": value["number"], "hash": before}))


def test_a_printed_head_reveals_a_forged_log(workspace: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert turnstone("report", "--out", report, at=workspace).code == 0
    head = head_in(report)
    assert head and head in report.read_text("utf-8") and faults(workspace, "--report", report) == []
    _forge(workspace, (workspace / "receipts.jsonl").read_text("utf-8").replace("test law", "other law"))
    (workspace / "runs" / "r1" / "run.toml").unlink()
    for more in (("--report", report), ("--head", head)):
        ((what, problem),) = faults(workspace, *more)
        assert what == "receipts.jsonl" and "lines were cut off" in problem and head[:12] in problem


def test_any_changed_byte_of_the_log(workspace: Path) -> None:
    """Forty places by chance: the line is named, whatever the change makes of it, and nothing breaks down."""
    whole = (workspace / "receipts.jsonl").read_bytes()
    by_chance = random.Random(7)
    for _ in range(40):
        at = by_chance.randrange(len(whole))
        data = bytearray(whole)
        data[at] ^= 1 << by_chance.randrange(7)
        (workspace / "receipts.jsonl").write_bytes(data)
        number = whole[:at].count(b"\n") + 1
        found = [what for what, _ in faults(workspace)]
        assert any(what in (f"receipts.jsonl line {number}", f"receipts.jsonl line {number + 1}") for what in found), (
            at,
            found,
        )


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda log: [*log[:9], *log[10:]], "a line was removed, added or moved"),
        (lambda log: [*log[:9], log[10], log[9], *log[11:]], "a line was removed, added or moved"),
        (lambda log: [*log[:9], log[8], *log[9:]], "a line was removed, added or moved"),
        (
            lambda log: [*log[:9], log[9].replace(b'"event":"', b'"event":"x'), *log[10:]],
            "was changed after it was written",
        ),
        (lambda log: [*log[:9], b"\n", *log[9:]], "is not a whole log line"),
        (lambda log: [*log[:9], log[9].replace(b":", b": ", 1), *log[10:]], "is not a whole log line"),
    ],
    ids=["dropped", "swapped", "doubled", "changed", "blank", "written otherwise"],
)
def test_a_line_of_the_log(workspace: Path, change: Callable[[list[bytes]], list[bytes]], problem: str) -> None:
    write_lines(workspace, change(lines(workspace)))
    assert (("receipts.jsonl line 10", True)) in [(what, problem in said) for what, said in faults(workspace)]


@pytest.mark.parametrize("count", [1, 2, 20])
def test_the_end_of_the_log_is_cut(workspace: Path, tmp_path: Path, count: int) -> None:
    """Seen by the head beside it; with that made anew, by the run's notes; with those gone, by any report."""
    report = tmp_path / "report.html"
    assert turnstone("report", "--out", report, at=workspace).code == 0
    cut = lines(workspace)[:-count]
    write_lines(workspace, cut)
    assert any("its end was cut" in problem for _, problem in faults(workspace))
    last = json.loads(cut[-1])
    (workspace / "receipts.head").write_text(json.dumps({"number": last["number"], "hash": last["hash"]}))
    if count > 1:
        assert any("lines were cut off" in problem for _, problem in faults(workspace, "--report", report))
    if count > 2:
        assert any("runs/r1/run.toml prints" in problem for _, problem in faults(workspace))


@pytest.mark.parametrize(
    "text", [None, "", "{", '{"number": 1}', '{"number": 9999, "hash": "00"}', "[]", '{"number": -1, "hash": ""}']
)
def test_the_head_file_itself(workspace: Path, text: str | None) -> None:
    head = workspace / "receipts.head"
    head.unlink() if text is None else head.write_text(text)
    assert faults(workspace) != []


def test_the_log_is_gone(workspace: Path) -> None:
    (workspace / "receipts.jsonl").unlink()
    assert any("its end was cut" in problem for _, problem in faults(workspace))


def test_a_torn_last_line_is_set_apart_and_told(tmp_path: Path) -> None:
    """A crash in the middle of a line: what was whole stands, the rest is kept beside it, and the log says so."""
    workspace = new_workspace(tmp_path / "ws", [small(tmp_path)])
    whole = lines(workspace)
    torn = whole[-1][: len(whole[-1]) // 2]
    write_lines(workspace, [*whole, torn])
    assert any("is not a whole log line" in problem for _, problem in faults(workspace))
    assert [s.name for s in Workspace(workspace).sources()] == ["good.csv"]
    assert turnstone("run", at=workspace).code == 0
    (entry,) = Workspace(workspace).log.of("torn_line")
    assert (workspace / entry.facts["kept_as"]).read_bytes() == torn and entry.facts["bytes"] == len(torn)
    assert faults(workspace) == []


def test_a_changed_report(workspace: Path) -> None:
    assert turnstone("report", at=workspace).code == 0
    (report,) = workspace.glob("reports/*.html")
    report.write_text(report.read_text("utf-8").replace("Pellington", "Wellington"), "utf-8")
    assert faults(workspace) == [(report.relative_to(workspace).as_posix(), "was changed after it was written")]
    report.unlink()
    assert "is missing" in faults(workspace)[0][1]


def test_the_log_says_who_did_what_and_no_name_of_a_person(workspace: Path) -> None:
    turnstone("find", "Quarnstrom", at=workspace)
    turnstone("report", at=workspace)
    turnstone("add", *workspace.glob("vault/*/*"), *LAW, at=workspace)
    for entry in Workspace(workspace).log.entries():
        assert entry.by and entry.at_utc.endswith("Z")
    text = (workspace / "receipts.jsonl").read_text("utf-8").lower()
    assert not [secret for secret in SECRETS if secret in text]
