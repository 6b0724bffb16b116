"""The run's tables of offers, with only those rows from which the names and wordings of some networks are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports.template_facts import quoted

ReadTable = Callable[[str], Any]
OF_OFFER = {"offers": "id", "offer_contacts": "offer_id", "template_members": "offer_id", "offer_posters": "offer_id"}
OF_WORDING = {"templates": "id", "template_parts": "template_id"}


def sliced_names(engine: LocalEngine, read: ReadTable, networks: list[str]) -> ReadTable:
    """Reads what is told of the offers of these networks' posters, and of all other offers that use their wordings, contacts or
    images; other tables whole. The long tables are read once for all of the networks."""
    listed = ", ".join(quoted(network) for network in networks)
    held: dict[str, Any] = {}

    def ask(query: str, *tables: str, **given: Any) -> Table:
        return Table.of(engine.sql(query, **{name: read(name) for name in tables}, **given).arrow())

    own = ask(
        f"""SELECT DISTINCT p.offer_id FROM offer_posters p JOIN network_members m ON m.node_id = p.poster_id
            WHERE m.network_id IN ({listed})""",
        "offer_posters", "network_members",
    )  # fmt: skip
    wordings = ask(
        "SELECT DISTINCT template_id AS id FROM template_members WHERE offer_id IN (SELECT offer_id FROM own)",
        "template_members",
        own=own,
    )
    needed = ask(
        """SELECT offer_id FROM own UNION SELECT offer_id FROM template_members WHERE template_id IN (SELECT id FROM wordings)
           UNION SELECT c.offer_id FROM offer_contacts c JOIN (
               SELECT DISTINCT kind, value FROM offer_contacts WHERE offer_id IN (SELECT offer_id FROM own)) u
           ON u.kind = c.kind AND u.value = c.value
           UNION SELECT id FROM offers WHERE list_has_any(images, coalesce((
               SELECT list(DISTINCT image) FROM (SELECT unnest(images) AS image FROM offers WHERE id IN (SELECT offer_id FROM own))), []))""",
        "template_members", "offer_contacts", "offers", own=own, wordings=wordings,
    )  # fmt: skip

    def get(name: str) -> Any:
        if name not in held:
            if name in OF_OFFER:
                query = f"SELECT * FROM {name} WHERE {OF_OFFER[name]} IN (SELECT offer_id FROM needed)"
                held[name] = ask(query, name, needed=needed)
            elif name in OF_WORDING:
                query = f"SELECT * FROM {name} WHERE {OF_WORDING[name]} IN (SELECT id FROM wordings)"
                held[name] = ask(query, name, wordings=wordings)
            else:
                held[name] = read(name)
        return held[name]

    return get
