from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.indicators.identities import threshold, under_names


def same_text_other_identity(
    engine: LocalEngine, *, thresholds: Table, offers: Table, offer_posters: Table, claims: Table, template_members: Table, templates: Table
) -> Table:  # fmt: skip
    """One check for each text of a poster under which somebody is named: under how many names does it stand?"""
    used = engine.sql(
        """
        WITH specific AS (
            SELECT DISTINCT m.offer_id, m.template_id FROM m JOIN t ON t.id = m.template_id
            WHERE t.phrase_mbits >= 1000 * (SELECT value FROM thresholds WHERE name = 'bits')
        )
        SELECT 'text' AS kind, coalesce(s.template_id, p.offer_id) AS value, p.offer_id
        FROM p LEFT JOIN specific s ON s.offer_id = p.offer_id
        """,
        m=template_members,
        t=templates,
        p=offer_posters,
        thresholds=thresholds,
    )
    at_most = threshold(engine, thresholds, "posters_at_most")
    return engine.sql(
        """
        SELECT u.node_id, u.value AS what, u.known_on,
               CASE WHEN u.names >= (SELECT value FROM thresholds WHERE name = 'names') THEN u.names ELSE 0 END AS strength,
               ['names', CAST(u.names AS VARCHAR), 'businesses', CAST(u.businesses AS VARCHAR),
                'posters', CAST(u.posters AS VARCHAR), 'template', u.value, 'bits', CAST(t.phrase_mbits // 1000 AS VARCHAR),
                'from', CAST(u.first_on AS VARCHAR), 'until', CAST(u.known_on AS VARCHAR)] AS facts, u.because
        FROM u LEFT JOIN (SELECT id, max(phrase_mbits) AS phrase_mbits FROM t GROUP BY id) t ON t.id = u.value
        """,
        u=under_names(engine, used, offers, offer_posters, claims, at_most=at_most),
        t=templates,
        thresholds=thresholds,
    )
