"""From offers to leads by the bare stages: what contradicts itself in two ways is a lead, what repeats is not, and who
posts alone is never listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.indicators.observe import check
from turnstone.indicators.registry import registry
from turnstone.leads.compose import leads
from turnstone.model.tables import ALL_TABLES
from turnstone.networks.groups import networks
from turnstone.networks.holdings import holdings
from turnstone.networks.ties import ties
from turnstone.texts.posters import posters

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
OFFERED = ("offers", "offer_contacts", "template_members", "templates", "posters", "offer_posters")
OF_OFFERS = [i for i in registry().values() if i.on and set(i.reads) <= {*OFFERED, "claims"}]
H2 = (
    "job_orders", "housing", "crews", "wage_offers", "recruiters", "joint_employers", "parties", "party_links", "profiles",
    "mentions", "premises", "entities", "members",
)  # fmt: skip


class Market:
    """A market of offers, built up offer by offer."""

    def __init__(self) -> None:
        self.rows: dict[str, Rows] = {name: [] for name in ALL_TABLES}
        self.templates: dict[str, int] = {}

    def offer(self, account: str, *, name: str | None = None, person: bool = False, text: str | None = None, bits: int = 120,
              phone: str | None = None, obscured: bool = False, day: int = 1, **more: Any) -> None:  # fmt: skip
        id = f"offer-{len(self.rows['offers']):04d}"
        on = date(2024, 1, 1) + timedelta(day)
        kind = None if name is None else "person" if person else "business"
        self.rows["offers"].append({
            "id": id, "site": account.partition(":")[0], "account": account, "claimed": name and name.title(),
            "claimed_key": name, "claimed_kind": kind, "posted_on": on, **more,
        })  # fmt: skip
        if text:
            self.templates[text] = bits * 1000
            self.rows["template_members"].append({"template_id": text, "offer_id": id, "posted_on": on})
        if phone:
            self.rows["offer_contacts"].append({
                "offer_id": id, "field": "body", "start": 0, "kind": "phone", "value": phone, "obscured": obscured,
                "how": "words" if obscured else "",
            })  # fmt: skip

    def honest(self, many: int = 120) -> Market:
        """Many who have nothing to do with each other: each repeats its own text with its own telephone, up to four
        times, so that networks of each size have peers."""
        for i in range(many):
            for day in range(i % 4 + 1):
                self.offer(
                    f"board:honest{i}", name=f"FARM {i:03d}", text=f"text-{i}", phone=f"+1303555{i:04d}", day=day
                )
        return self


class Found:
    """What the stages give for a market."""

    def __init__(self, engine: LocalEngine, rows_of: RowsOf, market: Market) -> None:
        market.rows["templates"] = [{"id": t, "phrase_mbits": mbits} for t, mbits in market.templates.items()]
        self.tables = {name: rows_of(name, rows) for name, rows in market.rows.items()}
        offered = {name: self.tables[name] for name in OFFERED[:4]}
        self.keep(posters(engine, **offered))
        self.keep(holdings(engine, **{n: self.tables[n] for n in H2}, **{n: self.tables[n] for n in OFFERED}))
        self.keep(ties(engine, nodes=self.tables["nodes"], holdings=self.tables["holdings"]))
        self.keep(networks(engine, **{n: self.tables[n] for n in ("nodes", "ties", "posters")}))
        hits: Rows = []
        checks: Rows = []
        for indicator in OF_OFFERS:
            made = check(engine, indicator=indicator.name, **{n: self.tables[n] for n in indicator.reads})
            hits += rows(made["hits@"])
            checks += rows(made["checks@"])
        self.tables |= {"hits": rows_of("hits", hits), "checks": rows_of("checks", checks)}
        wanted = ("networks", "network_members", "hits", "checks")
        families = {i.name: i.family.value for i in registry().values() if i.on}
        self.keep(leads(engine, **{n: self.tables[n] for n in wanted}, families=families))

    def keep(self, made: Any) -> None:
        for name, table in made.items():
            self.tables[name] = table if isinstance(table, Table) else Table.of(table)

    def rows(self, name: str) -> Rows:
        return self.tables[name].arrow().to_pylist()

    def network(self, *accounts: str) -> str:
        """The one network of these accounts."""
        ids = {p["name"]: p["id"] for p in self.rows("posters")}
        of = {m["node_id"]: m["network_id"] for m in self.rows("network_members")}
        (one,) = {of[ids[a]] for a in accounts}
        return one

    def lead(self, network: str) -> dict[str, Any] | None:
        return next((lead for lead in self.rows("leads") if lead["network_id"] == network), None)

    def kind(self, network: str) -> str:
        return next(n["kind"] for n in self.rows("networks") if n["id"] == network)


def rows(table: Any) -> Rows:
    return (table.arrow() if isinstance(table, Table) else table).to_pylist()


PHONE = "+12025550143"


def test_text_and_contact_that_contradict_themselves_make_a_lead(engine: LocalEngine, rows_of: RowsOf) -> None:
    market = Market().honest()
    # One telephone and one text under three names and accounts.
    for i, name in enumerate(("ALDER HOTEL", "BIRCH HOTEL", "CEDAR HOTEL")):
        market.offer(f"board:x{i}", name=name, text="same", phone=PHONE, day=i)
    # One text under two names, and nothing else in common: perhaps one was copied.
    for i, name in enumerate(("ELM HOTEL", "FIR HOTEL")):
        market.offer(f"board:y{i}", name=name, text="copied", phone=f"+1202555015{i}", day=i)
    # One text, one telephone, one name under two accounts: a firm that repeats.
    for i in range(2):
        market.offer(f"board:z{i}", name="HAZEL HOTEL", text="own", phone="+12025550160", day=i)
    found = Found(engine, rows_of, market)

    both = found.lead(found.network("board:x0", "board:x1", "board:x2"))
    assert both is not None and both["status"] == "lead" and both["rank"] == 1
    assert set(both["families"]) == {"identity", "contact"}
    copied = found.lead(found.network("board:y0", "board:y1"))
    assert copied is not None and copied["status"] == "abstained" and copied["families"] == ["identity"]
    assert "only one family" in copied["abstained"]
    repeats = found.network("board:z0", "board:z1")
    assert found.kind(repeats) == "posters" and found.lead(repeats) is None
    assert len(found.rows("leads")) == 2
    # Those who post alone are peers (half of them have two or three offers), and are listed nowhere.
    (part,) = (p for p in found.rows("lead_parts") if p["indicator"] == "same_contact_other_identity")
    assert part["peers"] == 60 + 3 and part["as_strong"] == 1
    kinds = [n["kind"] for n in found.rows("networks")]
    assert (kinds.count("alone"), kinds.count("posters")) == (120, 3)


def test_the_evidence_is_one_offer_for_each_name(engine: LocalEngine, rows_of: RowsOf) -> None:
    """The offers that contradict each other are named, the first under each name, and the day when that was known."""
    market = Market()
    market.offer("board:x", name="ALDER HOTEL", text="same", day=1)
    market.offer("board:x", name="ALDER HOTEL", text="same", day=2)
    market.offer("list:y", name="BIRCH HOTEL", text="same", day=3)
    found = Found(engine, rows_of, market)
    hits = [h for h in found.rows("hits") if h["indicator"] == "same_text_other_identity"]
    assert {tuple(h["because"]) for h in hits} == {("offer-0000", "offer-0002")}
    assert {h["known_on"] for h in hits} == {date(2024, 1, 4)}, "known when the second name came"


def test_whoever_posts_alone_is_never_listed(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Two families speak about each of these, and none is shared with anybody: no line, not even as abstained."""
    market = Market().honest()
    towns = ("ELMTON", "FIRTON", "OAKTON")

    def everywhere(account: str, phone: str, **more: Any) -> None:
        for day in (1, 2):
            for town in towns:
                market.offer(
                    account, phone=phone, obscured=True, day=day, town=town, country="DE", text=f"of {phone}", **more
                )

    everywhere("board:alone", PHONE)
    # The same person on two sites, with the same words.
    everywhere("board:two", "+12025550150", name="ANN", person=True)
    everywhere("list:two", "+12025550150")
    # Two who are not one: two names on one telephone.
    everywhere("board:three", "+12025550151", name="BEA", person=True)
    everywhere("board:four", "+12025550151", name="CAT", person=True)
    found = Found(engine, rows_of, market)

    hit = {h["node_id"] for h in found.rows("hits")}
    ids = {p["name"]: p["id"] for p in found.rows("posters")}
    assert {ids[a] for a in ("board:alone", "board:two", "list:two")} <= hit
    alone = [found.network("board:alone"), found.network("board:two", "list:two")]
    assert [found.kind(n) for n in alone] == ["alone", "alone"]
    together = found.network("board:three", "board:four")
    assert [lead["network_id"] for lead in found.rows("leads")] == [together]
    assert {p["network_id"] for p in found.rows("lead_parts")} == {together}
    assert sum(n["kind"] == "alone" for n in found.rows("networks")) == 120 + 2


