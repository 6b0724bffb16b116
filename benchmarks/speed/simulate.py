"""How long a world takes to make, by how much memory, and whether several processes make the same.

    python benchmarks/speed/simulate.py FOLDER [--offers 1000000] [--processes 2] [--parameters FILE.csv] [--small] [--out FILE.json]

FOLDER must have room: about 2 GB for each million offers, and as much again while parts are joined. Each measurement is a process of
its own; CPU seconds are user and system time of it and its children, memory is the largest resident size of any one of them
(multiply by the processes for all). The floor beside it, in the same call: writing the same bytes again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "truth"))

from labelled import made_from, write

TURNSTONE = Path(sys.executable).with_name("turnstone")


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--offers", type=int, default=1_000_000)
    ask.add_argument("--processes", type=int, default=2)
    ask.add_argument("--parameters", type=Path)
    ask.add_argument(
        "--small", action="store_true", help="Measure 200 offers too, and compare one process with several."
    )
    ask.add_argument("--out", type=Path)
    wanted = ask.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    # First, while this process is small: a child is born with its parent's size.
    small = [measured(wanted.folder / "small", 200, 1, None, keep=False) for _ in range(3 if wanted.small else 0)]
    large = wanted.folder / "large"
    made = measured(large, wanted.offers, wanted.processes, wanted.parameters)
    result = {
        **made_from(f"python benchmarks/speed/{' '.join([Path(a).name if '/' in a else a for a in sys.argv])}", []),
        "offers": wanted.offers, "processes": wanted.processes, **made, **counted(large), "floor_cpu_s": floor(large, wanted.folder / "copy"),
    }  # fmt: skip
    shutil.rmtree(large)
    if wanted.small:
        result["small"] = small
        one, many = wanted.folder / "one", wanted.folder / "many"
        measured(one, 60_000, 1, None)
        measured(many, 60_000, 3, None)
        result["one_and_three_processes_make_the_same"] = digest(one) == digest(many)
        shutil.rmtree(one)
        shutil.rmtree(many)
    write(result, wanted.out)


def measured(
    folder: Path, offers: int, processes: int, parameters: Path | None, *, keep: bool = True
) -> dict[str, Any]:
    """Makes a world in a process of its own: CPU and clock seconds, largest resident size of a process in GB."""
    shutil.rmtree(folder, ignore_errors=True)
    more = ["--parameters", str(parameters)] if parameters else []
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [TURNSTONE, "simulate", folder, "--seed", "1", "--offers", str(offers), "-p", str(processes), *more],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not keep:
        shutil.rmtree(folder)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "cpu_s": round(cpu, 2),
        "clock_s": round(time.perf_counter() - start, 2),
        "largest_process_gb": round(after.ru_maxrss / 1e6, 3),
    }


def counted(folder: Path) -> dict[str, int]:
    """Statement lines by form, card and cash events, bytes."""
    lines = {"camt.053": 0, "MT940": 0, "CSV": 0}
    for path in sorted((folder / "data" / "statements").iterdir()):
        text = path.read_text("utf-8")
        if path.suffix == ".xml":
            lines["camt.053"] += text.count("<Ntry>")
        elif path.suffix == ".sta":
            lines["MT940"] += len(re.findall(r"^:61:", text, re.MULTILINE))
        elif path.suffix == ".csv":
            lines["CSV"] += text.count("\n") - 1
    with (folder / "data" / "cards" / "events.csv").open(encoding="utf-8") as file:
        events = sum(1 for _ in file) - 1
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "statement_lines": sum(lines.values()),
        **{f"lines_{form}": n for form, n in lines.items()},
        "card_events": events,
        "bytes": size,
    }


def floor(folder: Path, copy: Path) -> float:
    """CPU seconds of writing the same bytes again."""
    start = os.times()
    shutil.copytree(folder, copy)
    end = os.times()
    shutil.rmtree(copy)
    return round(end.user + end.system - start.user - start.system, 2)


def digest(folder: Path) -> str:
    """Of all files with their names."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(str(path.relative_to(folder)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()


if __name__ == "__main__":
    main()
