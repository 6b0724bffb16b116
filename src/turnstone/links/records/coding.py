"""A table of records as whole numbers, ready to be compared (`Coded`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from turnstone.kernels.records_text import hashes, residues
from turnstone.links.compare.read_names import read_names
from turnstone.links.records import names as nm
from turnstone.links.records import rarity as rr
from turnstone.links.records.fields import Coded, Codes, Field, Hashes, Mbits, Spelt, Split, Texts, Words, checked
from turnstone.links.records.values import LONGEST, coded, days_of, texts_of, through

I64_NONE = np.zeros(0, np.int64)
I32_NONE = np.zeros(0, np.int32)
HUBS = ("email", "phone", "street", "id")


def content_order(records: pa.Table, columns: list[str]) -> Codes:
    """Rows in an order that depends on what stands in them, not on where they stand: by a hash of their values."""
    total = np.zeros(records.num_rows, np.uint64)
    for column in columns:
        values = records[column].cast(pa.string()).combine_chunks()
        texts = values.fill_null("").cast(pa.large_string())
        at = np.frombuffer(texts.buffers()[1], np.int64, len(texts) + 1 + texts.offset)[texts.offset :]
        raw = texts.buffers()[2]
        data = np.frombuffer(raw, np.uint8) if raw is not None and raw.size else np.zeros(1, np.uint8)
        part = np.empty(len(texts), np.uint64)
        hashes(data, at, part)
        total = total * np.uint64(0x9E3779B97F4A7C15) + part
    return np.argsort(total, kind="stable").astype(np.int32)


def code(records: pa.Table, fields: Mapping[str, str], *, lists: bool = False) -> Coded:
    """`fields`: column -> kind (see fields.KINDS). `lists`: the records are of lists that hold nobody twice. Raises ValueError for kinds and columns that are none."""
    checked(fields, records.column_names)
    n = records.num_rows
    records = _without_towns(records, fields)
    made, words, told = _named(records, fields)
    if lists and words.spelt is not None:
        words = replace(words, spelt=replace(words.spelt, within=True))
    for column, kind in fields.items():
        if kind in ("given", "family", "full", "org"):
            continue
        codes, values = coded(records[column], kind)
        made.append(_field(column, kind, codes, values))
    if (told >= 0).any():
        none = Texts(np.zeros(1, np.uint8), np.zeros(6, np.int64), np.zeros(5, np.uint64))
        made.append(Field("generation", "generation", told, none, I64_NONE, I32_NONE))
    holders = [f.codes for f in made if f.kind in ("given", "family", "words")]
    hubs: dict[str, int] = {}
    for i, f in enumerate(made):
        if f.kind in HUBS and holders:
            codes, hubs[f.name] = rr.without_hubs(f, holders)
            made[i] = replace(f, codes=codes)
    given = next((f.codes for f in made if f.kind == "given"), np.full(n, -1, np.int32))
    family = next((f.codes for f in made if f.kind == "family"), np.full(n, -1, np.int32))
    rarity = np.zeros((n, len(made)), np.int32)
    rests: dict[str, Hashes] = {}
    for i, f in enumerate(made):
        if f.kind == "email":
            rest = np.zeros(n, np.uint64)
            residues(f.codes, f.texts.data, f.texts.at, given, family, words.texts.data, words.texts.at, rest)
            rests[f.name], rarity[:, i] = rest, rr.of_hashes(rest)
        elif f.kind not in ("order", "full", "words", "generation"):
            rarity[:, i] = rr.of_codes(f.codes, len(f.texts))
    return Coded(n, tuple(made), words, rarity, rests, hubs)


def _without_towns(records: pa.Table, fields: Mapping[str, str]) -> pa.Table:
    """Names of organisations without their own town at the end: 'Alder House (Lander)' in Lander is Alder House."""
    org = next((c for c, k in fields.items() if k == "org"), None)
    for town in (c for c, k in fields.items() if k == "place"):
        if org is not None:
            names, towns = (records[c].cast(pa.string()).to_pylist() for c in (org, town))
            told = [nm.without_town(n, t) if n and t else n for n, t in zip(names, towns, strict=True)]
            records = records.set_column(records.column_names.index(org), org, pa.array(told, pa.string()))
    return records


def _field(column: str, kind: str, codes: Codes, values: pa.Array) -> Field:
    days, types = I64_NONE, I32_NONE
    if kind == "birth":
        days = days_of(values)
        codes = through(codes, np.where(days > 0, np.arange(len(days)), -1).astype(np.int32))
    elif kind == "id":
        before = pc.if_else(pc.match_substring(values, ":"), pc.replace_substring_regex(values, ":.*$", ""), "")
        types = before.dictionary_encode().indices.to_numpy().astype(np.int32)
    return Field(column, kind, codes, texts_of(values), days, types, _split(values) if kind == "street" else None)


def _split(values: pa.Array) -> Split:
    lists = pc.split_pattern(values, " ")
    words = lists.values.cast(pa.string()).dictionary_encode()
    bag = words.indices.to_numpy().astype(np.int32)
    counts = np.bincount(bag, minlength=max(len(words.dictionary), 1))
    rarity = np.round(-1000 * np.log2(np.maximum(counts, 1) / max(len(values), 2))).astype(np.int32)
    return Split(texts_of(words.dictionary), lists.offsets.to_numpy().astype(np.int32), bag, np.maximum(rarity, 1))


def _named(records: pa.Table, fields: Mapping[str, str]) -> tuple[list[Field], Words, Codes]:
    """Fields of names, the dictionary of their words, and which generation each row's name tells."""
    n = records.num_rows
    parts: list[tuple[str, str, Codes, pa.Array]] = []
    told = np.full(n, -1, np.int32)
    alone = not {"given", "family"} & set(fields.values())
    for column, kind in fields.items():
        if kind in ("given", "family", "full", "org"):
            codes, values = coded(records[column], "whole" if kind == "full" and alone else kind)
            if kind == "org":
                values = nm.without_form(values)
            else:
                values, generation = nm.without_generation(values)
                told = np.maximum(told, through(codes, generation))
            parts.append((column, kind, codes, values))
    single = [p for p in parts if p[1] in ("given", "family")]
    whole = next((p for p in parts if p[1] in ("full", "org")), None)
    pool = [p[3] for p in single]
    split = None
    if whole:
        split = pc.split_pattern(whole[3], " ")
        pool.append(split.values.cast(pa.string()))
    pooled = pa.chunked_array(pool, pa.string()).combine_chunks().dictionary_encode()
    shared = texts_of(pooled.dictionary)
    index: Codes = pooled.indices.to_numpy().astype(np.int32)
    title = nm.titles(shared)
    made: list[Field] = []
    at = 0
    for column, kind, codes, values in single:
        moved = index[at : at + len(values)]
        at += len(values)
        made.append(Field(column, kind, through(codes, moved), shared, I64_NONE, I32_NONE))
    if single:
        made.append(Field("order", "order", np.zeros(n, np.int32), shared, I64_NONE, I32_NONE))
    bag_at, bag = np.zeros(1, np.int32), np.zeros(0, np.int32)
    word_rarity: Mbits = np.zeros(max(len(shared), 1), np.int32)
    spelt: Spelt | None = None
    if whole and split is not None:
        bag_at, bag = _bags(whole[2], split.offsets.to_numpy(), index[at:])
        counts = np.maximum(np.bincount(bag, minlength=len(word_rarity)), 1)
        word_rarity = np.round(-1000 * np.log2(np.minimum(counts / max(n, 1), 1))).astype(np.int32)
        if single:
            made.append(Field(whole[0], "full", np.zeros(n, np.int32), shared, I64_NONE, I32_NONE))
            made = [
                replace(f, codes=nm.past_titles(f.codes, title, bag_at, bag)) if f.kind == "given" else f for f in made
            ]
        else:
            made.append(Field(whole[0], "words", *_wholes(whole[2], whole[3]), I64_NONE, I32_NONE))
            spelt = _spelt(records[whole[0]], whole[2], whole[1])
    return made, Words(shared, nm.short_forms(shared), title, bag_at, bag, word_rarity, spelt), told


