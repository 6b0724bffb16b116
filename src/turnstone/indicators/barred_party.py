from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def barred_party(engine: LocalEngine, *, thresholds: Table, nodes: Table, bars: Table) -> Table:
    """One check a named party: does an official bar name it?"""
    return engine.sql(
        """
        SELECT n.id AS node_id, coalesce(b.id, 'no bar') AS what, CASE WHEN b.id IS NULL THEN 0 ELSE 1 END AS strength,
               b.begin_on AS known_on,
               ['programme', b.programme, 'from', CAST(b.begin_on AS VARCHAR), 'until', CAST(b.end_on AS VARCHAR)] AS facts,
               [b.id] AS because
        FROM nodes n LEFT JOIN bars b ON b.node_id = n.id WHERE n.kind <> 'unnamed employer'
        """,
        nodes=nodes,
        bars=bars,
    )
