"""Every figure that the world is made from: one table, dated and with its source. Changes to it are decisions."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from turnstone.errors import SourceError, Where

TABLES = ("parameters.csv", "parameters_money.csv", "parameters_filings.csv")


@dataclass(frozen=True)
class Parameter:
    """One figure. `values`: one number, or quantiles; `source`: where it is from, or `assumption`."""

    name: str
    values: tuple[int, ...]
    unit: str
    set_on: str
    source: str
    note: str


class Parameters:
    """The table by name."""

    def __init__(self, rows: Mapping[str, Parameter]) -> None:
        self.rows = dict(rows)
        self._starting: dict[str, dict[str, int]] = {}

    def one(self, name: str) -> int:
        """The number of that name."""
        return self.rows[name].values[0]

    def quantiles(self, name: str) -> tuple[int, ...]:
        """Values at equal steps from the least to the most."""
        return self.rows[name].values

    def either(self, name: str, other: str) -> tuple[int, ...]:
        """Those of `name`; where there are none, of `other`."""
        return self.rows[name if name in self.rows else other].values

    def starting(self, word: str) -> dict[str, int]:
        """What follows the word in names that start with it -> the number, in the order of the table."""
        if word not in self._starting:
            rows = self.rows.items()
            self._starting[word] = {
                name.removeprefix(f"{word} "): row.values[0] for name, row in rows if name.startswith(f"{word} ")
            }
        return self._starting[word]


def parameters(changed: Path | None = None) -> Parameters:
    """The table that is shipped; `changed`: a file of the same columns whose rows replace those of the same name.

    Raises SourceError for a row that is no parameter of the table.
    """
    rows: dict[str, Parameter] = {}
    for table in TABLES:
        if (shipped := files("turnstone.sim").joinpath(table)).is_file():
            rows |= _read(shipped.read_text("utf-8"), table)
    if changed is not None:
        mine = _read(changed.read_text("utf-8-sig"), str(changed))
        for name, row in mine.items():
            if name not in rows or len(row.values) != len(rows[name].values):
                raise SourceError(
                    f"{name!r} is no parameter of the world, or has another number of values",
                    where=Where(str(changed)), do="give names and values as docs/reference/world.md lists them",
                )  # fmt: skip
        rows |= mine
    return Parameters(rows)


def _read(text: str, file: str) -> dict[str, Parameter]:
    rows = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        try:
            values = tuple(int(value) for value in row["value"].split())
            rows[row["name"]] = Parameter(
                row["name"], values, row.get("unit") or "", row.get("set_on") or "", row.get("source") or "", row.get("note") or ""
            )  # fmt: skip
        except (KeyError, ValueError, AttributeError, TypeError):
            raise SourceError(
                "no parameter can be read", where=Where(file, row=number), expected="the columns name and value, whole numbers",
                do="compare with the table that docs/reference/world.md lists",
            ) from None  # fmt: skip
    return rows
