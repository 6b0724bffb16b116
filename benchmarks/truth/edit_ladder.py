"""How many changed words hide a copy? 60-word adverts in many scripts, found amid many unrelated ones.

    python benchmarks/truth/edit_ladder.py [--bases 300] [--singles 20000] [--seeds 1 2 3] [--peer-seeds 1]
        [--script NAME ...] [--out FILE.json]

For each script and seed one corpus: for each rung of the ladder (0, 1, 2, 3, 5, 10 words changed) `bases` adverts with one
edited copy each, and `singles` unrelated adverts. Found means that the copy is in the group of its base. README.md beside
this file says what is measured and how.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from labelled import command_line, console, made_from, note, options, write
from ladder_texts import SCRIPTS, Writer
from measures import Interval, Ints, pair_counts, wilson
from rich.table import Table

RUNGS = (0, 1, 2, 3, 5, 10)
TARGETS = (0.99, 0.99, 0.99, 0.98, 0.95, 0.85)
INFOSHIELD = (1.00, 1.00, 0.34, 0.02, 0.00, None)
WORDS = 60


def main() -> None:
    """Reads the command line, measures, tells, writes."""
    parser = options(__doc__)
    parser.add_argument("--bases", type=int, default=300, help="base adverts for each rung")
    parser.add_argument("--singles", type=int, default=20_000, help="unrelated adverts in each corpus")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--peer-seeds", type=int, nargs="*", default=[1], help="seeds on which the peers run too")
    parser.add_argument("--script", action="append", choices=SCRIPTS)
    given = parser.parse_args()
    result = made_from(command_line(), []) | {
        "words": WORDS, "rungs": RUNGS, "targets": TARGETS, "infoshield_published": INFOSHIELD, "bases": given.bases,
        "singles": given.singles, "seeds": given.seeds, "peer_seeds": [] if given.no_peers else given.peer_seeds,
    }  # fmt: skip
    scripts = given.script or list(SCRIPTS)
    result["scripts"] = {
        name: climb(name, given.seeds, result["peer_seeds"], given.bases, given.singles) for name in scripts
    }
    tell(result)
    write(result, given.out)


def climb(name: str, seeds: list[int], peer_seeds: list[int], bases: int, singles: int) -> dict[str, Any]:
    """Recall on each rung and pairwise precision, for each method over its seeds."""
    from text_peers import METHODS

    found: dict[str, list[list[int]]] = {}
    pairs: dict[str, list[dict[str, int]]] = {}
    for seed in seeds:
        texts, truth, rung = corpus(name, seed, bases, singles)
        for method, group in METHODS.items():
            if method != "turnstone" and seed not in peer_seeds:
                continue
            if method == "rensa tuned" and "unspaced" in name:
                continue  # at .25 nearly all texts of so few letters are candidates: hours
            note(f"{name}, seed {seed}: {method} groups {len(texts):,} texts")
            one = judged(group, texts, truth, rung)
            found.setdefault(method, []).append(one[0])
            pairs.setdefault(method, []).append(one[1])
    out: dict[str, Any] = {}
    for method, runs in found.items():
        of = bases * len(runs)
        both, said = (sum(one[key] for one in pairs[method]) for key in ("both", "said"))
        hits = [sum(run[i] for run in runs) for i in range(len(RUNGS))]
        out[method] = {
            "copies_a_rung": of, "found": hits, "recall": [wilson(h, of) for h in hits],
            "pairs_said": said, "pairs_wrong": said - both, "pairwise_precision": wilson(both, said),
        }  # fmt: skip
    return out


def corpus(name: str, seed: int, bases: int, singles: int) -> tuple[pa.Array, Ints, Ints]:
    """Texts in a mixed order, what belongs together, and the rung of each pair (-1: alone)."""
    rng = np.random.default_rng([seed, list(SCRIPTS).index(name)])
    writer = Writer(SCRIPTS[name], rng)
    texts: list[str] = []
    truth: list[int] = []
    rung: list[int] = []
    for changes in RUNGS:
        for _ in range(bases):
            words = writer.advert(WORDS)
            group = len(texts)
            texts += [writer.written(words), writer.written(writer.edited(words, changes), copy=True)]
            truth += [group, group]
            rung += [changes, changes]
    for _ in range(singles):
        truth.append(len(texts))
        texts.append(writer.written(writer.advert(WORDS)))
        rung.append(-1)
    order = rng.permutation(len(texts))
    return pa.array(texts, pa.string()).take(pa.array(order)), np.array(truth)[order], np.array(rung)[order]


def judged(
    group: Callable[[pa.Array], Ints], texts: pa.Array, truth: Ints, rung: Ints
) -> tuple[list[int], dict[str, int]]:
    """Copies found on each rung, and the counts of pairs."""
    said = group(texts)
    order = np.argsort(truth, kind="stable")
    left, right = order[:-1], order[1:]
    pair = truth[left] == truth[right]
    left, right = left[pair], right[pair]
    same = said[left] == said[right]
    return [int(same[rung[left] == changes].sum()) for changes in RUNGS], pair_counts(truth, said)


def tell(result: dict[str, Any]) -> None:
    """The ladder as a table for people."""
    table = Table(title="copies found, by words changed", title_justify="left")
    table.add_column("script and method")
    for changes in result["rungs"]:
        table.add_column(str(changes), justify="right")
    table.add_column("pairs wrong", justify="right")
    table.add_row("target", *(f"{t:.2f}" for t in result["targets"]), "")
    table.add_row(
        "InfoShield, as published", *("-" if t is None else f"{t:.2f}" for t in result["infoshield_published"]), ""
    )
    for script, methods in result["scripts"].items():
        table.add_section()
        for method, got in methods.items():
            recall: list[Interval] = got["recall"]
            shown = [f"{r.value:.3f} \\[{r.low:.2f} to {r.high:.2f}]" for r in recall]
            table.add_row(f"{script}: {method}", *shown, f"{got['pairs_wrong']:,} of {got['pairs_said']:,}")
    console.print(table)


if __name__ == "__main__":
    main()
