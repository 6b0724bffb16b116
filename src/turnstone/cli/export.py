"""turnstone export FORMAT"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import (
    HERE,
    RunOption,
    WorkspaceOption,
    find_network,
    mask_of,
    open_workspace,
    reader,
    say,
    small_engine,
    told_unmasked,
)  # fmt: skip
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.exports.party_graph import PartyGraph

FORMATS = {
    "ftm": "ftm.ndjson",
    "graphml": "graphml",
    "gexf": "gexf",
    "geojson": "geojson",
    "i2-csv": "i2.csv",
    "anx": "anx",
}
"""Format -> how its file's name ends."""


def command(
    format: Annotated[str, typer.Argument(help="ftm (FollowTheMoney NDJSON), graphml, gexf, geojson, i2-csv or anx.")],
    leads: Annotated[list[str] | None, typer.Argument(help="Which leads or networks; all leads by default.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write.")] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="All parties, not only those of leads (ftm).")
    ] = False,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write networks for other tools: OpenAleph, OpenSanctions' tools, Gephi, QGIS, i2. Masked unless unlocked."""
    from turnstone.exports.ftm import write_ftm
    from turnstone.exports.geojson import write_geojson
    from turnstone.exports.lead_list import lead_list
    from turnstone.exports.lead_view import lead_view
    from turnstone.exports.network_view import network_view
    from turnstone.exports.party_graph import party_graph
    from turnstone.indicators.registry import registry

    if format not in FORMATS:
        raise TurnstoneError(f"there is no format {format!r}", do=f"choose among {', '.join(FORMATS)}")
    place = open_workspace(workspace)
    chosen = place.run(run)
    read = reader(place, chosen)
    mask = mask_of(place)
    path = out or Path(f"{chosen.id}.{FORMATS[format]}")
    files = [path]
    with small_engine(place) as engine:
        networks = [find_network(place, chosen, engine, lead) for lead in leads or []]
        networks = networks or [row["network_id"] for row in lead_list(engine, read)]
        if format == "ftm":
            counts = write_ftm(path, engine, read, mask, None if everything else networks)
            told = ", ".join(f"{n:,} {schema}" for schema, n in sorted(counts.items())) or "nothing"
        else:
            views = [v for n in networks if (v := lead_view(engine, read, n, mask, registry())) is not None]
            if format == "geojson":
                places, unknown = write_geojson(path, views)
                told = f"{places:,} places, {unknown:,} of them without coordinates (not in the gazetteer)"
            else:
                more = [network_view(engine, read, chosen.tables, view, mask) for view in views]
                told, files = _as_graph(format, path, party_graph(more))
    told_unmasked(place, mask, f"export {format}")
    with place.locked():
        for file in files:
            place.log.append("exported", what=format, run=chosen.id, file=str(file.resolve()), masked=not mask.open)
    say(
        f"{told} written to {' and '.join(map(str, files))}{'' if mask.open else '; names of people and contacts are masked'}."
    )


def _as_graph(format: str, path: Path, graph: PartyGraph) -> tuple[str, list[Path]]:
    """Writes parties and edges in a format; what was written, in words, and the files."""
    if format == "i2-csv":
        from turnstone.exports.i2_csv import write_i2_csv

        return f"{len(graph.parties):,} parties and {len(graph.edges):,} links", list(write_i2_csv(path, graph))
    if format == "anx":
        from turnstone.exports.anx import write_anx as write
    elif format == "gexf":
        from turnstone.exports.gexf import write_gexf as write
    else:
        from turnstone.exports.graphml import write_graphml as write
    return f"{write(path, graph):,} parties", [path]
