"""Groups beside what must hold of them: nothing joined against a conflict, everything joined that nothing keeps apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.links.clusters import AGAINST, groups
from turnstone.links.facts import DIFFERENT, Facts, compare_births, conflict

SIZE = 9
PAIRS = st.dictionaries(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] < p[1]),
    st.sampled_from([-40_000, -4_000, 500, 2_000, 9_000, 15_000]),
    max_size=20,
)
FACTS = st.lists(st.sampled_from([-1, -1, -1, 0, 1]), min_size=SIZE, max_size=SIZE)
BIRTHS = st.lists(st.sampled_from(["", "", "1980-05-02", "1980-05-03", "1991-11-30"]), min_size=SIZE, max_size=SIZE)
JUDGED = st.dictionaries(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] < p[1]),
    st.sampled_from(["same", "different", "unsure"]),
    max_size=4,
)
ENOUGH = 1_000


def ask(
    pairs: dict[tuple[int, int], int], facts: Facts, judged: dict[tuple[int, int], str], on_average: bool = True
) -> tuple[list[int], list[tuple[int, int]]]:
    chosen = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    total = np.array([pairs[a, b] for a, b in chosen.tolist()], np.int64)
    has = np.array([facts.registration[i] >= 0 or bool(facts.birth[i]) for i in range(SIZE)], bool)
    found, cuts = groups(
        SIZE, chosen[:, 0], chosen[:, 1], total, total >= ENOUGH, lambda a, b: conflict(facts, a, b), has, judged,
        on_average=on_average,
    )  # fmt: skip
    return found.tolist(), [(cut.a, cut.b) for cut in cuts]


def facts_of(numbers: list[int], births: list[str]) -> Facts:
    return Facts(np.array(numbers, np.int64), np.full(SIZE, -1, np.int64), births)


def plain(edges: list[tuple[int, int]]) -> list[int]:
    group = list(range(SIZE))
    for a, b in edges:
        low, high = sorted((group[a], group[b]))
        group = [low if g == high else g for g in group]
    return group


@settings(max_examples=300)
@given(PAIRS, FACTS, BIRTHS, JUDGED, st.booleans())
def test_nothing_is_joined_against_a_conflict(
    pairs: dict[tuple[int, int], int], numbers: list[int], births: list[str], judged: dict[tuple[int, int], str],
    on_average: bool,
) -> None:  # fmt: skip
    facts = facts_of(numbers, births)
    group, cuts = ask(pairs, facts, judged, on_average)
    by_person = [p for p, said in judged.items() if said == "same"]
    for a, b in combinations(range(SIZE), 2):
        if group[a] == group[b]:
            assert judged.get((a, b)) != "different"
            if not by_person:
                assert conflict(facts, a, b) is None
    edges = [p for p, mbits in pairs.items() if mbits >= ENOUGH] + by_person
    whole = plain(edges)
    assert all(whole[a] == whole[g] for a, g in enumerate(group)), "nothing is joined that no chain joins"
    for a, b in edges:
        assert group[a] == group[b] or (a, b) in cuts, "what was not followed is told"


@given(PAIRS)
def test_without_anything_against_groups_are_components(pairs: dict[tuple[int, int], int]) -> None:
    good = {p: mbits for p, mbits in pairs.items() if mbits > 0}
    group, cuts = ask(good, facts_of([-1] * SIZE, [""] * SIZE), {})
    assert group == plain([p for p, mbits in good.items() if mbits >= ENOUGH]) and not cuts


def test_parts_whose_pairs_say_no_stay_apart() -> None:
    """Of two parts joined by one good pair, the mean over all weighed pairs decides."""
    two = {(0, 1): 20_000, (2, 3): 20_000, (0, 2): 9_000, (1, 3): -40_000, (0, 3): -40_000}
    group, cuts = ask(two, facts_of([-1] * SIZE, [""] * SIZE), {})
    assert AGAINST > (9_000 - 80_000) / 3
    assert group[:4] == [0, 0, 2, 2] and cuts == [(0, 2)]
    assert ask(two, facts_of([-1] * SIZE, [""] * SIZE), {}, on_average=False)[0][:4] == [0, 0, 0, 0]


@given(st.permutations(range(SIZE)))
def test_the_order_of_judgements_of_one_kind_makes_no_difference(order: list[int]) -> None:
    judged = {(0, 1): "same", (1, 2): "same", (0, 2): "different"}
    shuffled = dict(sorted(judged.items(), key=lambda item: order[item[0][0]]))
    one = ask({}, facts_of([-1] * SIZE, [""] * SIZE), judged)
    assert one[0][0] != one[0][2], "circular judgements: different is never joined"
    assert ask({}, facts_of([-1] * SIZE, [""] * SIZE), shuffled)[0][0] != one[0][2]


def test_births() -> None:
    said = {
        ("1980-05-02", "1980-05-02"): "same", ("1980-05-02", "1980-02-05"): "slipped", ("1980-05-02", "1980-05-03"): "slipped",
        ("1980-05-12", "1980-05-21"): "slipped", ("1980-05-02", "1980"): "in part", ("1980-05-02", "1980-05"): "in part",
        ("1980", "1980"): "in part", ("1980-05-02", "1981"): "different", ("1980-05-02", "1991-11-30"): "different",
        ("1980-05-02", ""): "unknown", ("", ""): "unknown", ("1980", "1991"): "different", ("1980-05-09", "1980-05-10"): "slipped", ("1980-12-31", "1981-01-01"): "slipped",
        ("1980-05-02", "1979-05-02"): "slipped", ("1980-05-12", "1980-06-11"): "near", ("1980-05-12", "1980-05-27"): "near",
        ("1980-05-12", "1991-05-12"): "near", ("1980-05-12", "1991-06-12"): "different",
    }  # fmt: skip
    for (a, b), level in said.items():
        assert compare_births(a, b) == compare_births(b, a) == level
    assert compare_births("1980-05-02", "1979-04-01") == DIFFERENT
