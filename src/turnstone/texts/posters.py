"""Who posts offers, and who of them posts alone."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.digest import content_ids
from turnstone.kernels.sharing import SPECIFIC_MBITS, own_site
from turnstone.model.offers import OFFER_POSTERS, POSTERS
from turnstone.stage import stage

CUSTOM = 60
"""Posters. A text, a picture or an address of the web that more of them use is custom (a site's sample text, a stock
picture, a map) and shared with nobody in particular; nothing that so many hold ties (see `networks.ties`). A telephone
or a handle is never custom."""
_ORDER = ("phone", "email", "handle", "wallet", "iban", "plate", "url")
"""Which kind of contact tells a poster best from others, best first."""


@stage(POSTERS, OFFER_POSTERS)
def posters(
    engine: LocalEngine, *, offers: Table, offer_contacts: Table, template_members: Table, templates: Table
) -> Mapping[str, Table | pa.Table]:
    """The poster of each offer, and what is known of each poster.

    The poster is the account; where there is none, the company or person named; else the first contact (a telephone
    before an e-mail address before a handle ..., the least of a kind); else the offer itself. Offers and contacts that
    come several times (one part a file) count once.
    """
    known = _keyed(engine, offers, offer_contacts)
    keys = engine.sql("SELECT DISTINCT kind, key FROM known ORDER BY kind, key", known=known).arrow().combine_chunks()
    ids = content_ids("poster", [keys.column(0).combine_chunks(), keys.column(1).combine_chunks()], count_again=False)
    posted = engine.sql(
        """
        SELECT k.offer_id, p.id AS poster_id, k.kind, k.name, k.site, k.claimed_key, k.town, k.posted_on
        FROM known k JOIN p ON p.kind = k.kind AND p.key = k.key
        """,
        known=known,
        p=keys.append_column("id", ids),
    )
    cards = engine.sql(
        f"""
        SELECT DISTINCT o.poster_id, c.kind, c.kind || ' ' || c.value AS value FROM c JOIN o ON o.offer_id = c.offer_id
        WHERE c.kind <> 'url' OR (c.field <> 'url' AND NOT coalesce({own_site("c.value", "o.site")}, false))
        """,
        c=offer_contacts,
        o=posted,
    )
    selves = _selves(engine, posted, cards)
    sharing = _sharing(engine, offers, template_members, templates, posted, cards, selves)
    return {
        "posters": _described(engine, template_members, posted, cards, selves, sharing),
        "offer_posters": engine.sql("SELECT offer_id, poster_id FROM posted", posted=posted),
    }


def _keyed(engine: LocalEngine, offers: Table, offer_contacts: Table) -> Table:
    """Each offer once, with what tells its poster from others: `kind` and `key`, and the name under which it is shown."""
    places = " ".join(f"WHEN '{kind}' THEN '{place}'" for place, kind in enumerate(_ORDER))
    return engine.sql(
        f"""
        WITH once AS (
            SELECT DISTINCT ON (id) id, site, account, claimed, claimed_key, claimed_kind, town, posted_on FROM offers
        ), first AS (
            SELECT c.offer_id, substr(min(CASE c.kind {places} ELSE '9' END || c.kind || ':' || c.value), 2) AS contact
            FROM c JOIN once ON once.id = c.offer_id WHERE once.account IS NULL AND once.claimed_key IS NULL
            AND (c.kind <> 'url' OR (c.field <> 'url' AND NOT coalesce({own_site("c.value", "once.site")}, false)))
            GROUP BY c.offer_id
        )
        SELECT o.id AS offer_id, o.site, o.claimed_key, o.town, o.posted_on,
               CASE WHEN o.account IS NOT NULL THEN 'account'
                    WHEN o.claimed_key IS NOT NULL THEN CASE o.claimed_kind WHEN 'business' THEN 'business' ELSE 'person' END
                    WHEN first.contact IS NOT NULL THEN 'contact' ELSE 'offer' END AS kind,
               coalesce(o.account, o.claimed_key, first.contact, o.id) AS key,
               CASE WHEN o.account IS NOT NULL THEN o.account WHEN o.claimed_key IS NOT NULL THEN coalesce(o.claimed, o.claimed_key)
                    ELSE substr(first.contact, strpos(first.contact, ':') + 1) END AS name
        FROM once o LEFT JOIN first ON first.offer_id = o.id
        """,
        offers=offers,
        c=offer_contacts,
    )


def _selves(engine: LocalEngine, posted: Table, cards: Table) -> Table:
    """Posters (poster_id, self) that are one poster on several sites: exactly the same contacts, at most one name
    among them, and no two on one site. Not proven to be one: taken so, to the advantage of whoever posts alone."""
    return engine.sql(
        """
        WITH sets AS (SELECT poster_id, list(value ORDER BY value) AS contacts FROM cards GROUP BY poster_id),
        several AS (SELECT contacts, min(poster_id) AS self FROM sets GROUP BY contacts HAVING count(*) > 1),
        same AS (SELECT s.poster_id, several.self FROM sets s JOIN several ON several.contacts = s.contacts),
        stands AS (
            SELECT same.self, same.poster_id, p.site, min(p.claimed_key) AS least, max(p.claimed_key) AS greatest
            FROM same JOIN posted p ON p.poster_id = same.poster_id GROUP BY same.self, same.poster_id, p.site
        ), one AS (
            SELECT self FROM stands GROUP BY self
            HAVING count(*) = count(DISTINCT site) AND coalesce(min(least) = max(greatest), true)
        )
        SELECT same.poster_id, same.self FROM same JOIN one ON one.self = same.self
        """,
        posted=posted,
        cards=cards,
    )


def _sharing(
    engine: LocalEngine, offers: Table, template_members: Table, templates: Table, posted: Table, cards: Table, selves: Table
) -> Table:  # fmt: skip
    """The selves that share a text, contact or image with another self."""
    return engine.sql(
        f"""
        WITH specific AS (SELECT DISTINCT id FROM templates WHERE phrase_mbits >= {SPECIFIC_MBITS}),
        used AS (
            SELECT poster_id, 'text' AS kind, template_id AS value FROM m JOIN posted ON posted.offer_id = m.offer_id
            WHERE template_id IN (SELECT id FROM specific)
            UNION ALL SELECT poster_id, CASE kind WHEN 'url' THEN 'url' ELSE 'contact' END, value FROM cards
            UNION ALL SELECT poster_id, 'image', image FROM (
                SELECT id, unnest(images) AS image FROM offers WHERE len(images) > 0
            ) i JOIN posted ON posted.offer_id = i.id
        ), held AS (
            SELECT DISTINCT coalesce(s.self, u.poster_id) AS self, u.kind, u.value
            FROM used u LEFT JOIN s ON s.poster_id = u.poster_id
        ), shared AS (
            SELECT kind, value FROM held GROUP BY kind, value
            HAVING count(*) > 1 AND (kind = 'contact' OR count(*) <= {CUSTOM})
        )
        SELECT DISTINCT h.self FROM held h JOIN shared ON shared.kind = h.kind AND shared.value = h.value
        """,
        m=template_members,
        templates=templates,
        posted=posted,
        cards=cards,
        offers=offers,
        s=selves,
    )


def _described(
    engine: LocalEngine, template_members: Table, posted: Table, cards: Table, selves: Table, sharing: Table
) -> Table:
    """One line a poster. A self has one name at most, or it would not be one; a poster by itself may have several."""
    return engine.sql(
        """
        WITH text AS (SELECT offer_id, min(template_id) AS template_id FROM m GROUP BY offer_id),
        summed AS (
            SELECT p.poster_id, p.kind, min(p.name) AS name, count(*) AS offers,
                   count(DISTINCT coalesce(text.template_id, p.offer_id)) AS texts,
                   count(DISTINCT p.claimed_key) AS names, count(DISTINCT p.town) AS places,
                   min(p.posted_on) AS first_on, max(p.posted_on) AS last_on
            FROM posted p LEFT JOIN text ON text.offer_id = p.offer_id GROUP BY p.poster_id, p.kind
        ), many AS (SELECT poster_id, count(*) AS contacts FROM cards GROUP BY poster_id)
        SELECT p.poster_id AS id, p.kind, p.name, CAST(p.offers AS INTEGER) AS offers, CAST(p.texts AS INTEGER) AS texts,
               CAST(p.names AS INTEGER) AS names, CAST(coalesce(many.contacts, 0) AS INTEGER) AS contacts,
               CAST(p.places AS INTEGER) AS places, p.first_on, p.last_on,
               p.names <= 1 AND sharing.self IS NULL AS alone
        FROM summed p LEFT JOIN many ON many.poster_id = p.poster_id LEFT JOIN s ON s.poster_id = p.poster_id
        LEFT JOIN sharing ON sharing.self = coalesce(s.self, p.poster_id)
        """,
        m=template_members,
        posted=posted,
        cards=cards,
        s=selves,
        sharing=sharing,
    )
