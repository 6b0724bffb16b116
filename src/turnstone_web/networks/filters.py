"""What the list of networks is filtered by, read from an address's query."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.http import QueryDict

from turnstone_web.desk.filters import is_day


@dataclass(frozen=True)
class NetworkFilters:
    """Empty means all."""

    place: str = ""
    kind: str = ""
    family: str = ""
    since: str = ""
    until: str = ""
    text: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> NetworkFilters:
        """What the query says; what is no day is left out."""
        said = {f.name: query.get(f.name, "").strip()[:120] for f in fields(cls)}
        said |= {key: said[key] if is_day(said[key]) else "" for key in ("since", "until")}
        return cls(**said)

    @property
    def narrowed(self) -> bool:
        """Whether anything is set."""
        return any(asdict(self).values())

    def for_shelf(self) -> dict[str, Any]:
        """As the shelf takes them."""
        return {key: value for key, value in asdict(self).items() if value}
