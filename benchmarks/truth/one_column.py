"""How much any one column of a labelled table tells: `one_column.py WORLD [--splits 5] [--json]`.

For each column a classifier that knows nothing else is trained on half of the units and networks and measured on the other
half, both ways, over several splits. Names, numbers, accounts and other identifiers are left out (a network's own number tells
all and carries over to no other); whether there is one, and how long it is, stays in. A world in which one column separates
is too easy, whatever a detector finds in it.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.json as pj
import pyarrow.parquet as pq
from numpy.typing import NDArray

from turnstone.validate.ranking import levels, roc_auc

Column = NDArray[np.int64]
IDENTIFIERS = ("id", "ad_id", "job_id", "listing_id", "account", "user_id", "username", "author", "phone", "contact_phone", "tel", "email",
               "contact_email", "mail", "claimed", "company", "business", "employer", "organisation", "image_hashes", "photo_hashes", "phash")  # fmt: skip
"""Columns of which only presence and length are taken."""
BINS = 32
LEAST = 20


def codes(table: pa.Table) -> dict[str, Column]:
    """The columns of a table, each in one or several ways of looking, as small whole numbers."""
    out: dict[str, Column] = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
        if pa.types.is_list(column.type):
            out[f"{name}: how many"] = _binned(
                pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False)
            )
            continue
        if pa.types.is_timestamp(column.type):
            out[f"{name}: hour"] = _ints(pc.hour(column))
            out[f"{name}: weekday"] = _ints(pc.day_of_week(column))
            out[f"{name}: minute"] = _ints(pc.minute(column))
            continue
        text = pc.fill_null(column.cast(pa.string()), "")
        length = pc.utf8_length(text).to_numpy(zero_copy_only=False)
        out[f"{name}: there"] = (length > 0).astype(np.int64)
        out[f"{name}: length"] = _binned(length)
        number = _numbers(text)
        if number is not None:
            out[f"{name}: number"] = _binned(number)
        elif name not in IDENTIFIERS:
            if pc.count_distinct(text).as_py() <= max(len(table) // LEAST, 2):
                out[f"{name}: value"] = _ints(pc.dictionary_encode(text).indices)
            else:
                digits = pc.utf8_length(pc.replace_substring_regex(text, r"\D", "")).to_numpy(zero_copy_only=False)
                capitals = pc.utf8_length(pc.replace_substring_regex(text, r"[^A-Z]", "")).to_numpy(
                    zero_copy_only=False
                )
                out[f"{name}: digits"] = _binned(digits)
                out[f"{name}: capitals"] = _binned(capitals)
                out[f"{name}: lines"] = _binned(pc.count_substring(text, "\n").to_numpy(zero_copy_only=False))
    return out


def auc(code: Column, sought: NDArray[np.bool_], half: NDArray[np.bool_]) -> float:
    """Area under the curve of the column alone: its values' odds learned on one half, used on the other, and the reverse."""
    found = []
    for train in (half, ~half):
        if not (sought[train].any() and sought[~train].any()):
            continue
        size = int(code.max()) + 1
        yes = np.bincount(code[train & sought], minlength=size) + sought.mean()
        no = np.bincount(code[train & ~sought], minlength=size) + 1 - sought.mean()
        score = np.where(yes + no < LEAST, 0.0, np.log(yes / no) - np.log(yes.sum() / no.sum()))
        found.append(roc_auc(levels(score[code[~train]], sought[~train])))
    return float(np.mean(found)) if found else float("nan")


def columns_told(world: Path, splits: int = 5) -> list[dict[str, Any]]:
    """Each column of each site's file of a synthetic world with its mean area over the splits, the most telling first."""
    rows = pq.read_table(world / "truth" / "rows.parquet").filter(pc.field("table") == "offers")
    out = []
    for path in sorted((world / "data" / "adverts").iterdir()):
        table = pj.read_json(path) if path.suffix == ".ndjson" else _csv(path)
        key = next(name for name in table.column_names if name in IDENTIFIERS)
        site = table[next(name for name in table.column_names if name in ("site", "website"))][0].as_py()
        known = rows.filter(pc.field("site") == site)
        order = pc.index_in(table[key].cast(pa.string()), known["key"].combine_chunks())
        unit = known["unit_id"].take(order).to_pylist()
        sought = np.asarray(pc.equal(known["label"].take(order), "yes"))
        for name, code in codes(table).items():
            areas = [auc(code, sought, _half(unit, split)) for split in range(splits)]
            out.append({"file": path.name, "column": name, "auc": round(float(np.nanmean(areas)), 4)})
    return sorted(out, key=lambda told: -told["auc"])


def _half(unit: list[str], split: int) -> NDArray[np.bool_]:
    return np.array([zlib.crc32(f"{split}/{name}".encode()) & 1 for name in unit], bool)


def _csv(path: Path) -> pa.Table:
    return pv.read_csv(path, parse_options=pv.ParseOptions(newlines_in_values=True))


def _numbers(text: pa.Array) -> NDArray[np.float64] | None:
    try:
        return np.asarray(pc.cast(pc.if_else(pc.equal(text, ""), "-1", text), pa.float64()))
    except pa.ArrowInvalid:
        return None


def _ints(column: pa.Array) -> Column:
    return np.asarray(pc.fill_null(column, 0)).astype(np.int64)


def _binned(values: NDArray[Any]) -> Column:
    edges = np.unique(np.quantile(values, np.linspace(0, 1, BINS + 1)[1:-1]))
    return np.searchsorted(edges, values, side="right").astype(np.int64)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("world", type=Path)
    ask.add_argument("--splits", type=int, default=5)
    ask.add_argument("--json", action="store_true")
    wanted = ask.parse_args()
    told = columns_told(wanted.world, wanted.splits)
    if wanted.json:
        json.dump(told, sys.stdout, indent=1)
        return
    for row in told[:20]:
        print(f"{row['auc']:.3f}  {row['file']:<16} {row['column']}")


if __name__ == "__main__":
    main()
