"""All files of a world that are neither adverts nor money: job orders, bars, registers, premises, records of services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from turnstone.sim.filings.debarments import HEADER, debarment
from turnstone.sim.filings.go_betweens import counts
from turnstone.sim.filings.job_orders import H2A, H2B, HOUSING, filer, orders
from turnstone.sim.filings.premises import OWNERS, PREMISES, TENURES, listed, owners_of_many
from turnstone.sim.filings.records import HOTLINE, INSPECTIONS, REFERRALS, Written, record
from turnstone.sim.filings.register import (  # fmt: skip
    APPOINTMENTS,
    COMPANIES,
    OFFICERS,
    Register,
    appointment_rows,
    company_rows,
    enter,
    enter_others,
    entities,
    office_entities,
    officer_rows,
)
from turnstone.sim.odds import csv_lines
from turnstone.sim.truth import Truth, row_of
from turnstone.sim.world import World, actors

HEADERS: dict[str, Sequence[str]] = {
    "filings/h2a.csv": H2A, "filings/h2b.csv": H2B, "filings/h2a_housing.csv": HOUSING, "filings/debarments.csv": HEADER,
    "register/companies.csv": COMPANIES, "register/officers.csv": OFFICERS, "register/appointments.csv": APPOINTMENTS,
    "register/register.ndjson": (),
    "premises/premises.csv": PREMISES, "premises/owners.csv": OWNERS, "premises/tenures.csv": TENURES,
    "records/hotline.csv": HOTLINE, "records/inspections.csv": INSPECTIONS, "records/referrals.csv": REFERRALS,
}  # fmt: skip
"""File, as a path below the data -> its columns; NDJSON has none."""
MAPPED = (
    "register/companies", "register/officers", "register/appointments", "premises/premises", "premises/owners", "premises/tenures",
)  # fmt: skip
"""Tables that no shipped source describes."""


@dataclass
class Files:
    """A block's rows of each file."""

    rows: dict[str, list[Sequence[object]]] = field(default_factory=lambda: {name: [] for name in HEADERS})
    lines: list[str] = field(default_factory=list)

    def add(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        self.rows[name].extend(rows)


def headings() -> dict[str, str]:
    """File, as a path below the data -> its first line, as `offers.headings`."""
    return {name: csv_lines([columns]) if columns else "" for name, columns in HEADERS.items()}


def mappings() -> dict[str, str]:
    """File, as a path below the data -> its text: how `turnstone add --source` reads the table beside it."""
    shipped = files("turnstone.sim.filings").joinpath("mappings")
    return {f"{table}.yml": shipped.joinpath(f"{Path(table).name}.yml").read_text("utf-8") for table in MAPPED}


def write_filings(made: World, block: int, data: Path) -> Truth:
    """Writes `FILE.NNN`, a part of each file of `headings`, and says what is true of its rows.

    The parts of all blocks in order, after the heading, are the file. Rows of the truth are of the tables job_orders,
    housing, parties (companies, officers, premises, owners), debarments and records. People who run a unit's firm and are
    not among `persons` are in `Truth.people`.
    """
    known = counts(made)
    told, out, written = Truth(), Files(), Written()
    places = range(len(made.places.countries))
    registers = {country: Register() for country in places}
    numbers: dict[int, int] = {}
    for actor in actors(made, block):
        how = filer(made, known, actor)
        if how is not None:
            for order in orders(made, known, actor, how, numbers, block):
                out.add(f"filings/{'h2a' if order.programme == 'H-2A' else 'h2b'}.csv", [order.row])
                out.add("filings/h2a_housing.csv", order.housing)
                told.rows.append(row_of(actor, "job_orders", order.case_no))
                told.rows += [row_of(actor, "housing", order.case_no)] if order.housing else []
            if (bar := debarment(made, actor, how)) is not None:
                out.add("filings/debarments.csv", [bar])
                told.rows.append(row_of(actor, "debarments", f"{bar[1]} {bar[4]}"))
        enter(made, known, actor, registers[actor.country], told)
        found = listed(made, known, actor, told)
        out.add("premises/premises.csv", found.premises)
        out.add("premises/owners.csv", found.owners)
        out.add("premises/tenures.csv", found.tenures)
        record(made, actor, written, told)
    for country, register in registers.items():
        enter_others(made, known, country, block, register, told)
        out.add("premises/owners.csv", owners_of_many(made, known, country, block, told))
        if country % 2:
            out.lines += [*office_entities(made, country, known, block), *entities(made, register)]
            continue
        out.add("register/companies.csv", company_rows(made, register))
        out.add("register/officers.csv", officer_rows(register))
        out.add("register/appointments.csv", appointment_rows(made, register))
    out.add("records/hotline.csv", written.hotline)
    out.add("records/inspections.csv", written.inspections)
    out.add("records/referrals.csv", written.referrals)
    for name, rows in out.rows.items():
        text = csv_lines(rows) if HEADERS[name] else "".join(f"{line}\n" for line in out.lines)
        path = data / f"{name}.{block:03}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return told
