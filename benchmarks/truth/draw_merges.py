"""Draws merges of firms at random, for a person to look at: the sample that merges.py reads.

    python benchmarks/truth/draw_merges.py WORKSPACE [--run NAME] [--size 300] [--seed N] --out SAMPLE.tsv

A merge is a membership by which a way of writing belongs to an entity that another one began. Each is drawn with the same
chance, and put beside another way of writing of its entity, drawn at random too. Fill in the columns verdict (same,
different, unsure) and why. The file holds addresses to look at; take those columns out before it leaves the unit.
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path
from typing import Any

from turnstone.workspace import Workspace

SHOWN = ("name", "town", "state", "address", "phone")


def main() -> None:
    """Reads the command line, draws, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--run", metavar="NAME")
    parser.add_argument("--size", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    workspace = Workspace(given.workspace)
    run = workspace.run(given.run)
    profiles = {p["id"]: p for p in workspace.table(run, "profiles").arrow().to_pylist() if p["kind"] == "business"}
    members = [m for m in workspace.table(run, "members").arrow().to_pylist() if m["profile_id"] in profiles]
    merges = merges_of([(m["entity_id"], m["profile_id"]) for m in members])
    pairs = draw(merges, given.size, given.seed)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(
            ["profile_a", "profile_b", *(f"{what}_{side}" for what in SHOWN for side in "ab"), "verdict", "why"]
        )
        for a, b in pairs:
            out.writerow([a, b, *(profiles[id][what] or "" for what in SHOWN for id in (a, b)), "", ""])
    print(f"{len(pairs)} of {sum(len(w) - 1 for w in merges.values()):,} merges written to {given.out}")


def merges_of(members: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Entity -> its ways of writing in order of id, where there are several."""
    out: dict[str, list[str]] = {}
    for entity, profile in members:
        out.setdefault(entity, []).append(profile)
    return {entity: sorted(written) for entity, written in out.items() if len(written) > 1}


def draw(merges: dict[str, list[str]], size: int, seed: int) -> list[tuple[Any, Any]]:
    """Merges with the same chance each, beside another way of writing of their entity. The same seed draws the same."""
    chance = random.Random(seed)
    all_of_them = sorted((entity, profile) for entity, written in merges.items() for profile in written[1:])
    picked = chance.sample(all_of_them, min(size, len(all_of_them)))
    return [(profile, chance.choice([p for p in merges[entity] if p != profile])) for entity, profile in picked]


if __name__ == "__main__":
    main()