def _spelt(column: pa.ChunkedArray, known: Codes, kind: str) -> Spelt:
    """Names as they were written (other scripts and all); placeholders stay unknown."""
    seen = column.cast(pa.string()).combine_chunks().dictionary_encode()
    rows = np.where(known >= 0, seen.indices.fill_null(-1).to_numpy(), -1).astype(np.int32)
    sort = "organisation" if kind == "org" else "person"
    names = [text[:LONGEST] for text in seen.dictionary.to_pylist()]
    return Spelt(read_names(names, sort), rows, sort)


def _bags(codes: Codes, offsets: Codes, words: Codes) -> tuple[Codes, Codes]:
    """The words of each row's name, from those of each different name."""
    known = np.maximum(codes, 0)
    if len(offsets) < 2:
        return np.zeros(len(codes) + 1, np.int32), np.zeros(0, np.int32)
    lengths = np.where(codes >= 0, np.diff(offsets)[known], 0)
    at = np.r_[0, np.cumsum(lengths)].astype(np.int32)
    source = np.repeat(np.where(codes >= 0, offsets[:-1][known], 0) - at[:-1], lengths) + np.arange(at[-1])
    return at, words[source].astype(np.int32)


def _wholes(codes: Codes, values: pa.Array) -> tuple[Codes, Texts]:
    """Whole names as one value each, for keys and for counting holders."""
    again = values.dictionary_encode()
    return through(codes, again.indices.to_numpy().astype(np.int32)), texts_of(again.dictionary)


def hash_of(codes: Codes, texts: Texts) -> Hashes:
    """A hash of each row's value that depends on its text alone; 0 where unknown."""
    if len(texts) == 0:
        return np.zeros(len(codes), np.uint64)
    return np.where(codes >= 0, texts.hashes[np.maximum(codes, 0)], np.uint64(0))
