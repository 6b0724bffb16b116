"""turnstone simulate DIR"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from turnstone.cli.common import JsonOption, note, print_json, say


def command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder; data/ and truth/ are made in it.")],
    seed: Annotated[int, typer.Option(help="The same seed makes the same bytes on any machine.")] = 1,
    months: Annotated[int, typer.Option(help="How long the market is watched, 1 to 120.")] = 24,
    offers: Annotated[int, typer.Option(help="How many offers are posted in all.")] = 10_000,
    countries: Annotated[str, typer.Option(help="Comma separated; a world has US, FR, AU.")] = "US,FR",
    parameters: Annotated[
        Path | None, typer.Option(help="A CSV with columns name, value for figures that are to differ from the documented ones.")
    ] = None,
    processes: Annotated[
        int, typer.Option("--processes", "-p", help="How many at once; 0 for as many as there are processors. Makes no difference to what is made.")
    ] = 0,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Make a synthetic market: files in the sources' own formats, and apart from them what is true"""
    from turnstone.cli.run import progress
    from turnstone.sim.parameters import parameters as read_parameters
    from turnstone.sim.simulate import simulate
    from turnstone.sim.world import world

    table = read_parameters(parameters)
    made = world(
        seed, months, offers, [country.strip().upper() for country in countries.split(",") if country.strip()], table
    )
    with progress(made.blocks) as (tell, done):
        tell(f"making {offers:,} offers")
        counted = [0]

        def told(blocks: int, _: int) -> None:
            for _ in range(blocks - counted[0]):
                done()
            counted[0] = blocks

        found = simulate(made, folder, processes or os.cpu_count() or 1, told)
    if as_json:
        print_json({"folder": str(folder), "synthetic": True, "seed": seed, "files": found.files, "rows": found.rows,
                    "people": found.people, "networks": found.networks})  # fmt: skip
        return
    for name, size in found.files.items():
        say(f"{size:>14,}  data/{name}")
    say(
        f"A synthetic market of {found.networks:,} networks among others; truth of {found.rows:,} rows and {found.people:,} people in truth/."
    )
    note(f"Next: turnstone validate --simulated {folder}")
