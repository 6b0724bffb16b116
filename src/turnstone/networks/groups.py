"""Networks: parties tied strongly enough, grouped strongest tie first, and braked before they swallow a market."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import mbits
from turnstone.model.networks import CUTS, NETWORK_MEMBERS, NETWORKS
from turnstone.model.offers import POSTERS
from turnstone.stage import stage

SLACK = 3_000
"""Two parties belong together when the ties between them weigh at least log2(parties) less three bits: one rare thing
that at most eight hold is enough; a commoner one needs a second."""
LARGEST = 60
"""Parties. Larger groups are not followed further: nobody can look at them as one, and they are welded by custom."""
# Within a family only the strongest tie counts. One place is one family, whether it is an office or workers' housing;
# who copies an offer copies its text with its images; and one card holds a number, an address and a page.
FAMILY = {"housing": "premises", "image": "template", "email": "phone", "handle": "phone", "url": "phone"}

Ints = NDArray[np.int64]


@stage(NETWORKS, NETWORK_MEMBERS, CUTS)
def networks(
    engine: LocalEngine, *, nodes: Table, ties: Table, posters: Table | None = None
) -> Mapping[str, Table | pa.Table]:
    """Groups all parties; those without strong ties are networks of one. `posters`: where there is a market of offers;
    a network of posters who all post alone (one person on two sites) is of kind `alone`."""
    held = nodes.arrow()
    ids = held.column("id").combine_chunks()
    enough = mbits(max(len(ids), 2)) - SLACK
    families = " ".join(f"WHEN '{kind}' THEN '{family}'" for kind, family in FAMILY.items())
    pairs = engine.sql(
        f"""
        WITH kinds AS (
            SELECT a, b, CASE kind {families} ELSE kind END AS family, max(weight_mbits) AS weight
            FROM ties GROUP BY a, b, family
        )
        SELECT a, b, CAST(sum(weight) AS INTEGER) AS weight_mbits FROM kinds
        GROUP BY a, b HAVING sum(weight) >= {enough} ORDER BY weight_mbits DESC, a, b
        """,
        ties=ties,
    ).arrow()
    a = pc.index_in(pairs.column("a").combine_chunks(), ids).to_numpy(zero_copy_only=False).astype(np.int64)
    b = pc.index_in(pairs.column("b").combine_chunks(), ids).to_numpy(zero_copy_only=False).astype(np.int64)
    weight = pairs.column("weight_mbits").to_numpy().astype(np.int64)
    group, strongest, cuts = _grow(len(ids), a, b, weight)
    cut = pa.Table.from_pylist(
        [
            {
                "a": ids[int(a[i])].as_py(),
                "b": ids[int(b[i])].as_py(),
                "weight_mbits": int(weight[i]),
                "size_a": x,
                "size_b": y,
                "reason": f"would make a group of {x + y} parties, more than {LARGEST}",
            }
            for i, x, y in cuts
        ],
        CUTS.arrow,
    )
    grouped = held.append_column("component", pa.array(group)).append_column("strongest_mbits", pa.array(strongest))
    return {"cuts": cut, **_describe(engine, grouped, posters or Table.of(POSTERS.arrow.empty_table()))}


def _grow(size: int, a: Ints, b: Ints, weight: Ints) -> tuple[Ints, NDArray[np.int32], list[tuple[int, int, int]]]:
    """Union of pairs in the order given: (group of each party, its strongest tie followed, pairs cut with sizes)."""
    parent = list(range(size))
    count = [1] * size
    strongest = np.zeros(size, np.int32)
    cuts: list[tuple[int, int, int]] = []

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, (x, y, w) in enumerate(zip(a.tolist(), b.tolist(), weight.tolist(), strict=True)):
        rx, ry = root(x), root(y)
        if rx != ry and count[rx] + count[ry] > LARGEST:
            cuts.append((i, count[rx], count[ry]))
            continue
        if rx != ry:
            parent[ry] = rx
            count[rx] += count[ry]
        strongest[x], strongest[y] = max(strongest[x], w), max(strongest[y], w)
    return np.array([root(i) for i in range(size)], np.int64), strongest, cuts


def _describe(engine: LocalEngine, grouped: pa.Table, posters: Table) -> dict[str, Table]:
    """Members and what is said of each network."""
    members = engine.sql(
        """
        SELECT 'network-' || substr(sha256(first_value(id) OVER (
                   PARTITION BY component ORDER BY first_on NULLS LAST, id
               )), 1, 32) AS network_id, id AS node_id, CAST(strongest_mbits AS INTEGER) AS strongest_mbits
        FROM g
        """,
        g=grouped,
    )
    about = engine.sql(
        """
        WITH m AS (
            SELECT g.*, members.network_id, p.alone, g.kind <> 'poster' OR p.kind = 'business' AS named
            FROM g JOIN members ON members.node_id = g.id LEFT JOIN p ON p.id = g.id
        ),
        summed AS (
            SELECT network_id,
                   count(*) AS size, count(*) FILTER (kind = 'unnamed employer') AS unnamed,
                   count(*) FILTER (kind = 'poster') AS posters, count(*) FILTER (alone) AS alone,
                   count(*) FILTER (kind = 'employer') AS employers,
                   count(*) FILTER (kind IN ('agent', 'recruiter')) AS intermediaries,
                   count(DISTINCT name) AS names, sum(orders) AS orders, sum(workers) AS workers,
                   list_sort(list_distinct(list(state))) AS states, min(first_on) AS first_on, max(last_on) AS last_on,
                   count(*) FILTER (barred) AS barred,
                   coalesce(arg_max(name, (orders, workers, name)) FILTER (kind <> 'poster'),
                            arg_max(name, (orders, workers, name)) FILTER (named)) AS name
            FROM m GROUP BY network_id
        )
        SELECT network_id AS id,
               CASE WHEN alone = size THEN 'alone' WHEN 2 * posters > size THEN 'posters' WHEN employers > 0 THEN 'employers' WHEN intermediaries > 0 THEN 'intermediaries'
                    WHEN unnamed > 0 THEN 'unnamed employers' ELSE 'parties' END AS kind,
               name, CAST(size AS INTEGER) AS size, CAST(names AS INTEGER) AS names,
               CAST(orders AS INTEGER) AS orders, CAST(workers AS INTEGER) AS workers, states, first_on, last_on,
               CAST(barred AS INTEGER) AS barred,
               CAST(length(bin(greatest(orders, 1))) - 1 AS INTEGER) AS band
        FROM summed
        """,
        g=grouped,
        members=members,
        p=posters,
    )
    return {"networks": about, "network_members": members}
