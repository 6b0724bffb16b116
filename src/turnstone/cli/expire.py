"""turnstone expire FILE..."""

from __future__ import annotations

from typing import Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, WorkspaceOption, note, open_workspace, print_json, say
from turnstone.errors import TurnstoneError

WHAT = ("source", "run", "report")


def command(
    sources: Annotated[list[str] | None, typer.Argument(help="SHA-256 (or its beginning) of kept files.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="All files past their retention day.")] = False,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; it is written to the log.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Delete kept files and everything made from them. A tombstone stays in the log."""
    from turnstone.expiry import expire

    place = open_workspace(workspace)
    known = place.sources()
    chosen = [s.sha256 for s in known if overdue and s.overdue]
    for text in sources or []:
        found = [s.sha256 for s in known if s.sha256.startswith(text) and s.state != "expired"]
        if len(found) != 1:
            raise TurnstoneError(
                f"{text!r} names {len(found)} kept files", do="give a SHA-256 from `turnstone sources`"
            )
        chosen += found
    if not chosen:
        if overdue:
            say("No file is past its retention day.")
            return
        raise TurnstoneError("no file is named", do="give a SHA-256 from `turnstone sources`, or --overdue")
    why = (reason or "").strip() or str(typer.prompt("Reason")).strip()
    names = ", ".join(s.name for s in known if s.sha256 in chosen)
    if not yes:
        typer.confirm(f"Delete {names} and every run and report that rests on them, for good?", abort=True)
    with place.locked():
        gone = expire(place, list(dict.fromkeys(chosen)), why)
    if as_json:
        print_json(gone)
        return
    counted = ", ".join(f"{len(gone[f'{what}s'])} {what}{'s' * (len(gone[f'{what}s']) != 1)}" for what in WHAT)
    say(f"Deleted: {counted}. Their tombstone is in the log.")
    for file in gone["outside"]:
        note(f"Written outside the workspace before, delete it yourself: {file}")
    say("Next: turnstone run")
