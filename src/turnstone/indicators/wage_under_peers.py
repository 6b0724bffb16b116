from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def wage_under_peers(engine: LocalEngine, *, thresholds: Table, orders: Table) -> Table:
    """One check for each wage with enough peers: the same job, unit, programme, state and year, other employers."""
    return engine.sql(
        """
        WITH paid AS (
            SELECT *, concat_ws('|', programme, job_key, wage_unit, state, country, currency, CAST(year AS VARCHAR)) AS peers
            FROM orders
            WHERE job_key IS NOT NULL AND state IS NOT NULL
              AND (coalesce(currency, 'USD') <> 'USD'
                   OR wage_hourly BETWEEN (SELECT value FROM thresholds WHERE name = 'least_plausible')
                                      AND (SELECT value FROM thresholds WHERE name = 'most_plausible'))
        ), usual AS (
            SELECT peers, quantile_disc(wage_hourly, 0.5) AS median, count(DISTINCT node_id) AS employers FROM paid GROUP BY peers
            HAVING count(DISTINCT node_id) >= (SELECT value FROM thresholds WHERE name = 'peers')
        )
        SELECT p.node_id, p.id AS what,
               CASE WHEN p.wage_hourly < u.median * (SELECT value FROM thresholds WHERE name = 'share_of_median')
                    THEN CAST(1000 - 1000 * p.wage_hourly / u.median AS INTEGER) ELSE 0 END AS strength, p.on_date AS known_on,
               ['wage', CAST(CAST(p.wage_hourly AS DECIMAL(12, 2)) AS VARCHAR), 'median', CAST(CAST(u.median AS DECIMAL(12, 2)) AS VARCHAR),
                'employers', CAST(u.employers AS VARCHAR), 'work', p.job_title, 'state', p.state,
                'year', CAST(p.year AS VARCHAR), 'case', p.case_no] AS facts,
               [p.id] AS because
        FROM paid p JOIN usual u ON u.peers = p.peers
        """,
        orders=orders,
        thresholds=thresholds,
    )
