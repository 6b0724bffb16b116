"""FEBRL as a table: names of columns and values without blanks around them, and the person that the record's id names.

python benchmarks/truth/febrl_layout.py dataset3.csv OUT.csv        (rec-12-dup-0 and rec-12-org are person 12)
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path


def main() -> None:
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        head, *rows = ([cell.strip() for cell in row] for row in csv.reader(file))
    with Path(sys.argv[2]).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*head, "person"], *([*row, row[0].split("-")[1]] for row in rows)])
    print(f"{len(rows)} records: {sys.argv[2]}")


if __name__ == "__main__":
    main()
