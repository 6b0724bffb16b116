"""From weighed pairs to entities: who is the same, by evidence and by what people have judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.candidates import Candidates, candidates
from turnstone.links.clusters import Cut, groups
from turnstone.links.facts import conflict
from turnstone.links.people import births_known, people
from turnstone.links.profiles import Codes, Layout, lay_out
from turnstone.links.weigh import ENOUGH, Weights, weigh
from turnstone.model.links import ENTITIES, LINK_CUTS, LINKS, MEMBERS
from turnstone.stage import stage

WORTH_SHOWING = -3_000
"""Pairs that miss by less than this are kept, as different, so that one can ask why they were not joined."""


@stage(LINKS, LINK_CUTS, ENTITIES, MEMBERS)
def entities(
    engine: LocalEngine,
    *,
    profiles: Table,
    premises: Table,
    mentions: Table,
    judgements: Sequence[tuple[str, str, str]] = (),
) -> Mapping[str, Table | pa.Table]:
    """Resolves businesses and people; people with the weights of records where days of birth or documents are known.
    `judgements`: (profile, profile, same or different), the later ones last."""
    links: list[pa.Table] = []
    member: list[pa.Table] = []
    apart: list[pa.Table] = []
    for kind in ("business", "person"):
        if kind == "person" and births_known(engine, profiles):
            found, cut, grouped = people(engine, profiles, judgements)
            links.append(found)
            apart.append(cut)
            member.append(grouped)
            continue
        layout = lay_out(engine, profiles, premises, kind)
        pairs = candidates(layout)
        weights = weigh(layout, pairs)
        judged = _judged(layout, judgements)
        grouped, cuts = _grouped(layout, pairs, weights, judged)
        links.append(_links(layout, pairs, weights, judged, cuts))
        apart.append(_cut_rows(layout, cuts))
        member.append(grouped)
    members, about = _describe(engine, profiles, mentions, pa.concat_tables(member))
    return {
        "links": pa.concat_tables(links), "link_cuts": pa.concat_tables(apart), "entities": about, "members": members,
    }  # fmt: skip


def _judged(layout: Layout, judgements: Sequence[tuple[str, str, str]]) -> dict[tuple[int, int], str]:
    """Judged pairs by position, in the order of the layout; a later judgement replaces an earlier one."""
    at = {id: i for i, id in enumerate(layout.ids)}
    out: dict[tuple[int, int], str] = {}
    for a, b, verdict in judgements:
        if a in at and b in at and a != b:
            out[min(at[a], at[b]), max(at[a], at[b])] = verdict
    return out


def _links(
    layout: Layout, pairs: Candidates, weights: Weights, judged: dict[tuple[int, int], str], cuts: list[Cut]
) -> pa.Table:
    """The pairs that are joined, those that nearly are, and those that a person judged."""
    total = weights.total
    shown = np.flatnonzero(total >= WORTH_SHOWING)
    left, right = pairs.left[shown], pairs.right[shown]
    verdict = np.where(weights.enough[shown], "same", "different").astype(object)
    known = judged or cuts
    where = {(int(a), int(b)): i for i, (a, b) in enumerate(zip(left, right, strict=True))} if known else {}
    for cut in cuts:
        if (pair := (min(cut.a, cut.b), max(cut.a, cut.b))) in where:
            verdict[where[pair]] = "apart"
    extra = [(pair, said) for pair, said in judged.items() if pair not in where]
    for pair, said in judged.items():
        if pair in where:
            verdict[where[pair]] = f"judged {said}"
    ids = pa.array(layout.ids, pa.string())
    own = np.array([pair for pair, _ in extra], np.int64).reshape(-1, 2)

    def numbers(values: Codes | int) -> pa.Array:
        of_pairs = np.full(len(shown), values) if isinstance(values, int) else values[shown]
        return pa.array(np.r_[of_pairs, np.zeros(len(extra), np.int64)].astype(np.int32))

    return pa.table(
        [
            ids.take(pa.array(np.r_[left, own[:, 0]])),
            ids.take(pa.array(np.r_[right, own[:, 1]])),
            numbers(weights.name),
            numbers(weights.place),
            numbers(weights.premises),
            numbers(weights.phone),
            numbers(weights.facts),
            numbers(weights.prior),
            numbers(total),
            pa.array(np.full(len(shown) + len(extra), ENOUGH, np.int32)),
            pa.array([*verdict, *(f"judged {said}" for _, said in extra)], pa.string()),
            pa.array([*_reasons(weights, shown), *("a person judged" for _ in extra)], pa.string()),
        ],
        schema=LINKS.arrow,
    )


def _reasons(weights: Weights, shown: Codes) -> list[str]:
    """What was decisive beside the names, in words."""
    features = np.stack([weights.place, weights.premises, weights.phone, weights.facts])[:, shown]
    words = np.array(
        ["names and town or state", "names and premises", "names and telephone or e-mail", "numbers or day of birth"]
    )
    return list(words[features.argmax(0)])


def _grouped(
    layout: Layout, pairs: Candidates, weights: Weights, judged: dict[tuple[int, int], str]
) -> tuple[pa.Table, list[Cut]]:
    """(profile_id, component): joined by what is enough, and by nothing against a conflict; and what was not followed."""
    facts = layout.facts
    has_facts = (facts.registration >= 0) | (facts.document >= 0) | np.array([bool(b) for b in facts.birth], bool)
    group, cuts = groups(
        layout.size, pairs.left, pairs.right, weights.total, weights.enough, partial(conflict, facts), has_facts, judged,
        on_average=layout.kind == "person",
    )  # fmt: skip
    ids = pa.array(layout.ids, pa.string())
    return pa.table({"profile_id": ids, "component": ids.take(pa.array(group))}), cuts


def _cut_rows(layout: Layout, cuts: list[Cut]) -> pa.Table:
    """Each pair once, the lesser id first."""
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for cut in cuts:
        (a, size_a), (b, size_b) = sorted(((layout.ids[cut.a], cut.sizes[0]), (layout.ids[cut.b], cut.sizes[1])))
        rows[a, b] = {
            "profile_a": a, "profile_b": b, "total_mbits": cut.mbits, "size_a": size_a, "size_b": size_b,
            "reason": cut.reason,
        }  # fmt: skip
    return pa.Table.from_pylist(list(rows.values()), LINK_CUTS.arrow)


def _describe(engine: LocalEngine, profiles: Table, mentions: Table, groups: pa.Table) -> tuple[Table, Table]:
    """Members, and what is said of each entity. Ties are broken by text, so that every machine says the same."""
    counted = engine.sql(
        """
        SELECT profile_id, count(*) AS n, min(known_on) AS first_on, max(known_on) AS last_on,
               list(DISTINCT role ORDER BY role) AS roles
        FROM mentions GROUP BY profile_id
        """,
        mentions=mentions,
    )
    members = engine.sql(
        """
        SELECT profile_id, 'entity-' || substr(sha256(first_value(profile_id) OVER (
                   PARTITION BY component ORDER BY first_on NULLS LAST, profile_id
               )), 1, 32) AS entity_id
        FROM g LEFT JOIN counted USING (profile_id)
        """,
        g=groups,
        counted=counted,
    )
    about = engine.sql(
        """
        WITH p AS (
            SELECT DISTINCT ON (id) id, kind, name, name_keys, town, state, country FROM profiles
        ), m AS (
            SELECT members.entity_id, p.*, coalesce(n, 0) AS n, first_on, last_on, roles
            FROM members JOIN p ON p.id = members.profile_id LEFT JOIN counted ON counted.profile_id = p.id
        ), named AS (
            SELECT entity_id, arg_max(name, (n, name)) AS name FROM (
                SELECT entity_id, name, sum(n) AS n FROM m GROUP BY entity_id, name) GROUP BY entity_id
        ), keyed AS (
            SELECT entity_id, list(key ORDER BY n DESC, key) AS names FROM (
                SELECT entity_id, key, sum(n) AS n FROM (SELECT entity_id, unnest(name_keys) AS key, n FROM m)
                GROUP BY entity_id, key) GROUP BY entity_id
        ), placed AS (
            SELECT entity_id, arg_max(struct_pack(town, state, country), (n, town, state, country)) AS place FROM (
                SELECT entity_id, town, state, country, sum(n) AS n FROM m GROUP BY ALL) GROUP BY entity_id
        ), summed AS (
            SELECT entity_id, min(kind) AS kind, min(first_on) AS first_on, max(last_on) AS last_on,
                   CAST(count(*) AS INTEGER) AS profiles, CAST(sum(n) AS INTEGER) AS mentions,
                   list_sort(list_distinct(flatten(list(roles)))) AS roles
            FROM m GROUP BY entity_id
        )
        SELECT entity_id AS id, kind, name, names, place.town AS town, place.state AS state,
               place.country AS country, roles, first_on, last_on, profiles, mentions
        FROM summed JOIN named USING (entity_id) JOIN keyed USING (entity_id) JOIN placed USING (entity_id)
        """,
        members=members,
        profiles=profiles,
        counted=counted,
    )
    return members, about
