"""What three indicators ask alike: under how many different names does one thing (a text, a contact, an image) stand?"""

from __future__ import annotations

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table

COMPARED = 1_000
"""Names under one thing that are compared with each other; beyond it nobody reads them, and each counts by itself."""


def under_names(
    engine: LocalEngine, used: Table, offers: Table, offer_posters: Table, claims: Table, *, at_most: str
) -> Table:
    """One row for each poster and thing of it under which somebody names a company or a person.

    `used`: kind, value, offer_id. `at_most`: SQL for the number of posters beyond which a thing is custom, and its
    names are not counted. `claims`: which names are one identity; a name that stands not there is its own. A name that
    goes on from another (`ALDER FARMS NORTH` from `ALDER FARMS`) is a branch or a fuller writing of it, and no other
    name. Who says to find workers for others writes for them: agencies count only where nobody else is named.

    Gives node_id, kind, value, posters, names, businesses (of the names; both 0 where custom), first_on, known_on (the
    day from which all names and the poster's use were known), because (the first offer under each name, at most 50).
    """
    return engine.sql(
        f"""
        WITH uses AS (
            SELECT u.kind, u.value, u.offer_id, p.poster_id, o.claimed_key AS name, o.posted_on,
                   coalesce(c.identity, o.claimed_key) AS identity, coalesce(c.agency, false) AS agency,
                   coalesce(o.claimed_kind = 'business', false) AS business
            FROM used u JOIN p ON p.offer_id = u.offer_id JOIN (
                SELECT DISTINCT ON (id) id, claimed_key, claimed_kind, posted_on FROM offers
            ) o ON o.id = u.offer_id LEFT JOIN claims c ON c.claimed_key = o.claimed_key
        ), spread AS (
            SELECT kind, value, count(DISTINCT poster_id) AS posters, min(identity) < max(identity) AS several
            FROM uses GROUP BY kind, value HAVING count(name) > 0
        ), every AS (
            SELECT u.kind, u.value, min(u.name) AS name, bool_or(u.business) AS business, bool_or(u.agency) AS agency,
                   min(u.posted_on) AS first_on,
                   arg_min(u.offer_id, (coalesce(u.posted_on, DATE '9999-12-31'), u.offer_id)) AS offer_id
            FROM uses u JOIN spread s ON s.kind = u.kind AND s.value = u.value
            WHERE u.name IS NOT NULL AND s.several AND s.posters <= ({at_most}) GROUP BY u.kind, u.value, u.identity
        ), own AS (
            SELECT *, bool_and(agency) OVER (PARTITION BY kind, value) AS agencies_only FROM every
        ), names AS (
            SELECT *, count(*) OVER (PARTITION BY kind, value) AS many FROM own WHERE agencies_only OR NOT agency
        ), compared AS (SELECT kind, value, name FROM names WHERE many <= {COMPARED}),
        branches AS (
            SELECT DISTINCT n.kind, n.value, n.name FROM compared n
            JOIN compared m ON m.kind = n.kind AND m.value = n.value AND starts_with(n.name, m.name || ' ')
        ), counted AS (
            SELECT n.kind, n.value, count(*) AS names, count(*) FILTER (n.business) AS businesses,
                   min(n.first_on) AS first_on, max(n.first_on) AS last_on,
                   list(n.offer_id ORDER BY n.first_on NULLS LAST, n.offer_id)[1:50] AS because
            FROM names n LEFT JOIN branches b ON b.kind = n.kind AND b.value = n.value AND b.name = n.name
            WHERE b.name IS NULL GROUP BY n.kind, n.value
        ), looked AS (
            SELECT u.poster_id, u.kind, u.value, s.posters, min(u.posted_on) AS used_on
            FROM uses u JOIN spread s ON s.kind = u.kind AND s.value = u.value
            GROUP BY u.poster_id, u.kind, u.value, s.posters
        )
        SELECT l.poster_id AS node_id, l.kind, l.value, l.posters, coalesce(c.names, 0) AS names,
               coalesce(c.businesses, 0) AS businesses, c.first_on, greatest(c.last_on, l.used_on) AS known_on,
               coalesce(c.because, []) AS because
        FROM looked l LEFT JOIN counted c ON c.kind = l.kind AND c.value = l.value
        """,
        used=used,
        offers=offers,
        p=offer_posters,
        claims=claims,
    )


def threshold(engine: LocalEngine, thresholds: Table, name: str) -> str:
    """A threshold that never changed, for SQL."""
    found = engine.sql(f"SELECT CAST(value AS INTEGER) AS value FROM t WHERE name = '{name}'", t=thresholds).arrow()
    return str(found.column("value")[0].as_py())
