"""Are two parties, or two ways of writing, the same, and why or why not: gathered and masked, for all that shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import Any, Protocol

import numpy as np

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.judgements import Judgement, about
from turnstone.exports.mask import Mask
from turnstone.exports.pair_view import Births, Fact, PairView, facts_of, pair_view
from turnstone.exports.same_said import APART, JOINED, sentence
from turnstone.exports.same_tables import Pairs, Side
from turnstone.exports.strongest import Graph, spanning_links, strongest_chain

ReadTable = Callable[[str], Table]
MOST_WRITTEN = 20
"""Ways of writing of each party, those of most rows, whose pairs are weighed now where the run kept none."""
MOST_FACTS = 400
"""Pairs of ways of writing whose hard identifiers are compared."""


class Weighed(Protocol):
    """A pair weighed now (see links.one_pair)."""

    @property
    def profile_a(self) -> str: ...
    @property
    def profile_b(self) -> str: ...
    @property
    def mbits(self) -> dict[str, int]: ...
    @property
    def keys(self) -> tuple[str, ...]: ...


Weigh = Callable[[str, Sequence[tuple[str, str]]], Sequence[Weighed]]
"""(business or person, pairs of profiles) -> each of them weighed."""


@dataclass(frozen=True)
class SameView:
    """The answer: `verdict` (same or different), a sentence, the pair that decides, the chain that joins."""

    a: dict[str, Any]
    b: dict[str, Any]
    verdict: str
    sentence: str
    pair: PairView | None
    chain: tuple[PairView, ...]
    """The pairs that join the two, the weakest first; empty where one pair does, or none."""
    facts: tuple[Fact, ...]
    """Hard identifiers of any profile of the one and any of the other."""
    judged: tuple[Judgement, ...]
    masked: bool


def same_view(
    engine: LocalEngine,
    read: ReadTable,
    known: Collection[str],
    mask: Mask,
    judged: Sequence[Judgement],
    a: str,
    b: str,
    *,
    weigh: Weigh,
    births: Births,
    bar: int,
) -> SameView:
    """The view of two ids (entities or profiles). `known`: tables that the run has; `judged`: all judgements of the log;
    `bar`: the least total that joins, in millibits."""
    tables = Pairs(engine, read, known)
    left, right = tables.side(a), tables.side(b)
    rows = tables.profiles([*left.profiles, *right.profiles])
    one = left.entity == right.entity
    links, kept, keys = _deciding(tables, left, right, rows, weigh, one)
    rows |= tables.profiles([id for link in links for id in (link["profile_a"], link["profile_b"]) if id not in rows])
    if not one:
        links = [_turned(link | {"reason": tables.kept_apart(link) or link.get("reason")}, left) for link in links]
    places = tables.places(list(rows.values()))
    views = [
        pair_view(
            link, rows[link["profile_a"]], rows[link["profile_b"]], places, mask, bar,
            about(judged, [link["profile_a"]], [link["profile_b"]]), births, kept=kept, keys=keys,
        )
        for link in links
    ]  # fmt: skip
    between = about(judged, left.profiles, right.profiles)
    verdict = JOINED if one else APART
    chain = tuple(sorted(views, key=lambda v: v.holds)) if len(views) > 1 else ()
    return SameView(
        _party(left, rows, mask), _party(right, rows, mask), verdict,
        sentence(left, right, rows, views, verdict), views[0] if views and not chain else None, chain,
        _facts(left, right, rows, mask, births), tuple(between), not mask.open,
    )  # fmt: skip


def _deciding(
    tables: Pairs, left: Side, right: Side, rows: dict[str, dict[str, Any]], weigh: Weigh, one: bool
) -> tuple[list[dict[str, Any]], bool, tuple[str, ...] | None]:
    """The pairs to show, whether the run keeps them, and what brought a pair that it does not keep together."""
    if one:
        if joining := _joining(tables, left, right):
            return [_told(link, rows, tables, weigh) for link in joining], True, None
    elif found := tables.links(left.profiles, right.profiles):
        return [_told(found[0], rows, tables, weigh)], True, None
    kinds = {rows[id]["kind"] for id in (*left.profiles, *right.profiles) if id in rows}
    if len(kinds) != 1:
        return [], False, None
    most = [
        sorted(side.profiles, key=lambda id: (-(rows[id]["mentions"] or 0), id))[:MOST_WRITTEN]
        for side in (left, right)
    ]
    pairs = [(a, b) for a, b in product(*most) if a != b]
    weighed = sorted(weigh(kinds.pop(), pairs), key=lambda w: (-w.mbits["total_mbits"], w.profile_a, w.profile_b))
    if not weighed:
        return [], False, None
    best = weighed[0]
    return [{"profile_a": best.profile_a, "profile_b": best.profile_b, **best.mbits}], False, best.keys


def _turned(link: dict[str, Any], left: Side) -> dict[str, Any]:
    """The link with the profile of the first party first."""
    if link["profile_a"] in left.profiles:
        return link
    return link | {"profile_a": link["profile_b"], "profile_b": link["profile_a"]}


def _told(link: dict[str, Any], rows: dict[str, dict[str, Any]], tables: Pairs, weigh: Weigh) -> dict[str, Any]:
    """A link; one that only a judgement put into the table gets the weights that it would have."""
    if any(value for name, value in link.items() if name.endswith("_mbits") and name != "bar_mbits"):
        return link
    pair = (link["profile_a"], link["profile_b"])
    row = rows.get(pair[0]) or tables.profiles(pair)[pair[0]]
    weighed = weigh(row["kind"], [pair])
    return link | weighed[0].mbits if weighed else link


def _joining(tables: Pairs, left: Side, right: Side) -> list[dict[str, Any]]:
    """Within one entity: the direct pair, or the strongest chain between two profiles; between the entity and itself,
    what holds it together."""
    profiles = tables.side(left.entity).profiles
    links = [link for link in tables.links(profiles, profiles) if link["verdict"].endswith("same")]
    at = {id: i for i, id in enumerate(profiles)}
    by_pair = {(at[link["profile_a"]], at[link["profile_b"]]): link for link in links}
    by_pair = {(min(pair), max(pair)): link for pair, link in by_pair.items()}
    if not by_pair:
        return []
    ends = np.array(list(by_pair), np.int64)
    weight = np.array([_strength(link) for link in by_pair.values()], np.int64)
    graph = Graph(len(profiles), ends[:, 0], ends[:, 1], weight)
    if left.id.startswith("profile-") and right.id.startswith("profile-"):
        x, y = at[left.id], at[right.id]
        if (min(x, y), max(x, y)) in by_pair:
            return [_turned(by_pair[min(x, y), max(x, y)], left)]
        chain = strongest_chain(graph, x, y)
        return [by_pair[min(x, y), max(x, y)] for x, y in pairwise(chain)]
    return [by_pair[x, y] for x, y, _ in spanning_links(graph)]


def _strength(link: dict[str, Any]) -> int:
    """A judged pair holds whatever it weighs."""
    return 1_000_000 if link["verdict"] == "judged same" else int(link["total_mbits"])


def _party(side: Side, rows: dict[str, dict[str, Any]], mask: Mask) -> dict[str, Any]:
    known = [rows[id] for id in side.profiles if id in rows]
    if not known:
        return {"id": side.id, "entity_id": side.entity, "kind": None, "name": None, "profiles": len(side.profiles)}
    row = max(known, key=lambda r: (r["mentions"] or 0, r["id"]))
    name = mask.hide("person", row["name"]) if row["kind"] == "person" else row["name"]
    return {
        "id": side.id, "entity_id": side.entity, "kind": row["kind"], "name": name, "town": row["town"],
        "state": row["state"], "country": row["country"], "profiles": len(side.profiles),
    }  # fmt: skip


def _facts(left: Side, right: Side, rows: dict[str, dict[str, Any]], mask: Mask, births: Births) -> tuple[Fact, ...]:
    if left.profiles == right.profiles:
        pairs = [(a, b) for i, a in enumerate(left.profiles) for b in left.profiles[i + 1 :]]
    else:
        pairs = list(islice(product(left.profiles, right.profiles), MOST_FACTS))
    found = [
        fact
        for a, b in pairs[:MOST_FACTS]
        if a in rows and b in rows
        for fact in facts_of(rows[a], rows[b], mask, births)
    ]
    return tuple(dict.fromkeys(sorted(found, key=lambda f: (f.how != "different", f.said, f.a, f.b))))
