"""Which records are one person or one organisation? Any file of records with a truth column, or two files and their pairs.

    python benchmarks/truth/records.py FILE --truth COL [--given COL] [--family COL] [--full COL | --org COL] [--birth COL ...]
        [--place COL ...] [--street COL ...] [--postcode COL ...] [--email COL ...] [--phone COL ...] [--id COL ...]
        [--class COL ...] [--by COL] [--no-peers] [--out FILE.json]
    python benchmarks/truth/records.py LEFT RIGHT --pairs FILE --left-id COL --right-id COL [--label COL] [--no-doubles] ...

Figures are over pairs of records: precision, recall, F1, with 95 % intervals of a bootstrap over truth clusters (pairs files:
Wilson). Each matcher runs in a process of its own; CPU seconds are user and system time of all its threads, reading the file
and starting Python apart. Peers: Splink 5 by the recipe of its README and tuned (where it is installed), and rapidfuzz
(ratio of at least 90 of the whole records, over the same candidate pairs). `--by`: rows are resolved apart for each value
of this column, with the fields that are filled there. `--no-doubles`: says of two files that neither holds anybody twice (only
this project's matcher makes use of it; `alike_inside_lists` in the result tells how far the files look so).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from labelled import column, command_line, groups_of, made_from, note, options, read_labelled, write
from measures import Interval, Ints, agreement, pair_counts, wilson
from rich.table import Table

KINDS = ("given", "family", "full", "org", "birth", "place", "street", "postcode", "email", "phone", "id", "class")
MANY = KINDS[4:]


def arguments() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    for name in ("truth", "by", "left-id", "right-id", "label"):
        parser.add_argument(f"--{name}", metavar="COL")
    parser.add_argument("--pairs", type=Path, metavar="FILE")
    for kind in KINDS:
        parser.add_argument(f"--{kind}", metavar="COL", action="append", default=[])
    parser.add_argument("--mistakes", type=float, default=0.0006)
    parser.add_argument("--no-doubles", action="store_true", help="no file holds anybody twice")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    parser.add_argument("--labels", type=Path, help=argparse.SUPPRESS)
    return parser


def fields_of(args: argparse.Namespace) -> dict[str, str]:
    return {name: kind for kind in KINDS for name in getattr(args, kind)}


def records_of(args: argparse.Namespace) -> pa.Table:
    """The records' columns; of two files one below the other, with columns that only one has empty in the other."""
    tables = [read_labelled(f) for f in args.files]
    names = list(dict.fromkeys([*fields_of(args), *([args.by] if args.by else [])]))
    out = []
    for table in tables:
        rows = {n: table[n] if n in table.column_names else pa.nulls(table.num_rows, pa.string()) for n in names}
        out.append(pa.table({n: pa.array(_filled(rows[n]), pa.string()) for n in names}))
    return pa.concat_tables(out)


def _filled(values: pa.ChunkedArray) -> list[str | None]:
    return [(v.strip() or None) if v else None for v in values.to_pylist()]


def lists_of(args: argparse.Namespace) -> Ints | None:
    """Which file each record stands in, where it was said that no file holds anybody twice."""
    if not args.no_doubles:
        return None
    return np.repeat(np.arange(len(args.files)), [read_labelled(f).num_rows for f in args.files]).astype(np.int64)


def cpu() -> float:
    r = resource.getrusage(resource.RUSAGE_SELF)
    return r.ru_utime + r.ru_stime


def ours(args: argparse.Namespace, records: pa.Table, fields: Mapping[str, str]) -> tuple[Ints, dict[str, Any]]:
    from turnstone.links.records.resolve import resolve

    labels = np.arange(records.num_rows)
    told: dict[str, Any] = {}
    lists = lists_of(args)
    parts = column(records, args.by) if args.by else [""] * records.num_rows
    for part in sorted(set(parts)):
        rows = np.flatnonzero(np.array(parts) == part)
        own = records.take(pa.array(rows)) if args.by else records
        used = {c: k for c, k in fields.items() if not args.by or own[c].null_count < len(rows)}
        persons = {"given", "family", "full"} & set(used.values())
        used = {c: k for c, k in used.items() if not (k == "org" and persons)}
        r = resolve(own, used, mistakes=args.mistakes, lists=None if lists is None else lists[rows])
        labels[rows] = rows[r.labels]
        told[part or "all"] = {**r.convergence, "hubs": r.hubs, "skipped_pairs": sum(r.skipped.values()),
                               "stopped": r.stopped.num_rows, "pairs_shown": r.pairs.num_rows}  # fmt: skip
    return labels, told


def by_rapidfuzz(args: argparse.Namespace, records: pa.Table, fields: Mapping[str, str]) -> tuple[Ints, dict[str, Any]]:
    from rapidfuzz import fuzz, process

    from turnstone.kernels.graph import components
    from turnstone.links.records.coding import code
    from turnstone.links.records.keys import block

    persons = {"given", "family", "full"} & set(fields.values())
    used = {c: k for c, k in fields.items() if not (k == "org" and persons)}
    pairs = block(code(records, used)).pairs
    columns = [records[c].to_pylist() for c in used]
    texts = [" ".join(v.lower() for v in row if v) for row in zip(*columns, strict=True)]
    good = np.zeros(len(pairs.left), np.bool_)
    for start in range(0, len(good), 500_000):
        part = slice(start, start + 500_000)
        a, b = ([texts[i] for i in side[part]] for side in (pairs.left, pairs.right))
        good[part] = process.cpdist(a, b, scorer=fuzz.ratio, score_cutoff=90) >= 90
    return components(records.num_rows, pairs.left[good], pairs.right[good]).astype(np.int64), {"pairs": len(good)}


