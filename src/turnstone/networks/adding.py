"""What only adds to ties: agents, recruiters, filings, conflicting names that two parties have in common, for parties
that something else ties already."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnstone.networks.held import Held

Ints = NDArray[Any]
AT_ONCE = 2_000_000
"""Holdings looked at in one go: bounds the memory however many filings a party has."""
EACH = 50
"""Things of one kind that are told for a pair; the fewest holders first. Only the strongest counts."""


def adding_pairs(held: Held, rows: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """Pairs of `rows` of one thing, of parties that are a pair in `left`, `right` (rows that tie), lesser node first.

    Looks up the holdings of the party that has fewer: what a party with 50,000 filings costs is bounded by the others.
    """
    none = np.empty(0, np.int64)
    if len(rows) == 0 or len(left) == 0:
        return none, none
    nodes, things = int(held.node.max()) + 1, len(held.holders)
    rows = rows[np.lexsort((held.thing[rows], held.node[rows]))]
    keys = held.node[rows] * things + held.thing[rows]
    begins = np.searchsorted(held.node[rows], np.arange(nodes + 1))
    count = np.diff(begins)
    tied = np.unique(held.node[left] * nodes + held.node[right])
    a, b = np.divmod(tied, nodes)
    few = np.where(count[a] <= count[b], a, b)
    other = a + b - few
    found: list[tuple[Ints, Ints]] = []
    ends = np.cumsum(count[few])
    at = 0
    while at < len(few):
        before = int(ends[at - 1]) if at else 0
        until = max(int(np.searchsorted(ends, before + AT_ONCE, side="right")), at + 1)
        many = count[few[at:until]]
        pair = np.repeat(np.arange(at, until), many)
        own = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many) + begins[few[pair]]
        wanted = other[pair] * things + held.thing[rows[own]]
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        both = keys[place] == wanted
        found.append(_told(held, tied[pair[both]], rows[own[both]], rows[place[both]]))
        at = until
    one, two = (np.concatenate(part) for part in zip(*found, strict=True))
    swap = held.node[one] > held.node[two]
    return np.where(swap, two, one), np.where(swap, one, two)


def _told(held: Held, pair: Ints, one: Ints, two: Ints) -> tuple[Ints, Ints]:
    """The first EACH of each pair and kind by holders, then by thing."""
    thing = held.thing[one]
    order = np.lexsort((thing, held.holders[thing], held.kind_of_thing[thing], pair))
    group = np.stack([pair[order], held.kind_of_thing[thing[order]]])
    new = np.r_[True, (group[:, 1:] != group[:, :-1]).any(axis=0)] if len(order) else np.empty(0, bool)
    begin = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0))
    first = order[np.arange(len(order)) - begin < EACH]
    return one[first], two[first]
