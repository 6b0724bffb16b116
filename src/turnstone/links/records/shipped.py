"""The model for tables too small to learn from: shares of levels, and how rare values are, as a rule (model.tsv)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from turnstone.links.records.fields import Coded
from turnstone.links.records.levels import CLOSE, EXACT, LEVELS, NAMES
from turnstone.links.records.values import listed
from turnstone.links.records.weights import KIN, Shares, Weights, weights_of

BY_MATCHING = 4
"""A value held by so many rows of a small table may be held by one person: that says nothing of how common it is."""
LEAST_SIZE = 128
"""The chance that two rows are one is taken as one in so many rows at most."""


def model() -> dict[str, dict[str, tuple[float, float]]]:
    """kind -> level -> (m, u). Of `equal`, u is how common a value usually is; of `close` in given and family names, what
    `spread` is in sample.py."""
    out: dict[str, dict[str, tuple[float, float]]] = {}
    for line in listed("model.tsv")[1:]:
        kind, level, m, u = line.split("\t")[:4]
        out.setdefault(kind, {})[level] = (float(m), float(u))
    return out


def usual_rarity(coded: Coded) -> Coded:
    """Values taken to be as rare as they usually are, or as this table shows them to be common beyond what one person's
    rows explain."""
    known, rarity = model(), coded.rarity.copy()
    n = max(coded.size, 1)
    for i, f in enumerate(coded.fields):
        if f.kind not in known or f.kind in ("full", "words", "order"):
            continue
        usual = round(-1000 * np.log2(known[f.kind]["equal"][1]))
        codes = f.codes
        if f.kind == "email":
            codes = np.unique(coded.residues[f.name], return_inverse=True)[1].astype(np.int32)
        counts = np.bincount(codes[f.codes >= 0], minlength=int(codes.max(initial=0)) + 1)[np.maximum(codes, 0)]
        seen = np.round(-1000 * np.log2(np.maximum(counts - BY_MATCHING, 1e-9) / n))
        rarity[:, i] = np.where(f.codes >= 0, np.clip(np.minimum(usual, seen), 0, None), 0).astype(np.int32)
    words = coded.words
    if len(words.bag):
        usual = round(-1000 * np.log2(known["word"]["equal"][1]))
        counts = np.bincount(words.bag, minlength=len(words.rarity))
        seen = np.round(-1000 * np.log2(np.maximum(counts - BY_MATCHING, 1e-9) / n))
        words = replace(words, rarity=np.clip(np.minimum(usual, seen), 0, None).astype(np.int32))
    return replace(coded, rarity=rarity, words=words)


def shipped(coded: Coded) -> Weights:
    """Weights of the shipped model for these fields."""
    known = model()
    fields = len(coded.fields)
    m, u, spread = np.full((fields, LEVELS), 0.01), np.full((fields, LEVELS), 0.01), np.ones(fields)
    for i, f in enumerate(coded.fields):
        for v in range(1, LEVELS):
            m[i, v], u[i, v] = known.get(f.kind, {}).get(NAMES[v], (0.01, 0.01))
        if f.kind in ("given", "family"):
            spread[i] = u[i, CLOSE]
    m_kin: Shares = m.copy()
    shares: dict[int, float] = {}
    for i, f in enumerate(coded.fields):
        if f.kind in KIN:
            shares[i] = KIN[f.kind]
            common = u[i] / u[i].sum()
            common[EXACT] = known[f.kind]["equal"][1]
            m_kin[i] = shares[i] * m[i] + (1 - shares[i]) * common
    chances = np.array([1.0, 1 / 50, 1 / 10]) / max(coded.size, LEAST_SIZE)
    return weights_of(coded, m, m_kin, u, chances, spread, shares, trained=False)
