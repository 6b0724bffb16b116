"""FollowTheMoney entities as newline-delimited JSON: reading them as rows, writing rows as them.

The model's names are those of followthemoney 4 (MIT): an entity is {"id", "schema", "properties": {name: [values]}}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from turnstone.formats.rows import LONGEST_CELL, BadRow

# Link schemata with the properties that hold their two ends.
LINKS: dict[str, tuple[str, str]] = {
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Membership": ("member", "organization"),
    "Employment": ("employee", "employer"),
    "Representation": ("agent", "client"),
    "Succession": ("predecessor", "successor"),
    "Family": ("person", "relative"),
    "Associate": ("person", "associate"),
    "UnknownLink": ("subject", "object"),
    "Occupancy": ("holder", "post"),
}
PARTIES = frozenset(
    (
        "LegalEntity",
        "Company",
        "Organization",
        "PublicBody",
        "Person",
        "Thing",
        "Asset",
        "RealEstate",
        "Address",
        "Airplane",
        "Vessel",
        "Vehicle",
    )
)


def looks_like_ftm(path: Path) -> bool:
    """Whether the first line is an entity of FollowTheMoney."""
    with path.open("rb") as file:
        line = file.readline(LONGEST_CELL)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(value, dict) and isinstance(value.get("schema"), str) and isinstance(value.get("properties"), dict)
    )


def read_entities(path: Path) -> Iterator[tuple[int, dict[str, Any] | None, BadRow | None]]:
    """(line number, entity, problem) of each line that is not blank."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(4 * LONGEST_CELL):
            number += 1
            if not line.strip():
                continue
            problem = None
            value: Any = None
            if len(line) >= 4 * LONGEST_CELL and not line.endswith(b"\n"):
                problem = f"a line of more than {4 * LONGEST_CELL:,} bytes"
                while (more := file.readline(4 * LONGEST_CELL)) and not more.endswith(b"\n"):
                    pass
            else:
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError) as error:
                    problem = f"not JSON ({str(error)[:80]})"
            if problem is None and not _is_entity(value):
                problem = "not an entity with id, schema and properties"
            if problem is not None:
                yield number, None, BadRow(number, problem, line[:200].decode("utf-8", "replace"))
            else:
                yield number, value, None


def _is_entity(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("id"), str)
        and isinstance(value.get("schema"), str)
        and isinstance(value.get("properties"), dict)
    )


def texts(entity: dict[str, Any], name: str) -> list[str]:
    """A property's values as texts; entities that are nested in it by their ids."""
    out = []
    for value in entity["properties"].get(name) or []:
        if isinstance(value, dict):
            value = value.get("id")
        if value is not None and str(value).strip():
            out.append(str(value).strip())
    return out


def entity_line(id: str, schema: str, properties: Mapping[str, Iterable[Any]]) -> str:
    """One entity as a line; empty values and properties are left out."""
    kept = {
        name: sorted({str(v) for v in values if v is not None and str(v) != ""}) for name, values in properties.items()
    }
    return json.dumps(
        {"id": id, "schema": schema, "properties": {n: v for n, v in sorted(kept.items()) if v}}, ensure_ascii=False
    )
