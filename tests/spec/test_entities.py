"""Who is taken for the same: names that agree and differ, hubs that weld nobody, judgements, ids that stay."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.links.compare.names import VETO, NameRarity, compare_words
from turnstone.links.entities import entities

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
# A market of three hundred others, so that a shared word, place or number means something.
OTHERS: Rows = [
    {"id": f"profile-z{i:03}", "names": [f"OTHER{i} NAME{i} FARMS"], "town": f"TOWN{i % 50}", "state": "OK"}
    for i in range(300)
]


def ask(engine: LocalEngine, rows_of: RowsOf, profiles: Rows, judgements: Any = ()) -> dict[str, Rows]:
    def profile(p: dict[str, Any]) -> dict[str, Any]:
        rest = {k: v for k, v in p.items() if k not in ("names", "known_on", "address")}
        return {
            "kind": "business", "country": "US", "name": p["names"][0], "name_keys": p["names"],
            "name_bags": [" ".join(sorted(n.split())) for n in p["names"]],
            "address_keys": [p["address"]] if p.get("address") else [], **rest,
        }  # fmt: skip

    addresses = sorted({p["address"] for p in profiles if p.get("address")})
    made = entities(
        engine,
        profiles=rows_of("profiles", [profile(p) for p in profiles]),
        premises=rows_of("premises", [{"address_key": a, "premises_id": f"at {a}", "kind": "street"} for a in addresses]),
        mentions=rows_of("mentions", [
            {"row_id": f"row-{i}", "role": "employer", "profile_id": p["id"], "known_on": p.get("known_on")}
            for i, p in enumerate(profiles)
        ]),
        judgements=judgements,
    )  # fmt: skip
    return {name: (t.arrow() if isinstance(t, Table) else t).to_pylist() for name, t in made.items()}


def groups(made: dict[str, Rows], *ids: str) -> list[set[str]]:
    """The given profiles, those of one entity together, in the order given."""
    of = {m["profile_id"]: m["entity_id"] for m in made["members"]}
    return [{i for i in ids if of[i] == e} for e in dict.fromkeys(of[i] for i in ids)]


def one(
    id: str, name: str | list[str], town: str | None = "BIRCHTON", state: str | None = "TX", **more: Any
) -> dict[str, Any]:
    return {"id": id, "names": [name] if isinstance(name, str) else name, "town": town, "state": state, **more}


PHONE, PLACE = "+12025550143", "1 ALDER RD|BIRCHTON|TX"
SAME = [
    ("one name in one town", one("a", "ALDER GROVE"), one("b", "ALDER GROVE")),
    ("one rare name in one state", one("a", "ALDER GROVE"), one("b", "ALDER GROVE", "ELMTON")),
    ("another order of words", one("a", "ANN ALDER FARMS"), one("b", "ALDER ANN FARMS")),
    ("a slip of the pen", one("a", "ALDERWOOD HARVEST"), one("b", "ALDERWOD HARVEST")),
    ("a plural", one("a", "ALDERWOOD FARMS"), one("b", "ALDERWOOD FARM")),
    ("a trade name", one("a", ["ALDER GROVE", "BIRCH HILL"]), one("b", "BIRCH HILL")),
    ("one name and one telephone, another town", one("a", "ALDER GROVE", phone=PHONE), one("b", "ALDER GROVE", "ELMTON", "OK", phone=PHONE)),
    ("a slip and one address", one("a", "ALDERWOOD HARVEST", address=PLACE), one("b", "ALDERWOD HARVEST", "BIRCHTOWN", address=PLACE)),
]  # fmt: skip
NOT_SAME = [
    ("other names in one town", one("a", "ALDER GROVE"), one("b", "MAPLE HILL")),
    ("other names at one address", one("a", "ALDER GROVE", address=PLACE), one("b", "MAPLE HILL", address=PLACE)),
    ("other names with one telephone", one("a", "ALDER GROVE", phone=PHONE), one("b", "MAPLE HILL", phone=PHONE)),
    ("a common word shared", one("a", "ALDER FARMS"), one("b", "MAPLE FARMS")),
    ("numbers that differ", one("a", "ALDERWOOD FARM 1", address=PLACE), one("b", "ALDERWOOD FARM 2", address=PLACE)),
    ("father and son", one("a", "ANN ALDER SR", address=PLACE), one("b", "ANN ALDER JR", address=PLACE)),
    ("a slip in another state", one("a", "ALDERWOOD HARVEST"), one("b", "ALDERWOD HARVEST", "ELMTON", "OK")),
]


@pytest.mark.parametrize(("why", "a", "b"), SAME, ids=[row[0] for row in SAME])
def test_the_same(engine: LocalEngine, rows_of: RowsOf, why: str, a: dict, b: dict) -> None:
    assert groups(ask(engine, rows_of, [a, b, *OTHERS]), "a", "b") == [{"a", "b"}]


@pytest.mark.parametrize(("why", "a", "b"), NOT_SAME, ids=[row[0] for row in NOT_SAME])
def test_not_the_same(engine: LocalEngine, rows_of: RowsOf, why: str, a: dict, b: dict) -> None:
    assert groups(ask(engine, rows_of, [a, b, *OTHERS]), "a", "b") == [{"a"}, {"b"}]


def test_a_common_name_in_another_town_is_not_the_same(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Forty towns have a SMITH FARMS, each its own: the name and the state together say too little."""
    many = [one(f"s{i:02}", "SMITH FARMS", f"TOWN{i}", "OK") for i in range(40)]
    made = ask(engine, rows_of, [*many, *OTHERS])
    assert groups(made, "s00", "s01", "s39") == [{"s00"}, {"s01"}, {"s39"}]


