"""What posters hold, beside a slow twin; and what their networks are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.indicators.identities import under_names
from turnstone.kernels.sharing import SPECIFIC_MBITS
from turnstone.networks.groups import networks
from turnstone.networks.offered import Offered, poster_holdings, poster_nodes

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
DAYS = st.none() | st.dates(date(2010, 1, 1), date(2010, 1, 5))
NAMES = ["ALDER", "ALDER NORTH", "BIRCH", "ALDERS"]
OFFER = st.fixed_dictionaries({
    "poster": st.sampled_from(["poster-a", "poster-b", "poster-c"]), "site": st.sampled_from([None, "board.example"]), "on": DAYS,
    "town": st.sampled_from([None, "ELMTON", "FIRTON"]), "images": st.sampled_from([None, [], ["pdq:00", "pdq:11"]]),
    "contacts": st.lists(st.sampled_from([
        ("body", "phone", "+12025550143"), ("phone", "phone", "+12025550143"), ("body", "plate", "XAB123"),
        ("body", "url", "www.board.example/a"), ("url", "url", "alder.example"), ("body", "url", "alder.example"),
    ]), max_size=3, unique=True),
    "template": st.sampled_from([None, "t1", "vague"]),
    "name": st.sampled_from([None, *NAMES]), "kind": st.sampled_from(["business", "person", None]),
})  # fmt: skip


@settings(max_examples=120)
@given(st.lists(OFFER, max_size=7))
def test_holdings_and_nodes_beside_the_slow_twin(engine: LocalEngine, rows_of: RowsOf, drawn: Rows) -> None:
    offers = [{"id": f"offer-{i}", "site": o["site"], "posted_on": o["on"], "town": o["town"], "images": o["images"]}
              for i, o in enumerate(drawn)]  # fmt: skip
    contacts = [
        {"offer_id": f"offer-{i}", "field": field, "start": n, "kind": kind, "value": value}
        for i, o in enumerate(drawn) for n, (field, kind, value) in enumerate(o["contacts"])
    ]  # fmt: skip
    who = sorted({o["poster"] for o in drawn})
    offered = Offered(
        offers=rows_of("offers", offers * 2),
        offer_contacts=rows_of("offer_contacts", contacts * 2),
        template_members=rows_of("template_members", [
            {"template_id": o["template"], "offer_id": f"offer-{i}"} for i, o in enumerate(drawn) if o["template"]
        ]),
        templates=rows_of("templates", [{"id": "t1", "phrase_mbits": SPECIFIC_MBITS}, {"id": "vague", "phrase_mbits": SPECIFIC_MBITS - 1}]),
        posters=rows_of("posters", [{"id": p, "kind": "account", "name": f"name of {p}", "offers": 1} for p in who]),
        offer_posters=rows_of("offer_posters", [{"offer_id": f"offer-{i}", "poster_id": o["poster"]} for i, o in enumerate(drawn)]),
    )  # fmt: skip
    held: dict[tuple[str, str, str], dict[int, date | None]] = defaultdict(dict)
    for i, o in enumerate(drawn):
        things = [("image", image) for image in o["images"] or ()]
        things += [("template", "t1")] * (o["template"] == "t1")
        for field, kind, value in o["contacts"]:
            if not (kind == "url" and (field == "url" or (o["site"] and o["site"] in value))):
                things.append((kind, value))
        for thing in things:
            held[(o["poster"], *thing)][i] = o["on"]
    found = poster_holdings(engine, offered).arrow().to_pylist()
    assert sorted((h["node_id"], h["kind"], h["value"]) for h in found) == sorted(held)
    for h in found:
        days = held[h["node_id"], h["kind"], h["value"]]
        known = [d for d in days.values() if d]
        assert (h["rows"], h["first_on"], h["last_on"]) == (
            len(days),
            min(known, default=None),
            max(known, default=None),
        )
    nodes = poster_nodes(engine, offered).arrow().to_pylist()
    assert sorted(n["id"] for n in nodes) == who
    for node in nodes:
        towns = [o["town"] for o in drawn if o["poster"] == node["id"] and o["town"]]
        assert node["town"] == max(towns, key=lambda t: (towns.count(t), t), default=None)
        assert (node["kind"], node["state"], node["workers"]) == ("poster", None, 0)


@settings(max_examples=120)
@given(
    st.lists(OFFER, max_size=8),
    st.dictionaries(st.sampled_from(NAMES), st.tuples(st.sampled_from("ab"), st.booleans())),
)
def test_names_under_a_thing_beside_the_slow_twin(
    engine: LocalEngine, rows_of: RowsOf, drawn: Rows, claimed: dict[str, tuple[str, bool]]
) -> None:
    ids = [f"offer-{i}" for i in range(len(drawn))]
    offers = [
        {"id": id, "claimed_key": o["name"], "claimed_kind": o["kind"], "posted_on": o["on"]}
        for id, o in zip(ids, drawn, strict=True)
    ]
    used = [{"template_id": o["template"], "offer_id": id} for id, o in zip(ids, drawn, strict=True) if o["template"]]
    made = under_names(
        engine,
        engine.sql("SELECT 'text' AS kind, template_id AS value, offer_id FROM m", m=rows_of("template_members", used)),
        rows_of("offers", offers * 2),
        rows_of(
            "offer_posters", [{"offer_id": id, "poster_id": o["poster"]} for id, o in zip(ids, drawn, strict=True)]
        ),
        rows_of(
            "claims",
            [
                {"claimed_key": n, "claimed_kind": "business", "identity": same, "agency": agency}
                for n, (same, agency) in claimed.items()
            ],
        ),
        at_most="2",
    )
    expected = {}
    for template in {o["template"] for o in drawn} - {None}:
        mine = [o for o in drawn if o["template"] == template]
        names = {o["name"] for o in mine} - {None}
        if not names:
            continue
        who = {o["poster"] for o in mine}
        one = {}
        for name in sorted(names):
            one.setdefault(claimed.get(name, (name, False))[0], []).append(name)
        counted = len(one) > 1 and len(who) <= 2
        if any(not agency(same, claimed) for same in one.values()):
            one = {key: same for key, same in one.items() if not agency(same, claimed)}
        roots = [same for same in one.values() if not any(same[0].startswith(other[0] + " ") for other in one.values())]
        firms = {o["name"] for o in mine if o["kind"] == "business"}
        businesses = [same for same in roots if firms & set(same)]
        for poster in who:
            expected[poster, template] = (len(who), len(roots) if counted else 0, len(businesses) if counted else 0)
    rows = made.arrow().to_pylist()
    assert {(r["node_id"], r["value"]): (r["posters"], r["names"], r["businesses"]) for r in rows} == expected
    for row in rows:
        said = [offers[ids.index(id)]["claimed_key"] for id in row["because"]]
        assert len(said) == len(set(said)) == row["names"], "one offer for each name"


def agency(names: list[str], claimed: dict[str, tuple[str, bool]]) -> bool:
    return any(claimed.get(name, ("", False))[1] for name in names)


def kind_of(engine: LocalEngine, rows_of: RowsOf, *members: str) -> str:
    """The kind of one network of such members: `poster`, `alone` (a poster who is), or a kind of node."""
    ids = [f"node-{i}" for i in range(len(members))]
    nodes = [{"id": id, "kind": "poster" if m == "alone" else m, "orders": 1, "workers": 0, "barred": False}
             for id, m in zip(ids, members, strict=True)]  # fmt: skip
    tied = [{"a": ids[0], "b": id, "kind": "phone", "value": id, "holders": 2, "weight_mbits": 9_000} for id in ids[1:]]
    who = [
        {"id": id, "kind": "account", "alone": m == "alone"}
        for id, m in zip(ids, members, strict=True)
        if m in ("poster", "alone")
    ]
    made = networks(engine, nodes=rows_of("nodes", nodes), ties=rows_of("ties", tied), posters=rows_of("posters", who))
    about = made["networks"]
    (one,) = (about.arrow() if isinstance(about, Table) else about).to_pylist()
    return str(one["kind"])


@pytest.mark.parametrize(("members", "kind"), [
    (("alone",), "alone"), (("alone", "alone"), "alone"), (("poster",), "posters"), (("alone", "poster"), "posters"),
    (("alone", "employer"), "employers"), (("alone", "alone", "employer"), "posters"), (("poster", "employer", "agent"), "employers"),
    (("poster", "agent"), "intermediaries"), (("poster", "party"), "parties"),
])  # fmt: skip
def test_what_a_network_of_posters_is_called(
    engine: LocalEngine, rows_of: RowsOf, members: tuple[str, ...], kind: str
) -> None:
    assert kind_of(engine, rows_of, *members) == kind
