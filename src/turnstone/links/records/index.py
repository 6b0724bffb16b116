"""Resolved records made ready for one new record at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.links.records.coding import hash_of
from turnstone.links.records.fields import Coded, Hashes, Mbits
from turnstone.links.records.keys import atoms, combos, keys_for
from turnstone.links.records.resolve import Model, Resolved


@dataclass(frozen=True)
class Known:
    """Hashes of values, sorted, and how rare each is. `unseen`: the rarity of a value that is not among them."""

    hashes: Hashes
    mbits: Mbits
    unseen: int

    def __contains__(self, value: int) -> bool:
        at = int(np.searchsorted(self.hashes, np.uint64(value)))
        return at < len(self.hashes) and int(self.hashes[at]) == value

    def rarity(self, value: int) -> int:
        return int(self.mbits[np.searchsorted(self.hashes, np.uint64(value))]) if value in self else self.unseen


@dataclass(frozen=True)
class Index:
    """`records`: the rows that were compared, in the model's order. `labels`: their entities. `keys`: for each key its
    values sorted and the row of each. `values`: field -> rarity of its values; `words`: of words of names. `hubs`: field ->
    values taken as unknown."""

    model: Model
    fields: Mapping[str, str]
    records: pa.Table
    labels: NDArray[np.int64]
    names: list[tuple[str, ...]]
    keys: list[tuple[Hashes, NDArray[np.int32]]]
    values: Mapping[str, Known]
    words: Known
    hubs: Mapping[str, Hashes]


def index_of(records: pa.Table, fields: Mapping[str, str], resolved: Resolved) -> Index:
    """From the records that were resolved, with the same fields. Takes a few seconds for a million, once."""
    model = resolved.model
    coded = model.coded
    known = atoms(coded)
    names = combos(known, coded.size)
    table = keys_for(known, names, coded.size)
    keys = []
    for key in table:
        order = np.argsort(key, kind="stable").astype(np.int32)
        first = int(np.searchsorted(key[order], np.uint64(1)))
        keys.append((key[order][first:], order[first:]))
    kept = records.select(list(fields)).take(pa.array(model.order))
    values, hubs = {}, {}
    for i, f in enumerate(coded.fields):
        if f.kind in ("order", "full", "words", "generation"):
            continue
        texts = f.texts.hashes
        hashes = coded.residues[f.name] if f.kind == "email" else hash_of(f.codes, f.texts)
        values[f.name] = known_values(hashes, coded.rarity[:, i])
        used = np.zeros(len(texts), bool)
        used[f.codes[f.codes >= 0]] = True
        hubs[f.name] = np.sort(texts[~used]) if coded.hubs.get(f.name) else np.zeros(0, np.uint64)
    w = coded.words
    by_hash = np.argsort(w.texts.hashes)
    rare = int(w.rarity.max(initial=0))
    words = Known(w.texts.hashes[by_hash], w.rarity[by_hash], rare)
    return Index(model, fields, kept, resolved.labels[model.order], names, keys, values, words, hubs)


def known_values(hashes: Hashes, rarity: Mbits) -> Known:
    at = np.flatnonzero(hashes)
    value, first = np.unique(hashes[at], return_index=True)
    mbits = rarity[at][first]
    return Known(value, mbits, int(mbits.max(initial=0)))


def unknown_in(coded: Coded, name: str) -> int:
    return next((i for i, f in enumerate(coded.fields) if f.name == name), -1)
