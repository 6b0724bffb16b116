"""Who buys cryptocurrency, and what with: savers, senders, those who pay adverts with it, and networks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.money.ledger import moment, pay
from turnstone.sim.money.onward import Circle
from turnstone.sim.odds import between

EXCHANGES = ("Coinhall Example", "Bitkiosk Example", "Ledgerpost Example")
DOES = {"saves": 4, "adverts": 3, "sends": 2, "sells": 2}
"""What is done with it -> weight."""


class Purchase(NamedTuple):
    """`wallet`: a key, of one or of several buyers; `exchange`: place in EXCHANGES; `does`: see DOES."""

    minute: int
    wallet: int
    cents: int
    exchange: int
    does: str
    country: int


@dataclass
class Purchases:
    """Of one block; `owners`: whose a wallet is."""

    rows: list[Purchase] = field(default_factory=list)
    owners: dict[int, Actor] = field(default_factory=dict)


def invests(circle: Circle, bought: Purchases) -> None:
    """What the people of a unit buy of it, by transfer to an exchange. All of some units have one wallet."""
    actor, made = circle.actor, circle.accounts.made
    p = made.parameters
    draw = made.chance.many("crypto", actor.key)
    if draw(MILLION) >= p.either(f"money spends crypto {actor.name}", "money spends crypto other")[0]:
        return
    buyers = [party for party in (*circle.workers, *circle.runners) if party.number][: 1 + draw(6)]
    many, weights = between(p.quantiles("money crypto purchases a month"), draw), dict(DOES)
    shared, exchange = draw(3) == 0, draw(len(EXCHANGES))
    does = [name for name, weight in weights.items() for _ in range(weight)][draw(sum(weights.values()))]
    for buyer in buyers:
        wallet = buyers[0].key if shared else buyer.key
        cents = between(p.quantiles("money crypto purchase"), draw)
        payee = circle.accounts.outside("exchange", buyer.country, exchange)
        payee.name = EXCHANGES[exchange]
        for day in range(circle.begin + draw(30), circle.end + 1, max(30 // many, 1)):
            minute = moment(buyer, day, draw)
            amount = cents * (80 + draw(41)) // 100 if draw(3) else cents
            pay(buyer, payee, minute, amount, f"order {draw(900_000) + 100_000}")
            bought.rows.append(Purchase(minute, wallet, amount, exchange, does, buyer.country))
            bought.owners.setdefault(wallet, actor)
