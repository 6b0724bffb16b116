"""Networks as GEXF 1.3 (gexf.net), for Gephi: parties and ties that begin and end, with all their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from turnstone import __version__
from turnstone.evidence.files import written_aside
from turnstone.exports.party_graph import Edge, Party, PartyGraph

NAMESPACE = "http://gexf.net/1.3"
_PARTY = {"kind": "string", "standing": "string", "town": "string", "state": "string", "orders": "integer", "workers": "integer",
          "barred": "boolean", "network": "string", "network_bits": "double", "network_status": "string", "disclaimer": "string"}  # fmt: skip
_EDGE = {"family": "string", "shared": "string", "holders": "integer", "bits": "double", "since": "string", "until": "string",
         "gap_days": "integer"}  # fmt: skip
"""Attributes: name -> GEXF type."""


def write_gexf(path: Path, graph: PartyGraph) -> int:
    """Writes the graph; gives the number of parties. Days are the bounds of edges (both inclusive); a tie whose holders had
    the thing one after the other is bounded by neither, and has `since` and `until` as texts."""
    root = Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = f"Turnstone {__version__}"
    SubElement(meta, "description").text = graph.says
    made = SubElement(
        root,
        "graph",
        {"defaultedgetype": "undirected", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"},
    )
    for kind, columns in (("node", _PARTY), ("edge", _EDGE)):
        holder = SubElement(made, "attributes", {"class": kind, "mode": "static"})
        for name, type_ in columns.items():
            SubElement(holder, "attribute", {"id": name, "title": name, "type": type_})
    nodes = SubElement(made, "nodes")
    for party in graph.parties:
        node = SubElement(
            nodes, "node", {"id": party.id, "label": party.label} | _bounds(party.first_on, party.last_on)
        )
        _values(node, _PARTY, _of_party(party, graph.says))
    edges = SubElement(made, "edges")
    for edge in graph.edges:
        attributes = {"id": edge.id, "source": edge.a, "target": edge.b, "kind": edge.kind, "label": edge.kind,
                      "type": "directed" if edge.directed else "undirected"}  # fmt: skip
        if edge.bits:
            attributes["weight"] = str(edge.bits)
        bounds = _bounds(edge.since, edge.until) if edge.held_together else {}
        _values(SubElement(edges, "edge", attributes | bounds), _EDGE, _of_edge(edge))
    indent(root)
    with written_aside(path) as aside:
        ElementTree(root).write(aside, encoding="utf-8", xml_declaration=True)
    return len(graph.parties)


def _bounds(first: date | None, last: date | None) -> dict[str, str]:
    bounds = {"start": first, "end": last}
    return {name: day.isoformat() for name, day in bounds.items() if day is not None}


def _values(element: Element, columns: Mapping[str, str], row: Mapping[str, Any]) -> None:
    holder = SubElement(element, "attvalues")
    for name in columns:
        value = row[name]
        text = str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
        SubElement(holder, "attvalue", {"for": name, "value": text})


def _of_party(party: Party, says: str) -> dict[str, Any]:
    return {**vars(party), "disclaimer": says}


def _of_edge(edge: Edge) -> dict[str, Any]:
    return {
        **vars(edge),
        "since": edge.since.isoformat() if edge.since else "",
        "until": edge.until.isoformat() if edge.until else "",
    }
