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
        self._known: dict[Any, _Known] = {}

    def of(self, clean: Callable[[str], Any]) -> _Known:
        known = self._known.get(clean)
        if known is None or len(known) > _MOST_REMEMBERED:
            known = self._known[clean] = _Known(clean)
        return known


class _Known(dict[str, Any]):
    """Text to what a cleaner gives for it, asked when the text is first looked up; beside it why texts were refused."""

    def __init__(self, clean: Callable[[str], Any]) -> None:
        self._clean = clean
        self.reasons: dict[str, str] = {}

    def __missing__(self, text: str) -> Any:
        out = None
        try:
            out = self._clean(text)
        except Nothing:
            pass
        except ValueError as error:
            self.reasons[text] = str(error)
        self[text] = out
        return out


def map_unique(
    column: pa.Array, clean: Callable[[str], Any], type: pa.DataType, memory: Memory | None = None
) -> Cleaned:
    """`clean` applied to each distinct text of `column`; nulls stay null.

    A ValueError that `clean` raises makes the value null and its message the reason. The function must be pure.
    """
    encoded = as_array(column).dictionary_encode()
    known = memory.of(clean) if memory is not None else _Known(clean)
    texts = encoded.dictionary.to_pylist()
    indices = encoded.indices
    if not texts:
        return Cleaned(pa.nulls(len(indices), type), pa.nulls(len(indices), pa.string()))
    values = pa.array(list(map(known.__getitem__, texts)), type).take(indices)
    reasons = list(map(known.reasons.get, texts)) if known.reasons else []
    if not any(reasons):
        return Cleaned(values, pa.nulls(len(indices), pa.string()))
    return Cleaned(values, pa.array(reasons, pa.string()).take(indices))


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
