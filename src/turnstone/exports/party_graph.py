"""Networks as parties and edges with all that other tools ask for: kinds, weights, days, directions. Masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turnstone.exports.controls import without_controls
from turnstone.exports.disclaimer import disclaimer
from turnstone.exports.network_names import written as written_out
from turnstone.exports.network_view import NetworkView


@dataclass(frozen=True)
class Party:
    """A member of a network."""

    id: str
    label: str
    kind: str
    standing: str
    town: str
    state: str
    orders: int
    workers: int
    barred: bool
    first_on: date | None
    last_on: date | None
    network: str
    network_bits: float
    network_status: str


@dataclass(frozen=True)
class Edge:
    """A shared thing (no direction), or one party acting for another (`directed`: from `a` to `b`)."""

    id: str
    a: str
    b: str
    kind: str
    family: str
    shared: str
    holders: int
    bits: float
    since: date | None
    until: date | None
    gap_days: int
    """Days between the one's last and the other's first; 0 where both held it at one time."""
    directed: bool
    network: str

    @property
    def held_together(self) -> bool:
        """Whether the days say from when to when: not where the one held it only after the other."""
        return self.since is not None and (self.until is None or self.since <= self.until)


@dataclass(frozen=True)
class PartyGraph:
    """What a file is made from. `says`: the disclaimer that stands in it."""

    parties: tuple[Party, ...]
    edges: tuple[Edge, ...]
    says: str


def party_graph(views: Sequence[NetworkView]) -> PartyGraph:
    """The networks as one graph. A network of one who posts alone is not in it. Edges are numbered in their order."""
    shown = [view for view in views if view.lead.about["kind"] != "alone"]
    parties: list[Party] = []
    edges: list[Edge] = []
    for view in shown:
        lead = view.lead
        for m in view.members:
            parties.append(Party(
                m["id"], _text(m["label"]), m["kind"], m["standing"] or "", _text(m["town"]), _text(m["state"]), m["orders"],
                m["workers"], bool(m["barred"]), m["first_on"], m["last_on"], lead.network, round(lead.bits, 3), lead.status,
            ))  # fmt: skip
        for t in view.ties:
            edges.append(Edge(
                f"e{len(edges) + 1}", t["a"], t["b"], t["kind"], t["family"] or "", _text(written_out(t["shown"] or "")),
                t["holders"], round(t["bits"], 3), t["since"], t["until"], t["gap_days"] or 0, False,
                lead.network,
            ))  # fmt: skip
        for d in view.dealings:
            edges.append(Edge(
                f"e{len(edges) + 1}", d["actor_id"], d["party_id"], d["kind"], "intermediary", "", d["parties"], 0.0,
                d["since"], d["until"], 0, True, lead.network,
            ))  # fmt: skip
    return PartyGraph(tuple(parties), tuple(edges), disclaimer(view.lead.about["kind"] for view in shown))


def _text(value: str | None) -> str:
    return without_controls(value or "")
