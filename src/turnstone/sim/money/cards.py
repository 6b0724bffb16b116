"""Card and cash events of the accounts held: where a card was used, where cash was drawn and paid in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from turnstone.sim.money.ledger import ATM, CARD, CASH, DAY, Party
from turnstone.sim.money.statements import Calendar, amount
from turnstone.sim.world import World

COLUMNS = "account,at,event,terminal,merchant_category,merchant,town,country,amount,currency".split(",")
EVENTS = {CARD: "purchase", ATM: "withdrawal", CASH: "deposit"}


def heading() -> str:
    """The file's first line."""
    return ",".join(COLUMNS) + "\r\n"


def events(made: World, party: Party, currency: str, days: Calendar) -> str:
    """The account's events, oldest first. Amounts have no sign."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    country, towns = made.places.countries[party.country], made.places.towns[party.country]
    for line in party.lines:
        event = EVENTS.get(line.kind)
        if event is not None:
            day, minute = divmod(line.minute, DAY)
            terminal = f"{country}{line.town:03}{line.mcc:04}{_place(line.name):02}{line.terminal:02}"
            write((party.number, f"{days.iso[day]}T{minute // 60:02}:{minute % 60:02}", event, terminal, line.mcc, line.name,
                   towns[line.town].name, country, amount(line.cents), currency))  # fmt: skip
    return out.getvalue()


def _place(name: str) -> int:
    return sum(name.encode()) % 100


def count(parties: Iterable[Party]) -> int:
    """How many events there are."""
    return sum(line.kind in EVENTS for party in parties for line in party.lines)
