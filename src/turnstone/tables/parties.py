"""From raw columns to profiles (each way of writing a party once) and mentions (each row that names it)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.address import parse_address
from turnstone.clean.name import parse_name
from turnstone.clean.phone import email, phone
from turnstone.clean.place import country_code, division_country, postal_code, state_code, town_key
from turnstone.clean.text import Nothing, is_nothing, tidy
from turnstone.kernels.digest import content_ids
from turnstone.kernels.unique import join, split
from turnstone.model.profiles import MENTIONS, PROFILES
from turnstone.model.schema import TEXT, TEXTS
from turnstone.tables.raw_batch import RawBatch

_NAME = pa.struct([("name", TEXT), ("keys", TEXTS), ("bags", TEXTS), ("form", TEXT), ("person", pa.bool_())])
_ADDRESS = pa.struct([("text", TEXT), ("parts", TEXT)])


@dataclass(frozen=True)
class PartyFields:
    """Which raw fields hold a party in a role. `kind`: business, person, premises, or None to judge by the name."""

    role: str
    kind: str | None
    names: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    """Last, first and middle name, where the file has them apart."""
    address: tuple[str, str] | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    province: str | None = None
    phone: str | None = None
    email: str | None = None
    registration_no: str | None = None

    def fields(self) -> list[str]:
        single = (
            self.city,
            self.state,
            self.postal_code,
            self.country,
            self.province,
            self.phone,
            self.email,
            self.registration_no,
        )
        return [*self.names, *self.person, *(self.address or ()), *(f for f in single if f)]


def read_parties(
    raw: RawBatch, fields: PartyFields, case_no: pa.Array, known_on: pa.Array
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """The profiles that the rows name in this role (each once), and the mentions."""
    names = fields.fields()
    combination = join([raw.raw(name) for name in names]).dictionary_encode().indices.to_numpy()
    _, first = np.unique(combination, return_index=True)
    columns = {name: raw.raw(name).take(pa.array(first)) for name in names}
    profiles, reasons = _profiles(raw, fields, columns, len(first))
    for field, why in reasons.items():
        if why.null_count < len(why):
            raw.refuse(field, raw.raw(field), why.take(pa.array(combination)))
    named = profiles.column("id").take(pa.array(combination))
    mentions = pa.RecordBatch.from_arrays(
        [raw.ids, pa.array([fields.role] * raw.size, TEXT), named, case_no, known_on],
        names=MENTIONS.names,
    )
    return profiles.filter(profiles.column("id").is_valid()), mentions.filter(named.is_valid())


def _profiles(
    raw: RawBatch, fields: PartyFields, columns: dict[str, pa.Array], size: int
) -> tuple[pa.RecordBatch, dict[str, pa.Array]]:
    """A profile for each combination of raw texts (id null where there is neither a name nor an address)."""
    reasons: dict[str, pa.Array] = {}
    nothing = pa.nulls(size, TEXT)

    def clean(field: str | None, clean: Callable[[str], Any]) -> pa.Array:
        if field is None:
            return nothing
        done = raw.mapped(columns[field], clean, TEXT)
        reasons[field] = done.reasons
        return done.values

    named = [columns[n] for n in (*fields.person, *fields.names)] or [nothing]
    name, name_keys, bags, form, person = raw.unique(join(named), _NAMERS[len(fields.person)], _NAME).flatten()
    town, state, postal, country = read_place(
        raw,
        *(
            columns[f] if f else nothing
            for f in (fields.city, fields.state, fields.postal_code, fields.country, fields.province)
        ),
    )
    if fields.postal_code:
        reasons[fields.postal_code] = raw.mapped(join([columns[fields.postal_code], country]), _postal, TEXT).reasons
    number = nothing
    if fields.phone:
        done = raw.mapped(join([columns[fields.phone], country]), _phone, TEXT)
        number, reasons[fields.phone] = done.values, done.reasons
    address = parts = nothing
    keys = pa.nulls(size, TEXTS)
    if fields.address:
        lines = join([columns[f] for f in fields.address])
        read = raw.mapped(lines, _address, _ADDRESS)
        reasons[fields.address[0]] = read.reasons
        address, parts = read.values.flatten()
        keys = raw.unique(join([parts, pc.coalesce(town, postal), state]), _address_keys, TEXTS)
    kind = (
        pa.array([fields.kind] * size, TEXT)
        if fields.kind
        else pc.if_else(pc.fill_null(person, True), "person", "business")
    )
    mail, registered = clean(fields.email, email), clean(fields.registration_no, registration)
    body = [
        kind, name, name_keys, bags, form, number, mail, address, keys, town, state, postal, country, registered,
    ]  # fmt: skip
    ids = content_ids("profile", [_listed(c) for c in body], count_again=False)
    ids = pc.if_else(pc.and_(name.is_null(), parts.is_null()), None, ids)
    return pa.RecordBatch.from_arrays([ids, *body], schema=PROFILES.arrow), reasons


def _listed(column: pa.Array) -> pa.Array:
    """A column of lists as text, one text a row."""
    return pc.binary_join(column, "\x1e") if pa.types.is_list(column.type) else column


def _name(person: int, joined: str) -> dict[str, Any]:
    """A name from the texts of one row: first the parts of a person's name, then names and trade names."""
    from turnstone.clean.name import person_name

    cells = split(joined)
    texts = [t for t in cells[person:] if t and not is_nothing(tidy(t))]
    if person and (full := person_name(*cells[:person])):
        texts.insert(0, full)
    if not texts:
        raise Nothing("no name")
    names = []
    for text in texts:
        try:
            names.append(parse_name(text))
        except ValueError:
            continue
    if not names:
        raise ValueError("no letters or digits that could be a name")
    parts = {part.key: part for name in reversed(names) for part in reversed(name.parts)}
    ordered = [part for name in names for part in name.parts if parts.get(part.key) is part]
    return {
        "name": names[0].text,
        "keys": [part.key for part in ordered],
        "bags": [part.bag for part in ordered],
        "form": next((part.form for part in ordered if part.form), None),
        "person": all(name.person_like for name in names),
    }


