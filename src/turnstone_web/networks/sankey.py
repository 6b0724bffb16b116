"""What runs through a network as coordinates for an SVG: nodes in columns, and ribbons between them. All of it is also in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDTH, NODE, GAP, TOP, LEAST, LINE = 1100, 12, 6, 26, 1.5, 15
"""`LINE`: so much room has each node at least, so that no label covers another."""
PER_NODE = 22
"""All that runs through is as high as so much for each node of the fullest column."""
MARGINS = (280, 240)
"""Left and right of it stand the labels of the outer columns."""


def sankey(flow: Mapping[str, Any]) -> dict[str, Any]:
    """`nodes` (x, y, height, text_x, anchor, label, value, n, id), `ribbons` (path, a, b, value), `heads` (x, anchor, said), `width`,
    `height`. The first column is in order of size, those after it by where what runs into a node comes from (its centre of
    weight), so that few ribbons cross. Heights are proportional to values, and of at least a hair."""
    columns = [[i for i, node in enumerate(flow["nodes"]) if node["column"] == c] for c in range(len(flow["columns"]))]
    scale = PER_NODE * max(len(column) for column in columns) / flow["total"]
    into: dict[int, list[tuple[int, int]]] = {}
    for link in flow["links"]:
        into.setdefault(link["b"], []).append((link["a"], link["value"]))
    y: dict[int, float] = {}
    tall = {i: max(LEAST, node["value"] * scale) for i, node in enumerate(flow["nodes"])}
    slots = {i: max(high, LINE) + GAP for i, high in tall.items()}
    height = max(sum(slots[i] for i in column) for column in columns)
    for c, column in enumerate(columns):
        if c:
            column.sort(key=lambda i: (_centre(into.get(i, []), y, tall), i))
        at = TOP + (height - sum(slots[i] for i in column)) / 2
        for i in column:
            y[i] = at + (slots[i] - tall[i]) / 2
            at += slots[i]
    xs = [MARGINS[0] + (WIDTH - sum(MARGINS) - NODE) * c / (len(columns) - 1) for c in range(len(columns))]
    return {
        "width": WIDTH, "height": round(TOP + height), "node": NODE, "nodes": [_node(node, i, xs, y, tall) for i, node in enumerate(flow["nodes"])],
        "ribbons": _ribbons(flow, xs, y, tall, scale),
        "heads": [{"said": said, **_label(c, xs)} for c, said in enumerate(flow["columns"])],
    }  # fmt: skip


def _centre(into: list[tuple[int, int]], y: dict[int, float], tall: dict[int, float]) -> float:
    whole = sum(value for _, value in into)
    return sum((y[a] + tall[a] / 2) * value for a, value in into) / whole if whole else 0.0


def _label(column: int, xs: list[float]) -> dict[str, Any]:
    """Beside the node: before it in the first column, after it in all others."""
    return (
        {"text_x": round(xs[0] - 6, 1), "anchor": "end"}
        if column == 0
        else {"text_x": round(xs[column] + NODE + 6, 1), "anchor": "start"}
    )


def _node(
    node: Mapping[str, Any], i: int, xs: list[float], y: dict[int, float], tall: dict[int, float]
) -> dict[str, Any]:
    return {
        **node, "x": round(xs[node["column"]], 1), "y": round(y[i], 1), "height": round(tall[i], 1),
        "text_y": round(y[i] + tall[i] / 2 + 4, 1), **_label(node["column"], xs),
    }  # fmt: skip


def _ribbons(
    flow: Mapping[str, Any], xs: list[float], y: dict[int, float], tall: dict[int, float], scale: float
) -> list[dict[str, Any]]:
    """Each leaves its node below the one that goes further up, and arrives in the order in which they come from above."""
    nodes, links = flow["nodes"], flow["links"]
    leaves: dict[int, float] = {}
    arrives: dict[int, float] = {}
    thick = {n: link["value"] * scale for n, link in enumerate(links)}
    start, end = {}, {}
    for n in sorted(range(len(links)), key=lambda n: (links[n]["a"], y[links[n]["b"]])):
        a = links[n]["a"]
        start[n] = y[a] + leaves.get(a, 0.0)
        leaves[a] = leaves.get(a, 0.0) + thick[n]
    for n in sorted(range(len(links)), key=lambda n: (links[n]["b"], y[links[n]["a"]])):
        b = links[n]["b"]
        end[n] = y[b] + arrives.get(b, 0.0)
        arrives[b] = arrives.get(b, 0.0) + thick[n]
    out = []
    for n, link in enumerate(links):
        x0, x1 = xs[nodes[link["a"]]["column"]] + NODE, xs[nodes[link["b"]]["column"]]
        mid, w = (x0 + x1) / 2, max(thick[n], LEAST)
        path = (
            f"M{x0:.1f},{start[n]:.1f}C{mid:.1f},{start[n]:.1f} {mid:.1f},{end[n]:.1f} {x1:.1f},{end[n]:.1f}V{end[n] + w:.1f}"
            f"C{mid:.1f},{end[n] + w:.1f} {mid:.1f},{start[n] + w:.1f} {x0:.1f},{start[n] + w:.1f}Z"
        )
        out.append({"path": path, "a": nodes[link["a"]], "b": nodes[link["b"]], "value": link["value"]})
    return out
