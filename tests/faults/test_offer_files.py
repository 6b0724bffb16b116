"""Offers as they really come: every fault costs its own value, row or file, is told, and stays within bounds."""

from __future__ import annotations

import base64
import gzip
import io
import json
from pathlib import Path

import pytest
from pictures import answer, packed, page, picture, record, response
from PIL import Image

from market import small
from shell import LAW, Row, new_workspace, reconcile, rejects, turnstone
from turnstone.formats.image_hash import MOST_PIXELS, hash_image
from turnstone.formats.warc import read_records
from turnstone.workspace import Workspace

HEADER = "ad_id,posted_at,title,body,city\n"
LONG = "word " * 200_000
FILES: dict[str, bytes] = {
    "one.csv": (HEADER + "1,2024-05-06,,Hello,Graz\n").encode(),
    "long.csv": (HEADER + f"2,2024-05-06,Long,{LONG},Graz\n").encode(),
    "nul.csv": (HEADER + "3,2024-05-06,t,good text,Graz\n" * 3000 + "4,2024-05-06,t,bad\x00text,Graz\n").encode(),
    "odd.csv": (
        HEADER + "5,2024-05-06,rtl,call \u202e5550\u202c now,Graz\n6,2024-05-06,zero,m\u200bassage,Graz\n"
        "7,2024-05-06,twice,FÃ¼r Sie,Graz\n8,2024-05-06,lines,\"first\nsecond\n\nthird\",Graz\n"
        "9,2024-05-06,signs,5 < 6 > 3 & R&D,Graz\n"
        '10,2024-05-06,tags,"<script>alert(1)</script><p>Hi</p><p>you &amp; me</p>",Graz\n'
    ).encode(),
    "cp1252.csv": (HEADER + "11,2024-05-06,Küche,Köchin gesucht,Graz\n").encode("cp1252"),
    "deep.html": page("under", "<div>" * 10_000 + "deep" + "</div>" * 10_000 + "<script>var a='<p>no</p>'</script>"),
    "wrong.html": b'<html><head><meta charset="utf-8"></head><body><p>K\xfcche in Graz sucht Hilfe</p></body></html>',
    "silent.html": b"<html><body><script>alert(1)</script></body></html>",
    "lying.warc": response(1, page("first page of the board"))
    + response(2, page("second page of the board"), says=10)
    + response(3, page("third page of the board"))
    + response(4, page("fourth page of the board"), says=10_000)
    + response(5, page("fifth page of the board"))
    + record("metadata", "https://board.example/5", b"a: b", type="application/warc-fields")
    + response(6, b"\x00\x01\x02" * 50)
    + response(7, page("gone"), says=None).replace(b"200 OK", b"404 OK"),
    "cut.warc.gz": packed([response(i, page(f"page {i} of the board {i * 7919}")) for i in range(1, 4)])[:-60],
    "odd.ndjson": b'{"ad_id": "12", "body": "half a pair \\ud800 here"}\n{"ad_id": "13", "body": "nul \\u0000 inside"}\n{"x"\n',
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offers")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    texts = folder / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text("Title: Rooms\nPosted: 2024-02-03\nPlace: Graz\n\nTwo rooms.\nQuiet.")
    (texts / "b.txt").write_text(" \n")
    (texts / "c.txt").write_text("Drivers wanted: long tours")
    return new_workspace(folder / "ws", [*(folder / name for name in FILES), texts, small(folder)], run=True)


@pytest.fixture(scope="module")
def offers(place: Path) -> dict[str, Row]:
    rows = clean_offers(place)
    return {row["external_id"] or row["text"]: row for row in rows}


def clean_offers(place: Path) -> list[Row]:
    """Unmasked, as the run left them."""
    workspace = Workspace(place)
    rows: list[Row] = workspace.table(workspace.run(), "offers").arrow().to_pylist()
    return rows


def refused(place: Path, file: str) -> list[tuple[int, str]]:
    return sorted((row["row"], row["reason"]) for row in rejects(place) if row["file"] == file)


def test_the_counts_reconcile(place: Path) -> None:
    told = reconcile(place)
    taken = {name: row["rows_out"] for name, row in told.items()}
    assert taken == taken | {
        "one.csv": 1, "long.csv": 1, "nul.csv": 3000, "odd.csv": 6, "cp1252.csv": 1, "deep.html": 1, "wrong.html": 1,
        "silent.html": 0, "lying.warc": 3, "cut.warc.gz": 2, "odd.ndjson": 2, "texts/": 2,
    }  # fmt: skip


def test_texts_stay_as_written_and_are_told_of(offers: dict[str, Row]) -> None:
    assert offers["1"]["text"] == "Hello" and offers["1"]["language"] is None
    assert len(offers["2"]["text"]) == len(LONG.strip())
    assert offers["5"]["text"] == "call \u202e5550\u202c now" and "reorder" in offers["5"]["notes"][0]
    assert offers["6"]["text"] == "m\u200bassage" and "invisible" in offers["6"]["notes"][0]
    assert offers["7"]["text"] == "FÃ¼r Sie" and "decoded wrongly" in offers["7"]["notes"][0]
    assert offers["8"]["text"] == "first\nsecond\n\nthird" and not offers["8"]["notes"]
    assert offers["9"]["text"] == "5 < 6 > 3 & R&D" and not offers["9"]["notes"]
    assert offers["10"]["text"] == "Hi\n\nyou & me" and offers["10"]["notes"] == ["markup taken out"]
    assert offers["11"]["text"] == "Köchin gesucht"
    assert offers["12"]["text"] == "half a pair ? here"
    assert offers["13"]["text"] == "nul  inside" and "control" in offers["13"]["notes"][0]
    assert offers["a.txt"]["text"] == "Two rooms.\nQuiet." and str(offers["a.txt"]["posted_on"]) == "2024-02-03"


def test_pages_are_read_whatever_surrounds_them(place: Path, offers: dict[str, Row]) -> None:
    texts = {row["text"] for row in offers.values()}
    assert "Küche in Graz sucht Hilfe" in texts
    assert {"first page of the board", "third page of the board", "fifth page of the board"} <= texts
    assert any(text and text.endswith("deep") and "no" not in text for text in texts)


def test_what_is_refused_is_told_with_its_place(place: Path) -> None:
    assert refused(place, "nul.csv") == [(3002, "a NUL byte: binary data in a line of text")]
    assert refused(place, "silent.html") == [(1, "a page without any text")]
    assert refused(place, "texts/") == [(2, "the file is empty")]
    lying = refused(place, "lying.warc")
    assert [row for row, _ in lying] == [2, 4, 7]
    assert [why.split(",")[0] for _, why in lying[:2]] == ["Content-Length says 10 bytes", "Content-Length says 10"]
    assert lying[2][1] == "binary data, not a page"
    ((row, why),) = refused(place, "cut.warc.gz")
    assert row in (3, 4) and ("ends after" in why or "cut short" in why)


def test_records_that_are_no_pages_are_counted(place: Path) -> None:
    rows = turnstone("table", "source_files", "--json", "--limit", 0, at=place).json
    (note,) = [row["notes"] for row in rows if row["notes"] and "no pages" in row["notes"]]
    assert note == "2 records are no pages: 1 answer 404, 1 metadata"
    assert any("says utf-8, was read as Windows-1252" in (row["notes"] or "") for row in rows)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.html", b"", "the file is empty"),
        ("empty.warc", b"", "the file is empty"),
        ("garbage.warc.gz", b"\x1f\x8b\x08\x00garbage", "not a table"),
        ("photo.jpg", picture(1), "a picture: none is kept"),
        ("bomb.warc.gz", gzip.compress(record("response", "x", b"\0" * (80 << 20)), mtime=0), "times its size"),
        ("letter.txt", b"Drivers wanted", "no header"),
    ],
)
def test_a_file_of_which_nothing_is_kept(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    workspace = new_workspace(tmp_path / "ws")
    done = turnstone("add", tmp_path / name, *LAW, at=workspace)
    assert done.code == 3 and said in done.err and name in done.err
    assert not [path for path in (workspace / "vault").rglob("*") if path.is_file()]


def with_pictures() -> list[bytes]:
    inline = base64.b64encode(picture(3)).decode()
    body = page("a page with pictures", f'<img src="/p/1.jpg"><img src="data:image/jpeg;base64,{inline}">')
    return [
        response(1, body),
        record("response", "https://board.example/p/1.jpg", answer("image/jpeg", picture(2))),
        record("response", "https://board.example/p/2.png", answer("image/png", b"\x89PNG\r\n\x1a\n damaged")),
        record("response", "https://board.example/f.woff", answer("font/woff", b"\0\1\2" * 99)),
        record("resource", "https://board.example/p/3.bin", picture(4, kind="PNG"), type="application/octet-stream"),
    ]


@pytest.mark.parametrize("kind", ["plain", "packed"])
def test_no_picture_is_kept_only_its_hash(tmp_path: Path, kind: str) -> None:
    records = with_pictures()
    path = tmp_path / "board.warc"
    path.write_bytes(packed(records) if kind == "packed" else b"".join(records))
    workspace = new_workspace(tmp_path / "ws", [path])
    assert turnstone("add", path, *LAW, "--json", at=workspace).json[0]["state"] == "kept before"
    (kept,) = [p for p in (workspace / "vault").rglob("*") if p.is_file()]
    data = gzip.decompress(kept.read_bytes()) if kind == "packed" else kept.read_bytes()
    for seed, form in ((2, "JPEG"), (3, "JPEG"), (4, "PNG")):
        raw = picture(seed, kind=form)
        assert raw[100:140] not in data and base64.b64encode(raw)[200:240] not in data
    added = [json.loads(line) for line in (workspace / "receipts.jsonl").read_text().splitlines() if '"added"' in line]
    facts = added[0].get("facts", added[0])
    assert (facts["images_dropped"], facts["contents_dropped"]) == (4, 1) and facts[
        "original_size"
    ] == path.stat().st_size
    assert len(list(read_records(kept))) == len(records)
    assert turnstone("run", at=workspace).code == 0
    (offer,) = clean_offers(workspace)
    assert offer["images"] == sorted(str(hash_image(picture(seed)).hash) for seed in (2, 3))
    assert turnstone("verify", at=workspace).code == 0


def test_pictures_in_cells_become_hashes(tmp_path: Path) -> None:
    coded = base64.b64encode(picture(5)).decode()
    csv = tmp_path / "a.csv"
    csv.write_text(f"ad_id,body,images\n1,text with data:image/jpeg;base64,{coded} inside,{coded}\n")
    lines = tmp_path / "a.ndjson"
    lines.write_text(json.dumps({"ad_id": "2", "body": "a text", "images": coded}).replace("/", "\\/") + "\n")
    workspace = new_workspace(tmp_path / "ws", [csv, lines], run=True)
    rows = clean_offers(workspace)
    assert [row["images"] for row in rows] == [[hash_image(picture(5)).hash]] * 2
    kept = b"".join(p.read_bytes() for p in (workspace / "vault").rglob("*") if p.is_file())
    assert coded[300:340].encode() not in kept and reconcile(workspace)["a.csv"]["rows_out"] == 1


def test_a_picture_made_to_fill_memory_has_no_hash() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, MOST_PIXELS // 10_000 + 1)).save(out, "PNG")
    assert hash_image(out.getvalue()).why == "too large"
    assert hash_image(b"\xff\xd8\xff\xe0 nothing").why == "damaged"
    assert hash_image(picture(1, (20, 20))).why == "too small"