def by_splink(
    args: argparse.Namespace, records: pa.Table, fields: Mapping[str, str], tuned: bool
) -> tuple[Ints, dict[str, Any]]:
    from splink_peer import clusters

    return clusters(records, fields, tuned=tuned)


MATCHERS: dict[str, Callable[..., tuple[Ints, dict[str, Any]]]] = {
    "turnstone": ours,
    "rapidfuzz": by_rapidfuzz,
    "splink README": lambda a, r, f: by_splink(a, r, f, False),
    "splink tuned": lambda a, r, f: by_splink(a, r, f, True),
}


def run_alone(args: argparse.Namespace) -> None:
    """One matcher, in this process: labels to a file, what it cost as JSON on the last line."""
    records, fields = records_of(args), fields_of(args)
    before = cpu()
    labels, told = MATCHERS[args.only](args, records, fields)
    cost = {
        "cpu_s": round(cpu() - before, 1),
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }
    np.save(args.labels, labels)
    print(json.dumps({**cost, **told}))


def run(name: str, folder: Path) -> tuple[Ints, dict[str, Any]] | str:
    """Labels of a matcher in a process of its own; or why there are none."""
    if name.startswith("splink") and find_spec("splink") is None:
        return "not installed (pip install 'splink>=5,<6')"
    out = folder / f"{name.replace(' ', '_')}.npy"
    call = [sys.executable, *sys.argv, "--only", name, "--labels", str(out)]
    done = subprocess.run(call, capture_output=True, text=True)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:300]
    return np.load(out), json.loads(done.stdout.strip().splitlines()[-1])


def measured(truth: Ints, said: Ints) -> dict[str, Any]:
    figures = {k: v for k, v in agreement(truth, said).items() if k in ("precision", "recall", "f1")}
    sizes = {"largest": int(np.bincount(said).max(initial=0)), "largest_true": int(np.bincount(truth).max(initial=0))}
    wrong = pair_counts(truth, said)
    exact = int(wrong["said"] == wrong["both"] == wrong["true"])
    return {**figures, "pairs": wrong, **sizes, "exactly_right": bool(exact)}


def measured_pairs(label: Ints, said: Ints) -> dict[str, Any]:
    both = int((label & said).sum())
    precision, recall = wilson(both, int(said.sum())), wilson(both, int(label.sum()))
    value = 2 * both / max(int(label.sum() + said.sum()), 1)
    return {
        "precision": precision,
        "recall": recall,
        "f1": Interval(value, float("nan"), float("nan")),
        "rows": len(label),
    }


def pair_rows(args: argparse.Namespace) -> tuple[Ints, Ints, Ints]:
    """Rows of each labelled pair, and whether it is one."""
    tables = [read_labelled(f) for f in args.files]
    first = {v: i for i, v in enumerate(column(tables[0], args.left_id))}
    shift = tables[0].num_rows if len(tables) > 1 else 0
    second = {v: i + shift for i, v in enumerate(column(tables[-1], args.right_id))}
    pairs = read_labelled(args.pairs)
    left = np.array([first[v] for v in column(pairs, args.left_id)])
    right = np.array([second[v] for v in column(pairs, args.right_id)])
    label = (
        np.array([v.lower() in ("1", "true", "yes") for v in column(pairs, args.label)])
        if args.label
        else np.ones(len(left), bool)
    )
    return left, right, label.astype(np.int64)


def main() -> None:
    args = arguments().parse_args()
    if args.only:
        run_alone(args)
        return
    if not (args.truth or (args.pairs and args.left_id and args.right_id)):
        sys.exit("give --truth COL, or --pairs FILE with --left-id and --right-id")
    if args.no_doubles and len(args.files) < 2:
        sys.exit("--no-doubles is said of two files or more")
    result: dict[str, Any] = made_from(command_line(), [*args.files, *([args.pairs] if args.pairs else [])])
    with tempfile.TemporaryDirectory() as folder:
        for name in MATCHERS if not args.no_peers else ["turnstone"]:
            note(f"{name} ...")
            done = run(name, Path(folder))
            if isinstance(done, str):
                result[name] = {"not run": done}
                continue
            labels, cost = done
            codes = np.unique(labels, return_inverse=True)[1].astype(np.int64)
            if args.truth:
                truth = groups_of([v for f in args.files for v in column(read_labelled(f), args.truth)])
                result[name] = {**measured(truth, codes), "cost": cost}
            else:
                left, right, label = pair_rows(args)
                result[name] = {**measured_pairs(label, (codes[left] == codes[right]).astype(np.int64)), "cost": cost}
    show(result)
    write(result, args.out)


def show(result: Mapping[str, Any]) -> None:
    from labelled import console

    shown = Table("", "precision", "recall", "F1", "largest (truth)", "CPU s", "peak GB")
    for name in MATCHERS:
        if (m := result.get(name)) is None:
            continue
        if "not run" in m:
            shown.add_row(name, m["not run"])
            continue
        cells = [f"{m[k].value:.5f} ({m[k].low:.5f} to {m[k].high:.5f})" for k in ("precision", "recall")]
        largest = f"{m['largest']} ({m['largest_true']})" if "largest" in m else ""
        shown.add_row(name, *cells, f"{m['f1'].value:.4f}", largest, str(m["cost"]["cpu_s"]), str(m["cost"]["peak_gb"]))
    console.print(shown)


if __name__ == "__main__":
    main()
