"""Nodes and what they hold, gathered from clean tables and entities."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.networks import DEALINGS, HOLDINGS, NODES
from turnstone.networks.kinds import ACTS_FOR, of_kind
from turnstone.networks.offered import Offered, poster_holdings, poster_nodes
from turnstone.stage import stage

# Each part gives (node_id, kind, value, first_on, last_on, n). `said` are mentions summed up by profile and role, with
# their entity; `pairs` rows that name two parties, summed up; `loose` the cases whose employer no file at hand names.
_PARTS = {
    "premises": """
        SELECT s.entity_id AS node_id, 'premises' AS kind, p.premises_id AS value, s.first_on, s.last_on, s.n
        FROM said s JOIN addresses p USING (profile_id)
        WHERE s.role IN ('employer', 'joint_employer', 'party') AND s.entity_kind = 'business'""",
    "phone": """
        SELECT entity_id, 'phone', phone, first_on, last_on, n FROM said
        WHERE phone IS NOT NULL AND entity_kind = 'business'
          AND role IN ('employer', 'joint_employer', 'party', 'agent_firm', 'recruiter_firm')""",
    "email": """
        SELECT entity_id, 'email', email, first_on, last_on, n FROM said
        WHERE email IS NOT NULL AND entity_kind = 'business'
          AND role IN ('employer', 'joint_employer', 'party', 'agent_firm')""",
    "registration": """
        SELECT entity_id, 'registration', registration_no, first_on, last_on, n FROM said
        WHERE registration_no IS NOT NULL AND entity_kind = 'business' AND role IN ('employer', 'joint_employer', 'party')""",
    "housing": """
        SELECT coalesce(c.node_id, o.node_id), 'housing', p.premises_id, m.known_on, m.known_on, 1
        FROM mentions m JOIN addresses p USING (profile_id)
        LEFT JOIN loose c ON c.case_no = m.case_no LEFT JOIN employers_of o ON o.case_no = m.case_no
        WHERE m.role = 'housing' AND coalesce(c.node_id, o.node_id) IS NOT NULL""",
    "person in a name": """
        SELECT entity_id, 'person', person, first_on, last_on, n FROM said
        WHERE role IN ('employer', 'joint_employer') AND entity_kind = 'business' AND person IS NOT NULL""",
    "person beside an employer": """
        SELECT node_id, 'person', person, first_on, last_on, n FROM pairs
        WHERE role IN ('contact', 'associate') AND entity_kind = 'person' AND person IS NOT NULL""",
    "agent": """
        SELECT node_id, 'agent', entity_id, first_on, last_on, n FROM pairs
        WHERE role IN ('agent', 'agent_firm') AND node_id <> entity_id""",
    "recruiter": """
        SELECT coalesce(c.node_id, o.node_id), 'recruiter', f.entity_id, m.known_on, m.known_on, 1
        FROM mentions m JOIN entity_of f USING (profile_id)
        LEFT JOIN loose c ON c.case_no = m.case_no LEFT JOIN employers_of o ON o.case_no = m.case_no
        WHERE m.role = 'recruiter_firm' AND coalesce(c.node_id, o.node_id) IS NOT NULL""",
    "person of a firm": "SELECT node_id, 'person', person, first_on, last_on, n FROM staff",
    "filing": """
        SELECT node_id, 'filing', case_no, known_on, known_on, 1 FROM employer_rows
        WHERE case_no IN (SELECT case_no FROM employer_rows GROUP BY case_no HAVING count(DISTINCT node_id) > 1)""",
    "asserted": """
        SELECT x.entity_id, 'asserted', l.id, l.begin_on, l.end_on, 1 FROM party_links l
        JOIN external x ON x.external_id IN (l.external_a, l.external_b)""",
}


@stage(NODES, HOLDINGS, DEALINGS)
def holdings(
    engine: LocalEngine,
    *,
    job_orders: Table,
    housing: Table,
    crews: Table,
    wage_offers: Table,
    recruiters: Table,
    joint_employers: Table,
    parties: Table,
    party_links: Table,
    profiles: Table,
    mentions: Table,
    premises: Table,
    entities: Table,
    members: Table,
    **offered: Table,
) -> Mapping[str, Table | pa.Table]:
    """Who there is, and who holds what. `offered`: the tables of a market of offers, where there is one (see
    `Offered`); a telephone that an employer and a poster hold is one thing."""
    market = Offered(**offered)
    base = _base(engine, profiles, mentions, premises, entities, members)
    base["party_links"] = party_links
    base["loose"] = engine.sql(
        """
        SELECT case_no, 'case-' || case_no AS node_id, min(filed_on) AS first_on, max(filed_on) AS last_on FROM (
            SELECT case_no, filed_on FROM housing UNION ALL SELECT case_no, filed_on FROM crews
            UNION ALL SELECT case_no, filed_on FROM wage_offers UNION ALL SELECT case_no, filed_on FROM recruiters
        ) WHERE case_no NOT IN (SELECT case_no FROM e) GROUP BY case_no
        """,
        housing=housing, crews=crews, wage_offers=wage_offers, recruiters=recruiters, e=base["employer_rows"],
    )  # fmt: skip
    base["external"] = engine.sql(
        """
        SELECT DISTINCT parties.external_id, members.entity_id
        FROM parties JOIN mentions ON mentions.row_id = parties.id JOIN members USING (profile_id)
        """,
        parties=parties, mentions=mentions, members=members,
    )  # fmt: skip
    held = engine.sql(
        f"""
        SELECT node_id, kind, value, min(first_on) AS first_on, max(last_on) AS last_on, CAST(sum(n) AS INTEGER) AS rows
        FROM ({" UNION ALL ".join(_PARTS.values())}) GROUP BY node_id, kind, value
        """,
        **base,
    )
    nodes = _nodes(engine, job_orders, entities, mentions, members, base)
    if market:
        both = "SELECT * FROM own UNION ALL SELECT * FROM of_posters"
        nodes = engine.sql(both, own=nodes, of_posters=poster_nodes(engine, market))
        held = engine.sql(both, own=held, of_posters=poster_holdings(engine, market))
    placed = f"SELECT *, {of_kind('kind', 'family')} AS family, {of_kind('kind', 'direction')} AS direction FROM h"
    return {"nodes": nodes, "holdings": engine.sql(placed, h=held), "dealings": _dealings(engine, nodes, held)}


def _dealings(engine: LocalEngine, nodes: Table, held: Table) -> Table:
    """Agents and recruiters that are parties themselves, with those for whom they act."""
    named = " ".join(f"WHEN '{kind}' THEN '{said}'" for kind, said in ACTS_FOR.items())
    return engine.sql(
        f"""
        WITH acting AS (
            SELECT value AS actor_id, node_id AS party_id, CASE kind {named} END AS kind, first_on AS since, last_on AS until, rows
            FROM h WHERE kind IN ('{"', '".join(ACTS_FOR)}') AND value <> node_id AND value IN (SELECT id FROM nodes)
        )
        SELECT *, CAST(count(*) OVER (PARTITION BY actor_id, kind) AS INTEGER) AS parties FROM acting
        """,
        h=held,
        nodes=nodes,
    )


def _base(
    engine: LocalEngine, profiles: Table, mentions: Table, premises: Table, entities: Table, members: Table
) -> dict[str, Table]:
    """What the parts are made of."""
    entity_of = engine.sql(
        """
        SELECT b.profile_id, b.entity_id, e.kind AS entity_kind, p.phone, p.email, p.registration_no,
               CASE WHEN p.person_like AND contains(p.name_bags[1], ' ')
                    THEN p.name_bags[1] || '|' || coalesce(p.town, '') || '|' || coalesce(p.state, '') END AS person
        FROM members b JOIN entities e ON e.id = b.entity_id
        JOIN (SELECT DISTINCT ON (id) id, phone, email, registration_no, person_like, name_bags, town, state FROM profiles) p ON p.id = b.profile_id
        """,
        profiles=profiles, members=members, entities=entities,
    )  # fmt: skip
    employer_rows = engine.sql(
        """
        SELECT m.row_id, x.entity_id AS node_id, m.case_no, m.known_on
        FROM mentions m JOIN entity_of x USING (profile_id)
        WHERE m.role IN ('employer', 'joint_employer') AND x.entity_kind = 'business'
        """,
        mentions=mentions, entity_of=entity_of,
    )  # fmt: skip
    return {
        "mentions": mentions,
        "entity_of": entity_of,
        "employer_rows": employer_rows,
        "said": engine.sql(
            """
            SELECT s.*, x.entity_id, x.entity_kind, x.phone, x.email, x.registration_no, x.person FROM (
                SELECT profile_id, role, min(known_on) AS first_on, max(known_on) AS last_on, count(*) AS n
                FROM mentions WHERE role NOT IN ('housing', 'recruiter', 'recruiter_firm') GROUP BY profile_id, role
            ) s JOIN entity_of x USING (profile_id)
            """,
            mentions=mentions, entity_of=entity_of,
        ),
        "pairs": engine.sql(
            """
            SELECT s.*, x.entity_id, x.entity_kind, x.person FROM (
                SELECT e.node_id, m.profile_id, m.role, min(m.known_on) AS first_on, max(m.known_on) AS last_on, count(*) AS n
                FROM mentions m JOIN employer_rows e USING (row_id)
                WHERE m.role IN ('agent', 'agent_firm', 'contact', 'associate') GROUP BY ALL
            ) s JOIN entity_of x USING (profile_id)
            """,
            mentions=mentions, employer_rows=employer_rows, entity_of=entity_of,
        ),
        "staff": engine.sql(
            """
            WITH both_named AS (
                SELECT p.profile_id AS person_profile, f.profile_id AS firm_profile, min(p.known_on) AS first_on,
                       max(p.known_on) AS last_on, count(*) AS n
                FROM mentions p JOIN mentions f ON f.row_id = p.row_id
                WHERE p.role IN ('recruiter', 'agent') AND f.role = CASE p.role WHEN 'agent' THEN 'agent_firm' ELSE 'recruiter_firm' END
                GROUP BY ALL
            )
            SELECT f.entity_id AS node_id, p.person, s.first_on, s.last_on, s.n
            FROM both_named s JOIN entity_of p ON p.profile_id = s.person_profile JOIN entity_of f ON f.profile_id = s.firm_profile
            WHERE p.entity_kind = 'person' AND f.entity_kind = 'business' AND p.person IS NOT NULL
            """,
            mentions=mentions, entity_of=entity_of,
        ),
        "addresses": engine.sql(
            """
            SELECT DISTINCT w.profile_id, a.premises_id
            FROM (SELECT DISTINCT id AS profile_id, unnest(address_keys) AS address_key FROM profiles) w
            JOIN premises a USING (address_key) WHERE a.kind <> 'place'
            """,
            profiles=profiles, premises=premises,
        ),
        "employers_of": engine.sql(
            "SELECT case_no, min(node_id) AS node_id FROM e GROUP BY case_no HAVING count(DISTINCT node_id) = 1",
            e=employer_rows,
        ),
    }  # fmt: skip


def _nodes(
    engine: LocalEngine, job_orders: Table, entities: Table, mentions: Table, members: Table, base: dict[str, Table]
) -> Table:
    """Businesses and unnamed employers, with how much they asked for."""
    return engine.sql(
        """
        WITH counted AS (
            SELECT b.entity_id, count(*) AS orders,
                   sum(CASE WHEN o.part = 'primary' THEN 0 ELSE coalesce(o.workers_certified, 0) END) AS workers
            FROM o JOIN members b ON b.profile_id = o.employer_profile WHERE o.current GROUP BY b.entity_id
        ), bars AS (
            SELECT DISTINCT b.entity_id FROM mentions m JOIN members b USING (profile_id) WHERE m.role = 'barred'
        )
        SELECT e.id, CASE WHEN list_has_any(e.roles, ['employer', 'joint_employer']) THEN 'employer'
                          WHEN list_has_any(e.roles, ['agent', 'agent_firm']) THEN 'agent'
                          WHEN list_has_any(e.roles, ['recruiter_firm', 'recruiter']) THEN 'recruiter'
                          ELSE 'party' END AS kind,
               e.name, e.town, e.state, e.first_on, e.last_on,
               CAST(coalesce(c.orders, 0) AS INTEGER) AS orders, CAST(coalesce(c.workers, 0) AS INTEGER) AS workers,
               b.entity_id IS NOT NULL AS barred
        FROM entities e LEFT JOIN counted c ON c.entity_id = e.id LEFT JOIN bars b ON b.entity_id = e.id
        WHERE e.kind = 'business'
        UNION ALL
        SELECT node_id, 'unnamed employer', NULL, NULL, NULL, first_on, last_on, 1, 0, false FROM loose
        """,
        o=job_orders,
        entities=entities,
        mentions=mentions,
        members=members,
        loose=base["loose"],
    )
