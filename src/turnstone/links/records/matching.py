"""One new record against a million: which entities it may belong to, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.links.records.clusters import MARGIN
from turnstone.links.records.coding import code, hash_of
from turnstone.links.records.facts import facts_of
from turnstone.links.records.fields import Coded, Codes, Field, Texts
from turnstone.links.records.index import Index, unknown_in
from turnstone.links.records.keys import LARGEST, Atom, atoms, keys_for
from turnstone.links.records.levels import NAMES, levels_of
from turnstone.links.records.scoring import demote, field_mbits, is_good, score_pairs
from turnstone.links.records.shown import NEAR

MOST_HITS = 5_000


@dataclass(frozen=True)
class Match:
    """An entity that the record may belong to. `row`: the row of the index that fits best. `verdict`: 'same', or
    'possible' with the `reason`. `fields`: field -> (level, millibits)."""

    entity: int
    row: int
    total_mbits: int
    verdict: str
    reason: str
    fields: Mapping[str, tuple[str, int]]


def match_one(index: Index, record: Mapping[str, str | None]) -> list[Match]:
    """The best first. Looks only at rows that share a key with the record, as `resolve` does; nothing is changed."""
    return doubted(fits_of(index, record))


def fits_of(index: Index, record: Mapping[str, str | None]) -> list[Match]:
    """As match_one, each entity by itself: several may be the same."""
    new = {c: pa.array([record.get(c)], pa.string()) for c in index.fields}
    alone = code(pa.table(new), index.fields)
    hits = hits_of(index, alone)
    if len(hits) == 0:
        return []
    rows = index.records.take(pa.array(hits))
    rows = pa.table({c: rows[c].cast(pa.string()).combine_chunks() for c in index.fields})
    coded = small(index, pa.concat_tables([rows, pa.table(new)]), hits)
    model, n = index.model, len(hits)
    left, right = np.arange(n, dtype=np.int32), np.full(n, n, np.int32)
    learnt = learnt_here(index, coded)
    levels, extra = levels_of(coded, left, right, learnt)
    demote_as_known(index, coded, left, right, levels, learnt)
    s = score_pairs(coded, model.weights, left, right, levels, extra)
    facts = facts_of(coded, model.weights, levels, extra)
    good = is_good(coded, s, levels, model.bar) | facts.sure
    against = facts.known & ~facts.agrees
    mbits = field_mbits(coded, model.weights, left, right, levels, extra)
    out = []
    entity = index.labels[hits]
    for label in np.unique(entity[s.total >= model.bar - NEAR]):
        of = np.flatnonzero(entity == label)
        best = int(of[np.argmax(s.total[of])])
        clash = int(np.bitwise_and.reduce(against[of])) & ~(facts.waived if facts.waives[of].any() else 0)
        same = bool(good[of].any()) and clash == 0
        reason = "hard facts differ" if clash else ("" if same else "below the bar, or too few kinds of evidence")
        fields = {f.name: (NAMES[levels[i, best]], int(mbits[best, i])) for i, f in enumerate(coded.fields)
                  if levels[i, best] and f.kind != "order"}  # fmt: skip
        out.append(
            Match(
                int(label),
                int(model.order[hits[best]]),
                int(s.total[best]),
                "same" if same else "possible",
                reason,
                fields,
            )
        )
    out.sort(key=lambda m: (m.verdict != "same", -m.total_mbits, m.entity))
    return out


def doubted(found: list[Match]) -> list[Match]:
    """A record that fits two entities almost as well belongs to neither, until somebody looks."""
    fits = [m for m in found if m.verdict == "same"]
    if len(fits) < 2 or fits[0].total_mbits - fits[1].total_mbits >= MARGIN:
        return found
    near = {m.entity for m in fits if fits[0].total_mbits - m.total_mbits < MARGIN}
    return [replace(m, verdict="possible", reason="fits two entities") if m.entity in near else m for m in found]


def hits_of(index: Index, alone: Coded) -> Codes:
    """Rows that share a key with the record; of keys with more than LARGEST rows none."""
    known = atoms(without_hubs(index, alone))
    for name, atom in list(known.items()):
        if name.endswith(" word"):
            known[name] = Atom(name, atom.family, rarest_known(index, alone), atom.fields)
    found = [np.zeros(0, np.int32)]
    for (values, rows), key in zip(index.keys, keys_for(known, index.names, 1)[:, 0], strict=True):
        if key:
            first, last = np.searchsorted(values, key, "left"), np.searchsorted(values, key, "right")
            if last - first <= LARGEST:
                found.append(rows[first:last])
    return np.unique(np.concatenate(found))[:MOST_HITS].astype(np.int32)


def without_hubs(index: Index, alone: Coded) -> Coded:
    fields = []
    for f in alone.fields:
        h = index.hubs.get(f.name, np.zeros(0, np.uint64))
        gone = np.isin(hash_of(f.codes, f.texts), h) if len(h) else np.zeros(1, bool)
        fields.append(replace(f, codes=np.where(gone, -1, f.codes).astype(np.int32)))
    return replace(alone, fields=tuple(fields))


def rarest_known(index: Index, alone: Coded) -> NDArray[np.uint64]:
    """The rarest word of the record's name that the index knows."""
    hashes = [int(alone.words.texts.hashes[word]) for word in alone.words.bag]
    here = [h for h in hashes if h in index.words]
    best = min(((-index.words.rarity(h), h) for h in here), default=(0, 0))
    return np.array([best[1]], np.uint64)


