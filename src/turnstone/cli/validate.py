"""turnstone validate --truth FOLDER_OR_FILE, turnstone validate --simulated DIR..."""

from __future__ import annotations

import tempfile
import textwrap
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, RunOption, note, open_workspace, print_json, say, small_engine
from turnstone.cli.width import screen_width
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.validate.validation import Validation


def command(
    worlds: Annotated[
        list[Path] | None, typer.Argument(help="With --simulated: the folders of synthetic worlds.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option("--truth", help="What is known to be true: a world's folder, or a table of closed cases.")
    ] = None,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Take each world through the whole pipeline, and measure that.")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write a self-contained page to this file.")] = None,
    run: RunOption = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace", "-w", envvar="TURNSTONE_WORKSPACE",
            help="The workspace folder (.); with --simulated the folder in which each world gets one (else they are temporary).",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Measure leads against what is known to be true: precision, recall, false flags, possible victims named, bits."""
    if (truth is None) == (not simulated) or (simulated and not worlds) or (worlds and not simulated):
        raise TurnstoneError(
            "say either --truth or --simulated, and with --simulated which worlds",
            do="turnstone validate --truth closed.csv, or turnstone validate --simulated DIR DIR ...",
        )
    if simulated and run is not None:
        raise TurnstoneError("--run goes with --truth", do="leave it out: each world is run anew")
    found = _simulated(worlds or [], workspace, out) if truth is None else _one(truth, workspace or HERE, run, out)
    if as_json:
        from turnstone.validate.market_report import as_json as plain

        print_json(plain(found))
    else:
        from turnstone.validate.market_text import validation_lines

        for line in validation_lines(found):
            for part in textwrap.wrap(line, screen_width(), subsequent_indent="      ") or [""]:
                say(part)
    if out is not None:
        note(f"Page written to {out}.")


def _one(truth: Path, workspace: Path, run: str | None, out: Path | None) -> list[Validation]:
    """A run of a workspace. The page is told in its log."""
    from turnstone.exports.mask import Mask
    from turnstone.reporting import write_page
    from turnstone.validate.market_report import render_validation, title_of
    from turnstone.validate.truth_table import read_truth
    from turnstone.validate.validation import validate_run

    place = open_workspace(workspace)
    chosen = place.run(run)
    known = read_truth(truth)
    with small_engine(place) as engine:
        found = [validate_run(place, chosen, engine, known, name=truth.resolve().name, tell=note)]
        if out is not None:
            with place.locked():
                write_page(
                    place, chosen, engine, out, Mask(place.key),
                    lambda facts: render_validation(found, _meta(f"Workspace {place.id}"), facts),
                    title=title_of(found), networks=[], validated=truth.name,
                )  # fmt: skip
    return found


def _simulated(worlds: list[Path], folder: Path | None, out: Path | None) -> list[Validation]:
    """Each world through the pipeline, one after another."""
    from turnstone.evidence.files import write_bytes
    from turnstone.validate.market_report import render_validation
    from turnstone.validate.simulated_worlds import validate_world

    names = [world.resolve().name for world in worlds]
    if len(set(names)) < len(names):
        raise TurnstoneError("two worlds have folders of the same name", do="give the folders different names")
    found = []
    with ExitStack() as kept:
        for world, name in zip(worlds, names, strict=True):
            note(f"World {name}")
            if folder is None:
                here = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="turnstone-"))) / "ws"
            else:
                here = folder / name
            found.append(validate_world(world, here, note))
            if folder is None:
                kept.pop_all().close()  # one world at a time on disk
    if out is not None:
        write_bytes(out, render_validation(found, _meta(f"{len(found)} worlds"), None).encode())
    return found


def _meta(about: str) -> str:
    from turnstone import __version__

    return f"{about} · made {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} with Turnstone {__version__}"