def test_a_common_text_ties_nobody_and_is_told(engine: LocalEngine, rows_of: RowsOf) -> None:
    market = Market()
    for i in range(61):
        market.offer(f"board:{i}", name=f"FIRM {i:02d}", text="form", phone=f"+1303555{i:04d}")
    for i in range(61, 64):
        market.offer(f"board:{i}", name=f"FIRM {i:02d}", text="vague", bits=12, phone=f"+1303555{i:04d}")
    found = Found(engine, rows_of, market)
    assert [(h["kind"], h["holders"]) for h in found.rows("hubs")] == [("template", 61)]
    assert found.rows("ties") == [] and found.rows("hits") == [] and found.rows("leads") == []
    assert {n["kind"] for n in found.rows("networks")} == {"alone"}


def test_an_employer_and_a_poster_on_one_telephone_are_tied(engine: LocalEngine, rows_of: RowsOf) -> None:
    market = Market().honest(20)
    market.offer("board:x", phone="+13075550142", images=["pdq:00"], town="LANDER")
    market.rows["profiles"] = [
        {"id": "profile-1", "phone": "+13075550142", "name_bags": ["ALDER"], "address_keys": [], "person_like": False}
    ]
    market.rows["mentions"] = [
        {
            "row_id": "order-1",
            "role": "employer",
            "profile_id": "profile-1",
            "case_no": "C-1",
            "known_on": date(2023, 1, 1),
        }
    ]
    market.rows["members"] = [{"profile_id": "profile-1", "entity_id": "entity-1"}]
    market.rows["entities"] = [{"id": "entity-1", "kind": "business", "roles": ["employer"], "name": "ALDER FARMS"}]
    found = Found(engine, rows_of, market)
    (tie,) = found.rows("ties")
    assert (tie["a"], tie["kind"], tie["value"], tie["holders"]) == ("entity-1", "phone", "+13075550142", 2)
    network = found.network("board:x")
    about = next(n for n in found.rows("networks") if n["id"] == network)
    assert (about["kind"], about["size"], about["name"]) == ("employers", 2, "ALDER FARMS")
    poster = next(n for n in found.rows("nodes") if n["name"] == "board:x")
    assert (poster["kind"], poster["orders"], poster["workers"], poster["town"], poster["barred"]) == (
        "poster",
        1,
        0,
        "LANDER",
        False,
    )
    held = {(h["kind"], h["value"]) for h in found.rows("holdings") if h["node_id"] == poster["id"]}
    assert held == {("phone", "+13075550142"), ("image", "pdq:00")}


