"""Ties: what two parties share and what it weighs. Hubs are braked here, with the reason told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import log2_table
from turnstone.kernels.groups import pairs_within
from turnstone.model.networks import HUBS, TIES
from turnstone.stage import stage


@dataclass(frozen=True)
class Sharing:
    """How sharing one kind of thing weighs: from rarity, at most `most` millibits, nothing above `cap` holders.

    `ties`: whether sharing it alone makes a tie; else it only adds to ties that other things make.
    """

    cap: int
    most: int | None = None
    ties: bool = True


# Premises, telephones and people are shared by chance as rarely as few hold them. An agent, a recruiter or an
# association is shared by unrelated clients as its business: that weighs five bits at most, and ties nobody alone.
SHARING: dict[str, Sharing] = {
    "premises": Sharing(cap=40),
    "housing": Sharing(cap=40),
    "phone": Sharing(cap=40),
    "person": Sharing(cap=12),
    "asserted": Sharing(cap=8),
    "agent": Sharing(cap=1000, most=5_000, ties=False),
    "recruiter": Sharing(cap=1000, most=5_000, ties=False),
    "filing": Sharing(cap=1000, most=3_000, ties=False),
    # Of posters. A text that more use than a network may have members (see `groups`) is a trade's or a site's; stock
    # pictures and pages of services go round sooner; a car has few users. Numbers and accounts are as telephones.
    "template": Sharing(cap=60),
    "image": Sharing(cap=20),
    "email": Sharing(cap=40),
    "handle": Sharing(cap=40),
    "url": Sharing(cap=20),
    "wallet": Sharing(cap=40),
    "iban": Sharing(cap=40),
    "plate": Sharing(cap=12),
}
_SPACES = (("premises", "housing"), *((k,) for k, s in SHARING.items() if s.ties and k not in ("premises", "housing")))
"""Kinds that tie, those together whose values are compared with each other."""


@stage(TIES, HUBS)
def ties(engine: LocalEngine, *, nodes: Table, holdings: Table) -> Mapping[str, Table | pa.Table]:
    """All ties between pairs of parties, and the things that are hubs."""
    held = _with_places(holdings.arrow())
    ids = nodes.arrow(["id"]).column("id").combine_chunks()
    node = pc.index_in(held.column("node_id").combine_chunks(), ids)
    held = held.filter(node.is_valid())
    node = node.drop_null().to_numpy().astype(np.int64)
    what = (
        pc.binary_join_element_wise(held.column("space"), held.column("value"), "\x1f")
        .combine_chunks()
        .dictionary_encode()
    )
    code = what.indices.to_numpy().astype(np.int64)
    width = len(ids) + 1
    holders = np.bincount(np.unique(code * width + node) // width, minlength=len(what.dictionary))
    weight = _weights(held, code, holders, len(ids))
    pairs = _tying_pairs(held, node, code, holders)
    added = _adding_pairs(held, node, code, holders, pairs)
    left, right = (np.concatenate([a, b]) for a, b in zip(pairs, added, strict=True))
    return {
        "ties": _table(held, ids, node, code, left, right, holders, weight),
        "hubs": _hubs(held, code, holders, weight),
    }


def _with_places(held: pa.Table) -> pa.Table:
    """Holdings with the space in which values are compared: an employer's premises can be another's housing."""
    kind = held.column("kind")
    space = pc.if_else(pc.equal(kind, "housing"), "premises", kind)
    return held.append_column("space", space)


def _weights(held: pa.Table, code: np.ndarray, holders: np.ndarray, nodes: int) -> np.ndarray:
    """What sharing each held thing weighs: log2(parties / holders), bounded by its kind."""
    log2 = log2_table(max(nodes, 2))
    rarity = log2[nodes] - log2[np.maximum(holders[code], 1)]
    kinds = held.column("kind").combine_chunks().dictionary_encode()
    which = kinds.indices.to_numpy()
    sharing = [SHARING[k] for k in kinds.dictionary.to_pylist()]
    most = np.array([s.most or 10**9 for s in sharing], np.int64)[which]
    cap = np.array([s.cap for s in sharing], np.int64)[which]
    return np.where(holders[code] > cap, 0, np.minimum(rarity, most))


Rows = tuple[np.ndarray, np.ndarray]


def _tying_pairs(held: pa.Table, node: np.ndarray, code: np.ndarray, holders: np.ndarray) -> Rows:
    """Pairs of holding rows that share a thing that ties."""
    some = np.flatnonzero(holders[code] > 1)
    kinds = held.column("kind").take(pa.array(some)).to_numpy()
    left: list[np.ndarray] = []
    right: list[np.ndarray] = []
    for space in _SPACES:
        rows = some[np.isin(kinds, space)]
        rows = rows[holders[code[rows]] <= SHARING[space[0]].cap]
        found = pairs_within(np.unique(code[rows], return_inverse=True)[1], 2 * SHARING[space[0]].cap)
        a, b = rows[found.left], rows[found.right]
        other = node[a] != node[b]
        left.append(a[other])
        right.append(b[other])
    return np.concatenate(left), np.concatenate(right)


def _adding_pairs(held: pa.Table, node: np.ndarray, code: np.ndarray, holders: np.ndarray, pairs: Rows) -> Rows:
    """Pairs of rows that share an agent, recruiter or filing, for parties that something else ties already."""
    rows = np.flatnonzero(holders[code] > 1)
    kinds = held.column("kind").take(pa.array(rows)).to_numpy()
    rows = rows[np.isin(kinds, [k for k, s in SHARING.items() if not s.ties])]
    rows = rows[holders[code[rows]] <= 1000]
    by_node = rows[np.argsort(node[rows], kind="stable")]
    starts = np.searchsorted(node[by_node], np.arange(int(node.max(initial=0)) + 2))
    size = int(node.max(initial=0)) + 1
    tied = np.unique(np.minimum(node[pairs[0]], node[pairs[1]]) * size + np.maximum(node[pairs[0]], node[pairs[1]]))
    left: list[int] = []
    right: list[int] = []
    for pair in tied.tolist():
        a, b = divmod(pair, size)
        of_a = {int(code[r]): int(r) for r in by_node[starts[a] : starts[a + 1]]}
        for r in by_node[starts[b] : starts[b + 1]]:
            if int(code[r]) in of_a:
                left.append(of_a[int(code[r])])
                right.append(int(r))
    return np.array(left, np.int64), np.array(right, np.int64)


def _table(
    held: pa.Table, ids: pa.Array, node: np.ndarray, code: np.ndarray, left: np.ndarray, right: np.ndarray,
    holders: np.ndarray, weight: np.ndarray,
) -> pa.Table:  # fmt: skip
    """One line for each pair and thing; the lesser id first."""
    names = ids.to_numpy(zero_copy_only=False)
    swap = names[node[left]] > names[node[right]]
    left, right = np.where(swap, right, left), np.where(swap, left, right)
    first = held.column("first_on").combine_chunks()
    since = pc.max_element_wise(first.take(pa.array(left)), first.take(pa.array(right)), skip_nulls=False)
    table = pa.table(
        [
            ids.take(pa.array(node[left])),
            ids.take(pa.array(node[right])),
            _kind(held, left, right),
            held.column("value").take(pa.array(left)).combine_chunks(),
            pa.array(holders[code[left]].astype(np.int32)),
            pa.array(weight[left].astype(np.int32)),
            since,
        ],
        schema=TIES.arrow,
    )
    # An address that is premises and housing for both is one tie, told as premises.
    order = pc.sort_indices(
        table,
        [
            ("a", "ascending"),
            ("b", "ascending"),
            ("value", "ascending"),
            ("kind", "descending"),
            ("since", "ascending"),
        ],
    )
    table = table.take(order).combine_chunks()
    keys = pc.binary_join_element_wise(
        table.column("a"), table.column("b"), table.column("value"), "\x1f"
    ).combine_chunks()
    once = np.unique(np.asarray(keys.dictionary_encode().indices), return_index=True)[1]
    return table.take(pa.array(np.sort(once)))


def _kind(held: pa.Table, left: np.ndarray, right: np.ndarray) -> pa.Array:
    """The kind of what is shared. Kinds differ only where one's premises are the other's housing: premises then."""
    kinds = held.column("kind").combine_chunks()
    a, b = kinds.take(pa.array(left)), kinds.take(pa.array(right))
    return pc.if_else(pc.equal(a, b), a, "premises")


def _hubs(held: pa.Table, code: np.ndarray, holders: np.ndarray, weight: np.ndarray) -> pa.Table:
    """Things above their kind's cap: each once."""
    _, once = np.unique(code, return_index=True)
    once = once[holders[code[once]] > min(s.cap for s in SHARING.values())]
    found = zip(once.tolist(), held.select(["kind", "value"]).take(pa.array(once)).to_pylist(), strict=True)
    rows = [
        {
            **thing,
            "holders": int(holders[code[i]]),
            "weight_mbits": int(weight[i]),
            "reason": f"held by {holders[code[i]]:,} parties, more than {SHARING[thing['kind']].cap}: shared as a service or by custom",
        }
        for i, thing in found
        if holders[code[i]] > SHARING[thing["kind"]].cap
    ]
    return pa.Table.from_pylist(rows, HUBS.arrow)
