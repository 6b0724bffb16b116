"""A whole market in figures: how large, what it pays and asks, who comes and goes, where, what is new, how good the data are.

Counts below `LEAST` are not told apart by place or wording: so few could be somebody."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.exports import intervals

ReadTable = Callable[[str], Table]
LEAST = 10
MONTHS, TOWNS, NEW, MOVES = 60, 20, 15, 12
RECENT_DAYS, BEFORE_DAYS = 28, 336


def market_facts(engine: LocalEngine, read: ReadTable) -> dict[str, Any]:
    """`months`: offers, posters and job orders a month, with how many posters there were at least; `prices`: medians a quarter
    of what offers ask and of hourly wages; `turnover`: posters and employers a quarter who were not there the quarter before;
    `places`; `wordings`: new ones; `moves`: towns in which much more or less is posted than before; `quality`."""
    ask = _Asker(engine, read)
    last = ask("SELECT max(posted_on) AS offers FROM offers", "offers")[0]["offers"]
    filed = ask("SELECT max(known_on) AS orders FROM job_orders", "job_orders")[0]["orders"]
    return {
        "months": _months(ask), "prices": _prices(ask), "turnover": _turnover(ask), "places": _places(ask, last, filed),
        "wordings": _wordings(ask, last), "moves": _moves(ask, last), "quality": _quality(ask),
        "last_offer": last, "last_order": filed, "least": LEAST,
    }  # fmt: skip


class _Asker:
    def __init__(self, engine: LocalEngine, read: ReadTable) -> None:
        self._engine, self._read = engine, read

    def __call__(self, query: str, *tables: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._engine.sql(query, **{t: self._read(t) for t in tables}).arrow().to_pylist()
        return rows


def _months(ask: _Asker) -> list[dict[str, Any]]:
    posted = ask(
        """WITH each AS (SELECT strftime(o.posted_on, '%Y-%m') AS month, p.poster_id, count(*) AS n FROM offers o
                         LEFT JOIN offer_posters p ON p.offer_id = o.id WHERE o.posted_on IS NOT NULL GROUP BY 1, 2)
           SELECT month, sum(n) AS offers, count(poster_id) AS posters, count(*) FILTER (n = 1 AND poster_id IS NOT NULL) AS once,
                  count(*) FILTER (n = 2 AND poster_id IS NOT NULL) AS twice FROM each GROUP BY 1""",
        "offers", "offer_posters",
    )  # fmt: skip
    filed = ask(
        """SELECT strftime(known_on, '%Y-%m') AS month, count(*) AS orders, sum(workers_certified) AS workers
           FROM job_orders WHERE current AND known_on IS NOT NULL GROUP BY 1""",
        "job_orders",
    )
    out: dict[str, dict[str, Any]] = {}
    for row in posted:
        estimate, low, high = intervals.unseen(row["posters"], row["once"], row["twice"])
        out[row["month"]] = {
            "offers": int(row["offers"]), "posters": row["posters"], "at_least": round(estimate), "low": round(low),
            "high": round(high),
        }  # fmt: skip
    for row in filed:
        out.setdefault(row["month"], {}).update(orders=row["orders"], workers=int(row["workers"] or 0))
    none = dict.fromkeys(("offers", "posters", "at_least", "low", "high", "orders", "workers"))
    return [{"month": month, **none, **out[month]} for month in sorted(out)][-MONTHS:]


def _prices(ask: _Asker) -> list[dict[str, Any]]:
    rows = ask(
        """SELECT 'asked' AS what, currency, coalesce(section, '') AS trade, year(posted_on) || ' Q' || quarter(posted_on) AS quarter,
                  list_sort(list(CAST(price AS DOUBLE))) AS sums
           FROM offers WHERE price > 0 AND posted_on IS NOT NULL GROUP BY ALL""",
        "offers",
    ) + ask(
        """SELECT 'hourly wage' AS what, currency, programme AS trade, year(known_on) || ' Q' || quarter(known_on) AS quarter,
                  list_sort(list(CAST(wage_hourly AS DOUBLE))) AS sums
           FROM job_orders WHERE current AND wage_hourly > 0 AND known_on IS NOT NULL GROUP BY ALL""",
        "job_orders",
    )  # fmt: skip
    out = []
    for row in rows:
        if len(row["sums"]) >= LEAST:
            middle, low, high = intervals.median(row["sums"])
            told = {key: row[key] for key in ("what", "currency", "trade", "quarter")}
            out.append({**told, "n": len(row["sums"]), "median": middle, "low": low, "high": high})
    return sorted(out, key=lambda r: (r["what"], r["trade"] or "", r["currency"] or "", r["quarter"]))


def _turnover(ask: _Asker) -> list[dict[str, Any]]:
    rows = ask(
        """WITH was AS (
             SELECT DISTINCT 'posters' AS who, p.poster_id AS id, date_trunc('quarter', o.posted_on) AS quarter FROM offers o
             JOIN offer_posters p ON p.offer_id = o.id WHERE o.posted_on IS NOT NULL
             UNION SELECT DISTINCT 'employers', b.entity_id, date_trunc('quarter', j.known_on) FROM job_orders j
             JOIN members b ON b.profile_id = j.employer_profile WHERE j.known_on IS NOT NULL)
           SELECT a.who, year(a.quarter) || ' Q' || quarter(a.quarter) AS quarter, count(*) AS here, count(*) FILTER (b.id IS NULL) AS fresh
           FROM was a LEFT JOIN was b ON b.who = a.who AND b.id = a.id AND b.quarter = a.quarter - INTERVAL 3 MONTH
           GROUP BY 1, 2, a.quarter ORDER BY a.who, a.quarter""",
        "offers", "offer_posters", "job_orders", "members",
    )  # fmt: skip
    firsts = {row["who"]: row["quarter"] for row in reversed(rows)}
    out = []
    for row in rows:
        if row["here"] >= LEAST and row["quarter"] != firsts[row["who"]]:  # in the first quarter all are new
            low, high = intervals.share(row["fresh"], row["here"])
            out.append({**row, "share": row["fresh"] / row["here"], "low": low, "high": high})
    return out


def _places(ask: _Asker, last: date | None, filed: date | None) -> list[dict[str, Any]]:
    out = []
    for what, end, query in (
        ("offers", last, "SELECT town, country AS area, posted_on AS day FROM offers"),
        (
            "job orders",
            filed,
            "SELECT worksite_town AS town, worksite_state AS area, known_on AS day FROM job_orders WHERE current",
        ),
    ):
        if end is None:
            continue
        year = timedelta(days=365)
        rows = ask(
            f"""SELECT town, area, count(*) FILTER (day > DATE '{end - year}') AS now,
                       count(*) FILTER (day <= DATE '{end - year}' AND day > DATE '{end - 2 * year}') AS before
                FROM ({query}) WHERE town IS NOT NULL GROUP BY 1, 2 HAVING count(*) FILTER (day > DATE '{end - year}') >= {LEAST}
                ORDER BY now DESC, town LIMIT {TOWNS}""",
            "offers" if what == "offers" else "job_orders",
        )  # fmt: skip
        for row in rows:
            out.append({"what": what, **row, **_rated(row["now"], row["before"], 1.0)})
    return out


def _wordings(ask: _Asker, last: date | None) -> list[dict[str, Any]]:
    """Wordings first seen in the last quarter, of at least `LEAST` offers by more than one poster: their id, never their text."""
    if last is None:
        return []
    return ask(
        f"""SELECT id, offers, posters, names, towns, languages, first_on, last_on FROM templates
            WHERE first_on > DATE '{last - timedelta(days=91)}' AND offers >= {LEAST} AND posters >= 2 ORDER BY offers DESC, id LIMIT {NEW}""",
        "templates",
    )


def _moves(ask: _Asker, last: date | None) -> list[dict[str, Any]]:
    """Towns whose part of all offers differs in the last four weeks from the year before, so that neither a season of the whole
    market nor files that end early count as a move. The interval's level is made stricter by how many towns are
    looked at (Bonferroni), so that one in twenty such lists holds one by chance."""
    if last is None:
        return []
    recent, earlier = last - timedelta(days=RECENT_DAYS), last - timedelta(days=RECENT_DAYS + BEFORE_DAYS)
    rows = ask(
        f"""SELECT town, country AS area, count(*) FILTER (posted_on > DATE '{recent}') AS now,
                   count(*) FILTER (posted_on <= DATE '{recent}') AS before
            FROM offers WHERE town IS NOT NULL AND posted_on > DATE '{earlier}' GROUP BY 1, 2 HAVING count(*) >= {2 * LEAST}""",
        "offers",
    )
    all_now, all_before = sum(row["now"] for row in rows), sum(row["before"] for row in rows)
    if not all_now or not all_before:
        return []
    level = 1 - (1 - intervals.LEVEL) / max(len(rows), 1)
    told = [{**row, **_rated(row["now"], row["before"], all_now / all_before, level)} for row in rows]
    moved = [row for row in told if row["low"] is not None and (row["low"] > 1 or (row["high"] or math.inf) < 1)]
    return sorted(moved, key=lambda r: -abs(math.log(max(r["ratio"] or 1e3, 1e-3))))[:MOVES]


def _rated(now: int, before: int, time: float, level: float = intervals.LEVEL) -> dict[str, float | None]:
    values = intervals.ratio(now, before, time=time, level=level)
    return {k: v if math.isfinite(v) else None for k, v in zip(("ratio", "low", "high"), values, strict=True)}


def _quality(ask: _Asker) -> dict[str, Any]:
    files = ask(
        """SELECT mapping, "table", count(DISTINCT source) AS files, sum(rows_in) AS rows_in, sum(rows_out) AS rows_out,
                  sum(rows_rejected) AS rows_rejected FROM source_files GROUP BY ALL ORDER BY rows_in DESC""",
        "source_files",
    )  # fmt: skip
    reasons = ask(
        "SELECT reason, scope, count(*) AS n FROM rejects GROUP BY ALL ORDER BY n DESC, reason LIMIT 20", "rejects"
    )
    filled = {
        "offers": ("town", "country", "price", "account", "claimed", "language"),
        "job_orders": ("filed_on", "begin_on", "wage_hourly", "worksite_town", "occupation_code", "workers_certified"),
    }
    coverage = []
    for table, columns in filled.items():
        counted = ", ".join(f"count({c}) AS {c}" for c in columns)
        row = ask(f"SELECT count(*) AS n, {counted} FROM {table}", table)[0]
        coverage += [{"table": table, "column": c, "filled": row[c], "of": row["n"]} for c in columns if row["n"]]
    unknown = ask("SELECT count(*) AS n FROM source_columns WHERE state = 'unknown'", "source_columns")[0]["n"]
    files = [{**row, **{k: int(row[k] or 0) for k in ("rows_in", "rows_out", "rows_rejected")}} for row in files]
    return {"files": files, "reasons": reasons, "coverage": coverage, "unknown_columns": unknown}
