"""Raw lines of debarment lists, registers and wage floors to clean ones, and the parties that they name."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.place import state_code
from turnstone.model.schema import TEXT
from turnstone.tables.parties import PartyFields, registration
from turnstone.tables.raw_batch import RawBatch

BARRED = PartyFields("barred", "business", names=("name",), city="city", state="state", country="country")
PARTY = PartyFields(
    "party",
    None,
    names=("name", "alias"),
    address=("address1", "address2"),
    city="city",
    state="state",
    postal_code="postal_code",
    country="country",
    phone="phone",
    email="email",
    registration_no="registration_no",
    birth="birth",
    document_no="document_no",
    schema="schema",
    each=True,
)


def read_debarments(raw: RawBatch) -> pa.RecordBatch:
    """Official bars."""
    return pa.RecordBatch.from_pydict(
        {
            "id": raw.ids,
            "programme": raw.text("programme"),
            "begin_on": raw.date("begin"),
            "end_on": raw.date("end"),
            "note": raw.text("note"),
        }
    )


def read_parties_table(raw: RawBatch) -> pa.RecordBatch:
    """Parties of registers and other tools."""
    return pa.RecordBatch.from_pydict(
        {
            "id": raw.ids,
            "external_id": raw.raw("external_id"),
            "schema": raw.text("schema"),
            "registration_no": raw.clean("registration_no", registration, TEXT),
            "topics": raw.text("topics"),
        }
    )


def read_party_links(raw: RawBatch) -> pa.RecordBatch:
    """Links that a register or another tool asserts."""
    return pa.RecordBatch.from_pydict(
        {
            "id": raw.ids,
            "external_a": pc.fill_null(raw.raw("external_a"), ""),
            "external_b": pc.fill_null(raw.raw("external_b"), ""),
            "relation": raw.text("relation"),
            "begin_on": raw.date("begin"),
            "end_on": raw.date("end"),
        }
    )


def read_wage_floors(raw: RawBatch) -> pa.RecordBatch:
    """Wage floors that a user supplies."""
    return pa.RecordBatch.from_pydict(
        {
            "id": raw.ids,
            "name": raw.text("name"),
            "programme": raw.text("programme"),
            "state": raw.clean("state", state_code, TEXT),
            "begin_on": raw.date("begin"),
            "end_on": raw.date("end"),
            "wage_hourly": raw.amount("wage"),
            "currency": raw.constant("currency", "USD"),
        }
    )
