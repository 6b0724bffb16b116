"""The engine's verbs on one machine: DuckDB for SQL, Arrow record batches for kernels, scipy for components."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.table import Spool, Table

BatchKernel = Callable[[pa.RecordBatch], pa.RecordBatch]
TableKernel = Callable[[pa.Table], pa.Table]


@contextmanager
def _interrupts() -> Iterator[None]:
    """Ctrl-C inside a query comes out of DuckDB as an error of its own; whoever stopped it is told that it stopped."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except RuntimeError as error:
        if "interrupted" in str(error).lower():
            raise KeyboardInterrupt from error
        raise


class LocalEngine:
    """Holds one DuckDB connection and a scratch folder for what does not fit in memory. Use as a context manager.

    `threads`: None for as many as the machine has. One is the least work; most of a run is not SQL.
    """

    def __init__(self, scratch: Path, *, memory: str = "1GB", threads: int | None = 1) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._scratch = scratch
        self._names = itertools.count()
        self._con = duckdb.connect()
        self._con.execute(f"SET memory_limit='{memory}'")
        self._con.execute("SET temp_directory=$dir", {"dir": str(scratch / "duckdb")})
        self._con.execute("SET enable_progress_bar=false")
        self._con.execute("SET autoinstall_known_extensions=false; SET autoload_known_extensions=false")
        if threads is not None:
            self._con.execute(f"SET threads={threads}")

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._con.close()

    def sql(self, query: str, **tables: Table | pa.Table) -> Table:
        """The rows of a query over the named tables. Keep to what means the same on every engine (see the house)."""
        registered: list[str] = []
        with _interrupts(), self._con.cursor() as cursor:
            for name, table in tables.items():
                held = table if isinstance(table, pa.Table) else table.data
                if held is None and isinstance(table, Table) and not table.paths:
                    held = table.schema.empty_table()
                if held is not None:
                    cursor.register(name, held)
                    registered.append(name)
                elif isinstance(table, Table):
                    files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in table.paths)
                    cursor.execute(f'CREATE TEMP VIEW "{name}" AS SELECT * FROM read_parquet([{files}])')
            reader = cursor.sql(query).to_arrow_reader(65_536)
            spool = self._spool(reader.schema)
            spool.add(reader)
            for name in tables:
                if name in registered:
                    cursor.unregister(name)
                else:
                    cursor.execute(f'DROP VIEW "{name}"')
        return spool.table()

    def map_batches(self, table: Table, kernel: BatchKernel, schema: pa.Schema) -> Table:
        """The kernel's answer to each record batch, in order. The kernel sees a batch and nothing else."""
        return self._spool(schema).add(kernel(batch) for batch in table.batches()).table()

    def map_groups(self, table: Table, key: str, kernel: TableKernel, schema: pa.Schema) -> Table:
        """The kernel's answer to the rows of each value of `key`, in the order of the keys."""
        data = table.arrow()
        data = data.take(pc.sort_indices(data.column(key))).combine_chunks()
        spool = self._spool(schema)
        if data.num_rows:
            ends = pc.run_end_encode(data.column(key).combine_chunks()).run_ends.to_pylist()
            for start, end in itertools.pairwise([0, *ends]):
                spool.add(kernel(data.slice(start, end - start)).cast(schema).to_batches())
        return spool.table()

    def components(self, edges: Table, left: str, right: str) -> Table:
        """Connected components of an undirected graph: (node, component), a component named by its least node."""
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        pairs = edges.arrow([left, right])
        both = pa.chunked_array([*pairs.column(left).chunks, *pairs.column(right).chunks], pa.string())
        nodes = pc.unique(both).sort()
        count = len(nodes)
        if count == 0:
            return Table.of(pa.table({"node": nodes, "component": nodes}))
        a = pc.index_in(pairs.column(left), nodes).to_numpy()
        b = pc.index_in(pairs.column(right), nodes).to_numpy()
        graph = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(count, count))
        labels = connected_components(graph, directed=False)[1]
        _, least = np.unique(labels, return_index=True)  # nodes are sorted: the first of a label is its least
        return Table.of(pa.table({"node": nodes, "component": nodes.take(pa.array(least[labels]))}))

    def whole(self, table: Table, kernel: TableKernel, *, at_most: int) -> Table:
        """The kernel's answer to the gathered table, for what has no distributed form. `at_most` bounds its rows."""
        if table.rows > at_most:
            raise MemoryError(f"{table.rows:,} rows gathered where at most {at_most:,} were foreseen")
        return Table.of(kernel(table.arrow()))

    def _spool(self, schema: pa.Schema) -> Spool:
        return Spool(schema, self._scratch / f"spool-{next(self._names)}.parquet")
