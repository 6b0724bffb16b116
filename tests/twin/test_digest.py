"""Digests and ids: any change changes them, pieces and history do not."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pyarrow as pa
from hypothesis import assume, given
from hypothesis import strategies as st

from turnstone.kernels.digest import content_ids, table_digest, text_id

SCHEMA = pa.schema([
    ("text", pa.string()), ("number", pa.int32()), ("flag", pa.bool_()), ("day", pa.date32()),
    ("money", pa.decimal128(14, 4)), ("texts", pa.list_(pa.string())),
])  # fmt: skip
SHORT = st.text("ab\x00é", max_size=3)
ROW = st.tuples(
    st.none() | SHORT,
    st.none() | st.integers(-2, 2),
    st.none() | st.booleans(),
    st.none() | st.dates(date(2000, 1, 1), date(2000, 1, 3)),
    st.none() | st.integers(-2, 2).map(lambda n: Decimal(n) / 10),
    st.none() | st.lists(st.none() | SHORT, max_size=2),
)
ROWS = st.lists(ROW, max_size=6)


def table(rows: list[tuple], schema: pa.Schema = SCHEMA) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)


def digest(rows: pa.Table) -> str:
    return table_digest(rows.schema, rows.to_batches())


@given(ROWS, ROWS)
def test_equal_digests_mean_equal_rows(a: list[tuple], b: list[tuple]) -> None:
    assert (digest(table(a)) == digest(table(b))) == (a == b)


@given(st.lists(ROW, min_size=1, max_size=6), ROW, st.data())
def test_one_changed_cell_changes_the_digest(rows: list[tuple], other: tuple, data: st.DataObject) -> None:
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 5))
    assume(rows[row][column] != other[column])
    changed = list(rows)
    changed[row] = (*rows[row][:column], other[column], *rows[row][column + 1 :])
    assert digest(table(rows)) != digest(table(changed))


@given(ROWS, st.lists(st.integers(0, 6), max_size=4))
def test_pieces_do_not_matter(rows: list[tuple], cuts: list[int]) -> None:
    whole = table(rows)
    edges = sorted({0, len(rows), *(c for c in cuts if c < len(rows))})
    pieces = [b for a, z in pairwise(edges) for b in whole.slice(a, z - a).to_batches()]
    empty = [b.slice(0, 0) for b in pieces[:1]]
    assert table_digest(SCHEMA, [*empty, *pieces]) == digest(whole)


@given(ROWS, ROWS)
def test_what_stands_before_a_slice_does_not_matter(before: list[tuple], rows: list[tuple]) -> None:
    cut = table(before + rows).slice(len(before))
    assert digest(cut) == digest(table(rows))


def test_what_lies_under_a_null_does_not_matter() -> None:
    """Arrow keeps any value where the null is: it is no content."""
    valid = pa.py_buffer(bytes([0b101]))
    numbers = pa.Array.from_buffers(pa.int32(), 3, [valid, pa.py_buffer(pa.array([7, 99, 9], pa.int32()).buffers()[1])])
    assert numbers.to_pylist() == [7, None, 9]
    schema = pa.schema([("number", pa.int32())])
    clean = pa.array([7, None, 9], pa.int32())
    assert digest(pa.table([numbers], schema=schema)) == digest(pa.table([clean], schema=schema))


def test_null_and_empty_are_two_things() -> None:
    text, texts = pa.schema([("t", pa.string())]), pa.schema([("t", pa.list_(pa.string()))])
    values = [[(None,)], [("",)], [(None,), (None,)], [("",), (None,)], []]
    assert len({digest(table(rows, text)) for rows in values}) == len(values)
    lists = [[(None,)], [([],)], [([None],)], [([""],)], [(["", ""],)], [([""],), ([""],)]]
    assert len({digest(table(rows, texts)) for rows in lists}) == len(lists)


def test_names_and_types_and_their_order_are_content() -> None:
    columns = [
        pa.table({"a": pa.array([1], pa.int32())}), pa.table({"b": pa.array([1], pa.int32())}),
        pa.table({"a": pa.array([1], pa.int64())}), pa.table({"a": pa.array(["1"])}),
        pa.table({"a": pa.array([True])}), pa.table({"a": pa.array([1], pa.date32())}),
        pa.table({"a": [1], "b": [2]}), pa.table({"b": [2], "a": [1]}), pa.table({"a": [2], "b": [1]}),
    ]  # fmt: skip
    assert len({digest(t) for t in columns}) == len(columns)


def test_where_one_text_ends_is_content() -> None:
    schema = pa.schema([("a", pa.string()), ("b", pa.string())])
    same_letters = [[("ab", "c")], [("a", "bc")], [("", "abc")], [("a", ""), ("b", "c")]]
    assert len({digest(table(rows, schema)) for rows in same_letters}) == len(same_letters)


CELL = st.none() | st.text("abé ", max_size=2)


@given(st.lists(st.tuples(CELL, CELL), max_size=12), st.integers(0, 12))
def test_ids_say_content_and_occurrence(rows: list[tuple[str | None, str | None]], cut: int) -> None:
    def ids(part: list[tuple[str | None, str | None]], seen: dict[str, int]) -> list[str]:
        columns = [pa.array([r[i] for r in part], pa.string()) for i in (0, 1)]
        return content_ids("row", columns, seen).to_pylist()

    found = ids(rows, {})
    assert len(set(found)) == len(rows)
    counts: Counter[tuple[str | None, str | None]] = Counter()
    known: dict[tuple, str] = {}
    for row, id in zip(rows, found, strict=True):
        known[row, counts[row]] = id
        counts[row] += 1
    # Another order of the rows gives every row's content the same ids again.
    turned = ids(rows[::-1], {})
    assert Counter(turned) == Counter(found)
    assert {(row, 0): known[row, 0] for row in rows} == {
        (row, 0): turned[rows[::-1].index(row)] for row in rows
    }  # fmt: skip
    # Counting goes on from one call to the next.
    seen: dict[str, int] = {}
    assert ids(rows[:cut], seen) + ids(rows[cut:], seen) == found


@given(st.lists(st.tuples(CELL, CELL), max_size=12))
def test_ids_without_counting_are_equal_where_content_is(rows: list[tuple[str | None, str | None]]) -> None:
    columns = [pa.array([r[i] for r in rows], pa.string()) for i in (0, 1)]
    ids = content_ids("p", columns, count_again=False).to_pylist()
    assert all((ids[i] == ids[j]) == (rows[i] == rows[j]) for i in range(len(rows)) for j in range(len(rows)))


@given(st.lists(st.text("ab", max_size=2), max_size=3), st.lists(st.text("ab", max_size=2), max_size=3))
def test_text_ids_tell_the_parts_apart(a: list[str], b: list[str]) -> None:
    assume(a and b)
    assert (text_id("x", *a) == text_id("x", *b)) == (a == b)
    assert text_id("x", *a) != text_id("y", *a)
