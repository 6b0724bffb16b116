"""Do two names name one party? Any file of labelled pairs of names.

    python benchmarks/truth/name_pairs.py FILE --left COL --right COL --label COL [--kind COL] [--by COL ...]
                                          [--show] [--out FILE.json]

`--kind` is a column of person, organisation, vessel, address, any, or of FollowTheMoney schemata; without it all are
`any`. `--by` are columns to slice by. Labels that say yes: true, 1, yes, y, t, match. `--show` prints the pairs that are
told wrongly, each with its account. The JSON holds counts only, no names.

Nothing is chosen on the file: more than 0 millibits is yes. Of the peers (rapidfuzz on folded names) the best threshold
on this very file is told, which flatters them, and the one chosen on the other half of the clusters, which does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from labelled import column, command_line, console, made_from, options, read_labelled, write
from measures import Interval
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from rich.table import Table as Shown
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from turnstone.clean.text import fold
from turnstone.links.compare.name_pairs import ANY, compare_names, explain

KINDS = {
    "person": "person", "company": "organisation", "organization": "organisation", "organisation": "organisation",
    "publicbody": "organisation", "legalentity": ANY, "vessel": "vessel", "airplane": "vessel", "address": "address",
    "any": ANY,
}  # fmt: skip
YES = frozenset({"true", "1", "yes", "y", "t", "match"})
ALIKE = 80
"""Rows of which any two names are so alike (rapidfuzz token_sort_ratio) are one cluster: never in two halves."""
RESAMPLES, SEED = 2_000, 20_261_125
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
PEERS: dict[str, Callable[[str, str], float]] = {
    "rapidfuzz JaroWinkler": lambda a, b: 100 * JaroWinkler.similarity(a, b),
    "rapidfuzz token_sort_ratio": fuzz.token_sort_ratio,
    "rapidfuzz token_set_ratio": fuzz.token_set_ratio,
    "rapidfuzz WRatio": fuzz.WRatio,
}


def scores(left: list[str], right: list[str], kinds: list[str]) -> Ints:
    """Millibits of each pair, kind by kind."""
    out = np.zeros(len(left), np.int64)
    for kind in sorted(set(kinds)):
        some = [i for i, k in enumerate(kinds) if k == kind]
        out[some] = compare_names([left[i] for i in some], [right[i] for i in some], kind)
    return out


def clusters(left: list[str], right: list[str]) -> Ints:
    """Rows that share a name, or have names that are alike, have one number."""
    names = [(fold(a), fold(b)) for a, b in zip(left, right, strict=True)]
    edges = []
    if len(names) <= 5_000:
        for i, some in enumerate(names):
            for j in range(i):
                if any(fuzz.token_sort_ratio(a, b, score_cutoff=ALIKE) for a in some for b in names[j]):
                    edges.append((i, j))
    else:  # too many to lay each beside each: rows that share a name
        first: dict[str, int] = {}
        edges = [(i, first.setdefault(name, i)) for i, some in enumerate(names) for name in some]
    pairs = np.array(edges, np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(names), len(names)))
    label = connected_components(graph, directed=False)[1]
    least: Ints = np.unique(label, return_index=True)[1][label].astype(np.int64)
    return least


def rates(truth: Flags, said: Flags) -> tuple[float, float, float]:
    """Precision, recall, F1; NaN where nothing is below the line."""
    hit, told, true = int((truth & said).sum()), int(said.sum()), int(truth.sum())
    return (
        hit / told if told else np.nan,
        hit / true if true else np.nan,
        2 * hit / (told + true) if told + true else np.nan,
    )


def measured(truth: Flags, said: Flags, cluster: Ints) -> dict[str, Any]:
    """The rates with 95 % intervals: clusters are drawn with replacement, all their rows together."""
    codes = np.unique(cluster, return_inverse=True)[1]
    size = int(codes.max(initial=-1)) + 1
    sums = np.column_stack([np.bincount(codes, weights=x, minlength=size) for x in (truth & said, said, truth)])
    draws = (
        np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), RESAMPLES) if size else np.zeros((1, 0))
    )
    hit, told, true = (draws @ sums).T
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = (hit / told, hit / true, 2 * hit / (told + true))
    out: dict[str, Any] = {"rows": len(truth), "true": int(truth.sum()), "said": int(said.sum()), "clusters": size}
    for name, value, some in zip(("precision", "recall", "f1"), rates(truth, said), drawn, strict=True):
        known = some[~np.isnan(some)]
        low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
        out[name] = Interval(float(value), float(low), float(high))
    return out


def best_threshold(truth: Flags, value: NDArray[np.float64]) -> float:
    """The threshold (of all that make a difference) with the highest F1."""
    return float(max(np.unique(value), key=lambda t: (rates(truth, value >= t)[2], t), default=0.0))


def peers(left: list[str], right: list[str], truth: Flags, cluster: Ints) -> dict[str, Any]:
    """Each peer at the best threshold of this file, and at the one of the other half of the clusters."""
    folded = [(fold(a), fold(b)) for a, b in zip(left, right, strict=True)]
    half = np.array([hashlib.sha256(folded[c][0].encode()).digest()[0] % 2 == 0 for c in cluster.tolist()], np.bool_)
    out: dict[str, Any] = {}
    for name, scorer in PEERS.items():
        value = np.array([scorer(a, b) for a, b in folded], np.float64)
        best = best_threshold(truth, value)
        apart = np.zeros(len(truth), np.bool_)
        for side in (half, ~half):
            apart[side] = value[side] >= best_threshold(truth[~side], value[~side])
        out[name] = {
            "threshold": round(best, 2),
            "best on this file": measured(truth, value >= best, cluster),
            "threshold of the other half": measured(truth, apart, cluster),
        }
    return out


def kind_of_miss(left: str, right: str, kind: str) -> str:
    """What weighed most against a pair that is one, or what let a pair through that is none."""
    lines = explain(left, right, kind)
    against = [line for line in lines if line.mbits < 0 and line.level not in ("to overcome", "names say no more")]
    if not against:
        worst = [line.level for line in lines if line.level not in ("equal", "to overcome", "names say no more")]
        return f"nothing against ({worst[0]})" if worst else "nothing against (all words equal)"
    most = min(against, key=lambda line: line.mbits)
    numbers = any(c.isdigit() for c in most.left + most.right) or {*most.left.split(), *most.right.split()} & {
        "I",
        "V",
        "X",
        "XV",
        "XX",
    }
    return f"{most.level}{' of numbers' if numbers and most.level in ('conflict', 'missing') else ''}"


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("file", type=Path)
    for name in ("left", "right", "label"):
        parser.add_argument(f"--{name}", required=True, metavar="COL")
    parser.add_argument("--kind", metavar="COL")
    parser.add_argument("--by", metavar="COL", nargs="*", default=[])
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    table = read_labelled(args.file)
    left, right = column(table, args.left), column(table, args.right)
    truth = np.array([value.lower() in YES for value in column(table, args.label)], np.bool_)
    kinds = [KINDS.get(k.lower(), ANY) for k in column(table, args.kind)] if args.kind else [ANY] * len(left)
    score = scores(left, right, kinds)
    said = score > 0
    cluster = clusters(left, right)
    wrong = np.flatnonzero(said != truth).tolist()
    misses: dict[str, dict[str, int]] = {"one, told apart": {}, "two, told one": {}}
    for i in wrong:
        what = misses["one, told apart" if truth[i] else "two, told one"]
        reason = kind_of_miss(left[i], right[i], kinds[i])
        what[reason] = what.get(reason, 0) + 1
    result: dict[str, Any] = {
        **made_from(command_line(), [args.file]),
        "rapidfuzz": metadata.version("rapidfuzz"),
        "turnstone": measured(truth, said, cluster),
        "all said to be one": measured(truth, np.ones(len(truth), np.bool_), cluster),
        "peers": {} if args.no_peers else peers(left, right, truth, cluster),
        "misses": {k: dict(sorted(v.items(), key=lambda x: (-x[1], x[0]))) for k, v in misses.items()},
        "by": {},
    }
    for name in [*([args.kind] if args.kind else []), *args.by]:
        values = np.array(column(table, name))
        result["by"][name] = {
            str(v): measured(truth[values == v], said[values == v], cluster[values == v]) for v in np.unique(values)
        }
    show(result)
    for i in sorted(wrong, key=lambda i: int(score[i])) if args.show else []:
        console.print(f"{'one ' if truth[i] else 'two '} {score[i]:>7}  {left[i]}  |  {right[i]}", markup=False)
        for line in explain(left[i], right[i], kinds[i]):
            console.print(f"       {line.mbits:>7}  {line.level}: {line.left} | {line.right}", markup=False)
    write(result, args.out)


def show(result: dict[str, Any]) -> None:
    shown = Shown("", "rows", "true", "precision", "recall", "F1")

    def add(name: str, m: dict[str, Any]) -> None:
        cells = (f"{f.value:.3f} ({f.low:.3f} to {f.high:.3f})" for f in (m["precision"], m["recall"], m["f1"]))
        shown.add_row(name, str(m["rows"]), str(m["true"]), *cells)

    add("turnstone", result["turnstone"])
    for name, peer in result["peers"].items():
        add(f"{name}, best here ({peer['threshold']})", peer["best on this file"])
        add(f"{name}, threshold of the other half", peer["threshold of the other half"])
    add("all said to be one", result["all said to be one"])
    for by, slices in result["by"].items():
        for value, m in slices.items():
            add(f"{by} = {value or '(none)'}", m)
    console.print(shown)
    console.print(result["misses"])


if __name__ == "__main__":
    main()
