"""turnstone hold FILE"""

from __future__ import annotations

from typing import Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, WorkspaceOption, open_workspace, print_json, say
from turnstone.errors import TurnstoneError


def command(
    file: Annotated[str, typer.Argument(help="SHA-256 (or its beginning), or name, of a kept file.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it is written to the log.")],
    legal_basis: Annotated[str | None, typer.Option("--legal-basis", help="The law, where it is another now.")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", help="The purpose, where it is another now.")] = None,
    retain_until: Annotated[
        str | None, typer.Option("--retain-until", help="Last day on which it may be kept, YYYY-MM-DD, or 'unlimited'.")
    ] = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Change under which law, for what purpose or until when a file is held. What was said before stays in the log."""
    from turnstone.holding import day, hold

    place = open_workspace(workspace)
    found = [s for s in place.sources() if (s.sha256.startswith(file) or s.name == file) and s.state != "expired"]
    if len(found) != 1:
        raise TurnstoneError(
            f"{file!r} names {len(found)} kept files", do="give its name or SHA-256 from `turnstone sources`"
        )
    source = found[0]
    until = source.retain_until if retain_until is None else day(retain_until)
    with place.locked():
        line = hold(
            place, source.sha256, reason, legal_basis=legal_basis or source.legal_basis, purpose=purpose or source.purpose,
            retain_until=until,
        )  # fmt: skip
    if as_json:
        print_json({"name": source.name, "line": line.number, **line.facts})
        return
    law, why = line.facts["legal_basis"], line.facts["purpose"]
    say(f"{source.name} is held under {law}, for {why}, until {until or 'unlimited'}: line {line.number} of the log.")
