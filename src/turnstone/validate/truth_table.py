"""What is known to be true: of a synthetic world (rows, networks, people) or a table of a unit's own closed cases.

The columns are told in docs/how-to/validate-on-your-closed-cases.md. Files may be CSV, workbooks, Parquet or NDJSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.errors import SourceError, TurnstoneError, Where
from turnstone.formats.detect import detect
from turnstone.formats.rows import ReadOptions
from turnstone.model.tables import FILLED_BY_SOURCES

ROWS = ("table", "key", "site", "label", "network_id", "class", "unit_id", "language", "nationality", "sex")
NETWORKS = ("network_id", "kind", "tier", "started_on", "ended_on", "parent_id", "how")
PEOPLE = (
    "person_id",
    "unit_id",
    "network_id",
    "role",
    "name",
    "phone",
    "email",
    "language",
    "nationality",
    "sex",
    "protected",
)
NEEDED = {"rows": ("table", "key", "label"), "networks": ("network_id",), "people": ("person_id", "protected")}
LABELS = ("yes", "no")
TIERS = ("0", "1", "2", "3")
YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
LATER = frozenset(
    {
        "statements",
        "entries",
        "payments",
        "transactions",
        "accounts",
        "premises",
        "officers",
        "events",
        "records",
        "addresses",
    }
)
"""Tables that a world may have written files for and that no run reads yet."""
ENDINGS = (".parquet", ".csv", ".ndjson", ".xlsx")


@dataclass(frozen=True)
class TrueNetwork:
    """A network as truth has it. `tier`: how much it hides, 0 to 3; None where nobody says."""

    id: str
    kind: str = ""
    tier: int | None = None
    started_on: date | None = None
    ended_on: date | None = None
    parent: str = ""
    how: str = ""


@dataclass(frozen=True)
class Protected:
    """Someone who may be a victim: nobody's name, telephone or e-mail may stand in a suspect view."""

    id: str
    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Truth:
    """What is known to be true.

    `rows`: the columns of ROWS as text, never null, and `row`, where each stands in its file. `networks`: those of the
    networks table, and those that only rows name. `protected`: None where there is no table of people. `world`: what the
    simulator says of its world; None for closed cases. `folded`: rows that repeat another and say the same.
    """

    rows: pa.Table
    networks: Mapping[str, TrueNetwork]
    protected: tuple[Protected, ...] | None
    world: Mapping[str, Any] | None
    folded: int
    files: tuple[str, ...]

    @property
    def synthetic(self) -> bool:
        return self.world is not None


def read_truth(path: Path) -> Truth:
    """Truth from a folder (rows, and where they are there networks, people, world.json; or `truth/` with them), or from
    one table of rows. Raises SourceError with file, row and column for what does not fit the layout."""
    if not path.exists():
        raise SourceError("there is no such file or folder", where=Where(str(path)), do="check the path")
    if path.is_file():
        return _truth(path, None, None, None)
    folder = path / "truth" if (path / "truth").is_dir() else path
    rows = _table_in(folder, "rows")
    if rows is None:
        raise SourceError(
            "there is no table of rows", where=Where(str(folder)), expected=" or ".join(f"rows{e}" for e in ENDINGS),
            do="name the folder of a synthetic world, or a table of closed cases",
        )  # fmt: skip
    world = folder / "world.json"
    return _truth(rows, _table_in(folder, "networks"), _table_in(folder, "people"), world if world.is_file() else None)


def _table_in(folder: Path, name: str) -> Path | None:
    found = [folder / f"{name}{ending}" for ending in ENDINGS if (folder / f"{name}{ending}").is_file()]
    if len(found) > 1:
        raise TurnstoneError(
            f"there are {len(found)} tables of {name} in {folder}: {', '.join(p.name for p in found)}",
            do="leave only the one that holds",
        )
    return found[0] if found else None


