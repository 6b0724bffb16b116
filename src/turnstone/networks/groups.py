"""Networks: parties tied strongly enough, in their communities, and braked before they swallow a market."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import in_words
from turnstone.model.networks import CUTS, NETWORK_MEMBERS, NETWORKS, POSSIBLE_MEMBERS
from turnstone.model.offers import POSTERS
from turnstone.networks.pairs import POSSIBLY, bar, weighed_pairs
from turnstone.networks.parts import LARGEST, REACH, Parts, parts
from turnstone.networks.standing import core_members
from turnstone.stage import stage

Ints = NDArray[np.int64]


@stage(NETWORKS, NETWORK_MEMBERS, POSSIBLE_MEMBERS, CUTS)
def networks(
    engine: LocalEngine, *, nodes: Table, ties: Table, posters: Table | None = None
) -> Mapping[str, Table | pa.Table]:
    """Groups all parties; those without strong ties are networks of one. `posters`: where there is a market of offers;
    a network of posters who all post alone (one person on two sites) is of kind `alone`."""
    held = nodes.arrow()
    held = held.take(pc.sort_indices(held.column("id"))).combine_chunks()
    ids = held.column("id").combine_chunks()
    enough = bar(len(ids))
    pairs = weighed_pairs(engine, ties, enough - POSSIBLY).arrow()
    weight = pairs.column("weight_mbits").to_numpy().astype(np.int64)
    strong = pairs.slice(0, int((weight >= enough).sum()))
    a, b = (pc.index_in(strong.column(end).combine_chunks(), ids).to_numpy(zero_copy_only=False) for end in ("a", "b"))
    found = parts(len(ids), a.astype(np.int64), b.astype(np.int64), weight[: len(a)], enough)
    cut = _cuts(strong, found, found.group[a.astype(np.int64)], found.group[b.astype(np.int64)], weight[: len(a)])
    strongest = _strongest(len(ids), found.group, a.astype(np.int64), b.astype(np.int64), weight[: len(a)])
    grouped = held.append_column("component", pa.array(found.group)).append_column(
        "strongest_mbits", pa.array(strongest)
    )
    core = core_members(engine, ties, grouped.select(["id", "component", "first_on"]), enough)
    grouped = grouped.append_column("core", pc.is_in(ids, pa.array(sorted(core), pa.string())))
    who = posters or Table.of(POSTERS.arrow.empty_table())
    made = _describe(engine, grouped, who)
    return {
        "cuts": cut,
        **made,
        "possible_members": _possible(engine, pairs, cut, made["network_members"], who, enough),
    }


def _strongest(size: int, group: Ints, a: Ints, b: Ints, weight: Ints) -> NDArray[np.int32]:
    """Each party's strongest pair within its group."""
    strongest = np.zeros(size, np.int32)
    own = group[a] == group[b]
    for end in (a, b):
        np.maximum.at(strongest, end[own], weight[own].astype(np.int32))
    return strongest


def _cuts(strong: pa.Table, found: Parts, of_a: Ints, of_b: Ints, weight: Ints) -> pa.Table:
    """Strong pairs that were not followed, each with its reason."""
    sides = np.minimum(of_a, of_b) * len(found.group) + np.maximum(of_a, of_b)
    kinds, which = np.unique(sides, return_inverse=True)
    across = np.bincount(which, weights=weight, minlength=len(kinds))[which]
    reasons = [
        f"would make a group of {x + y} parties, more than {LARGEST}"
        if brake
        else f"{in_words(int(across[i]))} join {x} and {y} parties: less than the bar for every {REACH} pairs across, or "
        "less than holds them elsewhere"
        for i, x, y, brake in zip(
            found.cut.tolist(), found.left.tolist(), found.right.tolist(), found.brake.tolist(), strict=True
        )
    ]
    rows = strong.take(pa.array(found.cut))
    return pa.table(
        [
            *(rows.column(name) for name in ("a", "b", "weight_mbits")),
            pa.array(found.left.astype(np.int32)),
            pa.array(found.right.astype(np.int32)),
            pa.array(reasons, pa.string()),
        ],
        schema=CUTS.arrow,
    )


def _possible(
    engine: LocalEngine, pairs: pa.Table, cuts: pa.Table, members: Table, posters: Table, enough: int
) -> Table:
    """Who may belong to a network of two or more: the heaviest pair of each with a member of it. No poster who posts
    alone is listed."""
    return engine.sql(
        f"""
        WITH both_ways AS (SELECT a AS member, b AS node_id, weight_mbits FROM p UNION ALL SELECT b, a, weight_mbits FROM p),
        large AS (SELECT network_id FROM m GROUP BY network_id HAVING count(*) > 1),
        outside AS (
            SELECT m.network_id, w.node_id, w.member, w.weight_mbits,
                   row_number() OVER (PARTITION BY m.network_id, w.node_id ORDER BY w.weight_mbits DESC, w.member) AS place
            FROM both_ways w JOIN m ON m.node_id = w.member JOIN large ON large.network_id = m.network_id
            JOIN m x ON x.node_id = w.node_id AND x.network_id <> m.network_id
            WHERE w.node_id NOT IN (SELECT id FROM posters WHERE alone) AND w.member NOT IN (SELECT id FROM posters WHERE alone)
        )
        SELECT o.network_id, o.node_id, o.member AS through, o.weight_mbits,
               CASE WHEN o.weight_mbits < {enough} THEN 'tied too weakly: under the {in_words(enough)} that make a member'
                    ELSE 'cut off: ' || c.reason END AS reason
        FROM outside o LEFT JOIN c ON c.a = least(o.member, o.node_id) AND c.b = greatest(o.member, o.node_id)
        WHERE o.place = 1
        """,
        p=pairs,
        c=cuts,
        m=members,
        posters=posters,
    )


def _describe(engine: LocalEngine, grouped: pa.Table, posters: Table) -> dict[str, Table]:
    """Members and what is said of each network."""
    members = engine.sql(
        """
        SELECT 'network-' || substr(sha256(first_value(id) OVER (
                   PARTITION BY component ORDER BY first_on NULLS LAST, id
               )), 1, 32) AS network_id, id AS node_id, CAST(strongest_mbits AS INTEGER) AS strongest_mbits,
               CASE WHEN core THEN 'core' ELSE 'likely' END AS standing
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
