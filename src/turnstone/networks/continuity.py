"""Who goes on where another left off: several weak continuities, of which none ties the two by itself.

A firm that is barred, complained of or indebted can end and begin again under another name, number and town; seldom does it
change everything at once. So two parties of one kind, of which one begins when the other has ended, are compared by all that
each holds, by their town and by the rare words of their names. One thing in common is custom. Three of independent families
that are together rarer than any two parties at random are worth a look, and no more: a buyer, an heir or a neighbour goes
on in the same way.

Who hides takes another name. Two that have most of the words of their names in common (clean/nearly_one_name.py) and a
place, a contact or a person as well are branches of one firm, or one firm written in two ways: they are folded, which means set
apart in a table of their own, counted and told, and not dropped. Nothing is folded of one that is officially barred, nor of
those who post: there a name that goes on almost unchanged is the finding.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from turnstone.clean.nearly_one_name import nearly_one_name
from turnstone.clean.text import fold
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import log2_table, mbits
from turnstone.kernels.unique import map_unique
from turnstone.model.moves import CONTINUITIES, FOLDED_CONTINUITIES
from turnstone.stage import stage

OVERLAP, GAP = 31, 1_096
"""Days. The later one may begin a month before the earlier one's last trace, and three years after it."""
HOLDERS = 60
"""Parties. What more of them hold goes on everywhere."""
FAMILIES = 3
SURER = 1_000
"""Millibits beyond even odds that, of all parties, this one goes on from that one."""
PREDECESSORS = 5
FAMILY = {
    "premises": "place", "housing": "place", "town": "place", "phone": "contact", "email": "contact", "handle": "contact",
    "url": "contact", "person": "person", "agent": "intermediary", "recruiter": "intermediary", "template": "text",
    "image": "text", "wallet": "payment", "iban": "payment", "plate": "travel", "word": "name",
}  # fmt: skip
LETTERS = 4
"""Shorter words of names say little, and are often forms and signs."""
SAME_FIRM = frozenset({"place", "contact", "person"})
"""Families of which one goes on where one firm is written twice. An agent or a wording in common makes no two firms one."""


