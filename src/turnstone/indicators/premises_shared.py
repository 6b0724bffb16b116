from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def premises_shared(engine: LocalEngine, *, thresholds: Table, holdings: Table, nodes: Table) -> Table:
    """One check for each address of an employer: how many employers with other names came to it within three years?"""
    return engine.sql(
        """
        WITH spot AS (
            SELECT h.node_id, h.value AS place, h.first_on, h.last_on, n.name, n.town, n.state
            FROM holdings h JOIN nodes n ON n.id = h.node_id
            WHERE h.kind = 'premises' AND n.kind = 'employer' AND h.first_on IS NOT NULL
        )
        SELECT a.node_id, a.place AS what,
               CASE WHEN count(DISTINCT b.name) BETWEEN (SELECT value FROM thresholds WHERE name = 'names')
                         AND (SELECT value FROM thresholds WHERE name = 'at_most')
                    THEN CAST(count(DISTINCT b.name) AS INTEGER) ELSE 0 END AS strength, a.first_on AS known_on,
               ['names', CAST(count(DISTINCT b.name) AS VARCHAR), 'premises', a.place, 'town', a.town, 'state', a.state,
                'until', CAST(a.first_on AS VARCHAR)] AS facts,
               list(DISTINCT b.node_id ORDER BY b.node_id)[1:50] AS because
        FROM spot a JOIN spot b ON b.place = a.place AND b.first_on <= a.first_on AND b.last_on >= a.first_on - 1095
        GROUP BY a.node_id, a.place, a.first_on, a.town, a.state
        """,
        holdings=holdings,
        nodes=nodes,
        thresholds=thresholds,
    )
