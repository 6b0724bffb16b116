"""Rows of a list on a shelf that are read when they are asked for: a page of a long list takes what is on the page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload


class Rows(Sequence[dict[str, Any]]):
    """What of `rows` fulfils a condition, in the order of the list."""

    def __init__(self, db: sqlite3.Connection, where: str, values: dict[str, Any]) -> None:
        self._db, self._where, self._values = db, where, values

    @cached_property
    def _many(self) -> int:
        ((many,),) = self._db.execute(f"SELECT count(*) FROM rows WHERE {self._where}", self._values)
        return int(many)

    def __len__(self) -> int:
        return self._many

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(at, slice):
            first, last, step = at.indices(len(self))
            return self._read(first, max(0, last - first))[::step] if step > 0 else list(self)[at]
        found = self._read(at if at >= 0 else len(self) + at, 1) if -len(self) <= at < len(self) else []
        if not found:
            raise IndexError(at)
        return found[0]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._read(0, -1))

    def _read(self, first: int, most: int) -> list[dict[str, Any]]:
        query = f"SELECT row FROM rows WHERE {self._where} ORDER BY place LIMIT :most OFFSET :first"
        return [json.loads(row) for (row,) in self._db.execute(query, {**self._values, "most": most, "first": first})]

    def ids(self) -> list[str]:
        """The networks alone, in order."""
        query = f"SELECT network FROM rows WHERE {self._where} ORDER BY place"
        return [network for (network,) in self._db.execute(query, self._values)]
