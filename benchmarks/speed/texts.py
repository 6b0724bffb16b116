"""How many adverts a CPU second, from text to verified groups; how large; how it grows; and what is found.

    python benchmarks/speed/texts.py FILE.parquet [MORE ...] [--repeat 1] [--rensa-most 1000000] [--datasketch-most 50000]
        [--out FILE.json]

Files have the columns `text` and `cluster` (-1: written alone). Give several sizes for the growth, several seeds of a size
for the spread. Each measurement is a process of its own: it reads the texts, groups 2,000 of them once (compiling or
loading what is compiled, told apart), then groups all. CPU seconds are those of the grouping, user and system, all threads;
memory is the largest resident size of the whole process, texts included. README.md beside this file says the rest.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Row = dict[str, Any]
WARM_UP = 2_000
PEERS = ("rensa", "rensa tuned", "datasketch")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="Parquet files with `text` and `cluster`")
    parser.add_argument("--repeat", type=int, default=1, help="of so many runs the one with the least CPU counts")
    parser.add_argument("--rensa-most", type=int, default=1_000_000, help="texts that rensa is given at most; 0: none")
    parser.add_argument(
        "--datasketch-most", type=int, default=50_000, help="texts that datasketch is given at most; 0: none"
    )
    parser.add_argument("--out", type=Path)
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--most", type=int, default=0, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        print(json.dumps(one(args.files[0], args.child, args.most)))
        return
    result = measure(
        args.files,
        args.repeat,
        {"rensa": args.rensa_most, "rensa tuned": args.rensa_most, "datasketch": args.datasketch_most},
    )
    text = json.dumps(result, indent=1) + "\n"
    if args.out:
        args.out.write_text(text, "utf-8")
    print(text)


def measure(files: list[Path], repeat: int, most: dict[str, int]) -> Row:
    """All files by all methods, each in a process of its own. Peers get the first texts of a file, told as `texts`."""
    by_file: dict[str, Row] = {}
    for path in sorted(files, key=lambda p: (pq.read_metadata(p).num_rows, p.name)):
        rows = pq.read_metadata(path).num_rows
        by_file[path.name] = {"rows": rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for name in CHILDREN:
            cap = most.get(name, rows)
            if cap:
                note(f"{name}: {min(rows, cap):,} texts of {path.name}")
                by_file[path.name][name] = least(repeat, path, name, min(rows, cap))
    turnstone = [(run["turnstone"]["texts"], run["turnstone"]["cpu_s"]) for run in by_file.values()]
    return {
        "command": "python benchmarks/speed/texts.py " + " ".join(p.name for p in files),
        "machine": machine(), "repeat": repeat, "files": by_file, "growth_exponent": growth(turnstone),
    }  # fmt: skip


def least(repeat: int, path: Path, name: str, most: int) -> Row:
    runs = [child(path, name, most) for _ in range(max(repeat, 1))]
    return min(runs, key=lambda run: run["cpu_s"]) | {"cpu_s_of_all": [run["cpu_s"] for run in runs]}


def child(path: Path, name: str, most: int) -> Row:
    """Runs one measurement in a process of its own; a failure is told, and stops nothing else."""
    command = [sys.executable, __file__, str(path), "--child", name, "--most", str(most)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    row: Row = json.loads(done.stdout.splitlines()[-1])
    return row


def one(path: Path, name: str, most: int) -> Row:
    """What this process measures: reading, compiling, grouping, and what was found."""
    began = time.process_time()
    table = pq.read_table(path, columns=["text", "cluster"]).slice(0, most)
    read = time.process_time() - began
    texts: pa.ChunkedArray = table["text"]
    size = pc.sum(pc.binary_length(texts)).as_py() or 0
    run = CHILDREN[name]
    began = time.process_time()
    run(texts.slice(0, WARM_UP))
    warm_up = time.process_time() - began
    before_mb = own_peak_mb()
    cpu, wall = time.process_time(), time.perf_counter()
    labels, seconds = run(texts)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    out: Row = {
        "texts": len(texts), "bytes": size, "read_cpu_s": round(read, 2), "warm_up_cpu_s": round(warm_up, 2),
        "cpu_s": round(cpu, 3), "wall_s": round(wall, 3), "texts_per_cpu_s": round(len(texts) / cpu),
        "mb_per_cpu_s": round(size / 1e6 / cpu, 1), "peak_mb": own_peak_mb(), "peak_before_grouping_mb": before_mb,
    }  # fmt: skip
    if seconds:
        out["steps_cpu_s"] = {step: round(value, 3) for step, value in seconds.items()}
    return out | (found(table["cluster"].to_numpy(), labels) if labels is not None else {})


def found(cluster: np.ndarray, labels: np.ndarray) -> Row:
    """Recall of template pairs and pairwise precision; also of those measured before verification, where known."""
    sys.path.append(str(Path(__file__).resolve().parents[1] / "truth"))
    from measures import pair_counts

    alone = cluster < 0
    truth = cluster.astype(np.int64)
    truth[alone] = truth.max(initial=0) + 1 + np.arange(int(alone.sum()))
    pairs = pair_counts(truth, labels)
    return {
        "pairs": pairs, "recall": round(pairs["both"] / pairs["true"], 4) if pairs["true"] else None,
        "pairwise_precision": round(pairs["both"] / pairs["said"], 6) if pairs["said"] else None,
        "largest_group": int(np.unique(labels, return_counts=True)[1].max(initial=0)),
    }  # fmt: skip


Grouped = tuple[np.ndarray | None, dict[str, float]]


def turnstone(texts: pa.ChunkedArray) -> Grouped:
    from turnstone.texts.grouping import group_texts

    groups = group_texts(texts)
    return np.asarray(groups.labels, np.int64), dict(groups.seconds)


def tokenise(texts: pa.ChunkedArray) -> Grouped:
    """UTF-8-aware tokenising alone: each word a hash. What no grouping can be faster than."""
    from turnstone.kernels.words import hash_words

    for chunk in texts.chunks:
        hash_words(chunk)
    return None, {}


def peer(name: str) -> Callable[[pa.ChunkedArray], Grouped]:
    def run(texts: pa.ChunkedArray) -> Grouped:
        import text_peers

        return text_peers.PEERS[name](texts), {}

    return run


CHILDREN: dict[str, Callable[[pa.ChunkedArray], Grouped]] = {"turnstone": turnstone, "tokenise": tokenise} | {
    name: peer(name) for name in PEERS
}


def growth(measured: list[tuple[int, float]]) -> float | None:
    """The exponent e of cpu = c * texts^e by least squares over logarithms; None for a single size."""
    if len({texts for texts, _ in measured}) < 2:
        return None
    x, y = np.log([m[0] for m in measured]), np.log([m[1] for m in measured])
    return round(float(np.polyfit(x, y, 1)[0]), 3)


def own_peak_mb() -> int:
    scale = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6)


def machine() -> Row:
    libraries = ("datasketch", "numpy", "pyarrow", "rensa", "scipy")
    versions = {name: metadata.version(name) for name in libraries}
    with contextlib.suppress(metadata.PackageNotFoundError):
        versions["numba"] = metadata.version("numba")
    return {
        "processors": os.cpu_count(), "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    } | versions  # fmt: skip


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
