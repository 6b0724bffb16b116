"""People of whom more is known than a name and a place: resolved as records, by weights that are learnt from the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.facts import DIFFERENT, compare_births
from turnstone.links.records.explain import explain
from turnstone.links.records.resolve import Resolved, resolve
from turnstone.model.links import LINK_CUTS, LINKS

FIELDS = {
    "given": "given", "family": "family", "full": "full", "birth": "birth", "place": "place", "phone": "phone",
    "email": "email", "number": "id",
}  # fmt: skip
ROUNDS = 4
"""How often people are resolved anew with conflicts found, before what is left is left."""
COLUMNS_OF = {
    "given": "name", "family": "name", "full": "name", "order": "name", "generation": "name", "place": "place",
    "phone": "place", "email": "phone", "birth": "facts", "number": "facts",
}  # fmt: skip
"""Field -> its column of `links`; a telephone counts with the place (see `records.fields`). All else is deducted."""
_SAID = {"place": "names and place", "contact": "names and e-mail", "facts": "numbers or day of birth"}
_APART = {"given": "given names", "birth": "days of birth", "number": "documents", "generation": "father and son"}


def births_known(engine: LocalEngine, profiles: Table) -> bool:
    """Whether any person's day of birth or identity document is known: without them a record says no more than a
    profile, and the weights of `weigh` serve as well."""
    found = engine.sql(
        "SELECT count(*) AS n FROM p WHERE kind = 'person' AND (birth IS NOT NULL OR document_no IS NOT NULL)",
        p=profiles,
    )
    return bool(found.arrow().column("n")[0].as_py())


@dataclass(frozen=True)
class People:
    """All people with a name, in the order of their ids, resolved. `apart`: pairs kept apart by hard facts, and which."""

    ids: pa.Array
    records: pa.Table
    done: Resolved
    apart: Mapping[tuple[int, int], str]


def people(
    engine: LocalEngine, profiles: Table, judgements: Sequence[tuple[str, str, str]]
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Links, cuts, and (profile_id, component) of all people with a name. See `records.resolve` for how."""
    found = resolved(engine, profiles, judgements)
    grouped = pa.table({"profile_id": found.ids, "component": found.ids.take(pa.array(found.done.labels))})
    said = {(min(a, b), max(a, b)): verdict for a, b, verdict in _rows(found.ids, judgements) if verdict != "unsure"}
    cuts = _cut(found)
    return _links(found, said, cuts), _cut_rows(found, cuts), grouped


def weigh_people(
    engine: LocalEngine, profiles: Table, pairs: Sequence[tuple[str, str]]
) -> list[tuple[str, str, dict[str, int], tuple[str, ...]]]:
    """Pairs of people weighed on the spot, as a run weighs them: the two profiles, the columns of `links`, and in what
    fields they are equal. Pairs with a profile that is nobody's are left out."""
    found = resolved(engine, profiles, ())
    out = []
    for a, b, _ in _rows(found.ids, [(a, b, "") for a, b in pairs]):
        lines = explain(found.done.model, found.records, a, b).to_pylist()
        said = dict.fromkeys(("name", "place", "premises", "phone", "facts", "prior"), 0)
        for line in lines[:-1]:
            said[COLUMNS_OF.get(line["field"], "prior")] += line["mbits"]
        mbits = {f"{name}_mbits": value for name, value in said.items()}
        mbits |= {"total_mbits": lines[-1]["mbits"], "bar_mbits": found.done.model.bar}
        equal = tuple(f"one {line['field']}" for line in lines if line["level"] == "equal")
        ends = sorted((found.ids[a].as_py(), found.ids[b].as_py()))
        out.append((ends[0], ends[1], mbits, equal))
    return out


def resolved(engine: LocalEngine, profiles: Table, judgements: Sequence[tuple[str, str, str]]) -> People:
    """Resolved until no entity holds days of birth that cannot be one."""
    rows = _named(engine, profiles)
    ids = rows.column("id").combine_chunks()
    judged = _rows(ids, judgements)
    same = {frozenset(pair[:2]) for pair in judged if pair[2] == "same"}
    births = [text or "" for text in rows.column("birth").to_pylist()]
    records = _records(rows)
    apart: dict[tuple[int, int], str] = {}
    for _ in range(ROUNDS):
        done = resolve(records, FIELDS, judged=[*judged, *((*pair, "different") for pair in apart)])
        found = _conflicts(done, births, same)
        if not found - apart.keys():
            break
        apart |= dict.fromkeys(found, "days of birth")
    return People(ids, records, done, apart)


def _named(engine: LocalEngine, profiles: Table) -> pa.Table:
    """What is compared of all people with a name, in the order of their ids. A state or a country says too little of where
    somebody lives to be evidence beside a name."""
    return engine.sql(
        """
        SELECT DISTINCT ON (id) id, name_keys[1] AS full, birth, phone, email, document_no,
               CASE WHEN town <> '' THEN concat_ws(', ', town, state, country) END AS place
        FROM p WHERE kind = 'person' AND len(name_keys) > 0 ORDER BY id
        """,
        p=profiles,
    ).arrow()


def _rows(ids: pa.Array, pairs: Sequence[tuple[str, str, str]]) -> list[tuple[int, int, str]]:
    """Pairs of profiles as pairs of rows; those with a profile that is not among them are left out."""
    at = {id: i for i, id in enumerate(ids.to_pylist())}
    return [(at[a], at[b], said) for a, b, said in pairs if a in at and b in at and a != b]


