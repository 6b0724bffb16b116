"""Rows of a list on a shelf that are read when they are asked for: a page of a long list takes what is on the page."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, overload


class Rows(Sequence[dict[str, Any]]):
    """What of `rows` fulfils a condition, in the order of the list."""

    def __init__(
        self, db: sqlite3.Connection, where: str, values: dict[str, Any], once: Callable[[str, str, Callable[[], Any]], Any]
    ) -> None:  # fmt: skip
        """`once`: keeps what never changes (see `Shelf`): how many there are is counted once for all who ask the same."""
        self._db, self._where, self._values, self._once = db, where, values, once

    @cached_property
    def _many(self) -> int:
        return int(self._once("many", f"{self._where} {sorted(self._values.items())}", lambda: self._count("1")))

    def _count(self, which: str, **values: Any) -> int:
        query = f"SELECT count(*) FROM rows WHERE {self._where} AND {which}"
        ((many,),) = self._db.execute(query, {**self._values, **values})
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

    def around(self, network: str) -> tuple[str, str, int]:
        """The networks before and after one (empty at the ends), and how many come before it; ("", "", -1) where it is none of
        these."""
        here = self._db.execute(
            f"SELECT place FROM rows WHERE {self._where} AND network = :here", {**self._values, "here": network}
        ).fetchone()
        if here is None:
            return "", "", -1
        sides = []
        for which, order in (("place < :at", "DESC"), ("place > :at", "ASC")):
            query = f"SELECT network FROM rows WHERE {self._where} AND {which} ORDER BY place {order} LIMIT 1"
            found = self._db.execute(query, {**self._values, "at": here[0]}).fetchone()
            sides.append(found[0] if found else "")
        return sides[0], sides[1], self._count("place < :at", at=here[0])
