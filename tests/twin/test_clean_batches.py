"""Raw rows as the cleaners see them: each once, in order, however they come in batches and are put together again."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turnstone.engine.table import Table
from turnstone.tables import clean

PARTS = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), max_size=6)


@given(PARTS, st.integers(1, 9))
def test_each_row_comes_once_and_in_order(parts: list[list[str]], most: int) -> None:
    schema = pa.schema([("id", pa.string()), ("at", pa.int32())])
    numbers = iter(range(99))
    batches = [pa.record_batch([pa.array(p, pa.string()), pa.array([next(numbers) for _ in p], pa.int32())], schema=schema) for p in parts]  # fmt: skip
    rows = [(row["id"], row["at"]) for batch in batches for row in batch.to_pylist()]
    first = [row for i, row in enumerate(rows) if row[0] not in {id for id, _ in rows[:i]}]
    table = Table.of(pa.Table.from_batches(batches, schema))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clean, "_ROWS_AT_ONCE", most)
        found = list(clean._gathered(clean._once(table)))
    assert [(row["id"], row["at"]) for batch in found for row in batch.to_pylist()] == first
    longest = max((batch.num_rows for batch in batches), default=0)
    assert all(batch.num_rows <= max(most, longest) for batch in found)
