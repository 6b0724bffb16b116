"""What networks of those who post offers have: offers, accounts, contacts, names claimed, places. And what to call them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.mask import Mask
from turnstone.exports.template_facts import asker, quoted

ReadTable = Callable[[str], Table]
SOMEONE = "someone who posts"
NOTHING = {"offers": None, "accounts": None, "contacts": None, "claims": None, "places": None, "posts_as": None}
"""Of a network without posters."""
NOTHING_OF_A_POSTER = dict.fromkeys(("told_by", "offers", "texts", "names", "contacts", "places"))
OFFERS_LISTED = 1_000


def posters_in(engine: LocalEngine, read: ReadTable, networks: Collection[str]) -> dict[str, dict[str, Any]]:
    """Network -> `offers`, `accounts`, different `contacts`, names claimed (`claims`) and towns (`places`) of its
    posters; `posts_as`: the business that its offers name most often, with how many more names of businesses there are
    (a person or an account is never named). Networks without posters are not among them."""
    if not networks:
        return {}
    wanted = pa.table({"id": pa.array(sorted(networks), pa.string())})
    tables = {name: read(name) for name in ("network_members", "offer_posters", "offer_contacts", "offers", "posters")}
    rows = engine.sql(
        """
        WITH mine AS (
            SELECT m.network_id, p.offer_id, p.poster_id FROM wanted w JOIN network_members m ON m.network_id = w.id
            JOIN offer_posters p ON p.poster_id = m.node_id
        ), given AS (
            SELECT network_id, count(*) AS n FROM (
                SELECT DISTINCT mine.network_id, c.kind, c.value FROM mine JOIN offer_contacts c ON c.offer_id = mine.offer_id
            ) GROUP BY network_id
        ), named AS (
            SELECT network_id, first(claimed ORDER BY n DESC, claimed) AS claimed, count(*) AS names FROM (
                SELECT mine.network_id, o.claimed_key, min(o.claimed) AS claimed, count(*) AS n
                FROM mine JOIN offers o ON o.id = mine.offer_id
                WHERE o.claimed_kind = 'business' GROUP BY mine.network_id, o.claimed_key
            ) GROUP BY network_id
        )
        SELECT mine.network_id, count(DISTINCT mine.offer_id) AS offers,
               count(DISTINCT mine.poster_id) FILTER (p.kind = 'account') AS accounts, coalesce(any_value(given.n), 0) AS contacts,
               count(DISTINCT o.claimed_key) AS claims, count(DISTINCT o.town) AS places,
               any_value(named.claimed) AS business, any_value(named.names) AS businesses
        FROM mine JOIN offers o ON o.id = mine.offer_id LEFT JOIN posters p ON p.id = mine.poster_id
        LEFT JOIN given ON given.network_id = mine.network_id LEFT JOIN named ON named.network_id = mine.network_id
        GROUP BY mine.network_id
        """,
        wanted=wanted, **tables,
    ).arrow().to_pylist()  # fmt: skip
    out = {}
    for row in rows:
        business, businesses = row.pop("business"), row.pop("businesses")
        out[row.pop("network_id")] = {**row, "posts_as": _called(business, businesses - 1) if business else None}
    return out


def _called(business: str, more: int) -> str:
    others = f" and {more} more name{'s' if more > 1 else ''}" if more else ""
    return f"{business}{others}"


def offers_of(engine: LocalEngine, read: ReadTable, network: str, mask: Mask) -> list[dict[str, Any]]:
    """The offers of a network's posters by day, as they may be shown: no text, contacts and people masked."""
    rows = asker(engine, read)(
        f"""
        WITH mine AS (
            SELECT p.offer_id, p.poster_id FROM network_members m JOIN offer_posters p ON p.poster_id = m.node_id
            WHERE m.network_id = {quoted(network)}
        ), given AS (
            SELECT c.offer_id, list(DISTINCT {{'kind': c.kind, 'value': c.value}} ORDER BY {{'kind': c.kind, 'value': c.value}}) AS contacts
            FROM offer_contacts c JOIN mine ON mine.offer_id = c.offer_id GROUP BY c.offer_id
        )
        SELECT mine.offer_id AS id, mine.poster_id AS node_id, o.posted_on AS on_date, o.site, o.section, o.side, o.town, o.place, o.country,
               o.claimed, o.claimed_kind, coalesce(given.contacts, []) AS contacts, min(t.template_id) AS template_id
        FROM mine JOIN offers o ON o.id = mine.offer_id LEFT JOIN given ON given.offer_id = mine.offer_id
        LEFT JOIN template_members t ON t.offer_id = mine.offer_id
        GROUP BY ALL ORDER BY o.posted_on NULLS LAST, mine.offer_id LIMIT {OFFERS_LISTED}
        """,
        "network_members", "offer_posters", "offer_contacts", "offers", "template_members",
    )  # fmt: skip
    for row in rows:
        row["claimed"] = mask.claimed(row["claimed_kind"], row["claimed"])
        row["contacts"] = [mask.hide(contact["kind"], contact["value"]) for contact in row["contacts"]]
    return rows


def describe_posters(engine: LocalEngine, read: ReadTable, network: str, members: list[dict[str, Any]]) -> None:
    """Adds to each member that is a poster what tells it from others, and how many texts, names, contacts and towns it
    has; `None` to the others."""
    rows = asker(engine, read)(
        f"""SELECT p.id, p.kind AS told_by, p.offers, p.texts, p.names, p.contacts, p.places FROM posters p
            JOIN network_members m ON m.node_id = p.id WHERE m.network_id = {quoted(network)}""",
        "posters", "network_members",
    )  # fmt: skip
    told = {row["id"]: row for row in rows}
    for member in members:
        row = told.get(member["id"], {})
        for name in NOTHING_OF_A_POSTER:
            member[name] = row.get(name)
