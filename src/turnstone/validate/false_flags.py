"""How many who do nothing unlawful stand in a lead, class by class, for each 10,000 of the class.

A unit is who truth says that rows are from: a worker, an agency, a farm. It is lawful when at least one of its rows that
the run has is labelled no, and none is labelled yes. It is flagged when a row of it is in a lead that is not true, and
caught up when a row of it is in one that is true. Rows without a unit count as a unit each.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.validate.meet_truth import TRUE, UNJUDGED, Meeting
from turnstone.validate.share import Share, share

PER = 10_000


@dataclass(frozen=True)
class FalseFlags:
    """Of one class: units in a lead that is not true, and, apart, units caught up in a true one; of all of the class."""

    group: str
    flagged: Share
    caught_up: Share

    @property
    def per_10_000(self) -> float | None:
        return None if self.flagged.rate is None else PER * self.flagged.rate


def false_flags(engine: LocalEngine, met: Meeting) -> list[FalseFlags]:
    """Each class of lawful units, in order of names, and last all of them."""
    verdicts = [(n.id, n.verdict == TRUE) for n in met.leads if n.verdict != UNJUDGED]
    leads = pa.table({
        "network_id": pa.array([id for id, _ in verdicts], pa.string()),
        "is_true": pa.array([true for _, true in verdicts], pa.bool_()),
    })  # fmt: skip
    rows = engine.sql(
        """
        WITH u AS (
            SELECT row, label, CASE WHEN unit_id = '' THEN 'row ' || CAST(row AS VARCHAR) ELSE 'unit ' || unit_id END AS unit,
                   class FROM r),
        lawful AS (
            SELECT unit, min(CASE WHEN label = 'no' THEN class END) AS class FROM u GROUP BY unit
            HAVING count(*) FILTER (label = 'yes') = 0 AND count(*) FILTER (label = 'no') > 0),
        hit AS (
            SELECT u.unit, bool_or(NOT l.is_true) AS flagged, bool_or(l.is_true) AS caught
            FROM u JOIN held h ON h.row = u.row JOIN l ON l.network_id = h.network_id GROUP BY u.unit)
        SELECT coalesce(w.class, '') AS class, count(*) AS n, count(*) FILTER (hit.flagged) AS flagged,
               count(*) FILTER (hit.caught) AS caught
        FROM lawful w LEFT JOIN hit ON hit.unit = w.unit GROUP BY 1 ORDER BY 1
        """,
        r=Table.of(met.rows), held=met.held, l=leads,
    ).arrow().to_pylist()  # fmt: skip
    counted = [(r["class"] or "(no class)", int(r["n"]), int(r["flagged"]), int(r["caught"])) for r in rows]
    if len(counted) > 1:
        counted.append(
            ("all lawful units", sum(c[1] for c in counted), sum(c[2] for c in counted), sum(c[3] for c in counted))
        )
    return [FalseFlags(name, share(flagged, n), share(caught, n)) for name, n, flagged, caught in counted]
