"""Data that must go: a kept file and everything made from it are deleted; a tombstone in the log stays."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from turnstone.errors import TurnstoneError
from turnstone.workspace import Workspace


def expire(workspace: Workspace, sha256s: Sequence[str], reason: str) -> dict[str, list[str]]:
    """Deletes kept files, what reading them gave, and the runs and reports that rest on them.

    The tombstone is written first: if the deletion is cut short, the next `run` or `expire` ends it. Gives what went,
    and what had been exported from those runs to places outside, which only a person can delete.
    """
    known = {source.sha256 for source in workspace.sources() if source.state != "expired"}
    if missing := set(sha256s) - known:
        raise TurnstoneError(f"no kept file has the SHA-256 {min(missing)}", do="see `turnstone sources`")
    gone = set(sha256s)
    runs = [run.id for run in workspace.runs() if gone & {sha for sha, _ in run.inputs}]
    reports = [e.facts["file"] for e in workspace.log.of("reported") if e.facts["run"] in runs and e.facts["inside"]]
    outside = [
        e.facts["file"] for e in workspace.log.of("reported") if e.facts["run"] in runs and not e.facts["inside"]
    ]
    outside += [e.facts["file"] for e in workspace.log.of("exported") if e.facts["run"] in runs]
    workspace.log.append("expired", sources=sorted(gone), runs=runs, reports=sorted(set(reports)), reason=reason)
    finish_expiry(workspace)
    return {"sources": sorted(gone), "runs": runs, "reports": sorted(set(reports)), "outside": sorted(set(outside))}


def finish_expiry(workspace: Workspace) -> None:
    """Deletes what tombstones name and is still there."""
    held = {source.sha256 for source in workspace.sources() if source.state != "expired"}
    gone: set[str] = set()
    for entry in workspace.log.of("expired"):
        gone |= set(entry.facts["sources"]) - held
        for run in entry.facts["runs"]:
            shutil.rmtree(workspace.folder / "runs" / run, ignore_errors=True)
        for report in entry.facts["reports"]:
            (workspace.folder / report).unlink(missing_ok=True)
    for sha256 in gone:
        workspace.vault.remove(sha256)
    for entry in workspace.log.of("receipt") if gone else ():
        if entry.facts["inputs"].get("file") in gone:
            for output in entry.facts["outputs"].values():
                (workspace.folder / output["file"]).unlink(missing_ok=True)
