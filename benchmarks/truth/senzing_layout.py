"""The Senzing truth set as one table: three files of records with slightly different columns, and the key.

    python benchmarks/truth/senzing_layout.py FOLDER OUT.parquet

Columns are only renamed and put together (name parts to one name, address parts to one address, each kind of number to a
column of its own); nothing is cleaned here. `kind` is PERSON or ORGANIZATION, `cluster` the key's.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

NUMBERS = {"passport": "PASSPORT_NUMBER", "licence": "DRIVERS_LICENSE_NUMBER", "ssn": "SSN_NUMBER",
           "national": "NATIONAL_ID_NUMBER", "tax": "TAX_ID_NUMBER", "lei": "LEI_NUMBER"}  # fmt: skip


def rows(folder: Path) -> list[dict[str, str | None]]:
    with (folder / "actual_truthset_key.csv").open(encoding="utf-8") as file:
        key = {(r["DATA_SOURCE"], r["RECORD_ID"]): r["CLUSTER_ID"] for r in csv.DictReader(file)}
    out = []
    for name in ("customers", "watchlist", "reference"):
        with (folder / f"{name}.csv").open(encoding="utf-8") as file:
            for raw in csv.DictReader(file):
                r = {k: (v or "").strip() for k, v in raw.items()}
                out.append({k: v or None for k, v in one(r, key).items()})
    return out


def one(r: dict[str, str], key: dict[tuple[str, str], str]) -> dict[str, str]:
    def some(*names: str) -> str:
        return " ".join(p for n in names if (p := r.get(n, "")))

    return {
        "source": r["DATA_SOURCE"],
        "record": r["RECORD_ID"],
        "kind": r["RECORD_TYPE"],
        "cluster": key[r["DATA_SOURCE"], r["RECORD_ID"]],
        "name": some("PRIMARY_NAME_FULL") or straight(r) or some("NATIVE_NAME_FULL"),
        "given": some("PRIMARY_NAME_FIRST", "PRIMARY_NAME_MIDDLE"),
        "family": some("PRIMARY_NAME_LAST"),
        "org": r.get("PRIMARY_NAME_ORG", ""),
        "birth": r.get("DATE_OF_BIRTH", ""),
        "address": some("ADDR_FULL") or some("ADDR_LINE1", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE"),
        "email": r.get("EMAIL_ADDRESS", ""),
        "phone": r.get("PHONE_NUMBER", ""),
        "employer": r.get("EMPLOYER", ""),
        **{short: r.get(long, "") for short, long in NUMBERS.items()},
    }  # fmt: skip


def straight(r: dict[str, str]) -> str:
    """First, middle, last; a generation that stands with the first name goes to the end, where names have it."""
    first = r.get("PRIMARY_NAME_FIRST", "").split()
    last = [first.pop()] if len(first) > 1 and first[-1] in ("I", "II", "III", "Jr", "Sr") else []
    return " ".join([*first, *r.get("PRIMARY_NAME_MIDDLE", "").split(), *r.get("PRIMARY_NAME_LAST", "").split(), *last])


def main() -> None:
    table = pa.Table.from_pylist(rows(Path(sys.argv[1])))
    pq.write_table(table, sys.argv[2])
    print(f"{table.num_rows} records: {sys.argv[2]}")


if __name__ == "__main__":
    main()
