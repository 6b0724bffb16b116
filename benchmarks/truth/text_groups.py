"""Does grouping by text find who wrote what? Pairs, ARI and multi-member groups on any labelled file.

    python benchmarks/truth/text_groups.py FILE --text COL [--text COL ...] --group COL [--contact COL ...]
        [--apart COL] [--exclude-kind COL=VALUE] [--out FILE.json]

FILE is CSV, TSV or Parquet. Several text columns are joined in order by line breaks. With `--contact` the groups are also
joined where a contact is the same (telephones as digits), reported apart from text alone. `--apart` reports the rows of
each value of a column apart. `--exclude-kind` leaves rows out of the figures; they are grouped all the same.
README.md beside this file says what is measured and how.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from labelled import (
    WARM_UP,
    cell,
    column,
    command_line,
    console,
    groups_of,
    joined,
    made_from,
    note,
    options,
    read_labelled,
    write,
)
from measures import RESAMPLES, SEED, Interval, Ints, agreement, pair_counts
from numpy.typing import NDArray
from rich.table import Table

SHOWN = {
    "precision": "precision",
    "recall": "recall",
    "f1": "pairwise F1",
    "ari": "ARI",
    "multi_member_f1": "multi-member F1",
}


def main() -> None:
    """Reads the command line, measures, tells, writes."""
    parser = options(__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--text", action="append", required=True, metavar="COL")
    parser.add_argument(
        "--group", required=True, metavar="COL", help="the truth: rows with the same value belong together"
    )
    parser.add_argument("--contact", action="append", default=[], metavar="COL")
    parser.add_argument("--apart", metavar="COL", help="report the rows of each value of this column apart")
    parser.add_argument("--exclude-kind", action="append", default=[], metavar="COL=VALUE")
    given = parser.parse_args()
    table = read_labelled(given.file)
    result = made_from(command_line(), [given.file]) | {
        "bootstrap": {"resamples": RESAMPLES, "seed": SEED, "interval": "95 % percentile, over truth groups"}
    }
    result |= measure(
        table, given.text, given.group, given.contact, given.apart, given.exclude_kind, not given.no_peers
    )
    tell(result)
    write(result, given.out)


def measure(
    table: pa.Table,
    texts: list[str],
    group: str,
    contacts: list[str],
    apart: str | None,
    excluded: list[str],
    peers: bool,
) -> dict[str, Any]:
    """All figures for one labelled table."""
    from text_peers import METHODS

    truth, body = groups_of(column(table, group)), joined(table, texts)
    kept = np.ones(len(truth), bool)
    for rule in excluded:
        name, _, value = rule.partition("=")
        kept &= np.array([v != value for v in column(table, name)], bool)
    kinds = np.array(column(table, apart)) if apart else None
    keys = [contact_keys(column(table, name)) for name in contacts]
    sizes = np.bincount(truth)
    out: dict[str, Any] = {
        "rows": len(truth), "rows_in_figures": int(kept.sum()), "truth_groups": int((sizes > 0).sum()),
        "truth_groups_of_two_or_more": int((sizes > 1).sum()), "methods": {},
    }  # fmt: skip
    for name, method in METHODS.items():
        if name not in ("turnstone", "exact") and not peers:
            continue
        note(f"{name} groups {len(truth):,} texts")
        method(body.slice(0, WARM_UP))
        began = time.process_time()
        said = method(body)
        out["methods"][name] = {
            "cpu_s": round(time.process_time() - began, 2),
            "text": judged(truth, said, kept, kinds),
        }
        if keys:
            out["methods"][name]["text+contacts"] = judged(truth, with_contacts(said, keys), kept, kinds)
    if keys:
        out["methods"]["contacts alone"] = {
            "cpu_s": None, "contacts": judged(truth, with_contacts(np.arange(len(truth)), keys), kept, kinds)
        }  # fmt: skip
    return out


def judged(truth: Ints, said: Ints, kept: NDArray[np.bool_], kinds: NDArray[Any] | None) -> dict[str, Any]:
    """The figures over all kept rows, and for each kind apart."""
    whole = truth[kept], said[kept]
    out: dict[str, Any] = {"pairs": pair_counts(*whole), "all": agreement(*whole)}
    if kinds is not None:
        some = kinds[kept]
        out["apart"] = {
            str(kind): {"rows": int((some == kind).sum())} | agreement(*whole, some == kind) for kind in np.unique(some)
        }
    return out


def contact_keys(values: list[str]) -> list[str]:
    """Contacts as they compare: the digits of what has seven or more, else the text in lower case without spaces."""
    out = []
    for value in values:
        digits = re.sub(r"\D", "", value)
        out.append(digits if len(digits) >= 7 and "@" not in value else "".join(value.casefold().split()))
    return out


def with_contacts(said: Ints, keys: list[list[str]]) -> Ints:
    """The groups, joined where two rows give the same contact."""
    from text_peers import labels_of

    edges = [(int(label), row) for row, label in enumerate(said)]
    for values in keys:
        first: dict[str, int] = {}
        edges += [(first.setdefault(value, row), row) for row, value in enumerate(values) if value]
    return labels_of(len(said), iter(edges))


def tell(result: dict[str, Any]) -> None:
    """The figures as tables for people."""
    console.print(
        f"{result['rows']:,} rows, {result['truth_groups']:,} truth groups, {result['truth_groups_of_two_or_more']:,} of two or more"
    )
    readings = Counter(reading for by in result["methods"].values() for reading in by if reading != "cpu_s")
    for reading in readings:
        table = Table(title=f"by {reading}", title_justify="left")
        table.add_column("method")
        for label in (*SHOWN.values(), "CPU s"):
            table.add_column(label, justify="right")
        for name, by in result["methods"].items():
            if reading not in by:
                continue
            table.add_row(
                name,
                *(cell(by[reading]["all"].get(m)) for m in SHOWN),
                "-" if by["cpu_s"] is None else f"{by['cpu_s']:.2f}",
            )
            for kind, some in by[reading].get("apart", {}).items():
                of: dict[str, Interval] = some
                table.add_row(f"  {kind} ({some['rows']:,})", *(cell(of.get(m)) for m in SHOWN), "")
            table.add_section()
        console.print(table)


if __name__ == "__main__":
    main()
