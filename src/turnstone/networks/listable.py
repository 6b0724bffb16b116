"""Which nodes may be listed as infrastructure or given a position: companies of public record, and accounts that speak
for several; never who may be one person."""

from __future__ import annotations

LISTABLE = """
    SELECT n.id AS node_id,
           CASE WHEN n.kind IN ('employer', 'agent', 'recruiter', 'party') THEN 'company'
                WHEN n.kind = 'poster' AND p.kind = 'business' AND NOT p.alone THEN 'company'
                WHEN n.kind = 'poster' AND p.kind = 'account' AND NOT p.alone AND (p.names > 1 OR p.contacts > 1)
                    THEN 'account' END AS as_kind
    FROM nodes n LEFT JOIN posters p ON p.id = n.id"""
"""SQL over `nodes` and `posters`: node_id and as_kind (company, account or empty).

Nodes that are no posters are businesses (see `entities`), but for employers that no file names. A poster of kind person,
contact or offer may be one person and has no kind here, and nor has an account that claims one name and gives one contact
at most: whoever posts so may be posting for themselves.
"""


def listed_networks(least: int) -> str:
    """SQL over `m` (network_members) and `posters`: the networks of `least` parties or more, but for those in which all
    post alone: that is one person, and is never listed."""
    return f"""
        SELECT m.network_id FROM m LEFT JOIN posters a ON a.id = m.node_id GROUP BY m.network_id
        HAVING count(*) >= {least} AND NOT bool_and(coalesce(a.alone, false))"""
