"""How many pairs of names one core compares in a second, from text to score.

    python benchmarks/speed/names_compared.py FILE --left COL --right COL [--names FILE --name COL] [--pairs 100000]
        [--kind person] [--repeat 3] [--out FILE.json]

Two settings. *Hard pairs*: the pairs of FILE over and over, so most pairs are alike and need every step; words have been
seen before, and each name's reading is paid again. *Distinct names*: each name of the second file once, beside another
drawn at random, so that every name and most words are new. CPU seconds of this process with one thread; compiling is
left out (a first call is made) and told apart; the best of the repetitions counts, since other work only adds.

The peers are rapidfuzz's scorers, on names folded as Turnstone folds them: in batch (cpdist, compiled, one worker) and
one by one from Python, as matchers mostly call them. Folding is counted, as Turnstone's reading is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from turnstone.clean.text import fold
from turnstone.links.compare.name_pairs import compare_names

sys.path.append(str(Path(__file__).resolve().parents[1] / "truth"))
from labelled import column, read_labelled

SEED = 20_261_125
Compare = Callable[[list[str], list[str]], object]


def peers() -> dict[str, Compare]:
    scorers = {"JaroWinkler": JaroWinkler.similarity, "token_sort_ratio": fuzz.token_sort_ratio}
    out: dict[str, Compare] = {}
    for name, scorer in scorers.items():

        def batch(left: list[str], right: list[str], scorer: Any = scorer) -> object:
            return process.cpdist([fold(a) for a in left], [fold(b) for b in right], scorer=scorer, workers=1)

        def one_by_one(left: list[str], right: list[str], scorer: Any = scorer) -> object:
            return [scorer(fold(a), fold(b)) for a, b in zip(left, right, strict=True)]

        out |= {f"rapidfuzz {name}, batch": batch, f"rapidfuzz {name}, one by one": one_by_one}
    return out


def measured(compare: Compare, left: list[str], right: list[str], repeat: int) -> dict[str, float]:
    start = time.process_time()
    compare(left[:500], right[:500])
    first = time.process_time() - start
    best = min(_seconds(compare, left, right) for _ in range(repeat))
    return {
        "pairs_each_cpu_second": round(len(left) / best),
        "microseconds_a_pair": round(1e6 * best / len(left), 2),
        "first_call_cpu_seconds": round(first, 2),
    }


def _seconds(compare: Compare, left: list[str], right: list[str]) -> float:
    start = time.process_time()
    compare(left, right)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--left", required=True)
    parser.add_argument("--right", required=True)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--name", default="name")
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--kind", default="person")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    table = read_labelled(args.file)
    take = np.arange(args.pairs) % max(table.num_rows, 1)
    settings = {"hard pairs": tuple([column(table, c)[i] for i in take.tolist()] for c in (args.left, args.right))}
    files = [args.file]
    if args.names:
        files.append(args.names)
        names = list(dict.fromkeys(column(read_labelled(args.names), args.name)))[: 2 * args.pairs]
        order = np.random.default_rng(SEED).permutation(len(names)).tolist()
        half = len(names) // 2
        settings["distinct names"] = (
            [names[i] for i in order[:half]],
            [names[i] for i in order[half : 2 * half]],
        )
    result: dict[str, Any] = {
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()}
        | {name: metadata.version(name) for name in ("numba", "numpy", "rapidfuzz")},
        "inputs_sha256": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
        "kind": args.kind,
        "settings": {},
    }
    ours: dict[str, Compare] = {"turnstone": lambda left, right: compare_names(left, right, args.kind)}
    for name, (left, right) in settings.items():
        result["settings"][name] = {"pairs": len(left)} | {
            who: measured(compare, left, right, args.repeat) for who, compare in (ours | peers()).items()
        }
    text = json.dumps(result, indent=1) + "\n"
    print(text)
    if args.out:
        args.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
