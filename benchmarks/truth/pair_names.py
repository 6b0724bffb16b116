"""Labelled pairs out of names in groups, for name_pairs.py: the hard ones.

    python benchmarks/truth/pair_names.py FILE --name COL --group COL --out PAIRS.csv [--also FILE]

For each different name: one other name of its group, drawn at random (true), and the name of another group that is most
like it by rapidfuzz's token_sort_ratio (false). Names that are equal when folded are taken once, and left out where two
groups have them: by the name alone nobody can tell those. `--also` is another file with the same groups in the same
column, and its names are paired with those of the first only (as a list with slips beside the list without).
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
from labelled import column, read_labelled
from rapidfuzz import fuzz, process

from turnstone.clean.text import fold

SEED = 20_261_125


def groups(path: Path, name: str, group: str) -> dict[str, tuple[str, str]]:
    """Folded name -> (name, group), without names of several groups. The group `#` is the row's number."""
    table = read_labelled(path)
    names = column(table, name)
    ids = [str(i) for i in range(len(names))] if group == "#" else column(table, group)
    seen: dict[str, tuple[str, str]] = {}
    several: set[str] = set()
    for text, of in sorted(zip(names, ids, strict=True)):
        key = fold(text)
        if key and seen.setdefault(key, (text, of))[1] != of:
            several.add(key)
    return {key: value for key, value in seen.items() if key not in several}


def pairs(names: dict[str, tuple[str, str]], others: dict[str, tuple[str, str]]) -> list[tuple[str, str, bool]]:
    draw = np.random.default_rng(SEED)
    mine, theirs = list(names), list(others)
    members: dict[str, list[int]] = {}
    for at, key in enumerate(theirs):
        members.setdefault(others[key][1], []).append(at)
    like = process.cdist(mine, theirs, scorer=fuzz.token_sort_ratio, workers=1)
    out = []
    for at, key in enumerate(mine):
        text, group = names[key]
        same = [k for k in members.get(group, []) if theirs[k] != key]
        if same:
            out.append((text, others[theirs[int(draw.choice(same))]][0], True))
        like[at, members.get(group, [])] = -1
        nearest = int(like[at].argmax())
        if like[at, nearest] >= 0:
            out.append((text, others[theirs[nearest]][0], False))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--name", required=True, metavar="COL")
    parser.add_argument("--group", required=True, metavar="COL", help="# for the number of the row")
    parser.add_argument("--also", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    names = groups(args.file, args.name, args.group)
    made = pairs(names, groups(args.also, args.name, args.group) if args.also else names)
    with args.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["left", "right", "same"])
        writer.writerows((a, b, str(same).lower()) for a, b, same in made)
    print(f"{len(made)} pairs, {sum(same for _, _, same in made)} true")


if __name__ == "__main__":
    main()