def small(index: Index, records: pa.Table, hits: Codes) -> Coded:
    """The hits and, last, the record, coded together, with the fields and the rarities of the whole index."""
    whole, here = index.model.coded, code(records, index.fields)
    n = len(hits)
    nothing = Texts(np.zeros(1, np.uint8), np.zeros(1, np.int64), np.zeros(0, np.uint64))
    fields, rarity = [], np.zeros((n + 1, len(whole.fields)), np.int32)
    for i, f in enumerate(whole.fields):
        at = unknown_in(here, f.name)
        if at < 0:
            empty = np.full(n + 1, -1, np.int32)
            fields.append(Field(f.name, f.kind, empty, nothing, np.zeros(0, np.int64), np.zeros(0, np.int32)))
            continue
        mine = here.fields[at]
        codes = mine.codes.copy()
        if f.kind not in ("order", "full"):
            codes[:n] = np.where(f.codes[hits] < 0, -1, codes[:n])
        fields.append(replace(mine, codes=codes))
        rarity[:n, i] = whole.rarity[hits, i]
        if f.name in index.values:
            h = here.residues[f.name] if f.kind == "email" else hash_of(codes, mine.texts)
            rarity[n, i] = index.values[f.name].rarity(int(h[n])) if codes[n] >= 0 else 0
    words = here.words
    known = np.array([index.words.rarity(int(h)) for h in words.texts.hashes], np.int32)
    words = replace(words, rarity=known if len(known) else words.rarity)
    return without_hubs(index, Coded(n + 1, tuple(fields), words, rarity, here.residues, {}))


def learnt_here(index: Index, coded: Coded) -> NDArray[np.int64]:
    """Learnt short forms as pairs of the codes that words have here."""
    learnt, whole = index.model.learnt, index.model.coded.words.texts
    if len(learnt) == 0:
        return learnt
    code_of = {int(h): i for i, h in enumerate(coded.words.texts.hashes)}
    pairs = []
    for a, b in zip(whole.hashes[learnt >> 32].tolist(), whole.hashes[learnt & 0xFFFFFFFF].tolist(), strict=True):
        if a in code_of and b in code_of:
            x, y = code_of[a], code_of[b]
            pairs.append((min(x, y) << 32) | max(x, y))
    return np.array(sorted(pairs), np.int64)


def demote_as_known(
    index: Index, coded: Coded, left: Codes, right: Codes, levels: NDArray[np.int8], learnt: NDArray[np.int64]
) -> None:
    """As scoring.demote, with the size of the whole index."""
    given = index.model.coded.first("given")
    known = int((given.codes >= 0).sum()) if given is not None else 0
    demote(coded, index.model.weights, left, right, levels, learnt, known)
