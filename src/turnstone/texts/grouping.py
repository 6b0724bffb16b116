"""Texts to groups in one call: what benchmarks, tests and other tables than offers need."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.kernels import near
from turnstone.kernels.boilerplate import learn_from
from turnstone.kernels.near_texts import Cut, Edges, Phrases, braked, edges_of, keys_of, phrases_of
from turnstone.kernels.phrases import Vocabulary
from turnstone.kernels.words import hash_words

BATCH = 65_536


@dataclass(frozen=True)
class Groups:
    """`labels`: for each text the least row of its group; a text alone has its own row. `seconds`: processor seconds by
    step."""

    labels: NDArray[np.int64]
    phrases: Phrases
    edges: Edges
    cuts: list[Cut]
    vocabulary: Vocabulary
    seconds: dict[str, float] = field(default_factory=dict)


def group_texts(texts: pa.Array | pa.ChunkedArray, vocabulary: Vocabulary | None = None) -> Groups:
    """Groups texts that one template explains better than several would. No parameter needs setting.

    `vocabulary`: learned from these texts where none is given. Texts that say too little stay alone, those equal too. Which texts stand
    together does not depend on their order.
    """
    clock = _Clock()
    starts, words = words_of(texts)
    clock.lap("words")
    hashes = near.text_hashes(starts, words)
    _, first, same_as = np.unique(hashes, return_index=True, return_inverse=True)
    first = first.astype(np.int32)
    clock.lap("distinct")
    vocabulary = vocabulary or learn_from(starts, words, first)
    clock.lap("learn")
    phrases = phrases_of(starts, words, vocabulary)
    clock.lap("phrases")
    keys = keys_of(phrases)
    clock.lap("keys")
    telling = (keys != 0).any(axis=1)
    by_rank = first[telling[first]]
    edges = edges_of(phrases, keys, by_rank)
    clock.lap("join")
    groups, cuts = braked(phrases, edges, same_as)
    least = np.full(len(starts) - 1, len(starts), np.int64)
    rows = np.arange(len(starts) - 1)
    group_of_row = groups[first[same_as]]
    np.minimum.at(least, group_of_row, rows)
    labels = np.where(telling, least[group_of_row], rows)
    clock.lap("group")
    return Groups(labels, phrases, edges, cuts, vocabulary, clock.seconds)


def words_of(texts: pa.Array | pa.ChunkedArray) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where each text's words begin, and the hashes of all words. Reads some texts at a time."""
    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    parts = [hash_words(chunk.slice(at, BATCH)) for chunk in chunks for at in range(0, len(chunk), BATCH)]
    if not parts:
        return np.zeros(1, np.int64), np.empty(0, np.uint32)
    lengths = np.concatenate([np.diff(starts) for starts, _ in parts])
    return np.r_[0, np.cumsum(lengths)], np.concatenate([words for _, words in parts])


class _Clock:
    """Processor seconds between laps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.process_time()

    def lap(self, name: str) -> None:
        now = time.process_time()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._last
        self._last = now
