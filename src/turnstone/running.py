"""`run`: takes the active files through the corridor and closes with one line in the log."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from turnstone import __version__
from turnstone.bench import RunBench
from turnstone.engine.local import LocalEngine
from turnstone.errors import TurnstoneError
from turnstone.evidence.files import write_bytes
from turnstone.pipeline import corridor
from turnstone.sources.importer import USE_FTM
from turnstone.sources.mapping import Mapping, parse_mapping, shipped
from turnstone.stage import Stored
from turnstone.workspace import Run, Source, Workspace


def run_workspace(
    workspace: Workspace,
    *,
    as_of: str | None = None,
    tell: Callable[[str], None] = lambda _: None,
    done: Callable[[], None] = lambda: None,
) -> tuple[Run, bool]:
    """The run of the active files and whether anything was computed. The caller holds the lock.

    Raises TurnstoneError when there is nothing to run. A killed run leaves receipts for the stages that were
    finished; the next one takes them up.
    """
    sources = [source for source in workspace.sources() if source.state == "active"]
    if not sources:
        raise TurnstoneError("no files have been added", do="add some with `turnstone add FILE...`")
    workspace.clear_scratch()
    name = workspace.next_run_id()
    folder = workspace.folder / "runs" / name
    folder.mkdir(parents=True, exist_ok=True)
    with without_cycle_collection(), LocalEngine(workspace.scratch) as engine:
        bench = RunBench(workspace, engine, folder, tell, done)
        judged, decided = workspace.decisions()
        tables = corridor(
            bench, active_files(workspace, sources), workspace.folder / "imports",
            as_of=as_of, judgements=judged, decisions=decided,
        )  # fmt: skip
    shutil.rmtree(workspace.scratch, ignore_errors=True)
    facts = _facts(tables)
    before = workspace.runs()
    if before and not bench.fresh and _same(before[-1].tables, facts) and before[-1].as_of == as_of:
        shutil.rmtree(folder)
        return before[-1], False
    inputs = [{"sha256": source.sha256, "mapping_text": source.mapping_text} for source in sources]
    workspace.log.append("run_finished", run=name, as_of=as_of, version=__version__, inputs=inputs, tables=facts)
    write_bytes(folder / "run.toml", _run_toml(name, as_of, facts, workspace.log.head).encode())
    return workspace.run(name), True


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Python looks for cycles among millions of short-lived texts and finds none: a fifth of a run's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def active_files(workspace: Workspace, sources: list[Source]) -> list[tuple[str, Path, Any, str]]:
    """What the corridor reads, in an order that does not depend on when the files were added."""
    out = []
    for source in sorted(sources, key=lambda s: s.sha256):
        text = source.mapping_text or ""
        mapping = _mapping(text, source.name)
        out.append((source.sha256, workspace.vault.path(source.sha256), mapping, text))
    return out


def _mapping(text: str, name: str) -> Mapping | None:
    """What the user said the file is: a mapping, or the name of a shipped one (`use: NAME`); None to find out."""
    if not text or text == USE_FTM:
        return None
    if text.startswith("use: "):
        return shipped()[text.removeprefix("use: ").strip()]
    return parse_mapping(text, name)


def _facts(tables: dict[str, Stored]) -> dict[str, dict[str, Any]]:
    return {
        name: {
            "digest": stored.digest,
            "rows": stored.rows,
            "parts": [asdict(output) for output, _ in sorted(stored.parts, key=lambda part: part[0].digest)],
        }
        for name, stored in sorted(tables.items())
    }


def _same(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> bool:
    return {n: t["digest"] for n, t in one.items()} == {n: t["digest"] for n, t in other.items()}


def _run_toml(name: str, as_of: str | None, tables: dict[str, dict[str, Any]], head: str) -> str:
    lines = [f'run = "{name}"', f'version = "{__version__}"', f'as_of = "{as_of or ""}"', f'log_head = "{head}"', ""]
    for table, facts in tables.items():
        lines += [f"[tables.{table}]", f'digest = "{facts["digest"]}"', f"rows = {facts['rows']}", ""]
    return "\n".join(lines)
