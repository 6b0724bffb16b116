"""Which texts, contacts and images of a network stand under several names, and which of its accounts are in several towns on one day."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports import identity_facts as facts
from turnstone.exports.mask import Mask
from turnstone.exports.template_facts import asker

ReadTable = Callable[[str], Table]
MOST_NAMES, MOST_THINGS = 12, 60
NEEDED = ("offer_posters", "template_members", "templates", "offer_contacts", "claims")
READINGS = (
    "Who finds workers for others writes for several firms: such names count only where nobody else is named.",
    "One owner with several lawful firms, branches, or a firm that changed its name.",
    "A text or an image that was copied by somebody who has nothing to do with the others.",
    "A telephone that people share who live or work together, or that went to another holder.",
    "An account that posts for a chain, or for people who travel together, is in several towns on one day.",
)


def identity_view(
    engine: LocalEngine, read: ReadTable, tables: Collection[str], network: str, mask: Mask
) -> dict[str, Any] | None:
    """None where nobody in the network posts offers. Else, of the offers of the network's posters:

    `names`: id, name (masked where it is not a business's), kind, agency (it says that it finds workers for others), offers,
    first_on, last_on; in the order of how many things they share, at most 12, and `more_names`.
    `things`: kind (wording, phone, email, handle, wallet, iban, image), value (as it may be shown), id (of a wording), common
    (the wording is of under 40 bits), offers, posters, first_on, last_on, under (name id -> offers), names (how many names in this
    network, agencies only where nobody else is named), elsewhere (names outside it); those under two names or more.
    `days`: poster, day, towns, offers: days on which one account that speaks for several was in two towns or more, those in most
    first; `withheld_days`: on how many others of an account that may be a person's, whose moves are nobody's to list.
    `readings`: innocent ones."""
    if not set(NEEDED) <= set(tables):
        return None
    own = facts.own_tables(engine, read, network)
    if not own["own"].rows:
        return None
    ask = asker(engine, lambda name: own[name] if name in own else read(name))
    things = facts.things(ask)
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for cell in facts.cells(ask):
        cells.setdefault((cell["kind"], cell["value"]), {})[cell["identity"]] = cell["offers"]
    names = facts.names(ask)
    known = {name["identity"]: name for name in names}
    shared: dict[str, int] = {}
    rows = []
    for thing in things:
        under = cells.get((thing["kind"], thing["value"]), {})
        many = _counted([known[identity] for identity in under])
        if many < 2:
            continue
        for identity in under:
            shared[identity] = shared.get(identity, 0) + 1
        rows.append({**thing, "under": under, "names": many})
    rows.sort(key=lambda r: (r["common"], -r["names"], -r["offers"], r["kind"], r["value"]))
    names = sorted(
        (name for name in names if name["identity"] in shared),
        key=lambda name: (-shared[name["identity"]], -name["offers"], name["identity"]),
    )
    days, withheld = facts.days(ask)
    shown = {name["identity"]: f"n{at}" for at, name in enumerate(names[:MOST_NAMES], 1)}
    return {
        "names": [
            {"id": shown[name["identity"]], "name": mask.claimed(name["kind"], name["name"])}
            | {k: name[k] for k in ("kind", "agency", "offers", "first_on", "last_on")}
            for name in names[:MOST_NAMES]
        ],
        "more_names": max(0, len(names) - MOST_NAMES),
        "things": [_thing(row, shown, mask) for row in rows[:MOST_THINGS]], "more_things": max(0, len(rows) - MOST_THINGS),
        "days": [{**day, "poster": mask.poster(day.pop("kind"), day["poster"])} for day in days],
        "withheld_days": withheld,
        "readings": list(READINGS),
    }  # fmt: skip


def _counted(names: list[dict[str, Any]]) -> int:
    """How many names these are, as the indicators count: agencies only where nobody else is named, and none that goes on from
    another (a branch)."""
    own = [name["key"] for name in names if not name["agency"]] or [name["key"] for name in names]
    return sum(not any(key.startswith(f"{other} ") for other in own) for key in own)


def _thing(row: dict[str, Any], shown: dict[str, str], mask: Mask) -> dict[str, Any]:
    kind, value = row["kind"], row["value"]
    said = (
        mask.of_kind(kind, value)
        if kind in facts.CONTACTS
        else value.rpartition("-" if kind == "wording" else ":")[2][:8]
    )
    under = {shown[identity]: offers for identity, offers in row["under"].items() if identity in shown}
    kept = ("kind", "common", "offers", "posters", "first_on", "last_on", "names", "elsewhere")
    return {**{k: row[k] for k in kept}, "value": said, "id": value if kind == "wording" else None, "under": under}
