from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def text_repetition(engine: LocalEngine, *, thresholds: Table, offer_posters: Table, template_members: Table) -> Table:
    """One check for each template of a poster; switched off, because honest firms repeat too."""
    return engine.sql(
        """
        WITH counted AS (SELECT template_id, count(*) AS offers FROM m GROUP BY template_id)
        SELECT p.poster_id AS node_id, m.template_id AS what, min(m.posted_on) AS known_on,
               CASE WHEN any_value(c.offers) >= (SELECT value FROM thresholds WHERE name = 'offers') THEN any_value(c.offers)
                    ELSE 0 END AS strength,
               ['offers', CAST(any_value(c.offers) AS VARCHAR), 'template', m.template_id] AS facts,
               list(m.offer_id ORDER BY m.offer_id)[1:50] AS because
        FROM m JOIN p ON p.offer_id = m.offer_id JOIN counted c ON c.template_id = m.template_id
        GROUP BY p.poster_id, m.template_id
        """,
        m=template_members,
        p=offer_posters,
        thresholds=thresholds,
    )
