from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def recruiter_abroad(engine: LocalEngine, *, thresholds: Table, holdings: Table) -> Table:
    """One check for each recruiter of a party; switched off, because having one says nothing."""
    return engine.sql(
        """
        SELECT node_id, value AS what, 1 AS strength, first_on AS known_on, ['recruiter', value] AS facts,
               CAST([] AS VARCHAR[]) AS because
        FROM holdings WHERE kind = 'recruiter'
        """,
        holdings=holdings,
    )
