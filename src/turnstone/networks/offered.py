"""Posters of offers as nodes, and what they hold: texts, contacts, images, and names under which these conflict."""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.sharing import SPECIFIC_MBITS, own_site
from turnstone.model.offers import CLAIMS, OFFER_CONTACTS, OFFER_POSTERS, OFFERS, POSTERS
from turnstone.model.schema import Schema
from turnstone.model.texts import TEMPLATE_MEMBERS, TEMPLATES
from turnstone.networks.kinds import SHARING

COMPARED = 1_000
"""Names under one thing that are compared with each other; beyond it nobody reads them."""


def _none(schema: Schema) -> Table:
    return Table.of(schema.arrow.empty_table())


@dataclass(frozen=True)
class Offered:
    """The tables of a market of offers; a market without offers has them empty."""

    offers: Table | None = None
    offer_contacts: Table | None = None
    template_members: Table | None = None
    templates: Table | None = None
    posters: Table | None = None
    offer_posters: Table | None = None
    claims: Table | None = None

    def tables(self) -> dict[str, Table]:
        """By name, as SQL asks for them."""
        return {
            schema.name: getattr(self, schema.name) or _none(schema)
            for schema in (OFFERS, OFFER_CONTACTS, TEMPLATE_MEMBERS, TEMPLATES, POSTERS, OFFER_POSTERS, CLAIMS)
        }

    def __bool__(self) -> bool:
        return self.posters is not None and self.posters.rows > 0


def poster_nodes(engine: LocalEngine, offered: Offered) -> Table:
    """A node for each poster, with the town that most of its offers give. `orders` are its offers."""
    return engine.sql(
        """
        WITH place AS (
            SELECT p.poster_id, o.town, count(DISTINCT o.id) AS n FROM offers o JOIN offer_posters p ON p.offer_id = o.id
            WHERE o.town IS NOT NULL GROUP BY p.poster_id, o.town
        ), town AS (SELECT poster_id, arg_max(town, (n, town)) AS town FROM place GROUP BY poster_id)
        SELECT p.id, 'poster' AS kind, p.name, town.town, CAST(NULL AS VARCHAR) AS state, p.first_on, p.last_on,
               p.offers AS orders, 0 AS workers, false AS barred
        FROM posters p LEFT JOIN town ON town.poster_id = p.id
        """,
        **{name: offered.tables()[name] for name in ("offers", "offer_posters", "posters")},
    )


def poster_holdings(engine: LocalEngine, offered: Offered) -> Table:
    """What posters hold: specific texts (templates), contacts but for pages of the offer's own site, images; and of
    these the ones under which several businesses are named (kind `conflict`)."""
    held = _held(engine, offered)
    return engine.sql(
        """
        SELECT poster_id AS node_id, kind, value, min(posted_on) AS first_on, max(posted_on) AS last_on,
               CAST(count(DISTINCT id) AS INTEGER) AS rows
        FROM (SELECT * FROM held UNION ALL SELECT * FROM conflicting) GROUP BY poster_id, kind, value
        """,
        held=held,
        conflicting=_conflicting(engine, held, offered),
    )


def _held(engine: LocalEngine, offered: Offered) -> Table:
    """Each use of a thing in an offer: poster_id, kind, value, id (of the offer), posted_on."""
    return engine.sql(
        f"""
        WITH once AS (
            SELECT o.id, p.poster_id, o.site, o.posted_on, o.images
            FROM (SELECT DISTINCT ON (id) id, site, posted_on, images FROM offers) o
            JOIN offer_posters p ON p.offer_id = o.id
        ), specific AS (SELECT DISTINCT id FROM templates WHERE phrase_mbits >= {SPECIFIC_MBITS})
        SELECT o.poster_id, 'template' AS kind, m.template_id AS value, o.id, o.posted_on
        FROM template_members m JOIN once o ON o.id = m.offer_id WHERE m.template_id IN (SELECT id FROM specific)
        UNION ALL
        SELECT o.poster_id, c.kind, c.value, o.id, o.posted_on FROM offer_contacts c JOIN once o ON o.id = c.offer_id
        WHERE c.kind <> 'url' OR (c.field <> 'url' AND NOT coalesce({own_site("c.value", "o.site")}, false))
        UNION ALL
        SELECT poster_id, 'image', unnest(images), id, posted_on FROM once WHERE len(images) > 0
        """,
        **{name: table for name, table in offered.tables().items() if name not in ("posters", "claims")},
    )


def _conflicting(engine: LocalEngine, held: Table, offered: Offered) -> Table:
    """The uses of things that two posters or more hold and under which two businesses or more are named: rows as held,
    of kind `conflict`; the value stands for the thing without showing it.

    Names of one identity are one (see `claims`); a name that goes on from another is a branch of it; who finds workers
    for others, and people, are not counted.
    """
    tables = offered.tables()
    return engine.sql(
        f"""
        WITH few AS (
            SELECT kind, value FROM held GROUP BY kind, value
            HAVING count(DISTINCT poster_id) BETWEEN 2 AND {SHARING["conflict"].cap}
        ), named AS (
            SELECT h.kind, h.value, coalesce(c.identity, o.claimed_key) AS identity, min(o.claimed_key) AS name
            FROM held h JOIN few f ON f.kind = h.kind AND f.value = h.value JOIN (
                SELECT DISTINCT ON (id) id, claimed_key FROM offers WHERE claimed_kind = 'business' AND claimed_key IS NOT NULL
            ) o ON o.id = h.id LEFT JOIN claims c ON c.claimed_key = o.claimed_key
            WHERE NOT coalesce(c.agency, false) GROUP BY 1, 2, 3
        ), counted AS (SELECT *, count(*) OVER (PARTITION BY kind, value) AS many FROM named),
        compared AS (SELECT * FROM counted WHERE many BETWEEN 2 AND {COMPARED}),
        branches AS (
            SELECT DISTINCT n.kind, n.value, n.name FROM compared n
            JOIN compared m ON m.kind = n.kind AND m.value = n.value AND starts_with(n.name, m.name || ' ')
        ), conflicts AS (
            SELECT n.kind, n.value FROM compared n
            LEFT JOIN branches b ON b.kind = n.kind AND b.value = n.value AND b.name = n.name
            WHERE b.name IS NULL GROUP BY n.kind, n.value HAVING count(*) > 1
        )
        SELECT h.poster_id, 'conflict' AS kind, 'conflict-' || substr(sha256(h.kind || ' ' || h.value), 1, 32) AS value,
               h.id, h.posted_on
        FROM held h JOIN conflicts c ON c.kind = h.kind AND c.value = h.value
        """,
        held=held,
        offers=tables["offers"],
        claims=tables["claims"],
    )
