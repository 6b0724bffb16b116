"""The stages of this room: what indicators look at, and each indicator's checks and hits."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.indicators.registry import ask_checks, registry
from turnstone.model.hits import BARS, BEDS, CHECKS, HITS, ORDERS
from turnstone.stage import stage


@stage(ORDERS, BARS, BEDS)
def observe(
    engine: LocalEngine,
    *,
    job_orders: Table,
    debarments: Table,
    profiles: Table,
    mentions: Table,
    members: Table,
    nodes: Table,
    housing: Table,
    premises: Table,
) -> Mapping[str, Table | pa.Table]:
    """Job orders, bars and housing with the node of the party that they are about."""
    orders = engine.sql(
        """
        SELECT o.id, b.entity_id AS node_id, p.name, p.legal_form, o.case_no, o.programme, o.part, o.status,
               o.status IN ('certified', 'partial') AS granted, o.known_on AS on_date,
               CAST(year(o.known_on) + CASE WHEN month(o.known_on) >= 10 THEN 1 ELSE 0 END AS INTEGER) AS year,
               o.begin_on, o.end_on,
               CASE WHEN o.workers_certified > 0 THEN o.workers_certified ELSE o.workers_requested END AS workers,
               o.wage_unit, o.wage_hourly, o.currency, o.job_key, o.job_title,
               coalesce(o.worksite_town, p.town) AS town, coalesce(o.worksite_state, p.state) AS state,
               CASE WHEN o.worksite_state IS NULL THEN p.country ELSE o.worksite_country END AS country
        FROM o JOIN (SELECT DISTINCT ON (id) id, name, legal_form, town, state, country FROM p) p
                 ON p.id = o.employer_profile
        JOIN b ON b.profile_id = o.employer_profile
        WHERE o.current
        """,
        o=job_orders,
        p=profiles,
        b=members,
    )
    bars = engine.sql(
        """
        SELECT DISTINCT d.id, b.entity_id AS node_id, min(p.name) AS name, d.programme, d.begin_on, d.end_on
        FROM d JOIN m ON m.row_id = d.id AND m.role = 'barred' JOIN b USING (profile_id)
        JOIN p ON p.id = m.profile_id
        WHERE b.entity_id IN (SELECT id FROM n) GROUP BY d.id, b.entity_id, d.programme, d.begin_on, d.end_on
        """,
        d=debarments,
        m=mentions,
        b=members,
        p=profiles,
        n=nodes,
    )
    beds = engine.sql(
        """
        WITH spot AS (
            SELECT m.row_id, p.address, a.premises_id
            FROM m JOIN (SELECT DISTINCT ON (id) id, address, address_keys[1] AS address_key FROM p) p
                     ON p.id = m.profile_id
            JOIN a USING (address_key) WHERE m.role = 'housing' AND a.kind <> 'place'
        ), whose AS (
            SELECT DISTINCT o.case_no, b.entity_id AS node_id FROM o JOIN b ON b.profile_id = o.employer_profile
        ), one AS (SELECT case_no, min(node_id) AS node_id FROM whose GROUP BY case_no HAVING count(*) = 1)
        SELECT DISTINCT h.id, coalesce(one.node_id, 'case-' || h.case_no) AS node_id, h.case_no, spot.premises_id,
               spot.address, h.filed_on, h.kind, h.units, h.occupancy, h.mobile
        FROM h JOIN spot ON spot.row_id = h.id LEFT JOIN one ON one.case_no = h.case_no
        """,
        h=housing,
        m=mentions,
        p=profiles,
        a=premises,
        o=job_orders,
        b=members,
    )
    return {"orders": orders, "bars": bars, "beds": beds}


@stage(HITS, CHECKS)
def check(engine: LocalEngine, *, indicator: str, **tables: Table) -> Mapping[str, Table | pa.Table]:
    """One indicator's answer: its hits, and how often it could look at each party."""
    answer = ask_checks(registry()[indicator], engine, tables)
    hits = engine.sql(
        f"""
        SELECT '{indicator}' AS indicator, node_id, what, CAST(strength AS INTEGER) AS strength, known_on, facts, because
        FROM a WHERE strength >= 1
        """,
        a=answer,
    )
    checks = engine.sql(
        f"""
        SELECT '{indicator}' AS indicator, node_id, CAST(count(*) AS INTEGER) AS checks,
               CAST(greatest(coalesce(max(strength), 0), 0) AS INTEGER) AS strongest
        FROM a GROUP BY node_id
        """,
        a=answer,
    )
    return {"hits@": hits, "checks@": checks}
