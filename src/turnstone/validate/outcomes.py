"""What came after: which networks of a run as of a day hold an employer that was barred from that day on.

Two runs are needed. The ranking comes from a run as of the cut-off, which has seen nothing from that day on. Who a later
bar names is read from a run of all files, made by the same pipeline: the barred party's entity there, then the profiles
of that entity, then those of them that the earlier run knew, then their networks. A profile's id is made of its content,
so it is the same in both runs. What the full run knows is used for the outcome alone; nothing of it reaches the ranking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.validate.bars import WINDOW_MONTHS, Bar, months_later
from turnstone.validate.ranking import Flags, Numbers


@dataclass(frozen=True)
class Market:
    """The networks active in the 24 months before a cut-off, by id, with what can rank them."""

    networks: list[str]
    mbits: Numbers
    """Weight of evidence in millibits; that of abstained networks counts, and 0 stands where nothing was found."""
    workers: Numbers
    """Workers certified for its members before the cut-off."""
    denied: Numbers
    """Cases of its members denied before the cut-off."""
    barred_before: Flags
    """Whether a member was barred before the cut-off."""


def active_market(engine: LocalEngine, tables: Mapping[str, Table], cut_off: date) -> Market:
    """The networks with a member whose job order became known in the 24 months before. `tables`: the run as of then."""
    rows = engine.sql(
        f"""
        WITH seen AS (
            SELECT m.network_id, o.case_no, o.status, o.on_date FROM o JOIN m ON m.node_id = o.node_id
        ), active AS (
            SELECT DISTINCT network_id FROM seen
            WHERE on_date >= DATE '{months_later(cut_off, -WINDOW_MONTHS)}' AND on_date < DATE '{cut_off}'
        ), refused AS (
            SELECT network_id, count(DISTINCT case_no) AS denied FROM seen WHERE status = 'denied' GROUP BY network_id
        )
        SELECT n.id, CAST(coalesce(l.weight_mbits, 0) AS DOUBLE) AS mbits, CAST(n.workers AS DOUBLE) AS workers,
               CAST(coalesce(r.denied, 0) AS DOUBLE) AS denied, n.barred > 0 AS barred
        FROM n JOIN active ON active.network_id = n.id LEFT JOIN l ON l.network_id = n.id
        LEFT JOIN refused r ON r.network_id = n.id ORDER BY n.id
        """,
        n=tables["networks"],
        m=tables["network_members"],
        o=tables["orders"],
        l=tables["leads"],
    ).arrow()
    mbits, workers, denied = (rows.column(name).to_numpy() for name in ("mbits", "workers", "denied"))
    barred = rows.column("barred").to_numpy().astype(bool)
    return Market(rows.column("id").to_pylist(), mbits, workers, denied, barred)


def networks_of(
    engine: LocalEngine, bars: Sequence[Bar], full: Mapping[str, Table], before: Mapping[str, Table]
) -> dict[str, frozenset[str]]:
    """Bar -> the networks of the run `before` that hold the party which the run `full` says it names; none where that
    party was unknown before."""
    named = pa.table({
        "bar": pa.array([b.id for b in bars if b.profile], pa.string()),
        "profile_id": pa.array([b.profile for b in bars if b.profile], pa.string()),
    })  # fmt: skip
    rows = engine.sql(
        """
        SELECT DISTINCT named.bar, n.network_id
        FROM named JOIN later ON later.profile_id = named.profile_id
        JOIN later alike ON alike.entity_id = later.entity_id
        JOIN earlier ON earlier.profile_id = alike.profile_id
        JOIN n ON n.node_id = earlier.entity_id
        """,
        named=named,
        later=full["members"],
        earlier=before["members"],
        n=before["network_members"],
    ).arrow()
    found: dict[str, set[str]] = {b.id: set() for b in bars}
    for bar, network in zip(rows.column("bar").to_pylist(), rows.column("network_id").to_pylist(), strict=True):
        found[bar].add(network)
    return {bar: frozenset(networks) for bar, networks in found.items()}


def parties_with_orders(engine: LocalEngine, bars: Sequence[Bar], full: Mapping[str, Table]) -> frozenset[str]:
    """The bars whose party has a job order in any file of the run: the others cannot be found, whatever the ranking."""
    rows = engine.sql(
        "SELECT DISTINCT b.id FROM b JOIN n ON n.id = b.node_id WHERE n.orders > 0", b=full["bars"], n=full["nodes"]
    ).arrow()
    return frozenset(rows.column("id").to_pylist()) & {b.id for b in bars}


def latest_day(engine: LocalEngine, tables: Mapping[str, Table]) -> date | None:
    """The last day on which anything that a run rests on became known: to check that it lies before the cut-off."""
    days = engine.sql(
        """
        SELECT max(day) AS day FROM (
            SELECT max(known_on) AS day FROM mentions UNION ALL SELECT max(on_date) FROM orders
            UNION ALL SELECT max(begin_on) FROM debarments UNION ALL SELECT max(last_on) FROM holdings
            UNION ALL SELECT max(known_on) FROM hits
        )
        """,
        **{name: tables[name] for name in ("mentions", "orders", "debarments", "holdings", "hits")},
    ).arrow()
    day: date | None = days.column("day")[0].as_py()
    return day


@dataclass(frozen=True)
class Outcome:
    """Who was barred in the 24 months from a cut-off, as far as it can be told."""

    sought: Flags
    """By network of the market: whether it holds an employer barred later."""
    bars: int
    bars_active: int
    """Bars that name a member of an active network."""
    bars_inactive: int
    """Bars that name a party known before, in a network without a job order in the 24 months before."""
    bars_unknown: int
    """Bars that name a party of which nothing was known before."""
    bars_in_several: int
    """Of the active ones: bars whose party stands in more than one network of the earlier run."""


def outcome(market: Market, networks: Mapping[str, frozenset[str]]) -> Outcome:
    """Sets the later bars (each with its networks) against the market."""
    place = {network: i for i, network in enumerate(market.networks)}
    sought = np.zeros(len(place), bool)
    active = inactive = unknown = several = 0
    for held_by in networks.values():
        at = [place[network] for network in held_by if network in place]
        sought[at] = True
        active += bool(at)
        several += len(at) > 1
        inactive += bool(held_by) and not at
        unknown += not held_by
    return Outcome(sought, len(networks), active, inactive, unknown, several)
