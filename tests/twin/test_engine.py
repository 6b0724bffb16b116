"""The engine's verbs beside plain Python, in memory and spilled to files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Spool, Table

SCHEMA = pa.schema([("k", pa.string()), ("n", pa.int64())])
ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=12)


def table(rows: Iterable[tuple[str, int]]) -> pa.Table:
    return pa.Table.from_pylist([{"k": k, "n": n} for k, n in rows], SCHEMA)


def rows_of(table: Table) -> list[tuple]:
    return [tuple(row.values()) for row in table.arrow().to_pylist()]


@pytest.fixture
def filed(tmp_path: Path) -> Table:
    """Five rows in two files."""
    paths = [tmp_path / "one.parquet", tmp_path / "it's two.parquet"]
    pq.write_table(table([("a", 1), ("b", 2)]), paths[0])
    pq.write_table(table([("a", 3), ("c", 4), ("b", 5)]), paths[1])
    return Table.at(SCHEMA, paths)


def test_sql_over_memory_and_files(engine: LocalEngine, filed: Table) -> None:
    query = "SELECT t.k, CAST(sum(t.n * u.n) AS BIGINT) AS s FROM t JOIN u ON u.k = t.k GROUP BY t.k ORDER BY t.k"
    u = table([("a", 10), ("b", 100)])
    in_memory = Table.of(filed.arrow())
    assert rows_of(engine.sql(query, t=filed, u=u)) == [("a", 40), ("b", 700)]
    assert rows_of(engine.sql(query, t=in_memory, u=Table.of(u))) == [("a", 40), ("b", 700)]


def test_sql_over_a_table_without_rows_or_files(engine: LocalEngine) -> None:
    found = engine.sql("SELECT k, n FROM t", t=Table.at(SCHEMA, []))
    assert (found.rows, found.schema) == (0, SCHEMA)


def test_sql_that_fails_leaves_the_names_free(engine: LocalEngine, filed: Table) -> None:
    with pytest.raises(duckdb.Error):
        engine.sql("SELECT nothing FROM t", t=Table.of(filed.arrow()))
    with pytest.raises(duckdb.Error):
        engine.sql("SELECT nothing FROM t", t=filed)
    for t in (filed, Table.of(filed.arrow())):
        assert engine.sql("SELECT * FROM t", t=t).rows == 5


def test_tables_are_read_again_and_again(filed: Table) -> None:
    for _ in range(2):
        assert rows_of(filed) == [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5)]
        assert [b.to_pylist() for b in filed.batches(["n"])] == [
            [{"n": 1}, {"n": 2}], [{"n": 3}, {"n": 4}, {"n": 5}],
        ]  # fmt: skip
    assert filed.rows == 5
    assert filed.arrow(["n"]).schema == pa.schema([("n", pa.int64())])


@given(ROWS, st.integers(1, 200))
def test_a_spool_that_spills_gives_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int]], limit: int
) -> None:
    batches = table(rows).to_batches(max_chunksize=2)
    spilled = Spool(SCHEMA, tmp_path_factory.mktemp("spool") / "s.parquet", limit).add(batches).table()
    held = Spool(SCHEMA, Path("never written"), 1 << 20).add(batches).table()
    assert held.paths == ()
    assert rows_of(spilled) == rows_of(held) == rows
    assert spilled.rows == len(rows)


@given(ROWS)
def test_map_batches(engine: LocalEngine, rows: list[tuple[str, int]]) -> None:
    def double(batch: pa.RecordBatch) -> pa.RecordBatch:
        return pa.RecordBatch.from_arrays([batch.column("k"), pc.multiply(batch.column("n"), 2)], schema=SCHEMA)

    assert rows_of(engine.map_batches(Table.of(table(rows)), double, SCHEMA)) == [(k, 2 * n) for k, n in rows]


@given(ROWS)
def test_map_groups(engine: LocalEngine, rows: list[tuple[str, int]]) -> None:
    def summed(group: pa.Table) -> pa.Table:
        assert len(pc.unique(group.column("k"))) == 1
        return table([(group.column("k")[0].as_py(), pc.sum(group.column("n")).as_py())])

    expected = [(k, sum(n for key, n in rows if key == k)) for k in sorted({k for k, _ in rows})]
    assert rows_of(engine.map_groups(Table.of(table(rows)), "k", summed, SCHEMA)) == expected


def slow_components(edges: list[tuple[str, str]]) -> dict[str, str]:
    """Spreads the least name along the edges until nothing changes."""
    least = {node: node for edge in edges for node in edge}
    while True:
        before = dict(least)
        for a, b in edges:
            least[a] = least[b] = min(least[a], least[b])
        if least == before:
            return least


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=10), st.randoms())
def test_components(engine: LocalEngine, edges: list[tuple[str, str]], random: object) -> None:
    def found(edges: list[tuple[str, str]]) -> list[tuple]:
        pairs = pa.table(
            {"a": pa.array([a for a, _ in edges], pa.string()), "b": pa.array([b for _, b in edges], pa.string())}
        )
        return sorted(rows_of(engine.components(Table.of(pairs), "a", "b")))

    assert found(edges) == sorted(slow_components(edges).items())
    shuffled = [(b, a) for a, b in edges]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(shuffled) == found(edges)


def test_an_edge_told_many_times_is_an_edge(engine: LocalEngine) -> None:
    for times in (255, 256, 512):
        pairs = pa.table({"a": ["x"] * times, "b": ["y"] * times})
        assert rows_of(engine.components(Table.of(pairs), "a", "b")) == [("x", "x"), ("y", "x")]


def test_whole_is_bounded(engine: LocalEngine) -> None:
    rows = Table.of(table([("a", 1), ("b", 2)]))
    assert engine.whole(rows, lambda t: t.slice(1), at_most=2).rows == 1
    with pytest.raises(MemoryError):
        engine.whole(rows, lambda t: t, at_most=1)
