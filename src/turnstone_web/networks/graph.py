"""A network as a graph to draw: parties, the things that three or more of them share as nodes of their own, and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from turnstone.exports.map_svg import spot_of
from turnstone_web.shown import thing

SHARED_BY = 3
"""From so many parties on a shared thing is drawn as a node (a hub), not as a line between each two of them."""


def graph_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """`nodes`: id, label, kind, standing (core, likely, possible, outside, or hub), town, state, first, last, orders, barred,
    size; network (an id) of those outside that are in one. `lines`: a, b, kind, family, shown, bits, since, until, holders,
    directed. `places`: where it works, with coordinates where the gazetteer knows the town. All as masked as the document is."""
    network, lead = document["network"], document["lead"]
    nodes = [_party(member) for member in network["members"]]
    known = {node["id"] for node in nodes}
    hubs, lines = _ties(network["ties"])
    lines += [
        _line(d["actor_id"], d["party_id"], d["kind"], "intermediary", "", 0.0, d["since"], d["until"], 2, directed=True)
        for d in network["dealings"] if d["actor_id"] in known and d["party_id"] in known
    ]  # fmt: skip
    beyond, more = _beyond(network)
    places = [{**place, **_spot(place)} for place in lead["places"]]
    return {
        "nodes": nodes + hubs + beyond,
        "lines": [{"id": i, **line} for i, line in enumerate(lines + more)],
        "places": places,
    }


def _party(member: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": member["id"], "label": str(member["label"]), "kind": member["kind"], "standing": member["standing"] or "likely",
        "town": member["town"], "state": member["state"], "first": member["first_on"], "last": member["last_on"],
        "orders": member["orders"], "barred": bool(member["barred"]), "size": 1,
    }  # fmt: skip


def _ties(ties: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Hubs, and lines: from each holder to its hub, with the bits of its strongest tie there; else from party to party."""
    shared: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for tie in ties:
        shared[tie["kind"], str(tie["value"])].append(tie)
    hubs, lines = [], []
    for number, ((kind, _), group) in enumerate(sorted(shared.items())):
        holders = {end for tie in group for end in (tie["a"], tie["b"])}
        shown = thing(group[0]["shown"])
        if len(holders) < SHARED_BY:
            lines += [
                _line(t["a"], t["b"], kind, t["family"], shown, t["bits"], t["since"], t["until"], t["holders"])
                for t in group
            ]
            continue
        hub = f"hub-{number}"
        hubs.append({
            "id": hub, "label": f"{kind} {shown}" if kind == "image" else shown or kind, "kind": kind, "standing": "hub", "town": None, "state": None, "first": None,
            "last": None, "orders": None, "barred": False, "size": len(holders),
        })  # fmt: skip
        for holder in sorted(holders):
            own = [t for t in group if holder in (t["a"], t["b"])]
            since, until = [t["since"] for t in own if t["since"]], [t["until"] for t in own if t["until"]]
            days = [*since, *until]
            lines.append(_line(
                holder, hub, kind, group[0]["family"], shown, max(t["bits"] for t in own), min(days, default=None),
                max(days, default=None), len(holders),
            ))  # fmt: skip
    return hubs, lines


def _beyond(network: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Parties outside, each with the `network` in which it is: possible members, those behind ties that were not followed, and
    those that a member may continue or be continued by. Shown when somebody looks beyond."""
    members = {m["id"] for m in network["members"]}
    nodes: dict[str, dict[str, Any]] = {}
    lines = []
    told = [(p["id"], p["label"], p["network"], p["through_id"], p, "possible") for p in network["possible"]]
    told += [(c["other_id"], c["other"], c["other_network"], c["inside_id"], c, "outside") for c in network["cuts"]]
    for id, label, whose, inside, row, standing in told:
        if inside in members and id not in members:
            nodes.setdefault(id, _outside(id, label, standing, whose))
            lines.append(_line(id, inside, standing, "", row["reason"], row["bits"], None, None, 2))
    for c in network["continued"]:
        near, far = ("earlier", "later") if c["a_inside"] else ("later", "earlier")
        if c["a_inside"] == c["b_inside"] or c[f"{near}_id"] not in members:
            continue
        nodes.setdefault(c[f"{far}_id"], _outside(c[f"{far}_id"], c[far], "outside", c[f"{far}_network"]))
        shown = ", ".join(str(g["shown"]) for g in c["goes_on"])
        ends = (c["earlier_id"], c["later_id"])
        lines.append(_line(*ends, "outside", "", shown, c["bits"], c["ended_on"], c["began_on"], 2, directed=True))
    return list(nodes.values()), lines


def _outside(id: str, label: Any, standing: str, network: str | None) -> dict[str, Any]:
    return {
        "id": id, "label": str(label), "kind": standing, "standing": standing, "town": None, "state": None, "first": None,
        "last": None, "orders": None, "barred": False, "size": 1, "network": network,
    }  # fmt: skip


def _line(
    a: str, b: str, kind: str, family: str | None, shown: str, bits: float, since: Any, until: Any, holders: int,
    *, directed: bool = False,
) -> dict[str, Any]:  # fmt: skip
    if since and until and since > until:  # the one held it only after the other: the days between
        since, until = until, since
    return {
        "a": a, "b": b, "kind": kind, "family": family or "", "shown": shown, "bits": round(bits, 2), "since": since,
        "until": until, "holders": holders, "directed": directed,
    }  # fmt: skip


def _spot(place: Mapping[str, Any]) -> dict[str, Any]:
    spot = spot_of(place)
    return {"longitude": spot.longitude if spot else None, "latitude": spot.latitude if spot else None}
