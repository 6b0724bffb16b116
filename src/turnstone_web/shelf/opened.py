"""A run opened to be asked: its workspace, and an engine with a scratch folder that goes when it is closed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.workspace import Run, Workspace


class Opened(NamedTuple):
    """`read(name)` gives a table of the run."""

    workspace: Workspace
    run: Run
    engine: LocalEngine

    def read(self, name: str) -> Table:
        """A table of the run. Raises TurnstoneError where it has none of that name."""
        return self.workspace.table(self.run, name)


@contextmanager
def opened(workspace: Workspace, run: Run) -> Iterator[Opened]:
    """Closed at the end, whatever happened."""
    with tempfile.TemporaryDirectory(prefix="turnstone-") as scratch, LocalEngine(Path(scratch)) as engine:
        yield Opened(workspace, run, engine)


@contextmanager
def opened_at(folder: Path, run: str) -> Iterator[Opened]:
    """The same by the folder of the workspace and the name of the run."""
    workspace = Workspace(folder)
    with opened(workspace, workspace.run(run)) as held:
        yield held
