from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def reappearance(engine: LocalEngine, *, thresholds: Table, orders: Table, bars: Table, holdings: Table) -> Table:
    """One check for each thing that a barred party and another share: was the other certified during the bar?"""
    return engine.sql(
        """
        WITH things AS (
            SELECT node_id, value, CASE kind WHEN 'housing' THEN 'premises' ELSE kind END AS kind, first_on FROM holdings
            WHERE kind IN ('premises', 'housing', 'phone', 'person', 'agent', 'recruiter')
        ), of_barred AS (SELECT DISTINCT kind, value FROM things WHERE node_id IN (SELECT node_id FROM bars)),
        held AS (SELECT things.* FROM things JOIN of_barred USING (kind, value)),
        counted AS (SELECT kind, value, count(DISTINCT node_id) AS holders FROM held GROUP BY kind, value),
        few AS (SELECT CAST(value AS INTEGER) AS most FROM thresholds WHERE name = 'clients_of_an_agent'),
        shared AS (
            SELECT b.*, h.kind, h.value, c.holders, other.node_id AS other, greatest(h.first_on, other.first_on) AS since
            FROM bars b JOIN held h ON h.node_id = b.node_id JOIN counted c ON c.kind = h.kind AND c.value = h.value
            JOIN held other ON other.kind = h.kind AND other.value = h.value AND other.node_id <> b.node_id
            CROSS JOIN few WHERE h.kind NOT IN ('agent', 'recruiter') OR c.holders <= few.most
        ), found AS (
            SELECT s.other AS node_id, s.id AS bar, s.name AS barred, s.begin_on, s.end_on, s.kind, s.value, s.holders, s.since,
                   o.id AS order_id, o.on_date, o.workers, o.name, o.case_no,
                   row_number() OVER (PARTITION BY s.id, s.other, o.id ORDER BY s.holders, s.kind, s.value, s.since) AS place
            FROM shared s LEFT JOIN orders o ON o.node_id = s.other AND o.granted
                 AND o.programme = coalesce(s.programme, o.programme) AND o.on_date BETWEEN s.begin_on AND s.end_on
        )
        SELECT node_id, bar || ' ' || coalesce(order_id, 'none') AS what,
               CASE WHEN order_id IS NULL THEN 0 ELSE 1000 // holders END AS strength, greatest(on_date, since) AS known_on,
               ['barred', barred, 'from', CAST(begin_on AS VARCHAR), 'until', CAST(end_on AS VARCHAR), 'name', name,
                'decided', CAST(on_date AS VARCHAR), 'workers', CAST(workers AS VARCHAR), 'case', case_no,
                'shared', kind, kind, value, 'holders', CAST(holders AS VARCHAR)] AS facts,
               [bar, order_id] AS because
        FROM found WHERE place = 1
        """,
        orders=orders,
        bars=bars,
        holdings=holdings,
        thresholds=thresholds,
    )
