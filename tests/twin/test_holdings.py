"""Holdings beside a slow twin: row by row, in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.networks.holdings import holdings
from turnstone.networks.kinds import ACTS_FOR, SHARING

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]
# Each profile is an entity of its own, but firm-0 and firm-1 are one.
FIRMS = [f"firm-{i}" for i in range(4)]
PEOPLE = [f"person-{i}" for i in range(2)]
PLACES = {"1 ALDER RD|BIRCHTON|TX": "street", "PO BOX 2|BIRCHTON|TX": "box", "ALDER RNCH|BIRCHTON|TX": "place"}
CASES = ["C-1", "C-2", "C-3"]
ROLES = [
    "employer",
    "joint_employer",
    "agent",
    "agent_firm",
    "contact",
    "recruiter",
    "recruiter_firm",
    "housing",
    "barred",
    "party",
]
DAYS = st.none() | st.dates(date(2010, 1, 1), date(2010, 1, 5))

PROFILES = st.tuples(*[
    st.fixed_dictionaries({
        "phone": st.sampled_from([None, "+12025550143", "+12025550144"]),
        "email": st.sampled_from([None, "office@alder.example"]),
        "registration_no": st.sampled_from([None, "12345"]),
        "address_keys": st.lists(st.sampled_from(list(PLACES)), max_size=2, unique=True),
        "person_like": st.booleans(),
        "name_bags": st.sampled_from([["ALDER ANN"], ["ALDER"], ["BIRCH BEN", "ELM"]]),
        "town": st.sampled_from([None, "BIRCHTON"]),
    })
    for _ in range(7)
])  # fmt: skip
MENTIONS = st.lists(
    st.builds(
        lambda row, role, profile, on: {"row_id": f"row-{row}", "role": role, "profile_id": profile, "known_on": on,
                                        "case_no": CASES[row % 3]},
        st.integers(0, 5), st.sampled_from(ROLES), st.sampled_from([*FIRMS, *PEOPLE, "place-0"]), DAYS,
    ),
    max_size=14, unique_by=lambda m: (m["row_id"], m["role"], m["profile_id"]),
).map(lambda found: [m for m in found if (m["role"] == "housing") == (m["profile_id"] == "place-0")])  # fmt: skip
HOUSED = st.lists(st.tuples(st.sampled_from(CASES), DAYS), max_size=4)


def entity(profile: str) -> str:
    return {"firm-1": "entity-firm-0"}.get(profile, f"entity-{profile}")


def laid_out(profiles: tuple[dict, ...]) -> Rows:
    return [{"id": i, **p} for i, p in zip([*FIRMS, *PEOPLE, "place-0"], profiles, strict=True)]


def ask(engine: LocalEngine, rows_of: RowsOf, profiles: Rows, mentions: Rows, housed: list) -> tuple[Rows, ...]:
    who = [*FIRMS, *PEOPLE]
    empty = ("job_orders", "crews", "wage_offers", "recruiters", "joint_employers", "parties", "party_links")
    kinds = {entity(p): "person" if p in PEOPLE else "business" for p in who}
    roles = {e: sorted({m["role"] for m in mentions if entity(m["profile_id"]) == e}) for e in kinds}
    made = holdings(
        engine,
        **{name: rows_of(name, []) for name in empty},
        housing=rows_of("housing", [{"id": f"h{i}", "case_no": c, "filed_on": on} for i, (c, on) in enumerate(housed)]),
        profiles=rows_of("profiles", profiles),
        mentions=rows_of("mentions", mentions),
        premises=rows_of("premises", [{"address_key": k, "premises_id": f"premises of {k}", "kind": v} for k, v in PLACES.items()]),
        entities=rows_of("entities", [{"id": e, "kind": k, "roles": roles[e]} for e, k in kinds.items()]),
        members=rows_of("members", [{"profile_id": p, "entity_id": entity(p)} for p in who]),
    )  # fmt: skip
    told = (made[name] for name in ("nodes", "holdings", "dealings"))
    return tuple((t.arrow() if isinstance(t, Table) else t).to_pylist() for t in told)


def person_of(profile: dict) -> str | None:
    bag = profile["name_bags"][0]
    return f"{bag}|{profile['town'] or ''}|" if profile["person_like"] and " " in bag else None


def slow(profiles: Rows, mentions: Rows, housed: list) -> tuple[dict, dict]:
    by_id = {p["id"]: p for p in profiles}
    employers = [m for m in mentions if m["role"] in ("employer", "joint_employer") and m["profile_id"] in FIRMS]
    employers_of_case = {c: {entity(m["profile_id"]) for m in employers if m["case_no"] == c} for c in CASES}
    # The party whose workers a case's housing and recruiters are about: its one employer, or the case itself.
    whose = {c: next(iter(e)) for c, e in employers_of_case.items() if len(e) == 1}
    loose: dict[str, list[date | None]] = defaultdict(list)
    for case, on in housed:
        if not employers_of_case[case]:
            loose[case].append(on)
            whose[case] = f"case-{case}"
    held: dict[tuple[str, str, str], list[date | None]] = defaultdict(list)

    def places(profile: str) -> list[str]:
        return [f"premises of {k}" for k in by_id[profile]["address_keys"] if PLACES[k] != "place"]

    for m in mentions:
        role, profile, on = m["role"], m["profile_id"], m["known_on"]
        firm, own = profile in FIRMS, entity(profile)
        if firm and role in ("employer", "joint_employer", "party"):
            for place in places(profile):
                held[own, "premises", place].append(on)
        if firm and role in ("employer", "joint_employer", "party", "agent_firm") and by_id[profile]["phone"]:
            held[own, "phone", by_id[profile]["phone"]].append(on)
        if firm and role in ("employer", "joint_employer", "party", "agent_firm") and by_id[profile]["email"]:
            held[own, "email", by_id[profile]["email"]].append(on)
        if firm and role in ("employer", "joint_employer", "party") and by_id[profile]["registration_no"]:
            held[own, "registration", by_id[profile]["registration_no"]].append(on)
        if role == "housing" and m["case_no"] in whose:
            for place in places(profile):
                held[whose[m["case_no"]], "housing", place].append(on)
        if firm and role in ("employer", "joint_employer") and person_of(by_id[profile]):
            held[own, "person", person_of(by_id[profile])].append(on)
        for e in employers:
            if e["row_id"] != m["row_id"]:
                continue
            if role == "contact" and profile in PEOPLE and person_of(by_id[profile]):
                held[entity(e["profile_id"]), "person", person_of(by_id[profile])].append(on)
            if role in ("agent", "agent_firm") and own != entity(e["profile_id"]):
                held[entity(e["profile_id"]), "agent", own].append(on)
        if role == "recruiter_firm" and m["case_no"] in whose:
            held[whose[m["case_no"]], "recruiter", own].append(on)
        if role in ("recruiter", "agent") and profile in PEOPLE and person_of(by_id[profile]):
            firm_role = {"agent": "agent_firm", "recruiter": "recruiter_firm"}[role]
            for f in mentions:
                if f["row_id"] == m["row_id"] and f["role"] == firm_role and f["profile_id"] in FIRMS:
                    held[entity(f["profile_id"]), "person", person_of(by_id[profile])].append(on)
    for e in employers:
        if len(employers_of_case[e["case_no"]]) > 1:
            held[entity(e["profile_id"]), "filing", e["case_no"]].append(e["known_on"])
    return held, loose


@settings(max_examples=60)
@given(PROFILES, MENTIONS, HOUSED)
def test_holdings_beside_the_slow_twin(
    engine: LocalEngine, rows_of: RowsOf, drawn: tuple[dict, ...], mentions: Rows, housed: list
) -> None:
    profiles = laid_out(drawn)
    nodes, found, deals = ask(engine, rows_of, profiles, mentions, housed)
    held, loose = slow(profiles, mentions, housed)
    assert sorted((h["node_id"], h["kind"], h["value"]) for h in found) == sorted(held)
    for h in found:
        days = [d for d in held[h["node_id"], h["kind"], h["value"]] if d]
        told = (h["first_on"], h["last_on"], h["rows"])
        assert told == (
            min(days, default=None),
            max(days, default=None),
            len(held[h["node_id"], h["kind"], h["value"]]),
        )
    assert {(h["family"], h["direction"]) for h in found} == {
        (SHARING[h["kind"]].family, SHARING[h["kind"]].direction) for h in found
    }
    acting = {
        (h["value"], h["node_id"], ACTS_FOR[h["kind"]]): (h["first_on"], h["last_on"], h["rows"])
        for h in found
        if h["kind"] in ACTS_FOR and h["value"] in {n["id"] for n in nodes} - {h["node_id"]}
    }
    assert {(d["actor_id"], d["party_id"], d["kind"]): (d["since"], d["until"], d["rows"]) for d in deals} == acting
    for d in deals:
        assert d["parties"] == sum((actor, kind) == (d["actor_id"], d["kind"]) for actor, _, kind in acting)
    assert {n["id"] for n in nodes} == {entity(f) for f in FIRMS} | {f"case-{c}" for c in loose}
    for node in nodes:
        own = {m["role"] for m in mentions if entity(m["profile_id"]) == node["id"]}
        assert node["barred"] == ("barred" in own)
        if node["id"].startswith("case-"):
            assert node["kind"] == "unnamed employer"
        elif own & {"employer", "joint_employer"}:
            assert node["kind"] == "employer"


def test_one_place_where_everybody_of_a_case_lives(engine: LocalEngine, rows_of: RowsOf) -> None:
    """Housing belongs to the one employer of its case; of several nobody is chosen; of none the case stands for it."""
    place = {
        "phone": None,
        "email": None,
        "registration_no": None,
        "address_keys": ["1 ALDER RD|BIRCHTON|TX"],
        "person_like": False,
        "name_bags": ["X Y"],
        "town": None,
    }
    profiles = laid_out((place,) * 7)
    housing = {"row_id": "h", "role": "housing", "profile_id": "place-0", "case_no": "C-1"}

    def holders(*employers: str) -> list[str]:
        named = [
            {"row_id": f"r{i}", "role": "employer", "profile_id": e, "case_no": "C-1"} for i, e in enumerate(employers)
        ]
        found = ask(engine, rows_of, profiles, [housing, *named], [("C-1", None)])[1]
        return [h["node_id"] for h in found if h["kind"] == "housing"]

    assert holders() == ["case-C-1"]
    assert holders("firm-0") == ["entity-firm-0"]
    assert holders("firm-0", "firm-1") == ["entity-firm-0"]
    assert holders("firm-0", "firm-2") == []
