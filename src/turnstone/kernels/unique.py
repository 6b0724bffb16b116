"""Apply a slow, pure function to a fast column: once for each distinct value.

Cleaners are plain Python and cost 1 to 40 microseconds a value; real columns repeat themselves three to a hundred
times. So a column is dictionary-encoded, the dictionary is cleaned, and the result is spread out again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.text import Nothing

SEPARATOR = "\x1f"
ITEM = "\x1e"
_MOST_REMEMBERED = 400_000


@dataclass(frozen=True)
class Cleaned:
    """A cleaned column, and beside it why a value was refused (null where it was taken or was empty)."""

    values: pa.Array
    reasons: pa.Array


class Memory:
    """Remembers what a cleaner gave for a text, from one batch to the next; forgets all when it has grown too large."""

    def __init__(self) -> None:
        self._known: dict[Any, dict[str, tuple[Any, str | None]]] = {}

    def of(self, clean: Any) -> dict[str, tuple[Any, str | None]]:
        known = self._known.setdefault(clean, {})
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        return known


def map_unique(
    column: pa.Array, clean: Callable[[str], Any], type: pa.DataType, memory: Memory | None = None
) -> Cleaned:
    """`clean` applied to each distinct text of `column`; nulls stay null.

    A ValueError that `clean` raises makes the value null and its message the reason. The function must be pure.
    """
    encoded = as_array(column).dictionary_encode()
    known = memory.of(clean) if memory is not None else {}
    pairs: list[tuple[Any, str | None]] = []
    for text in encoded.dictionary.to_pylist():
        pair = known.get(text)
        if pair is None:
            pair = known[text] = _try(clean, text)
        pairs.append(pair)
    indices = encoded.indices
    if not pairs:
        return Cleaned(pa.nulls(len(indices), type), pa.nulls(len(indices), pa.string()))
    values = pa.array([p[0] for p in pairs], type).take(indices)
    reasons = [p[1] for p in pairs]
    if not any(reasons):
        return Cleaned(values, pa.nulls(len(indices), pa.string()))
    return Cleaned(values, pa.array(reasons, pa.string()).take(indices))


def _try(clean: Callable[[str], Any], text: str) -> tuple[Any, str | None]:
    try:
        return clean(text), None
    except Nothing:
        return None, None
    except ValueError as error:
        return None, str(error)


def join(columns: Sequence[pa.Array]) -> pa.Array:
    """The texts of several columns in one, with a separator that no clean text holds; null becomes empty."""
    return pc.binary_join_element_wise(
        *[as_array(c) for c in columns], SEPARATOR, null_handling="replace", null_replacement=""
    )


def unpack(column: pa.Array, count: int) -> list[pa.Array]:
    """The texts that a cleaner gave in one, joined by SEPARATOR, as columns; empty texts as null.

    A cleaner that finds several things returns one text: building Arrow columns from texts is much faster than from
    dicts or tuples, and taking them apart again is done by Arrow.
    """
    lists = pc.split_pattern(column, SEPARATOR)
    fields = [pc.list_element(lists, i) for i in range(count)] if len(column) else [column] * count
    return [pc.if_else(pc.equal(field, ""), None, field) for field in fields]


def listed(column: pa.Array) -> pa.Array:
    """A column of lists from texts whose items are joined by ITEM; null stays null."""
    return pc.split_pattern(column, ITEM)


def split(text: str) -> list[str | None]:
    """What `join` put together, empty texts as None."""
    return [part or None for part in text.split(SEPARATOR)]


def as_array(column: pa.Array) -> pa.Array:
    """The column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
