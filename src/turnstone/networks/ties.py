"""Ties: what two parties share, when, and what it weighs. Hubs are braked here, with the reason told."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import log2_table
from turnstone.kernels.groups import pairs_within, within_budget
from turnstone.model.networks import HUBS, TIES
from turnstone.networks.adding import adding_pairs
from turnstone.networks.held import NEVER, Held, gathered
from turnstone.networks.kinds import FADES_YEARLY, HANDED_ON_DAYS, SHARING
from turnstone.stage import stage

MOST_PAIRS = 5_000_000
"""Pairs of parties that share a thing which ties. Where there would be more, what most hold is left out first, and told:
a table of so many ties takes about a gigabyte."""

Ints = NDArray[np.int64]


@stage(TIES, HUBS)
def ties(
    engine: LocalEngine, *, nodes: Table, holdings: Table, most_pairs: int = MOST_PAIRS
) -> Mapping[str, Table | pa.Table]:
    """All ties between pairs of parties, and the things that are hubs."""
    ids = nodes.arrow(["id"]).column("id").combine_chunks()
    ids = ids.take(pc.sort_indices(ids))
    held = gathered(holdings.arrow(["node_id", "kind", "value", "first_on", "last_on"]), ids)
    cap = np.array([s.cap for s in SHARING.values()], np.int64)[held.kind_of_thing]
    weight = _weights(held, cap, len(ids))
    tying = np.array([s.ties for s in SHARING.values()])[held.kind_of_thing]
    largest = within_budget(held.holders[tying & (held.holders <= cap)], most_pairs)
    followed = (held.holders > 1) & (held.holders <= cap) & (~tying | (held.holders <= largest))
    rows = np.flatnonzero((tying & followed)[held.thing])
    found = pairs_within(held.thing[rows], largest)
    pairs = _Pairs(held, weight, rows[found.left], rows[found.right]).kept()
    left, right = adding_pairs(held, np.flatnonzero((~tying & followed)[held.thing]), pairs.left, pairs.right)
    every = pairs.and_(_Pairs(held, weight, left, right).kept())
    return {"ties": every.table(ids), "hubs": _hubs(held, cap, weight, tying & ~followed, largest)}


def _weights(held: Held, cap: Ints, nodes: int) -> Ints:
    """What sharing each thing weighs: log2(parties / holders), bounded by its kind; nothing above its cap."""
    log2 = log2_table(max(nodes, 2))
    most = np.array([s.most or 10**9 for s in SHARING.values()], np.int64)[held.kind_of_thing]
    return np.where(held.holders > cap, 0, np.minimum(log2[nodes] - log2[held.holders], most))


class _Pairs:
    """Pairs of rows of `held` of the same thing, the lesser node first, with the time between them."""

    def __init__(self, held: Held, weight: Ints, left: Ints, right: Ints) -> None:
        self.held, self.thing_weight, self.left, self.right = held, weight, left, right
        self.since = np.maximum(held.first[left], held.first[right])
        self.until = np.minimum(held.last[left], held.last[right])
        self.begun, self.ended = self.since != NEVER, self.until != -NEVER
        self.gap = np.where(self.begun & self.ended, np.maximum(self.since - self.until, 0), 0)
        thing = held.thing[left]
        handed_on = np.array([s.handed_on for s in SHARING.values()])[held.kind_of_thing[thing]]
        years = -(-np.maximum(self.gap - HANDED_ON_DAYS, 0) // 365)
        self.faded = handed_on & (years > 0)
        full = weight[thing]
        self.weight = np.where(self.faded, np.maximum(full - FADES_YEARLY * years, 0), full)

    def kept(self) -> _Pairs:
        """Without the pairs whose time between has left nothing."""
        stay = ~self.faded | (self.weight > 0)
        return _Pairs(self.held, self.thing_weight, self.left[stay], self.right[stay])

    def and_(self, other: _Pairs) -> _Pairs:
        left, right = np.concatenate([self.left, other.left]), np.concatenate([self.right, other.right])
        return _Pairs(self.held, self.thing_weight, left, right)

    def table(self, ids: pa.Array) -> pa.Table:
        """One line for each pair and thing. Premises of the one that are the other's housing are told as premises."""
        held, thing = self.held, self.held.thing[self.left]
        kind = np.minimum(held.kind[self.left], held.kind[self.right])
        names, families = pa.array(list(SHARING)), pa.array([s.family for s in SHARING.values()])
        return pa.table(
            [
                ids.take(pa.array(held.node[self.left])),
                ids.take(pa.array(held.node[self.right])),
                names.take(pa.array(kind)),
                held.value.take(pa.array(thing)),
                pa.array(held.holders[thing].astype(np.int32)),
                pa.array(self.weight.astype(np.int32)),
                pa.array(self.since.astype(np.int32), mask=~self.begun).cast(pa.date32()),
                pa.array(self.until.astype(np.int32), mask=~self.ended).cast(pa.date32()),
                pa.array(self.gap.astype(np.int32)),
                families.take(pa.array(kind)),
            ],
            schema=TIES.arrow,
        )


def _hubs(held: Held, cap: Ints, weight: Ints, left_out: NDArray[np.bool_], largest: int) -> pa.Table:
    """Things above their kind's cap, or left out because there are too many pairs: each once."""
    rows = []
    for thing in np.flatnonzero((held.holders > cap) | (left_out & (held.holders > largest))).tolist():
        many, kind = int(held.holders[thing]), held.names[held.kind_of_thing[thing]]
        above = f"more than {cap[thing]}: shared as a service or by custom"
        spared = f"more than {largest}: left out so that ties can be counted at all"
        rows.append({
            "kind": kind, "value": held.value[thing].as_py(), "holders": many, "weight_mbits": int(weight[thing]),
            "reason": f"held by {many:,} parties, {above if many > cap[thing] else spared}",
        })  # fmt: skip
    return pa.Table.from_pylist(rows, HUBS.arrow)
