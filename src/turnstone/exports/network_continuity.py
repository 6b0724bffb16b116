"""Who may be continued by whom, as it may be shown: what goes on, how else that comes about, what would refute it.

Parties of which one begins where another ends are compared by weak things (see networks/continuity.py). What is shown is never
more than "may be continued by", and nothing is shown where one of the two may be a person: a person is not continued.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from turnstone.exports.network_names import Names, own_names, written
from turnstone.exports.template_facts import Ask

INNOCENT = {
    "place": "The next firm of a trade takes over the premises or housing of the last; and a town has many firms.",
    "contact": "A number or address was given up and given out again, or belongs to an office that serves several.",
    "person": "Managers and clerks change employer and stay in their trade; namesakes live in one town.",
    "intermediary": "An agent or recruiter serves many of one trade and region.",
    "text": "A form, a template of a site or an agency's wording is used by many.",
    "payment": "A collector or a trustee is paid for several.",
    "travel": "A vehicle was sold, or is hired out.",
    "name": "A place, a crop or a family gives its name to several firms.",
}
"""Family of evidence -> how what goes on comes about without any continuity."""
REFUTED = {
    "place": "a lease or deed between strangers, or both at work there at one time",
    "contact": "the operator's word on when the number or address changed hands",
    "person": "two people of that name, or one who left the first for the second as staff",
    "intermediary": "other clients of that intermediary in the same trade and region, as many as chance would give",
    "text": "the same wording with parties that have nothing else in common",
    "payment": "the holder's own papers: for whom it collects",
    "travel": "the register of vehicles: sold or hired out",
    "name": "the same word in names of others of that town or trade",
}
"""Family of evidence -> what would show that it joins nobody here."""
READINGS = "A buyer, an heir, a partner who goes on alone or a neighbour begins in the same way."
REFUTING = (
    "Registers that show other owners for the later one, a sale at a price, or the earlier one at work after that day."
)
LISTED = """
    SELECT id FROM posters WHERE NOT alone AND (kind = 'business' OR kind = 'account' AND (names > 1 OR contacts > 1))"""
"""Posters that are no person: businesses, and accounts that speak for several."""


def continuities_of(
    ask: Ask, tables: Collection[str], names: Names, here: str | None = None
) -> tuple[list[dict[str, Any]], int]:
    """Pairs with a member of the network among them (`here`: its id in SQL; None: pairs of the whole run), the strongest
    first, and how many are not shown because one of the two may be a person. `a_inside`, `b_inside`: whether the earlier
    and the later one are members; `goes_on`: family, kind, bits, shown, innocent, refuted."""
    if "continuities" not in tables:
        return [], 0
    network = here or "NULL"
    rows = ask(
        f"""SELECT c.*, coalesce(a.network_id = {network}, false) AS a_inside,
                   coalesce(b.network_id = {network}, false) AS b_inside, a.network_id AS a_network, b.network_id AS b_network
            FROM continuities c LEFT JOIN network_members a ON a.node_id = c.earlier_id
            LEFT JOIN network_members b ON b.node_id = c.later_id
            {f"WHERE a.network_id = {here} OR b.network_id = {here}" if here else ""}
            ORDER BY c.total_mbits DESC, c.earlier_id, c.later_id""",
        "continuities", "network_members",
    )  # fmt: skip
    ends = {row[end] for row in rows for end in ("earlier_id", "later_id")}
    people = own_names(ask, sorted(ends)) | _persons_posting(ask, tables, ends)
    shown = [row for row in rows if row["earlier_id"] not in people and row["later_id"] not in people]
    called = names.nodes([row[end] for row in shown for end in ("earlier_id", "later_id")])
    things = names.things({_parted(thing) for row in shown for thing in row["things"]})
    return [_told(row, called, things) for row in shown], len(rows) - len(shown)


def _persons_posting(ask: Ask, tables: Collection[str], ends: Collection[str]) -> set[str]:
    """Posters that may be one person; all of them where the run does not say."""
    posting = {id for id in ends if id.startswith("poster-")}
    if not posting or "posters" not in tables:
        return posting
    return posting - {row["id"] for row in ask(LISTED, "posters")}


def _parted(thing: str) -> tuple[str, str]:
    kind, _, value = thing.partition(" ")
    return kind, value


def _told(row: dict[str, Any], called: dict[str, str], things: dict[tuple[str, str], str]) -> dict[str, Any]:
    weights = row.get("things_mbits") or [None] * len(row["things"])  # older runs do not tell
    goes_on = [
        {"family": family, "kind": _parted(thing)[0], "bits": None if mbits is None else mbits / 1000,
         "shown": written(things[_parted(thing)]), "innocent": INNOCENT[family], "refuted": REFUTED[family]}
        for family, thing, mbits in zip(row["families"], row["things"], weights, strict=True)
    ]  # fmt: skip
    return {
        "earlier_id": row["earlier_id"], "earlier": called[row["earlier_id"]], "earlier_network": row["a_network"],
        "later_id": row["later_id"], "later": called[row["later_id"]], "later_network": row["b_network"],
        "a_inside": row["a_inside"], "b_inside": row["b_inside"], "ended_on": row["ended_on"], "began_on": row["began_on"],
        "bits": row["total_mbits"] / 1000, "same_network": row["same_network"], "goes_on": goes_on,
    }  # fmt: skip


def continued_said(c: dict[str, Any]) -> str:
    """A continuity in one line: never more than that it may be."""
    where = "" if c["same_network"] else "; they are not in one network"
    return (
        f"{c['earlier']} (last known {c['ended_on']}) may be continued by {c['later']} (first known {c['began_on']}, {days_between(c)}): "
        f"{', '.join(goes_on_said(g) for g in c['goes_on'])} go on, {c['bits']:.1f} bits together{where}"
    )


def days_between(c: dict[str, Any]) -> str:
    """How long after the one ended the other began."""
    days = (c["began_on"] - c["ended_on"]).days
    many = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"{many} after" if days > 0 else "the same day" if days == 0 else f"{many} before"


def goes_on_said(g: dict[str, Any]) -> str:
    """One thing that goes on, with its weight."""
    weight = "" if g["bits"] is None else f" ({g['bits']:.1f} bits)"
    return f"{'word of the name' if g['kind'] == 'word' else g['kind']} {g['shown']}{weight}"


def families_in(continued: Collection[dict[str, Any]]) -> list[str]:
    """The families of all that goes on, sorted."""
    return sorted({g["family"] for c in continued for g in c["goes_on"]})


def readings_said(continued: Collection[dict[str, Any]]) -> list[str]:
    """Innocent readings of the families that go on, and of all."""
    return [READINGS, *(f"{family}: {INNOCENT[family]}" for family in families_in(continued))] if continued else []


def refuting_said(continued: Collection[dict[str, Any]]) -> list[str]:
    """What would refute them."""
    return [REFUTING, *(f"{family}: {REFUTED[family]}." for family in families_in(continued))] if continued else []


def folded_continuities(ask: Ask, tables: Collection[str], here: str | None = None) -> int:
    """How many pairs of the network (`here`: its id in SQL; None: of the run) are set apart because they read as one firm."""
    if "folded_continuities" not in tables:
        return 0
    members = f"(SELECT node_id FROM network_members WHERE network_id = {here})"
    inside = f"WHERE f.earlier_id IN {members} OR f.later_id IN {members}"
    rows = ask(
        f"SELECT count(*) AS n FROM folded_continuities f {inside if here else ''}",
        "folded_continuities",
        "network_members",
    )
    return int(rows[0]["n"])


def folded_said(count: int) -> str:
    """How many are set apart."""
    what = "pair reads" if count == 1 else "pairs read"
    return (
        f"{count:,} more {what} as one firm, its branches or its name written in two ways, and {'is' if count == 1 else 'are'} "
        "not listed: turnstone table folded_continuities."
    )


def withheld_continuities(count: int) -> str:
    """How many are not shown."""
    what = "continuity is" if count == 1 else "continuities are"
    return f"{count} {what} not shown: a party in {'it' if count == 1 else 'each'} may be a person, and a person is not continued."
