"""Whom errors hit: precision, recall and false alarms of rows by language, nationality and sex of those they are about."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.validate.meet_truth import Meeting
from turnstone.validate.share import Share, share

BY = ("language", "nationality", "sex")
UNKNOWN = "not known"


@dataclass(frozen=True)
class GroupRates:
    """Rows about one group. A row is listed when it is in a lead. `precision`: labelled yes, of those listed whose label is
    known; `recall`: listed, of those labelled yes; `false_alarms`: listed, of those labelled no."""

    by: str
    group: str
    precision: Share
    recall: Share
    false_alarms: Share


def error_rates(engine: LocalEngine, met: Meeting) -> list[GroupRates]:
    """The groups of each kind by size (of equals, by name); those of whom nothing is known last. A kind of which nothing is known
    at all is left out."""
    leads = pa.table({"network_id": pa.array([n.id for n in met.leads], pa.string())})
    out = []
    for by in BY:
        rows = engine.sql(
            f"""
            WITH listed AS (SELECT DISTINCT h.row FROM held h JOIN l ON l.network_id = h.network_id)
            SELECT r.{by} AS g, count(*) AS n, count(*) FILTER (r.label = 'yes') AS yes, count(*) FILTER (r.label = 'no') AS no,
                   count(*) FILTER (r.label = 'yes' AND i.row IS NOT NULL) AS yes_in,
                   count(*) FILTER (r.label = 'no' AND i.row IS NOT NULL) AS no_in
            FROM r LEFT JOIN listed i ON i.row = r.row WHERE r.label <> '' GROUP BY 1 ORDER BY r.{by} = '', n DESC, 1
            """,
            r=Table.of(met.rows), held=met.held, l=leads,
        ).arrow().to_pylist()  # fmt: skip
        if any(r["g"] for r in rows):
            out += [_rates(by, r["g"] or UNKNOWN, *(int(r[c]) for c in ("yes", "no", "yes_in", "no_in"))) for r in rows]
    return out


def _rates(by: str, group: str, yes: int, no: int, yes_in: int, no_in: int) -> GroupRates:
    return GroupRates(by, group, share(yes_in, yes_in + no_in), share(yes_in, yes), share(no_in, no))


def of_all_rows(engine: LocalEngine, met: Meeting) -> GroupRates:
    """The same of all rows."""
    leads = pa.table({"network_id": pa.array([n.id for n in met.leads], pa.string())})
    row = engine.sql(
        """
        WITH listed AS (SELECT DISTINCT h.row FROM held h JOIN l ON l.network_id = h.network_id)
        SELECT count(*) FILTER (r.label = 'yes') AS yes, count(*) FILTER (r.label = 'no') AS no,
               count(*) FILTER (r.label = 'yes' AND i.row IS NOT NULL) AS yes_in,
               count(*) FILTER (r.label = 'no' AND i.row IS NOT NULL) AS no_in
        FROM r LEFT JOIN listed i ON i.row = r.row
        """,
        r=Table.of(met.rows), held=met.held, l=leads,
    ).arrow().to_pylist()[0]  # fmt: skip
    return _rates("", "all rows", *(int(row[c]) for c in ("yes", "no", "yes_in", "no_in")))
