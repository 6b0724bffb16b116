"""All tables by name, and those that a source can fill."""

from turnstone.model.appendices import CREWS, HOUSING, JOINT_EMPLOYERS, RECRUITERS, WAGE_OFFERS
from turnstone.model.debarments import DEBARMENTS
from turnstone.model.hits import BARS, BEDS, CHECKS, HITS, ORDERS
from turnstone.model.job_orders import JOB_ORDERS
from turnstone.model.leads import LEAD_PARTS, LEADS
from turnstone.model.links import ENTITIES, LINK_CUTS, LINKS, MEMBERS, PREMISES
from turnstone.model.moves import CONTINUITIES, FOLDED_CONTINUITIES, MOVES
from turnstone.model.networks import (
    CUTS,
    DEALINGS,
    HOLDINGS,
    HUBS,
    NETWORK_MEMBERS,
    NETWORK_SUMMARIES,
    NETWORKS,
    NODES,
    POSITIONS,
    POSSIBLE_MEMBERS,
    TIES,
    WEAK_POINTS,
)
from turnstone.model.offers import CLAIMS, OFFER_CONTACTS, OFFER_POSTERS, OFFERS, POSTERS
from turnstone.model.parties import PARTIES, PARTY_LINKS, WAGE_FLOORS
from turnstone.model.profiles import MENTIONS, PROFILES
from turnstone.model.schema import INT, TEXT, Column, Schema
from turnstone.model.sources import REJECTS, SOURCE_COLUMNS, SOURCE_FILES
from turnstone.model.texts import SKETCHES, TEMPLATE_MEMBERS, TEMPLATE_PARTS, TEMPLATES, TEXT_CUTS, TEXT_EDGES

FILLED_BY_SOURCES: dict[str, Schema] = {
    schema.name: schema
    for schema in (
        JOB_ORDERS, CREWS, WAGE_OFFERS, RECRUITERS, HOUSING, JOINT_EMPLOYERS, DEBARMENTS, PARTIES, PARTY_LINKS,
        WAGE_FLOORS, OFFERS,
    )
}  # fmt: skip


def raw_schema(table: Schema) -> Schema:
    """The raw rows of a table: where each stands, its id, and the fields that an importer may fill, all text."""
    return Schema(
        f"raw_{table.name}",
        f"Rows for `{table.name}` as the file has them, before cleaning.",
        ("sheet", "row", "id"),
        (
            Column("id", TEXT, "The row's id, from its content.", required=True),
            Column("source", TEXT, "SHA-256 of the file.", required=True),
            Column("sheet", TEXT, "Sheet, where the format has sheets."),
            Column("row", INT, "Row or line, counted from 1.", required=True),
            Column(
                "style", TEXT, "How dates and decimals are written: mdy or dmy, then the decimal sign.", required=True
            ),
            *(Column(name, TEXT, doc) for name, doc in table.raw.items()),
        ),
    )


RAW = {name: raw_schema(table) for name, table in FILLED_BY_SOURCES.items()}


_MADE = (
    (SOURCE_FILES, SOURCE_COLUMNS, REJECTS, PROFILES, MENTIONS),
    (
        OFFER_CONTACTS,
        CLAIMS,
        SKETCHES,
        TEXT_EDGES,
        TEMPLATES,
        TEMPLATE_PARTS,
        TEMPLATE_MEMBERS,
        TEXT_CUTS,
        POSTERS,
        OFFER_POSTERS,
    ),
    (PREMISES, LINKS, LINK_CUTS, ENTITIES, MEMBERS),
    (NODES, HOLDINGS, DEALINGS, HUBS, TIES, NETWORKS, NETWORK_MEMBERS, POSSIBLE_MEMBERS, CUTS),
    (NETWORK_SUMMARIES, WEAK_POINTS, POSITIONS, CONTINUITIES, FOLDED_CONTINUITIES, MOVES),
    (ORDERS, BARS, BEDS, HITS, CHECKS, LEADS, LEAD_PARTS),
)
ALL_TABLES: dict[str, Schema] = FILLED_BY_SOURCES | {schema.name: schema for room in _MADE for schema in room}


def schema_of(name: str) -> Schema:
    """The schema of any table of a run, raw ones included."""
    return ALL_TABLES[name] if name in ALL_TABLES else RAW[name.removeprefix("raw_")]
