"""A network as SVG: parties and the things that they share, laid out so that what is tied stands together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Any

import networkx as nx

from turnstone.exports.lead_view import LeadView

WIDTH, HEIGHT, MARGIN = 960, 560, 70
MOST_NODES = 90
SHARED = {"premises": "address", "housing": "housing", "phone": "telephone", "person": "person", "asserted": "register"}


def draw_network(view: LeadView) -> str:
    """The drawing. Parties are circles (barred ones ringed), shared things are squares; hubs are not drawn as ties."""
    graph, hidden = build_graph(view)
    if graph.number_of_nodes() < 2:
        return ""
    at = _layout(graph)
    lines = "".join(_line(at[a], at[b]) for a, b in graph.edges)
    dots = "".join(_node(at[n], data) for n, data in sorted(graph.nodes(data=True)))
    more = (
        f'<text class="note" x="10" y="{HEIGHT - 8}">{hidden} more parties are in the tables below</text>'
        if hidden
        else ""
    )
    label = escape(f"Network of {len(view.members)} parties")
    return (
        f'<svg class="graph" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{lines}{dots}{more}</svg>'
    )


def build_graph(view: LeadView) -> tuple[nx.Graph, int]:
    """Parties and shared things as one graph, and how many parties were left out of it as too many to draw."""
    graph = nx.Graph()
    shown = {m["id"]: m for m in view.members[: MOST_NODES // 2]}
    for id, member in shown.items():
        graph.add_node(id, kind="party", label=member["label"], barred=member["barred"], size=member["orders"])
    for tie in view.ties:
        if tie["kind"] not in SHARED or tie["a"] not in shown or tie["b"] not in shown:
            continue
        thing = f"{tie['kind']} {tie['value']}"
        if thing not in graph:
            if graph.number_of_nodes() >= MOST_NODES:
                continue
            graph.add_node(thing, kind=tie["kind"], label=_thing(tie), barred=False, size=0)
        graph.add_edge(tie["a"], thing)
        graph.add_edge(tie["b"], thing)
    return graph, len(view.members) - len(shown)


def _thing(tie: dict[str, Any]) -> str:
    text = str(tie["shown"] or "")
    if tie["kind"] not in ("premises", "housing"):
        return text
    place, _, state = text.rpartition("|")
    written = place.title().replace("Po Box", "PO Box").split("|")
    return ", ".join(part for part in (*written, state) if part)


def _layout(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    """Positions in the drawing; the same graph always gets the same ones."""
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    ordered.add_edges_from(sorted(tuple(sorted(e)) for e in graph.edges))
    parts = sorted(nx.connected_components(ordered), key=lambda c: (-len(c), min(c)))
    place: dict[str, tuple[float, float]] = {}
    shelf = 0.0
    for part in parts:
        sub = ordered.subgraph(sorted(part))
        own = nx.kamada_kawai_layout(sub) if len(part) > 2 else {n: (0.5 * i, 0.0) for i, n in enumerate(sorted(part))}
        span = math.sqrt(len(part))
        for node, (x, y) in own.items():
            place[node] = (shelf + span * (1 + float(x)), span * float(y))
        shelf += span * 2 + 0.6
    xs, ys = [p[0] for p in place.values()], [p[1] for p in place.values()]
    wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    return {
        n: (
            MARGIN + (x - min(xs)) / wide * (WIDTH - 2 * MARGIN - 60),
            HEIGHT / 2 if high < 0.01 else MARGIN / 2 + (y - min(ys)) / high * (HEIGHT - 1.3 * MARGIN),
        )
        for n, (x, y) in place.items()
    }


def _line(a: tuple[float, float], b: tuple[float, float]) -> str:
    return f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"/>'


def _node(at: tuple[float, float], data: dict[str, Any]) -> str:
    x, y = at
    label = str(data["label"])
    text = escape(label if len(label) <= 34 else label[:32] + "…")
    title = f"<title>{escape(label)}</title>"
    if data["kind"] == "party":
        radius = 6 + 2 * math.log2(1 + data["size"])
        ring = f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{radius + 4:.1f}"/>' if data["barred"] else ""
        shape = f'{ring}<circle class="party" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">{title}</circle>'
        return f'<g>{shape}<text x="{x:.1f}" y="{y - radius - 6:.1f}" text-anchor="{_anchor(x)}">{text}</text></g>'
    shape = f'<rect class="{data["kind"]}" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10">{title}</rect>'
    return f'<g>{shape}<text class="thing" x="{x:.1f}" y="{y + 17:.1f}" text-anchor="{_anchor(x)}">{text}</text></g>'


def _anchor(x: float) -> str:
    """Where a label hangs: in the middle, but inwards near the edges, so that none is cut off."""
    return "start" if x < 1.8 * MARGIN else "end" if x > WIDTH - 1.8 * MARGIN else "middle"


def order_of(ties: Sequence[dict[str, Any]]) -> list[str]:
    """The kinds of shared things that occur, for the legend."""
    return [kind for kind in SHARED if any(t["kind"] == kind for t in ties)]
