from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def new_legal_form(engine: LocalEngine, *, thresholds: Table, orders: Table) -> Table:
    """One check for each employer with a legal form: did its name come back with another form after the first had gone?"""
    return engine.sql(
        """
        WITH spans AS (
            SELECT node_id, legal_form, min(on_date) AS first_on, max(on_date) AS last_on, count(DISTINCT case_no) AS cases,
                   arg_min(name, (on_date, id)) AS name, arg_min(id, (on_date, id)) AS id
            FROM orders WHERE legal_form IS NOT NULL AND on_date IS NOT NULL GROUP BY node_id, legal_form
        ), changes AS (
            SELECT a.node_id, a.legal_form AS old_form, b.legal_form AS new_form, a.last_on, b.first_on, a.name AS old_name,
                   b.name AS new_name, a.id AS a_id, b.id AS b_id, b.first_on - a.last_on AS days,
                   row_number() OVER (PARTITION BY a.node_id ORDER BY b.first_on, a.legal_form, b.legal_form) AS place
            FROM spans a JOIN spans b ON b.node_id = a.node_id AND b.legal_form <> a.legal_form
                 AND a.last_on < b.first_on AND a.cases > 1 AND b.cases > 1
                 AND b.first_on - a.last_on <= (SELECT value FROM thresholds WHERE name = 'days')
        )
        SELECT s.node_id, coalesce(c.old_form || ' to ' || c.new_form, 'one form') AS what,
               CASE WHEN c.node_id IS NULL THEN 0 ELSE 1 END AS strength, c.first_on AS known_on,
               ['before', c.old_name, 'after', c.new_name, 'last', CAST(c.last_on AS VARCHAR),
                'first', CAST(c.first_on AS VARCHAR)] AS facts, [c.a_id, c.b_id] AS because
        FROM (SELECT DISTINCT node_id FROM spans) s LEFT JOIN changes c ON c.node_id = s.node_id
        """,
        orders=orders,
        thresholds=thresholds,
    )
