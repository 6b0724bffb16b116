from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def wage_below_federal_minimum(engine: LocalEngine, *, thresholds: Table, orders: Table, wage_offers: Table) -> Table:
    """One check for each hourly wage in dollars that can be meant as one: is it under the federal minimum of its day?"""
    return engine.sql(
        """
        WITH offered AS (
            SELECT node_id, id, case_no, wage_hourly AS wage, coalesce(begin_on, on_date) AS day, on_date AS known_on,
                   job_title AS work, part
            FROM orders WHERE currency = 'USD' AND country = 'US' AND wage_unit <> 'month'
                          AND coalesce(state, '') NOT IN ('MP', 'AS', 'FM', 'MH', 'PW')
            UNION ALL
            SELECT 'case-' || case_no, arg_max(id, (wage_hourly, id)), case_no, max(wage_hourly), min(filed_on), min(filed_on),
                   arg_max(crop, (wage_hourly, id)), 'whole'
            FROM wage_offers WHERE wage_hourly IS NOT NULL AND currency = 'USD' AND case_no NOT IN (SELECT case_no FROM orders WHERE case_no IS NOT NULL)
            GROUP BY case_no
        )
        SELECT o.node_id, o.id AS what,
               CASE WHEN o.wage < t.value THEN CAST(1000 - 1000 * o.wage / t.value AS INTEGER) ELSE 0 END AS strength,
               o.known_on,
               CASE WHEN strength >= 1 THEN ['wage', CAST(CAST(o.wage AS DECIMAL(12, 2)) AS VARCHAR), 'minimum', CAST(CAST(t.value AS DECIMAL(12, 2)) AS VARCHAR),
                'day', CAST(o.day AS VARCHAR), 'work', o.work, 'case', o.case_no] END AS facts,
               [o.id] AS because
        FROM offered o JOIN thresholds t ON t.name = 'federal_minimum' AND o.day >= t.since
             AND o.day <= coalesce(t.until, o.day)
        WHERE o.wage >= (SELECT value FROM thresholds WHERE name = 'least_plausible')
        """,
        orders=orders,
        wage_offers=wage_offers,
        thresholds=thresholds,
    )
