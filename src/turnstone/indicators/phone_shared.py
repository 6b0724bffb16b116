from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def phone_shared(engine: LocalEngine, *, thresholds: Table, holdings: Table, nodes: Table) -> Table:
    """One check for each telephone number of an employer: how many employers with other names have it?"""
    return engine.sql(
        """
        WITH spot AS (
            SELECT h.node_id, h.value AS phone, h.first_on, n.name FROM holdings h JOIN nodes n ON n.id = h.node_id
            WHERE h.kind = 'phone' AND n.kind = 'employer'
        ), counted AS (
            SELECT phone, count(DISTINCT name) AS names, list(DISTINCT node_id ORDER BY node_id)[1:50] AS because
            FROM spot GROUP BY phone
        )
        SELECT a.node_id, a.phone AS what,
               CASE WHEN c.names BETWEEN (SELECT value FROM thresholds WHERE name = 'names')
                         AND (SELECT value FROM thresholds WHERE name = 'at_most') THEN CAST(c.names AS INTEGER) ELSE 0 END AS strength, a.first_on AS known_on,
               ['names', CAST(c.names AS VARCHAR), 'phone', a.phone] AS facts, c.because
        FROM spot a JOIN counted c ON c.phone = a.phone
        """,
        holdings=holdings,
        nodes=nodes,
        thresholds=thresholds,
    )
