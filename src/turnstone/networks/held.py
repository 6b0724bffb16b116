"""Holdings as numbers: one row for each party and thing, things numbered in the order of their kind and value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from turnstone.networks.kinds import SHARING

Ints = NDArray[Any]
_KIND = {name: i for i, name in enumerate(SHARING)}
_SPACE = np.array([_KIND["premises"] if name == "housing" else i for i, name in enumerate(SHARING)], np.int64)
"""In which space the values of a kind are compared: an employer's premises can be another's housing."""
NEVER = 10_000_000
"""Days; beyond all days that occur."""


@dataclass(frozen=True)
class Held:
    """Rows in the order of (thing, node), each pair once.

    By row: `node`, `thing`, `kind` (premises where a place is both premises and housing), `first` and `last` day
    (NEVER and -NEVER where none is known). By thing: `value`, `kind_of_thing`, `holders`. Kinds are numbered as in SHARING.
    """

    node: Ints
    thing: Ints
    kind: Ints
    first: Ints
    last: Ints
    value: pa.Array
    kind_of_thing: Ints
    holders: Ints
    names: tuple[str, ...] = tuple(SHARING)


def gathered(holdings: pa.Table, ids: pa.Array) -> Held:
    """Holdings of the parties `ids` (sorted), numbered. Rows of other parties or of kinds that are not listed are left."""
    node = pc.index_in(holdings.column("node_id").combine_chunks(), ids)
    kind = pc.index_in(holdings.column("kind").combine_chunks(), pa.array(list(SHARING)))
    known = pc.and_(node.is_valid(), kind.is_valid())
    holdings = holdings.filter(known)
    nodes = node.filter(known).to_numpy(zero_copy_only=False).astype(np.int64)
    kinds = kind.filter(known).to_numpy(zero_copy_only=False).astype(np.int64)
    encoded = holdings.column("value").combine_chunks().dictionary_encode()
    in_order = pc.sort_indices(encoded.dictionary)
    values = encoded.dictionary.take(in_order)
    place = np.empty(len(values), np.int64)
    place[in_order.to_numpy()] = np.arange(len(values))
    value = place[encoded.indices.to_numpy(zero_copy_only=False)] if len(kinds) else np.empty(0, np.int64)
    keys, thing = np.unique(_SPACE[kinds] * max(len(values), 1) + value, return_inverse=True)
    order = np.lexsort((nodes, thing))
    nodes, thing, kinds = nodes[order], thing[order], kinds[order]
    begins = np.flatnonzero(np.r_[True, (thing[1:] != thing[:-1]) | (nodes[1:] != nodes[:-1])]) if len(thing) else order
    first_day, last_day = (
        column.cast(pa.int32()).fill_null(fill).to_numpy()[order]
        for column, fill in (
            (holdings.column("first_on").combine_chunks(), NEVER),
            (holdings.column("last_on").combine_chunks(), -NEVER),
        )
    )
    if len(begins) == 0:
        none = np.empty(0, np.int64)
        return Held(none, none, none, none, none, values, none, none)
    return Held(
        node=nodes[begins],
        thing=thing[begins],
        kind=np.minimum.reduceat(kinds, begins),
        first=np.minimum.reduceat(first_day, begins).astype(np.int64),
        last=np.maximum.reduceat(last_day, begins).astype(np.int64),
        value=values.take(pa.array(keys % len(values))),
        kind_of_thing=np.minimum.reduceat(kinds, np.searchsorted(thing, np.arange(len(keys)))),
        holders=np.bincount(thing[begins], minlength=len(keys)),
    )
