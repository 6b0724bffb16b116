"""A run as FollowTheMoney entities, for OpenAleph, OpenSanctions' tools and others that read them.

Parties become companies, organisations or people with the addresses that they hold; agents and recruiters become
`Representation`, official bars `Sanction`, shared things `UnknownLink`. Names of people and contacts are masked unless
the mask is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.evidence.files import written_aside
from turnstone.exports.ftm_posters import poster_entities
from turnstone.exports.mask import Mask
from turnstone.formats.ftm import entity_line
from turnstone.kernels.digest import text_id

ReadTable = Callable[[str], Table]
SHARED = {"phone": "a telephone number", "premises": "an address", "housing": "workers' housing", "person": "a person",
          "asserted": "a link that a register asserts", "email": "an e-mail address", "handle": "a handle", "url": "a page",
          "wallet": "a wallet", "iban": "a bank account", "plate": "a plate", "template": "a text", "image": "an image"}  # fmt: skip
"""Ties that are written: kind -> what is shared."""
NOTE = "A certification is an approval and no wrongdoing. Exported by Turnstone: ties say what is shared, no more."


def write_ftm(
    path: Path, engine: LocalEngine, read: ReadTable, mask: Mask, networks: list[str] | None = None
) -> dict[str, int]:
    """Writes one entity a line: parties of the named networks, or of all; gives how many of each schema."""
    counts: dict[str, int] = {}
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="\n") as file:
        for id, schema, properties in _entities(engine, read, mask, networks):
            counts[schema] = counts.get(schema, 0) + 1
            file.write(entity_line(id, schema, properties) + "\n")
    return counts


Entity = tuple[str, str, dict[str, list[Any]]]


def _entities(engine: LocalEngine, read: ReadTable, mask: Mask, networks: list[str] | None) -> Iterator[Entity]:
    names = (
        "nodes", "network_members", "entities", "members", "profiles", "mentions", "holdings", "premises", "ties",
        "bars", "leads", "parties",
    )  # fmt: skip
    tables = {name: read(name) for name in names}
    if networks is None:
        chosen = "SELECT id FROM nodes"
    else:
        listed = ", ".join("'" + n.replace("'", "''") + "'" for n in networks) or "''"
        chosen = f"SELECT node_id AS id FROM network_members WHERE network_id IN ({listed})"
    # Whoever represents a chosen party comes along, so that no link points to nothing.
    tables["chosen"] = engine.sql(
        f"""
        SELECT id FROM ({chosen}) UNION
        SELECT value FROM holdings JOIN ({chosen}) c ON c.id = holdings.node_id WHERE kind IN ('agent', 'recruiter')
        """,
        **tables,
    )

    def ask(query: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = engine.sql(query, **tables).arrow().to_pylist()
        return rows

    yield from _parties(ask, mask)
    if ask("SELECT id FROM nodes JOIN chosen USING (id) WHERE kind = 'poster' LIMIT 1"):
        tables["posters"] = read("posters")
        yield from poster_entities(ask, mask, _said)
    yield from _premises(ask)
    yield from _links(ask, mask)
    yield from _bars(ask)


def _parties(ask: Callable[[str], list[dict[str, Any]]], mask: Mask) -> Iterator[Entity]:
    rows = ask(
        """
        WITH written AS (
            SELECT b.entity_id, list_distinct(list(p.name)) AS names, list_distinct(list(p.phone)) AS phones,
                   list_distinct(list(p.email)) AS emails, bool_or(p.legal_form IS NOT NULL) AS company,
                   list_distinct(list(p.registration_no)) AS numbers
            FROM members b JOIN (SELECT DISTINCT ON (id) * FROM profiles ORDER BY id) p ON p.id = b.profile_id
            WHERE b.entity_id IN (SELECT id FROM chosen) GROUP BY b.entity_id
        ), held AS (
            SELECT node_id, list(value ORDER BY value) AS places FROM holdings WHERE kind = 'premises' GROUP BY node_id
        ), network AS (
            SELECT m.node_id, l.network_id, l.status, l.weight_mbits FROM network_members m JOIN leads l USING (network_id)
        )
        SELECT e.id, e.kind, e.name, e.country, e.first_on, w.names, w.phones, w.emails, w.company, w.numbers, h.places,
               coalesce(n.barred, false) AS barred, n.kind AS node_kind, network.network_id, network.weight_mbits,
               network.status
        FROM entities e JOIN chosen USING (id) JOIN written w ON w.entity_id = e.id LEFT JOIN held h ON h.node_id = e.id
        LEFT JOIN nodes n ON n.id = e.id LEFT JOIN network ON network.node_id = e.id ORDER BY e.id
        """
    )
    for row in rows:
        person = row["kind"] == "person"
        schema = "Person" if person else "Company" if row["company"] else "LegalEntity"
        names = [mask.of_kind("person", n) if person else n for n in [row["name"], *(row["names"] or [])]]
        yield row["id"], schema, {
            "name": names[:1], "alias": sorted({str(n) for n in names[1:]} - {str(names[0])}),
            "country": [str(row["country"]).lower()] if row["country"] else [],
            "phone": [mask.hide("phone", p) for p in row["phones"] or []] if mask.open else [],
            "email": [mask.hide("email", e) for e in row["emails"] or []] if mask.open else [],
            "registrationNumber": row["numbers"] or [], "addressEntity": row["places"] or [],
            "topics": ["debarment"] if row["barred"] else [],
            "notes": [NOTE, *_said(row)],
        }  # fmt: skip
    for row in ask("SELECT id, first_on FROM nodes JOIN chosen USING (id) WHERE kind = 'unnamed employer' ORDER BY id"):
        case = row["id"].removeprefix("case-")
        yield row["id"], "LegalEntity", {
            "name": [f"employer not named in the files (case {case})"], "notes": [NOTE]
        }  # fmt: skip


def _said(row: dict[str, Any]) -> list[str]:
    if not row["network_id"]:
        return []
    return [f"In {row['network_id']}: {row['status']}, {row['weight_mbits'] / 1000:.1f} bits of rarity"]


def _premises(ask: Callable[[str], list[dict[str, Any]]]) -> Iterator[Entity]:
    rows = ask(
        """
        SELECT p.premises_id, list(p.address_key ORDER BY p.first_on NULLS LAST, p.address_key) AS keys,
               arg_min(p.town, (p.first_on, p.address_key)) AS town, arg_min(p.state, (p.first_on, p.address_key)) AS state
        FROM premises p WHERE p.premises_id IN (
            SELECT value FROM holdings JOIN chosen ON chosen.id = holdings.node_id WHERE kind IN ('premises', 'housing'))
        GROUP BY p.premises_id ORDER BY p.premises_id
        """
    )
    for row in rows:
        parts = row["keys"][0].split("|")
        yield row["premises_id"], "Address", {
            "full": [", ".join(part for part in key.split("|") if part) for key in row["keys"]],
            "street": [parts[0]], "city": [row["town"]], "state": [row["state"]],
        }  # fmt: skip


def _links(ask: Callable[[str], list[dict[str, Any]]], mask: Mask) -> Iterator[Entity]:
    for row in ask(
        """
        SELECT h.* FROM holdings h JOIN chosen c ON c.id = h.node_id
        WHERE h.kind IN ('agent', 'recruiter') ORDER BY h.node_id, h.kind, h.value
        """
    ):
        yield f"{row['kind']}-{row['value']}-{row['node_id']}", "Representation", {
            "agent": [row["value"]], "client": [row["node_id"]], "role": [row["kind"]],
            "startDate": [row["first_on"]], "endDate": [row["last_on"]],
        }  # fmt: skip
    for row in ask(
        """
        SELECT h.* FROM holdings h JOIN chosen c ON c.id = h.node_id WHERE h.kind = 'housing' ORDER BY h.node_id, h.value
        """
    ):
        yield f"housing-{row['value']}-{row['node_id']}", "UnknownLink", {
            "subject": [row["node_id"]], "object": [row["value"]], "role": ["houses workers at"],
            "startDate": [row["first_on"]], "endDate": [row["last_on"]],
        }  # fmt: skip
    kinds = ", ".join(f"'{kind}'" for kind in SHARED if kind != "housing")
    for row in ask(
        f"""
        SELECT t.* FROM ties t JOIN chosen a ON a.id = t.a JOIN chosen b ON b.id = t.b
        WHERE t.kind IN ({kinds}) ORDER BY t.a, t.b, t.kind, t.value
        """
    ):
        shown = str(mask.of_kind(row["kind"], row["value"]))
        id = text_id("tie", row["a"], row["b"], row["kind"], mask.stand_in("tie", row["value"]))
        yield id, "UnknownLink", {
            "subject": [row["a"]], "object": [row["b"]], "role": [f"both hold {SHARED[row['kind']]} ({shown})"],
            "startDate": [row["since"]],
        }  # fmt: skip


def _bars(ask: Callable[[str], list[dict[str, Any]]]) -> Iterator[Entity]:
    for row in ask("SELECT b.* FROM bars b JOIN chosen ON chosen.id = b.node_id ORDER BY b.id, b.node_id"):
        yield row["id"], "Sanction", {
            "entity": [row["node_id"]], "program": [row["programme"]], "startDate": [row["begin_on"]],
            "endDate": [row["end_on"]], "reason": ["official debarment"],
        }  # fmt: skip
