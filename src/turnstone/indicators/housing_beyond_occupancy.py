from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table


def housing_beyond_occupancy(engine: LocalEngine, *, thresholds: Table, beds: Table, orders: Table) -> Table:
    """Two kinds of checks: workers of a case against its beds, and what cases filed within half a year say of one place."""
    return engine.sql(
        """
        WITH of_case AS (
            SELECT b.node_id, b.case_no, sum(b.occupancy) AS beds, max(b.filed_on) AS known_on,
                   list(DISTINCT b.id ORDER BY b.id)[1:50] AS because
            FROM beds b WHERE b.occupancy > 0 GROUP BY b.node_id, b.case_no
        ), brought AS (
            SELECT case_no, CAST(sum(workers) AS INTEGER) AS workers FROM orders WHERE granted AND part <> 'primary' GROUP BY case_no
        ), claims AS (
            SELECT premises_id, node_id, case_no, min(filed_on) AS filed_on, max(occupancy) AS occupancy,
                   min(address) AS address, min(id) AS id
            FROM beds WHERE occupancy > 0 AND mobile IS NULL AND filed_on IS NOT NULL GROUP BY premises_id, node_id, case_no
        ), together AS (
            SELECT a.premises_id, a.node_id, a.case_no, a.filed_on, a.address, count(*) AS cases, max(b.occupancy) AS most,
                   CAST(sum(b.occupancy) AS INTEGER) AS claimed, list(b.id ORDER BY b.filed_on, b.id)[1:50] AS because
            FROM claims a JOIN claims b ON b.premises_id = a.premises_id AND b.filed_on BETWEEN a.filed_on - 180 AND a.filed_on
            GROUP BY a.premises_id, a.node_id, a.case_no, a.filed_on, a.address HAVING count(*) > 1
        )
        SELECT c.node_id, 'case ' || c.case_no AS what,
               CASE WHEN w.workers > c.beds THEN CAST(100 * w.workers // c.beds AS INTEGER) ELSE 0 END AS strength, c.known_on,
               ['workers', CAST(w.workers AS VARCHAR), 'beds', CAST(c.beds AS VARCHAR), 'cases', '1', 'case', c.case_no] AS facts,
               c.because
        FROM of_case c JOIN brought w ON w.case_no = c.case_no
        UNION ALL
        SELECT node_id, premises_id || ' ' || case_no,
               CASE WHEN claimed >= most * (SELECT value FROM thresholds WHERE name = 'times') THEN 100 * claimed // most ELSE 0 END,
               filed_on,
               ['workers', CAST(claimed AS VARCHAR), 'beds', CAST(most AS VARCHAR), 'cases', CAST(cases AS VARCHAR),
                'case', case_no, 'housing', address], because
        FROM together
        """,
        beds=beds,
        orders=orders,
        thresholds=thresholds,
    )
