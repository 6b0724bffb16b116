from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def account_in_two_places(engine: LocalEngine, *, thresholds: Table, offers: Table, offer_posters: Table) -> Table:
    """One check for each account with dated and placed offers on several days: on how many days was it in many towns,
    or in several countries? What businesses offer, and what looks for people to work, is left out."""
    return engine.sql(
        """
        WITH once AS (
            SELECT DISTINCT ON (id) id, town, country, posted_on FROM offers
            WHERE account IS NOT NULL AND posted_on IS NOT NULL AND town IS NOT NULL
              AND coalesce(side <> 'recruiting', true) AND coalesce(claimed_kind <> 'business', true)
        ), days AS (
            SELECT p.poster_id, o.posted_on, count(DISTINCT o.town) AS towns, count(DISTINCT o.country) AS countries,
                   list(o.id ORDER BY o.id)[1:25] AS because
            FROM once o JOIN p ON p.offer_id = o.id GROUP BY p.poster_id, o.posted_on
        ), judged AS (
            SELECT *, towns >= (SELECT value FROM thresholds WHERE name = 'towns')
                   OR countries >= (SELECT value FROM thresholds WHERE name = 'countries') AS wide FROM days
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY poster_id ORDER BY wide DESC, towns DESC, posted_on) AS place FROM judged
        ), summed AS (
            SELECT poster_id, count(*) FILTER (wide) AS days, max(posted_on) FILTER (place <= few.days) AS known_on,
                   max(towns) FILTER (place = few.days) AS towns, max(countries) FILTER (place <= few.days) AS countries,
                   count(*) AS seen, flatten(list(because ORDER BY place) FILTER (place <= few.days))[1:50] AS because,
                   min(posted_on) FILTER (place <= few.days) AS day, any_value(few.days) AS needed
            FROM ranked CROSS JOIN (SELECT CAST(value AS INTEGER) AS days FROM thresholds WHERE name = 'days') few
            GROUP BY poster_id
        )
        SELECT poster_id AS node_id, 'days' AS what, known_on,
               CASE WHEN days >= needed THEN greatest(towns, countries) ELSE 0 END AS strength,
               ['towns', CAST(towns AS VARCHAR), 'countries', CAST(countries AS VARCHAR), 'days', CAST(days AS VARCHAR),
                'day', CAST(day AS VARCHAR), 'other_day', CAST(known_on AS VARCHAR)] AS facts, because
        FROM summed WHERE seen >= needed
        """,
        offers=offers,
        p=offer_posters,
        thresholds=thresholds,
    )
