"""`add`: keeps files in a workspace, with the law and the purpose under which they are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from turnstone.errors import SourceError, Where
from turnstone.evidence.files import sha256_of
from turnstone.formats.cleared import cleared, refuse_pictures
from turnstone.formats.ftm import looks_like_ftm
from turnstone.formats.pictures import Dropped
from turnstone.formats.plain_text import bundle
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
    dropped: Dropped | None = None
    """What was taken out before it was kept: pictures and other content that is no text."""


@dataclass(frozen=True)
class TextFolder:
    """Text files, each an offer, that are kept as one file. `name`: the folder's."""

    name: str
    path: Path
    files: tuple[tuple[str, Path], ...]


USE_TEXTS = "use: offers_texts\n"


def gathered(paths: Iterable[Path], mapping_text: str | None = None) -> Iterator[Path | TextFolder]:
    """What is to be added: files, and the text files of a folder as one.

    Text files are taken for offers where a folder holds nothing else, and none is a table that is recognised; or where
    the user says that they are (`--source offers_texts`). Raises SourceError for what is not there.
    """
    for path in paths:
        files = list(files_below([path]))
        texts = [file for file in files if file.suffix.lower() == ".txt"]
        said = mapping_text == USE_TEXTS
        if texts and (
            said or (mapping_text is None and path.is_dir() and texts == files and not any(map(_is_table, texts)))
        ):
            root = path if path.is_dir() else path.parent
            named = tuple((file.relative_to(root).as_posix(), file) for file in texts)
            yield TextFolder(path.resolve().name + ("/" if path.is_dir() else ""), path, named)
            files = [file for file in files if file not in set(texts)]
        yield from files


def _is_table(path: Path) -> bool:
    try:
        return bool(_kind(path, None)[0])
    except SourceError:
        return False


def add_texts(workspace: Workspace, folder: TextFolder, holding: Holding, mapping_text: str | None = None) -> Added:
    """Keeps a folder of text files as one archive of them, file by file as they came."""
    archive = workspace.scratch / "texts" / "archive"
    archive.parent.mkdir(parents=True, exist_ok=True)
    try:
        bundle(folder.files, archive)
        return _add(workspace, archive, holding, mapping_text, folder.name)
    except SourceError as error:
        return Added(folder.path, "not added", error.problem, error=error)
    finally:
        archive.unlink(missing_ok=True)


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


def _add(
    workspace: Workspace, path: Path, holding: Holding, mapping_text: str | None, name: str | None = None
) -> Added:
    named = Path(name) if name else path
    _check_readable(path)
    original = sha256_of(path)
    sources = workspace.sources()
    before = next((s for s in sources if original in (s.original_sha256, s.sha256)), None)
    if before is not None and before.mapping_text == mapping_text and _is_held(before, holding):
        return Added(named, "kept before", before.kind, before.size, before.sha256)
    clear = workspace.scratch / "cleared" / "copy"
    clear.parent.mkdir(parents=True, exist_ok=True)
    try:
        dropped = cleared(path, clear)
        kept = workspace.vault.keep(clear if dropped else path)
        if (sha256_of(path) if dropped else kept.sha256) != original:
            if kept.new:
                workspace.vault.remove(kept.sha256)
            raise SourceError("the file changed while it was read", where=Where(str(path)), expected="a file that nobody writes to", do="wait until whatever writes it has finished, then add it again")  # fmt: skip
    finally:
        clear.unlink(missing_ok=True)
    try:
        kind, holds_offers = _kind(workspace.vault.path(kept.sha256), mapping_text)
        if holds_offers:
            refuse_pictures(workspace.vault.path(kept.sha256))
    except SourceError:
        if kept.new:
            workspace.vault.remove(kept.sha256)
        raise
    facts = {}
    if dropped:
        facts = {
            "original_sha256": original, "original_size": path.stat().st_size, "images_dropped": dropped.images,
            "contents_dropped": dropped.others,
        }  # fmt: skip
    workspace.log.append(
        "added", sha256=kept.sha256, name=named.name + ("/" if (name or "").endswith("/") else ""), size=kept.size,
        kind=kind, mapping_text=mapping_text, legal_basis=holding.legal_basis, purpose=holding.purpose,
        retain_until=holding.retain_until, supersedes=list(holding.supersedes), **facts,
    )  # fmt: skip
    return Added(named, "added", kind, kept.size, kept.sha256, dropped=dropped)


def _check_readable(path: Path) -> None:
    """Raises SourceError for a file that may not be read."""
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise SourceError(
            "the file may not be read", where=Where(str(path)), do="ask for the right to read it"
        ) from error


def _is_held(source: Source, holding: Holding) -> bool:
    """Whether a file is held as wanted already: a later day or another law is something new to record."""
    return (
        source.state == "active"
        and (source.legal_basis, source.purpose) == (holding.legal_basis, holding.purpose)
        and source.retain_until == holding.retain_until
        and set(holding.supersedes) <= set(source.supersedes)
    )


def _kind(path: Path, mapping_text: str | None) -> tuple[str, bool]:
    """The names of the sources that the file's sheets are, and whether there are offers in them."""
    if mapping_text == USE_FTM or (mapping_text is None and looks_like_ftm(path)):
        return "ftm", False
    found, _ = recognise(path, mapping_of(mapping_text or ""))
    return ", ".join(sorted({r.mapping.name for r in found})), any(r.mapping.table == "offers" for r in found)
