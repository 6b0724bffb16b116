"""A report from a run: the views, where their evidence stands, the file, and its line in the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from turnstone import __version__
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.evidence.files import sha256_of, write_bytes
from turnstone.evidence.locate import locate
from turnstone.exports.lead_view import lead_view
from turnstone.exports.mask import Mask
from turnstone.exports.report import ReportFacts, Section, render, section
from turnstone.indicators.registry import registry
from turnstone.workspace import Run, Workspace

LINES_EACH = 60
"""Lines of files shown under a lead; `trace` shows all."""


def write_report(
    workspace: Workspace,
    run: Run,
    engine: LocalEngine,
    networks: Sequence[str],
    mask: Mask,
    *,
    title: str,
    out: Path | None = None,
) -> Path:
    """Writes the report about some networks and tells the log. The caller holds the lock. Gives the file's path."""

    def read(name: str) -> Table:
        return workspace.table(run, name)

    raw = [name for name in run.tables if name.startswith("raw_")]
    sections: list[Section] = []
    for network in networks:
        view = lead_view(engine, read, network, mask, registry())
        if view is not None:
            wanted = [id for part in view.parts for id in part.because if not id.startswith(("entity-", "case-"))]
            sections.append(section(view, locate(read, raw, list(dict.fromkeys(wanted))[:LINES_EACH])))
    at = datetime.now(UTC)
    path = out or workspace.folder / "reports" / f"{run.id}-{at:%Y%m%dT%H%M%S}.html"
    text = render(_facts(workspace, run, engine, mask, title, at), sections, mask)
    write_bytes(path, text.encode())
    inside = path.resolve().is_relative_to(workspace.folder.resolve())
    name = path.resolve().relative_to(workspace.folder.resolve()).as_posix() if inside else str(path.resolve())
    workspace.log.append(
        "reported", file=name, inside=inside, sha256=sha256_of(path), run=run.id, networks=list(networks),
        masked=not mask.open,
    )  # fmt: skip
    return path


def _facts(workspace: Workspace, run: Run, engine: LocalEngine, mask: Mask, title: str, at: datetime) -> ReportFacts:
    sums: dict[str, dict[str, int]] = {}
    for row in workspace.table(run, "source_files").arrow().to_pylist():
        told = sums.setdefault(row["source"], {"rows_in": 0, "rows_out": 0, "rows_rejected": 0})
        for name in told:
            told[name] += row[name]
    used = {sha for sha, _ in run.inputs}
    files = [
        {"name": s.name, "kind": s.kind, "sha256": s.sha256, **sums[s.sha256]}
        for s in sorted(workspace.sources(), key=lambda s: s.name)
        if s.sha256 in used
    ]
    status = engine.sql("SELECT status, count(*) AS n FROM l GROUP BY status", l=workspace.table(run, "leads"))
    by_status = {row["status"]: int(row["n"]) for row in status.arrow().to_pylist()}
    counts = {
        "networks": run.tables["networks"]["rows"], "leads": by_status.get("lead", 0),
        "abstained": by_status.get("abstained", 0), "rejects": run.tables["rejects"]["rows"],
    }  # fmt: skip
    return ReportFacts(
        title, run.id, at.strftime("%Y-%m-%dT%H:%M:%SZ"), __version__, workspace.log.head, workspace.id, run.as_of,
        files, counts, not mask.open,
    )  # fmt: skip
