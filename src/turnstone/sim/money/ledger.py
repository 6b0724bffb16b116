"""Who is paid by whom: parties with their accounts, and the lines of those accounts that are held."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from turnstone.sim.chance import MILLION
from turnstone.sim.odds import Draw

DAY = 1440
HOUR = 60


class Kind(NamedTuple):
    """A kind of line. `family`, `sub`: ISO 20022 bank transaction code below PMNT; `swift`: MT940's; `word`: the CSV's."""

    word: str
    family: str
    sub: str
    swift: str


TRANSFER, WAGE, CARD, ATM, CASH, DEBIT, FEE, CHARGE = range(8)
KINDS = (
    Kind("transfer", "CTRF", "OTHR", "NTRF"),
    Kind("salary", "CTRF", "SALA", "NSAL"),
    Kind("card payment", "CCRD", "POSD", "NCLR"),
    Kind("cash withdrawal", "CCRD", "CWDL", "NCSH"),
    Kind("cash deposit", "CNTR", "CDPT", "NCSH"),
    Kind("direct debit", "DDBT", "OTHR", "NDDT"),
    Kind("card settlement", "MCRD", "POSP", "NCLR"),
    Kind("bank charge", "MDOP", "CHRG", "NCHG"),
)  # fmt: skip


class Line(NamedTuple):
    """A line of an account. `minute`: since the world's first; `cents`: below 0 when it is paid; `name`, `number`: of the other
    side, empty where there is none; `terminal`: of card and cash events, with `mcc` and `town` (a place in the country's)."""

    minute: int
    cents: int
    kind: int
    name: str
    number: str
    memo: str
    mcc: int = 0
    terminal: int = 0
    town: int = 0


@dataclass(slots=True)
class Party:
    """Whoever has an account. `held`: its lines are kept; `bank`: one of the country's three, -1 for another; `country`, `town`:
    places; `night`: ppm of its card and cash events at night; `frugal`: it lives on cash; `phone`: that it tops up by
    its number; `number`: empty without an account; `begin`, `end`: the days that its statements are of."""

    key: int
    name: str
    number: str
    country: int
    town: int
    bank: int = -1
    held: bool = False
    firm: bool = False
    night: int = 0
    frugal: bool = False
    phone: str = ""
    begin: int = 0
    end: int = 1 << 30
    lines: list[Line] = field(default_factory=list)


def moment(party: Party, day: int, draw: Draw) -> int:
    """A minute of the day at which the party goes out."""
    if draw(MILLION) < party.night:
        return day * DAY + (22 * HOUR + draw(8 * HOUR)) % DAY
    return day * DAY + 8 * HOUR + draw(14 * HOUR)


def pay(payer: Party, payee: Party, minute: int, cents: int, memo: str, kind: int = TRANSFER) -> None:
    """A payment from account to account: a line in each that is held."""
    if cents <= 0:
        return
    if payer.held:
        payer.lines.append(Line(minute, -cents, kind, payee.name, payee.number, memo))
    if payee.held:
        payee.lines.append(Line(minute, cents, kind, payer.name, payer.number, memo))


def buy(payer: Party, minute: int, cents: int, shop: str, mcc: int, terminal: int, town: int, memo: str = "") -> None:
    """A payment by card."""
    if payer.held and cents > 0:
        payer.lines.append(Line(minute, -cents, CARD, shop, "", memo, mcc, terminal, town))


def withdraw(payer: Party, minute: int, cents: int, terminal: int, town: int) -> None:
    """Cash from a machine: whole twenties."""
    cents = cents // 2000 * 2000
    if payer.held and cents > 0:
        payer.lines.append(Line(minute, -cents, ATM, "", "", "", 6011, terminal, town))


def deposit(payee: Party, minute: int, cents: int, terminal: int, town: int) -> None:
    """Cash paid in: whole tens."""
    cents = cents // 1000 * 1000
    if payee.held and cents > 0:
        payee.lines.append(Line(minute, cents, CASH, "", "", "", 6010, terminal, town))
