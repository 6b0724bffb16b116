"""Each network in one line: what it shares, where it is, since when, how it changes, how sure it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.networks import NETWORK_SUMMARIES
from turnstone.model.offers import POSTERS
from turnstone.networks.kinds import of_kind
from turnstone.networks.listable import listed_networks
from turnstone.networks.pairs import bar, weighed_pairs
from turnstone.stage import stage

TOWNS = 5
YEAR_DAYS = 365


@stage(NETWORK_SUMMARIES)
def outline(
    engine: LocalEngine,
    *,
    nodes: Table,
    ties: Table,
    network_members: Table,
    possible_members: Table,
    posters: Table | None = None,
) -> Mapping[str, Table | pa.Table]:
    """A summary of every network of two parties or more, but for those in which all post alone."""
    return {
        "network_summaries": engine.sql(
            f"""
            WITH large AS ({listed_networks(2)}), o AS (
                SELECT m.network_id, m.standing, n.id, n.town, n.state, n.first_on, n.last_on
                FROM m JOIN large ON large.network_id = m.network_id JOIN nodes n ON n.id = m.node_id
            ), summed AS (
                SELECT network_id, min(first_on) AS since, max(last_on) AS until, count(*) AS size,
                       count(*) FILTER (standing = 'core') AS core,
                       list_sort(list_distinct(list(state) FILTER (state IS NOT NULL))) AS states
                FROM o GROUP BY network_id
            ), moved AS (
                SELECT s.network_id, count(*) FILTER (o.first_on - s.since > {YEAR_DAYS}) AS came,
                       count(*) FILTER (s.until - o.last_on > {YEAR_DAYS}) AS went
                FROM summed s JOIN o ON o.network_id = s.network_id GROUP BY s.network_id
            ), towns AS (
                SELECT network_id, list(town ORDER BY n DESC, town)[1:{TOWNS}] AS towns FROM (
                    SELECT network_id, town, count(*) AS n FROM o WHERE town IS NOT NULL GROUP BY network_id, town
                ) GROUP BY network_id
            ), families AS (
                SELECT network_id, list(family ORDER BY n DESC, family) AS families FROM (
                    SELECT x.network_id, {of_kind("t.kind", "family")} AS family, count(*) AS n
                    FROM ties t JOIN m x ON x.node_id = t.a JOIN m y ON y.node_id = t.b AND y.network_id = x.network_id
                    GROUP BY 1, 2
                ) GROUP BY network_id
            ), possible AS (SELECT network_id, count(*) AS n FROM p GROUP BY network_id)
            SELECT s.network_id, f.families, towns.towns, s.states, s.since, s.until, CAST(s.size AS INTEGER) AS size,
                   CAST(s.core AS INTEGER) AS core, CAST(coalesce(possible.n, 0) AS INTEGER) AS possible,
                   CAST(w.weakest_mbits AS INTEGER) AS weakest_mbits,
                   CAST(moved.came AS INTEGER) AS came, CAST(moved.went AS INTEGER) AS went,
                   CASE WHEN s.until - s.since > {YEAR_DAYS}
                        THEN CAST((moved.came + moved.went) * 1000 * {YEAR_DAYS} // (s.size * (s.until - s.since)) AS INTEGER)
                   END AS turnover_permille
            FROM summed s JOIN moved ON moved.network_id = s.network_id JOIN w ON w.network_id = s.network_id
            LEFT JOIN towns ON towns.network_id = s.network_id LEFT JOIN families f ON f.network_id = s.network_id
            LEFT JOIN possible ON possible.network_id = s.network_id
            """,
            m=network_members,
            nodes=nodes,
            ties=ties,
            p=possible_members,
            posters=posters or Table.of(POSTERS.arrow.empty_table()),
            w=_weakest(engine, ties, network_members, nodes.rows),
        )
    }


def _weakest(engine: LocalEngine, ties: Table, members: Table, parties: int) -> pa.Table:
    """(network_id, weakest_mbits): the lightest pair of the heaviest tree that spans the network. Striking out a heavier
    pair never breaks it further apart than this one holds."""
    own = engine.sql(
        """
        SELECT p.a, p.b, p.weight_mbits, x.network_id FROM p
        JOIN m x ON x.node_id = p.a JOIN m y ON y.node_id = p.b AND y.network_id = x.network_id
        ORDER BY p.weight_mbits DESC, p.a, p.b
        """,
        p=weighed_pairs(engine, ties, bar(parties)),
        m=members,
    ).arrow()
    if own.num_rows == 0:
        return pa.table({"network_id": pa.array([], pa.string()), "weakest_mbits": pa.array([], pa.int32())})
    from turnstone.kernels.graph import joining  # compiled: slow to load

    both = pc.unique(pa.chunked_array([*own.column("a").chunks, *own.column("b").chunks]))
    a, b = (np.asarray(pc.index_in(own.column(end).combine_chunks(), both)) for end in ("a", "b"))
    tree = own.filter(pa.array(joining(len(both), a, b)))
    weakest = tree.group_by("network_id").aggregate([("weight_mbits", "min")])
    return weakest.rename_columns({"weight_mbits_min": "weakest_mbits"})
