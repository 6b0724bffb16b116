from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def one_need_several_names(
    engine: LocalEngine, *, thresholds: Table, orders: Table, ties: Table, nodes: Table
) -> Table:
    """One check for each pair of tied employers with different names: did they file for one job, place and time?"""
    return engine.sql(
        """
        WITH pair AS (
            SELECT t.a, t.b, min(t.kind) AS kind FROM ties t
            JOIN nodes x ON x.id = t.a AND x.kind = 'employer' JOIN nodes y ON y.id = t.b AND y.kind = 'employer'
            WHERE t.kind IN ('premises', 'phone', 'person') AND x.name <> y.name GROUP BY t.a, t.b
        ), own AS (
            SELECT * FROM orders
            WHERE granted AND part = 'whole' AND node_id IN (SELECT a FROM pair UNION SELECT b FROM pair)
        ), match AS (
            SELECT p.a, p.b, p.kind, o.id AS o_id, q.id AS q_id, o.name AS o_name, q.name AS q_name, o.workers + q.workers AS workers,
                   o.begin_on, o.job_title, o.town, o.state, greatest(o.on_date, q.on_date) AS known_on, o.year,
                   row_number() OVER (PARTITION BY p.a, p.b, o.year ORDER BY o.id, q.id) AS place
            FROM pair p JOIN own o ON o.node_id = p.a JOIN own q ON q.node_id = p.b
                 AND q.programme = o.programme AND q.job_key = o.job_key AND q.state = o.state AND q.town = o.town
                 AND q.case_no <> o.case_no AND abs(q.begin_on - o.begin_on) <= (SELECT value FROM thresholds WHERE name = 'days')
        ), both_ways AS (
            SELECT a AS node_id, b AS other, * EXCLUDE (a, b) FROM match WHERE place = 1
            UNION ALL SELECT b, a, * EXCLUDE (a, b) FROM match WHERE place = 1
        ), checked AS (SELECT a AS node_id, b AS other FROM pair UNION ALL SELECT b, a FROM pair)
        SELECT c.node_id, c.other || ' ' || coalesce(CAST(m.year AS VARCHAR), 'never') AS what,
               CASE WHEN m.node_id IS NULL THEN 0 ELSE greatest(coalesce(m.workers, 2), 2) END AS strength, m.known_on,
               ['one', m.o_name, 'other', m.q_name, 'shared', m.kind, 'work', m.job_title, 'town', m.town, 'state', m.state,
                'begin', CAST(m.begin_on AS VARCHAR), 'workers', CAST(m.workers AS VARCHAR)] AS facts,
               [m.o_id, m.q_id] AS because
        FROM checked c LEFT JOIN both_ways m ON m.node_id = c.node_id AND m.other = c.other
        """,
        orders=orders,
        ties=ties,
        nodes=nodes,
        thresholds=thresholds,
    )
