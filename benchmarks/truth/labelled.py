"""Labelled files as the truth benchmarks take them: any CSV, TSV or Parquet file with the named columns."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
from measures import Interval, Ints, codes
from rich.console import Console

# The peers belong to both folders; each command is run as a file, so there is no package to import them from.
sys.path.append(str(Path(__file__).resolve().parents[1] / "speed"))
console = Console(width=None if Console().is_terminal else 180)
WARM_UP = 2_000


def read_labelled(path: Path) -> pa.Table:
    """All columns as text."""
    if path.suffix.lower() == ".parquet":
        table = pq.read_table(path)
        return pa.table({name: table[name].cast(pa.string()) for name in table.column_names})
    tab = path.suffix.lower() in (".tsv", ".tab")
    parse = pc.ParseOptions(delimiter="\t" if tab else ",", newlines_in_values=True)
    read = pc.ReadOptions(block_size=1 << 28)
    names = pc.open_csv(path, read_options=read, parse_options=parse).schema.names
    kinds = pc.ConvertOptions(column_types={n: pa.string() for n in names}, strings_can_be_null=False)
    return pc.read_csv(path, read_options=read, parse_options=parse, convert_options=kinds)


def column(table: pa.Table, name: str) -> list[str]:
    """One column, stripped; empty for null. Ends the command where there is none of that name."""
    if name not in table.column_names:
        sys.exit(f"no column {name!r}; there are: {', '.join(table.column_names)}")
    return [(value or "").strip() for value in table[name].to_pylist()]


def joined(table: pa.Table, names: list[str]) -> pa.Array:
    """The texts of a row: its text columns with a line break between those that are filled."""
    columns = [column(table, name) for name in names]
    return pa.array(["\n".join(part for part in row if part) for row in zip(*columns, strict=True)], pa.string())


def groups_of(values: list[str]) -> Ints:
    """Labels of the truth as numbers; a row without one belongs to nobody else."""
    known = codes(values)
    alone = np.array([not v for v in values], bool)
    known[alone] = known.max(initial=0) + 1 + np.arange(int(alone.sum()))
    return known


def made_from(command: str, paths: list[Path]) -> dict[str, Any]:
    """What one needs to make the figures again: the command, the machine, the input's digest."""
    libraries = ("datasketch", "numpy", "pyarrow", "rensa", "scipy")
    return {
        "command": command,
        "machine": {
            "processors": os.cpu_count(), "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
        } | {name: metadata.version(name) for name in libraries},
        "inputs_sha256": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths},
    }  # fmt: skip


def options(doc: str | None) -> argparse.ArgumentParser:
    """A command line with what all have: where to write the figures."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="also write all figures here")
    parser.add_argument("--no-peers", action="store_true", help="leave datasketch and rensa out")
    return parser


def write(result: dict[str, Any], out: Path | None) -> None:
    if out is not None:
        out.write_text(
            json.dumps(result, indent=1, ensure_ascii=False, default=_plain, allow_nan=False) + "\n", "utf-8"
        )
        print(f"written: {out}")


def _plain(value: Any) -> Any:
    if isinstance(value, Interval):
        return value.rounded()
    if isinstance(value, np.integer):
        return int(value)
    raise TypeError(type(value))


def cell(figure: Interval | None, form: str = ".3f") -> str:
    """A figure with its interval, for a table."""
    if figure is None or figure.value != figure.value:
        return "-"
    return f"{figure.value:{form}} \\[{figure.low:{form}} to {figure.high:{form}}]"


def note(text: str) -> None:
    """How far the work is, on standard error."""
    print(text, file=sys.stderr, flush=True)


def command_line() -> str:
    """The command as it was called, without folders that are nobody else's."""
    argv = [Path(a).name if i and Path(a).exists() else a for i, a in enumerate(sys.argv)]
    argv[0] = f"benchmarks/truth/{Path(argv[0]).name}"
    kept: list[str] = []
    for arg in argv:
        kept.append(Path(arg).name if kept and kept[-1] == "--out" else arg)
    return "python " + " ".join(f"'{a}'" if " " in a or "#" in a or "|" in a else a for a in kept)