_NAMERS = {count: partial(_name, count) for count in range(4)}


def read_place(
    raw: RawBatch,
    city: pa.Array,
    state: pa.Array,
    postal: pa.Array,
    country: pa.Array,
    province: pa.Array | None = None,
) -> tuple[pa.Array, pa.Array, pa.Array, pa.Array]:
    """Town, division, postal code and country. A division says better than a default in which country it lies."""
    code = pc.fill_null(raw.unique(country, country_code, TEXT), "US")
    division = raw.unique(join([state, code]), _division, TEXT)
    if province is not None:
        division = pc.coalesce(division, raw.unique(join([province, code]), _division, TEXT))
    code = raw.unique(join([division, code]), _country_of, TEXT)
    return raw.unique(city, town_key, TEXT), division, raw.unique(join([postal, code]), _postal, TEXT), code


def _division(joined: str) -> str | None:
    text, country = split(joined)
    return state_code(text, country or "US") if text else None


def _country_of(joined: str) -> str:
    division, country = split(joined)
    return division_country(division, country or "US") if division and len(division) <= 3 else country or "US"


def _postal(joined: str) -> str | None:
    text, country = split(joined)
    return postal_code(text, country or "US") if text else None


def _phone(joined: str) -> str | None:
    text, country = split(joined)
    return phone(text, country or "US") if text else None


def _address(joined: str) -> dict[str, str | None]:
    """The address in one line as written, and its comparable parts. Raises ValueError when there are none."""
    line1, line2 = split(joined)
    if not line1 and not line2:
        raise Nothing("no address")
    parts = parse_address(line1, line2)
    lines = [tidy(line) for line in (line1, line2) if line]
    return {
        "text": ", ".join(line for line in lines if not is_nothing(line)),
        "parts": "\x1e".join(part.key for part in parts),
    }


def _address_keys(joined: str) -> list[str] | None:
    """street|town|state; without a town the postal code stands for it; without either an address says nothing."""
    parts, town, state = split(joined)
    if not parts or not town:
        return None
    return [f"{part}|{town}|{state or ''}" for part in parts.split("\x1e")]


def registration(text: str) -> str:
    out = "".join(c for c in text.upper() if c.isalnum())
    if is_nothing(tidy(text)) or not out:
        raise Nothing("no number")
    return out
