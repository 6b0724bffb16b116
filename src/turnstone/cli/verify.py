"""turnstone verify"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, RunOption, WorkspaceOption, open_workspace, print_json, say
from turnstone.cli.run import progress
from turnstone.errors import SourceError, TurnstoneError, VerificationFailed, Where


def command(
    quick: Annotated[bool, typer.Option("--quick", help="Check files and log, without making the run again.")] = False,
    reports: Annotated[
        list[Path] | None, typer.Option("--report", help="A report whose head must be in the log.")
    ] = None,
    heads: Annotated[list[str] | None, typer.Option("--head", help="A head of the log from a printed report.")] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Check the log, kept files, tables and reports, then make the run again and compare. Names what differs."""
    from turnstone.evidence.verify import head_in
    from turnstone.verifying import verify_workspace

    place = open_workspace(workspace)
    printed = {f"--head {head[:12]}…": head for head in heads or []}
    for path in reports or []:
        if not path.is_file():
            raise SourceError("there is no such file", where=Where(str(path)), do="check the path")
        found = head_in(path)
        if found is None:
            raise TurnstoneError(f"{path} prints no head of a log", do="give a report that Turnstone wrote")
        printed[str(path)] = found
    again = None
    if not quick and (run is not None or place.runs()):
        again = place.run(run)
    with place.locked(), progress(len(place.sources()) + 40) as (tell, _):
        faults = verify_workspace(place, heads=printed, again=again, tell=tell)
    if as_json:
        print_json({
            "sound": not faults, "made_again": again.id if again else None, "log_lines": len(place.log.entries()),
            "log_head": place.log.head, "faults": [{"what": f.what, "problem": f.problem} for f in faults],
        })  # fmt: skip
    else:
        for fault in faults:
            say(f"{fault.what}: {fault.problem}")
    if faults:
        raise VerificationFailed(
            f"{len(faults)} things are not what was written"
            if len(faults) > 1
            else "one thing is not what was written",
            do="keep the workspace as it is, find out who changed it, and restore it from a copy that verifies",
        )
    if not as_json:
        made = f" Run {again.id} was made again: all {len(again.tables)} tables have the same digests." if again else ""
        say(f"Sound: {len(place.log.entries()):,} log lines, all kept files, tables and reports are as written.{made}")
        say(f"Head of the log: {place.log.head}")
