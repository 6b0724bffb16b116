"""A report from a run: the views, where their evidence stands, the file, and its line in the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from turnstone import __version__
from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.evidence.files import sha256_of, write_bytes
from turnstone.evidence.locate import locate
from turnstone.exports.lead_view import lead_view
from turnstone.exports.mask import Mask
from turnstone.exports.report import ReportFacts, Section, render, section
from turnstone.exports.template_facts import resting_on
from turnstone.exports.template_page import render_template
from turnstone.exports.template_view import TemplateView, template_view
from turnstone.indicators.registry import registry
from turnstone.workspace import Run, Workspace

LINES_EACH = 60
"""Lines of files shown under a lead; `trace` shows all."""
TEMPLATES_EACH = 3
"""Templates shown under a lead."""


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
            texts = _templates(run, engine, read, wanted, mask)
            sections.append(section(view, locate(read, raw, list(dict.fromkeys(wanted))[:LINES_EACH]), texts))
    at = datetime.now(UTC)
    path = out or workspace.folder / "reports" / f"{run.id}-{at:%Y%m%dT%H%M%S}.html"
    text = render(_facts(workspace, run, engine, mask, title, at), sections, mask)
    _written(workspace, run, path, text, mask, networks=list(networks))
    return path


def write_template_page(
    workspace: Workspace, run: Run, engine: LocalEngine, view: TemplateView, mask: Mask, path: Path, *, lines: int
) -> None:
    """Writes the page about one template and tells the log. The caller holds the lock."""
    title = f"A text that {view.about['offers']:,} offers use"
    facts = _facts(workspace, run, engine, mask, title, datetime.now(UTC))
    text = render_template(facts, view, lines=lines)
    _written(workspace, run, path, text, mask, networks=[], template=view.id)


def write_page(
    workspace: Workspace,
    run: Run,
    engine: LocalEngine,
    path: Path,
    mask: Mask,
    render: Callable[[ReportFacts], str],
    *,
    title: str,
    networks: Sequence[str],
    **about: Any,
) -> None:
    """Writes a page about one thing and tells the log. `render`: what stands at its head and foot -> HTML. The caller
    holds the lock."""
    text = render(_facts(workspace, run, engine, mask, title, datetime.now(UTC)))
    _written(workspace, run, path, text, mask, networks=list(networks), **about)


def template_history(workspace: Workspace, run: Run, template: str) -> list[dict[str, Any]]:
    """What became of a template since earlier runs; nothing where the run kept no history."""
    path = workspace.folder / "runs" / run.id / "template_history.parquet"
    if not path.is_file():
        return []
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return [row for row in rows if template in (row["template_id"], row["other_id"])]


def _templates(
    run: Run, engine: LocalEngine, read: Callable[[str], Table], because: Sequence[str], mask: Mask
) -> list[TemplateView]:
    """The templates on which a lead's evidence rests, those of most of its rows first; not that of someone alone."""
    if "templates" not in run.tables or not because:
        return []
    views = [template_view(engine, read, id, mask) for id in resting_on(engine, read, because, TEMPLATES_EACH)]
    return [view for view in views if view is not None and not view.alone]


def _written(workspace: Workspace, run: Run, path: Path, text: str, mask: Mask, **about: Any) -> None:
    """The file, and its line in the log."""
    write_bytes(path, text.encode())
    inside = path.resolve().is_relative_to(workspace.folder.resolve())
    name = path.resolve().relative_to(workspace.folder.resolve()).as_posix() if inside else str(path.resolve())
    workspace.log.append(
        "reported", file=name, inside=inside, sha256=sha256_of(path), run=run.id, masked=not mask.open, **about
    )


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
