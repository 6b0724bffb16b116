"""`@entity-1a2b3c4d` in a text: a member of the network, or the network itself, by the beginning of its id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

MENTION = re.compile(r"(?<![\w@/])@([a-z]+-[0-9a-f]{6,64})\b")


@dataclass(frozen=True)
class Mentioned:
    """What a mention means: the whole id, what it is called (masked), and where it is shown."""

    id: str
    label: str
    href: str


class Mentions:
    """The ids that a text about one network may mention."""

    def __init__(self, network: str, title: str, members: Iterable[dict[str, Any]], page: str) -> None:
        """`page`: where members are shown, by their ids."""
        self.page = page
        self._known = [Mentioned(network, title, page)]
        self._known += [Mentioned(m["id"], str(m["label"]), f"{page}#{m['id']}") for m in members]

    @classmethod
    def of(cls, document: dict[str, Any]) -> Mentions:
        """Those of a network's document (see `shelf.documents`)."""
        lead = document["lead"]
        listed = lead["status"] in ("lead", "abstained")
        page = reverse("lead" if listed else "network", args=[lead["network"]])
        return cls(lead["network"], lead["title"], lead["members"], page)

    def find(self, said: str) -> Mentioned | None:
        """What is meant; None where it is nothing here, or could be two."""
        found = [known for known in self._known if known.id.startswith(said)]
        return found[0] if len(found) == 1 else None
