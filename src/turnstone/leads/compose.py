"""From checks and hits to leads: the strongest hit of each indicator by network, its rarity, the sum over families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.digest import text_id
from turnstone.leads.rarity import among_peers
from turnstone.model.leads import LEAD_PARTS, LEADS
from turnstone.stage import stage

SPEAKS = 1_000
"""A family speaks from one bit on: a hit that every second peer has says nothing."""
NEEDED = 2


@stage(LEADS, LEAD_PARTS)
def leads(
    engine: LocalEngine,
    *,
    networks: Table,
    network_members: Table,
    hits: Table,
    checks: Table,
    families: Mapping[str, str],
    decisions: Sequence[tuple[str, str, str]] = (),
) -> Mapping[str, Table | pa.Table]:
    """Ranks networks by the weight of evidence. `families`: indicator -> family. `decisions`: (network, accepted or
    rejected, evidence at the time), the later ones last.

    Those who post alone are peers of networks of posters, since they could have had a hit; they get no line, not even
    as abstained (`networks` holds how many there are)."""
    seen = engine.sql(
        """
        WITH n AS (SELECT id, CASE kind WHEN 'alone' THEN 'posters' ELSE kind END AS kind, band FROM networks)
        SELECT c.indicator, m.network_id, n.kind, n.band, max(c.strongest) AS strongest
        FROM checks c JOIN m ON m.node_id = c.node_id JOIN n ON n.id = m.network_id
        GROUP BY c.indicator, m.network_id, n.kind, n.band ORDER BY c.indicator, n.kind, m.network_id
        """,
        checks=checks,
        m=network_members,
        networks=networks,
    ).arrow()
    weighed = _weigh(seen, families)
    parts = engine.sql(
        f"""
        WITH found AS (
            SELECT m.network_id, h.indicator, h.node_id, h.what, h.strength, h.known_on, h.because,
                   row_number() OVER (PARTITION BY m.network_id, h.indicator ORDER BY h.strength DESC, h.node_id, h.what) AS place,
                   count(*) OVER (PARTITION BY m.network_id, h.indicator) AS hits
            FROM hits h JOIN m ON m.node_id = h.node_id
        )
        SELECT f.network_id, f.indicator, w.family, f.node_id, f.what, f.strength, CAST(f.hits AS INTEGER) AS hits,
               w.peers, w.as_strong, w.weight_mbits, w.low_mbits, w.high_mbits, f.known_on, f.because,
               row_number() OVER (PARTITION BY f.network_id, w.family ORDER BY w.weight_mbits DESC, f.indicator) = 1
                   AND w.weight_mbits >= {SPEAKS} AS counted
        FROM found f JOIN w ON w.network_id = f.network_id AND w.indicator = f.indicator
        JOIN n ON n.id = f.network_id AND n.kind <> 'alone' WHERE f.place = 1
        """,
        hits=hits,
        m=network_members,
        n=networks,
        w=weighed,
    )
    return {
        "leads": _leads(engine, parts, decisions),
        "lead_parts": engine.sql(f"SELECT {', '.join(LEAD_PARTS.names)} FROM p", p=parts),
    }


def _weigh(seen: pa.Table, families: Mapping[str, str]) -> pa.Table:
    """The rarity of each network's strongest hit, indicator by indicator and kind by kind."""
    asked = [np.asarray(seen.column(c).combine_chunks().dictionary_encode().indices) for c in ("indicator", "kind")]
    band = seen.column("band").to_numpy().astype(np.int64)
    strongest = seen.column("strongest").to_numpy().astype(np.int64)
    new = np.flatnonzero((np.diff(asked[0]) != 0) | (np.diff(asked[1]) != 0)) + 1
    rows = []
    for start, end in pairwise([0, *new.tolist(), len(band)]):
        found = among_peers(band[start:end], strongest[start:end])
        of = (
            seen.select(["indicator", "network_id"])
            .take(pa.array([start + at for at in found], pa.int64()))
            .to_pylist()
        )
        for which, rarity in zip(of, found.values(), strict=True):
            low, high = rarity.interval
            rows.append({
                **which, "family": families[which["indicator"]],
                "peers": rarity.peers, "as_strong": rarity.as_strong, "weight_mbits": rarity.weight,
                "low_mbits": low, "high_mbits": high,
            })  # fmt: skip
    texts, ints = (
        ("indicator", "network_id", "family"),
        ("peers", "as_strong", "weight_mbits", "low_mbits", "high_mbits"),
    )
    schema = pa.schema([*((t, pa.string()) for t in texts), *((n, pa.int32()) for n in ints)])
    return pa.Table.from_pylist(rows, schema)


def _leads(engine: LocalEngine, parts: Table, decisions: Sequence[tuple[str, str, str]]) -> pa.Table:
    """One line a network: the sum, the families that speak, what a person decided."""
    summed = engine.sql(
        """
        SELECT network_id, CAST(coalesce(sum(weight_mbits) FILTER (counted), 0) AS INTEGER) AS weight_mbits,
               coalesce(list(family ORDER BY weight_mbits DESC, family) FILTER (counted), []) AS families,
               list(indicator || ' ' || what || ' ' || coalesce(array_to_string(because, ' '), '') ORDER BY indicator) AS said,
               max(known_on) AS known_on
        FROM p GROUP BY network_id
        """,
        p=parts,
    ).arrow()
    decided = {network: (verdict, evidence) for network, verdict, evidence in decisions}
    rows = summed.to_pylist()
    rows.sort(key=lambda r: (len(r["families"]) < NEEDED, -r["weight_mbits"], r["network_id"]))
    out = []
    for place, row in enumerate(rows, 1):
        evidence = text_id("evidence", *row["said"])
        verdict, before = decided.get(row["network_id"], (None, None))
        enough = len(row["families"]) >= NEEDED
        out.append({
            "network_id": row["network_id"], "status": "lead" if enough else "abstained", "rank": place if enough else None,
            "weight_mbits": row["weight_mbits"], "families": row["families"],
            "abstained": None if enough else _why(row["families"]), "evidence": evidence, "decision": verdict,
            "new_since": None if verdict is None else before != evidence, "known_on": row["known_on"],
        })  # fmt: skip
    return pa.Table.from_pylist(out, LEADS.arrow)


def _why(families: list[str]) -> str:
    """Why the system abstains, in words."""
    if not families:
        return "what was found is common among peers"
    return f"only one family of evidence speaks ({families[0]}); two independent ones are needed"
