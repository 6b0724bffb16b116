from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.bits import with_excess


def agent_of_barred(engine: LocalEngine, *, thresholds: Table, holdings: Table, nodes: Table, bars: Table) -> Table:
    """One check for each agent or recruiter, and one for each of its clients: how many (other) clients are barred?"""
    counted = engine.sql(
        """
        WITH client AS (
            SELECT DISTINCT h.node_id, h.value AS agent, h.kind FROM holdings h JOIN nodes n ON n.id = h.node_id
            WHERE h.kind IN ('agent', 'recruiter') AND n.kind = 'employer'
        ), barred AS (SELECT node_id, min(begin_on) AS begin_on, min(id) AS id FROM bars GROUP BY node_id),
        rate AS (SELECT count(*) FILTER (node_id IN (SELECT node_id FROM barred)) AS n_barred, count(*) AS n
                 FROM (SELECT DISTINCT node_id FROM client)),
        of_agent AS (
            SELECT c.agent, c.kind, count(*) AS clients, count(b.node_id) AS barred, max(b.begin_on) AS known_on,
                   (list(b.id ORDER BY b.id) FILTER (b.id IS NOT NULL))[1:50] AS because
            FROM client c LEFT JOIN barred b ON b.node_id = c.node_id GROUP BY c.agent, c.kind
        )
        SELECT a.agent AS node_id, 'clients' AS what, a.barred AS seen, a.clients, a.known_on, a.because, a.agent, a.kind,
               1000000 * r.n_barred * a.clients // greatest(r.n, 1) AS expected_millionths
        FROM of_agent a CROSS JOIN rate r WHERE a.agent IN (SELECT id FROM nodes)
        UNION ALL
        SELECT c.node_id, c.agent, a.barred - CASE WHEN b.node_id IS NULL THEN 0 ELSE 1 END, a.clients - 1, a.known_on,
               a.because, a.agent, a.kind, 1000000 * r.n_barred * (a.clients - 1) // greatest(r.n, 1)
        FROM client c JOIN of_agent a ON a.agent = c.agent AND a.kind = c.kind
        LEFT JOIN barred b ON b.node_id = c.node_id CROSS JOIN rate r WHERE a.clients > 1
        """,
        holdings=holdings,
        nodes=nodes,
        bars=bars,
    )
    return engine.sql(
        """
        SELECT c.node_id, c.what || ' ' || c.kind AS what,
               CASE WHEN c.seen >= 2 AND c.excess_mbits >= 1000 * (SELECT value FROM t WHERE name = 'bits')
                    THEN c.excess_mbits ELSE 0 END AS strength, c.known_on,
               ['barred', CAST(c.seen AS VARCHAR), 'clients', CAST(c.clients AS VARCHAR), 'expected', c.expected,
                'kind', c.kind, 'intermediary', c.agent] AS facts, c.because
        FROM c
        """,
        c=with_excess(counted.arrow()),
        t=thresholds,
    )
