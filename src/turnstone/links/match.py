"""One new party beside all that a run knows: which of them it may be, and why. Nothing is added to the run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.facts import DIFFERENT, compare_births
from turnstone.links.one_pair import Weighed, weigh_pairs
from turnstone.links.people import COLUMNS_OF, FIELDS, People, births_known, record_of, resolved
from turnstone.links.records.clusters import MARGIN
from turnstone.links.records.index import Index, index_of
from turnstone.links.records.matching import Match, doubted, fits_of
from turnstone.links.weigh import ENOUGH

NEAR = 6_000
"""Pairs down to so many millibits under the bar are shown as possible."""
MOST_SHARING = 5_000
"""Ways of writing. What more of them share says nothing, and is not looked up; it is told."""
TWO_FIT = "fits two parties almost as well"


@dataclass(frozen=True)
class Fit:
    """A party that the new one may be. `profile`: its way of writing that fits best; `mbits`: the columns of `links`.
    `verdict`: same (a run with the new line would join them) or possible, with the `reason` why only that."""

    entity: str
    profile: str
    mbits: Mapping[str, int]
    verdict: str
    reason: str

    @property
    def total(self) -> int:
        return int(self.mbits["total_mbits"])


def match_party(
    engine: LocalEngine, profiles: Table, premises: Table, members: Table, new: pa.Table
) -> tuple[list[Fit], dict[str, int]]:
    """The parties that fit, the best first, and what too many share to be looked up: what -> how many ways of writing.

    `new`: one row of `profiles` that need not be among them (see tables.new_party).
    """
    party = new.to_pylist()[0]
    if not party["name_keys"]:
        return [], {}
    if party["kind"] == "person" and births_known(engine, profiles):
        return _people(engine, profiles, members, new), {}
    near, skipped = _candidates(engine, profiles, new)
    known = _with_their_parties(engine, profiles, members, near)
    if not known:
        return [], skipped
    together = Table.of(pa.concat_tables([profiles.arrow().filter(_other(profiles, party)), new]))
    weighed = weigh_pairs(engine, together, premises, party["kind"], [(id, party["id"]) for id in known if id in near])
    best: dict[str, Fit] = {}
    for one in weighed:
        profile = one.profile_a if one.profile_b == party["id"] else one.profile_b
        fit = _judged(known[profile]["entity_id"], profile, one)
        if fit.entity not in best or best[fit.entity].total < fit.total:
            best[fit.entity] = fit
    fits = []
    for fit in best.values():
        against = _conflict(party, (row for row in known.values() if row["entity_id"] == fit.entity))
        fits.append(replace(fit, verdict="possible", reason=against) if against else fit)
    if party["id"] in known:  # written just so already
        entity = known[party["id"]]["entity_id"]
        fits = [replace(f, verdict="same", reason="written just so already") if f.entity == entity else f for f in fits]
    return _ordered(fits), skipped


def _judged(entity: str, profile: str, one: Weighed) -> Fit:
    mbits = one.mbits
    beside = max(mbits["place_mbits"], mbits["premises_mbits"], mbits["phone_mbits"], mbits["facts_mbits"])
    if mbits["total_mbits"] < ENOUGH:
        return Fit(entity, profile, mbits, "possible", "below the bar")
    if beside <= 0:
        return Fit(entity, profile, mbits, "possible", "a name alone joins nothing")
    return Fit(entity, profile, mbits, "same", "")


def _ordered(fits: Iterable[Fit]) -> list[Fit]:
    """Those near the bar or beyond. What fits two parties almost as well is neither, until somebody looks."""
    out = [fit for fit in fits if fit.total >= fit.mbits["bar_mbits"] - NEAR or fit.verdict == "same"]
    out.sort(key=lambda f: (f.verdict != "same", -f.total, f.entity))
    same = [fit for fit in out if fit.verdict == "same" and not fit.reason]
    if len(same) > 1 and same[0].total - same[1].total < MARGIN:
        near = {fit.entity for fit in same if same[0].total - fit.total < MARGIN}
        out = [replace(f, verdict="possible", reason=TWO_FIT) if f.entity in near else f for f in out]
    return out


_SHARED = {
    "its name": "list_has_any(p.name_bags, n.name_bags)",
    "its address": "list_has_any(p.address_keys, n.address_keys)",
    "a word of its name in its town":
        "p.town = n.town AND list_has_any(string_split(array_to_string(p.name_bags, ' '), ' '), n.words)",
    "its telephone number": "p.phone = n.phone",
    "its e-mail address": "p.email = n.email",
    "its registration number": "p.registration_no = n.registration_no",
    "its identity document": "p.document_no = n.document_no",
}  # fmt: skip
"""What brings a pair together: that for which a run compares pairs (see `candidates`), and besides a name anywhere: a run
does not look for those, a person may want to."""


def _candidates(engine: LocalEngine, profiles: Table, new: pa.Table) -> tuple[set[str], dict[str, int]]:
    """Ways of writing that share something with the party, and what too many share."""
    words = {word for bag in new["name_bags"][0].as_py() for word in bag.split() if len(word) > 3}
    asked = new.append_column("words", pa.array([sorted(words)], pa.list_(pa.string())))
    parts = (f"SELECT '{what}' AS what, p.id FROM p, n WHERE p.kind = n.kind AND {on}" for what, on in _SHARED.items())
    rows = engine.sql(" UNION ALL ".join(parts), p=profiles, n=asked).arrow()
    of: dict[str, set[str]] = {}
    for what, id in zip(*(rows[name].to_pylist() for name in ("what", "id")), strict=True):
        of.setdefault(what, set()).add(id)
    near = {id for ids in of.values() if len(ids) <= MOST_SHARING for id in ids}
    return near, {what: len(ids) for what, ids in of.items() if len(ids) > MOST_SHARING}


def _with_their_parties(
    engine: LocalEngine, profiles: Table, members: Table, near: set[str]
) -> dict[str, dict[str, Any]]:
    """Profile -> its entity and hard facts, of all that belong to an entity of which one was found."""
    rows = engine.sql(
        """
        SELECT DISTINCT ON (p.id) p.id, m.entity_id, p.registration_no, p.document_no, p.birth, p.country
        FROM m JOIN p ON p.id = m.profile_id
        WHERE m.entity_id IN (SELECT entity_id FROM m JOIN near ON near.id = m.profile_id) ORDER BY p.id
        """,
        p=profiles, m=members, near=pa.table({"id": pa.array(sorted(near), pa.string())}),
    ).arrow()  # fmt: skip
    return {row["id"]: row for row in rows.to_pylist()}


def _other(profiles: Table, party: Mapping[str, Any]) -> pa.Array:
    return pc.not_equal(profiles.arrow(["id"]).column("id"), party["id"])


def _conflict(party: Mapping[str, Any], of: Iterable[Mapping[str, Any]]) -> str:
    """Which hard fact of the party no party can have beside one of these; empty where none is."""
    for row in of:
        for column, said in (("registration_no", "registration numbers"), ("document_no", "identity documents")):
            one, other = party[column], row[column]
            if one and other and one != other and (column != "registration_no" or party["country"] == row["country"]):
                return f"hard facts differ: {said}"
        if compare_births(party["birth"] or "", row["birth"] or "") == DIFFERENT:
            return "hard facts differ: days of birth"
    return ""


def _people(engine: LocalEngine, profiles: Table, members: Table, new: pa.Table) -> list[Fit]:
    found = resolved(engine, profiles, ())
    entity_of = dict(zip(*(members.arrow([c]).column(c).to_pylist() for c in ("profile_id", "entity_id")), strict=True))
    return match_person(people_index(found, entity_of), found, entity_of, record_of(engine, Table.of(new)))


def people_index(found: People, entity_of: Mapping[str, str]) -> Index:
    """All people made ready for one after the other. Their parties are those of the run, judgements and cuts included."""
    numbers: dict[str, int] = {}
    labels = np.array(
        [numbers.setdefault(entity_of.get(id, id), len(numbers)) for id in found.ids.to_pylist()], np.int64
    )
    return index_of(found.records, FIELDS, replace(found.done, labels=labels))


def match_person(
    index: Index, found: People, entity_of: Mapping[str, str], record: Mapping[str, str | None]
) -> list[Fit]:
    """The people that fit a record (see people.record_of), the best first."""
    near = fits_of(index, record)
    births = _births(found, entity_of, {_entity(found, entity_of, match.row) for match in near})
    out = []
    for match in doubted([_unless_born_otherwise(m, record, births[_entity(found, entity_of, m.row)]) for m in near]):
        said = dict.fromkeys(("name", "place", "premises", "phone", "facts", "prior"), 0)
        for field, (_, weight) in match.fields.items():
            said[COLUMNS_OF.get(field, "prior")] += weight
        said["prior"] = match.total_mbits - sum(v for name, v in said.items() if name != "prior")
        profile = found.ids[match.row].as_py()
        mbits = {f"{name}_mbits": value for name, value in said.items()}
        mbits |= {"total_mbits": match.total_mbits, "bar_mbits": index.model.bar}
        out.append(Fit(entity_of.get(profile, profile), profile, mbits, match.verdict, match.reason))
    return out


def _entity(found: People, entity_of: Mapping[str, str], row: int) -> str:
    profile = found.ids[row].as_py()
    return entity_of.get(profile, profile)


def _births(found: People, entity_of: Mapping[str, str], entities: set[str]) -> dict[str, set[str]]:
    """Days of birth of all ways of writing of each entity."""
    out: dict[str, set[str]] = {entity: set() for entity in entities}
    for id, birth in zip(found.ids.to_pylist(), found.records["birth"].to_pylist(), strict=True):
        entity = entity_of.get(id, id)
        if birth and entity in out:
            out[entity].add(birth)
    return out


def _unless_born_otherwise(match: Match, record: Mapping[str, str | None], births: Iterable[str]) -> Match:
    """No document excuses another day of birth (as `people.resolved` has it)."""
    if match.verdict == "same" and any(compare_births(record["birth"] or "", birth) == DIFFERENT for birth in births):
        return replace(match, verdict="possible", reason="hard facts differ: days of birth")
    return match
