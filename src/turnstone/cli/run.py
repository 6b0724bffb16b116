"""turnstone run"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, WorkspaceOption, for_workspace, note, open_workspace, print_json, say
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.workspace import Run, Workspace

STAGES_BESIDE_FILES = 35
"""About how many stages a run has besides reading the files; only the bar's length depends on it."""


def command(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Use only what was known before this day, YYYY-MM-DD.")
    ] = None,
    relearn: Annotated[
        bool, typer.Option("--relearn", help="Learn anew, from the offers at hand, which wording is common.")
    ] = False,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Read, clean, link and question all files. What is unchanged since an earlier run is not computed again."""
    from turnstone.running import run_workspace

    if as_of is not None:
        try:
            as_of = date.fromisoformat(as_of).isoformat()
        except ValueError:
            raise TurnstoneError(f"{as_of!r} is no day", do="write it as 2012-12-31") from None
    place = open_workspace(workspace)
    with place.locked(), progress(len(place.sources()) + STAGES_BESIDE_FILES) as (tell, done):
        run, fresh = run_workspace(place, as_of=as_of, relearn=relearn, tell=tell, done=done)
    rows = {name: facts["rows"] for name, facts in run.tables.items()}
    if as_json:
        print_json({"run": run.id, "computed": fresh, "as_of": run.as_of, "rows": rows, "log_head": place.log.head})
        return
    if not fresh:
        say(f"Nothing has changed since run {run.id}; it stands.")
        return
    print_run(run)
    if refused := _refused_whole(place, run):
        say(f"Not taken at all: {', '.join(refused)}.")
    note(f"Next: turnstone leads{for_workspace(workspace)}")


def _refused_whole(place: Workspace, run: Run) -> list[str]:
    """Files, or sheets of files, of which no row was taken."""
    names = {source.sha256: source.name for source in place.sources()}
    rows = place.table(run, "rejects").arrow(["source", "sheet", "scope"]).to_pylist()
    whole = {(names.get(r["source"], r["source"][:12]), r["sheet"]) for r in rows if r["scope"] == "file"}
    return [f"{name}, sheet {sheet!r}" if sheet else name for name, sheet in sorted(whole, key=str)]


def print_run(run: Run) -> None:
    """What a run read and found, in two lines, and how many pairs look like one operation under two names."""
    rows = {name: facts["rows"] for name, facts in run.tables.items()}
    read = sum(count for name, count in rows.items() if name.startswith("raw_"))
    say(f"Run {run.id}: {read:,} rows read, {rows['rejects']:,} rows or values refused (turnstone rejects says why).")
    posters = rows.get("posters", 0)
    who = [f"{rows['entities']:,} parties"] * bool(rows["entities"] or not posters)
    who += [f"{posters:,} posters of offers"] * bool(posters)
    say(f"{' and '.join(who)} in {rows['networks']:,} networks; {rows['hits']:,} findings about {rows['leads']:,}.")
    goes_on, folded = rows.get("continuities", 0), rows.get("folded_continuities", 0)
    if goes_on or folded:
        say(
            f"{goes_on:,} times one may go on as another (turnstone networks --continued); {folded:,} more read as one firm."
        )


@contextmanager
def progress(steps: int) -> Iterator[tuple[Callable[[str], None], Callable[[], None]]]:
    """A bar on a terminal, a line for each kind of work elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        last = [""]

        def tell(label: str) -> None:
            if label != last[0]:
                note(label)
                last[0] = label

        yield tell, lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description:<44.44}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=steps)
        yield lambda label: bar.update(task, description=label), lambda: bar.advance(task)
