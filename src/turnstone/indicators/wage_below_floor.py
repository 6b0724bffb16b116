from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def wage_below_floor(engine: LocalEngine, *, thresholds: Table, orders: Table, wage_floors: Table) -> Table:
    """One check for each hourly wage to which a floor that the user supplied applies."""
    return engine.sql(
        """
        SELECT o.node_id, f.id || ' ' || o.id AS what,
               CASE WHEN o.wage_hourly < f.wage_hourly THEN CAST(1000 - 1000 * o.wage_hourly / f.wage_hourly AS INTEGER)
                    ELSE 0 END AS strength, o.on_date AS known_on,
               ['wage', CAST(CAST(o.wage_hourly AS DECIMAL(12, 2)) AS VARCHAR), 'floor', CAST(CAST(f.wage_hourly AS DECIMAL(12, 2)) AS VARCHAR),
                'called', f.name, 'state', o.state, 'day', CAST(coalesce(o.begin_on, o.on_date) AS VARCHAR), 'case', o.case_no] AS facts,
               [f.id, o.id] AS because
        FROM orders o JOIN wage_floors f ON f.currency = o.currency
             AND coalesce(f.programme, o.programme) = o.programme AND coalesce(f.state, o.state) = o.state
             AND coalesce(o.begin_on, o.on_date) >= f.begin_on
             AND coalesce(o.begin_on, o.on_date) <= coalesce(f.end_on, coalesce(o.begin_on, o.on_date))
        WHERE o.wage_hourly >= 2 AND o.wage_unit <> 'month' AND f.wage_hourly > 0
        """,
        orders=orders,
        wage_floors=wage_floors,
    )
