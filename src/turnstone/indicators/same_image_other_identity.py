from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.indicators.identities import threshold, under_names


def same_image_other_identity(
    engine: LocalEngine, *, thresholds: Table, offers: Table, offer_posters: Table, claims: Table
) -> Table:
    """One check for each image of a poster beside which somebody is named: beside how many names does it stand?"""
    used = engine.sql(
        """
        SELECT DISTINCT 'image' AS kind, image AS value, offer_id FROM (
            SELECT id AS offer_id, unnest(images) AS image FROM offers WHERE len(images) > 0
        )
        """,
        offers=offers,
    )
    at_most = threshold(engine, thresholds, "posters_at_most")
    return engine.sql(
        """
        SELECT node_id, value AS what, known_on,
               CASE WHEN names >= (SELECT value FROM thresholds WHERE name = 'names') THEN names ELSE 0 END AS strength,
               ['names', CAST(names AS VARCHAR), 'businesses', CAST(businesses AS VARCHAR),
                'posters', CAST(posters AS VARCHAR), 'image', value,
                'from', CAST(first_on AS VARCHAR), 'until', CAST(known_on AS VARCHAR)] AS facts, because
        FROM u
        """,
        u=under_names(engine, used, offers, offer_posters, claims, at_most=at_most),
        thresholds=thresholds,
    )
