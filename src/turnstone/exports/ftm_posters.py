"""Those who post offers as FollowTheMoney entities, so that no tie between them points to nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from turnstone.exports.mask import Mask

SCHEMATA = {"account": "UserAccount", "person": "Person"}
"""What a poster is, by what tells it from others; else a LegalEntity."""
NOTE = "To post an offer, or to repeat one, is no wrongdoing. Exported by Turnstone: ties say what is shared, no more."


def poster_entities(
    ask: Callable[[str], list[dict[str, Any]]], mask: Mask, said: Callable[[dict[str, Any]], list[str]]
) -> Iterator[tuple[str, str, dict[str, list[Any]]]]:
    """The chosen posters. `said`: what is said of a row's network."""
    for row in ask(
        """
        SELECT p.id, p.kind, p.name, p.offers, p.names, p.first_on, p.last_on, l.network_id, l.status, l.weight_mbits
        FROM posters p JOIN chosen USING (id) LEFT JOIN network_members m ON m.node_id = p.id
        LEFT JOIN leads l ON l.network_id = m.network_id ORDER BY p.id
        """
    ):
        kind = str(row["kind"])
        name = (
            mask.stand_in("offer", row["id"])
            if row["name"] is None or kind == "offer"
            else mask.poster(kind, row["name"])
        )
        days = f"{row['first_on']} to {row['last_on']}" if row["first_on"] else "days unknown"
        yield row["id"], SCHEMATA.get(kind, "LegalEntity"), {
            "name": [name],
            "notes": [NOTE, f"Told by {kind}; offers: {row['offers']}, {days}; names claimed: {row['names']}", *said(row)],
        }  # fmt: skip
