"""Pairs of parties with what all their ties weigh, and the bars that they must reach."""

from __future__ import annotations

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import mbits
from turnstone.networks.kinds import of_kind

SLACK = 3_000
"""Two parties belong together when the ties between them weigh at least log2(parties) less three bits: one rare thing
that at most eight hold is enough; a commoner one needs a second."""
POSSIBLY = 2_000
"""Those whose ties weigh up to two bits less may belong together: one thing that at most 32 hold."""


def bar(parties: int) -> int:
    """Millibits from which a pair of parties belongs together, in a market of so many."""
    return mbits(max(parties, 2)) - SLACK


def weighed_pairs(engine: LocalEngine, ties: Table, least: int) -> Table:
    """(a, b, weight_mbits) of the pairs that weigh at least `least`, heaviest first: the sum over families of the
    strongest tie."""
    return engine.sql(
        f"""
        WITH kinds AS (
            SELECT a, b, {of_kind("kind", "family")} AS of_family, max(weight_mbits) AS weight
            FROM ties GROUP BY a, b, of_family
        )
        SELECT a, b, CAST(sum(weight) AS INTEGER) AS weight_mbits FROM kinds
        GROUP BY a, b HAVING sum(weight) >= {least} ORDER BY weight_mbits DESC, a, b
        """,
        ties=ties,
    )
