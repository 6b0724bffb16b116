from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def certified_while_barred(engine: LocalEngine, *, thresholds: Table, orders: Table, bars: Table) -> Table:
    """One check for each order of a barred party that was decided during the bar."""
    return engine.sql(
        """
        SELECT o.node_id, b.id || ' ' || o.id AS what,
               CASE WHEN o.granted THEN greatest(coalesce(o.workers, 1), 1) ELSE 0 END AS strength, o.on_date AS known_on,
               ['decided', CAST(o.on_date AS VARCHAR), 'workers', CAST(o.workers AS VARCHAR), 'case', o.case_no,
                'from', CAST(b.begin_on AS VARCHAR), 'until', CAST(b.end_on AS VARCHAR), 'name', o.name] AS facts,
               [b.id, o.id] AS because
        FROM orders o JOIN bars b ON b.node_id = o.node_id AND coalesce(b.programme, o.programme) = o.programme
        WHERE o.on_date BETWEEN b.begin_on AND b.end_on AND o.part <> 'primary'
        """,
        orders=orders,
        bars=bars,
    )
