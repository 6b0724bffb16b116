"""What became of groups, beside the same said in SQL, and of networks in plain cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.lineage import lineage
from turnstone.model.texts import TEMPLATE_HISTORY
from turnstone.networks.history import network_history

RowsOf = Callable[[str, list[dict]], Table]
GROUPS = st.dictionaries(st.sampled_from([f"offer-{i}" for i in range(9)]), st.sampled_from("abcd"), max_size=9)


def history_in_sql(engine: LocalEngine, before: Table | None, now: Table) -> pa.Table:
    """The events, from the members of both runs. `before`: None for a first run, in which all templates are new.

    A template goes on as the one with which it shares most offers. One that goes on under another id was renamed: an
    earlier offer came in. One of several that go on as one was merged; one that takes only a part of what went on
    elsewhere was split off.
    """
    old = before if before is not None else Table.of(now.schema.empty_table())
    return (
        engine.sql(
            f"""
        WITH a AS (SELECT template_id, count(*) AS n FROM old GROUP BY template_id),
        b AS (SELECT template_id, count(*) AS n FROM now GROUP BY template_id),
        shared AS (
            SELECT old.template_id AS was, now.template_id AS is_now, count(*) AS n
            FROM old JOIN now USING (offer_id) GROUP BY old.template_id, now.template_id
        ), heirs AS (
            SELECT was, is_now FROM (
                SELECT *, row_number() OVER (PARTITION BY was ORDER BY n DESC, is_now = was DESC, is_now) AS place FROM shared
            ) WHERE place = 1
        ), lines AS (
            SELECT is_now, was FROM (
                SELECT s.*, row_number() OVER (PARTITION BY s.is_now ORDER BY s.n DESC, s.was = s.is_now DESC, s.was) AS place
                FROM shared s JOIN heirs ON heirs.was = s.was AND heirs.is_now = s.is_now
            ) WHERE place = 1
        ), events AS (
            SELECT b.template_id, CASE WHEN b.n > a.n THEN 'grew' ELSE 'shrank' END AS event, b.template_id AS other_id, a.n AS was, b.n AS is_now
            FROM lines JOIN b ON b.template_id = lines.is_now JOIN a ON a.template_id = lines.was WHERE a.n <> b.n
            UNION ALL
            SELECT b.template_id, 'renamed', a.template_id, a.n, b.n FROM lines JOIN b ON b.template_id = lines.is_now
            JOIN a ON a.template_id = lines.was WHERE a.template_id <> b.template_id
            UNION ALL
            SELECT b.template_id, 'merged', a.template_id, a.n, b.n FROM heirs JOIN lines ON lines.is_now = heirs.is_now
            JOIN a ON a.template_id = heirs.was JOIN b ON b.template_id = heirs.is_now WHERE heirs.was <> lines.was
            UNION ALL
            SELECT b.template_id, 'split', s.was, a.n, b.n FROM shared s JOIN b ON b.template_id = s.is_now JOIN a ON a.template_id = s.was
            WHERE s.is_now NOT IN (SELECT is_now FROM lines)
            UNION ALL
            SELECT b.template_id, 'new', b.template_id, 0, b.n FROM b WHERE b.template_id NOT IN (SELECT is_now FROM shared)
            UNION ALL
            SELECT a.template_id, 'gone', a.template_id, a.n, 0 FROM a WHERE a.template_id NOT IN (SELECT was FROM shared)
        )
        SELECT template_id, event, other_id, CAST(was AS INTEGER) AS before, CAST(is_now AS INTEGER) AS now
        FROM events ORDER BY {", ".join(TEMPLATE_HISTORY.key)}
        """,
            old=old,
            now=now,
        )
        .arrow()
        .cast(TEMPLATE_HISTORY.arrow)
    )


@settings(max_examples=300)
@given(st.none() | GROUPS, GROUPS)
def test_lineage_beside_the_same_in_sql(
    engine: LocalEngine, rows_of: RowsOf, before: dict[str, str] | None, now: dict[str, str]
) -> None:
    def table(groups: dict[str, str]) -> Table:
        return rows_of("template_members", [{"offer_id": o, "template_id": t} for o, t in groups.items()])

    then = table(before) if before is not None else None
    told = history_in_sql(engine, then, table(now))
    found = lineage(then.arrow() if then else None, table(now).arrow(), "template_id", "offer_id")
    assert found.to_pylist() == told.to_pylist()


def events(rows_of: RowsOf, before: dict[str, str] | None, now: dict[str, str]) -> set[tuple[Any, ...]]:
    """`before`, `now`: the members of each network, a letter each."""

    def table(networks: dict[str, str]) -> Table:
        rows = [
            {"network_id": n, "node_id": i, "strongest_mbits": 0} for n, members in networks.items() for i in members
        ]
        return rows_of("network_members", rows)

    found = network_history(table(before) if before is not None else None, table(now))
    assert isinstance(found, pa.Table)
    return {tuple(row.values()) for row in found.to_pylist()}


def test_what_becomes_of_networks(rows_of: RowsOf) -> None:
    assert events(rows_of, None, {"n1": "ab", "n2": "c"}) == {("n1", "new", "n1", 0, 2)}
    assert events(rows_of, {"n1": "ab"}, {"n1": "ab", "n2": "c"}) == set()
    assert events(rows_of, {"n1": "ab", "n2": "c"}, {"n1": "abc"}) == {
        ("n1", "grew", "n1", 2, 3),
        ("n1", "merged", "n2", 1, 3),
    }
    assert events(rows_of, {"n1": "abcde"}, {"n1": "abc", "n2": "de"}) == {
        ("n1", "shrank", "n1", 5, 3),
        ("n2", "split", "n1", 5, 2),
    }
    assert events(rows_of, {"n2": "bc"}, {"n1": "abc"}) == {("n1", "grew", "n1", 2, 3), ("n1", "renamed", "n2", 2, 3)}
    assert events(rows_of, {"n1": "ab"}, {"n2": "c"}) == {("n1", "gone", "n1", 2, 0)}
