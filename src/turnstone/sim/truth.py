"""What is true of a world, kept apart from its files: rows, networks, phases, people. No stage may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from turnstone.sim.actors import Actor
from turnstone.sim.networks import Phase
from turnstone.sim.persons import Person
from turnstone.sim.world import World


class TrueRow(NamedTuple):
    """What is true of a source row: see docs/how-to/validate-on-your-closed-cases.md for the columns."""

    table: str
    key: str
    site: str
    label: str
    network_id: str
    class_: str
    unit_id: str
    language: str
    nationality: str
    sex: str


class TruePerson(NamedTuple):
    """Who somebody is. `protected`: may be a victim, and is never named in a suspect view."""

    person_id: str
    unit_id: str
    network_id: str
    role: str
    name: str
    phone: str
    email: str
    language: str
    nationality: str
    sex: str
    protected: bool


@dataclass
class Truth:
    """What one block's makers say is true; rows in the order in which they were made."""

    rows: list[TrueRow] = field(default_factory=list)
    people: list[TruePerson] = field(default_factory=list)


def row_of(
    actor: Actor, table: str, key: str, who: Person | None = None, *, site: str = "", language: str = ""
) -> TrueRow:
    """The truth of a row that a unit or network made; `who`: the person whom it is about."""
    return TrueRow(
        table, key, site, "yes" if actor.network_id else "no", actor.network_id, actor.name, actor.unit_id,
        language or (who.language if who else ""), who.nationality if who else "", who.sex if who else "",
    )  # fmt: skip


def person_of(actor: Actor, who: Person, phone: str = "") -> TruePerson:
    """The truth of a person of a unit or network."""
    return TruePerson(
        who.person_id, actor.unit_id, actor.network_id, who.role, who.name, phone, who.email, who.language, who.nationality, who.sex,
        who.protected,
    )  # fmt: skip


_ROWS = pa.schema([(name.rstrip("_"), pa.string()) for name in TrueRow._fields])
_PEOPLE = pa.schema([(name, pa.bool_() if name == "protected" else pa.string()) for name in TruePerson._fields])


def rows_table(rows: Iterable[TrueRow]) -> pa.Table:
    """Columns of TrueRow (`class_` is `class`)."""
    return _table(rows, _ROWS)


def people_table(people: Iterable[TruePerson]) -> pa.Table:
    """Columns of TruePerson."""
    return _table(people, _PEOPLE)


def _table(rows: Iterable[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, f.type) for column, f in zip(columns, schema, strict=True)], schema=schema)


def networks_table(made: World) -> pa.Table:
    """One line for each network. `tier`: that of its first phase; `started_on`, `ended_on`: of all its phases; `how`: what
    became of it, the first thing after its start: new, split, merger, phoenix."""
    wholes: dict[int, list[Phase]] = {}
    for phase in made.phases:
        wholes.setdefault(phase.network, []).append(phase)
    rows = []
    for network, parts in sorted(wholes.items()):
        later = [p.how for p in sorted(parts, key=lambda p: p.begin) if p.how != "new"]
        rows.append({
            "network_id": f"n{network}", "kind": parts[0].kind, "tier": parts[0].tier,
            "started_on": made.first_day + timedelta(min(p.begin for p in parts)),
            "ended_on": made.first_day + timedelta(max(p.end for p in parts)), "parent_id": "", "how": later[0] if later else "new",
        })  # fmt: skip
    schema = pa.schema([
        ("network_id", pa.string()), ("kind", pa.string()), ("tier", pa.int8()), ("started_on", pa.date32()), ("ended_on", pa.date32()),
        ("parent_id", pa.string()), ("how", pa.string()),
    ])  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def phases_table(made: World) -> pa.Table:
    """One line for each phase of a network: how it came to be and what it carried on."""
    rows = [
        {
            "phase_id": f"p{p.number}", "network_id": f"n{p.network}", "how": p.how, "before": f"p{p.before}" if p.before >= 0 else "",
            "tier": p.tier, "started_on": made.first_day + timedelta(p.begin), "ended_on": made.first_day + timedelta(p.end),
            "raided": p.raided, "kept": " ".join(p.kept), "offers": p.offers, "people": p.people, "phones": p.phones,
        }
        for p in made.phases
    ]  # fmt: skip
    schema = pa.schema([
        ("phase_id", pa.string()), ("network_id", pa.string()), ("how", pa.string()), ("before", pa.string()), ("tier", pa.int8()),
        ("started_on", pa.date32()), ("ended_on", pa.date32()), ("raided", pa.bool_()), ("kept", pa.string()), ("offers", pa.int64()),
        ("people", pa.int64()), ("phones", pa.int64()),
    ])  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema)


def write(table: pa.Table, path: Path) -> None:
    """As Parquet, the same bytes each time."""
    pq.write_table(table, path, compression="zstd")
