"""Names of people and all contacts stay masked until a logged unlock.

A mask is a stand-in that is the same wherever the same name or number stands in one workspace, so that one can see
that two rows speak of one person without knowing whom. It is made with the workspace's secret key: it cannot be undone
by trying all numbers, and says nothing outside the workspace. Businesses of public record (employers, firms) are shown.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from turnstone.kernels.unique import map_unique

# Which columns of which tables hold what. `name of kind`: masked where the row's `kind` is person. `value of kind`:
# masked as the row's `kind` says (phone, person). `facts`: name, value, name, value. Raw columns are told by their names.
RULES: dict[str, dict[str, str]] = {
    "profiles": {
        "name": "name of kind", "name_keys": "name of kind", "name_bags": "name of kind", "phone": "phone",
        "email": "email", "address": "address of kind", "address_keys": "address of kind",
    },
    "entities": {"name": "name of kind", "names": "name of kind"},
    "holdings": {"value": "value of kind"},
    "ties": {"value": "value of kind"},
    "hubs": {"value": "value of kind"},
    "hits": {"facts": "facts", "what": "what"},
    "lead_parts": {"what": "what"},
    "rejects": {"value": "by column"},
}  # fmt: skip
_RAW_PEOPLE = ("contact_last_name", "contact_first_name", "contact_middle_name", "agent_name", "agent_last_name",
               "agent_first_name", "last_name", "first_name", "middle_name")  # fmt: skip
_MASKED_FACTS = {"phone": "phone", "person": "person", "email": "email"}


class Mask:
    """Masks with a workspace's key; an open one (after `unlock`) shows everything."""

    def __init__(self, key: bytes, *, open: bool = False) -> None:
        self._key, self.open = key, open

    def hide(self, kind: str, text: str | None) -> str | None:
        """`[person 3f9a1c]` for a name, `[phone 77b0e2]` for a number."""
        if text is None or self.open:
            return text
        digest = hmac.new(self._key, f"{kind}\x1f{text.upper()}".encode(), hashlib.sha256).hexdigest()
        return f"[{kind} {digest[:6]}]"

    def fact(self, name: str, value: str | None) -> str | None:
        """A fact of a hit, masked where its name says that it is a contact or a person."""
        return self.hide(_MASKED_FACTS[name], value) if name in _MASKED_FACTS else value

    def facts(self, pairs: list[str]) -> dict[str, str | None]:
        return {name: self.fact(name, value) for name, value in zip(pairs[::2], pairs[1::2], strict=True)}

    def of_kind(self, kind: str | None, value: str | None) -> str | None:
        """A held thing: numbers and people are masked, places and firms are not."""
        return self.hide(kind, value) if kind in ("phone", "person", "email") else value

    def raw(self, field: str, value: str | None) -> str | None:
        """A raw cell, by the field that it fills."""
        kind = _raw_kind(field)
        return self.hide(kind, value) if kind else value

    def table(self, name: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of any table of a run with what must be masked masked."""
        if self.open:
            return batch
        rules = RULES.get(name, {})
        if name.startswith("raw_"):
            rules = {column: kind for column in batch.schema.names if (kind := _raw_kind(column))}
        columns = [self._column(rules[c], batch, c) if c in rules else batch.column(c) for c in batch.schema.names]
        return pa.RecordBatch.from_arrays(columns, schema=batch.schema)

    def _column(self, rule: str, batch: pa.RecordBatch, column: str) -> pa.Array:
        values = batch.column(column)
        if rule in ("phone", "email", "person"):
            return map_unique(values, lambda text: self.hide(rule, text), pa.string()).values
        kinds = batch.column("kind").to_pylist() if "kind" in batch.schema.names else [None] * len(values)
        one: Callable[[Any, str | None, Mapping[str, Any]], Any] = {
            "name of kind": lambda v, k, _: self._each(v, "person") if k == "person" else v,
            "address of kind": lambda v, k, _: self._each(v, "address") if k == "person" else v,
            "value of kind": lambda v, k, _: self.of_kind(k, v),
            "facts": lambda v, _, __: [x for pair in self.facts(v).items() for x in pair] if v else v,
            "what": lambda v, _, row: self._what(row["indicator"], v),
            "by column": lambda v, _, row: self.hide("value", v) if _is_personal(row["column"] or "") else v,
        }[rule]
        rows = batch.select([c for c in ("indicator", "column") if c in batch.schema.names]).to_pylist()
        rows = rows or [{}] * len(values)
        masked = [one(v, k, r) for v, k, r in zip(values.to_pylist(), kinds, rows, strict=True)]
        return pa.array(masked, values.type)

    def _each(self, value: Any, kind: str) -> Any:
        return [self.hide(kind, v) for v in value] if isinstance(value, list) else self.hide(kind, value)

    def _what(self, indicator: str, what: str) -> str | None:
        """Hits on telephones and people are told apart by the number or name itself."""
        kind = {"phone_shared": "phone", "person_behind_many": "person", "recruiter_under_many_names": "person"}.get(
            indicator
        )
        return self.hide(kind, what) if kind else what


def _raw_kind(field: str) -> str | None:
    if field.endswith("phone"):
        return "phone"
    if field.endswith("email"):
        return "email"
    return "person" if field in _RAW_PEOPLE else None


def _is_personal(header: str) -> bool:
    """Whether a column's own name says that it may hold a person's name or a contact."""
    plain = header.upper()
    return any(word in plain for word in ("PHONE", "EMAIL", "CONTACT", "AGENT", "ATT_", "RECRUITER_", "POC", "NAME"))
