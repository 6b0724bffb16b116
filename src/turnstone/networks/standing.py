"""Core and likely members: who stays in a network whichever one thing turns out not to be shared after all."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.networks.kinds import of_kind


def core_members(engine: LocalEngine, ties: Table, grouped: pa.Table, enough: int) -> set[str]:
    """The ids of core members. `grouped`: id, component, first_on of each party.

    A piece of evidence is a shared thing; things of one family that the very same members hold are one piece (a card
    with two numbers and a page). Each is struck out in turn, with all that it ties. Parties that stay joined every time
    stand together; the largest such set of two or more is the core (of equally large ones that of the party known first).
    """
    rows = engine.sql(
        f"""
        WITH own AS (
            SELECT x.component, t.a, t.b, {of_kind("t.kind", "family")} AS of_family, t.value, t.weight_mbits
            FROM ties t JOIN g x ON x.id = t.a JOIN g y ON y.id = t.b AND y.component = x.component
        ), things AS (
            SELECT component, of_family, value, list_sort(list_distinct(list(a) || list(b))) AS holders
            FROM own GROUP BY component, of_family, value
        ), pieces AS (
            SELECT component, of_family, value,
                   dense_rank() OVER (PARTITION BY component ORDER BY of_family, holders) - 1 AS piece FROM things
        )
        SELECT o.component, o.a, o.b, dense_rank() OVER (ORDER BY o.of_family) AS of_family, CAST(p.piece AS BIGINT) AS piece,
               CAST(max(o.weight_mbits) AS BIGINT) AS weight
        FROM own o JOIN pieces p ON p.component = o.component AND p.of_family = o.of_family AND p.value = o.value
        GROUP BY o.component, o.a, o.b, o.of_family, p.piece ORDER BY o.component, o.a, o.b, of_family, piece
        """,
        ties=ties,
        g=grouped,
    ).arrow()
    if rows.num_rows == 0:
        return set()
    from turnstone.kernels.graph_core import standing  # compiled: slow to load

    members = engine.sql(
        """
        SELECT component, id FROM g WHERE component IN (SELECT component FROM r)
        ORDER BY component, first_on NULLS LAST, id
        """,
        g=grouped,
        r=rows,
    ).arrow()
    component = members.column("component").to_numpy()
    ids = members.column("id").to_pylist()
    place = {id: i for i, id in enumerate(ids)}
    a, b = (np.array([place[id] for id in rows.column(end).to_pylist()], np.int64) for end in ("a", "b"))
    family, piece, weight = (rows.column(c).to_numpy().astype(np.int64) for c in ("of_family", "piece", "weight"))
    whose = rows.column("component").to_numpy()
    kinds = np.unique(component)
    groups = np.r_[np.searchsorted(whose, kinds), len(whose)].astype(np.int64)
    ends = np.r_[np.searchsorted(component, kinds), len(component)].astype(np.int64)
    label = np.arange(len(ids), dtype=np.int64)
    standing(groups, ends, a, b, family, piece, weight, enough, label)
    core: set[str] = set()
    for begin, end in pairwise(ends.tolist()):
        count = np.bincount(label[begin:end] - begin)
        if count.max() > 1:
            core.update(ids[i] for i in np.flatnonzero(label[begin:end] - begin == int(count.argmax())) + begin)
    return core
