"""A network made for a test: its parties, what they hold, and what a run tells of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.networks.positions import positions
from turnstone.networks.weak_points import weak_points

RowsOf = Callable[[str, list[dict]], Table]
Rows = list[dict[str, Any]]


def rows(table: Table | Any) -> Rows:
    return table.arrow().to_pylist() if isinstance(table, Table) else table.to_pylist()


class Net:
    """One network of parties, and what they hold: `hold("a", phone="+1...")`."""

    def __init__(self, **kinds: str) -> None:
        base = {"orders": 1, "workers": 0, "barred": False}
        self.nodes: Rows = [
            {"id": id, "kind": kind, "name": f"{id.upper()} Holdings Inc", **base} for id, kind in kinds.items()
        ]
        self.held: Rows = []
        self.posters: Rows = []
        self.deals: Rows = []
        self.offers: Rows = []

    def hold(self, ids: str, **things: str) -> Net:
        self.held += [{"node_id": i, "kind": k, "value": v, "rows": 3} for i in ids for k, v in things.items()]
        return self

    def poster(self, ids: str, kind: str, names: int = 2, alone: bool = False) -> Net:
        self.posters += [{"id": i, "kind": kind, "names": names, "contacts": 1, "alone": alone} for i in ids]
        return self

    def tables(self, rows_of: RowsOf) -> dict[str, Table]:
        inside = [n for n in self.nodes if not n["id"].startswith("out")]
        apart = [{"network_id": f"network of {n['id']}", "node_id": n["id"]} for n in self.nodes if n not in inside]
        return {
            "nodes": rows_of("nodes", self.nodes),
            "holdings": rows_of("holdings", self.held),
            "network_members": rows_of(
                "network_members", [{"network_id": "network", "node_id": n["id"]} for n in inside] + apart
            ),
            "posters": rows_of("posters", self.posters),
        }

    def weak(self, engine: LocalEngine, rows_of: RowsOf) -> dict[int, tuple[list[tuple[str, str]], int, int]]:
        """How many together -> the set, pairs before, pairs after."""
        out: dict[int, tuple[list[tuple[str, str]], int, int]] = {}
        for row in sorted(rows(weak_points(engine, **self.tables(rows_of))["weak_points"]), key=lambda r: r["rank"]):
            out.setdefault(row["together"], ([], row["pairs_before"], row["pairs_after"]))[0].append(
                (row["kind"], row["value"])
            )
        return out

    def placed(self, engine: LocalEngine, rows_of: RowsOf) -> Rows:
        deals = rows_of("dealings", self.deals)
        offers = rows_of("offers", [{k: v for k, v in o.items() if k != "by"} for o in self.offers])
        by = rows_of("offer_posters", [{"offer_id": o["id"], "poster_id": o["by"]} for o in self.offers])
        made = positions(engine, **self.tables(rows_of), dealings=deals, offers=offers, offer_posters=by)
        return rows(made["positions"])


EMPLOYERS = dict.fromkeys("abcdefgh", "employer")
