"""`run`: takes the active files through the corridor and closes with one line in the log."""

from __future__ import annotations

import gc
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from turnstone import __version__
from turnstone.bench import RunBench, ScratchBench
from turnstone.engine.local import LocalEngine
from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone.evidence.files import write_bytes
from turnstone.evidence.receipts import whole_code_digest
from turnstone.expiry import finish_expiry
from turnstone.networks.history import network_history
from turnstone.pipeline import Wording, corridor
from turnstone.sources.mapping import mapping_of
from turnstone.stage import Stored
from turnstone.wording import history_of, kept_vocabulary, vocabulary_in_use, wording_of
from turnstone.workspace import Run, Source, Workspace


def run_workspace(
    workspace: Workspace,
    *,
    as_of: str | None = None,
    relearn: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    done: Callable[[], None] = lambda: None,
) -> tuple[Run, bool]:
    """The run of the active files and whether anything was computed. The caller holds the lock.

    `relearn`: learn anew which wording is common, from the offers at hand (see docs/explanation/templates.md).

    Raises TurnstoneError when there is nothing to run. A killed run leaves receipts for the stages that were
    finished; the next one takes them up.
    """
    sources = [source for source in workspace.sources() if source.state == "active"]
    if not sources:
        raise TurnstoneError("no files have been added", do="add some with `turnstone add FILE...`")
    finish_expiry(workspace)
    if overdue := [source.name for source in sources if source.overdue]:
        raise PolicyDenied(
            f"{len(overdue)} files are held longer than was set when they were added: {', '.join(overdue[:5])}",
            lifted_by="whoever answers for the data: add the file again with a later --retain-until and its legal basis",
            do="`turnstone expire --overdue --reason ...` removes them and leaves a tombstone",
        )
    workspace.clear_scratch()
    name = workspace.next_run_id()
    folder = workspace.folder / "runs" / name
    folder.mkdir(parents=True, exist_ok=True)
    with without_cycle_collection(), absence_remembered("dateutil"), LocalEngine(workspace.scratch) as engine:
        bench = RunBench(workspace, engine, folder, tell, done)
        judged, decided = workspace.decisions()
        wording = wording_of(workspace, relearn=relearn)
        tables = corridor(
            bench, active_files(workspace, sources), workspace.folder / "imports",
            as_of=as_of, judgements=judged, decisions=decided, wording=wording,
        )  # fmt: skip
        past = {
            "template_history": history_of(workspace, tables),
            "network_history": _network_history(workspace, as_of, tables),
        }
    shutil.rmtree(workspace.scratch, ignore_errors=True)
    facts = _facts(tables)
    before = workspace.runs()
    if before and not bench.fresh and _same(before[-1].tables, facts) and before[-1].as_of == as_of:
        shutil.rmtree(folder)
        return before[-1], False
    inputs = [{"sha256": source.sha256, "mapping_text": source.mapping_text} for source in sources]
    workspace.log.append(
        "run_finished", run=name, as_of=as_of, version=__version__, code=whole_code_digest(), made_with=made_with(),
        inputs=inputs, tables=facts, vocabulary=vocabulary_in_use(workspace) if tables["offers"].rows else None,
    )  # fmt: skip
    for table, events in past.items():
        if events is not None:
            pq.write_table(events, folder / f"{table}.parquet", compression="lz4")
    write_bytes(folder / "run.toml", _run_toml(name, as_of, facts, workspace.log.head).encode())
    return workspace.run(name), True


def _network_history(workspace: Workspace, as_of: str | None, tables: dict[str, Stored]) -> pa.Table:
    """What became of the networks of the last run that looked as of the same day, and whose tables are still there."""
    kept = [
        run for run in workspace.runs()
        if run.as_of == as_of and "network_members" in run.tables
        and all((workspace.folder / str(part["file"])).is_file() for part in run.tables["network_members"]["parts"])
    ]  # fmt: skip
    before = workspace.table(kept[-1], "network_members") if kept else None
    return network_history(before, tables["network_members"].table())


def made_with() -> dict[str, str]:
    """The interpreter, system and libraries that could make a difference, for whoever makes a run again years later."""
    libraries = ("duckdb", "fastexcel", "numba", "numpy", "phonenumbers", "pyarrow", "rapidfuzz", "scipy")
    system = {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}"}
    return system | {name: metadata.version(name) for name in libraries}


def run_again(workspace: Workspace, run: Run, tell: Callable[[str], None]) -> dict[str, dict[str, Any]]:
    """Makes a run's tables anew from the kept files, in a scratch folder that is removed; gives their digests.

    Raises TurnstoneError when a file that it was made from is gone.
    """
    for sha256, _ in run.inputs:
        if not workspace.vault.holds(sha256):
            raise TurnstoneError(f"run {run.id} cannot be made again: the file {sha256[:12]}… is no longer kept")
    folder = workspace.scratch / "again"
    shutil.rmtree(folder, ignore_errors=True)
    files = [(sha, workspace.vault.path(sha), mapping_of(text), text) for sha, text in sorted(run.inputs)]
    judged, decided = workspace.decisions(before_line=run.line)
    try:
        with (
            without_cycle_collection(), absence_remembered("dateutil"),
            LocalEngine(workspace.scratch / "engine") as engine,
        ):  # fmt: skip
            bench = ScratchBench(engine, folder, tell)
            tables = corridor(
                bench, files, folder / "imports", as_of=run.as_of, judgements=judged, decisions=decided,
                wording=Wording(file=kept_vocabulary(workspace, run.vocabulary)),
            )  # fmt: skip
            return _facts(tables)
    finally:
        shutil.rmtree(workspace.scratch, ignore_errors=True)


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


@contextmanager
def absence_remembered(module: str) -> Iterator[None]:
    """pyarrow looks for dateutil at every conversion; where it is not installed, each look searches the disk."""
    absent = module not in sys.modules and find_spec(module) is None
    if absent:
        sys.modules[module] = None  # type: ignore[assignment]  # Python's own way of saying: not there
    try:
        yield
    finally:
        if absent:
            sys.modules.pop(module, None)


def active_files(workspace: Workspace, sources: list[Source]) -> list[tuple[str, Path, Any, str]]:
    """What the corridor reads, in an order that does not depend on when the files were added."""
    out = []
    for source in sorted(sources, key=lambda s: s.sha256):
        text = source.mapping_text or ""
        out.append((source.sha256, workspace.vault.path(source.sha256), mapping_of(text), text))
    return out


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
