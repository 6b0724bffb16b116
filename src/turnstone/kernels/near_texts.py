"""The near-duplicate join from words to groups: keys, edges, and the brake on chains."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels import near
from turnstone.kernels.graph import components
from turnstone.kernels.phrases import UNIT, Vocabulary, phrases
from turnstone.kernels.words import U8, U32

I64 = NDArray[np.int64]
I32 = NDArray[Any]
"""Whole numbers of 32 bits."""
U64 = NDArray[np.uint64]

SMALLEST_CHAIN = 16
"""Smaller groups are left as they are: a chain of so few can be read."""


@dataclass(frozen=True)
class Phrases:
    """The phrases of all texts: where each text's begin (one more than texts), their hashes, bits, and sums of bits."""

    starts: I64
    hashes: U32
    bits: U8
    totals: I32
    name: int
    """What it takes to name one of all texts, in sixteenths of bits; fixed by the vocabulary, so that texts that come
    later do not change what was found before."""

    @property
    def longest(self) -> int:
        return int(np.diff(self.starts).max(initial=0))


@dataclass(frozen=True)
class Edges:
    """Verified edges: two texts, the bands (a bit each) in which the edge was found, and what it saves in sixteenths of
    bits. `crowded`: (band, key) of buckets with more unlike texts than are
    remembered -> how many texts were compared with the first ones only."""

    left: I32
    right: I32
    bands: I32
    saves: I32
    crowded: dict[tuple[int, int], int]


def phrases_of(starts: I64, words: U32, vocabulary: Vocabulary) -> Phrases:
    """Words to phrases with the vocabulary's bits."""
    hashes, bits = np.empty(len(words), np.uint32), np.empty(len(words), np.uint8)
    phrases(starts, words, vocabulary.word_bits, vocabulary.phrase_keys, vocabulary.phrase_bits, hashes, bits)
    name = int(near.log2_sixteenths(vocabulary.texts))
    return Phrases(starts, hashes, bits, near.totals(starts, bits), name)


def keys_of(texts: Phrases) -> U32:
    """The keys by which similar texts meet: texts x BANDS; 0 for a text that says too little to be a template."""
    keys = np.empty((len(texts.starts) - 1, near.BANDS), np.uint32)
    near.band_keys(texts.starts, texts.hashes, texts.bits, texts.totals, texts.name, *near.multipliers(), keys)
    return keys


def edges_of(texts: Phrases, keys: U32, by_rank: I32, touched: NDArray[np.bool_] | None = None) -> Edges:
    """All edges of the buckets in which a touched text stands (None: all buckets).

    `by_rank`: the texts to compare, in the order of something that is theirs alone (their hash): no result depends on
    the order in which texts were given.
    """
    count = len(texts.starts) - 1
    new = np.ones(count, np.uint8) if touched is None else touched.astype(np.uint8)
    ranks = np.arange(len(by_rank), dtype=np.uint64)
    left, right, saves = (np.empty(len(by_rank), np.int32) for _ in range(3))
    crowded = np.zeros(1, np.int64)
    found: list[tuple[I64, I32, I32]] = []
    overfull: dict[tuple[int, int], int] = {}
    most_crowded = len(by_rank) // near.LEADERS + 1
    crowded_keys, crowded_texts = np.empty(most_crowded, np.uint32), np.empty(most_crowded, np.int32)
    size = len(near.table_for(texts.longest))
    for band in range(near.BANDS):
        order = (keys[by_rank, band].astype(np.uint64) << np.uint64(32)) | ranks
        order.sort()
        crowded[0] = 0
        made = near.join_band(
            order, by_rank, texts.starts, texts.hashes, texts.bits, texts.totals, texts.name, new, left, right, saves,
            crowded,
            crowded_keys, crowded_texts, size,
        )  # fmt: skip
        low, high = np.minimum(left[:made], right[:made]), np.maximum(left[:made], right[:made])
        pair = (low.astype(np.int64) << 32) | high
        found.append((pair, saves[:made].copy(), np.full(made, 1 << band, np.int32)))
        full = int(crowded[0])
        for key, texts_over in zip(crowded_keys[:full].tolist(), crowded_texts[:full].tolist(), strict=True):
            overfull[band, key] = texts_over
    pairs, saved, bands = (np.concatenate([part[i] for part in found]) for i in range(3))
    order_of_pairs = np.argsort(pairs, kind="stable")
    pairs, saved, bands = pairs[order_of_pairs], saved[order_of_pairs], bands[order_of_pairs]
    first = np.flatnonzero(np.r_[True, pairs[1:] != pairs[:-1]]) if len(pairs) else np.empty(0, np.int64)
    whole = np.bitwise_or.reduceat(bands, first) if len(first) else bands
    most = np.maximum.reduceat(saved, first) if len(first) else saved
    unique = pairs[first]
    return Edges(
        (unique >> 32).astype(np.int32), (unique & 0xFFFFFFFF).astype(np.int32), whole.astype(np.int32),
        most.astype(np.int32), overfull,
    )  # fmt: skip


