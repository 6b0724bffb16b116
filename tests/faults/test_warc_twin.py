"""The reader of WARC files finds what warcio finds in files that are whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import answer, packed, page, picture, record, response

from turnstone.formats.http_answer import answer_in
from turnstone.formats.warc import read_records

warcio = pytest.importorskip("warcio.archiveiterator")


@pytest.mark.parametrize("kind", ["plain", "packed", "packed as a whole"])
def test_the_same_records_as_warcio(tmp_path: Path, kind: str) -> None:
    import gzip

    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    zipped = gzip.compress(page("packed page"), mtime=0)
    records = [
        response(1, page("a page")),
        record("response", "https://board.example/p.jpg", answer("image/jpeg", picture(1))),
        record("response", "https://board.example/c", chunked),
        record("response", "https://board.example/z", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + zipped),
        record("metadata", "https://board.example/1", b"a: b\r\n", type="application/warc-fields"),
    ]
    path = tmp_path / "x.warc"
    path.write_bytes(packed(records) if kind == "packed" else b"".join(records))
    ours = [(r.kind, r.address, answer_in(r).body) for r in read_records(path)]
    with path.open("rb") as file:
        theirs = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in warcio.ArchiveIterator(file)
        ]
    assert ours == theirs
    if kind == "packed as a whole":
        path.write_bytes(gzip.compress(b"".join(records), mtime=0))
        assert [(r.kind, r.address, answer_in(r).body) for r in read_records(path)] == theirs
