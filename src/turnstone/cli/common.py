"""What commands share: the workspace, printing for people and for programs, progress, errors."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnstone.errors import TurnstoneError
from turnstone.exports.controls import escaped_for_json, without_controls

if TYPE_CHECKING:
    from turnstone.engine.local import LocalEngine
    from turnstone.exports.mask import Mask
    from turnstone.workspace import Run, Workspace

WorkspaceOption = Annotated[
    Path,
    typer.Option("--workspace", "-w", help="The workspace folder.", envvar="TURNSTONE_WORKSPACE", show_default="."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
RunOption = Annotated[str | None, typer.Option("--run", help="A run's id; the latest by default.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; it is written to the log.", prompt="Reason")]
HERE = Path()


def say(text: str = "") -> None:
    """A line to standard output."""
    typer.echo(without_controls(text))


def note(text: str) -> None:
    """A line to standard error: what happens, not what was asked for."""
    typer.echo(without_controls(text), err=True)


def open_workspace(folder: Path) -> Workspace:
    from turnstone.workspace import Workspace

    return Workspace.find(folder)


def for_workspace(folder: Path) -> str:
    """The option that names the workspace, for commands that are suggested; empty where it is not needed."""
    return "" if folder == HERE or "TURNSTONE_WORKSPACE" in os.environ else f" -w {folder}"


def print_json(value: Any) -> None:
    typer.echo(escaped_for_json(json.dumps(value, ensure_ascii=False, indent=2, default=_plain)))


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def print_table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    right: Sequence[str] = (),
    least: Mapping[str, int] | None = None,
) -> None:
    """Rows as a table. `columns`: key -> heading; `right`: keys of columns of numbers; `least`: key -> characters that a
    column keeps in a narrow terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for key, heading in columns.items():
        narrowest = (least or {}).get(key)
        table.add_column(heading, justify="right" if key in right else "left", overflow="fold", min_width=narrowest)
    for row in rows:
        table.add_row(*(_shown(row.get(key)) for key in columns))
    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "160"))
    Console(width=width, highlight=False).print(table)


def _shown(value: Any) -> str:
    from rich.markup import escape

    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(v) for v in value if v is not None)
    return escape(without_controls(str(value)))


@contextmanager
def small_engine(workspace: Workspace) -> Iterator[LocalEngine]:
    """An engine for questions about a finished run."""
    import tempfile

    from turnstone.engine.local import LocalEngine

    with tempfile.TemporaryDirectory(prefix="turnstone-") as scratch, LocalEngine(Path(scratch)) as engine:
        yield engine


@dataclass(frozen=True)
class Look:
    """A finished run that a command looks at: its workspace, and an engine for questions."""

    place: Workspace
    run: Run
    engine: LocalEngine

    @cached_property
    def mask(self) -> Mask:
        """The mask that holds now."""
        return mask_of(self.place)

    def read(self, name: str) -> Any:
        """A table of the run."""
        return self.place.table(self.run, name)


@contextmanager
def looking(workspace: Path, run: str | None, *, templates: bool = False) -> Iterator[Look]:
    """What commands that show something begin with. `templates`: whether the run must know templates."""
    place = open_workspace(workspace)
    chosen = place.run(run)
    if templates:
        need_templates(chosen)
    with small_engine(place) as engine:
        yield Look(place, chosen, engine)


def mask_of(workspace: Workspace) -> Mask:
    """The mask that holds now; an open one is told in the log, with what is shown."""
    from turnstone.exports.mask import Mask

    return Mask(workspace.key, open=workspace.unlocked() is not None)


def told_unmasked(workspace: Workspace, mask: Mask, what: str) -> None:
    """Writes to the log that something was shown unmasked."""
    unlock = workspace.unlocked()
    if mask.open and unlock is not None:
        with workspace.locked():
            workspace.log.append("shown_unmasked", what=what, unlocked_by_line=unlock.number)


def reader(workspace: Workspace, run: Run) -> Callable[[str], Any]:
    """Tables of a run by name."""
    return lambda name: workspace.table(run, name)


def need_templates(run: Run) -> None:
    """Raises TurnstoneError for a run that was made before there were templates."""
    if "templates" not in run.tables:
        raise TurnstoneError(f"run {run.id} knows no templates", do="run `turnstone run` again with this version")


def raw_tables(run: Run) -> list[str]:
    return [name for name in run.tables if name.startswith("raw_")]


def find_network(workspace: Workspace, run: Run, engine: LocalEngine, lead: str) -> str:
    """A lead's network id from its rank ('3' or '#3') or the beginning of its id. Raises TurnstoneError if unknown."""
    text = lead.removeprefix("#")
    table = workspace.table(run, "leads")
    if text.isdigit():
        found = engine.sql(f"SELECT network_id FROM leads WHERE rank = {int(text)}", leads=table).arrow()
        ids = found.column(0).to_pylist()
    else:
        prefix = (text if text.startswith("network-") else f"network-{text}").replace("'", "''")
        networks = workspace.table(run, "networks")
        found = engine.sql(
            f"SELECT id FROM n WHERE starts_with(id, '{prefix}') ORDER BY id LIMIT 2", n=networks
        ).arrow()
        ids = found.column(0).to_pylist()
    if len(ids) == 1:
        return str(ids[0])
    problem = f"{lead!r} is the beginning of more than one id" if ids else f"there is no lead {lead!r} in run {run.id}"
    raise TurnstoneError(problem, do="give its number in `turnstone leads`, or more of its id")


def short_id(id: str) -> str:
    """The kind and twelve digits of an id: enough to name it in a command."""
    kind, _, digits = id.partition("-")
    return f"{kind}-{digits[:12]}"


def resolve_id(workspace: Workspace, run: Run, engine: LocalEngine, text: str) -> str:
    """Any id from its beginning ('network-3f9a', 'entity-77'), or a lead's number. Raises TurnstoneError if unknown."""
    if text.removeprefix("#").isdigit():
        return find_network(workspace, run, engine, text)
    kind = text.partition("-")[0]
    places = {
        "network": ("networks", "id"), "entity": ("entities", "id"), "case": ("nodes", "id"),
        "profile": ("profiles", "id"), "premises": ("premises", "premises_id"),
        "template": ("templates", "id"), "poster": ("posters", "id"),
    }  # fmt: skip
    prefix = text.replace("'", "''")
    # An id of any other kind is a row's: an offer, a job order.
    tables = [places[kind]] if kind in places else [(name, "id") for name in raw_tables(run)]
    tables = [(name, column) for name, column in tables if name in run.tables]
    ids: set[str] = set()
    for name, column in tables:
        query = f"SELECT DISTINCT {column} FROM t WHERE starts_with({column}, '{prefix}') LIMIT 2"
        ids.update(engine.sql(query, t=workspace.table(run, name)).arrow().column(0).to_pylist())
    if text in ids or len(ids) == 1:
        return text if text in ids else ids.pop()
    problem = (
        f"{text!r} is the beginning of more than one id" if ids else f"nothing in run {run.id} has the id {text!r}"
    )
    raise TurnstoneError(problem, do="give more of the id; ids stand in `show`, `find` and `table`")
