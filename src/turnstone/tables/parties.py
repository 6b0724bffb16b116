"""From raw columns to profiles (each way of writing a party once) and mentions (each row that names it)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.clean.address import parse_address
from turnstone.clean.birth import parse_birth
from turnstone.clean.name import Name, NamePart, is_business, parse_name, person_name
from turnstone.clean.phone import email, phone
from turnstone.clean.place import country_code, division_country, postal_code, state_code, town_key
from turnstone.clean.text import Nothing, is_nothing, tidy
from turnstone.kernels.digest import content_ids
from turnstone.kernels.unique import ITEM, SEPARATOR, join, listed, split, unpack
from turnstone.model.profiles import MENTIONS, PROFILES
from turnstone.model.schema import TEXT, TEXTS
from turnstone.tables.raw_batch import RawBatch

_MAY_NAME_TWO = r"[/;|]|[Cc]\.[Oo]\."
"""Signs without which a cell names one party: looking for them is much faster than taking every name apart."""


@dataclass(frozen=True)
class PartyFields:
    """Which raw fields hold a party in a role. `kind`: business, person, premises, or None to judge by the name."""

    role: str
    kind: str | None
    other: bool = False
    """Not the party that the fields name, but another that stands with it in the same cell ('SMITH FARM / GROWERS')."""
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
    birth: str | None = None
    document_no: str | None = None
    schema: str | None = None
    """The field that says what kind of party it is, in FollowTheMoney's words."""
    each: bool = False
    """Whether each row is a party of its own, as in a register: people of whom two rows say a name, and nothing that
    tells people apart, are then two, until something joins them."""

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
            self.birth,
            self.document_no,
            self.schema,
        )
        return [*self.names, *self.person, *(self.address or ()), *(f for f in single if f)]


