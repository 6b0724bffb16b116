"""How two parties are connected: the strongest chains of ties between them, with what each tie shares and since when."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.mask import Mask
from turnstone.exports.network_names import Names, written
from turnstone.exports.old_runs import has_column
from turnstone.exports.strongest import Graph, strongest_chains
from turnstone.exports.template_facts import asker, quoted

ReadTable = Callable[[str], Table]
FAMILY = {"premises": "place", "housing": "place", "phone": "contact", "email": "contact", "handle": "contact", "url": "contact",
          "template": "text", "image": "text", "agent": "intermediary", "recruiter": "intermediary"}  # fmt: skip
"""The family of a kind of tie, for runs that do not tell it; other kinds are their own."""


@dataclass(frozen=True)
class PathStep:
    """Two parties next to each other on a path: the bits of all that they share, and each thing."""

    a: str
    b: str
    bits: float
    ties: tuple[dict[str, Any], ...]
    """kind, family, shown (masked), holders, bits, since, until, gap_days; the weightiest first."""


@dataclass(frozen=True)
class TiePath:
    """One chain of parties. It is as strong as its weakest step."""

    parties: tuple[dict[str, Any], ...]
    """id, kind, label, town, state."""
    steps: tuple[PathStep, ...]

    @property
    def weakest_bits(self) -> float:
        return min(step.bits for step in self.steps)


def tie_paths(
    engine: LocalEngine,
    read: ReadTable,
    tables: Collection[str],
    a: str,
    b: str,
    mask: Mask,
    *,
    most: int = 3,
    left_out: Collection[str] = (),
) -> list[TiePath]:
    """Up to `most` chains between two nodes, the strongest first; each avoids the weakest steps of those before it.

    The bits of a step are the sum over families of the strongest tie in each. Nobody who posts alone is on a path, and
    kinds of ties in `left_out` are not followed.
    """
    told = read("ties")
    family = "family" if has_column(told, "family") else _family()
    held = {"ties": told, **({"posters": read("posters")} if "posters" in tables else {})}
    alone = "SELECT id FROM posters WHERE alone" if "posters" in tables else "SELECT '' AS id"
    listed = ", ".join(quoted(kind) for kind in sorted(left_out)) or "''"
    pairs = engine.sql(
        f"""
        SELECT a, b, sum(weight) AS weight FROM (
            SELECT a, b, {family} AS family, max(weight_mbits) AS weight FROM ties
            WHERE kind NOT IN ({listed}) AND a NOT IN ({alone}) AND b NOT IN ({alone}) GROUP BY a, b, {family}
        ) GROUP BY a, b ORDER BY a, b
        """,
        **held,
    ).arrow()  # fmt: skip
    nodes = pc.unique(pa.chunked_array([*pairs.column("a").chunks, *pairs.column("b").chunks], pa.string())).sort()
    start, end = (pc.index(nodes, pa.scalar(id)).as_py() for id in (a, b))
    if start < 0 or end < 0 or a == b:
        return []
    ends = [np.asarray(pc.index_in(pairs.column(c).combine_chunks(), nodes)).astype(np.int64) for c in ("a", "b")]
    weight = pairs.column("weight").cast(pa.int64()).to_numpy()
    graph = Graph(len(nodes), ends[0], ends[1], weight)
    chains = [[nodes[i].as_py() for i in chain] for chain in strongest_chains(graph, start, end, most)]
    return _told(engine, read, chains, mask, frozenset(left_out))


def _told(
    engine: LocalEngine, read: ReadTable, chains: list[list[str]], mask: Mask, left_out: frozenset[str]
) -> list[TiePath]:
    """The chains with what each step shares."""
    ask = asker(engine, read)
    ids = {id for chain in chains for id in chain}
    listed = ", ".join(quoted(id) for id in sorted(ids)) or "''"
    rows = [
        row for row in ask(f"SELECT * FROM ties WHERE a IN ({listed}) AND b IN ({listed})", "ties")
        if row["kind"] not in left_out
    ]  # fmt: skip
    names = Names(ask, mask, {})
    called, things = names.nodes(ids), names.things([(row["kind"], row["value"]) for row in rows])
    where = {row["id"]: row for row in ask(f"SELECT id, kind, town, state FROM nodes WHERE id IN ({listed})", "nodes")}
    between: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda r: (-r["weight_mbits"], r["kind"], r["value"])):
        between.setdefault((row["a"], row["b"]), []).append({
            "kind": row["kind"], "family": row.get("family") or FAMILY.get(row["kind"], row["kind"]),
            "shown": written(things[row["kind"], row["value"]]), "holders": row["holders"],
            "bits": row["weight_mbits"] / 1000, "since": row["since"], "until": row.get("until"),
            "gap_days": row.get("gap_days"),
        })  # fmt: skip
    return [
        TiePath(
            tuple({**where[id], "label": called[id]} for id in chain),
            tuple(_step(x, y, between[min(x, y), max(x, y)]) for x, y in pairwise(chain)),
        )
        for chain in chains
    ]


def _step(a: str, b: str, ties: list[dict[str, Any]]) -> PathStep:
    strongest: dict[str, float] = {}
    for tie in ties:
        strongest[tie["family"]] = max(strongest.get(tie["family"], 0.0), tie["bits"])
    return PathStep(a, b, sum(strongest.values()), tuple(ties))


def _family() -> str:
    cases = " ".join(f"WHEN {quoted(kind)} THEN {quoted(family)}" for kind, family in FAMILY.items())
    return f"CASE kind {cases} ELSE kind END"
