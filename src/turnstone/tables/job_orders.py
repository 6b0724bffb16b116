"""Raw job-order lines to clean ones, and the parties that they name."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.money import hourly, pay_unit
from turnstone.clean.name import name_tokens
from turnstone.clean.text import Nothing, fold, tidy
from turnstone.kernels.unique import join, split
from turnstone.model.job_orders import JOB_ORDERS
from turnstone.model.schema import FLAG, MONEY, TEXT
from turnstone.tables.parties import PartyFields, read_place
from turnstone.tables.raw_batch import RawBatch

EMPLOYER = PartyFields(
    "employer",
    "business",
    names=("employer_name", "employer_trade_name"),
    address=("employer_address1", "employer_address2"),
    city="employer_city",
    state="employer_state",
    postal_code="employer_postal_code",
    country="employer_country",
    province="employer_province",
    phone="employer_phone",
    email="employer_email",
)
AGENT = PartyFields(
    "agent",
    None,
    names=("agent_name",),
    person=("agent_last_name", "agent_first_name"),
    address=("agent_address1", "agent_address2"),
    city="agent_city",
    state="agent_state",
    postal_code="agent_postal_code",
)
AGENT_FIRM = PartyFields("agent_firm", None, names=("agent_firm",), city="agent_city", state="agent_state")
# Cells that hold two parties: 'MICHAELENE ROWE / SNAKE RIVER FARMERS ASSOCIATION', 'SMITH FARM C/O VALLEY GROWERS'.
SECOND_AGENT = PartyFields("agent", None, other=True, names=("agent_name",), city="agent_city", state="agent_state")
ASSOCIATE = PartyFields(
    "associate", None, other=True, names=("employer_name",), city="employer_city", state="employer_state"
)
CONTACT = PartyFields(
    "contact",
    "person",
    person=("contact_last_name", "contact_first_name"),
    city="employer_city",
    state="employer_state",
)
PARTIES = (EMPLOYER, ASSOCIATE, AGENT, SECOND_AGENT, AGENT_FIRM, CONTACT)

# The words of the files, folded, by what they begin with or hold; the first that fits decides.
_STATUS = (
    ("PARTIAL", "partial"), ("DENIED", "denied"), ("DENIAL", "denied"), ("REJECTED", "denied"),
    ("WITHDRAWN", "withdrawn"),
    ("CERTIFI", "certified"), ("RETURNED", "withdrawn"), ("INCOMPLETE", "pending"), ("RECEIVED", "pending"),
    ("REMAND", "pending"), ("REVIEW", "pending"), ("NOF ISSUED", "pending"), ("MODIFICATION", "other"),
)  # fmt: skip
_KINDS = (
    ("CONTRACTOR", "contractor"), ("JOINT", "joint"), ("ASSOCIATION", "association"), ("INDIVIDUAL", "individual"),
    ("SOLE", "association"),
)  # fmt: skip
_KIND_LETTERS = {"S": "individual", "A": "association", "J": "joint", "M": "association"}


def read_job_orders(raw: RawBatch) -> pa.RecordBatch:
    """The clean lines of one batch. What only all files together say is left for `clean.finish`."""
    case_no = raw.case_no()
    begin = pc.coalesce(raw.date("begin"), raw.date("requested_begin"))
    end = pc.coalesce(raw.date("end"), raw.date("requested_end"))
    filed = pc.coalesce(raw.filed_on(), raw.date("received"))
    decided = raw.date("decided")
    status = pc.fill_null(raw.clean("status", _status, TEXT), "other")
    requested, certified = raw.count("workers_requested"), raw.count("workers_certified")
    refused = pc.is_in(status, pa.array(["denied", "withdrawn"]))
    certified = pc.if_else(refused, pa.scalar(0, pa.int32()), certified)
    # The oldest files hold one number; for a full certification it is what was certified.
    certified = pc.if_else(pc.and_(certified.is_null(), pc.equal(status, "certified")), requested, certified)
    hours_weekly, wage, unit = raw.hours("hours"), raw.amount("wage"), raw.clean("wage_unit", pay_unit, TEXT)
    prevailing = _hourly(
        raw, raw.amount("prevailing_wage"), raw.clean("prevailing_wage_unit", pay_unit, TEXT), hours_weekly
    )
    title = raw.text("job_title")
    code = raw.clean("occupation_code", _code, TEXT)
    return pa.RecordBatch.from_arrays(
        [
            raw.ids, case_no, raw.constant("programme", "OTHER"), pa.nulls(raw.size, TEXT),
            pa.nulls(raw.size, FLAG),
            raw.clean("part", _part, TEXT), status, filed, decided,
            pc.coalesce(decided, begin, filed), begin, end, requested, certified, hours_weekly, wage, unit,
            _hourly(raw, wage, unit, hours_weekly), prevailing, raw.constant("currency", "USD"), title,
            raw.unique(join([code, title]), _job_key, TEXT), code, raw.clean("industry_code", _code, TEXT),
            pc.fill_null(raw.clean("employer_kind", _kind, TEXT), "unknown"), *_worksite(raw),
        ],
        names=JOB_ORDERS.names,
    )  # fmt: skip


def _worksite(raw: RawBatch) -> tuple[pa.Array, ...]:
    return read_place(
        raw,
        raw.raw("worksite_city"),
        raw.raw("worksite_state"),
        raw.raw("worksite_postal_code"),
        raw.raw("employer_country"),
    )


def _hourly(raw: RawBatch, wage: pa.Array, unit: pa.Array, hours_weekly: pa.Array) -> pa.Array:
    """The wage by the hour, worked out once for each combination."""
    return raw.unique(join([wage.cast(TEXT), unit, hours_weekly.cast(TEXT)]), _hourly_text, MONEY)


def _hourly_text(joined: str) -> Decimal | None:
    wage, unit, hours_weekly = split(joined)
    return hourly(Decimal(wage), unit, Decimal(hours_weekly) if hours_weekly else None) if wage and unit else None


def _status(text: str) -> str:
    words = fold(text)
    found = next((status for word, status in _STATUS if word in words), None)
    if found is None:
        raise ValueError("no known status")
    return found


def _part(text: str) -> str:
    word = fold(text)
    if word.startswith("PRI"):
        return "primary"
    if word.startswith("SUB"):
        return "member"
    raise ValueError("neither PRI nor SUB")


def _kind(text: str) -> str:
    words = fold(text)
    if not words:
        raise Nothing("nothing")
    found = _KIND_LETTERS.get(words) or next((kind for word, kind in _KINDS if word in words), None)
    if found is None:
        raise ValueError("no known kind of employer")
    return found


def _code(text: str) -> str:
    out = "".join(c for c in tidy(text).removesuffix(".0") if c.isalnum())
    if not out or out == "0":
        raise Nothing("no code")
    return out


def _job_key(joined: str) -> str | None:
    """The first six digits of a SOC code say which occupation; older codes and free titles are compared by words."""
    code, title = split(joined)
    if code and len(code) in (6, 8) and code.isdigit():
        return f"soc {code[:2]}-{code[2:6]}"
    if title:
        words = [w.removesuffix("S") if len(w) > 4 else w for w in name_tokens(title) if len(w) > 1 and not w.isdigit()]
        return " ".join(sorted(set(words))[:6]) or None
    return None
