"""`add`: keeps files in a workspace, with the law and the purpose under which they are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from turnstone.errors import SourceError, Where
from turnstone.formats.ftm import looks_like_ftm
from turnstone.sources.mapping import USE_FTM, mapping_of
from turnstone.sources.recognise import recognise
from turnstone.workspace import Source, Workspace


@dataclass(frozen=True)
class Holding:
    """Under which law, for what purpose and until which day (YYYY-MM-DD; None: without limit) files are held."""

    legal_basis: str
    purpose: str
    retain_until: str | None = None
    supersedes: tuple[str, ...] = ()
    """SHA-256 of files that they replace."""


@dataclass(frozen=True)
class Added:
    """What became of a file: added, kept before or not added (then `error` says why)."""

    file: Path
    state: str
    kind: str
    size: int | None = None
    sha256: str | None = None
    error: SourceError | None = None


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they are; folders with every file below them that is not hidden. Raises SourceError for what is not there."""
    for path in paths:
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


def add_file(workspace: Workspace, path: Path, holding: Holding, mapping_text: str | None = None) -> Added:
    """Keeps one file, if it is recognised, or as the mapping says. A file that cannot be read is not kept.

    The caller holds the workspace's lock.
    """
    try:
        return _add(workspace, path, holding, mapping_text)
    except SourceError as error:
        return Added(path, "not added", error.problem, error=error.at(str(path)))


def _add(workspace: Workspace, path: Path, holding: Holding, mapping_text: str | None) -> Added:
    kept = workspace.vault.keep(path)
    before = {s.sha256: s for s in workspace.sources()}.get(kept.sha256)
    if before is not None and before.mapping_text == mapping_text and _is_held(before, holding):
        return Added(path, "kept before", before.kind, kept.size, kept.sha256)
    try:
        kind = _kind(workspace.vault.path(kept.sha256), mapping_text)
    except SourceError:
        if kept.new:
            workspace.vault.remove(kept.sha256)
        raise
    workspace.log.append(
        "added", sha256=kept.sha256, name=path.name, size=kept.size, kind=kind, mapping_text=mapping_text,
        legal_basis=holding.legal_basis, purpose=holding.purpose, retain_until=holding.retain_until,
        supersedes=list(holding.supersedes),
    )  # fmt: skip
    return Added(path, "added", kind, kept.size, kept.sha256)


def _is_held(source: Source, holding: Holding) -> bool:
    """Whether a file is held as wanted already: a later day or another law is something new to record."""
    return (
        source.state == "active"
        and (source.legal_basis, source.purpose) == (holding.legal_basis, holding.purpose)
        and source.retain_until == holding.retain_until
        and set(holding.supersedes) <= set(source.supersedes)
    )


def _kind(path: Path, mapping_text: str | None) -> str:
    """The names of the sources that the file's sheets are."""
    if mapping_text == USE_FTM or (mapping_text is None and looks_like_ftm(path)):
        return "ftm"
    found, _ = recognise(path, mapping_of(mapping_text or ""))
    return ", ".join(sorted({r.mapping.name for r in found}))
