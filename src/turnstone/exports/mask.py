"""Names of people and all contacts stay masked until a logged unlock.

A mask is a stand-in that is the same wherever the same name or number stands in one workspace, so that one can see
that two rows speak of one person without knowing whom. It is made with the workspace's secret key: it cannot be undone
by trying all numbers, and says nothing outside the workspace. Businesses of public record (employers, firms) are shown.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from turnstone.clean.name import is_business, parse_name
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
_RAW_PEOPLE = frozenset(
    f"{whose}{part}_name" for whose in ("contact_", "agent_", "") for part in ("last", "first", "middle")
) | {"agent_name"}
_RAW_ADDRESSES = frozenset({"agent_address1", "agent_address2"})
"""Where an agent can be found who may be a person working alone."""
_RAW_FIRMS = frozenset({"agent_firm", "firm"})
"""Firms of agents and recruiters: shown where a legal form or a business word says that it is one."""
_RAW_TEXT = frozenset({"details"})
"""Free text, in which anything may stand."""
_RAW_NAMES = frozenset({"name", "alias"})
"""Names in a register, which may be anyone's; in a list of debarments they are public by decision."""
_PUBLIC_NAMES = frozenset({"debarments", "wage_floors"})
_MASKED_FACTS = {"phone": "phone", "person": "person", "email": "email"}


class Mask:
    """Masks with a workspace's key; an open one (after `unlock`) shows everything."""

    def __init__(self, key: bytes, *, open: bool = False) -> None:
        self._key, self.open = key, open

    def hide(self, kind: str, text: str | None) -> str | None:
        """`[person 3f9a1c]` for a name, `[phone 77b0e2]` for a number; the text itself when the mask is open."""
        return text if text is None or self.open else self.stand_in(kind, text)

    def stand_in(self, kind: str, text: str) -> str:
        """The stand-in, whether the mask is open or not."""
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

    def raw(self, table: str, field: str, value: str | None) -> str | None:
        """A raw cell, by its table and the field that it fills."""
        return self.hide(kind, value) if value is not None and (kind := _raw_kind(table, field, value)) else value

    def table(self, name: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of any table of a run with what must be masked masked."""
        if self.open:
            return batch
        rules = RULES.get(name, {})
        columns = [
            self._raw_column(name.removeprefix("raw_"), c, batch.column(c))
            if name.startswith("raw_")
            else self._column(rules[c], batch, c)
            if c in rules
            else batch.column(c)
            for c in batch.schema.names
        ]
        return pa.RecordBatch.from_arrays(columns, schema=batch.schema)

    def _raw_column(self, table: str, field: str, values: pa.Array) -> pa.Array:
        if not pa.types.is_string(values.type) or not _may_be_masked(table, field):
            return values
        return map_unique(values, lambda text: self.raw(table, field, text), pa.string()).values

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
            "by column": lambda v, _, row: v if _is_impersonal(row["column"] or "") else self.hide("value", v),
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


def _may_be_masked(table: str, field: str) -> bool:
    return (
        field.endswith(("phone", "email"))
        or field in _RAW_PEOPLE
        or field in _RAW_FIRMS
        or field in _RAW_TEXT
        or field in _RAW_ADDRESSES
        or (field in _RAW_NAMES and table not in _PUBLIC_NAMES)
    )


def _raw_kind(table: str, field: str, value: str) -> str | None:
    """What a raw cell's mask is called; None where it is shown."""
    if not _may_be_masked(table, field):
        return None
    if field.endswith("phone"):
        return "phone"
    if field.endswith("email"):
        return "email"
    if field in _RAW_TEXT:
        return "text"
    if field in _RAW_ADDRESSES:
        return "address"
    return None if field not in _RAW_PEOPLE and _is_firm(value) else "person"


def _is_firm(name: str) -> bool:
    """Whether every name in the text is certainly a firm's: in doubt it may be a person's."""
    try:
        return all(is_business(part) for part in parse_name(name).parts)
    except ValueError:
        return False


_PERSONAL_HEADERS = ("PHONE", "EMAIL", "CONTACT", "AGENT", "ATT_", "RECRUITER_", "POC", "NAME")
_IMPERSONAL_WORDS = frozenset(
    "DATE BEGIN END DECISION WAGE PAY RATE SALARY UNIT HOURS WORKERS NBR OCCUPANCY UNITS POSTAL STATE CITY COUNTY CODE CASE "
    "PHYSICAL TYPE".split()
)


def _is_impersonal(header: str) -> bool:
    """Whether a refused value may be shown: its column's name says that it holds a day, a sum, a count or a place. In
    doubt it may be a person's name or number, in any language; and a whole row that was refused may hold both."""
    plain = header.upper()
    if any(word in plain for word in _PERSONAL_HEADERS):
        return False
    words = {word.strip("0123456789") for word in re.split(r"[\W_]+", plain)}
    return bool(words & _IMPERSONAL_WORDS) or {"EMPLOYER", "ADDRESS"} <= words
