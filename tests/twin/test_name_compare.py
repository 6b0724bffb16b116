"""Kernels that read and compare names beside plain Python, on made-up and on random names."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import plain_names as plain
from plain_name_scores import scores
from turnstone.clean import name_words as cw
from turnstone.kernels import name_distance as nd
from turnstone.kernels.name_assign import assign
from turnstone.links.compare.name_pairs import ANY, compare_names, compare_read, explain
from turnstone.links.compare.read_names import parts_of_name, read_names

PARTS = {
    "person": """Maria MARIA Maryam José Jose J. M. Ivan Ivanovich Ivanova Petrov Petrow Пётр Петров Olena Олена al-Masri El
        Masri bin ibn Abd Abdul Rahman Abdulrahman AbdulRahman Jr. Sr III van der Berg Vandenberg O'Brien Obrien JC Jean-Claude
        Bob Robert Rob Liz Elizabeth Wang 王 小明 Xiaoming 김 Kim محمد Muhammad נתן Natan Nathan Natahn Sh1rin Shirin Dr. Ünal Unal
        Schmidt Schmitt Smyth Smith T Li Lee Test Unknown A.B. & ß""".split(),
    "organisation": """Acme ACME Acmee AcmeTrade Acme-Trade GmbH Ltd Limited LLC S.A.R.L. S. A. OOO ООО Ромашка Romashka Bank
        Banka International Int'l Intl 1st First Second II 2 V Group Gruppe Holdings & and the The France Germany United States US
        Deutschland Farms Farm Co. Company Corporation e.V. ANO North Trading Trade Forty Four 44 IBM Business Machines Machine of
        Beta Betta Betamax B.V. BV Joint Stock AG x""".split(),
    "vessel": "MV M/V Sea Star Seastar Starr Sea-Star 1 2 II Two Victory Victor the Northern North Wind Queen Quene".split(),
    "address": "12 12a Main Mainn Street Strasse North 5th Fifth Flat 3 Rosenweg Rosen Weg 21".split(),
}  # fmt: skip


def made_up(kind: str, count: int, seed: int) -> list[tuple[str, str]]:
    draw = random.Random(seed)
    out = []
    for _ in range(count):
        left = [draw.choice(PARTS[kind]) for _ in range(draw.randint(1, 4))]
        right = [draw.choice(PARTS[kind]) if draw.random() < 0.4 else word for word in left]
        if draw.random() < 0.4:
            draw.shuffle(right)
        if draw.random() < 0.3:
            right.append(draw.choice(PARTS[kind]))
        out.append((draw.choice(" -.").join(left) if draw.random() < 0.2 else " ".join(left), " ".join(right)))
    return out


@pytest.mark.parametrize("kind", cw.KINDS)
def test_reading(kind: str) -> None:
    names = [name for pair in made_up(kind, 400, 1) for name in pair] + [
        "",
        "---",
        "A B C D E F " * 6,
        "A.B.C.D Company",
    ]
    got = read_names(names, kind)
    for at, name in enumerate(names):
        words, form, generation, rest = plain.read(name, kind)
        ids = got.names.ids[got.names.first[at] : got.names.first[at + 1]]
        assert [got.texts[k] for k in ids] == words, name
        assert cw.FORM_CLASSES[got.names.form[at]] == form, name
        assert got.names.generation[at] == generation, name
        assert (got.names.rest[at] != 0) == bool(rest), name


@pytest.mark.parametrize("kind", cw.KINDS)
def test_scores(kind: str) -> None:
    pairs = made_up(kind, 700, 2)
    got = compare_names([a for a, _ in pairs], [b for _, b in pairs], kind).tolist()
    for (left, right), score in zip(pairs, got, strict=True):
        assert score in scores(left, right, kind), (left, right)
    assert len(set(got)) > 20


@pytest.mark.parametrize("kind", [*cw.KINDS, ANY])
def test_the_account_adds_up_and_order_does_not_matter(kind: str) -> None:
    pairs = made_up(kind if kind != ANY else "organisation", 150, 3) + (
        made_up("person", 150, 4) if kind == ANY else []
    )
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    got = compare_names(left, right, kind)
    assert np.array_equal(got, compare_names(right, left, kind))
    assert np.array_equal(got[::-1], compare_names(left[::-1], right[::-1], kind))
    for (a, b), score in zip(pairs, got.tolist(), strict=True):
        assert sum(line.mbits for line in explain(a, b, kind)) == score, (a, b)


def test_names_read_once() -> None:
    pairs = made_up("person", 100, 5)
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    read = read_names([*left, *right], "person")
    at = np.arange(len(pairs))
    assert np.array_equal(compare_read(read, at, at + len(pairs), "person"), compare_names(left, right, "person"))


letters = st.text(nd.LETTERS, min_size=1, max_size=7)


@given(letters, letters, st.booleans())
def test_distance(a: str, b: str, vowelless: bool) -> None:
    tables = nd.vowelless_costs() if vowelless else nd.spelling_costs()
    coded = [np.array([plain.CODE[c] for c in word], np.uint8) for word in (a, b)]
    rows = np.zeros((3, 200), np.int32)
    far = plain.edits(a, b, tables)
    assert nd.distance(coded[0], 0, len(a), coded[1], 0, len(b), *tables, rows, 1000) == far
    bounded = nd.distance(coded[0], 0, len(a), coded[1], 0, len(b), *tables, rows, 12)
    assert bounded == far or (far > 12 and bounded > 12)


@given(st.integers(1, 4), st.integers(0, 2), st.data())
def test_assignment(n: int, wider: int, data: st.DataObject) -> None:
    m = n + wider
    gain = np.array(
        data.draw(st.lists(st.lists(st.integers(0, 9), min_size=m, max_size=m), min_size=n, max_size=n)), np.int64
    )
    ints = np.zeros((7, m + 2), np.int64)
    assign(gain, n, m, *ints)
    partner = ints[0, :n].tolist()
    taken = [c for c in partner if c >= 0]
    assert len(set(taken)) == len(taken)
    got = sum(int(gain[r, c]) for r, c in enumerate(partner) if c >= 0)
    assert got == max(sum(int(gain[r, c]) for r, c in enumerate(some)) for some in permutations(range(m), n))


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from([*cw.KINDS, ANY]))
def test_any_text(a: str, b: str, kind: str) -> None:
    score = int(compare_names([a], [b], kind)[0])
    assert score == int(compare_names([b], [a], kind)[0])
    assert sum(line.mbits for line in explain(a, b, kind)) == score
    if kind != ANY:
        assert plain.read(a, kind)[0] == [word for word, _ in parts_of_name(a, kind).words]
