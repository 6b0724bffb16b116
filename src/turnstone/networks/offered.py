"""Posters of offers as nodes, and what they hold: texts, contacts, images."""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.sharing import SPECIFIC_MBITS, own_site
from turnstone.model.offers import OFFER_CONTACTS, OFFER_POSTERS, OFFERS, POSTERS
from turnstone.model.schema import Schema
from turnstone.model.texts import TEMPLATE_MEMBERS, TEMPLATES


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

    def tables(self) -> dict[str, Table]:
        """By name, as SQL asks for them."""
        return {
            schema.name: getattr(self, schema.name) or _none(schema)
            for schema in (OFFERS, OFFER_CONTACTS, TEMPLATE_MEMBERS, TEMPLATES, POSTERS, OFFER_POSTERS)
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
    """What posters hold: specific texts (templates), contacts but for pages of the offer's own site, images."""
    return engine.sql(
        f"""
        WITH once AS (
            SELECT o.id, p.poster_id, o.site, o.posted_on, o.images
            FROM (SELECT DISTINCT ON (id) id, site, posted_on, images FROM offers) o
            JOIN offer_posters p ON p.offer_id = o.id
        ), specific AS (SELECT DISTINCT id FROM templates WHERE phrase_mbits >= {SPECIFIC_MBITS}),
        held AS (
            SELECT o.poster_id, 'template' AS kind, m.template_id AS value, o.id, o.posted_on
            FROM template_members m JOIN once o ON o.id = m.offer_id WHERE m.template_id IN (SELECT id FROM specific)
            UNION ALL
            SELECT o.poster_id, c.kind, c.value, o.id, o.posted_on FROM offer_contacts c JOIN once o ON o.id = c.offer_id
            WHERE c.kind <> 'url' OR (c.field <> 'url' AND NOT coalesce({own_site("c.value", "o.site")}, false))
            UNION ALL
            SELECT poster_id, 'image', unnest(images), id, posted_on FROM once WHERE len(images) > 0
        )
        SELECT poster_id AS node_id, kind, value, min(posted_on) AS first_on, max(posted_on) AS last_on,
               CAST(count(DISTINCT id) AS INTEGER) AS rows
        FROM held GROUP BY poster_id, kind, value
        """,
        **{name: table for name, table in offered.tables().items() if name != "posters"},
    )
