"""turnstone report"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from turnstone.cli.common import HERE, RunOption, WorkspaceOption, find_network, looking, say, told_unmasked
from turnstone.errors import TurnstoneError


def command(
    leads: Annotated[list[str] | None, typer.Argument(help="Which leads; the first ten by default.")] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="How many of the first leads.")] = 10,
    title: Annotated[
        str, typer.Option("--title", help="The report's title.")
    ] = "Leads: networks organised in a rare way",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file; in the workspace's reports by default.")
    ] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Write one self-contained HTML report: drawings, maps, timelines, evidence and where each figure stands."""
    from turnstone.exports.lead_list import lead_list
    from turnstone.reporting import write_report

    with looking(workspace, run) as look:
        told_unmasked(look.place, mask := look.mask, "report")
        with look.place.locked():
            networks = [find_network(look.place, look.run, look.engine, lead) for lead in leads or []]
            networks = networks or [row["network_id"] for row in lead_list(look.engine, look.read)[:top]]
            if not networks:
                raise TurnstoneError(
                    f"run {look.run.id} has no leads to report",
                    do="see `turnstone leads --abstained`, and name one of those",
                )
            path = write_report(look.place, look.run, look.engine, networks, mask, title=title, out=out)
    masked = "" if mask.open else "; names of people and contacts are masked"
    about = "1 lead" if len(networks) == 1 else f"{len(networks)} leads"
    say(f"Report about {about} written to {path}{masked}.")
