from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import with_excess


def refusals(engine: LocalEngine, *, thresholds: Table, orders: Table) -> Table:
    """One check a party with decided orders: were more denied than its programme and years would lead one to expect?"""
    counted = engine.sql(
        """
        WITH decided AS (
            SELECT *, status = 'denied' AS denied FROM orders
            WHERE status IN ('certified', 'partial', 'denied') AND part <> 'primary'
        ), rate AS (
            SELECT programme, year, count(*) FILTER (denied) AS n_denied, count(*) AS n FROM decided GROUP BY programme, year
        )
        SELECT d.node_id, count(*) AS n, count(*) FILTER (d.denied) AS seen, max(d.on_date) FILTER (d.denied) AS known_on,
               sum(1000000 * r.n_denied // r.n) AS expected_millionths,
               (list(d.id ORDER BY d.on_date, d.id) FILTER (d.denied))[1:50] AS because
        FROM decided d JOIN rate r ON r.programme = d.programme AND r.year = d.year GROUP BY d.node_id
        """,
        orders=orders,
    )
    return engine.sql(
        """
        SELECT node_id, 'denied' AS what,
               CASE WHEN seen >= 2 AND excess_mbits >= (SELECT value FROM t WHERE name = 'bits') * 1000
                    THEN excess_mbits ELSE 0 END AS strength, known_on,
               ['denied', CAST(seen AS VARCHAR), 'orders', CAST(n AS VARCHAR), 'expected', expected] AS facts, because
        FROM c
        """,
        c=with_excess(counted.arrow()),
        t=thresholds,
    )
