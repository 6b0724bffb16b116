from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def workers_jump(engine: LocalEngine, *, thresholds: Table, orders: Table) -> Table:
    """One check for each year of an employer that has an earlier year within three: did its certified workers jump?"""
    return engine.sql(
        """
        WITH by_year AS (
            SELECT node_id, year, programme, CAST(sum(workers) AS INTEGER) AS workers, max(on_date) AS known_on,
                   list(id ORDER BY id)[1:50] AS because
            FROM orders WHERE granted AND part <> 'primary' AND workers > 0 GROUP BY node_id, year, programme
        )
        SELECT y.node_id, y.programme || ' ' || CAST(y.year AS VARCHAR) AS what,
               CASE WHEN y.workers >= max(p.workers) * (SELECT value FROM thresholds WHERE name = 'times')
                     AND y.workers - max(p.workers) >= (SELECT value FROM thresholds WHERE name = 'more_workers')
                    THEN 100 * y.workers // max(p.workers) ELSE 0 END AS strength, y.known_on,
               ['workers', CAST(y.workers AS VARCHAR), 'year', CAST(y.year AS VARCHAR),
                'before', CAST(max(p.workers) AS VARCHAR), 'programme', y.programme] AS facts, y.because
        FROM by_year y JOIN by_year p ON p.node_id = y.node_id AND p.programme = y.programme
             AND p.year BETWEEN y.year - 3 AND y.year - 1
        GROUP BY y.node_id, y.programme, y.year, y.workers, y.known_on, y.because
        """,
        orders=orders,
        thresholds=thresholds,
    )
