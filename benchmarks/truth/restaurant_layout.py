"""Fodors-Zagats as tables: Magellan's split files of pairs (Ditto's text layout), or the restaurant list of dedupe.

    python benchmarks/truth/restaurant_layout.py FOLDER OUT_FOLDER      (train.txt, valid.txt, test.txt)

Writes left.csv, right.csv (each different record once, `id` and the columns as they are) and train.csv, valid.csv, test.csv
(`left_id`, `right_id`, `label`). Nothing is cleaned.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

COLUMN = re.compile(r"COL (\w+) VAL (.*?)(?= COL \w+ VAL |$)")


def record(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value.strip()) for name, value in COLUMN.findall(text.strip()))


def main() -> None:
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    sides: tuple[dict[tuple[tuple[str, str], ...], str], ...] = ({}, {})
    for split in ("train", "valid", "test"):
        pairs = []
        for line in (folder / f"{split}.txt").read_text("utf-8").splitlines():
            *records, label = line.split("\t")
            ids = []
            for side, (mark, text) in zip(sides, zip("LR", records, strict=True), strict=True):
                ids.append(side.setdefault(record(text), f"{mark}{len(side)}"))
            pairs.append((*ids, label))
        with (out / f"{split}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("left_id", "right_id", "label"), *pairs])
    for name, key, side in (("left", "left_id", sides[0]), ("right", "right_id", sides[1])):
        columns = [column for column, _ in next(iter(side))]
        with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([(key, *columns), *((i, *(v for _, v in r)) for r, i in side.items())])
    print({side: len(rows) for side, rows in zip(("left", "right"), sides, strict=True)})


if __name__ == "__main__":
    main()
