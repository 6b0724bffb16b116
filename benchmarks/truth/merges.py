"""Of merges that a person looked at, how many are wrong? And what becomes of them in a run.

    python benchmarks/truth/merges.py SAMPLE.tsv WORKSPACE [--run NAME] [--out FILE.json]

SAMPLE has the columns profile_a, profile_b, verdict (same, different, unsure), of pairs that some version had in one
entity; WORKSPACE holds a run over the same files. `h2_merges.tsv` is such a sample. README.md beside this file says the rest.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from labelled import command_line, console, made_from, options, write
from measures import Interval, wilson
from rich.table import Table

from turnstone.workspace import Workspace


def main() -> None:
    """Reads the command line, measures, tells, writes."""
    parser = options(__doc__)
    parser.add_argument("sample", type=Path)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--run", metavar="NAME")
    given = parser.parse_args()
    with given.sample.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file, delimiter="\t"))
    workspace = Workspace(given.workspace)
    members = workspace.table(workspace.run(given.run), "members").arrow().to_pylist()
    result = made_from(command_line(), [given.sample]) | measure(
        pairs, {m["profile_id"]: m["entity_id"] for m in members}
    )
    tell(result)
    write(result, given.out)


def measure(pairs: list[dict[str, str]], entity: dict[str, str]) -> dict[str, Any]:
    """Counts by verdict, when the sample was drawn and in this run; the false rate without and with what is unsure."""
    known = [p for p in pairs if p["profile_a"] in entity and p["profile_b"] in entity]
    joined = [p for p in known if entity[p["profile_a"]] == entity[p["profile_b"]]]
    out: dict[str, Any] = {"pairs": len(pairs), "pairs_in_this_run": len(known)}
    for name, some in (("when_drawn", pairs), ("in_this_run", joined)):
        said = {v: sum(p["verdict"] == v for p in some) for v in ("same", "different", "unsure")}
        out[name] = {
            "joined": len(some), **said, "false_merge_rate": wilson(said["different"], len(some)),
            "with_all_unsure_ones_false": wilson(said["different"] + said["unsure"], len(some)),
        }  # fmt: skip
    return out


def tell(result: dict[str, Any]) -> None:
    """The figures as a table for people."""
    table = Table()
    for label in ("", "joined", "same", "different", "unsure", "false merges", "if all unsure ones are false"):
        table.add_column(label, justify="right" if label else "left")
    for name in ("when_drawn", "in_this_run"):
        some = result[name]
        rates: list[Interval] = [some["false_merge_rate"], some["with_all_unsure_ones_false"]]
        table.add_row(
            name.replace("_", " "), *(str(some[k]) for k in ("joined", "same", "different", "unsure")),
            *(f"{r.value:.3f} \\[{r.low:.3f} to {r.high:.3f}]" for r in rates),
        )  # fmt: skip
    console.print(table)


if __name__ == "__main__":
    main()
