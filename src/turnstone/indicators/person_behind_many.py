from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def person_behind_many(engine: LocalEngine, *, thresholds: Table, holdings: Table, nodes: Table) -> Table:
    """One check for each person beside an employer: beside how many employers with other names does the person stand?"""
    return engine.sql(
        """
        WITH spot AS (
            SELECT h.node_id, h.value AS person, h.first_on, n.name FROM holdings h JOIN nodes n ON n.id = h.node_id
            WHERE h.kind = 'person' AND n.kind = 'employer'
        ), counted AS (
            SELECT person, count(DISTINCT name) AS names, list(DISTINCT node_id ORDER BY node_id)[1:50] AS because
            FROM spot GROUP BY person
        )
        SELECT a.node_id, a.person AS what,
               CASE WHEN c.names >= (SELECT value FROM thresholds WHERE name = 'names')
                     AND c.names <= (SELECT value FROM thresholds WHERE name = 'at_most') THEN CAST(c.names AS INTEGER)
                    ELSE 0 END AS strength, a.first_on AS known_on,
               ['names', CAST(c.names AS VARCHAR), 'person', a.person] AS facts, c.because
        FROM spot a JOIN counted c ON c.person = a.person
        """,
        holdings=holdings,
        nodes=nodes,
        thresholds=thresholds,
    )
