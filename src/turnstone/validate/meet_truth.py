"""Where leads meet truth: which rows a network of the run holds, and what truth says about them.

A network's rows are those in which a member is the one that the row is about: the offers of its posters (their external
id and site), and the rows that mention its parties: job orders, housing and the other appendices (case number), register
entries (external id). A job order in which a member only acts for the employer, as agent, attorney or contact, is not one
of its rows.

The rule, the same for every network of the run:

- It is *true* when truth knows at least one of its rows (label yes or no), and at least half of those that truth knows are
  labelled yes and belong to one true network: the one of which it holds most rows (of equals the larger one, then the
  lesser id). Rows labelled yes without a network count as of one network that has no name.
- It is *unjudged* when truth knows none of its rows, and else *not true*.
- A true network is *found* when a lead that is true for it holds at least two of its rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.model.tables import FILLED_BY_SOURCES
from turnstone.validate.truth_table import Truth

ReadTable = Callable[[str], Table]
TRUE, NOT_TRUE, UNJUDGED = "true", "not true", "unjudged"
FOUND_FROM = 2
"""Rows of a true network that a lead must hold to have found it."""
ACTS_FOR = ("agent", "agent_firm", "contact")
"""Roles in a job order of those who are not the employer."""


@dataclass(frozen=True)
class RunNetwork:
    """A network of the run, its lead if it has one, and what truth says. `holds`: true network -> rows of it; '' is the one
    without a name. `yes`, `no`: rows that truth labels; `rows`: all of its rows that have a key."""

    id: str
    kind: str
    size: int
    status: str
    rank: int | None
    mbits: int
    known_on: date | None
    abstained: str
    rows: int
    yes: int
    no: int
    holds: dict[str, int]
    verdict: str
    true_for: str | None

    @property
    def is_lead(self) -> bool:
        return self.status == "lead"


@dataclass(frozen=True)
class TruthTable:
    """What became of the truth's rows of one table: `absent` have a key that no row of the run has, `twice` an external id
    that stands on several sites and no site, `unread` are of a table that the run has not."""

    table: str
    rows: int
    met: int
    absent: int
    twice: int
    unread: int


@dataclass(frozen=True)
class Meeting:
    """All that the measures stand on. `rows`: the truth's rows that the run has, with `row`; `held`: (network_id, row), which
    network of the run holds which of them; `networks`: those of the run that hold one or have a lead."""

    truth: Truth
    tables: tuple[TruthTable, ...]
    rows: pa.Table
    held: pa.Table
    networks: dict[str, RunNetwork]
    met_of: dict[str, int]
    """True network -> how many of its rows the run has."""

    @property
    def leads(self) -> list[RunNetwork]:
        """The leads by rank."""
        return sorted((n for n in self.networks.values() if n.is_lead), key=lambda n: (n.rank or 0, n.id))


def meet(engine: LocalEngine, read: ReadTable, tables: Collection[str], truth: Truth) -> Meeting:
    """Truth and run brought together. `tables`: names of the tables that the run has."""
    keyed = [name for name in FILLED_BY_SOURCES if name in tables and _key(name)]
    whole = Table.of(truth.rows)
    met = engine.sql(_MET.format(keys=_all_keys(keyed)), truth=whole, **{name: read(name) for name in keyed}).arrow()
    by_row = engine.sql(
        """SELECT t.*, coalesce(m.sites, 0) AS sites FROM truth t LEFT JOIN met m ON m.row = t.row ORDER BY t.row""",
        truth=whole, met=met,
    ).arrow()  # fmt: skip
    counted = _counted(engine, by_row, keyed)
    rows = engine.sql("SELECT * EXCLUDE (sites) FROM b WHERE sites = 1 ORDER BY row", b=by_row).arrow()
    own = _own_rows(engine, read, tables, keyed)
    held = engine.sql(
        """SELECT DISTINCT o.network_id, r.row FROM own o JOIN r
           ON r."table" = o.tbl AND r.key = o.key AND (r.site = '' OR r.site = o.site) ORDER BY o.network_id, r.row""",
        own=own, r=rows,
    ).arrow()  # fmt: skip
    met_of = {
        r["network_id"]: int(r["n"])
        for r in engine.sql("SELECT network_id, count(*) AS n FROM r WHERE network_id <> '' GROUP BY 1", r=rows).arrow().to_pylist()
    }  # fmt: skip
    return Meeting(truth, counted, rows, held, _networks(engine, read, own, rows, held, truth), met_of)


def _key(name: str) -> str | None:
    names = FILLED_BY_SOURCES[name].names
    return next((c for c in ("external_id", "case_no") if c in names), None)


def _all_keys(keyed: Collection[str]) -> str:
    """All keys of the run's clean tables: (tbl, key, site)."""
    return " UNION ALL ".join(
        f"SELECT '{name}' AS tbl, {_key(name)} AS key, {_site(name)} AS site FROM {name} WHERE {_key(name)} IS NOT NULL"
        for name in keyed
    ) or "SELECT '' AS tbl, '' AS key, '' AS site"  # fmt: skip


def _site(name: str, of: str = "") -> str:
    return f"coalesce({of}site, '')" if name == "offers" else "''"


_MET = """
    SELECT t.row, count(DISTINCT k.site) AS sites FROM truth t JOIN (SELECT DISTINCT tbl, key, site FROM ({keys}) u) k
    ON k.tbl = t."table" AND k.key = t.key AND (t.site = '' OR t.site = k.site) GROUP BY t.row ORDER BY t.row
"""


