"""The stage that finds the contacts in offers: in their bodies, and in the columns that a source keeps for them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from turnstone.clean.contacts.contact import Contact
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

    return {"offer_contacts@": engine.map_batches(joined, contacts_of, OFFER_CONTACTS.arrow)}


def contacts_of(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The contacts of a batch of offers with columns id, country, language, body and those of FIELDS."""
    ids, countries, languages = (batch.column(name).to_pylist() for name in ("id", "country", "language"))
    offers: list[str] = []
    fields: list[str] = []
    contacts: list[Contact] = []
    given = [(field, batch.column(field)) for field in ("body", *FIELDS)]
    texts = [(field, column.to_pylist()) for field, column in given if column.null_count < len(column)]
    for i, offer in enumerate(ids):
        for field, column in texts:
            if not (text := column[i]):
                continue
            seen: set[tuple[int, str, str]] = set()
            for found in find_contacts(text, country=countries[i], language=languages[i]):
                key = (found.start, found.kind, found.value)
                if key in seen or (field in FIELDS and found.kind != field):
                    continue
                seen.add(key)
                offers.append(offer)
                fields.append(field)
                contacts.append(found)
    schema = OFFER_CONTACTS.arrow
    columns = {"offer_id": offers, "field": fields}
    for name in ("start", "end", "kind", "value", "raw", "obscured", "how"):
        columns[name] = [getattr(found, name) for found in contacts]
    return pa.RecordBatch.from_arrays([pa.array(columns[f.name], f.type) for f in schema], schema=schema)
