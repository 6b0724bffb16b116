"""turnstone demo"""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from turnstone.cli.common import note, say


def command(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder for the demonstration.")] = Path("demo"),
) -> None:
    """Run the whole path on the real excerpt that is shipped: files in, leads and a report out."""
    from turnstone.adding import Holding, add_file, files_below
    from turnstone.cli.common import mask_of, reader, small_engine
    from turnstone.cli.leads import print_leads
    from turnstone.cli.run import STAGES_BESIDE_FILES, print_run, progress
    from turnstone.exports.lead_list import lead_list
    from turnstone.reporting import write_report
    from turnstone.running import run_workspace
    from turnstone.workspace import MARK, Workspace

    there = (folder / MARK).is_file()
    place = Workspace(folder) if there else Workspace.create(folder)
    with place.locked():
        with as_file(files("turnstone") / "examples" / "h2") as excerpt:
            paths = list(files_below([excerpt]))
            note(f"Adding {len(paths)} files: job orders touching Florida or Georgia, 2000-2022, US public record.")
            for path in paths:
                if error := add_file(place, path, Holding("US federal public record", "demonstration")).error:
                    raise error
        with progress(len(paths) + STAGES_BESIDE_FILES) as (tell, done):
            run, _ = run_workspace(place, tell=tell, done=done)
        print_run(run)
        with small_engine(place) as engine:
            rows = lead_list(engine, reader(place, run))
            say("")
            print_leads(rows[:15])
            networks = [row["network_id"] for row in rows[:10]]
            out = folder / "report.html"
            title = "Florida and Georgia: networks organised in a rare way"
            write_report(place, run, engine, networks, mask_of(place), title=title, out=out)
    say(_NEXT.format(w=folder, out=out, more=len(rows) - 15))


_NEXT = """
{more} more leads are not shown. The first ten are in the report: open {out} in a browser.

What to try next (with the environment active: . .venv/bin/activate, on Windows .venv\\Scripts\\activate)
  turnstone serve {w}                     the same as pages in your browser, on this machine alone
  turnstone show 1 -w {w}                what a lead rests on, its innocent readings, what would refute it
  turnstone trace 1 -w {w}               from the lead to file, sheet, row and column
  turnstone find "vasquez harvesting" -w {w}     any name, number or address, in any spelling
  turnstone leads --abstained -w {w}     where the system says nothing, and why
  turnstone verify -w {w}                makes every figure again and compares
  turnstone --help                         all commands; docs/tutorial.md goes through them"""
