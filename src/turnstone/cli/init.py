"""turnstone init DIR"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from turnstone.cli.common import note, say


def command(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Make a workspace: a folder that keeps files, runs and the log together."""
    from turnstone.workspace import Workspace

    workspace = Workspace.create(folder)
    say(f"Workspace {workspace.id} made in {folder}.")
    note(f"Next: turnstone add FILES... --workspace {folder}")
