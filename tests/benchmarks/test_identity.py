"""When two writings are one identity: names, profiles, headlines, and what does not matter."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pytest

from turnstone.texts import identity
from turnstone.texts.identity import heads, identities

TAIL = "grows apples and pears in the green valley and sells them at markets all over the land since long ago"
OTHER = "moves heavy machines over land and water for everybody who asks and has never lost one on the way to anywhere"
NEITHER = "teaches evening classes in drawing painting and the making of pots to people of all ages in every season"


@pytest.fixture(autouse=True)
def _equal_texts_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates here: profiles with the same last five words. What grouping finds is not this test's matter."""

    def by_ending(texts: pa.Array) -> SimpleNamespace:
        first: dict[tuple[str, ...], int] = {}
        endings = [tuple(t.split()[-5:]) for t in texts.to_pylist()]
        return SimpleNamespace(labels=np.array([first.setdefault(e, i) for i, e in enumerate(endings)], np.int64))

    monkeypatch.setattr(identity, "group_texts", by_ending)


def keys(*names: str | None) -> list[str | None]:
    found: list[str | None] = identities(pa.array(names, pa.string())).to_pylist()
    return found


def test_names_compare_as_names() -> None:
    a, b, c, d = keys("Alder Farms, LLC", "ALDER FARMS", "Farms Alder Inc.", "Birch Farms")
    assert a == b == c != d


def test_nobody_named_stays_null() -> None:
    assert keys(None, "", "N/A", "  ", "Alder")[:4] == [None] * 4


def test_another_name_of_the_same_party_joins_both() -> None:
    a, b, c = keys("Alder Farms d/b/a Green Acre", "Green Acre", "Alder Farms LLC")
    assert a == b == c


def test_profiles_of_one_template_are_one() -> None:
    a, b, c = keys(f"we are a house that {TAIL}", f"here is a small house that {TAIL}", f"we are a house that {OTHER}")
    assert a == b != c


def test_profiles_with_one_head_are_one_with_the_name() -> None:
    a, b, c, d = keys(
        f"Alder Farms is a firm that {TAIL}",
        f"Alder Farms, founded long ago, {OTHER}",
        "Alder Farms Inc",
        f"Birch Hill {NEITHER}",
    )
    assert a == b == c != d


def test_a_headline_is_no_name() -> None:
    rows = [f"Welcome Friends {i} {i}x {i}y a firm that {tail} {'z' * i} q{i} r{i} s{i} t{i}"
            for i, tail in enumerate([TAIL, OTHER, NEITHER] * 3)]  # fmt: skip
    assert len(set(keys(*rows))) == len(rows)


def test_words_of_the_language_are_no_name() -> None:
    profiles = ["About Us we tell about the firm and about us", "Our firm is ours and what our firm does is our own"]
    assert [head for _, head in heads(profiles)] == [None, None]
    assert heads(["Netrobe sells coats and those who know Netrobe know why"])[0][1] == "NETROBE"
    assert heads(["Founded long ago it sells coats to those who want coats"])[0][1] is None


def test_order_of_rows_changes_nothing() -> None:
    rows = [
        "Alder Farms",
        f"Alder Farms is a firm that {TAIL}",
        f"one that {OTHER}",
        "Green Acre",
        None,
        f"two that {OTHER}",
    ]
    there = keys(*rows)
    assert there == keys(*rows[::-1])[::-1]
    assert there[2] == there[5]
