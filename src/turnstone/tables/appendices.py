"""Raw lines of appendices and addenda to clean ones, and the parties and premises that they name."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.money import pay_unit
from turnstone.clean.place import country_code, state_code, town_key
from turnstone.clean.text import fold
from turnstone.model.schema import TEXT
from turnstone.tables.parties import PartyFields
from turnstone.tables.raw_batch import RawBatch

RECRUITER = PartyFields(
    "recruiter",
    "person",
    person=("last_name", "first_name", "middle_name"),
    city="city",
    state="state",
    country="country",
    province="province",
)
RECRUITER_FIRM = PartyFields(
    "recruiter_firm", None, names=("firm",), city="city", state="state", country="country", province="province"
)
HOUSING = PartyFields(
    "housing",
    "premises",
    address=("address1", "address2"),
    city="city",
    state="state",
    postal_code="postal_code",
    country="country",
)
JOINT_EMPLOYER = PartyFields(
    "joint_employer",
    "business",
    names=("employer_name", "employer_trade_name"),
    address=("employer_address1", "employer_address2"),
    city="employer_city",
    state="employer_state",
    postal_code="employer_postal_code",
    country="employer_country",
    province="employer_province",
    phone="employer_phone",
)
JOINT_CONTACT = PartyFields(
    "contact",
    "person",
    person=("contact_last_name", "contact_first_name", "contact_middle_name"),
    city="employer_city",
    state="employer_state",
    phone="contact_phone",
    email="contact_email",
)

_MOVES = re.compile(r"\b(RANGE|MOBILE|CAMP WAGON|SHEEP ?(CAMP|WAGON)|TRAILER|RV|CAMPER|WAGON|TENT|VARIOUS|MULTIPLE)\b")


def read_crews(raw: RawBatch) -> pa.RecordBatch:
    """Crews and worksites (Appendix A). Pay counts by the hour only: these lines give no hours."""
    wage, unit = raw.amount("wage"), raw.clean("wage_unit", pay_unit, TEXT)
    by_hour = pc.or_(unit.is_null(), pc.equal(unit, "hour"))
    country = raw.constant("country", "US")
    return _batch(
        raw,
        crew=raw.text("crew"),
        workers=raw.count("workers"),
        begin_on=raw.date("begin"),
        end_on=raw.date("end"),
        wage_hourly=pc.if_else(by_hour, wage, pa.scalar(None, wage.type)),
        currency=raw.constant("currency", "USD"),
        town=raw.clean("city", town_key, TEXT),
        county=raw.clean("county", fold, TEXT),
        state=raw.clean("state", state_code, TEXT),
        country=country,
    )


def read_wage_offers(raw: RawBatch) -> pa.RecordBatch:
    """Wages and crops (Addendum A)."""
    wage, unit = raw.amount("wage"), raw.clean("wage_unit", pay_unit, TEXT)
    return _batch(
        raw,
        crop=raw.text("crop"),
        wage=wage,
        wage_unit=unit,
        wage_hourly=pc.if_else(pc.equal(unit, "hour"), wage, pa.scalar(None, wage.type)),
        currency=raw.constant("currency", "USD"),
    )


def read_recruiters(raw: RawBatch) -> pa.RecordBatch:
    """Recruiters abroad (Appendix C)."""
    return _batch(raw, city=raw.clean("city", town_key, TEXT), country=raw.clean("country", country_code, TEXT))


def read_housing(raw: RawBatch) -> pa.RecordBatch:
    """Workers' housing (Addendum B)."""
    kind = raw.text("kind")
    said = pc.binary_join_element_wise(
        kind, raw.raw("address1"), raw.raw("details"), " ", null_handling="replace", null_replacement=""
    )
    return _batch(
        raw,
        kind=kind,
        units=raw.count("units"),
        occupancy=raw.count("occupancy"),
        mobile=raw.unique(said, lambda text: "yes" if _MOVES.search(fold(text)) else None, TEXT),
    )


def read_joint_employers(raw: RawBatch) -> pa.RecordBatch:
    """Joint employers (Appendix D)."""
    return _batch(raw)


def _batch(raw: RawBatch, **columns: pa.Array) -> pa.RecordBatch:
    """The columns that all of them have, and the others."""
    return pa.RecordBatch.from_pydict({"id": raw.ids, "case_no": raw.case_no(), "filed_on": raw.filed_on(), **columns})
