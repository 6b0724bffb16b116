"""What people do with money that has come in: keep it, draw it, send it home, give it to the family, repay a debt.

Workers of networks and lawful workers do the same things, in other shares: a wage drawn within hours goes to a controller, or
to a landlord who takes cash; a transfer of it all goes to a mule, or to the mother who keeps the family's purse.
"""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.money.accounts import Accounts
from turnstone.sim.money.ledger import DAY, HOUR, Party, buy, pay, withdraw
from turnstone.sim.odds import Draw, between, side, weighed
from turnstone.sim.offers.voices import Manner

MEMOS = {
    "pools": ("home", "for mum", "house money", "family", "groceries and rent"),
    "repays": ("loan", "rent", "paid back", "as agreed", "transport", "room", "debt"),
}
REMITTERS = ("Sendhome Example", "Fairwire Example", "Parcel and Cash Example")
ROUND = 500
"""Cents: people send each other whole fives."""
TERMINALS = 40
"""Cash machines of a town."""


@dataclass
class Circle:
    """A unit or network with the accounts of its persons, in the days that the statements are of. `to`: whom workers repay; `how`: how it posts;
    `as_much_as`, `as_fast_as`: whose shares and hours hold for what they pass on; `common`: what most of them do, if they are alike."""

    accounts: Accounts
    actor: Actor
    begin: int
    end: int
    firm: Party | None
    workers: list[Party]
    runners: list[Party]
    together: bool
    to: list[Party]
    how: Manner | None = None
    as_much_as: str = "lawful"
    as_fast_as: str = "lawful"
    common: str = ""


def habit(circle: Circle, draw: Draw) -> str:
    """What somebody does with money that comes in, the same in all the time: often what the others of the unit do."""
    if circle.common and draw(4):
        return circle.common
    return weighed(circle.accounts.made.parameters.starting(f"money habit {side(circle.actor)}"), draw)


def onward(circle: Circle, party: Party, what: str, minute: int, cents: int, draw: Draw) -> None:
    """What becomes of money that came in at that minute: part of it is passed on, in one payment or several."""
    if what == "keeps":
        return
    p = circle.accounts.made.parameters
    hidden = circle.as_fast_as
    left = cents * between(p.quantiles(f"money passed on {circle.as_much_as}"), draw) // 100
    then = minute
    parts = between(p.quantiles(f"money parts {hidden}"), draw)
    for part in range(parts, 0, -1):
        then += between(p.quantiles(f"money hours until passed on {hidden}"), draw) * HOUR // parts + draw(HOUR)
        now = left * (70 + draw(61)) // 100 // part if part > 1 else left
        left -= now
        if then // DAY > circle.end:
            return
        _passed(circle, party, what, minute, then, now, draw)


def _passed(circle: Circle, party: Party, what: str, came: int, then: int, cents: int, draw: Draw) -> None:
    if what == "draws":
        terminal, town = draw(TERMINALS), party.town
        if circle.together:  # all of them, at one machine, within a quarter of an hour
            day = came // DAY
            place = circle.accounts.made.chance.many("together", circle.actor.whole, day)
            terminal, then = place(TERMINALS), (day + (place(3) == 0)) * DAY + 15 * HOUR + place(5 * HOUR) + draw(15)
            then += DAY if then < came else 0
        withdraw(party, then, cents, terminal, town)
    elif what == "remits":
        buy(party, then, cents, REMITTERS[party.key % len(REMITTERS)], 4829, draw(TERMINALS), party.town)
    elif what == "pools":
        cents = cents // ROUND * ROUND
        purse = circle.accounts.agent("family", party.country, party.town, party.key % 977)
        pay(party, purse, then, cents, MEMOS["pools"][draw(len(MEMOS["pools"]))])
    elif circle.to:
        payee = circle.to[party.key % len(circle.to)]
        if payee is not party:
            pay(party, payee, then, cents // ROUND * ROUND, MEMOS["repays"][draw(len(MEMOS["repays"]))])


def happens(circle: Circle, name: str, draw: Draw) -> bool:
    """True as often as the parameter says."""
    return draw(MILLION) < circle.accounts.made.parameters.one(name)
