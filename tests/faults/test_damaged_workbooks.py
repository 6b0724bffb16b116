"""Workbooks that are cut, locked or damaged: refused with what is wrong and what was expected; other files go on."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import workbooks

from market import debarments, small, write_xls, write_xlsx
from shell import LAW, new_workspace, reconcile, rejects, turnstone


def refused(folder: Path, bad: Path) -> str:
    """What is said when a bad file is added beside a good one; the good one must be kept and the bad one not."""
    workspace = new_workspace(folder / "ws")
    good = small(folder)
    done = turnstone("add", bad, good, *LAW, at=workspace)
    assert done.code == 3, done.all
    assert [row["name"] for row in turnstone("sources", "--json", at=workspace).json] == ["good.csv"]
    assert len([p for p in (workspace / "vault").rglob("*") if p.is_file()]) == 1, "what is refused is not kept"
    assert bad.name in done.err and "Expected: " in done.err and "Traceback" not in done.err
    return done.err


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_workbook_cut_short(tmp_path: Path, share: float) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", debarments()).read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert "cut short" in refused(tmp_path, cut)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7])
def test_an_old_workbook_cut_short(tmp_path: Path, share: float) -> None:
    whole = write_xls(tmp_path / "whole.xls", debarments()).read_bytes()
    cut = tmp_path / "cut.xls"
    cut.write_bytes(whole[: int(len(whole) * share)])
    assert "cannot be read" in refused(tmp_path, cut)


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    locked = workbooks.old_container(
        tmp_path / "locked.xlsx", {"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": b"x"}
    )
    said = refused(tmp_path, locked)
    assert "protected by a password" in said and "save it without one" in said


def test_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    said = refused(tmp_path, workbooks.old_with_password(tmp_path / "locked.xls"))
    assert "protected by a password" in said


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
def test_a_workbook_without_one_of_its_parts(tmp_path: Path, part: str) -> None:
    contents = workbooks.parts(workbooks.row(1, *workbooks.HEADINGS))
    del contents[part]
    refused(tmp_path, workbooks.zipped(tmp_path / "part.xlsx", contents))


def test_a_workbook_whose_xml_is_broken(tmp_path: Path) -> None:
    refused(tmp_path, workbooks.debarments(tmp_path / "broken.xlsx", "<row r='3'><c></row>"))


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    refused(tmp_path, workbooks.zipped(tmp_path / "letters.xlsx", {"letter.txt": b"Dear all"}))


def test_an_entity_bomb(tmp_path: Path) -> None:
    """A thousand million laughs from ten lines: refused in no time."""
    names = [f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)]
    prolog = f"<!DOCTYPE x [<!ENTITY a0 'laughter'>{''.join(names)}]>"
    bomb = workbooks.debarments(
        tmp_path / "laughs.xlsx", workbooks.row(3, "H-2A", "&a9;", "Lander", "WY"), prolog=prolog
    )
    said = refused(tmp_path, bomb)
    assert "laughterlaughter" not in said


def test_an_entity_that_points_to_another_file(tmp_path: Path) -> None:
    """XXE: what stands in other files of the machine never gets in."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the keys of the house")
    prolog = f'<!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    curious = workbooks.debarments(
        tmp_path / "curious.xlsx",
        workbooks.row(3, "H-2A", "Firm &x;", "Lander", "WY", "2015-01-01", "2016-01-01"),
        prolog=prolog,
    )
    workspace = new_workspace(tmp_path / "ws")
    if turnstone("add", curious, *LAW, at=workspace).code == 0:
        turnstone("run", at=workspace)
    kept = [p for p in workspace.rglob("*") if p.is_file()]
    assert not any(b"keys of the house" in p.read_bytes() for p in kept)


def test_parts_whose_names_lead_out_of_the_folder(tmp_path: Path) -> None:
    """Nothing is ever unpacked to the disk, so such names are only names."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    path = workbooks.debarments(inner / "x.xlsx", **{"..__..__evil.txt": b"evil", "__tmp__turnstone-evil.txt": b"evil"})
    workspace = new_workspace(inner / "ws", [path, small(tmp_path)], run=True)
    assert reconcile(workspace)["x.xlsx"]["rows_out"] == 1
    assert not list(tmp_path.rglob("*evil*")) and not Path("/tmp/turnstone-evil.txt").exists()


def test_damage_behind_the_first_rows_is_told_by_the_run_and_stops_nothing_else(tmp_path: Path) -> None:
    """`add` looks at the first rows only. What is damaged further on is found by the run: the file is refused as a
    whole, with its reason in `rejects`, and the others go on."""
    rows = [workbooks.row(i, *workbooks.ROW) for i in range(3, 20_000)]
    bad = workbooks.debarments(tmp_path / "later.xlsx", *rows)
    data = bytearray(bad.read_bytes())
    with zipfile.ZipFile(bad) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + info.compress_size * 3 // 4] ^= 0xFF
    bad.write_bytes(data)
    good = small(tmp_path)
    workspace = new_workspace(tmp_path / "ws", [bad, good], run=True)
    told = reconcile(workspace)
    assert told["good.csv"]["rows_out"] == 4 and told["later.xlsx"]["rows_out"] == 0
    (refusal,) = [row for row in rejects(workspace) if row["file"] == "later.xlsx"]
    assert refusal["scope"] == "file" and "damaged" in refusal["reason"]
    assert "later.xlsx" in turnstone("sources", at=workspace).err
    assert turnstone("verify", at=workspace).code == 0
