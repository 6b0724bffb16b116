"""Names of people and all contacts stay masked until a logged unlock.

A mask is a stand-in that is the same wherever the same name or number stands in one workspace, so that one can see
that two rows speak of one person without knowing whom. It is made with the workspace's secret key: it cannot be undone
by trying all numbers, and says nothing outside the workspace. Businesses of public record (employers, firms) are shown.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from turnstone.clean.name import is_business, parse_name, says_firm
from turnstone.kernels.unique import map_unique

# Which columns of which tables hold what. `name of kind`: masked where the row's `kind` is person. `value of kind`:
# masked as the row's `kind` says (phone, person). `facts`: name, value, name, value. Raw columns are told by their names.
RULES: dict[str, dict[str, str]] = {
    "profiles": {
        "name": "name of kind", "name_keys": "name of kind", "name_bags": "name of kind", "phone": "phone",
        "email": "email", "address": "address of kind", "address_keys": "address of kind", "birth": "person",
        "document_no": "person",
    },
    "entities": {"name": "name of kind", "names": "name of kind"},
    "holdings": {"value": "value of kind"},
    "ties": {"value": "value of kind"},
    "hubs": {"value": "value of kind"},
    "weak_points": {"value": "value of kind"},
    "positions": {"value": "value of kind"},
    "moves": {"value": "value of kind", "before": "value of kind"},
    "continuities": {"things": "things"},
    "folded_continuities": {"things": "things"},
    "hits": {"facts": "facts", "what": "what"},
    "lead_parts": {"what": "what"},
    "rejects": {"value": "by column"},
    "offers": {"title": "text", "text": "text", "account": "account", "claimed": "claimed", "claimed_key": "claimed"},
    "claims": {"claimed_key": "claimed", "identity": "claimed"},
    "offer_contacts": {"value": "contact of kind", "raw": "contact of kind"},
    "posters": {"name": "name of poster"},
    "nodes": {"name": "name of node"},
    "template_parts": {"text": "text"},
}  # fmt: skip
_RAW_PEOPLE = frozenset(
    f"{whose}{part}_name" for whose in ("contact_", "agent_", "") for part in ("last", "first", "middle")
) | {"agent_name"}
_RAW_ADDRESSES = frozenset({"agent_address1", "agent_address2"})
"""Where an agent can be found who may be a person working alone."""
_RAW_FIRMS = frozenset({"agent_firm", "firm"})
"""Firms of agents and recruiters: shown where a legal form or a business word says that it is one."""
_RAW_TEXT = frozenset({"details", "title", "text"})
"""Free text, in which anything may stand."""
_RAW_OTHER = {("offers", "url"): "url", ("offers", "account"): "account", ("offers", "claimed"): "person",
              ("parties", "birth"): "value", ("parties", "document_no"): "value"}  # fmt: skip
"""What else is masked in the raw rows of one table."""
_RAW_NAMES = frozenset({"name", "alias"})
"""Names in a register, which may be anyone's; in a list of debarments they are public by decision."""
_PUBLIC_NAMES = frozenset({"debarments", "wage_floors"})
LONGEST_SHOWN = 80
_CONTACTS = ("phone", "email", "handle", "url", "wallet", "iban", "plate", "contact")
_MASKED_FACTS = {kind: kind for kind in (*_CONTACTS, "person", "account")} | {"name": "person"}
_PUBLIC_FACTS = frozenset({("certified_while_barred", "name"), ("reappearance", "name")})
"""Facts called `name` that are employers of public record."""
_NAMED_BY = {"phone_shared": "phone", "person_behind_many": "person", "recruiter_under_many_names": "person"}
"""Indicators whose hits are told apart by the number or name itself."""
_CONTACT = re.compile(r"\d[\d\s().-]{5,}\d|@")
"""What may be a contact in a text that should be a name."""
_NUMBER = re.compile(r"\+\d{7,15}")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_HANDLE = re.compile(r"(?!pdq:|phash:)[a-z0-9_.-]+:\S+")