def test_a_network_of_posters_is_not_named_after_a_person(engine: LocalEngine, rows_of: RowsOf) -> None:
    """`networks.name` holds names of businesses only: accounts, people and contacts stay in `posters` and `nodes`."""
    market = Market().honest(20)
    for i in range(2):
        market.offer(f"board:x{i}", name="ANN", person=True, text="same")
    market.rows["offers"].append({"id": "offer-firm", "site": "board", "claimed": "Alder Hotel", "claimed_key": "ALDER HOTEL",
                                  "claimed_kind": "business", "posted_on": date(2024, 1, 1)})  # fmt: skip
    found = Found(engine, rows_of, market)
    names = {n["id"]: n["name"] for n in found.rows("networks")}
    assert names[found.network("board:x0", "board:x1")] is None
    assert names[found.network("Alder Hotel")] == "Alder Hotel"


def test_offers_that_are_not_there_change_nothing(engine: LocalEngine, rows_of: RowsOf) -> None:
    given = {name: rows_of(name, []) for name in H2}
    without = holdings(engine, **given)
    with_none = holdings(engine, **given, **{name: rows_of(name, []) for name in OFFERED})
    assert (
        {n: rows(t) for n, t in without.items()}
        == {n: rows(t) for n, t in with_none.items()}
        == {"nodes": [], "holdings": [], "dealings": []}
    )
    for indicator in OF_OFFERS:
        made = check(engine, indicator=indicator.name, **{n: rows_of(n, []) for n in indicator.reads})
        assert [rows(t) for t in made.values()] == [[], []]


def test_all_seven_are_asked() -> None:
    assert {i.name for i in OF_OFFERS} == {
        "same_text_other_identity", "same_contact_other_identity", "same_image_other_identity", "account_in_two_places",
        "recruits_and_sells", "obscured_contact", "unnamed_text_in_many_towns",
    }  # fmt: skip


@pytest.mark.parametrize("indicator", OF_OFFERS, ids=lambda i: i.name)
def test_a_row_that_stands_in_two_files_counts_once(engine: LocalEngine, rows_of: RowsOf, indicator: Any) -> None:
    market = Market()
    unnamed = indicator.name == "unnamed_text_in_many_towns"
    for day in (1, 2):
        for i, name in enumerate(("ALDER HOTEL", "BIRCH HOTEL", None, None)):
            market.offer("board:x", name=None if unnamed else name, text="same", phone=PHONE, obscured=i > 0, day=day,
                         images=["pdq:00"], side="selling" if i and not unnamed else "recruiting", town=f"TOWN {i}",
                         country="DE")  # fmt: skip
    market.rows["templates"] = [{"id": "same", "phrase_mbits": 90_000}]
    once = {name: rows_of(name, market.rows[name]) for name in (*OFFERED, "claims")}
    made = posters(engine, **{name: once[name] for name in OFFERED[:4]})
    once |= {name: table if isinstance(table, Table) else Table.of(table) for name, table in made.items()}
    twice = once | {name: rows_of(name, market.rows[name] * 2) for name in ("offers", "offer_contacts")}
    one, two = (check(engine, indicator=indicator.name, **{n: t[n] for n in indicator.reads}) for t in (once, twice))
    assert rows(one["checks@"]) != []
    for name in one:
        assert sorted(map(str, rows(one[name]))) == sorted(map(str, rows(two[name])))
