"""A batch of raw rows under the hands of the cleaners: each field cleaned once, each refusal kept with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from turnstone.clean.date import date_in_case_number, parse_date
from turnstone.clean.money import amount, count, hours
from turnstone.clean.text import Nothing, is_nothing, tidy
from turnstone.kernels.unique import Cleaned, Memory, map_unique
from turnstone.model.schema import DATE, INT, MONEY, TEXT

VALUE_REJECTS = pa.schema([
    pa.field("source", TEXT), pa.field("sheet", TEXT), pa.field("row", pa.int32()), pa.field("field", TEXT),
    pa.field("value", TEXT), pa.field("reason", TEXT),
])  # fmt: skip


class RawBatch:
    """One batch of raw rows of one table. `memory` carries what cleaners found from batch to batch."""

    def __init__(self, batch: pa.RecordBatch, memory: Memory) -> None:
        self._batch, self._memory = batch, memory
        style = batch.column("style")[0].as_py() if batch.num_rows else "mdy."
        self._order, self._decimal = style[:3], style[3:]
        self.style = style
        self._rejects: list[pa.RecordBatch] = []
        self.size = batch.num_rows
        self.ids: pa.Array = batch.column("id")

    def only(self, rows: pa.Array) -> RawBatch:
        """Some of the rows, whose refusals are told elsewhere."""
        return RawBatch(self._batch.filter(rows), self._memory)

    def raw(self, field: str) -> pa.Array:
        return self._batch.column(field)

    def clean(self, field: str, clean: Callable[[str], Any], type: pa.DataType) -> pa.Array:
        """The field's cleaned values; what the cleaner refuses is null and goes to the rejects."""
        column = self.raw(field)
        if column.null_count == self.size:
            return pa.nulls(self.size, type)
        done = map_unique(column, clean, type, self._memory)
        self.refuse(field, column, done.reasons)
        return done.values

    def refuse(self, field: str, values: pa.Array, reasons: pa.Array) -> None:
        """Notes why values were not taken, where a reason is given."""
        if reasons.null_count == len(reasons):
            return
        where = reasons.is_valid()
        count = int(pc.sum(where).as_py())
        self._rejects.append(
            pa.RecordBatch.from_arrays(
                [
                    self.raw("source").filter(where),
                    self.raw("sheet").filter(where),
                    self.raw("row").filter(where),
                    pa.array([field] * count, TEXT),
                    pc.utf8_slice_codeunits(values.filter(where), 0, 200),
                    reasons.filter(where),
                ],
                schema=VALUE_REJECTS,
            )
        )

    def rejects(self) -> list[pa.RecordBatch]:
        return self._rejects

    def text(self, field: str) -> pa.Array:
        """The field tidied; 'N/A' and its like are null."""
        return self.clean(field, something, TEXT)

    def date(self, field: str) -> pa.Array:
        """Days. The time of day is cut off first: days repeat themselves, seconds do not."""
        column = self.raw(field)
        if column.null_count == self.size:
            return pa.nulls(self.size, DATE)
        done = self.mapped(pc.replace_substring_regex(column, _TIME, ""), _DATES[self._order], DATE)
        self.refuse(field, column, done.reasons)
        return done.values

    def count(self, field: str) -> pa.Array:
        return self.clean(field, _COUNTS[self._decimal], INT)

    def amount(self, field: str) -> pa.Array:
        return self.clean(field, _AMOUNTS[self._decimal], MONEY)

    def hours(self, field: str) -> pa.Array:
        return self.clean(field, _HOURS[self._decimal], MONEY)

    def constant(self, field: str, otherwise: str) -> pa.Array:
        """A field that is usually a constant of the mapping, in upper case."""
        return pc.fill_null(self.clean(field, lambda text: something(text).upper(), TEXT), otherwise)

    def filed_on(self) -> pa.Array:
        """The filing day inside the case number, where it has one; a number without one is nothing to refuse."""
        prefix = pc.replace_substring_regex(self.raw("case_no"), r"-\d+$", "-0")
        return self.unique(prefix, date_in_case_number, DATE)

    def case_no(self) -> pa.Array:
        """Case numbers; a row without one keeps its own id in its place, so that it still stands for a case."""
        return pc.coalesce(pc.utf8_upper(self.raw("case_no")), self.ids)

    def mapped(self, column: pa.Array, clean: Callable[[str], Any], type: pa.DataType) -> Cleaned:
        """`clean` over the distinct texts of a column that is not a field."""
        return map_unique(column, clean, type, self._memory)

    def unique(self, column: pa.Array, clean: Callable[[str], Any], type: pa.DataType) -> pa.Array:
        """Like `clean` for a column that is not a field; refusals are null."""
        return map_unique(column, clean, type, self._memory).values


_TIME = r"[ T]\d{1,2}:\d{2}.*$"
_DATES: dict[str, Callable[[str], Any]] = {order: partial(parse_date, order=order) for order in ("mdy", "dmy")}
_COUNTS, _AMOUNTS, _HOURS = (
    {sign: partial(function, decimal=sign) for sign in (".", ",")} for function in (count, amount, hours)
)


def by_style(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """The batch in parts that write dates and decimals in one way (nearly always: the batch itself)."""
    styles = pc.unique(batch.column("style")).to_pylist()
    for style in styles:
        yield batch if len(styles) == 1 else batch.filter(pc.equal(batch.column("style"), style))


def something(text: str) -> str:
    """The tidied text. Raises Nothing for 'N/A' and its like."""
    text = tidy(text)
    if is_nothing(text):
        raise Nothing("nothing")
    return text
