"""`Table.where` against a filter over everything, in memory and over files of several row groups."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.table import Table

SCHEMA = pa.schema([("id", pa.string()), ("n", pa.int64())])
some = st.one_of(st.none(), st.sampled_from("abcdefgh"))


@settings(max_examples=60, deadline=None)
@given(files=st.lists(st.lists(some, max_size=30), max_size=4), wanted=st.lists(st.sampled_from("abxyz"), max_size=4))
def test_the_rows_are_those_of_a_plain_filter(files: list[list[str | None]], wanted: list[str]) -> None:
    parts = [pa.table({"id": pa.array(ids, pa.string()), "n": pa.array(range(len(ids)), pa.int64())}) for ids in files]
    plain = [row for part in parts for row in part.to_pylist() if row["id"] in wanted]
    values = pa.array(wanted, pa.string())
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{at}.parquet" for at in range(len(parts))]
        for part, path in zip(parts, paths, strict=True):
            pq.write_table(part, path, row_group_size=7)
        table = Table.at(SCHEMA, paths)
        assert table.where("id", values).to_pylist() == plain and table.rows == sum(map(len, files))
        assert Table.of(table.arrow()).where("id", values).to_pylist() == plain
