from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def obscured_contact(
    engine: LocalEngine, *, thresholds: Table, offers: Table, offer_posters: Table, offer_contacts: Table
) -> Table:
    """One check for each poster with enough offers that give a telephone or e-mail address in their text: in how many
    of a hundred is it written so that a machine would miss it?"""
    return engine.sql(
        """
        WITH one AS (
            SELECT offer_id, bool_or(obscured) AS obscured, min(how) FILTER (obscured AND how <> '') AS how
            FROM c WHERE field = 'body' AND kind IN ('phone', 'email') GROUP BY offer_id
        ), summed AS (
            SELECT p.poster_id, count(*) AS offers, count(*) FILTER (one.obscured) AS obscured, max(o.posted_on) AS known_on,
                   array_to_string(list(DISTINCT one.how ORDER BY one.how)[1:5], ', ') AS how,
                   list(one.offer_id ORDER BY one.offer_id) FILTER (one.obscured)[1:50] AS because
            FROM one JOIN p ON p.offer_id = one.offer_id JOIN (SELECT id, min(posted_on) AS posted_on FROM offers GROUP BY id) o
                 ON o.id = one.offer_id
            GROUP BY p.poster_id
        )
        SELECT poster_id AS node_id, 'share' AS what, known_on,
               CASE WHEN 100 * obscured // offers >= (SELECT value FROM thresholds WHERE name = 'percent')
                    THEN 100 * obscured // offers ELSE 0 END AS strength,
               ['percent', CAST(100 * obscured // offers AS VARCHAR), 'obscured', CAST(obscured AS VARCHAR),
                'offers', CAST(offers AS VARCHAR), 'how', how] AS facts, because
        FROM summed WHERE offers >= (SELECT value FROM thresholds WHERE name = 'offers')
        """,
        offers=offers,
        p=offer_posters,
        c=offer_contacts,
        thresholds=thresholds,
    )
