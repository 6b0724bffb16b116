"""Posters beside a slow twin in plain Python, and who is taken for posting alone."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.sharing import SPECIFIC_MBITS
from turnstone.texts.posters import CUSTOM, posters

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
KINDS = ("phone", "email", "handle", "wallet", "iban", "plate", "url")
ONE_OF = {
    "phone": ["+12025550143", "+12025550144"], "email": ["ann@example.org"], "handle": ["telegram:alder"],
    "wallet": ["btc:1alder"], "iban": ["XX00ALDER"], "plate": ["XAB123"],
    "url": ["board.example/ad/1", "www.board.example/help", "alder.example", "https://list.example/x"],
}  # fmt: skip
CONTACT = st.sampled_from(KINDS).flatmap(
    lambda kind: st.tuples(
        st.just(kind), st.sampled_from(ONE_OF[kind]), st.sampled_from(["body", "url"]) if kind == "url" else st.just("body")
    )
)  # fmt: skip
OFFER = st.fixed_dictionaries({
    "site": st.sampled_from([None, "board.example", "list"]),
    "account": st.sampled_from([None, None, "board.example:a", "list:b", "list:c"]),
    "claimed_key": st.sampled_from([None, None, "ALDER", "BIRCH"]),
    "claimed_kind": st.sampled_from([None, "business", "person"]),
    "town": st.sampled_from([None, "ELMTON", "FIRTON"]),
    "posted_on": st.none() | st.dates(date(2010, 1, 1), date(2010, 1, 5)),
    "images": st.sampled_from([None, [], ["pdq:00"], ["pdq:00", "pdq:11"]]),
    "contacts": st.lists(CONTACT, max_size=2, unique=True),
    "template": st.sampled_from([None, None, "t1", "t2", "vague"]),
})  # fmt: skip
OFFERS = st.lists(OFFER, max_size=7)
PHRASES = {"t1": SPECIFIC_MBITS, "t2": 90_000, "vague": SPECIFIC_MBITS - 1}


def laid_out(drawn: Rows) -> tuple[Rows, Rows, Rows]:
    """Offers, contacts and template members. Names are claimed by somebody of one kind: a key has one kind here."""
    offers, contacts, members = [], [], []
    for i, one in enumerate(drawn):
        id = f"offer-{i}"
        kept = {k: v for k, v in one.items() if k not in ("contacts", "template")}
        kept["claimed"] = kept["claimed_key"] and kept["claimed_key"].title()
        kept["claimed_kind"] = kept["claimed_key"] and kept["claimed_kind"]
        offers.append({"id": id, **kept})
        for start, (kind, value, field) in enumerate(one["contacts"]):
            contacts.append({"offer_id": id, "field": field, "start": start, "kind": kind, "value": value})
        if one["template"]:
            members.append({"template_id": one["template"], "offer_id": id})
    return offers, contacts, members


def ask(
    engine: LocalEngine, rows_of: RowsOf, offers: Rows, contacts: Rows, members: Rows
) -> tuple[Rows, dict[str, str]]:
    made = posters(
        engine,
        offers=rows_of("offers", offers),
        offer_contacts=rows_of("offer_contacts", contacts),
        template_members=rows_of("template_members", members),
        templates=rows_of("templates", [{"id": t, "phrase_mbits": p} for t, p in PHRASES.items()]),
    )
    found, of = ((t.arrow() if isinstance(t, Table) else t).to_pylist() for t in made.values())
    return found, {row["offer_id"]: row["poster_id"] for row in of}


def own_page(offer: dict, contact: dict) -> bool:
    if contact["kind"] != "url":
        return False
    if contact["field"] == "url":
        return True
    spaced = contact["value"].replace("https://", "/")
    host = spaced.strip("/").split("/")[0]
    return offer["site"] is not None and (offer["site"] in (host, host.removeprefix("www."), host.split(".")[0]))


def slow(offers: Rows, contacts: Rows, members: Rows) -> tuple[dict[str, tuple], dict[tuple, dict[str, Any]]]:
    """Offer -> key of its poster; key -> what is known of it."""
    gives = defaultdict(list)
    by_id = {o["id"]: o for o in offers}
    for c in contacts:
        if not own_page(by_id[c["offer_id"]], c):
            gives[c["offer_id"]].append((c["kind"], c["value"]))
    template = {m["offer_id"]: m["template_id"] for m in members}
    key: dict[str, tuple] = {}
    for id, o in by_id.items():
        if o["account"]:
            key[id] = ("account", o["account"])
        elif o["claimed_key"]:
            key[id] = ("business" if o["claimed_kind"] == "business" else "person", o["claimed_key"])
        elif gives[id]:
            key[id] = ("contact", *min(gives[id], key=lambda c: (KINDS.index(c[0]), c[1])))
        else:
            key[id] = ("offer", id)
    own = defaultdict(list)
    for id, k in key.items():
        own[k].append(id)
    cards = {k: {c for id in ids for c in gives[id]} for k, ids in own.items()}
    names = {k: {by_id[id]["claimed_key"] for id in ids} - {None} for k, ids in own.items()}
    sites = {k: {by_id[id]["site"] for id in ids} for k, ids in own.items()}
    # One poster on several sites: the same contacts, one name, no two on one site.
    self_of = {k: frozenset([k]) for k in own}
    for k in own:
        alike = [x for x in own if cards[x] == cards[k] and cards[k]]
        where = [s for x in alike for s in sites[x]]
        if (
            alike
            and len(set().union(*(names[x] for x in alike))) <= 1
            and None not in where
            and len(where) == len(set(where))
        ):
            self_of[k] = frozenset(alike)

    def things(k: tuple) -> set[tuple]:
        found = {("image", i) for id in own[k] for i in by_id[id]["images"] or ()}
        found |= {("text", template[id]) for id in own[k] if id in template and PHRASES[template[id]] >= SPECIFIC_MBITS}
        return found | cards[k]

    about = {}
    for k, ids in own.items():
        others = [x for x in own if self_of[x] != self_of[k]]
        mine = set().union(*(things(x) for x in self_of[k]))
        days = [by_id[id]["posted_on"] for id in ids if by_id[id]["posted_on"]]
        about[k] = {
            "offers": len(ids), "texts": len({template.get(id, id) for id in ids}), "names": len(names[k]),
            "contacts": len(cards[k]), "places": len({by_id[id]["town"] for id in ids} - {None}),
            "first_on": min(days, default=None), "last_on": max(days, default=None),
            "alone": len(names[k]) <= 1 and not any(mine & things(x) for x in others),
        }  # fmt: skip
    return key, about


@settings(max_examples=250)
@given(OFFERS)
def test_posters_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, drawn: Rows) -> None:
    offers, contacts, members = laid_out(drawn)
    found, of = ask(engine, rows_of, offers, contacts, members)
    key, about = slow(offers, contacts, members)
    assert of.keys() == key.keys()
    # The same poster where the twin says the same key, and nowhere else.
    assert len({(of[id], k) for id, k in key.items()}) == len(set(of.values())) == len(set(key.values())) == len(found)
    by_id = {row["id"]: row for row in found}
    for id, k in key.items():
        row = by_id[of[id]]
        assert {name: row[name] for name in about[k]} == about[k]
        assert row["kind"] == k[0]
        assert row["name"] == {"offer": None, "account": k[1], "contact": k[-1]}.get(k[0], k[1].title())


@settings(max_examples=30)
@given(OFFERS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(
    engine: LocalEngine, rows_of: RowsOf, drawn: Rows, rng: random.Random
) -> None:
    """Each file brings a part of the table: a row that stands in two files is there twice, and is one offer."""
    offers, contacts, members = laid_out(drawn)
    twice = [[*rows, *rng.sample(rows, len(rows) // 2)] for rows in (offers, contacts)]
    for rows in twice:
        rng.shuffle(rows)
    found, of = ask(engine, rows_of, *twice, members)
    again, of_again = ask(engine, rows_of, offers, contacts, members)
    assert of == of_again
    assert sorted(found, key=lambda p: p["id"]) == sorted(again, key=lambda p: p["id"])


def offer(n: int, **more: Any) -> dict[str, Any]:
    return {"site": "board.example", "account": None, "claimed_key": None, "claimed_kind": None, "town": None, "posted_on": None,
            "images": [], "contacts": [], "template": None, **more}  # fmt: skip


def alone(engine: LocalEngine, rows_of: RowsOf, drawn: Rows) -> list[bool]:
    """Of each offer, whether its poster posts alone."""
    found, of = ask(engine, rows_of, *laid_out(drawn))
    flags = {row["id"]: row["alone"] for row in found}
    return [flags[of[f"offer-{i}"]] for i in range(len(drawn))]


def phone(n: int) -> tuple[str, str, str]:
    return ("phone", f"+1202555{n:04d}", "body")


def test_a_hundred_times_the_same_of_ones_own_is_alone(engine: LocalEngine, rows_of: RowsOf) -> None:
    drawn = [
        offer(i, account="board.example:a", template="t1", contacts=[phone(100)], images=["pdq:0"]) for i in range(100)
    ]
    assert set(alone(engine, rows_of, drawn)) == {True}
    borrowed = offer(100, account="board.example:b", template="t1", contacts=[phone(101)])
    assert set(alone(engine, rows_of, [*drawn, borrowed])) == {False}
    renamed = offer(100, account="board.example:a", claimed_key="ALDER")
    assert set(alone(engine, rows_of, [*drawn, renamed])) == {True}
    assert set(alone(engine, rows_of, [*drawn, renamed, {**renamed, "claimed_key": "BIRCH"}])) == {False}


def test_one_person_on_two_sites_is_alone(engine: LocalEngine, rows_of: RowsOf) -> None:
    here = offer(
        0, account="board.example:a", contacts=[phone(100)], claimed_key="ANN", claimed_kind="person", template="t1"
    )
    there = {**here, "site": "list", "account": "list:b", "claimed_key": None}
    assert alone(engine, rows_of, [here, there]) == [True, True]
    for change in (
        {"claimed_key": "BEA"},
        {"site": "board.example"},
        {"site": None},
        {"contacts": [phone(100), phone(101)]},
    ):
        assert alone(engine, rows_of, [here, {**there, **change}]) == [False, False], change
    # Somebody else with the same text takes it from both.
    other = offer(2, account="list:c", template="t1", contacts=[phone(102)])
    assert alone(engine, rows_of, [here, there, other]) == [False, False, False]


def test_what_is_custom_is_shared_with_nobody(engine: LocalEngine, rows_of: RowsOf) -> None:
    def with_all(many: int, **thing: Any) -> set[bool]:
        drawn = [offer(i, account=f"board.example:{i}", **thing) for i in range(many)]
        return set(alone(engine, rows_of, drawn))

    page = ("url", "maps.example/x", "body")
    for thing in ({"template": "t1"}, {"images": ["pdq:0"]}, {"contacts": [page]}):
        assert with_all(CUSTOM, **thing) == {False}
        assert with_all(CUSTOM + 1, **thing) == {True}
    assert with_all(CUSTOM + 1, contacts=[phone(100)]) == {False}
    assert with_all(2, template="vague") == {True}
    assert with_all(2, contacts=[("url", "board.example/help", "body")]) == {True}


def test_nothing_in_nothing_out(engine: LocalEngine, rows_of: RowsOf) -> None:
    assert ask(engine, rows_of, [], [], []) == ([], {})
