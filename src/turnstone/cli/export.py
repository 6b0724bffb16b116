"""turnstone export FORMAT"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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

FORMATS = ("ftm", "graphml", "geojson")


def command(
    format: Annotated[str, typer.Argument(help="ftm (FollowTheMoney NDJSON), graphml or geojson.")],
    leads: Annotated[list[str] | None, typer.Argument(help="Which leads; all by default.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write.")] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="All parties, not only those of leads (ftm).")
    ] = False,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write leads for other tools: OpenAleph and OpenSanctions' tools, Gephi, QGIS. Masked unless unlocked."""
    from turnstone.exports.ftm import write_ftm
    from turnstone.exports.geojson import write_geojson
    from turnstone.exports.graphml import write_graphml
    from turnstone.exports.lead_list import lead_list
    from turnstone.exports.lead_view import lead_view
    from turnstone.indicators.registry import registry

    if format not in FORMATS:
        raise TurnstoneError(f"there is no format {format!r}", do=f"choose among {', '.join(FORMATS)}")
    place = open_workspace(workspace)
    chosen = place.run(run)
    read = reader(place, chosen)
    mask = mask_of(place)
    path = out or Path(f"{chosen.id}.{'ftm.ndjson' if format == 'ftm' else format}")
    with small_engine(place) as engine:
        networks = [find_network(place, chosen, engine, lead) for lead in leads or []]
        networks = networks or [row["network_id"] for row in lead_list(engine, read)]
        if format == "ftm":
            counts = write_ftm(path, engine, read, mask, None if everything else networks)
            told = ", ".join(f"{n:,} {schema}" for schema, n in sorted(counts.items())) or "nothing"
        else:
            views = [v for n in networks if (v := lead_view(engine, read, n, mask, registry())) is not None]
            if format == "graphml":
                told = f"{write_graphml(path, views):,} parties"
            else:
                places, unknown = write_geojson(path, views)
                told = f"{places:,} places, {unknown:,} of them without coordinates (not in the gazetteer)"
    told_unmasked(place, mask, f"export {format}")
    with place.locked():
        place.log.append("exported", what=format, run=chosen.id, file=str(path.resolve()), masked=not mask.open)
    say(f"{told} written to {path}{'' if mask.open else '; names of people and contacts are masked'}.")
