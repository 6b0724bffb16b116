"""What became of groups from one run to the next: new, grown, shrunk, merged, split, renamed, gone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def lineage(before: pa.Table | None, now: pa.Table, group: str, member: str) -> pa.Table:
    """The events, sorted: `group`, event, other_id, before, now (members then and now). `before`, `now`: the columns
    `group` and `member`, each member in one group. None before a first run, in which all groups are new.

    A group goes on as the one with which it shares most members. One that goes on under another id was renamed: an
    earlier member came in. One of several that go on as one was merged; one that takes only a part of what went on
    elsewhere was split off.
    """
    old = before if before is not None else now.slice(0, 0)
    names = pc.unique(pa.chunked_array([*old.column(group).chunks, *now.column(group).chunks], pa.string())).sort()
    of_old, of_now = _codes(old, group, names), _codes(now, group, names)
    size_old, size_now = (np.bincount(codes, minlength=len(names)) for codes in (of_old, of_now))
    known = pc.index_in(now.column(member).combine_chunks(), old.column(member).combine_chunks())
    stayed = known.is_valid().to_numpy(zero_copy_only=False)
    met = of_old[known.drop_null().to_numpy(zero_copy_only=False)] * max(len(names), 1) + of_now[stayed]
    pairs, count = np.unique(met, return_counts=True)
    was, now_is = np.divmod(pairs, max(len(names), 1))
    heir = np.full(len(names), -1, np.int64)
    first = _first(was, now_is, count, now_is == was)
    heir[was[first]] = now_is[first]
    line = np.full(len(names), -1, np.int64)
    going = heir[was] == now_is
    w, i, c = was[going], now_is[going], count[going]
    first = _first(i, w, c, w == i)
    line[i[first]] = w[first]

    groups = np.arange(len(names))
    own = np.flatnonzero(line >= 0)
    events: list[tuple[str, Ints, Ints]] = [
        ("grew", own[size_now[own] > size_old[line[own]]], own[size_now[own] > size_old[line[own]]]),
        ("shrank", own[size_now[own] < size_old[line[own]]], own[size_now[own] < size_old[line[own]]]),
        ("renamed", own[line[own] != own], line[own[line[own] != own]]),
        ("merged", heir[(m := np.flatnonzero((heir >= 0) & (line[np.maximum(heir, 0)] != groups)))], m),
        ("split", now_is[(s := line[now_is] < 0)], was[s]),
        ("new", (n := np.flatnonzero((size_now > 0) & ~np.isin(groups, now_is))), n),
        ("gone", (g := np.flatnonzero((size_old > 0) & ~np.isin(groups, was))), g),
    ]
    out: list[pa.Table] = []
    for event, of, other in events:
        then = size_old[line[of]] if event in ("grew", "shrank") else size_old[other]
        after = size_now[of]
        # An id that is gone, or new, may be borne by another group in the other run.
        then, after = (
            (np.zeros_like(then) if event == "new" else then),
            (np.zeros_like(after) if event == "gone" else after),
        )
        out.append(_rows(names, event, of, other, then, after, group))
    table = pa.concat_tables(out)
    return table.take(pc.sort_indices(table, [(group, "ascending"), ("event", "ascending"), ("other_id", "ascending")]))


def _codes(table: pa.Table, group: str, names: pa.Array) -> Ints:
    found = pc.index_in(table.column(group).combine_chunks(), names)
    return np.asarray(found.to_numpy(zero_copy_only=False)).astype(np.int64)


def _first(key: Ints, other: Ints, count: Ints, same: Any) -> Ints:
    """The places of the best of each key: most in common, then the same id, then the least."""
    order = np.lexsort((other, ~same, -count, key))
    return order[np.r_[True, key[order][1:] != key[order][:-1]]] if len(order) else order


def _rows(names: pa.Array, event: str, of: Ints, other: Ints, then: Ints, now: Ints, group: str) -> pa.Table:
    return pa.table(
        {
            group: names.take(pa.array(of)),
            "event": pa.array([event] * len(of), pa.string()),
            "other_id": names.take(pa.array(other)),
            "before": pa.array(then.astype(np.int32)),
            "now": pa.array(now.astype(np.int32)),
        }
    )
