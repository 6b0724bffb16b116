"""What the tables of a run say about one template: its offers, days, places, posters, names, contacts and cuts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table

ReadTable = Callable[[str], Table]
Ask = Callable[..., list[dict[str, Any]]]
READ_MOST = 5_000
"""Of how many offers the wording is read, so that a template of a million offers is shown as fast as one of ten."""


def asker(engine: LocalEngine, read: ReadTable) -> Ask:
    """Questions in SQL over the run's tables that are named after it."""

    def ask(query: str, *tables: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = engine.sql(query, **{name: read(name) for name in tables}).arrow().to_pylist()
        return rows

    return ask


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def members_of(ask: Ask, here: str, exemplar: str) -> list[dict[str, Any]]:
    """Offers with their body and slots: the exemplar, then different texts before copies, the earlier first."""
    first = "'" + exemplar.replace("'", "''") + "'"
    return ask(
        f"""
        SELECT m.offer_id, m.posted_on, m.copy, m.saves_mbits, m.spans, o.title, o.text, o.language, o.town, o.place,
               o.country, o.site, o.side, o.claimed, o.claimed_kind, b.poster_id, p.kind AS poster_kind, p.name AS poster
        FROM template_members m JOIN offers o ON o.id = m.offer_id
        LEFT JOIN offer_posters b ON b.offer_id = m.offer_id LEFT JOIN posters p ON p.id = b.poster_id
        WHERE m.template_id = {here}
        ORDER BY m.offer_id <> {first}, m.copy, m.posted_on NULLS LAST, m.offer_id LIMIT {READ_MOST}
        """,
        "template_members", "offers", "offer_posters", "posters",
    )  # fmt: skip


def contacts_in(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Contacts in the bodies of its offers, with where they stand."""
    return ask(
        f"""
        SELECT c.offer_id, c.start, c."end", c.kind, c.value FROM offer_contacts c
        JOIN template_members m ON m.offer_id = c.offer_id
        WHERE m.template_id = {here} AND c.field = 'body' ORDER BY c.offer_id, c.start, c.kind, c.value
        """,
        "offer_contacts", "template_members",
    )  # fmt: skip


def days_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Offers by day; without a day last."""
    return ask(
        f"""SELECT posted_on AS day, count(*) AS n FROM template_members WHERE template_id = {here}
            GROUP BY posted_on ORDER BY posted_on NULLS LAST""",
        "template_members",
    )


def places_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Towns with how many offers give them."""
    return ask(
        f"""
        SELECT 'offers' AS what, o.town, CAST(NULL AS VARCHAR) AS state, o.country, count(*) AS n, mode(o.place ORDER BY o.place) AS place
        FROM template_members m JOIN offers o ON o.id = m.offer_id
        WHERE m.template_id = {here} AND o.town IS NOT NULL GROUP BY o.town, o.country ORDER BY n DESC, o.town, o.country
        """,
        "template_members", "offers",
    )  # fmt: skip


def posters_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Who posts it: `offers`, `names` and days are those of this template; `all_offers` are all that the poster has."""
    return ask(
        f"""
        SELECT p.id, p.kind, p.name, p.alone, count(*) AS offers, count(DISTINCT o.claimed_key) AS names,
               min(m.posted_on) AS first_on, max(m.posted_on) AS last_on, p.offers AS all_offers
        FROM template_members m JOIN offer_posters b ON b.offer_id = m.offer_id JOIN posters p ON p.id = b.poster_id
        LEFT JOIN offers o ON o.id = m.offer_id
        WHERE m.template_id = {here} GROUP BY p.id, p.kind, p.name, p.alone, p.offers ORDER BY offers DESC, p.id
        """,
        "template_members", "offer_posters", "posters", "offers",
    )  # fmt: skip


def names_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Which names it claims, with how many offers and posters claim each. A name that some offers give as a person's
    is a person's."""
    return ask(
        f"""
        SELECT coalesce(o.claimed_key, o.claimed) AS key, min(o.claimed) AS name,
               CASE WHEN bool_and(coalesce(o.claimed_kind, '') = 'business') THEN 'business' ELSE 'person' END AS kind,
               count(*) AS offers, count(DISTINCT b.poster_id) AS posters, min(m.posted_on) AS first_on,
               max(m.posted_on) AS last_on
        FROM template_members m JOIN offers o ON o.id = m.offer_id LEFT JOIN offer_posters b ON b.offer_id = m.offer_id
        WHERE m.template_id = {here} AND o.claimed IS NOT NULL
        GROUP BY coalesce(o.claimed_key, o.claimed) ORDER BY offers DESC, name
        """,
        "template_members", "offers", "offer_posters",
    )  # fmt: skip


def contacts_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Which contacts its offers give, wherever they stand, with how many offers, posters and names give each."""
    return ask(
        f"""
        SELECT c.kind, c.value, count(DISTINCT c.offer_id) AS offers, count(DISTINCT b.poster_id) AS posters,
               count(DISTINCT o.claimed_key) AS names, count(DISTINCT c.offer_id) FILTER (c.obscured) AS obscured
        FROM offer_contacts c JOIN template_members m ON m.offer_id = c.offer_id JOIN offers o ON o.id = c.offer_id
        LEFT JOIN offer_posters b ON b.offer_id = c.offer_id
        WHERE m.template_id = {here} GROUP BY c.kind, c.value ORDER BY offers DESC, c.kind, c.value
        """,
        "offer_contacts", "template_members", "offer_posters", "offers",
    )  # fmt: skip


def cuts_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Chains to other texts that were cut at one of its offers."""
    return ask(
        f"""
        SELECT c.kind, c.what, c.texts, c.mbits, c.reason FROM text_cuts c
        JOIN template_members m ON m.offer_id = c.what
        WHERE m.template_id = {here} ORDER BY c.mbits DESC, c.kind, c.what
        """,
        "text_cuts", "template_members",
    )  # fmt: skip


def resting_on(engine: LocalEngine, read: ReadTable, because: Sequence[str], most: int) -> list[str]:
    """Templates among the ids on which evidence rests, then those that its offers use, by how many of them do."""
    ask = asker(engine, read)
    ids = ", ".join(quoted(id) for id in sorted(set(because)))
    if not ids:
        return []
    rows = ask(
        f"""
        SELECT t.id, max(CASE WHEN t.id IN ({ids}) THEN 1 ELSE 0 END) AS named,
               count(DISTINCT m.offer_id) FILTER (m.offer_id IN ({ids})) AS n, max(t.weight_mbits) AS weight
        FROM templates t JOIN template_members m ON m.template_id = t.id
        WHERE t.id IN ({ids}) OR m.offer_id IN ({ids}) GROUP BY t.id
        ORDER BY named DESC, n DESC, weight DESC, t.id LIMIT {int(most)}
        """,
        "templates", "template_members",
    )  # fmt: skip
    return [row["id"] for row in rows]
