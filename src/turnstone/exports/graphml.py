"""Networks as GraphML, for Gephi, yEd, Cytoscape and networkx: parties and ties with all their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import networkx as nx

from turnstone.evidence.files import written_aside
from turnstone.exports.controls import without_controls
from turnstone.exports.lead_view import LeadView


def write_graphml(path: Path, views: Sequence[LeadView]) -> int:
    """Writes the networks as one graph; gives the number of parties."""
    graph = nx.MultiGraph()
    for view in views:
        for member in view.members:
            graph.add_node(
                member["id"], label=without_controls(member["label"]), kind=member["kind"],
                town=without_controls(member["town"] or ""),
                state=member["state"] or "", orders=member["orders"], workers=member["workers"],
                barred=member["barred"], network=view.network, network_bits=round(view.bits, 3),
                network_status=view.status,
            )  # fmt: skip
        for tie in view.ties:
            graph.add_edge(
                tie["a"], tie["b"], kind=tie["kind"], shared=without_controls(str(tie["shown"] or "")), holders=tie["holders"],
                bits=round(tie["bits"], 3), since=tie["since"].isoformat() if tie["since"] else "",
            )  # fmt: skip
    with written_aside(path) as aside:
        nx.write_graphml_xml(graph, aside)
    return int(graph.number_of_nodes())
