"""What the offers of a network's posters say about names, for `identity_view`: which texts, contacts and images under which names,
and which accounts in which towns on one day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.network_continuity import LISTED
from turnstone.exports.template_facts import Ask, quoted

ReadTable = Callable[[str], Table]
CONTACTS = ("phone", "email", "handle", "wallet", "iban")
SPECIFIC_MBITS = 40_000
"""A wording of less comes about by chance; it is listed, and told as common."""
MOST_DAYS = 40


def own_tables(engine: LocalEngine, read: ReadTable, network: str) -> dict[str, Table]:
    """`own` (offer_id, poster_id) of the network's posters; `used` (kind, value, offer_id) by which of these; `said` of these
    (offer_id, identity, key, name, kind, agency, posted_on, town); `others` (kind, value, identity): under which names things
    of the network stand outside it. The long tables are each read once or twice, and only what is needed is kept."""

    def ask(query: str, **tables: Table) -> Table:
        return Table.of(engine.sql(query, **tables).arrow())

    offers, contacts, members = read("offers"), read("offer_contacts"), read("template_members")
    kinds = ", ".join(quoted(kind) for kind in CONTACTS)
    own = ask(
        f"""SELECT DISTINCT p.offer_id, p.poster_id FROM p JOIN m ON m.node_id = p.poster_id
            WHERE m.network_id = {quoted(network)}""",
        p=read("offer_posters"), m=read("network_members"),
    )  # fmt: skip
    used = ask(
        f"""SELECT DISTINCT 'wording' AS kind, template_id AS value, offer_id FROM t WHERE offer_id IN (SELECT offer_id FROM own)
            UNION ALL SELECT DISTINCT kind, value, offer_id FROM c
            WHERE kind IN ({kinds}) AND offer_id IN (SELECT offer_id FROM own)
            UNION ALL SELECT DISTINCT 'image', image, offer_id FROM (
                SELECT id AS offer_id, unnest(images) AS image FROM o WHERE id IN (SELECT offer_id FROM own) AND len(images) > 0)""",
        own=own, t=members, c=contacts, o=offers,
    )  # fmt: skip
    abroad = ask(
        f"""SELECT 'wording' AS kind, template_id AS value, offer_id FROM t
            WHERE template_id IN (SELECT value FROM used WHERE kind = 'wording')
            UNION ALL SELECT c.kind, c.value, c.offer_id FROM c JOIN (SELECT DISTINCT kind, value FROM used) u
            ON u.kind = c.kind AND u.value = c.value WHERE c.kind IN ({kinds})
            UNION ALL SELECT 'image', image, offer_id FROM (
                SELECT id AS offer_id, unnest(images) AS image FROM o
                WHERE list_has_any(images, coalesce((SELECT list(DISTINCT value) FROM used WHERE kind = 'image'), [])))
            WHERE image IN (SELECT value FROM used WHERE kind = 'image')""",
        used=used, t=members, c=contacts, o=offers,
    )  # fmt: skip
    named = ask(
        """SELECT DISTINCT ON (o.id) o.id AS offer_id, coalesce(c.identity, o.claimed_key) AS identity, o.claimed AS name,
                  o.claimed_key AS key, coalesce(o.claimed_kind, 'person') AS kind, coalesce(c.agency, false) AS agency,
                  o.posted_on, o.town
           FROM o LEFT JOIN c ON c.claimed_key = o.claimed_key
           WHERE o.id IN (SELECT offer_id FROM own UNION SELECT offer_id FROM abroad)""",
        o=offers, c=read("claims"), own=own, abroad=abroad,
    )  # fmt: skip
    others = ask(
        """SELECT DISTINCT a.kind, a.value, s.identity FROM abroad a JOIN said s ON s.offer_id = a.offer_id
           WHERE s.identity IS NOT NULL AND a.offer_id NOT IN (SELECT offer_id FROM own)""",
        abroad=abroad, said=named, own=own,
    )  # fmt: skip
    said = ask("SELECT * FROM s WHERE offer_id IN (SELECT offer_id FROM own)", s=named, own=own)
    return {"own": own, "used": used, "said": said, "others": others}


def things(ask: Ask) -> list[dict[str, Any]]:
    return ask(
        f"""
        WITH inside AS (SELECT DISTINCT u.kind, u.value, s.identity FROM used u JOIN said s ON s.offer_id = u.offer_id),
        elsewhere AS (
            SELECT o.kind, o.value, count(*) AS names FROM others o
            WHERE NOT EXISTS (SELECT 1 FROM inside i WHERE i.kind = o.kind AND i.value = o.value AND i.identity = o.identity)
            GROUP BY o.kind, o.value)
        SELECT u.kind, u.value, count(DISTINCT u.offer_id) AS offers, count(DISTINCT own.poster_id) AS posters,
               min(s.posted_on) AS first_on, max(s.posted_on) AS last_on, coalesce(any_value(e.names), 0) AS elsewhere,
               u.kind = 'wording' AND coalesce(any_value(t.phrase_mbits), 0) < {SPECIFIC_MBITS} AS common
        FROM used u JOIN said s ON s.offer_id = u.offer_id JOIN own ON own.offer_id = u.offer_id
        LEFT JOIN templates t ON t.id = u.value LEFT JOIN elsewhere e ON e.kind = u.kind AND e.value = u.value
        GROUP BY u.kind, u.value""",
        "used", "said", "own", "others", "templates",
    )  # fmt: skip


def cells(ask: Ask) -> list[dict[str, Any]]:
    return ask(
        """SELECT u.kind, u.value, s.identity, count(DISTINCT u.offer_id) AS offers FROM used u
           JOIN said s ON s.offer_id = u.offer_id WHERE s.identity IS NOT NULL GROUP BY ALL""",
        "used", "said",
    )  # fmt: skip


def names(ask: Ask) -> list[dict[str, Any]]:
    """Identities; one that some offers give as a person's is a person's."""
    return ask(
        """SELECT identity, min(name) AS name, min(key) AS key, bool_or(agency) AS agency, count(DISTINCT offer_id) AS offers,
                  CASE WHEN bool_and(kind = 'business') THEN 'business' ELSE 'person' END AS kind,
                  min(posted_on) AS first_on, max(posted_on) AS last_on
           FROM said WHERE identity IS NOT NULL GROUP BY 1""",
        "said",
    )


def days(ask: Ask) -> tuple[list[dict[str, Any]], int]:
    """Days on which an account that speaks for several, and so is no person, was in two towns or more; and on how many days
    others were, of whom nothing is listed."""
    rows = ask(
        f"""SELECT p.kind, p.name AS poster, s.posted_on AS day, list_sort(list(DISTINCT s.town)) AS towns,
                   count(DISTINCT s.offer_id) AS offers, p.id IN ({LISTED}) AS several
            FROM own JOIN posters p ON p.id = own.poster_id JOIN said s ON s.offer_id = own.offer_id
            WHERE p.kind = 'account' AND s.posted_on IS NOT NULL AND s.town IS NOT NULL
            GROUP BY p.id, p.kind, p.name, s.posted_on HAVING count(DISTINCT s.town) >= 2
            ORDER BY len(towns) DESC, day DESC, p.id""",
        "own", "posters", "said",
    )  # fmt: skip
    told = [row for row in rows if row.pop("several")]
    return told[:MOST_DAYS], len(rows) - len(told)
