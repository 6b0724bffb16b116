"""The rows that say that parties hold things, against loops over small made-up tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.evidence.holdings import FIELDS, PLACES, Held, rows_holding

Row = dict[str, Any]
EACH = 2
PROFILES = [
    {"id": f"profile-{n}", "kind": "business", "person_like": False, "phone": "+1" if n % 2 else None, "email": "a@b.example" if n % 3 else None,
     "registration_no": "R1" if n == 2 else None, "address_keys": [["s|t|u"], ["x|y|z", "s|t|u"], []][n % 3], "name_bags": [["ANN LEE"], ["BO"], []][n % 3],
     "name_keys": []}
    for n in range(5)
]  # fmt: skip
PREMISES = [
    {"address_key": "s|t|u", "premises_id": "premises-1", "kind": "street"},
    {"address_key": "x|y|z", "premises_id": "premises-2", "kind": "street"},
]
OFFERS = [{"id": f"offer-{n}", "images": [["i1"], ["i1", "i2"], []][n % 3]} for n in range(5)]
party = st.sampled_from(["entity-0", "entity-1", "case-A", "poster-0", "poster-1"])
things = st.sampled_from(
    [("phone", "+1"), ("email", "a@b.example"), ("registration", "R1"), ("premises", "premises-1"), ("housing", "premises-2"),
     ("person", "ANN LEE|x"), ("template", "t0"), ("image", "i1"), ("handle", "h0")]
)  # fmt: skip


def plain(tables: dict[str, list[Row]], held: Held) -> tuple[list[str], int] | None:
    """By loops: the slow twin."""
    who, kind, value = held
    found: dict[str, date | None] = {}
    if who.startswith("poster-"):
        for offer in tables["offer_posters"]:
            id = offer["offer_id"]
            uses = {
                "template": any(t["offer_id"] == id and t["template_id"] == value for t in tables["template_members"]),
                "image": any(o["id"] == id and value in o["images"] for o in tables["offers"]),
            }.get(
                kind, any((c["offer_id"], c["kind"], c["value"]) == (id, kind, value) for c in tables["offer_contacts"])
            )
            if offer["poster_id"] == who and uses:
                found[id] = None
    else:
        own = {m["profile_id"] for m in tables["members"] if m["entity_id"] == who}
        keys = {p["address_key"] for p in tables["premises"] if p["premises_id"] == value}
        profiles = {p["id"]: p for p in tables["profiles"]}
        for m in tables["mentions"]:
            p = profiles[m["profile_id"]]
            if kind in PLACES:
                mine = m["case_no"] == who.removeprefix("case-") if who.startswith("case-") else m["profile_id"] in own
                fits = mine and bool(keys & set(p["address_keys"]))
            elif kind in FIELDS:
                fits = m["profile_id"] in own and p[FIELDS[kind]] == value
            else:
                beside = any(e["row_id"] == m["row_id"] and e["profile_id"] in own for e in tables["mentions"])
                fits = beside and value.partition("|")[0] in p["name_bags"]
            if fits:
                known, before = m["known_on"], found.get(m["row_id"])
                found[m["row_id"]] = min([d for d in (known, before) if d], default=None)
    rows = sorted(found, key=lambda row: (found[row] or date.max, row))
    return (rows[:EACH], len(rows)) if rows else None


@given(
    mentions=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["A", "B", None]), st.integers(1, 3)), max_size=12),
    members=st.sets(st.tuples(st.integers(0, 4), st.integers(0, 1)), max_size=5),
    posted=st.sets(st.tuples(st.integers(0, 4), st.integers(0, 1)), max_size=6),
    wanted=st.lists(st.tuples(party, things).map(lambda one: (one[0], *one[1])), max_size=6),
)  # fmt: skip
def test_all_at_once_gives_what_one_by_one_does(
    engine: LocalEngine,
    rows_of: Callable[[str, list[Row]], Table],
    mentions: Any,
    members: Any,
    posted: Any,
    wanted: list[Held],
) -> None:
    tables: dict[str, list[Row]] = {
        "mentions": [
            {"row_id": f"row-{row}", "role": "employer", "profile_id": f"profile-{profile}", "case_no": case, "known_on": date(2024, 1, day)}
            for row, profile, case, day in mentions
        ],
        "members": [{"profile_id": f"profile-{profile}", "entity_id": f"entity-{entity}"} for profile, entity in sorted(members)],
        "profiles": PROFILES, "premises": PREMISES, "offers": OFFERS,
        "offer_posters": [{"offer_id": f"offer-{offer}", "poster_id": f"poster-{poster}"} for offer, poster in sorted(posted)],
        "template_members": [{"template_id": f"t{n % 2}", "offer_id": f"offer-{n}"} for n in range(5)],
        "offer_contacts": [{"offer_id": f"offer-{n}", "kind": "handle", "value": f"h{n % 2}"} for n in range(5)],
    }  # fmt: skip
    found = rows_holding(engine, lambda name: rows_of(name, tables[name]), wanted, EACH)
    assert found == {held: told for held in wanted if (told := plain(tables, held)) is not None}
