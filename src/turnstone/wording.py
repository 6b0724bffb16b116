"""The vocabularies of a workspace: which one is in use, where it is kept, and what the run before found with it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from turnstone.engine.table import Table
from turnstone.errors import TurnstoneError
from turnstone.evidence.receipts import code_digest
from turnstone.pipeline import Wording
from turnstone.stage import Stored
from turnstone.texts.history import history
from turnstone.workspace import Run, Workspace

NEEDED = ("sketches", "text_edges", "templates", "template_parts", "template_members", "text_cuts")


def wording_of(workspace: Workspace, *, relearn: bool) -> Wording:
    """The vocabulary in use, or none where there is none yet or it is to be learned anew."""
    sha256 = None if relearn else vocabulary_in_use(workspace)

    def keep(path: Path) -> tuple[str, Path]:
        kept = workspace.vault.keep(path)
        workspace.log.append("vocabulary_learned", sha256=kept.sha256, size=kept.size)
        return kept.sha256, workspace.vault.path(kept.sha256)

    file = kept_vocabulary(workspace, sha256)
    return Wording(file, keep, _before(workspace, sha256) if file is not None else None)


def vocabulary_in_use(workspace: Workspace) -> str | None:
    """The SHA-256 of the vocabulary that was learned last."""
    learned = list(workspace.log.of("vocabulary_learned"))
    return str(learned[-1].facts["sha256"]) if learned else None


def kept_vocabulary(workspace: Workspace, sha256: str | None) -> tuple[str, Path] | None:
    """A vocabulary and its file. Raises TurnstoneError where the file is gone."""
    if sha256 is None:
        return None
    if not workspace.vault.holds(sha256):
        raise TurnstoneError(
            f"the vocabulary {sha256[:12]}… is no longer kept", do="`turnstone run --relearn` learns a new one"
        )
    return sha256, workspace.vault.path(sha256)


def last_with_texts(workspace: Workspace) -> Run | None:
    """The latest run that has templates on disk."""
    for run in reversed(workspace.runs()):
        if run.vocabulary is not None and all(
            (workspace.folder / str(part["file"])).is_file() for name in NEEDED for part in run.tables[name]["parts"]
        ):
            return run
    return None


def _before(workspace: Workspace, sha256: str | None) -> dict[str, Table] | None:
    run = last_with_texts(workspace)
    if run is None or run.vocabulary != sha256 or not _made_by_this_code(workspace, run):
        return None
    return {name: workspace.table(run, name) for name in NEEDED}


def _made_by_this_code(workspace: Workspace, run: Run) -> bool:
    """Whether the run's templates were made by the code that runs now: another could find others."""
    digest = run.tables["templates"]["digest"]
    now = code_digest("texts")
    return any(
        receipt.stage == "texts.templates" and receipt.code == now and receipt.outputs["templates"].digest == digest
        for receipt in workspace.receipts().values()
    )


def history_of(workspace: Workspace, tables: dict[str, Stored]) -> pa.Table | None:
    """What became of the templates of the run before; None where there are no offers."""
    if not tables["offers"].rows:
        return None
    run = last_with_texts(workspace)
    before = workspace.table(run, "template_members") if run is not None else None
    return history(before, tables["template_members"].table())
