from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def unnamed_text_in_many_towns(
    engine: LocalEngine, *, thresholds: Table, offers: Table, offer_posters: Table, template_members: Table, templates: Table
) -> Table:  # fmt: skip
    """One check for each specific text by which a poster looks for people to work and beside which nobody is named: in
    how many towns does it stand?"""
    return engine.sql(
        """
        WITH told AS (SELECT max(value) FILTER (name = 'towns') AS towns, max(value) FILTER (name = 'bits') AS bits,
                             max(value) FILTER (name = 'posters_at_most') AS most FROM thresholds),
        once AS (SELECT DISTINCT ON (id) id, side, town, claimed_key, posted_on FROM offers),
        uses AS (
            SELECT DISTINCT m.template_id, o.id, o.side, o.town, o.claimed_key, o.posted_on, p.poster_id
            FROM m JOIN t ON t.id = m.template_id JOIN once o ON o.id = m.offer_id JOIN p ON p.offer_id = o.id
            WHERE t.phrase_mbits >= 1000 * (SELECT bits FROM told)
        ), texts AS (
            SELECT template_id, count(DISTINCT town) AS towns, count(DISTINCT poster_id) AS posters,
                   max(posted_on) AS known_on, min(posted_on) AS first_on
            FROM uses GROUP BY template_id
            HAVING count(claimed_key) = 0 AND bool_and(coalesce(side = 'recruiting', false)) AND count(town) > 0
               AND count(DISTINCT poster_id) <= (SELECT most FROM told)
        ), spread AS (
            SELECT template_id, list(id ORDER BY posted_on NULLS LAST, id)[1:50] AS because FROM (
                SELECT DISTINCT ON (template_id, town) template_id, town, id, posted_on FROM uses
                WHERE town IS NOT NULL ORDER BY template_id, town, posted_on NULLS LAST, id
            ) GROUP BY template_id
        )
        SELECT DISTINCT u.poster_id AS node_id, x.template_id AS what, x.known_on,
               CASE WHEN x.towns >= told.towns THEN x.towns ELSE 0 END AS strength,
               ['towns', CAST(x.towns AS VARCHAR), 'posters', CAST(x.posters AS VARCHAR), 'template', x.template_id,
                'from', CAST(x.first_on AS VARCHAR), 'until', CAST(x.known_on AS VARCHAR)] AS facts, s.because
        FROM uses u JOIN texts x USING (template_id) JOIN spread s USING (template_id) CROSS JOIN told
        """,
        offers=offers,
        p=offer_posters,
        m=template_members,
        t=templates,
        thresholds=thresholds,
    )
