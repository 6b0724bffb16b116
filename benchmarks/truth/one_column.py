"""How much any one column of a labelled table tells: `one_column.py WORLD... [--splits 5] [--json]`.

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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.json as pj
import pyarrow.parquet as pq
from numpy.typing import NDArray

from turnstone.sim.offers.sites import SITES

Column = NDArray[np.int64]
IDENTIFIERS = ("id", "account", "phone", "email", "claimed")
"""Columns of which only presence and length are taken."""
BINS = 16
LEAST = 3


def codes(table: pa.Table) -> dict[str, Column]:
    """The columns of a table, each in one or several ways of looking, as small whole numbers."""
    out: dict[str, Column] = {}
    for name in table.column_names:
        column = table[name].combine_chunks()
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


def auc(code: Column, sought: NDArray[np.bool_], weight: NDArray[np.float64], half: NDArray[np.bool_]) -> float:
    """Area under the curve of the column alone: its values' odds learned on one half, used on the other, and the reverse.
    `weight`: of each row; all rows of a unit weigh as much together as those of any other, so that no large one decides."""
    found = []
    for train in (half, ~half):
        if not (sought[train].any() and sought[~train].any()):
            continue
        size = int(code.max()) + 1
        yes = np.bincount(code[train & sought], weight[train & sought], size)
        no = np.bincount(code[train & ~sought], weight[train & ~sought], size)
        share = yes.sum() / (yes.sum() + no.sum())
        odds = (yes + LEAST * share) / (no + LEAST * (1 - share))
        score = odds[code[~train]]
        found.append(_area(score, sought[~train], weight[~train]))
    return float(np.mean(found)) if found else float("nan")


def _area(score: NDArray[np.float64], sought: NDArray[np.bool_], weight: NDArray[np.float64]) -> float:
    levels, place = np.unique(score, return_inverse=True)
    yes = np.bincount(place[sought], weight[sought], len(levels))
    no = np.bincount(place[~sought], weight[~sought], len(levels))
    below = np.cumsum(no) - no
    return float((yes * (below + no / 2)).sum() / (yes.sum() * no.sum()))


def offers_of(world: Path) -> pa.Table:
    """The offers of a synthetic world in columns of one name, as text, with `unit` and `label` of the truth."""
    rows = pq.read_table(world / "truth" / "rows.parquet").filter(pc.field("table") == "offers")
    tables = []
    for site in SITES:
        path = world / "data" / "adverts" / site.file
        table = pj.read_json(path) if path.suffix == ".ndjson" else _csv(path)
        columns = {field: table[name] for field, name in site.columns if name in table.column_names}
        if path.suffix == ".csv":
            columns["images"] = pc.if_else(
                pc.equal(columns["images"].cast(pa.string()), ""),
                0,
                pc.add(pc.count_substring(columns["images"].cast(pa.string()), ";"), 1),
            )
        else:
            columns["images"] = pc.fill_null(pc.list_value_length(columns["images"]), 0)
        if not pa.types.is_timestamp(columns["when"].type):
            columns["when"] = pc.strptime(columns["when"], site.when, "s")
        columns["when"] = columns["when"].cast(pa.timestamp("s"))
        known = rows.filter(pc.field("site") == site.name)
        order = pc.index_in(columns["id"].cast(pa.string()), known["key"].combine_chunks())
        columns |= {name: known[name].take(order) for name in ("unit_id", "label")}
        tables.append(
            pa.table({n: c if n == "when" else pc.fill_null(c.cast(pa.string()), "") for n, c in columns.items()})
        )
    return pa.concat_tables(tables, promote_options="default")


def columns_told(worlds: Sequence[Path], splits: int = 5) -> list[dict[str, Any]]:
    """Each column of the offers with its mean area over worlds and splits, the most telling first."""
    areas: dict[str, list[float]] = {}
    for world in worlds:
        table = offers_of(world)
        unit, sought = table["unit_id"].to_pylist(), np.asarray(pc.equal(table["label"], "yes"))
        code = np.asarray(pc.dictionary_encode(table["unit_id"].combine_chunks()).indices)
        weight = 1.0 / np.bincount(code)[code]
        halves = [_half(unit, split) for split in range(splits)]
        for name, column in codes(table.drop_columns(["unit_id", "label"])).items():
            areas.setdefault(name, []).extend(auc(column, sought, weight, half) for half in halves)
    told = [{"column": name, "auc": round(float(np.nanmean(found)), 4)} for name, found in areas.items()]
    return sorted(told, key=lambda row: -float(row["auc"]))


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
    ask.add_argument("worlds", type=Path, nargs="+")
    ask.add_argument("--splits", type=int, default=5)
    ask.add_argument("--json", action="store_true")
    wanted = ask.parse_args()
    told = columns_told(wanted.worlds, wanted.splits)
    if wanted.json:
        json.dump(told, sys.stdout, indent=1)
        return
    for row in told[:20]:
        print(f"{row['auc']:.3f}  {row['column']}")


if __name__ == "__main__":
    main()
