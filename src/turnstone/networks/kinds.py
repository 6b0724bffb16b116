"""All kinds of evidence that can join two parties, in one list: family, cap, weight, whether it ties, direction, time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sharing:
    """How sharing one kind of thing weighs: from rarity, at most `most` millibits, nothing above `cap` holders.

    `family`: what does not follow from another family; within one only the strongest counts for a pair. `ties`: whether
    sharing it alone makes a tie; else it only adds to ties that other things make. `direction`: `in` where the thing is
    somebody who acts towards the party (an agent for an employer), `out` where the party holds the thing. `handed_on`:
    whether strangers come to hold it after one another (a number, an office), so that a long time between two holders
    makes it say less.
    """

    family: str
    cap: int
    most: int | None = None
    ties: bool = True
    direction: str = "out"
    handed_on: bool = False


# Premises, telephones and people are shared by chance as rarely as few hold them. An agent, a recruiter or an
# association is shared by unrelated clients as its business: that weighs five bits at most, and ties nobody alone.
# One place is one family, whether it is an office or workers' housing; who copies an offer copies its text with its
# images; one card holds a number, an address and a page; one purse is paid into by several accounts.
SHARING: dict[str, Sharing] = {
    "premises": Sharing("place", cap=40, handed_on=True),
    "housing": Sharing("place", cap=40, handed_on=True),
    "phone": Sharing("contact", cap=40, handed_on=True),
    "email": Sharing("contact", cap=40, handed_on=True),
    "handle": Sharing("contact", cap=40, handed_on=True),
    "url": Sharing("contact", cap=20, handed_on=True),
    # A text that more use than a network may have members (see `groups`) is a trade's or a site's; stock pictures and
    # pages of services go round sooner; a car has few users.
    "template": Sharing("text", cap=60),
    "image": Sharing("text", cap=20),
    "person": Sharing("person", cap=12),
    "wallet": Sharing("payment", cap=40),
    "iban": Sharing("payment", cap=40),
    "plate": Sharing("vehicle", cap=12, handed_on=True),
    "registration": Sharing("registration", cap=12),
    "asserted": Sharing("asserted", cap=8),
    "agent": Sharing("intermediary", cap=1000, most=5_000, ties=False, direction="in"),
    "recruiter": Sharing("intermediary", cap=1000, most=5_000, ties=False, direction="in"),
    "filing": Sharing("filing", cap=1000, most=3_000, ties=False),
    # Under one text, number or image several businesses are named. It adds to the tie that the thing makes, and no more
    # than a step: the thing is the same, only what is said beside it is evidence of its own.
    "conflict": Sharing("identity", cap=60, most=3_000, ties=False),
    # For tables that come later. Nothing fills them yet.
    "account": Sharing("payment", cap=40),
    "payment": Sharing("payment", cap=12),
    "travel": Sharing("travel", cap=12),
    "company": Sharing("registration", cap=12),
}
FAMILIES = tuple(dict.fromkeys(sharing.family for sharing in SHARING.values()))

HANDED_ON_DAYS = 730
"""Who holds a number or an office within two years after another may well go on from it: parties are often known by one
filing a year, and each may miss one."""
FADES_YEARLY = 1_000
"""Millibits that such a tie loses for each further year begun, down to none."""

ACTS_FOR = {"agent": "acts for", "recruiter": "recruits for"}
"""What an agent or recruiter who is a party itself does for another: an edge with a direction."""


def of_kind(column: str, field: str) -> str:
    """SQL: a field of each kind's entry, `family` or `direction`, by a column that holds the kind."""
    cases = " ".join(f"WHEN '{kind}' THEN '{getattr(sharing, field)}'" for kind, sharing in SHARING.items())
    return f"CASE {column} {cases} END"
