"""`verify`: is everything in a workspace still what its log says, and does a run come out the same again?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from turnstone.errors import TurnstoneError
from turnstone.evidence.files import sha256_of
from turnstone.evidence.receipts import whole_code_digest
from turnstone.evidence.verify import Fault, compare, head_in, verify_kept, verify_log, verify_outputs
from turnstone.running import run_again
from turnstone.workspace import Run, Workspace


def verify_workspace(
    workspace: Workspace,
    *,
    heads: Mapping[str, str] | None = None,
    again: Run | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Fault]:
    """Everything that is not as it should be, named; empty when all is.

    `heads`: heads of the log printed elsewhere (where -> head), beside those that the workspace's own runs and
    reports print. `again`: the run that is to be made again and compared.
    """
    tell("the log")
    faults = verify_log(workspace.log, _own_heads(workspace) | dict(heads or {}))
    tell("kept files")
    sources = workspace.sources()
    kept = {s.sha256: s.name for s in sources if s.state != "expired"}
    expired = {s.sha256: s.name for s in sources if s.state == "expired"}
    faults += verify_kept(workspace.vault, kept, expired)
    for run in workspace.runs():
        tell(f"tables of run {run.id}")
        faults += [Fault(f"run {run.id}, {f.what}", f.problem) for f in verify_outputs(workspace.folder, run.tables)]
    faults += _reports(workspace)
    if again is not None:
        try:
            differing = list(compare(again.tables, run_again(workspace, again, tell)))
        except TurnstoneError as error:
            differing = [Fault(f"run {again.id}", f"cannot be made again: {error.what}")]
        if differing and again.code != whole_code_digest():
            differing.append(
                Fault(f"run {again.id}", f"was made by other code ({again.code[:12]}…): re-run it with that version")
            )
        faults += [Fault(f"run {again.id}, {f.what}" if "run" not in f.what else f.what, f.problem) for f in differing]
    return faults


def _own_heads(workspace: Workspace) -> dict[str, str]:
    """The heads that files inside the workspace print: they reveal a log whose end was cut together with its head."""
    found = {}
    for path in sorted([*workspace.folder.glob("runs/*/run.toml"), *workspace.folder.glob("reports/*.html")]):
        if head := head_in(path):
            found[path.relative_to(workspace.folder).as_posix()] = head
    return found


def _reports(workspace: Workspace) -> list[Fault]:
    """Reports inside the workspace are as they were written."""
    gone = {report for entry in workspace.log.of("expired") for report in entry.facts["reports"]}
    latest = {e.facts["file"]: e.facts["sha256"] for e in workspace.log.of("reported") if e.facts["inside"]}
    faults = []
    for file, sha256 in latest.items():
        path: Path = workspace.folder / file
        if file in gone and not path.is_file():
            continue
        if not path.is_file():
            faults.append(Fault(file, "is missing, and the log knows of no expiry"))
        elif sha256_of(path) != sha256:
            faults.append(Fault(file, "was changed after it was written"))
    return faults
