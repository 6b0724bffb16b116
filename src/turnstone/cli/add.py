"""turnstone add FILE..."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, WorkspaceOption, note, open_workspace, print_json, print_table
from turnstone.errors import SourceError, TurnstoneError, Where

if TYPE_CHECKING:
    from turnstone.sources.mapping import Mapping


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
    from turnstone.sources.mapping import load_mapping, shipped

    place = open_workspace(workspace)
    mapping: Mapping | None = None
    text = None
    if source is not None:
        if source in shipped():
            mapping = shipped()[source]
            text = f"use: {source}\n"
        elif Path(source).is_file():
            mapping, text = load_mapping(Path(source)), Path(source).read_text("utf-8")
        else:
            known = ", ".join(["ftm", *sorted(shipped())])
            if source != "ftm":
                raise TurnstoneError(
                    f"there is no source {source!r} and no such file", do=f"choose among {known}, or give a mapping"
                )
            text = "use: ftm\n"
    paths = list(_expand(files))
    law = _asked(legal_basis, "Legal basis (under which law do you hold this data?)", "--legal-basis")
    why = _asked(purpose, "Purpose (for which purpose?)", "--purpose")
    until = _day(_asked(retain_until, "Keep until (YYYY-MM-DD, or 'unlimited')", "--retain-until"))
    done, failed = [], 0
    with place.locked():
        old = _superseded(place, supersedes or [])
        for path in paths:
            try:
                done.append(_add(place, path, mapping, text, law, why, until, old))
            except SourceError as error:
                failed += 1
                done.append(
                    {"file": str(path), "state": "not added", "kind": error.problem, "size": None, "sha256": None}
                )
                note(f"turnstone: {error.at(str(path))}")
    if as_json:
        print_json(done)
    else:
        print_table(
            done,
            {"file": "File", "state": "", "kind": "Recognised as", "size": "Bytes", "sha256": "SHA-256"},
            right=("size",),
        )
    if failed:
        note(f"{failed} of {len(paths)} files were not added; the others were.")
        raise typer.Exit(SourceError.exit_code)


def _expand(files: list[Path]) -> Iterator[Path]:
    """Files as they are; folders with every file below them that is not hidden."""
    for path in files:
        if path.is_dir():
            yield from sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and not any(part.startswith(".") for part in p.relative_to(path).parts)
            )
        elif path.is_file():
            yield path
        else:
            raise SourceError("there is no such file", where=Where(str(path)), do="check the path")


def _asked(given: str | None, question: str, option: str) -> str:
    """The option's value, or the answer to a question where there is somebody to ask."""
    if given and given.strip():
        return given.strip()
    if not sys.stdin.isatty():
        raise TurnstoneError(
            f"{option} is missing", do="every file is held under a law, for a purpose, until a day: say which"
        )
    return str(typer.prompt(question)).strip()


def _day(text: str) -> str | None:
    if text.lower() in ("unlimited", "none", "-"):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise TurnstoneError(f"{text!r} is no day", do="write it as 2030-12-31, or 'unlimited'") from None


def _superseded(place, given: list[str]) -> list[str]:  # type: ignore[no-untyped-def]
    out = []
    for text in given:
        found = [s.sha256 for s in place.sources() if s.sha256.startswith(text)]
        if len(found) != 1:
            raise TurnstoneError(
                f"--supersedes {text!r} names {len(found)} files", do="give a SHA-256 from `turnstone sources`"
            )
        out.append(found[0])
    return out


def _add(place, path: Path, mapping, text, law: str, why: str, until: str | None, old: list[str]) -> dict[str, object]:  # type: ignore[no-untyped-def]
    from turnstone.formats.ftm import looks_like_ftm
    from turnstone.sources.recognise import recognise

    kept = place.vault.keep(path)
    before = {s.sha256: s for s in place.sources()}.get(kept.sha256)
    if before is not None and before.state == "active" and before.mapping_text == text:
        return {
            "file": str(path),
            "state": "kept before",
            "kind": before.kind,
            "size": kept.size,
            "sha256": kept.sha256,
        }
    try:
        inside = place.vault.path(kept.sha256)
        if (text == "use: ftm\n") or (mapping is None and looks_like_ftm(inside)):
            kind = "ftm"
        else:
            found, _ = recognise(inside, mapping)
            kind = ", ".join(sorted({r.mapping.name for r in found}))
    except SourceError:
        if kept.new:
            place.vault.remove(kept.sha256)
        raise
    place.log.append(
        "added", sha256=kept.sha256, name=path.name, size=kept.size, kind=kind, mapping_text=text, legal_basis=law,
        purpose=why, retain_until=until, supersedes=old,
    )  # fmt: skip
    return {"file": str(path), "state": "added", "kind": kind, "size": kept.size, "sha256": kept.sha256}