def _truth(rows: Path, networks: Path | None, people: Path | None, world: Path | None) -> Truth:
    told = _rows(rows)
    table, folded = _once(told, rows)
    known = _networks(networks) if networks is not None else {}
    for id in pc.unique(table.column("network_id")).to_pylist():
        if id and id not in known:
            if networks is not None:
                first = pc.index(table.column("network_id"), id).as_py()
                raise SourceError(
                    f"the network {id!r} is not in {networks.name}",
                    where=Where(str(rows), row=table.column("row")[first].as_py(), column="network_id"),
                    do=f"add it to {networks.name}, or correct the id",
                )  # fmt: skip
            known[id] = TrueNetwork(id)
    files = tuple(p.name for p in (rows, networks, people, world) if p is not None)
    return Truth(table, known, _people(people) if people is not None else None, _world(world), folded, files)


def _read(path: Path, what: str, columns: tuple[str, ...]) -> pa.Table:
    """The wanted columns as text, empty for null, and `row`. Columns are found by name, in any order and case."""
    format = detect(path)
    heads = [head for head in format.heads(path, ReadOptions()) if head.rows]
    if not heads:
        raise SourceError(
            "the table is empty", where=Where(str(path)), expected=f"a table with {', '.join(NEEDED[what])}"
        )
    head = heads[0]
    number, header = head.rows[0]
    names = [name.strip().lower() for name in header]
    for column in NEEDED[what]:
        if column not in names:
            raise SourceError(
                f"has no column {column!r}", where=Where(str(path), row=number or None),
                expected=f"{', '.join(NEEDED[what])}; and, where they are known, {', '.join(c for c in columns if c not in NEEDED[what])}",
                do="add the column, or name the one that holds it so",
            )  # fmt: skip
    for column in columns:
        if names.count(column) > 1:
            raise SourceError(f"has the column {column!r} twice", where=Where(str(path)), do="leave only one of them")
    parts = []
    for chunk in format.read(path, head, number, ReadOptions()).chunks:
        if chunk.bad:
            bad = chunk.bad[0]
            raise SourceError(bad.reason, where=Where(str(path), row=bad.row, column=bad.column), do="correct the row")
        held = {
            c: pc.fill_null(pc.utf8_trim_whitespace(chunk.columns[names.index(c)].cast(pa.string())), "")
            if c in names
            else pa.array([""] * len(chunk.numbers), pa.string())
            for c in columns
        }
        parts.append(pa.table({"row": chunk.numbers.cast(pa.int64()), **held}))
    schema = pa.schema([("row", pa.int64()), *((c, pa.string()) for c in columns)])
    return pa.concat_tables(parts).cast(schema).combine_chunks() if parts else schema.empty_table()


def _check(path: Path, table: pa.Table, column: str, good: Callable[[str], bool], problem: str, expected: str) -> None:
    """Raises SourceError at the first row whose value is not `good`. Each distinct value is looked at once."""
    for value in pc.unique(table.column(column)).to_pylist():
        if not good(value):
            at = pc.index(table.column(column), value).as_py()
            row = table.column("row")[at].as_py()
            said = problem.format(repr(value)) if value else "is empty"
            raise SourceError(
                said, where=Where(str(path), row=row, column=column), expected=expected, do="correct the value"
            )


def _rows(path: Path) -> pa.Table:
    table = _read(path, "rows", ROWS)
    if not table.num_rows:
        raise SourceError("has a header and no rows", where=Where(str(path)), do="add the rows of closed cases")
    for column in ("table", "site", "label"):
        table = _with(table, column, pc.utf8_lower(table.column(column)))
    is_case = pc.equal(table.column("table"), "offers")
    upper = pc.utf8_upper(table.column("key"))
    cased = pc.is_in(table.column("table"), pa.array([n for n, s in FILLED_BY_SOURCES.items() if "case_no" in s.names]))
    table = _with(table, "key", pc.if_else(cased, upper, table.column("key")))
    table = _with(table, "site", pc.if_else(is_case, table.column("site"), ""))
    known = {*FILLED_BY_SOURCES, *LATER}
    _check(
        path,
        table,
        "table",
        lambda v: v in known,
        "{} is no table",
        ", ".join([*FILLED_BY_SOURCES, "(or one to come)"]),
    )
    _check(path, table, "key", bool, "{}", "the key by which the source names the row")
    _check(path, table, "label", lambda v: v in ("", *LABELS), "{} is no label", "yes, no, or empty where nobody knows")
    wrong = pc.and_(pc.not_equal(table.column("label"), "yes"), pc.not_equal(table.column("network_id"), ""))
    if pc.any(wrong).as_py():
        at = pc.index(wrong, True).as_py()
        raise SourceError(
            f"a network is named where the label is {table.column('label')[at].as_py()!r}",
            where=Where(str(path), row=table.column("row")[at].as_py(), column="network_id"),
            expected="a network only where the label is yes", do="correct the label, or leave the network empty",
        )  # fmt: skip
    return table


