"""turnstone unlock --reason WHY"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from turnstone.cli.common import HERE, WorkspaceOption, open_workspace, say
from turnstone.errors import PolicyDenied

LONGEST_MINUTES = 8 * 60


def command(
    reason: Annotated[str | None, typer.Option("--reason", help="Why; it is written to the log.")] = None,
    minutes: Annotated[int, typer.Option("--minutes", min=1, help="For how long.")] = 60,
    end: Annotated[bool, typer.Option("--end", help="Mask again now.")] = False,
    workspace: WorkspaceOption = HERE,
) -> None:
    """Show names of people and contacts for a while. Who, when, why and what was shown goes to the log."""
    place = open_workspace(workspace)
    if end:
        with place.locked():
            place.log.append("locked")
        say("Names and contacts are masked again.")
        return
    if minutes > LONGEST_MINUTES:
        raise PolicyDenied(
            f"an unlock lasts {LONGEST_MINUTES // 60} hours at most",
            lifted_by="nobody: unlock again when it has ended",
            do=f"give --minutes {LONGEST_MINUTES} or less",
        )
    why = (reason or "").strip() or str(typer.prompt("Reason")).strip()
    if len(why) < 5:
        raise PolicyDenied(
            "a reason must say why", lifted_by="nobody", do="write the reason out: a case, an order, a task"
        )
    until = datetime.now(UTC) + timedelta(minutes=minutes)
    with place.locked():
        place.log.append("unlocked", reason=why, until_utc=until.strftime("%Y-%m-%dT%H:%M:%SZ"))
    say(f"Names and contacts are shown to you until {until:%H:%M} UTC. What is shown is written to the log.")
    say("End it early with: turnstone unlock --end")
