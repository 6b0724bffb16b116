"""Which pairs are looked at at all: rows that share a key. A key is a number or a contact alone, or two values of different
families of evidence; in a small table one value alone will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.records_keys import Candidates, candidates, joined
from turnstone.links.records.coding import hash_of
from turnstone.links.records.fields import Coded, Hashes

LARGEST = 100
"""Blocks of more rows make no pairs by that key."""
FEW = 100_000
"""In a table of at most so many rows a key may be one value alone."""
EVERY = 600
"""In a table of at most so many rows all pairs are looked at."""
LEAST_BUDGET = 200_000
MOST_KEYS = 64


@dataclass(frozen=True)
class Atom:
    """What a key is made of: its family of evidence, a hash for each row (0: unknown), and which fields it looks at."""

    name: str
    family: str
    hashes: Hashes
    fields: frozenset[int]
    part: bool = False
    """Only a part of a value (a year, a day without its year)."""


@dataclass(frozen=True)
class Blocked:
    """The pairs, the keys' names, which fields each key looks at, and of how many pairs at all these are the candidates."""

    pairs: Candidates
    names: tuple[str, ...]
    looks: tuple[frozenset[int], ...]
    of: int

    def skipped(self) -> Mapping[str, int]:
        return {n: s for n, s in zip(self.names, self.pairs.skipped, strict=True) if s}


def atoms(coded: Coded) -> dict[str, Atom]:
    out: list[Atom] = []
    g, s = coded.place_of("given"), coded.place_of("family")
    if g >= 0:
        out.append(Atom("given", "name", hash_of(coded.fields[g].codes, coded.words.texts), frozenset([g])))
    if s >= 0:
        out.append(Atom("family", "name", hash_of(coded.fields[s].codes, coded.words.texts), frozenset([s])))
    if g >= 0 and s >= 0:
        a, b = out[0].hashes, out[1].hashes
        both = np.where((a != 0) & (b != 0), _spread(a) + _spread(b) | np.uint64(1), np.uint64(0))
        out.append(Atom("names", "name", both, frozenset([g, s])))
    for i, f in enumerate(coded.fields):
        one = frozenset([i])
        if f.kind == "birth":
            days = np.where(f.codes >= 0, f.days[np.maximum(f.codes, 0)] if len(f.days) else 0, 0)
            known = days > 0
            out.append(Atom(f.name, "birth", np.where(known, days.astype(np.uint64), np.uint64(0)), one))
            year = np.where(known, (days // 10000 + 1).astype(np.uint64), np.uint64(0))
            out.append(Atom(f"{f.name} year", "birth", year, one, True))
            day = np.where(known, (days % 10000 + 1).astype(np.uint64), np.uint64(0))
            out.append(Atom(f"{f.name} day", "birth", day, one, True))
        elif f.kind in ("place", "street", "postcode", "phone", "id", "email"):
            out.append(Atom(f.name, f.family, hash_of(f.codes, f.texts), one))
        elif f.kind == "words":
            out.append(Atom(f.name, "name", hash_of(f.codes, f.texts), one))
            out.append(Atom(f"{f.name} word", "name", rarest_word(coded), one))
    return {a.name: a for a in out}


def _spread(h: Hashes) -> Hashes:
    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return h ^ (h >> np.uint64(27))


def rarest_word(coded: Coded) -> Hashes:
    """A hash of the rarest word of each row's name that some other row has too (of equally rare ones the least hash)."""
    w = coded.words
    out = np.zeros(coded.size, np.uint64)
    rows = np.repeat(np.arange(coded.size), np.diff(w.bag_at))
    shared = np.bincount(w.bag, minlength=len(w.rarity))[w.bag] > 1
    rows, words = rows[shared], w.bag[shared]
    h = w.texts.hashes[words]
    order = np.lexsort((h, -w.rarity[words], rows))
    rows, h = rows[order], h[order]
    first = np.r_[True, rows[1:] != rows[:-1]] if len(rows) else np.zeros(0, bool)
    out[rows[first]] = h[first]
    return out


def combos(known: Mapping[str, Atom], size: int) -> list[tuple[str, ...]]:
    """Names of the atoms of each key, in a fixed order: numbers and contacts alone, then twos, then single values."""
    alone = [n for n, a in known.items() if a.family in ("id", "contact")]
    twos = []
    for x, y in combinations(known, 2):
        a, b = known[x], known[y]
        if a.family == b.family or x in alone or y in alone:
            continue
        names = "names" in (x, y)
        if (a.part or b.part) and not names and not _whole_name(a, b):
            continue
        if names and any(c.family == "birth" and not c.part for c in (a, b)):
            continue  # given + birth and family + birth have these already
        twos.append((x, y))
    few = [n for n, a in known.items() if n not in alone and not a.part and n != "names"] if size <= FEW else []
    return [*((n,) for n in alone), *twos, *((n,) for n in few)][:MOST_KEYS]


def _whole_name(a: Atom, b: Atom) -> bool:
    return any(c.name.endswith(" word") for c in (a, b))


def keys_for(known: Mapping[str, Atom], names: list[tuple[str, ...]], size: int) -> NDArray[np.uint64]:
    """Key x row; a key of an atom that these records do not have is unknown in all of them."""
    keys = np.zeros((len(names), size), np.uint64)
    for k, parts in enumerate(names):
        if all(a in known for a in parts):
            keys[k] = joined([known[a].hashes for a in parts])
    return keys


def key_table(coded: Coded) -> tuple[NDArray[np.uint64], list[tuple[str, ...]], list[frozenset[int]]]:
    """Key x row, the atoms of each key, and which fields it looks at."""
    known = atoms(coded)
    names = combos(known, coded.size)
    keys = keys_for(known, names, coded.size)
    looks = [frozenset().union(*(known[a].fields for a in parts)) for parts in names]
    return keys, names, looks


def block(coded: Coded, largest: int = LARGEST) -> Blocked:
    """All pairs of rows that share a key, except those of blocks over `largest`; of a table of up to EVERY rows all."""
    if coded.size <= EVERY:
        left, right = (side.astype(np.int32) for side in np.triu_indices(coded.size, 1))
        shared = np.zeros(len(left), np.uint64)
        return Blocked(Candidates(left, right, shared, (len(left),), (0,)), ("every pair",), (frozenset(),), len(left))
    keys, names, looks = key_table(coded)
    pairs = candidates(keys, largest, max(2 * coded.size, LEAST_BUDGET))
    return Blocked(pairs, tuple(" + ".join(n) for n in names), tuple(looks), coded.size * (coded.size - 1) // 2)
