"""Kernels over texts of records against plain twins."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plain_records as plain
from turnstone.kernels import records_text as rt
from turnstone.kernels import records_values as rv
from turnstone.kernels.records_levels import name_level
from turnstone.links.records.values import texts_of

word = st.text("abcde1", min_size=0, max_size=9)
day = st.tuples(st.integers(1950, 1953), st.integers(1, 12), st.integers(1, 31))


def near(draw: st.DrawFn, base: str) -> str:
    """The text with up to three slips."""
    out = base
    for _ in range(draw(st.integers(0, 3))):
        i = draw(st.integers(0, max(len(out) - 1, 0)))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            out = out[:i] + out[i + 1 :]
        elif kind == 1:
            out = out[:i] + draw(st.sampled_from("abcde1")) + out[i:]
        elif kind == 2 and i + 1 < len(out):
            out = out[:i] + out[i + 1] + out[i] + out[i + 2 :]
    return out


@st.composite
def two(draw: st.DrawFn) -> tuple[str, str]:
    a = draw(word)
    return a, draw(word) if draw(st.booleans()) else near(draw, a)


def laid(a: str, b: str) -> tuple[rt.Bytes, int, int, int, int]:
    raw = (a + b).encode()
    return np.frombuffer(raw or b"\0", np.uint8), 0, len(a), len(a), len(a) + len(b)


@settings(max_examples=400, deadline=None)
@given(two())
def test_distances(pair: tuple[str, str]) -> None:
    a, b = pair
    at = laid(a, b)
    assert rt.one_edit(*at) == plain.one_edit(a, b)
    assert rt.jaro_winkler(*at) == pytest.approx(plain.jaro_winkler(a, b), abs=1e-12)
    assert rt.starts_with(*at) == bool(a and b and (a.startswith(b) or b.startswith(a)))
    assert rt.same_digits(*at) == (plain.digits(a) == plain.digits(b))
    d, a0, a1, b0, b1 = at
    assert rt.find(d, a0, a1, d, b0, b1) == (a.find(b) if len(b) >= 2 else -1)
    assert rv.place_level(*at) == plain.place_level(a, b)
    assert rv.number_level(*at) == plain.number_level(a, b)
    assert rv.mail_level(*at) == plain.mail_level(a, b)


@settings(max_examples=400, deadline=None)
@given(day, day)
def test_births(p: tuple[int, int, int], q: tuple[int, int, int]) -> None:
    level = rv.birth_level(*(d[0] * 10000 + d[1] * 100 + d[2] for d in (p, q)))
    assert level == plain.birth_level(p, q)


@settings(max_examples=300, deadline=None)
@given(two(), st.booleans(), st.booleans(), st.booleans())
def test_names(pair: tuple[str, str], one_group: bool, titled: bool, met: bool) -> None:
    a, b = pair
    words = sorted({a, b})
    texts = texts_of(pa.array(words, pa.string()))
    short = np.array([7 if one_group else i for i in range(len(words))], np.int32)
    title = np.array([titled and w == a for w in words])
    x, y = words.index(a), words.index(b)
    learnt = np.array([(min(x, y) << 32) | max(x, y)] if met else [], np.int64)
    got = name_level(x if a else -1, y if b else -1, texts.data, texts.at, short, title, learnt)
    groups = {w: int(short[i]) for i, w in enumerate(words)}
    assert got == plain.name_level(a, b, groups, {a} if titled else set(), {frozenset((a, b))} if met else set())


def test_long_texts_cost_no_more_than_short() -> None:
    a, b = "a" * 10_000, "a" * 9_999 + "b"
    assert rt.one_edit(*laid(a, b))
    assert rt.jaro_winkler(*laid(a, b)) == 1.0  # of the first 64
    assert rt.jaro_winkler(*laid("x" * 64 + "a", "x" * 64 + "b")) == 1.0


def test_a_residue_is_the_address_without_its_holders_names() -> None:
    mails = texts_of(pa.array(["ann.lee12@x.org", "bob.ray12@x.org", "ann.lee13@x.org"]))
    words = texts_of(pa.array(["ann", "lee", "bob", "ray"]))
    out = np.zeros(4, np.uint64)
    codes = np.array([0, 1, 2, -1], np.int32)
    given_, family = np.array([0, 2, 0, 0], np.int32), np.array([1, 3, 1, 1], np.int32)
    rt.residues(codes, mails.data, mails.at, given_, family, words.data, words.at, out)
    assert out[0] == out[1] != out[2]
    assert out[3] == 0
