"""The rows of files that say that parties hold things: all that are asked for at once, each long table read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table

ReadTable = Callable[[str], Table]
Held = tuple[str, str, str]
"""A party (entity, case or poster), the kind of a thing, and its value."""
FIELDS = {"phone": "phone", "email": "email", "registration": "registration_no"}
PLACES = ("premises", "housing")


def rows_holding(
    engine: LocalEngine, read: ReadTable, wanted: Iterable[Held], each: int
) -> dict[Held, tuple[list[str], int]]:
    """For each of `wanted` the ids of the first `each` rows, and how many there are: of a party the earliest known, of a
    poster by id. What nothing says is not among the keys."""
    groups: dict[str, list[Held]] = {}
    for held in sorted(set(wanted)):
        groups.setdefault(_group(held), []).append(held)
    out: dict[Held, tuple[list[str], int]] = {}
    for group, some in groups.items():
        out |= _first(engine, read, QUERIES[group], TABLES[group], some, each)
    return out


def _group(held: Held) -> str:
    party, kind, _ = held
    if party.startswith("poster-"):
        return kind if kind in ("template", "image") else "contact"
    if kind in PLACES:
        return "unnamed" if party.startswith("case-") else "place"
    return "field" if kind in FIELDS else "person"


def _first(
    engine: LocalEngine, read: ReadTable, query: str, tables: tuple[str, ...], some: list[Held], each: int
) -> dict[Held, tuple[list[str], int]]:
    columns = {
        name: pa.array([held[at] for held in some], pa.string()) for at, name in enumerate(("party", "kind", "value"))
    }
    rows = engine.sql(
        f"""
        WITH said AS ({query}),
        once AS (SELECT party, kind, value, row_id, min(known_on) AS known_on FROM said GROUP BY party, kind, value, row_id),
        counted AS (
            SELECT *, count(*) OVER (PARTITION BY party, kind, value) AS total,
                   row_number() OVER (PARTITION BY party, kind, value ORDER BY known_on, row_id) AS place FROM once)
        SELECT party, kind, value, row_id, total FROM counted WHERE place <= {int(each)} ORDER BY party, kind, value, place
        """,
        wanted=Table.of(pa.table(columns)),
        **{name: read(name) for name in tables},
    )
    out: dict[Held, tuple[list[str], int]] = {}
    for row in rows.arrow().to_pylist():
        out.setdefault((row["party"], row["kind"], row["value"]), ([], row["total"]))[0].append(row["row_id"])
    return out


OWN = """SELECT w.party, w.kind, w.value, m.row_id, m.known_on FROM wanted w JOIN members b ON b.entity_id = w.party
    JOIN profiles p ON p.id = b.profile_id JOIN mentions m ON m.profile_id = p.id"""
OFFERED = """SELECT w.party, w.kind, w.value, o.offer_id AS row_id, CAST(NULL AS DATE) AS known_on FROM wanted w
    JOIN offer_posters o ON o.poster_id = w.party JOIN"""
PLACED = """list_has_any(p.address_keys, (SELECT list(x.address_key) FROM premises x WHERE x.premises_id = w.value))"""
QUERIES = {
    "template": f"{OFFERED} template_members t ON t.offer_id = o.offer_id AND t.template_id = w.value",
    "contact": f"{OFFERED} offer_contacts c ON c.offer_id = o.offer_id AND c.kind = w.kind AND c.value = w.value",
    "image": f"{OFFERED} offers f ON f.id = o.offer_id WHERE list_contains(f.images, w.value)",
    "field": OWN
    + " WHERE w.value = CASE w.kind "
    + " ".join(f"WHEN '{kind}' THEN p.{field}" for kind, field in FIELDS.items())
    + " END",
    "place": f"{OWN} WHERE {PLACED}",
    # An unnamed employer is known by its case alone.
    "unnamed": f"""SELECT w.party, w.kind, w.value, m.row_id, m.known_on FROM wanted w
        JOIN mentions m ON m.case_no = substr(w.party, 6) JOIN profiles p ON p.id = m.profile_id WHERE {PLACED}""",
    # A person beside the party: rows that name both.
    "person": """SELECT w.party, w.kind, w.value, m.row_id, m.known_on FROM wanted w JOIN members b ON b.entity_id = w.party
        JOIN mentions e ON e.profile_id = b.profile_id JOIN mentions m ON m.row_id = e.row_id
        JOIN profiles p ON p.id = m.profile_id WHERE list_contains(p.name_bags, split_part(w.value, '|', 1))""",
}
"""SQL for each group of things: party, kind, value, row_id, known_on."""
TABLES = {
    "template": ("offer_posters", "template_members"), "contact": ("offer_posters", "offer_contacts"),
    "image": ("offer_posters", "offers"), "field": ("members", "profiles", "mentions"),
    "place": ("members", "profiles", "mentions", "premises"), "unnamed": ("profiles", "mentions", "premises"),
    "person": ("members", "profiles", "mentions"),
}  # fmt: skip
