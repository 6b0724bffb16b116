"""What an indicator's page says. (The pages and questions themselves are in the room `indicators`.)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Family(Enum):
    """Kinds of evidence that do not follow from each other. Within a family only the strongest counts."""

    ADJUDICATION = "adjudication"
    """What authorities have decided: bars, denials."""
    IDENTITY = "identity"
    """Names that change, multiply or return."""
    PREMISES = "premises"
    """Where people are said to work and live."""
    PAY = "pay"
    """What is paid."""
    SCALE = "scale"
    """How many workers."""
    INTERMEDIARY = "intermediary"
    """Through whom: agents, attorneys, recruiters."""
    CONTACT = "contact"
    """Telephones, addresses and accounts for messages and money that offers give."""
    MOVEMENT = "movement"
    """Where and when one account offers."""
    WORDING = "wording"
    """How an offer is worded."""
    CHAIN = "chain"
    """Steps of one business that are offered apart: recruiting here, selling there."""


@dataclass(frozen=True)
class Threshold:
    """A number that decides, for a time, with where it comes from."""

    name: str
    value: float
    since: date
    until: date | None
    source: str


@dataclass(frozen=True)
class Indicator:
    """An indicator as its page describes it."""

    name: str
    title: str
    family: Family
    on: bool
    direction: str
    sources: tuple[str, ...]
    base_rate: str
    sentence: str
    """What a hit says, with its facts in braces."""
    strength: str
    """What the strength counts."""
    thresholds: tuple[Threshold, ...]
    innocent: tuple[str, ...]
    refute: tuple[str, ...]
    ask: tuple[str, ...]
    reads: tuple[str, ...]
    """The tables that its question reads."""
    why_off: str
    text: str
    """The page below its facts."""
