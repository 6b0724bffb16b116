"""What the list of leads is filtered by, read from an address's query."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True)
class LeadFilters:
    """Empty means all. `status`: lead or abstained; `standing`: open, accepted, rejected, mine, watched or changed."""

    status: str = "lead"
    standing: str = ""
    place: str = ""
    kind: str = ""
    family: str = ""
    since: str = ""
    until: str = ""
    text: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> LeadFilters:
        """What the query says; what makes no sense (no day, another status) is left out."""
        said = {f.name: query.get(f.name, "").strip()[:120] for f in fields(cls)}
        said["status"] = "abstained" if said["status"] == "abstained" else "lead"
        said |= {key: said[key] if is_day(said[key]) else "" for key in ("since", "until")}
        return cls(**said)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the status is set."""
        return any(value for key, value in asdict(self).items() if key != "status")

    def for_shelf(self) -> dict[str, Any]:
        """The part that a run's shelf knows about."""
        return {key: value for key, value in asdict(self).items() if key != "standing" and value}


def is_day(text: str) -> bool:
    """Whether a text is a day as 2024-07-11."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
