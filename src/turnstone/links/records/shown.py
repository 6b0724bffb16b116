"""What a resolution shows: pairs with everything they rest on, and the unions that were stopped, with reasons."""

from __future__ import annotations

from collections import deque

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.kernels import records_parts as rp
from turnstone.kernels.records_score import SILENT
from turnstone.links.records.clusters import Clustered, Judged
from turnstone.links.records.facts import facts_of
from turnstone.links.records.fields import FAMILIES, Coded, Codes, Mbits
from turnstone.links.records.levels import NAMES, Levels
from turnstone.links.records.scoring import Scored, field_mbits
from turnstone.links.records.weights import Weights

NEAR = 6_000
"""Pairs down to so many millibits under the bar are shown as possible."""
REASONS = ("", "hard facts differ", "judged different", "fits two that cannot be one", "too little taken together",
           "one list would hold it twice")  # fmt: skip
MOST_STOPPED = 100_000


def pairs_table(
    coded: Coded, w: Weights, rows: Codes, bar: int, done: Clustered, left: Codes, right: Codes, levels: Levels,
    extra: Mbits, s: Scored,
) -> pa.Table:  # fmt: skip
    """One row a pair: `left`, `right` (rows of the input), `verdict` (joined, stopped, possible), `reason`, `prior_mbits`,
    what each field and family of fields gives (null: unknown), `total_mbits`."""
    n = coded.size
    inside = done.left.astype(np.int64) * n + done.right
    near = np.flatnonzero(s.total >= bar - NEAR)
    outside = near[~np.isin(left[near].astype(np.int64) * n + right[near], inside)]
    a, b = np.r_[done.left, left[outside]], np.r_[done.right, right[outside]]
    lv = np.concatenate([done.levels, levels[:, outside]], axis=1)
    ex = np.r_[done.extra, extra[outside]] if len(extra) > 1 else extra
    total = np.r_[done.scored.total, s.total[outside]]
    families = np.concatenate([done.scored.families, s.families[outside]])
    why = np.r_[done.why, np.zeros(len(outside), np.uint8)]
    one = done.label[a] == done.label[b]
    shown = np.flatnonzero(one | (why > 0) | (total >= bar - NEAR))
    a, b, lv, total, families, why, one = (
        a[shown],
        b[shown],
        lv[:, shown],
        total[shown],
        families[shown],
        why[shown],
        one[shown],
    )
    ex = ex[shown] if len(ex) > 1 else ex
    verdict = np.where(one, 0, np.where(why > 0, 1, 2)).astype(np.int8)
    columns: dict[str, pa.Array] = {
        "left": pa.array(np.minimum(rows[a], rows[b]), pa.int64()),
        "right": pa.array(np.maximum(rows[a], rows[b]), pa.int64()),
        "verdict": _worded(verdict, ("joined", "stopped", "possible")),
        "reason": _worded(np.where(one, 0, why).astype(np.int8), REASONS),
        "prior_mbits": pa.array(np.full(len(a), w.priors[0]), pa.int32()),
    }
    mbits = field_mbits(coded, w, a, b, lv, ex)
    for i, f in enumerate(coded.fields):
        if f.kind in ("order", "generation") and not (lv[i] == 1).any():
            continue
        columns[f"{f.name}_level"] = _worded(lv[i], NAMES)
        columns[f"{f.name}_mbits"] = pa.array(mbits[:, i], pa.int32(), mask=mbits[:, i] == SILENT)
    for q, family in enumerate(FAMILIES):
        columns[f"family_{family}_mbits"] = pa.array(families[:, q], pa.int32())
    columns["total_mbits"] = pa.array(total, pa.int32())
    return pa.table(columns)


def _worded(codes: NDArray[np.int8], words: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), pa.array(words, pa.string()))


def stopped_table(coded: Coded, w: Weights, rows: Codes, done: Clustered, judged: Judged) -> pa.Table:
    """Good pairs whose entities were not joined: `left`, `right`, `reason`, `because` (the facts, or the judgement and the
    chains of pairs by which the union would have broken it), `total_mbits`. At most MOST_STOPPED, the strongest."""
    at = np.flatnonzero(done.why > 0)
    at = at[np.argsort(-done.scored.total[at], kind="stable")][:MOST_STOPPED]
    facts = facts_of(coded, w, done.levels[:, at], done.extra[at] if len(done.extra) > 1 else done.extra)
    against = facts.known & ~facts.agrees
    near: dict[int, list[int]] = {}
    out = []
    for k, i in enumerate(at):
        a, b, why = int(done.left[i]), int(done.right[i]), int(done.why[i])
        because = ", ".join(name for bit, name in enumerate(facts.names) if against[k] >> bit & 1)
        if why == rp.FACTS and not because:
            because = "of other rows of the two"
        if why == rp.JUDGED:
            near = near or neighbours(done)
            because = chains(a, b, done, judged, near, rows)
        out.append((a, b, REASONS[why], because, int(done.scored.total[i])))
    for a, b in done.refused:
        near = near or neighbours(done)
        out.append((a, b, "judgements contradict", chains(a, b, done, judged, near, rows), 0))
    for row in done.loose[:MOST_STOPPED]:
        out.append((int(row), int(done.label[row]), "group too large to compare", "", 0))
    lefts, rights = [int(rows[o[0]]) for o in out], [int(rows[o[1]]) for o in out]
    return pa.table({
        "left": pa.array([min(p) for p in zip(lefts, rights, strict=True)], pa.int64()),
        "right": pa.array([max(p) for p in zip(lefts, rights, strict=True)], pa.int64()),
        "reason": pa.array([o[2] for o in out], pa.string()), "because": pa.array([o[3] for o in out], pa.string()),
        "total_mbits": pa.array([o[4] for o in out], pa.int32()),
    })  # fmt: skip


def neighbours(done: Clustered) -> dict[int, list[int]]:
    """Rows that good pairs join, inside entities."""
    near: dict[int, list[int]] = {}
    joined = np.flatnonzero(done.good & (done.label[done.left] == done.label[done.right]))
    for a, b in zip(done.left[joined].tolist(), done.right[joined].tolist(), strict=True):
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    return near


def chains(a: int, b: int, done: Clustered, judged: Judged, near: dict[int, list[int]], rows: Codes) -> str:
    """'12-7 and 30, 7 and 30 judged different': how each row leads to the judged ones."""
    for c, d in judged.different:
        for x, y in ((c, d), (d, c)):
            if done.label[x] == done.label[a] and done.label[y] == done.label[b]:
                first, second = _chain(a, x, near), _chain(b, y, near)
                said = " and ".join("-".join(str(int(rows[r])) for r in chain) for chain in (first, second))
                return f"{said}, {int(rows[x])} and {int(rows[y])} judged different"
    return ""


def _chain(start: int, end: int, near: dict[int, list[int]]) -> list[int]:
    came: dict[int, int] = {start: start}
    todo = deque([start])
    while todo and end not in came:
        row = todo.popleft()
        for other in sorted(near.get(row, [])):
            if other not in came:
                came[other] = row
                todo.append(other)
    chain = [end]
    while chain[-1] != start and chain[-1] in came:
        chain.append(came[chain[-1]])
    return chain[::-1]
