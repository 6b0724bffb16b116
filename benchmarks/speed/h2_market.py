"""How fast, how large, and whether the cost grows with the rows and no faster.

    python benchmarks/speed/h2_market.py RAW_FOLDER [MORE_FILES ...] [--times 1 2 4] [--repeat 3] [--out FILE.json]

In one run on one machine: polars reads all files (the peer), the whole pipeline goes from cold to leads, a run with
nothing changed is asked for, and the market is replicated under new names. Each measurement is a process of its own;
CPU seconds are its user and system time, memory its largest resident size. With `--repeat` the one with the least CPU
is kept: other work on a machine adds to it and never takes away.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

Row = dict[str, Any]
HOLDING = "public record"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+", help="the folder of raw files, and further files")
    parser.add_argument("--times", type=int, nargs="*", default=[1, 2, 4], help="replications to measure")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--scratch", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(CHILDREN[args.child](args.paths, args.scratch)))
        return
    result = measure(args.paths, args.times, args.repeat)
    text = json.dumps(result, indent=1) + "\n"
    if args.out:
        args.out.write_text(text, "utf-8")
    print(text)


def measure(paths: list[Path], times: list[int], repeat: int) -> Row:
    """All measurements, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="turnstone-speed-") as folder:
        scratch = Path(folder)
        note("polars reads all files")
        peer = least(repeat, lambda: child("peer", paths, scratch))
        note("from cold to leads")
        cold = least(repeat, lambda: child("cold", paths, fresh(scratch / "cold")))
        note("again, with nothing changed")
        again = least(repeat, lambda: child("again", paths, scratch / "cold"))
        shutil.rmtree(scratch / "cold")
        replicated = []
        for n in times:
            note(f"the market {n} times over")
            files = [replicate(paths, fresh(scratch / "files"), n)]
            done = child("cold", files, fresh(scratch / "ws"))
            replicated.append({"times": n} | {k: done[k] for k in ("rows", "cpu_s", "wall_s", "peak_mb", "stages")})
        return {
            "command": "python benchmarks/speed/h2_market.py " + " ".join(p.name for p in paths),
            "machine": machine(), "polars_reads": peer, "cold_to_leads": cold,
            "cpu_beside_polars": round(cold["cpu_s"] / peer["cpu_s"], 2), "nothing_changed": again,
            "replicated_as_csv": replicated,
        }  # fmt: skip


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def least(repeat: int, measured: Callable[[], Row]) -> Row:
    runs = [measured() for _ in range(max(repeat, 1))]
    best = min(runs, key=lambda run: run["cpu_s"])
    return best | {"cpu_s_of_all": [run["cpu_s"] for run in runs]}


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def child(name: str, paths: list[Path], scratch: Path) -> Row:
    """Runs one measurement and adds what the process as a whole cost, its start and its imports included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, __file__, *map(str, paths), "--child", name, "--scratch", str(scratch)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout.splitlines()[-1]) | {"cpu_s": round(cpu, 2), "wall_s": round(wall, 2)}


def own_peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def own_cpu() -> float:
    return time.process_time()


def peer(paths: list[Path], scratch: Path) -> Row:
    """polars, with calamine for workbooks: every cell of every sheet as text."""
    import polars as pl

    rows = 0
    for path in files_of(paths):
        if path.suffix in (".xlsx", ".xls"):
            rows += sum(len(sheet) for sheet in pl.read_excel(path, sheet_id=0, infer_schema_length=0).values())
        else:
            rows += len(pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy"))
    return {"rows": rows, "peak_mb": own_peak_mb()}


def cold(paths: list[Path], scratch: Path) -> Row:
    """A new workspace, all files added, one run; what each stage cost."""
    from turnstone import pipeline
    from turnstone.adding import Holding, add_file
    from turnstone.running import run_workspace
    from turnstone.workspace import Workspace

    began = own_cpu()
    workspace = Workspace.create(scratch / "ws")
    for path in files_of(paths):
        add_file(workspace, path, Holding(HOLDING, "speed"))
    stages: dict[str, Row] = {"add": {"cpu_s": own_cpu() - began, "rows": 0, "calls": 1}}
    run_stage = pipeline.run_stage

    def timed(bench: Any, stage: Any, tables: Any, **rest: Any) -> Any:
        started = own_cpu()
        made = run_stage(bench, stage, tables, **rest)
        cost = stages.setdefault(stage.name, {"cpu_s": 0.0, "rows": 0, "calls": 0})
        cost["cpu_s"] += own_cpu() - started
        cost["calls"] += 1
        cost["rows"] += sum(t.rows for t in tables.values()) or sum(
            t.rows for n, t in made.items() if n.startswith("raw_")
        )
        return made

    pipeline.run_stage = timed  # type: ignore[assignment]
    run, _ = run_workspace(workspace)
    for cost in stages.values():
        cost["rows_per_cpu_s"] = round(cost["rows"] / cost["cpu_s"]) if cost["rows"] and cost["cpu_s"] > 0 else None
        cost["cpu_s"] = round(cost["cpu_s"], 2)
    read = sum(table["rows"] for name, table in run.tables.items() if name.startswith("raw_"))
    leads = run.tables["leads"]["rows"]
    return {"rows": read, "networks_with_findings": leads, "peak_mb": own_peak_mb(), "stages": stages}


def again(paths: list[Path], scratch: Path) -> Row:
    """`turnstone run` as from a shell, with nothing changed."""
    from turnstone.cli.main import main as turnstone

    sys.argv = ["turnstone", "run", "--workspace", str(scratch / "ws")]
    try:
        turnstone()
    except SystemExit as exit:
        if exit.code:
            raise
    print()
    return {"peak_mb": own_peak_mb()}


def files_of(paths: list[Path]) -> list[Path]:
    return [f for path in paths for f in (sorted(path.iterdir()) if path.is_dir() else [path])]


CHILDREN: dict[str, Callable[[list[Path], Path], Row]] = {"peer": peer, "cold": cold, "again": again}


# The market again under new names: the same shape, other parties.

_VOWELS, _CONSONANTS = "AEIOU", "BCDFGHJKLMNPQRSTVWXYZ"
_NAMES = ("name", "town", "city", "address", "firm", "alias")


def replicate(paths: list[Path], folder: Path, times: int) -> Path:
    """All files as CSV, and again `times - 1` times with other names, places, telephones and case numbers."""
    import csv

    from turnstone.sources.recognise import recognise

    for path in files_of(paths):
        for i, sheet in enumerate(recognise(path, None)[0]):
            rows = sheet.format.read(path, sheet.head, sheet.header_row, sheet.mapping.options)
            header, mapping = rows.header, sheet.mapping
            where = {mapping.column_for(field, header): field for field in mapping.fields}
            writers = []
            files = [
                (folder / f"{path.stem}-{i}-{k}.csv").open("w", encoding="utf-8", newline="") for k in range(times)
            ]
            for file in files:
                writers.append(csv.writer(file))
                writers[-1].writerow(header)
            for chunk in rows.chunks:
                columns = [column.to_pylist() for column in chunk.columns]
                for k, writer in enumerate(writers):
                    own = [anew(column, where.get(at), k) for at, column in enumerate(columns)] if k else columns
                    writer.writerows(zip(*own, strict=True))
            for file in files:
                file.close()
    return folder


def anew(column: list[str | None], field: str | None, k: int) -> list[str | None]:
    """A column under new names: letters turned by k among vowels and among consonants, last digits by k."""
    if field is None:
        return column
    if field == "case_no":
        return [f"{text}{k}" if text else text for text in column]
    if field.endswith("phone"):
        return [turned_number(text, k) if text else text for text in column]
    if field.endswith(_NAMES) or "name" in field or "address" in field:
        known: dict[str | None, str | None] = {None: None}
        return [known[text] if text in known else known.setdefault(text, turned(str(text), k)) for text in column]
    return column


def turned(text: str, k: int) -> str:
    return " ".join(
        word if word.strip(".,").upper() in kept_words() else turned_word(word, k) for word in text.split(" ")
    )


def turned_word(word: str, k: int) -> str:
    return "".join(turned_letter(c, k) for c in word.upper())


def turned_letter(c: str, k: int) -> str:
    for letters in (_VOWELS, _CONSONANTS):
        if c in letters:
            return letters[(letters.index(c) + k) % len(letters)]
    return c


def turned_number(text: str, k: int) -> str:
    return text[:-1] + str((int(text[-1]) + k) % 10) if text[-1].isdigit() else text


def kept_words() -> frozenset[str]:
    """Legal forms, business words and abbreviations of addresses: what says what kind of thing it is, not which."""
    global _kept
    if _kept is None:
        from turnstone.clean.address import _COMPASS, _SUFFIX
        from turnstone.clean.legal_forms import FORMS_BY_TOKENS
        from turnstone.clean.name import _BUSINESS

        forms = {word for tokens in FORMS_BY_TOKENS for word in tokens}
        extra = {"PO", "P.O", "BOX", "RR", "HC", "SUITE", "STE", "APT", "UNIT", "AND", "&", "OF", "THE", "DBA", "D/B/A"}
        _kept = frozenset(forms | _BUSINESS | set(_SUFFIX) | set(_COMPASS) | extra)
    return _kept


_kept: frozenset[str] | None = None


def machine() -> Row:
    libraries = ("duckdb", "fastexcel", "numpy", "phonenumbers", "polars", "pyarrow", "rapidfuzz", "scipy")
    return {
        "processors": os.cpu_count(), "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    } | {name: metadata.version(name) for name in libraries}  # fmt: skip


if __name__ == "__main__":
    main()
