"""Which rows of a table of records are one person or one organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.links.records import aliases
from turnstone.links.records.clusters import Clustered, Judged, cluster
from turnstone.links.records.coding import code, content_order
from turnstone.links.records.facts import facts_of
from turnstone.links.records.fields import Coded, Codes, Mbits, checked
from turnstone.links.records.keys import EVERY, Blocked, block
from turnstone.links.records.levels import DIFFERENT, NAME_KINDS, NO_LEARNT, WEAK, Learnt, Levels, levels_of
from turnstone.links.records.lists import LEAST as LEAST_OF_LISTS
from turnstone.links.records.lists import across, bar_of_lists, fit_of, lists_of, mutual_best, unrivalled
from turnstone.links.records.repeats import entered, kept_rows
from turnstone.links.records.sample import draw, renewed
from turnstone.links.records.scoring import LEAST, Scored, bar_for, demote, is_good, score_pairs
from turnstone.links.records.shipped import shipped, usual_rarity
from turnstone.links.records.shown import pairs_table, stopped_table
from turnstone.links.records.training import train
from turnstone.links.records.weights import Weights, table_of

MISTAKES = 0.0006
"""The share of wrong pairs that the bar is set for. The model is about a factor of two too sure where relatives abound, so
this aims at one in a thousand."""
ENOUGH_PAIRS = 500
"""A table with fewer candidate pairs is not learnt from: the shipped model is used."""
HOPELESS = -15_000
SHIPPED_BAR = 3_000
"""The bar where weights were not learnt, and the model's own odds are a rule of thumb: eight to one at the bar itself."""


@dataclass(frozen=True)
class Model:
    """All that a pair is weighed by: coded records in the order of their content (`order`: which row each was; `place`:
    where each row, or one that says the same, is in it), weights, learnt short forms, the bar."""

    coded: Coded
    order: Codes
    place: NDArray[np.int64]
    weights: Weights
    learnt: Learnt
    bar: int


@dataclass(frozen=True)
class Resolved:
    """`labels`: each row's entity, named by its least row. `pairs`: pairs joined or near the bar (see shown.py).
    `stopped`: pairs that would have joined entities and why they do not. `skipped`: key -> pairs that blocking left out.
    `weights`: to print. `convergence`: how training ended. `model`: what `explain` and `matching` use."""

    labels: NDArray[np.int64]
    pairs: pa.Table
    stopped: pa.Table
    skipped: Mapping[str, int]
    hubs: Mapping[str, int]
    weights: pa.Table
    convergence: Mapping[str, object]
    model: Model


def resolve(
    records: pa.Table,
    fields: Mapping[str, str],
    *,
    judged: Sequence[tuple[int, int, str]] = (),
    mistakes: float = MISTAKES,
    lists: Sequence[int] | NDArray[np.int64] | None = None,
) -> Resolved:
    """`fields`: column -> kind (fields.KINDS). `judged`: (row, row, 'same' | 'different' | 'unsure'), the earliest first; of
    judgements that cannot all be followed the later is stopped. `mistakes`: the share of wrong pairs to aim at.
    `lists`: which list each row stands in, where no list holds anybody twice (only say so where it is so: `convergence`
    tells as `alike_inside_lists` how many pairs inside a list fit better than any of two lists). Two rows of one list are then never
    joined unless judged the same, and a row is joined to that row of each other list which fits best, if it is the best for
    that one too.

    The result does not depend on the order of rows. Raises ValueError for kinds or columns that are none, rows out of
    range and judgements that are none.
    """
    checked(fields, records.column_names)
    order = content_order(records, list(fields))
    kept, first = kept_rows(
        records.select(list(fields)),
        order,
        set(range(records.num_rows)) if lists is not None else {r for a, b, _ in judged for r in (a, b)},
    )
    apart = lists_of(lists, records.num_rows)
    coded = code(records.select(list(fields)).take(pa.array(kept)), fields, lists=lists is not None)
    blocked, inside = block(coded), None
    if lists is not None:
        apart = apart[kept]
        blocked, inside = across(blocked, apart)
    coded, w, learnt, levels, extra, s = weighed(coded, blocked)
    left, right = blocked.pairs.left, blocked.pairs.right
    least = LEAST if w.trained else SHIPPED_BAR
    if inside is not None:
        best = mutual_best(left, right, fit_of(s), apart)
        own = totals_inside(coded, w, learnt, blocked, s, inside)
        fits = s.total[is_good(coded, s, levels, LEAST_OF_LISTS) & best]
        bar = bar_of_lists(fits, own, blocked.of / max(inside.of, 1), mistakes) if w.trained else least
        good, alike = is_good(coded, s, levels, bar) & best, int((own >= bar).sum())
    else:
        bar = bar_for(s.total[is_good(coded, s, levels, least)], mistakes, least) if w.trained else least
        good, alike = is_good(coded, s, levels, bar), -1
    sure = facts_of(coded, w, levels, extra).sure
    decided = judgements(judged, kept, records.num_rows)
    done = cluster(coded, w, learnt, left, right, s.total, good, sure, decided, bar, apart)
    labels = entered(coded, w, learnt, done.label, kept, first, order, bar)
    place = np.empty(records.num_rows, np.int64)
    place[order] = first
    place[kept] = np.arange(len(kept))
    model = Model(coded, kept, place, w, learnt, bar)
    return Resolved(
        labels,
        pairs_table(model.coded, w, kept, bar, done, left, right, levels, extra, s),
        stopped_table(model.coded, w, kept, done, decided),
        blocked.skipped(),
        coded.hubs,
        table_of(coded, w),
        {**told(w, blocked, bar, learnt, done), **({"alike_inside_lists": alike} if alike >= 0 else {})},
        model,
    )


