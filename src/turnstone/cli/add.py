"""turnstone add FILE..."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    WorkspaceOption,
    for_workspace,
    note,
    open_workspace,
    print_json,
    print_table,
)  # fmt: skip
from turnstone.errors import SourceError, TurnstoneError

if TYPE_CHECKING:
    from turnstone.workspace import Workspace


def command(
    files: Annotated[list[Path], typer.Argument(help="Files, or folders with all that is in them.")],
    source: Annotated[
        str | None,
        typer.Option("--source", help="What they are: a known source, or a mapping (YAML). Recognised if left out."),
    ] = None,
    legal_basis: Annotated[str | None, typer.Option("--legal-basis", help="Under which law the data is held.")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", help="For which purpose.")] = None,
    retain_until: Annotated[
        str | None, typer.Option("--retain-until", help="Last day on which it may be kept, YYYY-MM-DD, or 'unlimited'.")
    ] = None,
    supersedes: Annotated[
        list[str] | None, typer.Option("--supersedes", help="SHA-256 (or its beginning) of a file that these replace.")
    ] = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Keep files in the workspace, with the law and purpose under which they are held."""
    from turnstone.adding import Holding, TextFolder, add_file, add_texts, gathered
    from turnstone.holding import day

    place = open_workspace(workspace)
    text = _mapping_text(source)
    paths = list(gathered(files, text))
    if not paths:
        raise TurnstoneError(
            f"there are no files in {', '.join(map(str, files))}", do="check the path; hidden files are left out"
        )
    law = _asked(legal_basis, "Legal basis (under which law do you hold this data?)", "--legal-basis")
    why = _asked(purpose, "Purpose (for which purpose?)", "--purpose")
    until = day(_asked(retain_until, "Keep until (YYYY-MM-DD, or 'unlimited')", "--retain-until"))
    done = []
    with place.locked():
        holding = Holding(law, why, until, _superseded(place, supersedes or []))
        for path in paths:
            add = (
                add_texts(place, path, holding, text)
                if isinstance(path, TextFolder)
                else add_file(place, path, holding, text)
            )
            done.append(add)
            if error := done[-1].error:
                note(f"turnstone: {error}")
    rows = [
        {"file": str(a.file), "name": a.file.name, "state": a.state, "kind": a.kind, "size": a.size, "sha256": a.sha256}
        for a in done
    ]
    if as_json:
        print_json(rows)
    else:
        for row in rows:
            row["short"] = str(row["sha256"] or "")[:12]
        columns = {"name": "File", "state": "", "kind": "Recognised as", "size": "Bytes", "short": "SHA-256"}
        print_table(rows, columns, right=("size",))
    for a in done:
        if a.dropped:
            what = f"{a.dropped.images:,} pictures" + (
                f" and {a.dropped.others:,} other contents" if a.dropped.others else ""
            )
            note(f"{a.file.name}: {what} were not kept; {a.dropped.hashed:,} pictures have a hash.")
    if failed := sum(a.error is not None for a in done):
        note(f"{failed} of {len(paths)} files were not added; the others were.")
        raise typer.Exit(SourceError.exit_code)
    if not as_json:
        note(f"Next: turnstone run{for_workspace(workspace)}")


def _mapping_text(source: str | None) -> str | None:
    """What is kept of `--source`: the name of a shipped description, or a mapping's whole text."""
    from turnstone.sources.mapping import USE_FTM, load_mapping, shipped

    if source is None:
        return None
    if source in shipped():
        return f"use: {source}\n"
    if Path(source).is_file():
        load_mapping(Path(source))
        return Path(source).read_text("utf-8")
    if source == "ftm":
        return USE_FTM
    known = ", ".join(["ftm", *sorted(shipped())])
    raise TurnstoneError(
        f"there is no source {source!r} and no such file", do=f"choose among {known}, or give a mapping"
    )


def _asked(given: str | None, question: str, option: str) -> str:
    """The option's value, or the answer to a question where there is somebody to ask."""
    if given and given.strip():
        return given.strip()
    if not sys.stdin.isatty():
        raise TurnstoneError(
            f"{option} is missing", do="every file is held under a law, for a purpose, until a day: say which"
        )
    return str(typer.prompt(question)).strip()


def _superseded(place: Workspace, given: list[str]) -> tuple[str, ...]:
    out = []
    for text in given:
        found = [s.sha256 for s in place.sources() if s.sha256.startswith(text)]
        if len(found) != 1:
            raise TurnstoneError(
                f"--supersedes {text!r} names {len(found)} files", do="give a SHA-256 from `turnstone sources`"
            )
        out.append(found[0])
    return tuple(out)
