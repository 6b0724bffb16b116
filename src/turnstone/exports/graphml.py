"""Networks as GraphML, for Gephi, yEd, Cytoscape and networkx: parties and ties with all their numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import networkx as nx

from turnstone.evidence.files import written_aside
from turnstone.exports.party_graph import PartyGraph


def write_graphml(path: Path, graph: PartyGraph) -> int:
    """Writes the networks as one graph; gives the number of parties. Edges between two parties that act for one another
    have `directed` true and run from `actor` to the other; the graph itself has no directions."""
    made = nx.MultiGraph(disclaimer=graph.says)
    for p in graph.parties:
        made.add_node(
            p.id, label=p.label, kind=p.kind, standing=p.standing, town=p.town, state=p.state, orders=p.orders,
            workers=p.workers, barred=p.barred, first=_day(p.first_on), last=_day(p.last_on), network=p.network,
            network_bits=p.network_bits, network_status=p.network_status,
        )  # fmt: skip
    for e in graph.edges:
        made.add_edge(
            e.a, e.b, key=e.id, kind=e.kind, family=e.family, shared=e.shared, holders=e.holders, bits=e.bits,
            since=_day(e.since), until=_day(e.until), gap_days=e.gap_days, directed=e.directed, actor=e.a if e.directed else "",
        )  # fmt: skip
    with written_aside(path) as aside:
        nx.write_graphml_xml(made, aside)
    return int(made.number_of_nodes())


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