class Mask:
    """Masks with a workspace's key; an open one (after `unlock`) shows everything."""

    def __init__(self, key: bytes, *, open: bool = False) -> None:
        self._key, self.open = key, open

    def hide(self, kind: str, text: str | None) -> str | None:
        """`[person 3f9a1c]` for a name, `[phone 77b0e2]` for a number; the text itself when the mask is open."""
        return text if text is None or self.open else self.stand_in(kind, text)

    def stand_in(self, kind: str, text: str) -> str:
        """The stand-in, whether the mask is open or not. A contact keeps its digits under whichever kind it is named,
        so that `[contact 77b0e2]` and `[phone 77b0e2]` are seen to be one."""
        digest = hmac.new(self._key, f"{_space(kind, text)}\x1f{text.upper()}".encode(), hashlib.sha256).hexdigest()
        return f"[{kind} {digest[:6]}]"

    @property
    def closed(self) -> Mask:
        """The same mask, closed: for what stays masked even after an unlock."""
        return Mask(self._key)

    def fact(self, name: str, value: str | None) -> str | None:
        """A fact of a hit, masked where its name says that it is a contact, an account, a name or a person."""
        if name not in _MASKED_FACTS or (name == "name" and value is not None and _is_firm(value)):
            return value
        return self.hide(_MASKED_FACTS[name], value)

    def facts(self, pairs: list[str], indicator: str = "") -> dict[str, str | None]:
        """The facts of a hit by name. `indicator`: whose; some name employers of public record, who are shown."""
        return {
            name: value if (indicator, name) in _PUBLIC_FACTS else self.fact(name, value)
            for name, value in zip(pairs[::2], pairs[1::2], strict=True)
        }

    def of_kind(self, kind: str | None, value: str | None) -> str | None:
        """A held thing: contacts, accounts and people are masked, places and firms are not."""
        return self.hide(kind, value) if kind in (*_CONTACTS, "person", "account") else value

    def poster(self, kind: str | None, name: str | None) -> str | None:
        """A poster's name: shown only where it is a business's."""
        return name if kind == "business" else self.hide(kind or "poster", name)

    def claimed(self, kind: str | None, name: str | None) -> str | None:
        """Who an offer says it is from: shown only where that is a business, without a telephone number or e-mail beside it."""
        return name if kind == "business" and not _CONTACT.search(name or "") else self.hide("person", name)

    def raw(self, table: str, field: str, value: str | None) -> str | None:
        """A raw cell, by its table and the field that it fills."""
        return self.hide(kind, value) if value is not None and (kind := _raw_kind(table, field, value)) else value

    def node(self, kind: str | None, name: str | None) -> str | None:
        """The name of a party in a network: that of a poster is an account or a person unless it is certainly a firm's."""
        if kind != "poster" or name is None or ("/" not in name and _is_firm(name)):
            return name
        return self.hide("account", name)

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
        if rule in ("phone", "email", "person", "text", "account"):
            return map_unique(values, lambda text: self.hide(rule, text), pa.string()).values
        kinds = batch.column("kind").to_pylist() if "kind" in batch.schema.names else [None] * len(values)
        one: Callable[[Any, str | None, Mapping[str, Any]], Any] = {
            "name of kind": lambda v, k, _: self._each(v, "person") if k == "person" else v,
            "address of kind": lambda v, k, _: self._each(v, "address") if k == "person" else v,
            "value of kind": lambda v, k, _: self.of_kind(k, v),
            "things": lambda v, _k, _r: [self.thing(text) for text in v] if v else v,
            "facts": lambda v, _, row: [x for p in self.facts(v, row["indicator"]).items() for x in p] if v else v,
            "what": lambda v, _, row: self.what(row["indicator"], v, row.get("facts") or ()),
            "claimed": lambda v, _, row: self.claimed(row["claimed_kind"], v),
            "contact of kind": lambda v, k, _: self.hide(k or "contact", v),
            "name of poster": lambda v, k, _: self.poster(k, v),
            "name of node": lambda v, k, _: self.node(k, v),
            "by column": lambda v, _, row: v if _is_impersonal(row["column"] or "") else self.hide("value", v),
        }[rule]
        beside = [c for c in ("indicator", "column", "claimed_kind", "facts") if c in batch.schema.names]
        rows = batch.select(beside).to_pylist() if beside else []
        rows = rows or [{}] * len(values)
        masked = [one(v, k, r) for v, k, r in zip(values.to_pylist(), kinds, rows, strict=True)]
        return pa.array(masked, values.type)

    def _each(self, value: Any, kind: str) -> Any:
        return [self.hide(kind, v) for v in value] if isinstance(value, list) else self.hide(kind, value)

    def thing(self, text: str) -> str:
        """A kind, a space and a value (see `continuities`): the value masked as its kind says."""
        kind, _, value = text.partition(" ")
        return f"{kind} {self.of_kind(kind, value)}"

    def what(self, indicator: str, what: str, facts: Sequence[str] = ()) -> str | None:
        """What tells a hit from others, masked where it is a contact, an account or a name: by its indicator, by its
        form, or because it is one of the `facts` that are masked."""
        if indicator in _NAMED_BY:
            return self.hide(_NAMED_BY[indicator], what)
        for name, value in zip(facts[::2], facts[1::2], strict=True):
            if value == what and (indicator, name) not in _PUBLIC_FACTS:
                return self.fact(name, what)
        return re.sub(r"[^\s|]+", lambda found: self._word_of_what(found.group()), what)

    def _word_of_what(self, word: str) -> str:
        if self.open or not any(form.fullmatch(word) for form in (_NUMBER, _MAIL, _HANDLE)):
            return word
        return self.stand_in("phone" if _NUMBER.fullmatch(word) else "contact", word)


def _space(kind: str, text: str) -> str:
    """In which space a stand-in's digits are made: contacts of all kinds in one, but for telephones and e-mails, which
    have their own since before there were others; and a name in one, whether it is claimed, said or only suspected."""
    if kind in ("name", "word"):
        return "person"
    if kind not in _CONTACTS:
        return kind
    return "phone" if kind == "phone" or _NUMBER.fullmatch(text) else "email" if "@" in text else "contact"


def _may_be_masked(table: str, field: str) -> bool:
    return (
        field.endswith(("phone", "email"))
        or field in _RAW_PEOPLE
        or field in _RAW_FIRMS
        or field in _RAW_TEXT
        or field in _RAW_ADDRESSES
        or (field in _RAW_NAMES and table not in _PUBLIC_NAMES)
        or (table, field) in _RAW_OTHER
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
    if (other := _RAW_OTHER.get((table, field))) in ("url", "account", "value"):
        return other
    return None if field not in _RAW_PEOPLE and _is_firm(value) else "person"


def certainly_firm(name: str) -> bool:
    """Whether every name in a short text says by a legal form or a business word that it is a firm's, and no contact stands beside
    it: for lists of names that nobody has looked at."""
    try:
        parts = parse_name(name).parts
    except ValueError:
        return False
    return len(name) <= LONGEST_SHOWN and not _CONTACT.search(name) and all(map(says_firm, parts))


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
