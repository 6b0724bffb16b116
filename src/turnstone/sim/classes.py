"""Who advertises: the classes of a market's units, and the sections in which they post."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Class:
    """One class. `sections`: section -> weight; `side`: what an offer is (sells or recruits); `people`: the most at work
    at one time; `phones`: the most numbers; `named`: whether it posts under a firm's name; `filed`: whether it files job
    orders; `owned`: whether it owns the premises."""

    name: str
    sections: tuple[tuple[str, int], ...]
    side: str
    people: int = 1
    phones: int = 1
    named: bool = False
    filed: bool = False
    branches: int = 1


SERVICES = (("companionship", 6), ("massage", 4))
CLASSES = (
    Class("solo worker", SERVICES, "service", phones=2),
    Class("touring worker", SERVICES, "service", phones=2, branches=6),
    Class("sharer", SERVICES, "service", people=4, phones=2),
    Class("lawful agency", SERVICES, "service", people=30, phones=3, named=True),
    Class("salon", (("massage", 8), ("hospitality", 2)), "service", people=8, named=True),
    Class("franchise", (("hospitality", 7), ("street", 3)), "job", people=10, phones=12, named=True, branches=12),
    Class("lawful recruiter", (("recruiter", 4), ("farm", 2), ("construction", 2), ("domestic", 1), ("hospitality", 1), ("street", 1)), "job", people=6,
          phones=2, named=True, filed=True, branches=4),
    Class("farm", (("farm", 1),), "job", people=40, named=True, filed=True),
    Class("contractor", (("construction", 6), ("hospitality", 2), ("street", 2)), "job", people=20, phones=2, named=True, filed=True),
    Class("household", (("domestic", 1),), "job"),
    Class("spammer", (("companionship", 2), ("massage", 2), ("scam", 6)), "service", phones=30, branches=12),
    Class("scammer", (("scam", 6), ("recruiter", 2), ("street", 2)), "job", phones=6, branches=6),
    Class("landlord", (("room", 1),), "room"),
)  # fmt: skip
NUMBER = {kind.name: number for number, kind in enumerate(CLASSES)}
NETWORK_SECTIONS = {
    "sexual exploitation": (("companionship", 6), ("massage", 4)),
    "farm work": (("farm", 7), ("recruiter", 3)),
    "construction": (("construction", 5), ("hospitality", 2), ("recruiter", 3)),
    "domestic work": (("domestic", 5), ("hospitality", 3), ("recruiter", 2)),
    "begging": (("street", 5), ("hospitality", 3), ("recruiter", 2)),
    "forced crime": (("street", 3), ("scam", 4), ("hospitality", 3)),
}
"""Kind of network -> where it posts: what it sells, or the jobs with which it lures."""
FILED = ("farm work", "construction")
"""Kinds of network that run a front company which files job orders."""
