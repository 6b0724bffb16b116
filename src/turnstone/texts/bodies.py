"""The bodies of offers: title, line break, text; or the one that there is. Each offer once."""

from __future__ import annotations

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table

BODY = "CASE WHEN title IS NULL THEN coalesce(text, '') WHEN text IS NULL THEN title ELSE title || chr(10) || text END"
"""SQL: an offer's body."""


def bodies(engine: LocalEngine, offers: Table, ids: pa.Array) -> pa.Table:
    """`id` and `body` of some offers, in the order of `ids`."""
    wanted = pa.table({"id": ids, "place": pa.array(range(len(ids)), pa.int64())})
    return engine.sql(
        f"""
        SELECT id, {BODY} AS body FROM w JOIN (SELECT DISTINCT ON (id) id, title, text FROM o WHERE id IN (SELECT id FROM w)) o
        USING (id) ORDER BY place
        """,
        w=wanted,
        o=offers,
    ).arrow()
