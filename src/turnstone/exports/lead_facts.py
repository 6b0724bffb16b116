"""What the tables of a run say about the members of one network: job orders, bars, housing, places.

`here` is the network's id in SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Ask = Callable[..., list[dict[str, Any]]]


def orders_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Job orders of its members, by day."""
    return ask(
        f"""SELECT o.id, o.node_id, o.name, o.case_no, o.programme, o.status, o.granted, o.on_date, o.begin_on, o.end_on,
                   o.workers, o.wage_hourly, o.job_title, o.town, o.state
            FROM orders o JOIN network_members m ON m.node_id = o.node_id AND m.network_id = {here}
            ORDER BY o.on_date, o.id""",
        "orders",
        "network_members",
    )


def bars_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Official bars of its members."""
    return ask(
        f"""SELECT b.* FROM bars b JOIN network_members m ON m.node_id = b.node_id AND m.network_id = {here}
            ORDER BY b.begin_on, b.id""",
        "bars",
        "network_members",
    )


def beds_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Housing that its members filed (at most 200 lines)."""
    return ask(
        f"""SELECT b.* FROM beds b JOIN network_members m ON m.node_id = b.node_id AND m.network_id = {here}
            ORDER BY b.filed_on, b.id LIMIT 200""",
        "beds",
        "network_members",
    )


def places_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Towns with what happens there: job orders, housing, and where recruiters are."""
    return ask(
        f"""
        WITH mine AS (SELECT node_id FROM network_members WHERE network_id = {here}),
        said AS (
            SELECT 'work' AS what, town, state, country FROM orders WHERE node_id IN (SELECT node_id FROM mine)
            UNION ALL
            SELECT 'housing', p.town, p.state, 'US' FROM beds b JOIN premises p ON p.premises_id = b.premises_id
            WHERE b.node_id IN (SELECT node_id FROM mine)
            UNION ALL
            SELECT 'recruiter', e.town, e.state, e.country FROM holdings h JOIN entities e ON e.id = h.value
            WHERE h.kind = 'recruiter' AND h.node_id IN (SELECT node_id FROM mine)
        )
        SELECT what, town, state, country, count(*) AS n, CAST(NULL AS VARCHAR) AS place FROM said WHERE town IS NOT NULL
        GROUP BY what, town, state, country ORDER BY n DESC, town, state, what
        """,
        "network_members",
        "orders",
        "beds",
        "premises",
        "holdings",
        "entities",
    )


def offered_of(ask: Ask, here: str) -> list[dict[str, Any]]:
    """Towns that its posters' offers give."""
    return ask(
        f"""
        SELECT 'offers' AS what, o.town, CAST(NULL AS VARCHAR) AS state, o.country, count(*) AS n, mode(o.place ORDER BY o.place) AS place
        FROM network_members m JOIN offer_posters p ON p.poster_id = m.node_id JOIN offers o ON o.id = p.offer_id
        WHERE m.network_id = {here} AND o.town IS NOT NULL GROUP BY o.town, o.country ORDER BY n DESC, o.town, o.country
        """,
        "network_members",
        "offer_posters",
        "offers",
    )