def _with(table: pa.Table, column: str, values: Any) -> pa.Table:
    return table.set_column(table.schema.get_field_index(column), column, values)


def _once(table: pa.Table, path: Path) -> tuple[pa.Table, int]:
    """Each (table, key, site) once, and how many repeated another. Raises SourceError where two say something else."""
    key = pc.binary_join_element_wise(table.column("table"), table.column("key"), table.column("site"), "\x1f")
    coded = key.combine_chunks().dictionary_encode()
    if len(coded.dictionary) == table.num_rows:
        return table, 0
    said = pc.binary_join_element_wise(table.column("label"), table.column("network_id"), "\x1f").to_pylist()
    rows = table.column("row").to_pylist()
    first: dict[int, int] = {}
    for at, code in enumerate(coded.indices.to_pylist()):
        before = first.setdefault(code, at)
        if said[before] != said[at]:
            raise SourceError(
                f"the key {table.column('key')[at].as_py()!r} stands in row {rows[before]} too, with another label or network",
                where=Where(str(path), row=rows[at], column="key"), expected="each key once (offers: once on a site)",
                do="leave the row that holds",
            )  # fmt: skip
    return table.take(pa.array(list(first.values()), pa.int64())), table.num_rows - len(first)


def _networks(path: Path) -> dict[str, TrueNetwork]:
    table = _read(path, "networks", NETWORKS)
    _check(path, table, "network_id", bool, "{}", "the network's id")
    _check(
        path,
        table,
        "tier",
        lambda v: v in ("", *TIERS),
        "{} is no tier",
        "0 (hides nothing) to 3 (hides most), or empty",
    )
    for column in ("started_on", "ended_on"):
        _check(path, table, column, _is_day, "{} is no day", "YYYY-MM-DD, or empty")
    out: dict[str, TrueNetwork] = {}
    for row in table.to_pylist():
        if row["network_id"] in out:
            raise SourceError(
                f"the network {row['network_id']!r} stands twice",
                where=Where(str(path), row=row["row"], column="network_id"), do="leave one of the rows",
            )  # fmt: skip
        tier = int(row["tier"]) if row["tier"] else None
        begin, end = (date.fromisoformat(row[c]) if row[c] else None for c in ("started_on", "ended_on"))
        out[row["network_id"]] = TrueNetwork(
            row["network_id"], row["kind"], tier, begin, end, row["parent_id"], row["how"]
        )
    return out


def _is_day(text: str) -> bool:
    try:
        return not text or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _people(path: Path) -> tuple[Protected, ...]:
    table = _read(path, "people", PEOPLE)
    _check(path, table, "protected", lambda v: v.lower() in YES_NO, "{} is neither yes nor no", "true or false")
    held = table.select(["person_id", "name", "phone", "email", "protected"]).to_pylist()
    return tuple(
        Protected(r["person_id"], r["name"], r["phone"], r["email"]) for r in held if YES_NO[r["protected"].lower()]
    )


def _world(path: Path | None) -> Mapping[str, Any] | None:
    if path is None:
        return None
    try:
        told = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise SourceError(f"is no JSON ({error})", where=Where(str(path)), do="make the world again") from None
    return told if isinstance(told, dict) else {"world": told}
