"""The stage that finds the contacts in offers: in their bodies, and in the columns that a source keeps for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa

from turnstone.clean.contacts.find import find_contacts
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.offers import OFFER_CONTACTS
from turnstone.stage import stage

FIELDS = ("phone", "email", "url")


@stage(OFFER_CONTACTS)
def contacts(engine: LocalEngine, *, offers: Table, raw: Table) -> Mapping[str, Table | pa.Table]:
    """Contacts of each offer. `raw`: its raw rows, for the columns of their own."""
    joined = engine.sql(
        """
        SELECT o.id, o.country, o.language,
               CASE WHEN o.title IS NULL THEN o.text WHEN o.text IS NULL THEN o.title ELSE o.title || chr(10) || o.text END AS body,
               r.phone, r.email, r.url
        FROM (SELECT DISTINCT ON (id) * FROM o) o LEFT JOIN (SELECT DISTINCT ON (id) id, phone, email, url FROM r) r ON r.id = o.id
        """,
        o=offers,
        r=raw,
    )  # fmt: skip

    def kernel(batch: pa.RecordBatch) -> pa.RecordBatch:
        return pa.RecordBatch.from_pylist(list(_rows(batch)), OFFER_CONTACTS.arrow)

    return {"offer_contacts@": engine.map_batches(joined, kernel, OFFER_CONTACTS.arrow)}


def _rows(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    for row in batch.to_pylist():
        seen: set[tuple[object, ...]] = set()
        for field in ("body", *FIELDS):
            text = row[field]
            if not text:
                continue
            for found in find_contacts(text, country=row["country"], language=row["language"]):
                key = (field, found.start, found.kind, found.value)
                if key in seen or (field in FIELDS and found.kind != field):
                    continue
                seen.add(key)
                yield {
                    "offer_id": row["id"], "field": field, "start": found.start, "end": found.end, "kind": found.kind,
                    "value": found.value, "raw": found.raw, "obscured": found.obscured, "how": found.how,
                }  # fmt: skip