def _conflicts(done: Resolved, births: list[str], judged_same: set[frozenset[int]]) -> set[tuple[int, int]]:
    """Pairs within an entity whose days of birth cannot be one, not even with a slip: whatever joined them, a document
    included, does not join them. What a person judged the same stays."""
    of: dict[int, dict[str, int]] = {}
    for row, label in enumerate(np.asarray(done.labels).tolist()):
        if births[row]:
            of.setdefault(label, {}).setdefault(births[row], row)
    return {
        (min(a, b), max(a, b))
        for known in of.values() if len(known) > 1
        for (one, a), (other, b) in combinations(known.items(), 2)
        if compare_births(one, other) == DIFFERENT and frozenset((a, b)) not in judged_same
    }  # fmt: skip


def record_of(engine: LocalEngine, profile: Table) -> dict[str, str | None]:
    """One person's profile as the record that is compared."""
    row: dict[str, str | None] = _records(_named(engine, profile)).to_pylist()[0]
    return row


def _records(rows: pa.Table) -> pa.Table:
    """Names in their parts. The first word is taken for the given name, the last for the family name; crossed names are
    compared all the same."""
    words = pc.split_pattern(rows.column("full").combine_chunks(), " ")
    several = pc.greater(pc.list_value_length(words), 1)
    number = rows.column("document_no")
    return pa.table({
        "given": pc.if_else(several, pc.list_element(words, 0), None),
        "family": pa.array([parts[-1] for parts in words.to_pylist()], pa.string()),
        "full": rows.column("full"), "birth": rows.column("birth"), "place": rows.column("place"),
        "phone": rows.column("phone"), "email": rows.column("email"),
        "number": pc.if_else(number.is_valid(), pc.binary_join_element_wise("document", number, ":"), None),
    })  # fmt: skip


def _links(
    found: People, judged: Mapping[tuple[int, int], str], cuts: dict[tuple[int, int], tuple[int, str]]
) -> pa.Table:
    """The pairs as `links` has them: the families of evidence in its columns, and in `prior_mbits` all that the model
    deducts (chance, namesakes, relatives). A pair that is enough and was kept apart says why, and is added to `cuts`."""
    done, bar = found.done, found.done.model.bar
    rows: list[dict[str, Any]] = []
    shown: set[tuple[int, int]] = set()
    for pair in done.pairs.to_pylist():
        ends = pair["left"], pair["right"]
        shown.add(ends)
        family = {name: int(pair[f"family_{name}_mbits"] or 0) for name in ("name", "birth", "place", "contact", "id")}
        facts = family["birth"] + family["id"]
        rest = family["name"] + family["place"] + family["contact"] + facts
        verdict = {"joined": "same"}.get(pair["verdict"], "apart" if pair["total_mbits"] >= bar else "different")
        if verdict == "apart":
            _, reason = cuts.setdefault(ends, (pair["total_mbits"], _kept_apart(pair)))
        else:
            best = max(_SAID, key=lambda f: facts if f == "facts" else family[f])
            reason = _SAID[best]
        rows.append(_row(
            found.ids, ends, family["name"], family["place"], family["contact"], facts, pair["total_mbits"] - rest,
            pair["total_mbits"], bar, f"judged {judged[ends]}" if ends in judged else verdict, reason,
        ))  # fmt: skip
    rows += [
        _row(found.ids, ends, 0, 0, 0, 0, 0, 0, bar, f"judged {said}", "a person judged")
        for ends, said in judged.items() if ends not in shown
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, LINKS.arrow)


def _kept_apart(pair: Mapping[str, Any]) -> str:
    """Why a pair that weighs enough does not join."""
    differ = [words for name, words in _APART.items() if pair.get(f"{name}_level") == "different"]
    return f"hard facts differ: {', '.join(differ)}" if differ else "too little beside the name"


def _row(
    ids: pa.Array, ends: tuple[int, int], name: int, place: int, contact: int, facts: int, prior: int, total: int, bar: int,
    verdict: str, reason: str,
) -> dict[str, Any]:  # fmt: skip
    a, b = sorted(ids[i].as_py() for i in ends)
    return {
        "profile_a": a, "profile_b": b, "name_mbits": name, "place_mbits": place, "premises_mbits": 0,
        "phone_mbits": contact, "facts_mbits": facts, "prior_mbits": prior, "total_mbits": total, "bar_mbits": bar, "verdict": verdict,
        "reason": reason,
    }  # fmt: skip


def _cut(found: People) -> dict[tuple[int, int], tuple[int, str]]:
    """Pairs whose entities were not joined although the pair was enough: millibits, and why."""
    out: dict[tuple[int, int], tuple[int, str]] = {}
    for cut in found.done.stopped.to_pylist():
        reason = f"{cut['reason']}: {cut['because']}" if cut["because"] else cut["reason"]
        told = re.search(r"(\d+) and (\d+) judged different$", cut["because"] or "")
        if told and (pair := tuple(sorted(map(int, told.groups())))) in found.apart:
            reason = f"hard facts differ: {found.apart[pair[0], pair[1]]}"
        if cut["left"] != cut["right"]:
            out[cut["left"], cut["right"]] = (cut["total_mbits"], reason)
    return out


def _cut_rows(found: People, cuts: Mapping[tuple[int, int], tuple[int, str]]) -> pa.Table:
    sizes = Counter(np.asarray(found.done.labels).tolist())
    rows = []
    for ends, (mbits, reason) in cuts.items():
        (a, size_a), (b, size_b) = sorted((found.ids[i].as_py(), sizes[int(found.done.labels[i])]) for i in ends)
        rows.append({
            "profile_a": a, "profile_b": b, "total_mbits": mbits, "size_a": size_a, "size_b": size_b, "reason": reason,
        })  # fmt: skip
    return pa.Table.from_pylist(rows, LINK_CUTS.arrow)