def _counted(engine: LocalEngine, by_row: pa.Table, keyed: Collection[str]) -> tuple[TruthTable, ...]:
    rows = engine.sql(
        """SELECT "table" AS name, count(*) AS n, count(*) FILTER (sites = 1) AS met, count(*) FILTER (sites = 0) AS absent,
                  count(*) FILTER (sites > 1) AS twice FROM b GROUP BY 1 ORDER BY 1""",
        b=by_row,
    ).arrow().to_pylist()  # fmt: skip
    out = []
    for r in rows:
        n, met, absent, twice = (int(r[c]) for c in ("n", "met", "absent", "twice"))
        there = r["name"] in keyed
        out.append(TruthTable(r["name"], n, met, absent if there else 0, twice, 0 if there else absent))
    return tuple(out)


def _own_rows(engine: LocalEngine, read: ReadTable, tables: Collection[str], keyed: Collection[str]) -> Table:
    """(network_id, tbl, key, site): the rows of each network of the run, each once."""
    roles = ", ".join(f"'{role}'" for role in ACTS_FOR)
    parts, needed = [], {"network_members"}
    if "offers" in keyed and "offer_posters" in tables:
        parts.append(
            f"""SELECT m.network_id, 'offers' AS tbl, o.external_id AS key, {_site("offers", "o.")} AS site
                FROM network_members m JOIN offer_posters p ON p.poster_id = m.node_id JOIN offers o ON o.id = p.offer_id
                WHERE o.external_id IS NOT NULL"""
        )
        needed |= {"offers", "offer_posters"}
    for name in keyed:
        if name == "offers":
            continue
        parts.append(
            f"""SELECT m.network_id, '{name}' AS tbl, t.{_key(name)} AS key, '' AS site FROM network_members m
                JOIN members e ON e.entity_id = m.node_id JOIN mentions s ON s.profile_id = e.profile_id
                JOIN {name} t ON t.id = s.row_id WHERE t.{_key(name)} IS NOT NULL
                {f"AND s.role NOT IN ({roles})" if name == "job_orders" else ""}"""
        )
        if _key(name) == "case_no":
            parts.append(
                f"""SELECT m.network_id, '{name}' AS tbl, t.case_no AS key, '' AS site FROM network_members m
                    JOIN {name} t ON m.node_id = 'case-' || t.case_no"""
            )
        needed |= {"members", "mentions", name}
    if not parts:
        parts.append("SELECT network_id, '' AS tbl, '' AS key, '' AS site FROM network_members WHERE false")
    query = f"SELECT DISTINCT network_id, tbl, key, site FROM ({' UNION ALL '.join(parts)}) u ORDER BY ALL"
    return engine.sql(query, **{name: read(name) for name in sorted(needed)})


def _networks(
    engine: LocalEngine, read: ReadTable, own: Table, rows: pa.Table, held: pa.Table, truth: Truth
) -> dict[str, RunNetwork]:
    found = engine.sql(
        """
        WITH counted AS (SELECT network_id, count(*) AS n FROM own GROUP BY network_id),
             judged AS (
                SELECT h.network_id, count(*) FILTER (r.label = 'yes') AS yes, count(*) FILTER (r.label = 'no') AS no
                FROM held h JOIN r ON r.row = h.row GROUP BY h.network_id)
        SELECT n.id, n.kind, n.size, l.status, l.rank, l.weight_mbits, l.known_on, l.abstained, coalesce(c.n, 0) AS rows,
               coalesce(j.yes, 0) AS yes, coalesce(j.no, 0) AS no
        FROM networks n LEFT JOIN leads l ON l.network_id = n.id LEFT JOIN counted c ON c.network_id = n.id
        LEFT JOIN judged j ON j.network_id = n.id WHERE l.network_id IS NOT NULL OR j.network_id IS NOT NULL ORDER BY n.id
        """,
        networks=read("networks"), leads=read("leads"), own=own, held=held, r=rows,
    ).arrow()  # fmt: skip
    of = engine.sql(
        """SELECT h.network_id, r.network_id AS true_id, count(*) AS n FROM held h JOIN r ON r.row = h.row
           WHERE r.label = 'yes' GROUP BY 1, 2 ORDER BY 1, 2""",
        held=held, r=rows,
    ).arrow()  # fmt: skip
    holds: dict[str, dict[str, int]] = defaultdict(dict)
    for row in of.to_pylist():
        holds[row["network_id"]][row["true_id"]] = int(row["n"])
    sizes = engine.sql("SELECT network_id AS id, count(*) AS n FROM r GROUP BY 1", r=truth.rows).arrow()
    size = {row["id"]: int(row["n"]) for row in sizes.to_pylist()}
    out = {}
    for row in found.to_pylist():
        mine = holds.get(row["id"], {})
        verdict, true_for = judge(mine, int(row["no"]), size)
        out[row["id"]] = RunNetwork(
            row["id"], row["kind"], row["size"], row["status"] or "", row["rank"], row["weight_mbits"] or 0, row["known_on"],
            row["abstained"] or "", int(row["rows"]), int(row["yes"]), int(row["no"]), mine, verdict, true_for,
        )  # fmt: skip
    return out


def judge(holds: dict[str, int], no: int, size: dict[str, int]) -> tuple[str, str | None]:
    """(verdict, the true network that it is true for) by the rule above. `holds`: true network -> rows labelled yes;
    `no`: rows labelled no; `size`: true network -> its rows in truth."""
    known = sum(holds.values()) + no
    if not known:
        return UNJUDGED, None
    if not holds:
        return NOT_TRUE, None
    most = min(holds, key=lambda id: (-holds[id], -size.get(id, 0) if id else 0, id))
    return (TRUE, most) if 2 * holds[most] >= known else (NOT_TRUE, None)