@stage(CONTINUITIES, FOLDED_CONTINUITIES)
def continuities(
    engine: LocalEngine, *, nodes: Table, holdings: Table, network_members: Table
) -> Mapping[str, Table | pa.Table]:
    """Pairs of an earlier and a later party with enough in common; for each later one the five strongest.

    Those that read as one firm are in `folded_continuities`, five for each later one as well: they take nobody's place."""
    count = max(nodes.rows, 2)
    log2 = log2_table(count)
    rarity = pa.table({
        "holders": pa.array(range(2, HOLDERS + 1), pa.int64()),
        "mbits": pa.array([int(log2[count] - log2[min(n, count)]) for n in range(2, HOLDERS + 1)], pa.int64()),
    })  # fmt: skip
    numbered = sorted(set(FAMILY.values()))
    families = pa.table({
        "kind": pa.array(list(FAMILY)), "family": pa.array(list(FAMILY.values())),
        "nth": pa.array([numbered.index(family) for family in FAMILY.values()], pa.int8()),
    })  # fmt: skip
    enough = engine.sql(
        f"""
        WITH one AS (
            SELECT *, CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS n
            FROM (SELECT DISTINCT ON (id) id, kind, name, folded_name, town, state, first_on, last_on, barred FROM nodes)
            WHERE kind IN ('employer', 'agent', 'recruiter', 'party', 'poster') AND first_on IS NOT NULL AND last_on IS NOT NULL
        ), things AS (
            SELECT DISTINCT node_id AS id, kind, value FROM h WHERE kind <> 'filing'
            UNION SELECT id, 'town', town || '|' || coalesce(state, '') FROM one WHERE town IS NOT NULL
            UNION SELECT id, 'word', word FROM (
                SELECT id, unnest(string_split(folded_name, ' ')) AS word FROM one WHERE kind <> 'poster' AND name IS NOT NULL
            ) WHERE length(word) >= {LETTERS}
        ), known AS (
            SELECT kind, value, count(*) AS holders, row_number() OVER () AS thing FROM things GROUP BY kind, value
        ), weighed AS (
            SELECT o.n, o.kind AS of_kind, o.first_on, o.last_on, f.nth, k.thing, CAST(r.mbits AS INTEGER) AS mbits
            FROM things t JOIN known k ON k.kind = t.kind AND k.value = t.value JOIN rarity r ON r.holders = k.holders
            JOIN families f ON f.kind = t.kind JOIN one o ON o.id = t.id
        ), best AS (
            SELECT x.n AS earlier, y.n AS later, x.nth, max(x.mbits) AS mbits, arg_max(x.thing, (x.mbits, x.thing)) AS thing
            FROM weighed x JOIN weighed y
              ON x.thing = y.thing AND x.of_kind = y.of_kind AND x.first_on < y.first_on AND x.last_on < y.last_on
             AND y.first_on >= x.last_on - {OVERLAP} AND y.first_on <= x.last_on + {GAP}
            GROUP BY x.n, y.n, x.nth
        ), enough AS (
            SELECT earlier, later, CAST(sum(mbits) AS INTEGER) AS total_mbits FROM best GROUP BY earlier, later
            HAVING count(*) >= {FAMILIES} AND sum(mbits) >= {mbits(count) + SURER}
        ), summed AS (
            SELECT a.id AS earlier_id, b.id AS later_id, e.total_mbits, list(f.family ORDER BY f.family) AS families,
                   list(k.kind || ' ' || k.value ORDER BY f.family) AS things,
                   list(CAST(t.mbits AS INTEGER) ORDER BY f.family) AS things_mbits
            FROM enough e JOIN best t ON t.earlier = e.earlier AND t.later = e.later
            JOIN (SELECT DISTINCT nth, family FROM families) f ON f.nth = t.nth JOIN known k ON k.thing = t.thing
            JOIN one a ON a.n = e.earlier JOIN one b ON b.n = e.later GROUP BY a.id, b.id, e.total_mbits
        )
        SELECT s.earlier_id, s.later_id, a.last_on AS ended_on, b.first_on AS began_on, s.total_mbits, s.families, s.things, s.things_mbits,
               coalesce(ma.network_id = mb.network_id, false) AS same_network, a.name AS earlier_name, b.name AS later_name,
               a.kind <> 'poster' AND NOT a.barred AS may_be_folded
        FROM summed s JOIN one a ON a.id = s.earlier_id JOIN one b ON b.id = s.later_id
        LEFT JOIN members ma ON ma.node_id = s.earlier_id LEFT JOIN members mb ON mb.node_id = s.later_id
        """,
        nodes=engine.map_batches(nodes, _naming, nodes.schema.append(_NAME)), h=holdings, members=network_members, rarity=rarity, families=families,
    )  # fmt: skip
    told = engine.map_batches(enough, _folding, enough.schema.append(_FOLDED))
    return {
        schema.name: engine.sql(
            f"""
            SELECT {", ".join(c.name for c in schema.columns)} FROM told WHERE folded = {folded}
            QUALIFY row_number() OVER (PARTITION BY later_id ORDER BY total_mbits DESC, earlier_id) <= {PREDECESSORS}
            """,
            told=told,
        )
        for schema, folded in ((CONTINUITIES, "false"), (FOLDED_CONTINUITIES, "true"))
    }


_NAME = pa.field("folded_name", pa.string())
_FOLDED = pa.field("folded", pa.bool_())


def _naming(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The names in upper-case words without signs: `Lines,` and LINES are one word."""
    return batch.append_column(_NAME, map_unique(batch.column("name"), fold, pa.string()).values)


def _folding(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Whether the two of each pair read as one firm."""
    rows = batch.select(["may_be_folded", "families", "earlier_name", "later_name"]).to_pylist()
    folded = [
        row["may_be_folded"]
        and not SAME_FIRM.isdisjoint(row["families"])
        and nearly_one_name(row["earlier_name"], row["later_name"])
        for row in rows
    ]
    return batch.append_column(_FOLDED, pa.array(folded, pa.bool_()))
