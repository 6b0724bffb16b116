"""Pairs weighed on the spot, by the very functions that a run weighs with: for pairs that a run did not keep or compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.candidates import RARE_WORD, Candidates
from turnstone.links.people import births_known, weigh_people
from turnstone.links.profiles import Exploded, Layout, lay_out
from turnstone.links.weigh import ENOUGH, weigh


@dataclass(frozen=True)
class Weighed:
    """One pair's features in millibits (column of `links` -> weight), and the keys that would have brought it together."""

    profile_a: str
    profile_b: str
    mbits: dict[str, int]
    keys: tuple[str, ...]
    """What the two share by which pairs are looked for; empty: a run never compares them."""


def weigh_pairs(
    engine: LocalEngine, profiles: Table, premises: Table, kind: str, pairs: Sequence[tuple[str, str]]
) -> list[Weighed]:
    """The pairs, in the order given. Rarity is counted among all profiles of the kind (business or person).

    Pairs with a profile that the kind does not know (of the other kind, or without a name) are left out. People of whom
    a day of birth or a document is known are weighed as records (see `people`).
    """
    if kind == "person" and births_known(engine, profiles):
        return [Weighed(*one) for one in weigh_people(engine, profiles, pairs)]
    layout = lay_out(engine, profiles, premises, kind)
    at = {id: i for i, id in enumerate(layout.ids)}
    known = [(a, b) for a, b in pairs if a in at and b in at and a != b]
    if not known:
        return []
    places = np.array([sorted((at[a], at[b])) for a, b in known], np.int64)
    weights = weigh(layout, Candidates(places[:, 0], places[:, 1], 0))
    values = {field.name: getattr(weights, field.name) for field in fields(weights) if field.name != "prior"}
    held = _held(layout)
    return [
        Weighed(
            min(pair),
            max(pair),
            {f"{name}_mbits": int(value[i]) for name, value in values.items()}
            | {"prior_mbits": int(weights.prior), "total_mbits": int(weights.total[i]), "bar_mbits": ENOUGH},
            _keys(layout, held, int(places[i, 0]), int(places[i, 1])),
        )
        for i, pair in enumerate(known)
    ]


def _held(layout: Layout) -> dict[str, list[set[int]]]:
    """Profile -> the codes that it has, for each kind of value."""
    return {name: _sets(getattr(layout, name), layout.size) for name in ("names", "bags", "premises")}


def _sets(values: Exploded, size: int) -> list[set[int]]:
    out: list[set[int]] = [set() for _ in range(size)]
    for profile, code in zip(values.profile.tolist(), values.code.tolist(), strict=True):
        out[profile].add(code)
    return out


def _keys(layout: Layout, held: dict[str, list[set[int]]], a: int, b: int) -> tuple[str, ...]:
    """The keys of `candidates` that both have."""
    one_town = layout.town[a] == layout.town[b] >= 0
    one_state = layout.state[a] == layout.state[b] >= 0
    out = [f"one of their {what}" for what, codes in layout.facts.numbers() if codes[a] == codes[b] >= 0]
    if layout.kind != "person" and one_state and held["names"][a] & held["names"][b]:
        out.append("one name in one state")
    if one_town and held["bags"][a] & held["bags"][b]:
        out.append("one name in one town")
    if held["premises"][a] & held["premises"][b]:
        out.append("one place")
    if layout.phone[a] == layout.phone[b] >= 0:
        out.append("one telephone number")
    if layout.email[a] == layout.email[b] >= 0:
        out.append("one e-mail address")
    if one_town and _rare_words(layout, held["bags"], a, b):
        out.append("a rare word in one town")
    return tuple(out)


def _rare_words(layout: Layout, bags: list[set[int]], a: int, b: int) -> set[str]:
    """Words of four letters or more that both have, and that stand in at most `RARE_WORD` names."""
    words = [{w for code in bags[i] for w in layout.bags.texts[code].split() if len(w) > 3} for i in (a, b)]
    shared = words[0] & words[1]
    return {w for w in shared if sum(w in text.split() for text in layout.bags.texts if w in text) <= RARE_WORD}
