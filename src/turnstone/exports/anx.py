"""Networks as a chart of i2 Analyst's Notebook (.anx), written by the optional library anxwritter (MIT)."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from turnstone.errors import TurnstoneError
from turnstone.evidence.files import write_bytes
from turnstone.exports.i2_csv import TYPES
from turnstone.exports.party_graph import Edge, Party, PartyGraph

LIBRARY = "anxwritter"


def write_anx(path: Path, graph: PartyGraph) -> int:
    """Writes the chart; gives the number of parties. Raises TurnstoneError where the library is not installed."""
    if find_spec(LIBRARY) is None:
        raise TurnstoneError(
            "an .anx chart needs the library anxwritter, which is not installed",
            do="pip install anxwritter; or take `turnstone export i2-csv`, which needs nothing more",
        )
    chart = import_module(LIBRARY).ANXChart()
    for party in graph.parties:
        chart.add_icon(
            id=party.id,
            type=TYPES.get(party.kind, "Organisation"),
            label=party.label,
            attributes=_of_party(party, graph.says),
        )
    for edge in graph.edges:
        chart.add_link(
            from_id=edge.a, to_id=edge.b, type=edge.kind, label=edge.shared or edge.kind, arrow="->" if edge.directed else None,
            attributes=_of_edge(edge),
        )  # fmt: skip
    with TemporaryDirectory(prefix="turnstone-") as scratch:
        made = Path(chart.to_anx(Path(scratch) / "chart.anx"))
        write_bytes(path, made.read_bytes())
    return len(graph.parties)


def _of_party(p: Party, says: str) -> dict[str, Any]:
    told = {"Kind": p.kind, "Standing": p.standing, "Town": p.town, "State": p.state, "Job orders or offers": p.orders,
            "Workers": p.workers, "Barred": "yes" if p.barred else "no", "First date": _day(p.first_on),
            "Last date": _day(p.last_on), "Network": p.network, "Network bits": p.network_bits, "Disclaimer": says}  # fmt: skip
    return {name: value for name, value in told.items() if value != ""}


def _of_edge(e: Edge) -> dict[str, Any]:
    told = {"Family": e.family, "Bits": e.bits, "Held by": e.holders, "Since": _day(e.since), "Until": _day(e.until),
            "Days apart": e.gap_days}  # fmt: skip
    return {name: value for name, value in told.items() if value != ""}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
