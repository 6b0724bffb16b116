"""The profiles of one kind laid out for comparison: every text a number, every shared value counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.facts import Facts, trusted

Codes = NDArray[np.int64]
MOST_ALIASES = 5
"""More names than this beside one name are not other names of one party."""


@dataclass(frozen=True)
class Exploded:
    """Values of profiles, several a profile: `profile[i]` has the value `code[i]`."""

    profile: Codes
    code: Codes
    texts: list[str]
    """code -> text"""

    def holders(self, of: Codes) -> Codes:
        """code -> how many different values of `of` (by profile) share it."""
        other = of[self.profile] + 1
        width = int(other.max(initial=0)) + 1
        return np.bincount(np.unique(self.code * width + other) // width, minlength=len(self.texts))


@dataclass(frozen=True)
class Layout:
    """Profiles of one kind that have a name, in the order of their ids."""

    kind: str
    ids: list[str]
    names: Exploded
    bags: Exploded
    premises: Exploded
    phone: Codes
    """-1 where there is none."""
    phones: int
    town: Codes
    towns: int
    state: Codes
    states: int
    email: Codes
    emails: int
    facts: Facts

    @property
    def size(self) -> int:
        return len(self.ids)


def lay_out(engine: LocalEngine, profiles: Table, premises: Table, kind: str) -> Layout:
    """The layout of all profiles of one kind (business or person)."""
    chosen = engine.sql(
        f"""
        SELECT * FROM (
            SELECT DISTINCT ON (id) id, name_keys, name_bags, phone, email, address_keys, birth, document_no,
                   CASE WHEN registration_no IS NULL THEN NULL ELSE registration_no || '|' || coalesce(country, '') END AS registration_no,
                   CASE WHEN town IS NULL THEN NULL ELSE town || '|' || country END AS town,
                   CASE WHEN state IS NULL THEN NULL ELSE state || '|' || country END AS state
            FROM profiles WHERE kind = '{kind}' AND len(name_keys) > 0
        ) ORDER BY id
        """,
        profiles=profiles,
    ).arrow()
    where = premises.arrow(["address_key", "premises_id", "kind"])
    known = where.filter(pc.not_equal(where.column("kind"), "place"))
    addresses = _explode(chosen.column("address_keys"))
    at = pc.index_in(
        pa.array([addresses.texts[c] for c in addresses.code], pa.string()),
        known.column("address_key").combine_chunks(),
    )
    found = np.flatnonzero(np.asarray(at.is_valid()))
    ids = known.column("premises_id").combine_chunks().dictionary_encode()
    place = ids.indices.take(at.take(pa.array(found))).to_numpy(zero_copy_only=False)
    phone, phones = _codes(chosen.column("phone"))
    email, emails = _codes(chosen.column("email"))
    town, towns = _codes(chosen.column("town"))
    state, states = _codes(chosen.column("state"))
    names, bags = _explode(chosen.column("name_keys")), _explode(chosen.column("name_bags"))
    own = _own(bags)
    own_bags = Exploded(bags.profile[own], bags.code[own], bags.texts)
    numbers = [_codes(chosen.column(name))[0] for name in ("registration_no", "document_no")]
    births = [text or "" for text in chosen.column("birth").to_pylist()]
    facts = trusted(Facts(numbers[0], numbers[1], births), first_code(own_bags, len(chosen)))
    return Layout(
        kind,
        chosen.column("id").to_pylist(),
        Exploded(names.profile[own], names.code[own], names.texts),
        own_bags,
        Exploded(addresses.profile[found], place.astype(np.int64), ids.dictionary.to_pylist()),
        phone,
        phones,
        town,
        towns,
        state,
        states,
        email,
        emails,
        facts,
    )


def first_code(values: Exploded, size: int) -> Codes:
    """The first value of each profile, -1 where it has none."""
    out = np.full(size, -1, np.int64)
    out[values.profile[::-1]] = values.code[::-1]
    return out


def _own(bags: Exploded) -> NDArray[np.bool_]:
    """Which names identify: all that a party goes by first; further ones unless they stand beside many first names
    ('JONES FARM (GROWERS ASSN)', 'SMITH FARM (GROWERS ASSN)') or are many beside one ('LABOR CO (JONES FARM)', 'LABOR
    CO (SMITH FARM)'): those are an association's or clients' names, not other names of the party."""
    is_first = np.ones(len(bags.code), bool)
    is_first[1:] = bags.profile[1:] != bags.profile[:-1]
    first = bags.code[np.maximum.accumulate(np.where(is_first, np.arange(len(is_first)), 0))]
    beside = np.unique(np.stack([bags.code[~is_first], first[~is_first]], 1), axis=0)
    of_many = np.bincount(beside[:, 0], minlength=len(bags.texts)) > MOST_ALIASES
    with_many = np.bincount(beside[:, 1], minlength=len(bags.texts)) > MOST_ALIASES
    own: NDArray[np.bool_] = is_first | ~(of_many[bags.code] | with_many[first])
    return own


def _codes(column: pa.ChunkedArray) -> tuple[Codes, int]:
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64), len(encoded.dictionary)


def _explode(column: pa.ChunkedArray) -> Exploded:
    lists = column.combine_chunks()
    values = lists.flatten().dictionary_encode()
    parents = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
    return Exploded(
        parents.astype(np.int64),
        values.indices.to_numpy(zero_copy_only=False).astype(np.int64),
        values.dictionary.to_pylist(),
    )
