"""Premises beside a slow twin: every written address compared with every other."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.premises import premises, same_place, take_apart

RowsOf = Callable[[str, list[dict]], Table]
KEYS = st.builds(
    lambda number, street, unit, town: f"{number} {street}{unit}|{town}",
    st.sampled_from(["1", "2"]),
    st.sampled_from(
        ["ALDER GROVE RD", "ALDER GROVE", "ALDER GROV RD", "N ALDER GROVE RD", "CR 160", "CR 161", "BOX 4"]
    ),
    st.sampled_from(["", "", " UNIT 3", " UNIT 4"]),
    st.sampled_from(["BIRCHTON|TX", "BIRCHTOWN|TX", "BIRCHTON|OK", "OAKVILLE|TX"]),
) | st.sampled_from(
    ["PO BOX 1|BIRCHTON|TX", "PO BOX 2|BIRCHTON|TX", "RR 1 BOX 2|BIRCHTON|TX", "ALDER RNCH|BIRCHTON|TX"]
)
SEEN = st.lists(
    st.tuples(st.lists(KEYS, min_size=1, max_size=2), st.none() | st.dates(date(2010, 1, 1), date(2010, 1, 9))),
    max_size=9,
)
Seen = list[tuple[list[str], date | None]]


def ask(engine: LocalEngine, rows_of: RowsOf, seen: Seen) -> dict[str, str]:
    """Address key -> premises id."""
    profiles = [{"id": f"profile-{i}", "address_keys": keys} for i, (keys, _) in enumerate(seen)]
    mentions = [
        {"row_id": f"row-{i}", "profile_id": f"profile-{i}", "role": "employer", "known_on": on}
        for i, (_, on) in enumerate(seen)
    ]
    made = premises(engine, profiles=rows_of("profiles", profiles), mentions=rows_of("mentions", mentions))["premises"]
    rows = made.arrow().to_pylist() if isinstance(made, Table) else made.to_pylist()
    assert len({r["address_key"] for r in rows}) == len(rows)
    return {r["address_key"]: r["premises_id"] for r in rows}


def slow(seen: Seen) -> dict[str, str]:
    first: dict[str, date | None] = {}
    for keys, on in seen:
        for key in keys:
            first[key] = min((d for d in (first.get(key), on) if d), default=None)
    group = {key: key for key in first}
    for a, b in combinations(sorted(first), 2):
        left, right = take_apart(a), take_apart(b)
        if left is None or right is None or (left.number, left.state) != (right.number, right.state):
            continue
        if same_place(left, right, fuzz.ratio(left.soft, right.soft), fuzz.ratio(left.town, right.town)):
            old, new = group[a], group[b]
            group = {key: new if g == old else g for key, g in group.items()}
    out = {}
    for key in first:
        of_one = [k for k in first if group[k] == group[key]]
        earliest = min(of_one, key=lambda k: (first[k] is None, first[k] or date.max, k))
        out[key] = "premises-" + hashlib.sha256(earliest.encode()).hexdigest()[:32]
    return out


@settings(max_examples=80)
@given(SEEN)
def test_premises_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, seen: Seen) -> None:
    assert ask(engine, rows_of, seen) == slow(seen)


@settings(max_examples=20)
@given(SEEN, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    engine: LocalEngine, rows_of: RowsOf, seen: Seen, rng: random.Random
) -> None:
    turned = list(seen)
    rng.shuffle(turned)
    assert ask(engine, rows_of, turned) == ask(engine, rows_of, seen)


@settings(max_examples=20)
@given(SEEN, SEEN)
def test_ids_stay_when_later_addresses_join(engine: LocalEngine, rows_of: RowsOf, seen: Seen, more: Seen) -> None:
    """What is added later may weld two places, which then go by the id of the one first known: no id is new to them."""
    seen = [(keys, on or date(2010, 1, 9)) for keys, on in seen]
    later = [(keys, date(2011, 1, 1)) for keys, _ in more]
    before, after = ask(engine, rows_of, seen), ask(engine, rows_of, seen + later)
    for key in before:
        welded = {before[k] for k in before if after[k] == after[key]}
        assert after[key] in welded
        assert len(welded) == 1 or slow(seen + later)[key] == after[key]


def test_too_many_addresses_with_one_number_are_not_compared(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Five hundred streets with house number 1: no pair is made, each is a place of its own, and it ends."""
    seen: Seen = [([f"1 ALDER{i:03} GROVE RD|BIRCHTON|TX"], None) for i in range(500)]
    assert len(set(ask(engine, rows_of, seen).values())) == 500
