"""What a network's members share, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from turnstone_web.shown import thing


def shared(ties: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of ties between members: `kind`, `shown`, `here` (how many members hold it), `holders` (how many in all), `bits` (of the
    strongest tie through it), `since` (the first day of any), the rarest first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for tie in ties:
        row = found.setdefault(
            (tie["kind"], str(tie["value"])),
            {
                "kind": tie["kind"],
                "shown": thing(tie["shown"]),
                "ends": set(),
                "holders": tie["holders"],
                "bits": 0.0,
                "since": None,
            },
        )
        row["ends"] |= {tie["a"], tie["b"]}
        row["bits"] = max(row["bits"], tie["bits"])
        row["since"] = min((day for day in (row["since"], tie["since"]) if day), default=None)
    rows = [{**row, "here": len(row.pop("ends"))} for row in found.values()]
    return sorted(rows, key=lambda row: (-row["bits"], -row["here"], row["kind"], row["shown"]))