@dataclass(frozen=True)
class Cut:
    """A chain that was cut: the hub of the larger part, the texts that only others joined to it, the strongest bridge
    in sixteenths of bits."""

    hub: int
    apart: I32
    bridge: int


def braked(texts: Phrases, edges: Edges, ranks: I64) -> tuple[I32, list[Cut]]:
    """The group of each text, chains cut; and the cuts.

    In a template texts share the wording of its best-connected text, the hub, or that of several who do. In a component
    of SMALLEST_CHAIN or more, texts that do not share the hub's wording stay when they are joined to it by as many edges
    as they are; what hangs on fewer is set apart and looked at anew. `ranks`: what orders texts of equal standing.
    """
    count = len(texts.starts) - 1
    labels = components(count, edges.left, edges.right)
    cuts: list[Cut] = []
    sizes = np.bincount(labels, minlength=count)
    large = np.flatnonzero(sizes >= SMALLEST_CHAIN)
    if len(large) == 0:
        return labels, cuts
    degree = np.bincount(edges.left, minlength=count) + np.bincount(edges.right, minlength=count)
    within = np.isin(labels[edges.left], large)
    edge_order = np.flatnonzero(within)[np.argsort(labels[edges.left[within]], kind="stable")]
    edge_ends = np.searchsorted(labels[edges.left[edge_order]], large, side="right")
    member_order = np.flatnonzero(np.isin(labels, large))
    member_order = member_order[np.argsort(labels[member_order], kind="stable")].astype(np.int32)
    member_ends = np.searchsorted(labels[member_order], large, side="right")
    table = near.table_for(texts.longest)
    edge_start = member_start = 0
    for edge_end, member_end in zip(edge_ends, member_ends, strict=True):
        members, own = member_order[member_start:member_end], edge_order[edge_start:edge_end]
        for group, cut in _parts(texts, edges, members, own, degree, ranks, table):
            labels[group] = group.min()
            if cut is not None:
                cuts.append(cut)
        edge_start, member_start = int(edge_end), int(member_end)
    return labels, cuts


def _parts(
    texts: Phrases, edges: Edges, members: I32, own: I64, degree: I64, ranks: I64, table: U32
) -> Iterator[tuple[I32, Cut | None]]:
    """The groups into which one component falls, each but the last with the cut that sets the rest apart."""
    pending = [(members, own)]
    while pending:
        members, own = pending.pop()
        if len(members) < SMALLEST_CHAIN:
            yield members, None
            continue
        hub = int(members[np.lexsort((ranks[members], -degree[members]))[0]])
        saved = np.empty(len(members), np.int32)
        near.savings(hub, members, texts.starts, texts.hashes, texts.bits, texts.totals, texts.name, table, saved)
        near_hub = (saved > 0) | (members == hub)
        rest = members[~near_hub]
        if len(rest) == 0:
            yield members, None
            continue
        place = np.full(int(members.max()) + 1, -1, np.int32)
        place[rest] = np.arange(len(rest), dtype=np.int32)
        left, right = place[edges.left[own]], place[edges.right[own]]
        inner, bridges = (left >= 0) & (right >= 0), (left >= 0) != (right >= 0)
        parts = components(len(rest), left[inner], right[inner])
        sizes = np.bincount(parts, minlength=len(rest))
        ties = np.bincount(parts[np.maximum(left, right)[bridges]], minlength=len(rest))
        loose = (ties < sizes)[parts]
        if not loose.any():
            yield members, None
            continue
        apart = rest[loose]
        across = bridges & np.isin(np.maximum(left, right), np.flatnonzero(loose))
        yield members[~np.isin(members, apart)], Cut(hub, apart, int(edges.saves[own[across]].max(initial=0)))
        part_of_edge = np.where(inner, parts[left], -1)
        for part in np.unique(parts[loose]):
            pending.append((rest[parts == part], own[part_of_edge == part]))


def sixteenths_to_mbits(value: NDArray[np.int32] | int) -> NDArray[np.int64]:
    """Sixteenths of bits as millibits."""
    return np.asarray(value, np.int64) * 1000 // UNIT
