from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def recruits_and_sells(
    engine: LocalEngine, *, thresholds: Table, offers: Table, offer_posters: Table, offer_contacts: Table,
    template_members: Table, templates: Table,
) -> Table:  # fmt: skip
    """One check for each thing of a poster (its account, contacts, texts, images) that stands in offers of known side:
    do some of them look for people to work, and others sell?"""
    used = engine.sql(
        """
        WITH known AS (
            SELECT DISTINCT ON (o.id) o.id, p.poster_id, o.side, o.claimed_key, o.posted_on, o.images
            FROM offers o JOIN p ON p.offer_id = o.id WHERE o.side IN ('recruiting', 'selling')
        ), specific AS (
            SELECT DISTINCT id FROM t WHERE phrase_mbits >= 1000 * (SELECT value FROM thresholds WHERE name = 'bits')
        ), things AS (
            SELECT 'account' AS kind, poster_id AS value, id FROM known
            UNION ALL SELECT 'template', m.template_id, m.offer_id FROM m JOIN specific s ON s.id = m.template_id
            UNION ALL SELECT 'image', unnest(images), id FROM known WHERE len(images) > 0
            UNION ALL (SELECT DISTINCT kind, value, offer_id FROM c WHERE kind <> 'url')
        )
        SELECT u.kind, u.value, u.id, k.poster_id, k.side, k.claimed_key, k.posted_on
        FROM things u JOIN known k ON k.id = u.id
        """,
        offers=offers,
        p=offer_posters,
        c=offer_contacts,
        m=template_members,
        t=templates,
        thresholds=thresholds,
    )
    both_ends = engine.sql(
        """
        WITH counted AS (
            SELECT kind, value, count(*) FILTER (side = 'recruiting') AS recruiting,
                   count(*) FILTER (side = 'selling') AS selling, count(DISTINCT poster_id) AS posters,
                   coalesce(min(claimed_key) = max(claimed_key), false) AND count(*) = count(claimed_key) AS one_firm
            FROM used GROUP BY kind, value HAVING min(side) < max(side)
        ), found AS (
            SELECT * FROM counted
            WHERE NOT one_firm AND posters <= (SELECT value FROM thresholds WHERE name = 'posters_at_most')
        ), placed AS (
            SELECT u.*, o.section FROM used u JOIN found f ON f.kind = u.kind AND f.value = u.value
            JOIN (SELECT id, min(section) AS section FROM offers GROUP BY id) o ON o.id = u.id
        ), told AS (
            SELECT kind, value,
                   array_to_string(list(DISTINCT section ORDER BY section) FILTER (side = 'recruiting')[1:3], '; ') AS recruits_for,
                   array_to_string(list(DISTINCT section ORDER BY section) FILTER (side = 'selling')[1:3], '; ') AS sells,
                   greatest(min(posted_on) FILTER (side = 'recruiting'), min(posted_on) FILTER (side = 'selling')) AS known_on,
                   list_concat(list(id ORDER BY id) FILTER (side = 'recruiting')[1:25],
                               list(id ORDER BY id) FILTER (side = 'selling')[1:25]) AS because
            FROM placed GROUP BY kind, value
        )
        SELECT f.*, told.recruits_for, told.sells, told.known_on, told.because
        FROM found f JOIN told ON told.kind = f.kind AND told.value = f.value
        """,
        used=used,
        offers=offers,
        thresholds=thresholds,
    )
    return engine.sql(
        """
        WITH held AS (
            SELECT kind, value, poster_id, min(posted_on) AS used_on FROM used GROUP BY kind, value, poster_id
        )
        SELECT h.poster_id AS node_id, CASE h.kind WHEN 'account' THEN 'own offers' ELSE h.kind || ' ' || h.value END AS what,
               greatest(b.known_on, h.used_on) AS known_on, coalesce(least(b.recruiting, b.selling), 0) AS strength,
               ['recruiting', CAST(b.recruiting AS VARCHAR), 'selling', CAST(b.selling AS VARCHAR), 'recruits_for',
                b.recruits_for, 'sells', b.sells, 'posters', CAST(b.posters AS VARCHAR), 'shared', h.kind,
                h.kind, h.value] AS facts, coalesce(b.because, []) AS because
        FROM held h LEFT JOIN b ON b.kind = h.kind AND b.value = h.value
        """,
        used=used,
        b=both_ends,
    )