def read_parties(
    raw: RawBatch, fields: PartyFields, case_no: pa.Array, known_on: pa.Array
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """The profiles that the rows name in this role (each once), and the mentions."""
    if fields.other:
        two = pc.fill_null(
            pc.match_substring_regex(join([raw.raw(name) for name in fields.names]), _MAY_NAME_TWO), False
        )
        raw, case_no, known_on = raw.only(two), case_no.filter(two), known_on.filter(two)
    names = fields.fields()
    combination = join([raw.raw(name) for name in names]).dictionary_encode().indices.to_numpy()
    _, first = np.unique(combination, return_index=True)
    columns = {name: raw.raw(name).take(pa.array(first)) for name in names}
    profiles, reasons = _profiles(raw, fields, columns, len(first))
    for field, why in reasons.items():
        if why.null_count < len(why):
            raw.refuse(field, raw.raw(field), why.take(pa.array(combination)))
    if fields.each:
        profiles, combination = _namesakes(profiles, combination, raw.ids)
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
    namer = _NAMERS[len(fields.person), fields.other]
    name, name_keys, bags, form, person = unpack(raw.unique(join(named), namer, TEXT), 5)
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
        read = raw.mapped(join([columns[f] for f in fields.address]), _address, TEXT)
        reasons[fields.address[0]] = read.reasons
        address, parts = unpack(read.values, 2)
        keys = listed(raw.unique(join([parts, pc.coalesce(town, postal), state]), _address_keys, TEXT))
    kind = pa.array([fields.kind] * size, TEXT) if fields.kind else pc.coalesce(person, pa.scalar("business"))
    if fields.schema:
        kind = pc.coalesce(raw.unique(columns[fields.schema], _KINDS.get, TEXT), kind)
        kind = pc.if_else(name.is_null(), "premises", kind)
    mail, registered = clean(fields.email, email), clean(fields.registration_no, registration)
    born = clean(fields.birth, _BIRTHS[raw.style[:3]])
    document = clean(fields.document_no, registration)
    texts = [kind, name, name_keys, bags, form, number, mail, address, parts, town, state, postal, country, registered]
    ids = content_ids("profile", texts, count_again=False)
    if born.null_count < size or document.null_count < size:  # profiles without them keep the ids that they always had
        fuller = content_ids("profile", [*texts, born, document], count_again=False)
        ids = pc.if_else(pc.and_(born.is_null(), document.is_null()), ids, fuller)
    ids = pc.if_else(pc.and_(name.is_null(), parts.is_null()), None, ids)
    body = [
        kind, name, pc.equal(person, "person").fill_null(False), listed(name_keys), listed(bags), form, number, mail, address, keys, town, state, postal, country,
        registered, born, document,
    ]  # fmt: skip
    return pa.RecordBatch.from_arrays([ids, *body], schema=PROFILES.arrow), reasons


_TELLING = ("registration_no", "phone", "email", "address", "birth", "document_no")
"""What tells a person from namesakes. A town does not: a big one has many."""


def _namesakes(
    profiles: pa.RecordBatch, combination: NDArray[np.int64], rows: pa.Array
) -> tuple[pa.RecordBatch, NDArray[np.int64]]:
    """A profile of its own for each row that says no more of a person than a name, and the profile of each row anew."""
    bare = pc.and_(pc.equal(profiles.column("kind"), "person"), profiles.column("id").is_valid())
    for column in _TELLING:
        bare = pc.and_(bare, profiles.column(column).is_null())
    no_more = bare.fill_null(False).to_numpy(zero_copy_only=False)
    own = no_more[combination]
    if not own.any():
        return profiles, combination
    one_each = profiles.take(pa.array(combination[own]))
    ids = content_ids("profile", [one_each.column("id"), rows.filter(pa.array(own))], count_again=False)
    one_each = pa.RecordBatch.from_arrays([ids, *one_each.columns[1:]], schema=PROFILES.arrow)
    kept = np.cumsum(~no_more) - 1
    place = kept[combination]
    place[own] = kept[-1] + 1 + np.arange(one_each.num_rows)
    return pa.concat_batches([profiles.filter(pa.array(~no_more)), one_each]), place


def _name(person: int, joined: str) -> str:
    """A name from the texts of one row: first the parts of a person's name, then names and trade names."""
    cells = split(joined)
    texts = [t for t in cells[person:] if t]
    if person and (full := person_name(*cells[:person])):
        texts.insert(0, full)
    names = [name for text in texts if (name := _parsed(text))]
    if not names:
        raise Nothing("no name")
    parts = names[0].own if len(names) == 1 else tuple({p.key: p for name in names for p in name.own}.values())
    return _named(parts[0].key if names[0].others else names[0].text, parts)


def _other_name(person: int, joined: str) -> str:
    """The first other party that stands in the same cell as the one that the fields name."""
    for text in split(joined)[person:]:
        if text and (name := _parsed(text)) and name.others:
            return _named(name.others[0].key, name.others[:1])
    raise Nothing("no other party")


def _named(text: str, parts: tuple[NamePart, ...]) -> str:
    """name, keys, bags, form, and whether it may be a person's, in one text (see `unpack`)."""
    if len(parts) == 1:
        part = parts[0]
        fields = (text, part.key, part.bag, part.form or "", "" if is_business(part) else "person")
    else:
        form = next((part.form for part in parts if part.form), "")
        person = "" if any(map(is_business, parts)) else "person"
        fields = (text, ITEM.join(p.key for p in parts), ITEM.join(p.bag for p in parts), form, person)
    return SEPARATOR.join(fields)


def _parsed(text: str) -> Name | None:
    try:
        return parse_name(text)
    except ValueError:
        return None


_NAMERS = {
    (count, other): partial(_other_name if other else _name, count) for count in range(4) for other in (False, True)
}


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


def _address(joined: str) -> str:
    """The address in one line as written, and its comparable parts (see `unpack`). Raises ValueError without any."""
    line1, line2 = split(joined)
    if not line1 and not line2:
        raise Nothing("no address")
    parts = parse_address(line1, line2)
    lines = [tidy(line) for line in (line1, line2) if line]
    text = ", ".join(line for line in lines if not is_nothing(line))
    return text + SEPARATOR + ITEM.join(part.key for part in parts)


def _address_keys(joined: str) -> str | None:
    """street|town|state; without a town the postal code stands for it; without either an address says nothing."""
    parts, town, state = split(joined)
    if not parts or not town:
        return None
    return ITEM.join(f"{part}|{town}|{state or ''}" for part in parts.split(ITEM))


_BIRTHS: dict[str, Callable[[str], str]] = {order: partial(parse_birth, order=order) for order in ("mdy", "dmy")}
_KINDS = {"Person": "person", "Company": "business", "Organization": "business", "PublicBody": "business"}


def registration(text: str) -> str:
    out = "".join(c for c in text.upper() if c.isalnum())
    if is_nothing(tidy(text)) or not out:
        raise Nothing("no number")
    return out
