"""Entities beside a slow twin: every profile looked at beside every other, and weighed by counting in dictionaries.

The twin weighs all pairs that share something that is worth a look (see `worth_a_look`), each by itself; the code joins
them in stars and leaves pairs out that others imply.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.candidates import RARE_WORD
from turnstone.links.compare.name_pairs import compare_names
from turnstone.links.compare.names import VETO, NameRarity, compare_words
from turnstone.links.entities import entities

RowsOf = Callable[[str, list[dict]], Table]
Profile = dict[str, Any]
ENOUGH, ELSEWHERE, OTHER_ORDER, SPELT = 1_000, -4_000, -1_000, 6_000
NAMES = [
    "ALDER GROVE FARMS", "ALDER GROVE FARM", "GROVE ALDER FARMS", "BIRCHWOOD HARVEST", "BIRCHWOD HARVEST", "CEDAR LABOR",
    "CEDAR LABOR 2", "CEDARLABOR", "ELM LABOR", "MAPLE FOREST PLANTING", "MAPLE PLANTING",
]  # fmt: skip
# Many names that are nothing to anybody: against them a shared word, place or number is rare.
OTHERS: list[Profile] = [
    {"id": f"profile-x{i:02}", "name_keys": [f"OTHER{i} NAME{i}"], "town": f"TOWN{i % 7}", "state": "OK"}
    for i in range(20)
]
PHONES = st.sampled_from([None, None, "+12025550143", "+12025550144"])
ADDRESSES = st.lists(st.sampled_from(["1 ALDER RD|BIRCHTON|TX", "2 ALDER RD|OAKVILLE|TX"]), max_size=1)
DAYS = st.dates(date(2010, 1, 1), date(2010, 1, 9))


def profile(
    names: st.SearchStrategy[list[str]], places: list[tuple[str | None, str | None]]
) -> st.SearchStrategy[Profile]:
    return st.builds(
        lambda names, place, **rest: {"name_keys": names, "town": place[0], "state": place[1], **rest},
        names, st.sampled_from(places), phone=PHONES, address_keys=ADDRESSES, known_on=DAYS,
    )  # fmt: skip


# Of one name anywhere (each town lies in one state, which is known where the town is), or of several in one town.
ANYWHERE = [(None, None), ("BIRCHTON", "TX"), ("BIRCHTON", "TX"), ("OAKVILLE", "TX"), (None, "TX"), ("ELMTON", "OK")]
ONE_NAME = profile(st.sampled_from(NAMES).map(lambda n: [n]), ANYWHERE)
SEVERAL = profile(
    st.lists(
        st.sampled_from(["ALDER GROVE FARMS", "BIRCHWOOD HARVEST", "CEDAR LABOR"]), min_size=1, max_size=2, unique=True
    ),
    [("BIRCHTON", "TX")],
)
PROFILES = st.lists(ONE_NAME, min_size=1, max_size=8) | st.lists(SEVERAL, min_size=1, max_size=6)


def full(drawn: list[Profile]) -> list[Profile]:
    """The drawn profiles with ids among those of others."""
    return [{"id": f"profile-{i:02}", **p} for i, p in enumerate(drawn)] + OTHERS


def ask(engine: LocalEngine, rows_of: RowsOf, profiles: list[Profile], judgements: Any = ()) -> dict[str, Table]:
    keys = sorted({k for p in profiles for k in p.get("address_keys", [])})
    places = [{"address_key": k, "premises_id": f"premises of {k}", "kind": "street"} for k in keys]
    made = entities(
        engine,
        profiles=rows_of("profiles", [
            {"kind": "business", "country": "US", "address_keys": [], "name": p["name_keys"][0],
             "name_bags": [" ".join(sorted(k.split())) for k in p["name_keys"]],
             **{k: v for k, v in p.items() if k != "known_on"}}
            for p in profiles
        ]),
        premises=rows_of("premises", places),
        mentions=rows_of("mentions", [
            {"row_id": f"row-{i}", "role": "employer", "profile_id": p["id"], "known_on": p.get("known_on")}
            for i, p in enumerate(profiles)
        ]),
        judgements=judgements,
    )  # fmt: skip
    return {name: t if isinstance(t, Table) else Table.of(t) for name, t in made.items()}


def members(made: dict[str, Table]) -> dict[str, str]:
    return {r["profile_id"]: r["entity_id"] for r in made["members"].arrow().to_pylist()}


def mbits(ratio: float) -> int:
    return round(1000 * math.log2(ratio))


def worth_a_look(profiles: list[Profile]) -> Callable[[Profile, Profile], bool]:
    """A name in one state; the same words or one rare word of more than three letters in one town; a number; a place."""
    bags = {" ".join(sorted(k.split())) for p in profiles for k in p["name_keys"]}
    in_names = Counter(w for bag in bags for w in set(bag.split()))

    def things(p: Profile) -> set[tuple[str, ...]]:
        out = {("place", k) for k in p.get("address_keys", [])}
        out |= {("phone", p["phone"])} if p.get("phone") else set()
        for name in p["name_keys"]:
            bag = sorted(name.split())
            if p.get("state"):
                out.add(("name and state", name, p["state"]))
            if p.get("town"):
                out.add(("words and town", *bag, p["town"]))
                out |= {("word and town", w, p["town"]) for w in bag if len(w) > 3 and 1 < in_names[w] <= RARE_WORD}
        return out

    return lambda a, b: not things(a).isdisjoint(things(b))


def slow_weights(profiles: list[Profile]) -> dict[tuple[str, str], int]:
    """The total of every pair that is worth a look, in millibits."""
    bag = {p["id"]: " ".join(sorted(p["name_keys"][0].split())) for p in profiles}
    bags = {" ".join(sorted(k.split())) for p in profiles for k in p["name_keys"]}
    names = {k for p in profiles for k in p["name_keys"]}
    rarity = NameRarity.of(names)
    all_bags = mbits(len(bags))

    look = worth_a_look(profiles)

    @cache
    def shared_by(field: str, value: Any) -> int:
        """Different names that have the value."""
        return len({bag[p["id"]] for p in profiles if value == p.get(field) or value in (p.get(field) or [])})

    towns_of = {n: len({p.get("town") for p in profiles if n in p["name_keys"]}) for n in names}
    exact = {n: mbits(sum(towns_of.values()) / towns_of[n]) for n in names}

    def name(a: Profile, b: Profile) -> int:
        if same := set(a["name_keys"]) & set(b["name_keys"]):
            return max(exact[n] for n in same)
        bags_b = {" ".join(sorted(k.split())) for k in b["name_keys"]}
        for n in a["name_keys"]:
            if " ".join(sorted(n.split())) in bags_b:
                return exact[n] + OTHER_ORDER
        return max(spelt(*sorted((x, y))) for x in a["name_keys"] for y in b["name_keys"])

    @cache
    def spelt(x: str, y: str) -> int:
        said = compare_words(x, y, rarity)
        spelling = int(compare_names([x], [y], "organisation", rarity.words)[0])
        return max(said, spelling) if spelling >= SPELT and said > VETO else said

    def place(a: Profile, b: Profile) -> int:
        town, state = a.get("town"), a.get("state")
        away = ELSEWHERE if state and b.get("state") and state != b["state"] else 0
        if town and town == b.get("town"):
            return all_bags - mbits(shared_by("town", town)) + away
        if state and state == b.get("state"):
            return all_bags - mbits(shared_by("state", state))
        return away

    def beside(a: Profile, b: Profile) -> int:
        shared = thing(a, b)
        return max(place(a, b), shared) if shared > 0 else place(a, b)

    def thing(a: Profile, b: Profile) -> int:
        shared = [("phone", a["phone"])] if a.get("phone") and a["phone"] == b.get("phone") else []
        shared += [("address_keys", k) for k in a.get("address_keys", []) if k in b.get("address_keys", [])]
        return max((all_bags - mbits(shared_by(*s)) for s in shared), default=0)

    return {
        (a["id"], b["id"]): name(a, b) + beside(a, b) - all_bags
        for a, b in combinations(sorted(profiles, key=lambda p: p["id"]), 2)
        if look(a, b)
    }


def slow_members(profiles: list[Profile], weights: dict[tuple[str, str], int]) -> dict[str, str]:
    group = {p["id"]: p["id"] for p in profiles}
    for (a, b), total in weights.items():
        if total >= ENOUGH:
            old, new = group[a], group[b]
            group = {i: new if g == old else g for i, g in group.items()}
    known = {p["id"]: (p.get("known_on") or date.max, p["id"]) for p in profiles}
    first = {g: min((i for i in group if group[i] == g), key=known.__getitem__) for g in set(group.values())}
    return {i: "entity-" + hashlib.sha256(first[g].encode()).hexdigest()[:32] for i, g in group.items()}


@settings(max_examples=80)
@given(PROFILES)
def test_entities_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, drawn: list[Profile]) -> None:
    profiles = full(drawn)
    weights = slow_weights(profiles)
    made = ask(engine, rows_of, profiles)
    assert members(made) == slow_members(profiles, weights)
    for link in made["links"].arrow().to_pylist():
        assert link["total_mbits"] == weights[link["profile_a"], link["profile_b"]]
        assert link["verdict"] == ("same" if link["total_mbits"] >= ENOUGH else "different")
