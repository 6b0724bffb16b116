"""Accounts of one bank as its statements have them: a statement for each calendar month, whose balances follow on each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from turnstone.sim.money.ledger import DAY, Line, Party
from turnstone.sim.odds import Draw, between
from turnstone.sim.offers.posting import CURRENCY
from turnstone.sim.world import World


@dataclass(frozen=True)
class Bank:
    """`file`: of its statements, below the data, without what follows the dot; `form`: camt053, mt940 or csv."""

    name: str
    bic: str
    country: str
    currency: str
    form: str
    file: str


@dataclass(frozen=True)
class Statement:
    """One month of one account. `opening`, `closing`: cents; `number`: which of the account's."""

    party: Party
    number: int
    opening: int
    closing: int
    begin: date
    end: date
    lines: Sequence[Line]


@dataclass(frozen=True)
class Calendar:
    """The world's days as dates, as texts in the forms that files need."""

    days: tuple[date, ...]
    iso: tuple[str, ...]
    short: tuple[str, ...]
    day_first: tuple[str, ...]
    month: tuple[int, ...]


def calendar(made: World) -> Calendar:
    days = tuple(made.first_day + timedelta(n) for n in range(made.plan.days))
    return Calendar(
        days, tuple(day.isoformat() for day in days), tuple(day.strftime("%y%m%d") for day in days),
        tuple(day.strftime("%d/%m/%Y") for day in days), tuple(day.year * 12 + day.month for day in days),
    )  # fmt: skip


def banks(made: World) -> list[tuple[int, int, Bank]]:
    """Place of the country, place of the bank, and the bank."""
    names = ("Northgate Bank Example", "Harbour Bank Example", "Meadow Savings Example")
    forms = ("camt053", "mt940", "csv")
    return [
        (place, n, Bank(names[n], f"ZZT{'ABC'[n]}{country}2X", country, CURRENCY[country], forms[n],
                        f"statements/{country.lower()}_{names[n].split(' ')[0].lower()}"))
        for place, country in enumerate(made.places.countries) for n in range(3)
    ]  # fmt: skip


def balanced(made: World, party: Party) -> int:
    """Puts the lines in order, without those of days that it is not of, and gives the balance before the first: one that keeps
    the account above nothing."""
    draw: Draw = made.chance.many("opening", party.key)
    first, last = party.begin * DAY, min(party.end + 1, made.plan.days) * DAY
    party.lines[:] = sorted((line for line in party.lines if first <= line.minute < last), key=lambda line: line.minute)
    now = least = 0
    for line in party.lines:
        now += line.cents
        least = min(least, now)
    opening = between(made.parameters.quantiles("money opening"), draw)
    return opening if opening + least >= 0 else draw(4000) - least


def statements(party: Party, opening: int, days: Calendar) -> Iterator[Statement]:
    """The account's statements, oldest first."""
    for number, (_, lines) in enumerate(groupby(party.lines, key=lambda line: days.month[line.minute // DAY]), 1):
        month = list(lines)
        closing = opening + sum(line.cents for line in month)
        yield Statement(
            party, number, opening, closing, days.days[month[0].minute // DAY], days.days[month[-1].minute // DAY], month
        )  # fmt: skip
        opening = closing


def amount(cents: int, point: str = ".") -> str:
    """The amount without its sign."""
    whole, part = divmod(abs(cents), 100)
    return f"{whole}{point}{part:02}"
