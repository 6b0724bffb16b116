"""What companies, places, accounts and contacts do in a network, as far as facts say it. Persons have no position."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from turnstone.clean.name import trades_under_own_name
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import mbits
from turnstone.model.networks import POSITIONS
from turnstone.model.offers import OFFER_POSTERS, OFFERS, POSTERS
from turnstone.networks.kinds import SHARING
from turnstone.networks.listable import LISTABLE, listed_networks
from turnstone.stage import stage

MOST = 10_000
"""No position weighs more than ten bits, however rare (as with parts of a lead)."""
LEAST = 2
"""One client, one party or one offer is no position."""
SPEAKS = 1_000
"""What every second peer has is no position either (as with a family of evidence)."""
_SEEN: dict[str, str] = {
    # Each gives network_id, kind, value, value_kind, position, count, measure. `large` are networks of two or more,
    # `things` what two members or more of one hold, `listable` the nodes that may have a position.
    "recruiters": """
        SELECT DISTINCT l.network_id, 'company' AS kind, d.actor_id AS value, 'node' AS value_kind, 'recruits' AS position,
               d.parties AS count, 'parties for whom it recruits' AS measure
        FROM dealings d JOIN listable x ON x.node_id = d.actor_id AND x.as_kind = 'company' JOIN (
            SELECT network_id, node_id AS actor_id FROM m UNION ALL
            SELECT c.network_id, d.actor_id FROM dealings d JOIN m c ON c.node_id = d.party_id
            WHERE d.kind = 'recruits for' GROUP BY c.network_id, d.actor_id HAVING count(*) > 1
        ) l ON l.actor_id = d.actor_id JOIN large ON large.network_id = l.network_id WHERE d.kind = 'recruits for'""",
    "posters": """
        SELECT m.network_id, x.as_kind, m.node_id, 'node', CASE o.side WHEN 'recruiting' THEN 'recruits' ELSE 'advertises' END,
               count(DISTINCT o.id), CASE o.side WHEN 'recruiting' THEN 'offers of work' ELSE 'offers of services' END
        FROM m JOIN large ON large.network_id = m.network_id JOIN listable x ON x.node_id = m.node_id AND x.as_kind IS NOT NULL
        JOIN offer_posters p ON p.poster_id = m.node_id JOIN offers o ON o.id = p.offer_id
        WHERE o.side IN ('recruiting', 'selling') GROUP BY m.network_id, x.as_kind, m.node_id, o.side""",
    "housing": """
        SELECT network_id, 'premises', value, 'housing', 'houses', parties, 'parties whose workers live there'
        FROM things WHERE kind = 'housing'""",
    "vehicles": """
        SELECT network_id, 'contact', value, kind, 'transports', parties, 'parties that give its number'
        FROM things WHERE kind = 'plate' AND shielded""",
    "payments": f"""
        SELECT network_id, 'account', value, kind, 'collects', parties, 'parties that are paid into it'
        FROM things WHERE kind IN ({", ".join(f"'{k}'" for k, s in SHARING.items() if s.family == "payment")}) AND shielded""",
    "contacts": f"""
        SELECT network_id, 'contact', value, kind, 'advertises', rows, 'offers that give it'
        FROM things WHERE kind IN ({", ".join(f"'{k}'" for k, s in SHARING.items() if s.family == "contact")})
          AND posters > 1 AND shielded""",
    "fronts": """
        SELECT a.network_id, 'company', a.node_id, 'node', 'fronts', count(DISTINCT y.name),
               'other names at its places and numbers in the network'
        FROM at_things a JOIN listable l ON l.node_id = a.node_id AND l.as_kind = 'company' JOIN nodes x ON x.id = a.node_id
        JOIN at_things b ON b.network_id = a.network_id AND b.space = a.space AND b.value = a.value AND b.node_id <> a.node_id
        JOIN nodes y ON y.id = b.node_id AND y.name <> x.name
        JOIN listable z ON z.node_id = y.id AND z.as_kind = 'company'
        WHERE a.family IN ('place', 'contact') AND NOT a.housing AND NOT b.housing GROUP BY a.network_id, a.node_id""",
}


@cache
def innocent_readings() -> dict[str, list[str]]:
    """Position -> how its facts come about without any wrong."""
    text = Path(__file__).with_name("innocent_readings.yml").read_text("utf-8")
    return {str(position): [str(reading) for reading in told] for position, told in yaml.safe_load(text).items()}


@stage(POSITIONS)
def positions(
    engine: LocalEngine, *, nodes: Table, holdings: Table, dealings: Table, network_members: Table,
    posters: Table | None = None, offers: Table | None = None, offer_posters: Table | None = None,
) -> Mapping[str, Table | pa.Table]:  # fmt: skip
    """Positions in networks of two or more, each with how rare it is among companies, places ... of all networks."""
    who = posters or Table.of(POSTERS.arrow.empty_table())
    families = " ".join(f"WHEN '{kind}' THEN '{sharing.family}'" for kind, sharing in SHARING.items())
    caps = " ".join(f"WHEN '{kind}' THEN {sharing.cap}" for kind, sharing in SHARING.items())
    seen = engine.sql(
        f"""
        WITH large AS ({listed_networks(2)}),
        listable AS ({LISTABLE}),
        at_things AS (
            SELECT m.network_id, h.node_id, CASE h.kind WHEN 'housing' THEN 'premises' ELSE h.kind END AS space, h.value,
                   h.kind, h.kind = 'housing' AS housing, CASE h.kind {families} END AS family, h.rows
            FROM holdings h JOIN m ON m.node_id = h.node_id JOIN large ON large.network_id = m.network_id JOIN (
                SELECT kind, value FROM holdings GROUP BY kind, value HAVING count(*) BETWEEN 2 AND CASE kind {caps} END
            ) f ON f.kind = h.kind AND f.value = h.value
        ), things AS (
            -- A contact of one or two posters who may each be one person stands for them: it is shielded from nothing.
            SELECT t.network_id, t.kind, t.value, count(*) AS parties, sum(t.rows) AS rows,
                   count(*) FILTER (n.kind = 'poster') AS posters,
                   count(*) > 2 OR count(l.as_kind) > 0 AS shielded
            FROM at_things t JOIN nodes n ON n.id = t.node_id LEFT JOIN listable l ON l.node_id = t.node_id
            GROUP BY t.network_id, t.kind, t.value HAVING count(*) > 1
        )
        SELECT network_id, kind, value, value_kind, position, CAST(sum(count) AS INTEGER) AS count, measure
        FROM ({" UNION ALL ".join(_SEEN.values())})
        GROUP BY ALL ORDER BY kind, position, measure, network_id, value
        """,
        m=network_members,
        nodes=nodes,
        holdings=holdings,
        dealings=dealings,
        posters=who,
        offers=offers or Table.of(OFFERS.arrow.empty_table()),
        offer_posters=offer_posters or Table.of(OFFER_POSTERS.arrow.empty_table()),
    ).arrow()
    return {"positions": _weighed(_of_firms(engine, nodes, seen))}


def _of_firms(engine: LocalEngine, nodes: Table, seen: pa.Table) -> pa.Table:
    """Without those whose name may be a man's or woman's: who trades under it, or is made to, has facts and no position."""
    of_nodes = pc.equal(seen.column("value_kind"), "node")
    named = engine.sql(
        "SELECT id, name FROM nodes WHERE kind <> 'poster' AND id IN (SELECT value FROM wanted) ORDER BY id",
        nodes=nodes,
        wanted=Table.of(pa.table({"value": seen.column("value").filter(of_nodes)})),
    ).arrow()
    own = [row["id"] for row in named.to_pylist() if trades_under_own_name(row["name"])]
    kept = pc.or_(pc.invert(of_nodes), pc.invert(pc.is_in(seen.column("value"), pa.array(own, pa.string()))))
    return seen.filter(kept)


def _weighed(seen: pa.Table) -> pa.Table:
    """Each with its rarity among those of the same kind, position and measure."""
    keys = np.array([f"{k}|{p}|{m}" for k, p, m in zip(*(seen.column(c).to_pylist() for c in ("kind", "position", "measure")), strict=True)])  # fmt: skip
    counts = seen.column("count").to_numpy()
    peers, as_strong = np.zeros(len(counts), np.int32), np.zeros(len(counts), np.int32)
    for key in np.unique(keys):
        rows = np.flatnonzero(keys == key)
        ordered = np.sort(counts[rows])
        peers[rows] = len(rows)
        as_strong[rows] = len(rows) - np.searchsorted(ordered, counts[rows], side="left")
    weight = [min(mbits((n + 1) / (k + 1)), MOST) for n, k in zip(peers.tolist(), as_strong.tolist(), strict=True)]
    readings = innocent_readings()
    told = pa.array([readings[p] for p in seen.column("position").to_pylist()], POSITIONS.arrow.field("readings").type)
    made = seen.select(["network_id", "kind", "value", "value_kind", "position", "count", "measure"])
    for name, values in (("peers", peers), ("as_strong", as_strong), ("weight_mbits", weight)):
        made = made.append_column(name, pa.array(values, pa.int32()))
    made = made.append_column("readings", told)
    return made.filter(pa.array((counts >= LEAST) & (np.array(weight) >= SPEAKS))).cast(POSITIONS.arrow)
