"""People of whom more is known than a name and a place: resolved as records, by weights that are learnt from the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.facts import DIFFERENT, compare_births
from turnstone.links.records.resolve import Resolved, resolve
from turnstone.model.links import LINK_CUTS, LINKS

FIELDS = {
    "given": "given", "family": "family", "full": "full", "birth": "birth", "place": "place", "phone": "phone",
    "email": "email", "number": "id",
}  # fmt: skip
ROUNDS = 4
"""How often people are resolved anew with conflicts found, before what is left is left."""
_VERDICTS = {"joined": "same", "stopped": "apart", "possible": "different"}


def births_known(engine: LocalEngine, profiles: Table) -> bool:
    """Whether any person's day of birth or identity document is known: without them a record says no more than a
    profile, and the weights of `weigh` serve as well."""
    found = engine.sql(
        "SELECT count(*) AS n FROM p WHERE kind = 'person' AND (birth IS NOT NULL OR document_no IS NOT NULL)",
        p=profiles,
    )
    return bool(found.arrow().column("n")[0].as_py())


def people(
    engine: LocalEngine, profiles: Table, judgements: Sequence[tuple[str, str, str]]
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """Links, cuts, and (profile_id, component) of all people with a name. See `records.resolve` for how."""
    rows = engine.sql(
        """
        SELECT DISTINCT ON (id) id, name_keys[1] AS full, birth, phone, email, document_no,
               concat_ws(', ', town, state, country) AS place
        FROM p WHERE kind = 'person' AND len(name_keys) > 0 ORDER BY id
        """,
        p=profiles,
    ).arrow()
    ids = rows.column("id").combine_chunks()
    at = {id: i for i, id in enumerate(ids.to_pylist())}
    judged = [(at[a], at[b], said) for a, b, said in judgements if a in at and b in at and a != b]
    births = [text or "" for text in rows.column("birth").to_pylist()]
    records = _records(rows)
    apart: dict[tuple[int, int], str] = {}
    for _ in range(ROUNDS):
        done = resolve(records, FIELDS, judged=[*judged, *((*pair, "different") for pair in apart)])
        found = _conflicts(done, births, {frozenset(j[:2]) for j in judged if j[2] == "same"})
        if not found - apart.keys():
            break
        apart |= dict.fromkeys(found, "days of birth")
    grouped = pa.table({"profile_id": ids, "component": ids.take(pa.array(done.labels))})
    said = {(min(a, b), max(a, b)): verdict for a, b, verdict in judged if verdict != "unsure"}
    return _links(done, ids, said), _cuts(done, ids, apart), grouped


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


def _links(done: Resolved, ids: pa.Array, judged: dict[tuple[int, int], str]) -> pa.Table:
    """The pairs as `links` has them: the families of evidence in its columns, and in `prior_mbits` all that the model
    deducts (chance, namesakes, relatives)."""
    rows: list[dict[str, Any]] = []
    shown: set[tuple[int, int]] = set()
    for pair in done.pairs.to_pylist():
        ends = pair["left"], pair["right"]
        shown.add(ends)
        family = {
            name: int(pair[f"family_{name}_mbits"] or 0)
            for name in ("name", "birth", "place", "contact", "id", "other")
        }
        facts = family["birth"] + family["id"]
        rest = family["name"] + family["place"] + family["contact"] + facts
        verdict = f"judged {judged[ends]}" if ends in judged else _VERDICTS[pair["verdict"]]
        best = max(("place", "contact", "facts"), key=lambda f: facts if f == "facts" else family[f])
        words = {"place": "names and place", "contact": "names and e-mail", "facts": "numbers or day of birth"}
        rows.append(_row(
            ids, ends, family["name"], family["place"], family["contact"], facts, pair["total_mbits"] - rest,
            pair["total_mbits"], verdict, pair["reason"] or words[best],
        ))  # fmt: skip
    rows += [
        _row(ids, ends, 0, 0, 0, 0, 0, 0, f"judged {said}", "a person judged")
        for ends, said in judged.items() if ends not in shown
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, LINKS.arrow)


def _row(
    ids: pa.Array, ends: tuple[int, int], name: int, place: int, contact: int, facts: int, prior: int, total: int,
    verdict: str, reason: str,
) -> dict[str, Any]:  # fmt: skip
    a, b = sorted(ids[i].as_py() for i in ends)
    return {
        "profile_a": a, "profile_b": b, "name_mbits": name, "place_mbits": place, "premises_mbits": 0,
        "phone_mbits": contact, "facts_mbits": facts, "prior_mbits": prior, "total_mbits": total, "verdict": verdict,
        "reason": reason,
    }  # fmt: skip


def _cuts(done: Resolved, ids: pa.Array, apart: Mapping[tuple[int, int], str]) -> pa.Table:
    """What was not joined although it was enough, each pair once."""
    sizes = Counter(np.asarray(done.labels).tolist())
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for cut in done.stopped.to_pylist():
        ends = sorted((ids[i].as_py(), sizes[int(done.labels[i])]) for i in (cut["left"], cut["right"]))
        if ends[0][0] == ends[1][0]:
            continue
        reason = f"{cut['reason']}: {cut['because']}" if cut["because"] else cut["reason"]
        told = re.search(r"(\d+) and (\d+) judged different$", cut["because"] or "")
        if told and (pair := tuple(sorted(map(int, told.groups())))) in apart:
            reason = f"hard facts differ: {apart[pair[0], pair[1]]}"
        rows[ends[0][0], ends[1][0]] = {
            "profile_a": ends[0][0], "profile_b": ends[1][0], "total_mbits": cut["total_mbits"], "size_a": ends[0][1],
            "size_b": ends[1][1], "reason": reason,
        }  # fmt: skip
    return pa.Table.from_pylist(list(rows.values()), LINK_CUTS.arrow)
