"""Archives made to fill memory: refused by what really comes out of them, whatever they say of themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import workbooks
from workbooks import HEADINGS, ROW, Packed, by_hand, packed, row, zeros

from market import small
from shell import LAW, new_workspace, reconcile, rejects, turnstone
from turnstone.errors import SourceError
from turnstone.formats import guard, workbook
from turnstone.formats.rows import ReadOptions

resource = pytest.importorskip("resource", reason="limits of memory are those of POSIX")


def honest(*rows: str) -> list[Packed]:
    contents = workbooks.parts(row(1, *HEADINGS) + row(2, *ROW) + "".join(rows))
    return [packed(name, data) for name, data in contents.items()]


def test_more_than_four_gibibytes_of_zeros(tmp_path: Path) -> None:
    """A file of four megabytes, for real. It is found by unpacking into nothing; no memory is filled."""
    bomb = by_hand(tmp_path / "bomb.xlsx", *honest(), zeros("xl/media/image1.png", 4097))
    assert bomb.stat().st_size < 8 << 20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceError, match=r"unpacks to more than 4 GiB.*image1") as error:
        guard.inspect(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "KiB"
    assert "zip bomb" in error.value.expected


@pytest.mark.parametrize("said", [0, 17, 5 << 20])
def test_an_archive_that_lies_about_a_size(tmp_path: Path, said: int) -> None:
    liar = by_hand(tmp_path / "liar.xlsx", *honest(), zeros("xl/media/image1.png", 3, said=said))
    with pytest.raises(SourceError, match="not what the archive's index says"):
        guard.inspect(liar)


def test_a_lying_bomb_is_stopped_before_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_UNPACKED", 2 << 20)
    liar = by_hand(tmp_path / "liar.xlsx", *honest(), zeros("xl/media/image1.png", 9, said=17))
    with pytest.raises(SourceError, match="unpacks to more than"):
        guard.inspect(liar)


def test_parts_that_overlap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand parts in the index that are all the same bytes of the file."""
    monkeypatch.setattr(guard, "MOST_UNPACKED", 20 << 20)
    members = honest()
    core = zeros("xl/media/core.png", 1)
    at = sum(30 + len(m.name) + len(m.data) for m in members)
    again = [Packed(f"xl/media/c{i:03d}.png", core.data, core.size, at=at) for i in range(1000)]
    bomb = by_hand(tmp_path / "bomb.xlsx", *members, core, *again)
    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(SourceError):
        guard.inspect(bomb)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"])
def test_a_bomb_in_a_part_that_is_read_first(tmp_path: Path, part: str) -> None:
    """`add` reads these parts before anything counts what comes out: in a process of 1.5 GB it must stay alive."""
    members = [
        m
        for m in honest(row(3, *ROW).replace('t="inlineStr"><is><t>H-2A</t></is>', 't="s"><v>0</v>'))
        if m.name != part
    ]
    bomb = by_hand(tmp_path / "bomb.xlsx", *members, zeros(part, 2000))
    code = f"""
import resource; resource.setrlimit(resource.RLIMIT_AS, (1500 << 20, 1500 << 20))
from pathlib import Path
from turnstone.errors import SourceError
from turnstone.formats import guard
from turnstone.formats.detect import detect
from turnstone.formats.rows import ReadOptions
path = Path({str(bomb)!r})
try:
    detect(path).heads(path, ReadOptions())
    guard.inspect(path)
except SourceError as error:
    print("refused:", error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.startswith("refused:"), done.stdout + done.stderr[-600:]


def test_one_long_text_in_a_million_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is stored once and may be pointed to by every cell: the sum counts, not the file's size."""
    monkeypatch.setattr(guard, "MOST_TEXT", 32 << 20)
    pointing = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{chr(65 + c)}{n}" t="s"><v>0</v></c>' for c in range(8)) + "</row>"
        for n in range(3, 3003)
    )
    contents = workbooks.parts(row(1, *HEADINGS) + row(2, *ROW) + pointing)
    for size, refused in ((20_000, True), (200, False)):
        text = f'<sst xmlns="{workbooks.MAIN}"><si><t>{"x" * size}</t></si></sst>'.encode()
        path = workbooks.zipped(tmp_path / f"{size}.xlsx", contents | {"xl/sharedStrings.xml": text})
        if refused:
            with pytest.raises(SourceError, match="repeat texts"):
                guard.inspect(path)
        else:
            guard.inspect(path)


def test_two_cells_in_opposite_corners_of_a_sheet(tmp_path: Path) -> None:
    """Cells A1 and XFD1048576 span seventeen thousand million cells. The process must live to say so."""
    corner = f'<row r="1048576">{workbooks.cell("far away", "XFD1048576")}</row>'
    bomb = workbooks.debarments(tmp_path / "corners.xlsx", corner)
    workspace = new_workspace(tmp_path / "ws", [bomb, small(tmp_path)])
    done = subprocess.run(
        [sys.executable, "-m", "turnstone.cli.main", "run", "--workspace", workspace], capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-600:]
    told = reconcile(workspace)
    assert told["good.csv"]["rows_out"] == 4
    (refusal,) = [r for r in rejects(workspace) if r["file"] == "corners.xlsx"]
    assert refusal["scope"] == "file" and "XFD" in refusal["reason"]


def test_a_bomb_is_refused_and_other_files_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_UNPACKED", 1 << 20)
    bomb = by_hand(tmp_path / "bomb.xlsx", *honest(), zeros("xl/media/image1.png", 2))
    workspace = new_workspace(tmp_path / "ws", [small(tmp_path)])
    turnstone("add", bomb, *LAW, at=workspace)
    assert turnstone("run", at=workspace).code == 0
    assert reconcile(workspace)["good.csv"]["rows_out"] == 4
    refusals = [r for r in rejects(workspace) if r["file"] == "bomb.xlsx"]
    assert [r["scope"] for r in refusals] == ["file"] and "unpacks to more than" in refusals[0]["reason"]


def test_an_honest_workbook_passes(tmp_path: Path) -> None:
    path = by_hand(tmp_path / "honest.xlsx", *honest())
    assert sum(guard.inspect(path).formulas.values()) == 0
    (head,) = workbook.heads(path, ReadOptions())
    assert head.rows[1] == (2, ROW)