def totals_inside(
    coded: Coded, w: Weights, learnt: Learnt, blocked: Blocked, across_lists: Scored, inside: Blocked
) -> Mbits:
    """Totals of pairs inside lists that would be joined if they were of two lists: good ones that fit both rows better than
    any pair of two lists does."""
    left, right = inside.pairs.left, inside.pairs.right
    levels, extra = levels_of(coded, left, right, learnt)
    demote(coded, w, left, right, levels, learnt)
    s = score_pairs(coded, w, left, right, levels, extra)
    good = is_good(coded, s, levels, LEAST_OF_LISTS)
    p = blocked.pairs
    good &= unrivalled(p.left, p.right, fit_of(across_lists), left, right, fit_of(s), coded.size)
    return s.total[good]


def weighed(coded: Coded, blocked: Blocked) -> tuple[Coded, Weights, Learnt, Levels, Mbits, Scored]:
    """Weights, learnt or shipped, and the candidates' levels and millibits."""
    left, right = blocked.pairs.left, blocked.pairs.right
    if len(left) < ENOUGH_PAIRS or coded.size <= EVERY:
        coded = usual_rarity(coded)
        w = shipped(coded)
        levels, extra = levels_of(coded, left, right)
        demote(coded, w, left, right, levels, NO_LEARNT)
        return coded, w, NO_LEARNT, levels, extra, score_pairs(coded, w, left, right, levels, extra)
    sample = draw(coded, blocked)
    w = train(coded, sample)
    levels, extra = levels_of(coded, left, right)
    demote(coded, w, left, right, levels, NO_LEARNT)
    s = score_pairs(coded, w, left, right, levels, extra)
    learnt = aliases.learn(coded, w, left, right, levels, s)
    if len(learnt) == 0:
        return coded, w, learnt, levels, extra, s
    w = train(coded, renewed(coded, sample, learnt), w)
    again = np.flatnonzero(s.total > HOPELESS)  # the others cannot reach the bar by a few more bits
    lv, ex = levels[:, again], extra[again] if len(extra) > 1 else extra
    given = coded.place_of("given")
    names = np.flatnonzero((lv[given] == DIFFERENT) | (lv[given] == WEAK))
    a, b = left[again], right[again]
    new, more = levels_of(coded, a[names], b[names], learnt, names_only=True)
    demote(coded, w, a[names], b[names], new, learnt)
    for i, f in enumerate(coded.fields):
        if f.kind in NAME_KINDS:
            lv[i, names] = new[i]
    if len(extra) > 1:
        ex[names] = more
        extra[again] = ex
    levels[:, again] = lv
    some = score_pairs(coded, w, a, b, lv, ex)
    for whole, part in ((s.total, some.total), (s.kin, some.kin), (s.families, some.families)):
        whole[again] = part
    return coded, w, learnt, levels, extra, s


def judgements(judged: Sequence[tuple[int, int, str]], kept: Codes, rows: int) -> Judged:
    """Judgements on rows as judgements on kept rows (judged rows are always kept)."""
    place = {int(row): i for i, row in enumerate(kept)} if judged else {}
    same: list[tuple[int, int]] = []
    different: list[tuple[int, int]] = []
    for a, b, said in judged:
        if not (0 <= a < rows and 0 <= b < rows) or a == b:
            raise ValueError(f"no two rows to judge: {a} and {b}")
        if said not in ("same", "different", "unsure"):
            raise ValueError(f"{said!r} is no judgement; same, different, unsure are")
        if said != "unsure":
            (same if said == "same" else different).append((place[a], place[b]))
    return Judged(tuple(same), tuple(different))


def told(w: Weights, blocked: Blocked, bar: int, learnt: Learnt, done: Clustered) -> dict[str, object]:
    """How training ended, in words and figures."""
    if not w.trained:
        how = f"shipped model: fewer than {ENOUGH_PAIRS} candidate pairs or at most {EVERY} rows to learn from"
    elif w.converged:
        how = f"settled after {w.rounds} rounds"
    else:
        how = f"NOT settled after {w.rounds} rounds (a share still moves by {w.shift:.4f}): look at the weights"
    return {
        "how": how, "trained": w.trained, "converged": w.converged, "rounds": w.rounds, "shift": round(w.shift, 6),
        "candidates": len(blocked.pairs.left), "bar_mbits": bar, "learnt_short_forms": len(learnt),
        "left_loose": len(done.loose),
    }  # fmt: skip