def test_clients_of_one_law_firm_are_not_one(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Three thousand clients write their law firm's address and telephone as their own: none is taken for another,
    though words of their names agree here and there; two spellings with a number of their own still are one."""
    words = [f"W{chr(65 + i // 26)}{chr(65 + i % 26)}ORD" for i in range(55)]
    clients = [
        one(f"c{i:04}", f"{words[i % 55]} {words[i // 55]} LABOR", address=PLACE, phone=PHONE) for i in range(3_000)
    ]
    own = {"address": PLACE, "phone": "+12025550144"}
    clients += [one("d1", "ALDERWOOD HARVEST", **own), one("d2", "ALDERWOD HARVEST", **own)]
    of = {m["profile_id"]: m["entity_id"] for m in ask(engine, rows_of, clients)["members"]}
    bags: dict[str, set[str]] = {}
    for c in clients:
        bags.setdefault(of[c["id"]], set()).add(" ".join(sorted(c["names"][0].split())))
    assert of["d1"] == of["d2"]
    assert [len(names) for names in bags.values() if len(names) > 1] == [2]


def test_words_that_all_have_in_another_order(engine: LocalEngine, rows_of: RowsOf) -> None:
    """No word of it is rare; the name as a whole is, and in one town it is the same in any order of words."""
    common = [one(f"h{i:02}", f"VALLEY HARVEST OTHER{i}", f"TOWN{i}", "OK") for i in range(20)]
    made = ask(engine, rows_of, [one("a", "VALLEY HARVEST"), one("b", "HARVEST VALLEY"), *common, *OTHERS])
    assert groups(made, "a", "b", "h00") == [{"a", "b"}, {"h00"}]


def test_an_association_beside_many_names_welds_nobody(engine: LocalEngine, rows_of: RowsOf) -> None:
    """'ALDER FARM (GROWERS ASSOCIATION)', 'BIRCH FARM (GROWERS ASSOCIATION)' ... : the second name is not theirs."""
    trees = ["ALDER", "BIRCH", "CEDAR", "DOUGLAS", "ELDER", "FIR", "GINKGO", "HAZEL"]
    growers = [one(f"g{i}", [f"{tree} MEADOW{i}", "GROWERS ASSOCIATION"]) for i, tree in enumerate(trees)]
    made = ask(engine, rows_of, [*growers, *OTHERS])
    assert len(groups(made, *(g["id"] for g in growers))) == len(trees)


def test_what_people_judge_stands_above_the_weights(engine: LocalEngine, rows_of: RowsOf) -> None:
    profiles = [
        one("a", "ALDER GROVE"),
        one("b", "ALDER GROVE"),
        one("c", "MAPLE HILL"),
        one("d", "ALDER GROVE"),
        *OTHERS,
    ]
    assert groups(ask(engine, rows_of, profiles), "a", "b", "c", "d") == [{"a", "b", "d"}, {"c"}]
    made = ask(engine, rows_of, profiles, [("a", "c", "same"), ("b", "a", "different")])
    found = groups(made, "a", "b", "c", "d")
    assert {"a", "c"} <= found[0] and "b" not in found[0]
    verdicts = {(k["profile_a"], k["profile_b"]): k["verdict"] for k in made["links"]}
    assert (verdicts["a", "b"], verdicts["a", "c"]) == ("judged different", "judged same")
    # The later judgement replaces the earlier; one about a profile that is gone does nothing.
    made = ask(engine, rows_of, profiles, [("a", "b", "different"), ("a", "b", "same"), ("a", "gone", "same")])
    assert groups(made, "a", "b", "c", "d") == [{"a", "b", "d"}, {"c"}]


def test_judged_different_holds_through_others(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Two that a person keeps apart do not meet by way of a third, a fourth, or two who are judged the same."""
    profiles = [one(i, "ALDER GROVE") for i in "abcd"] + OTHERS
    found = groups(ask(engine, rows_of, profiles, [("a", "d", "different")]), *"abcd")
    assert all(not {"a", "d"} <= group for group in found)
    found = groups(ask(engine, rows_of, profiles, [("a", "d", "different"), ("b", "c", "same")]), *"abcd")
    assert all(not {"a", "d"} <= group for group in found)
    assert any({"b", "c"} <= group for group in found)


def test_the_order_of_rows_does_not_matter(engine: LocalEngine, rows_of: RowsOf) -> None:
    profiles = [{**p, "id": f"{p['id']}{i}"} for i, row in enumerate(SAME + NOT_SAME) for p in row[1:]] + OTHERS
    turned = list(profiles)
    random.Random(7).shuffle(turned)

    def told(made: dict[str, Rows]) -> dict[str, list[str]]:
        return {name: sorted(map(str, rows)) for name, rows in made.items()}

    assert told(ask(engine, rows_of, turned)) == told(ask(engine, rows_of, profiles))


def test_an_entity_keeps_its_id_when_rows_are_added(engine: LocalEngine, rows_of: RowsOf) -> None:
    """The id is that of the profile first known, not of the least id, and not of the many that come later."""
    first = [one("m", "ALDER GROVE", known_on=date(2010, 1, 1)), one("n", "MAPLE HILL", known_on=date(2010, 1, 2))]
    later = [one(f"a{i}", "ALDER GROVE", known_on=date(2011, 1, 1)) for i in range(5)] + [one("b", "ALDER GROVE")]

    def ids(profiles: Rows) -> dict[str, str]:
        return {m["profile_id"]: m["entity_id"] for m in ask(engine, rows_of, [*profiles, *OTHERS])["members"]}

    before, after = ids(first), ids(first + later)
    assert {i: after[i] for i in before} == before
    assert {after[p["id"]] for p in later} == {before["m"]}


def test_what_is_said_of_an_entity(engine: LocalEngine, rows_of: RowsOf) -> None:
    profiles = [
        one("a", "ALDER GROVE", known_on=date(2010, 1, 1)), one("b", ["ALDER GROVE", "BIRCH HILL"], known_on=date(2011, 1, 1)),
        one("c", "ALDER GROVE", "ELMTON", known_on=date(2012, 1, 1)), *OTHERS,
    ]  # fmt: skip
    made = ask(engine, rows_of, profiles)
    (entity,) = [e for e in made["entities"] if "ALDER GROVE" in e["names"]]
    assert entity["names"] == ["ALDER GROVE", "BIRCH HILL"]
    assert (entity["town"], entity["state"], entity["kind"]) == ("BIRCHTON", "TX", "business")
    assert (entity["first_on"], entity["last_on"]) == (date(2010, 1, 1), date(2012, 1, 1))
    assert (entity["profiles"], entity["mentions"], entity["roles"]) == (3, 3, ["employer"])


def test_people_and_firms_do_not_mix_and_a_market_without_people_is_one(engine: LocalEngine, rows_of: RowsOf) -> None:
    person = {**one("p", "ANN ALDER"), "kind": "person"}
    firm = one("f", "ANN ALDER")
    assert groups(ask(engine, rows_of, [person, firm, *OTHERS]), "p", "f") == [{"p"}, {"f"}]
    assert groups(ask(engine, rows_of, [firm]), "f") == [{"f"}]
    assert groups(ask(engine, rows_of, [person]), "p") == [{"p"}]
    assert ask(engine, rows_of, []) == {"links": [], "link_cuts": [], "entities": [], "members": []}


RARITY = NameRarity.of([f"OTHER{i} FARMS" for i in range(1_000)] + ["ALDERWOOD FARMS", "MAPLE FARMS"])


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ("ALDERWOOD FARMS", "ALDERWOD FARMS", "for"), ("ALDERWOOD FARM", "ALDERWOOD FARMS", "for"),
        ("A ALDERWOOD", "ANN ALDERWOOD", "for"), ("ALDERWOOD FARMS", "MAPLE FARMS", "against"),
        ("ALDERWOOD FARM 1", "ALDERWOOD FARM 2", "veto"), ("ANN ALDERWOOD JR", "ANN ALDERWOOD SR", "veto"),
        ("ANN ALDERWOOD JR", "ANN ALDERWOOD", "for"), ("ALDERWOOD FARM 1", "ALDERWOOD FARM", "for"),
    ],
)  # fmt: skip
def test_what_two_names_say(a: str, b: str, says: str) -> None:
    said = compare_words(a, b, RARITY)
    assert said == compare_words(b, a, RARITY)
    assert {"for": said > 0, "against": VETO < said < 0, "veto": said == VETO}[says]
    assert said <= RARITY.most
