from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def crew_beyond_peers(engine: LocalEngine, *, thresholds: Table, orders: Table, crews: Table) -> Table:
    """One check for each crew at one worksite with enough peers: is it many times what the largest peers bring?"""
    return engine.sql(
        """
        WITH brought AS (
            SELECT node_id, id, case_no, workers, coalesce(job_title, '') AS work, town, state, on_date AS known_on,
                   concat_ws('|', programme, job_key) AS peers
            FROM orders WHERE granted AND part = 'whole' AND workers > 0 AND job_key IS NOT NULL
            UNION ALL
            SELECT 'case-' || case_no, id, case_no, workers, 'crew ' || coalesce(crew, ''), town, state, filed_on,
                   concat_ws('|', 'crew', state)
            FROM crews WHERE workers > 0 AND case_no NOT IN (SELECT case_no FROM orders WHERE case_no IS NOT NULL)
        ), usual AS (
            SELECT peers, quantile_disc(workers, 0.95) AS large, count(*) AS n FROM brought GROUP BY peers
            HAVING count(*) >= (SELECT value FROM thresholds WHERE name = 'peers')
        )
        SELECT b.node_id, b.id AS what,
               CASE WHEN b.workers >= u.large * (SELECT value FROM thresholds WHERE name = 'times')
                     AND b.workers >= (SELECT value FROM thresholds WHERE name = 'workers')
                    THEN 100 * b.workers // u.large ELSE 0 END AS strength, b.known_on,
               ['workers', CAST(b.workers AS VARCHAR), 'large', CAST(u.large AS VARCHAR), 'peers', CAST(u.n AS VARCHAR),
                'work', b.work, 'town', b.town, 'state', b.state, 'case', b.case_no] AS facts,
               [b.id] AS because
        FROM brought b JOIN usual u ON u.peers = b.peers
        """,
        orders=orders,
        crews=crews,
        thresholds=thresholds,
    )
