"""Putting a run on its shelf, so that it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow.parquet as pq

from turnstone.workspace import Run, Workspace
from turnstone_web.accounts.actions.carry_on import Event, carry_on
from turnstone_web.shelf.build import build


def shelve(place: Workspace, run: Run, told: Callable[[str, int, int], None]) -> None:
    """First restrictions go on with their networks, then the run is prepared: nobody sees meanwhile what is not theirs."""
    runs = [one.id for one in place.runs()]
    carry_on((id, _history(place, id)) for id in runs[: runs.index(run.id) + 1])
    build(place, run, told=told)


def _history(place: Workspace, run: str) -> list[Event]:
    path = place.folder / "runs" / run / "network_history.parquet"
    return pq.read_table(path).to_pylist() if path.is_file() else []
