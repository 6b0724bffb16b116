"""Sketches to verified edges: what a new file touches is compared, the rest is taken from the run before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.near import BANDS
from turnstone.kernels.near_texts import Edges, Phrases, edges_of, phrases_of
from turnstone.kernels.phrases import UNIT, Vocabulary
from turnstone.texts.bodies import bodies
from turnstone.texts.grouping import words_of

I64 = NDArray[np.int64]
TELLS = f"keys <> from_hex('{'00' * 4 * BANDS}')"
"""SQL for the sketches of texts that say enough to be a template."""


@dataclass(frozen=True)
class Texts:
    """The distinct texts in the order of their hashes: hash, keys, and the offer whose body stands for each."""

    hashes: I64
    keys: NDArray[np.uint32]
    words: NDArray[np.int32]
    speaker: pa.Array
    text_of: pa.Table
    """offer_id and `text`, the number of its text; each offer once, in the order of their ids."""


@dataclass(frozen=True)
class Before:
    """What a run before found, with the same vocabulary and code: an accelerator and never an input. Tables by name."""

    tables: dict[str, Table]


def distinct_texts(engine: LocalEngine, sketches: Table) -> Texts:
    """Offers with the same words are one text. Offers that say too little for a template are none."""
    once = engine.sql(
        f"SELECT DISTINCT ON (offer_id) offer_id, text_hash, words, keys FROM s WHERE {TELLS} ORDER BY offer_id",
        s=sketches,
    ).arrow().combine_chunks()  # fmt: skip
    hashes, first, text = np.unique(once.column("text_hash").to_numpy(), return_index=True, return_inverse=True)
    chosen = once.take(pa.array(first))
    raw = chosen.column("keys").combine_chunks()
    keys = np.frombuffer(b"".join(raw.to_pylist()), "<u4").reshape(len(hashes), BANDS)
    return Texts(
        hashes, keys, chosen.column("words").to_numpy(), chosen.column("offer_id").combine_chunks(),
        pa.table({"offer_id": once.column("offer_id"), "text": pa.array(text)}),
    )  # fmt: skip


def known_before(engine: LocalEngine, texts: Texts, before: Before | None) -> NDArray[np.bool_] | None:
    """Which texts the run before knew; None where it is of no use: there was none, or a text of it is gone."""
    if before is None:
        return None
    old = _hashes(engine, before)
    known = np.isin(texts.hashes, old, assume_unique=True)
    return known if int(known.sum()) == len(old) else None


def _hashes(engine: LocalEngine, before: Before) -> I64:
    told = engine.sql(f"SELECT DISTINCT text_hash FROM s WHERE {TELLS} ORDER BY text_hash", s=before.tables["sketches"])
    hashes: I64 = told.arrow().column("text_hash").to_numpy()
    return hashes


def touched_texts(texts: Texts, known: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Texts that share a key with a new one (the new ones included), and for each text and band whether its bucket is
    touched."""
    inside = np.zeros((len(texts.hashes), BANDS), np.bool_)
    for band in range(BANDS):
        keys = texts.keys[:, band]
        inside[:, band] = np.isin(keys, np.unique(keys[~known])) & (keys != 0)
    return inside.any(axis=1) | ~known, inside


def phrases_for(
    engine: LocalEngine, offers: Table, texts: Texts, wanted: NDArray[np.bool_], vocabulary: Vocabulary
) -> Phrases:
    """Phrases of the wanted texts; the others have none."""
    rows = np.flatnonzero(wanted)
    body = bodies(engine, offers, texts.speaker.take(pa.array(rows)))
    starts, words = words_of(body.column("body"))
    lengths = np.zeros(len(texts.hashes), np.int64)
    lengths[rows] = np.diff(starts)
    return phrases_of(np.r_[0, np.cumsum(lengths)], words, vocabulary)


def all_edges(
    phrases: Phrases, texts: Texts, before: Before | None, known: NDArray[np.bool_] | None,
    inside: NDArray[np.bool_] | None,
) -> Edges:  # fmt: skip
    """The edges: those of touched buckets made, the others from before."""
    ranks = np.arange(len(texts.hashes), dtype=np.int32)
    if before is None or known is None or inside is None:
        return edges_of(phrases, texts.keys, ranks)
    fresh = edges_of(phrases, texts.keys, ranks, ~known)
    old = before.tables["text_edges"].arrow()
    left = np.searchsorted(texts.hashes, old.column("a").to_numpy()).astype(np.int32)
    right = np.searchsorted(texts.hashes, old.column("b").to_numpy()).astype(np.int32)
    left, right = np.minimum(left, right), np.maximum(left, right)
    weights = np.int32(1) << np.arange(BANDS, dtype=np.int32)
    in_touched = (inside[left] & inside[right]) @ weights
    bands = old.column("bands").to_numpy() & ~in_touched.astype(np.int32)
    saves = old.column("saves_mbits").to_numpy()
    stays = bands != 0
    fresh = replace(fresh, crowded=fresh.crowded | _crowded_before(texts, before, inside))
    return _merged(fresh, left[stays], right[stays], bands[stays], saves[stays])


def phrase_cut(band: int, key: int) -> str:
    """How a crowded bucket is called in `text_cuts`."""
    return f"key {band:02d} {key:08x}"


def _crowded_before(texts: Texts, before: Before, inside: NDArray[np.bool_]) -> dict[tuple[int, int], int]:
    """The crowded buckets of the run before that no new text touches."""
    out: dict[tuple[int, int], int] = {}
    rows = before.tables["text_cuts"].arrow(["kind", "what", "texts"]).to_pylist()
    touched = [set(texts.keys[inside[:, band], band].tolist()) for band in range(BANDS)] if rows else []
    for row in rows:
        if row["kind"] == "phrase":
            _, band, key = row["what"].split(" ")
            if int(key, 16) not in touched[int(band)]:
                out[int(band), int(key, 16)] = row["texts"]
    return out


def _merged(
    fresh: Edges, left: NDArray[np.int32], right: NDArray[np.int32], bands: NDArray[np.int32], saves: NDArray[np.int32]
) -> Edges:
    """Edges of touched buckets and of those that were not, each pair once."""
    sixteenths = -(-saves.astype(np.int64) * UNIT // 1000)  # the inverse of rounding down to millibits
    a, b = np.r_[fresh.left, left], np.r_[fresh.right, right]
    pair = (a.astype(np.int64) << 32) | b
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    all_bands, all_saves = np.r_[fresh.bands, bands][order], np.r_[fresh.saves, sixteenths][order]
    first = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if len(pair) else np.empty(0, np.int64)
    if len(first) == 0:
        return fresh
    unique = pair[first]
    return Edges(
        (unique >> 32).astype(np.int32), (unique & 0xFFFFFFFF).astype(np.int32),
        np.bitwise_or.reduceat(all_bands, first).astype(np.int32),
        np.maximum.reduceat(all_saves, first).astype(np.int32), fresh.crowded,
    )  # fmt: skip
