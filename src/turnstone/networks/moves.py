"""What parties took up and gave up: a timeline of moves, from what they hold and when."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.moves import MOVES
from turnstone.stage import stage

KINDS = ("premises", "housing", "phone", "email", "handle", "agent", "recruiter", "wallet", "iban", "plate", "template")
"""Kinds of which a party has one after the other. People are facts and no moves; a filing is new each time."""


@stage(MOVES)
def moves(engine: LocalEngine, *, holdings: Table) -> Mapping[str, Table | pa.Table]:
    """Each thing that a party took up later than another of its kind. Things without a day are left out, and things that
    were taken up on the first day of their kind began with the party and are no move."""
    kinds = ", ".join(f"'{kind}'" for kind in KINDS)
    return {
        "moves": engine.sql(
            f"""
            WITH held AS (
                SELECT node_id, kind, value, min(first_on) AS first_on, max(last_on) AS last_on FROM h
                WHERE kind IN ({kinds}) AND first_on IS NOT NULL GROUP BY node_id, kind, value
            ), ranked AS (
                SELECT *, min(first_on) OVER (PARTITION BY node_id, kind) AS began,
                       lag(value) OVER w AS before, lag(last_on) OVER w AS before_until
                FROM held WINDOW w AS (PARTITION BY node_id, kind ORDER BY first_on, value)
            )
            SELECT node_id, kind, value, first_on AS on_date, before,
                   coalesce(before_until <= first_on, false) AS gave_up
            FROM ranked WHERE first_on > began AND before IS NOT NULL
            """,
            h=holdings,
        )
    }
