"""A network as SVG: parties and the things that they share, laid out so that what is tied stands together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import networkx as nx

from turnstone.exports.labels import Label, Mark, place_labels
from turnstone.exports.lead_view import LeadView

WIDTH, MARGIN = 960, 70
LONGEST = 34
LETTERS = {"party": 11.0}
SMALL_LETTERS = 10.0
MOST_NODES = 90


@dataclass(frozen=True)
class Shared:
    """A kind of shared thing: how it is said, and the colour of its mark."""

    said: str
    colour: str = "thing"


SHARED = {
    "premises": Shared("address"), "housing": Shared("housing"), "phone": Shared("telephone", "c-recruiter"),
    "email": Shared("e-mail address", "c-recruiter"), "handle": Shared("handle", "c-recruiter"),
    "url": Shared("page", "c-recruiter"), "wallet": Shared("wallet", "c-recruiter"), "iban": Shared("bank account", "c-recruiter"),
    "plate": Shared("plate", "c-recruiter"), "person": Shared("person", "soft"), "template": Shared("text"),
    "image": Shared("image"), "asserted": Shared("register"),
}  # fmt: skip
"""What is drawn as a square: kind of tie -> how it is said."""


def draw_network(view: LeadView) -> str:
    """The drawing. Parties are circles (barred ones ringed), shared things are squares; hubs are not drawn as ties."""
    graph, hidden = build_graph(view)
    if graph.number_of_nodes() < 2:
        return ""
    height = min(300 + 9 * graph.number_of_nodes(), 860)
    at = _layout(graph, height)
    lines = "".join(_line(at[a], at[b]) for a, b in sorted(graph.edges))
    marks = {n: _mark(at[n], data) for n, data in sorted(graph.nodes(data=True), key=_importance)}
    labels = dict(zip(marks, place_labels(list(marks.values()), WIDTH, height - 24), strict=True))
    dots = "".join(_node(marks[n], data, labels[n]) for n, data in sorted(graph.nodes(data=True)))
    left_out = sum(label is None for label in labels.values())
    notes = [f"{hidden} more parties are in the tables below"] if hidden else []
    notes += (
        [f"{left_out} label{'s' if left_out != 1 else ''} did not fit: point at a mark to read it"] if left_out else []
    )
    more = f'<text class="note" x="10" y="{height - 8}">{escape("; ".join(notes))}</text>' if notes else ""
    who = "posters" if view.posting else "parties"
    label = escape(f"Network of {len(view.members)} {who} and what they share; the tables below say the same")
    return (
        f'<svg class="graph" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">{lines}{dots}{more}</svg>'
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
    for node, degree in graph.degree:
        graph.nodes[node]["degree"] = degree
    return graph, len(view.members) - len(shown)


def _thing(tie: dict[str, Any]) -> str:
    text = str(tie["shown"] or "")
    if tie["kind"] not in ("premises", "housing"):
        return text
    place, _, state = text.rpartition("|")
    written = place.title().replace("Po Box", "PO Box").split("|")
    return ", ".join(part for part in (*written, state) if part)


def _layout(graph: nx.Graph, height: int) -> dict[str, tuple[float, float]]:
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
            height / 2 if high < 0.01 else MARGIN / 2 + (y - min(ys)) / high * (height - 1.3 * MARGIN),
        )
        for n, (x, y) in place.items()
    }


def _line(a: tuple[float, float], b: tuple[float, float]) -> str:
    return f'<line x1="{a[0]:.1f}" y1="{a[1]:.1f}" x2="{b[0]:.1f}" y2="{b[1]:.1f}"/>'


def _importance(node: tuple[str, dict[str, Any]]) -> tuple[bool, bool, bool, int, str]:
    """What is labelled first: barred parties, what ties many, larger parties, then other shared things."""
    id, data = node
    return not data["barred"], data["degree"] < 4, data["kind"] != "party", -data["size"], id


def _mark(at: tuple[float, float], data: dict[str, Any]) -> Mark:
    label = str(data["label"])
    text = label if len(label) <= LONGEST else label[: LONGEST - 2] + "…"
    reach = 6 + 2 * math.log2(1 + data["size"]) if data["kind"] == "party" else 5.0
    return Mark(*at, reach + (4 if data["barred"] else 0), text, LETTERS.get(data["kind"], SMALL_LETTERS))


def _node(mark: Mark, data: dict[str, Any], label: Label | None) -> str:
    x, y, reach = mark.x, mark.y, mark.reach
    title = f"<title>{escape(str(data['label']))}</title>"
    if data["kind"] == "party":
        ring = f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="{reach:.1f}"/>' if data["barred"] else ""
        radius = reach - (4 if data["barred"] else 0)
        shape = f'{ring}<circle class="party" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">{title}</circle>'
    else:
        shape = f'<rect style="fill:var(--{SHARED[data["kind"]].colour})" x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10">{title}</rect>'
    if label is None:
        return f"<g>{shape}</g>"
    kind = "" if data["kind"] == "party" else ' class="thing"'
    text = f'<text{kind} x="{label.x:.1f}" y="{label.y:.1f}" text-anchor="{label.anchor}">{escape(mark.text)}</text>'
    return f"<g>{shape}{text}</g>"


def order_of(ties: Sequence[dict[str, Any]]) -> list[Shared]:
    """The kinds of shared things that occur, for the legend."""
    return [shared for kind, shared in SHARED.items() if any(t["kind"] == kind for t in ties)]
