"""What a stage must keep: its tables are what it says, sorted and whole; a fault leaves nothing behind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.errors import ContractError
from turnstone.evidence.receipts import Receipt
from turnstone.model.schema import INT, TEXT, Schema, column, key
from turnstone.stage import Stored, run_stage, stage

THINGS = Schema("things", "Things.", ("kind", "id"), (key("id", "Id."), column("kind", TEXT, "Kind."),
                column("n", INT, "How many.", required=True)))  # fmt: skip
OTHERS = Schema("others", "Others.", ("id",), (key("id", "Id."),))
Made = Mapping[str, Table | pa.Table]


class Bench:
    """A bench in a folder that remembers receipts and counts what it began."""

    def __init__(self, engine: LocalEngine, root: Path) -> None:
        self.engine, self.root, self.receipts, self.begun = engine, root, dict[str, Receipt](), 0

    def folder(self) -> Path:
        return self.root

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def absolute(self, file: str) -> Path:
        return self.root / file

    def find(self, key: str) -> Receipt | None:
        return self.receipts.get(key)

    def reuse(self, receipt: Receipt, folder: Path) -> Receipt:
        return receipt

    def note(self, receipt: Receipt) -> None:
        self.receipts[receipt.key] = receipt

    def begins(self, label: str) -> None:
        self.begun += 1

    def files(self) -> list[str]:
        return sorted(p.name for p in self.root.iterdir())


@pytest.fixture
def bench(engine: LocalEngine, tmp_path: Path) -> Bench:
    return Bench(engine, tmp_path)


@stage(THINGS, OTHERS)
def making(engine: LocalEngine, *, rows: Any, schema: Any = None, inputs: Table | None = None, again: int = 0) -> Made:
    """Gives the rows it is handed, beside a table that is always right."""
    things = rows if isinstance(rows, pa.Table | Table) else pa.Table.from_pylist(rows, schema or THINGS.arrow)
    return {"others": pa.Table.from_pylist([{"id": "o"}], OTHERS.arrow), "things": things}


def run(bench: Bench, rows: Any, schema: pa.Schema | None = None, **params: Any) -> dict[str, Stored]:
    return run_stage(bench, making, {}, params=params, extra={"rows": rows, "schema": schema})


GOOD = [{"id": "b", "kind": "x", "n": 1}, {"id": "a", "kind": "x", "n": 2}, {"id": "c", "kind": None, "n": 3}]


def test_what_is_stored_is_sorted_by_its_key_and_told(bench: Bench) -> None:
    made = run(bench, GOOD)
    stored = made["things"]
    assert [r["id"] for r in stored.table().arrow().to_pylist()] == ["c", "a", "b"]
    assert stored.rows == 3
    assert bench.files() == ["others.parquet", "things.parquet"]
    (receipt,) = bench.receipts.values()
    assert receipt.outputs["things"].digest == stored.digest
    assert receipt.stage == f"{making.room}.making"


ROWS = st.lists(
    st.builds(lambda id, kind, n: {"id": id, "kind": kind, "n": n}, st.text("abé", max_size=2), st.none() | st.sampled_from("xy"), st.integers(0, 3)),
    max_size=8, unique_by=lambda r: (r["kind"], r["id"]),
)  # fmt: skip


@settings(max_examples=30)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_digest_does_not_know_the_order_of_rows(
    engine: LocalEngine, tmp_path_factory: pytest.TempPathFactory, rows: list[dict], rng: Any
) -> None:
    turned = list(rows)
    rng.shuffle(turned)
    digests = set()
    for order in (rows, turned):
        root = tmp_path_factory.mktemp("bench")
        pq.write_table(pa.Table.from_pylist(order, THINGS.arrow), root / "given.parquet")
        digests.add(run(Bench(engine, root), order)["things"].digest)
        digests.add(run(Bench(engine, root), Table.at(THINGS.arrow, [root / "given.parquet"]))["things"].digest)
    assert len(digests) == 1


FAULTS = {
    "an empty cell in a required column": ([{"id": "a", "kind": "x", "n": None}], None, "things.n"),
    "an empty key": ([{"id": None, "kind": "x", "n": 1}], None, "things.id"),
    "a key twice": ([*GOOD, {"id": "a", "kind": "x", "n": 9}], None, "two rows have one key"),
    "a key twice, partly empty": ([*GOOD, {"id": "c", "kind": None, "n": 9}], None, "two rows have one key"),
    "another type": ([], pa.schema([("id", TEXT), ("kind", TEXT), ("n", pa.int64())]), "should be int32"),
    "another name": ([], pa.schema([("id", TEXT), ("sort", TEXT), ("n", INT)]), "'sort' in its place"),
    "another order": ([], pa.schema([("kind", TEXT), ("id", TEXT), ("n", INT)]), "'kind' in its place"),
    "a column too few": ([], pa.schema([("id", TEXT), ("kind", TEXT)]), "should have 3"),
    "a column too many": ([], pa.schema([*THINGS.arrow, pa.field("more", TEXT)]), "should have 3"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_contract_is_named_and_leaves_nothing_half_written(bench: Bench, fault: str) -> None:
    rows, schema, said = FAULTS[fault]
    with pytest.raises(ContractError, match=said) as told:
        run(bench, rows, schema)
    assert "making" in str(told.value)
    assert bench.receipts == {}
    assert set(bench.files()) <= {"others.parquet"}, "the faulty table is not there, nor a piece of it"


def test_a_fault_leaves_the_table_of_before(bench: Bench) -> None:
    digest = run(bench, GOOD)["things"].digest
    before = (bench.root / "things.parquet").read_bytes()
    with pytest.raises(ContractError):
        run(bench, [*GOOD, *GOOD], again=1)
    assert (bench.root / "things.parquet").read_bytes() == before
    assert run(bench, GOOD)["things"].digest == digest
    assert len(bench.receipts) == 1


def test_a_key_twice_is_seen_across_batches(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("turnstone.stage.BATCH_ROWS", 2)
    rows = [{"id": i, "kind": "x", "n": 1} for i in "abbc"]
    with pytest.raises(ContractError, match="two rows have one key"):
        run(bench, rows)
    assert run(bench, [rows[0], rows[1], rows[3]])["things"].rows == 3


def test_a_stage_that_breaks_leaves_no_receipt(bench: Bench) -> None:
    @stage(THINGS)
    def breaking(engine: LocalEngine) -> Made:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        run_stage(bench, breaking, {})
    assert (bench.receipts, bench.files()) == ({}, [])


def test_the_same_is_not_computed_again_and_anything_else_is(bench: Bench) -> None:
    first = run(bench, GOOD, again=1)["things"]
    other = run(bench, GOOD[:1], again=2)["things"]
    assert bench.begun == 2
    asked: list[dict[str, Any]] = [
        {"params": {"again": 3}}, {"files": {"file": "0" * 64}}, {"files": {"file": "1" * 64}},
        {"tables": {"inputs": first}}, {"tables": {"inputs": other}},
    ]  # fmt: skip
    for n, parts in enumerate(asked, 3):
        for _ in range(2):
            run_stage(bench, making, **{"tables": {}, **parts}, extra={"rows": GOOD})
            assert bench.begun == n


def test_a_stage_called_by_itself_writes_nothing(engine: LocalEngine, bench: Bench) -> None:
    assert making(engine, rows=GOOD)["things"].num_rows == 3
    assert bench.files() == []


def test_parts_of_a_table_have_one_digest_in_any_order(bench: Bench) -> None:
    a = run_stage(bench, making, {}, extra={"rows": GOOD[:1]}, into=bench.root / "a")["things"]
    b = run_stage(bench, making, {}, files={"f": "2"}, extra={"rows": GOOD[1:]}, into=bench.root / "b")["things"]
    assert (a + b).digest == (b + a).digest
    assert len({a.digest, b.digest, (a + b).digest, Stored(THINGS, ()).digest}) == 4
    assert (a + b).rows == 3
    assert (a + b).table().arrow() == (b + a).table().arrow()
