"""What people and firms take in: buyers' payments, cash paid in, sales, wages and fees."""

from __future__ import annotations

from collections.abc import Iterator

from turnstone.sim.chance import MILLION
from turnstone.sim.money.ledger import DAY, FEE, HOUR, WAGE, Party, deposit, moment, pay
from turnstone.sim.money.onward import Circle, habit, happens, onward
from turnstone.sim.odds import Draw, between, side

MOBILE = ("touring worker",)


def bookings(circle: Circle, worker: Party, payee: Party, draw: Draw) -> None:
    """Buyers pay one who offers services: in cash, which is paid in every few days, or by transfer. `payee`: whose account."""
    p = circle.accounts.made.parameters
    cash_only = draw(MILLION) < p.one(f"money pays in cash {side(circle.actor)}")
    many, price = between(p.quantiles("money pays for work"), draw), between(p.quantiles("money booking"), draw)
    every = between(p.quantiles("money days between deposits"), draw)
    what = habit(circle, draw) if payee is worker else "keeps"
    transfers = p.one("money booking by transfer")
    buyers = p.one("money buyers a town")
    purse, last = 0, circle.begin + draw(every)
    for day in range(circle.begin, circle.end + 1):
        if draw(7) < many % 7 + (many > 6):
            cents = max(price * (80 + draw(7) * 10) // 100 // 500 * 500, 2000)
            if not cash_only and draw(MILLION) < transfers:
                known = draw(4)
                buyer = circle.accounts.agent("buyer", worker.country, worker.town, draw(buyers)) if known == 0 else (
                    circle.accounts.outside("payer", worker.country, draw(100_000)))  # fmt: skip
                minute = moment(worker, day, draw)
                pay(buyer, payee, minute, cents, ("", "thanks", "as agreed", "for today", "appointment")[draw(5)])
                onward(circle, payee, what, minute, cents, draw)
            else:
                purse += cents
        if day - last >= every and purse:
            last = day
            paid_in(circle, payee, day, purse * (50 + draw(51)) // 100, what, draw)
            purse = 0


def paid_in(circle: Circle, party: Party, day: int, cents: int, what: str, draw: Draw) -> None:
    """Cash paid in at a machine or branch, now and then in another town."""
    made = circle.accounts.made
    travels = made.chance.one(MILLION, "travels", party.key) < made.parameters.one(
        f"money travels {side(circle.actor)}"
    )
    whose = "of touring" if circle.actor.name in MOBILE else "of travellers" if travels else "of others"
    away = happens(circle, f"money deposits away {whose}", draw)
    towns = len(made.places.towns[party.country])
    minute = moment(party, day, draw)
    deposit(party, minute, cents, draw(6), draw(towns) if away else party.town)
    onward(circle, party, what, minute, cents // 1000 * 1000, draw)


def paydays(circle: Circle, draw: Draw) -> Iterator[int]:
    """The days on which the unit pays."""
    every = between(circle.accounts.made.parameters.quantiles(f"money days between wages {side(circle.actor)}"), draw)
    every = 7 if every < 10 else 14 if every < 22 else 30
    yield from range(circle.begin + draw(every), circle.end + 1, every)


def wages(circle: Circle, draw: Draw) -> None:
    """The firm pays all who work: by transfer, or in cash, some of which is paid in. Lodging may be deducted."""
    p = circle.accounts.made.parameters
    where = side(circle.actor)
    level = between(p.quantiles("money wage"), draw)
    if circle.actor.network_id:
        level = level * between(p.quantiles("money keeps share network"), draw) // 100
    lodging = (
        between(p.quantiles("money deducted"), draw)
        if happens(circle, f"money deducted for lodging {where}", draw)
        else 0
    )
    memo = "wages less lodging" if lodging and draw(2) else "wages"
    days = list(paydays(circle, draw))
    weeks = max(days[1] - days[0], 7) // 7 if len(days) > 1 else 1
    hour = 6 + draw(8)
    payer = circle.firm or circle.accounts.outside("employer", circle.actor.country, circle.actor.key % 1000)
    other = (
        circle.to[0] if circle.actor.network_id and circle.to else next((w for w in circle.workers if w.number), None)
    )
    to_other = other is not None and happens(circle, f"money wage to another {where}", draw)
    for worker in circle.workers:
        own = circle.accounts.made.chance.many("wages", worker.key)
        cash = own(MILLION) < p.one(f"money pays in cash {where}")
        what = habit(circle, own)
        first, last = own(len(days) + 1) // 3, len(days) - own(len(days) + 1) // 4
        if days[first:last] and happens(circle, f"money pays a recruiter {where}", own):
            _recruited(circle, worker, days[first], own)
        for turn, day in enumerate(days[first:last]):
            cents = level * weeks * (85 + own(31)) // 100 * (100 - lodging) // 100
            if not worker.number and to_other and other is not None:
                pay(payer, other, day * DAY + hour * HOUR + own(30), cents, f"{memo} {worker.name}", WAGE)
                continue
            if cash or not worker.number:
                paid_in(circle, worker, day + own(3), cents * (40 + own(51)) // 100, what, own)
                continue
            minute = day * DAY + hour * HOUR + own(30)
            pay(payer, worker, minute, cents, f"{memo} {turn + 1}", WAGE)
            onward(circle, worker, what, minute, cents, own)


def _recruited(circle: Circle, worker: Party, first: int, draw: Draw) -> None:
    """The fee of whoever found the work, in parts from before the first wage."""
    runners = circle.runners
    payee = (
        runners[1]
        if circle.actor.network_id and len(runners) > 1
        else circle.accounts.outside("supplier", worker.country, draw(200))
    )
    parts = 1 + draw(4)
    fee = between(circle.accounts.made.parameters.quantiles("money recruiter fee"), draw) // parts
    for part in range(parts):
        pay(
            worker,
            payee,
            (first - 6 + part * 14) * DAY + 9 * HOUR + draw(9 * HOUR),
            fee,
            ("placement", "fee", "visa and travel")[draw(3)],
        )


def benefits(circle: Circle, payee: Party, people: int, draw: Draw) -> None:
    """Benefits of several people to one account, each with a reference of its own."""
    p = circle.accounts.made.parameters
    office = circle.accounts.outside("benefits", payee.country, 0)
    for _ in range(people):
        reference, cents, at = draw(900_000) + 100_000, between(p.quantiles("money benefit"), draw), draw(28)
        for day in range(circle.begin + at, circle.end + 1, 30):
            pay(office, payee, day * DAY + 5 * HOUR, cents, f"benefit {reference}")


def sales(circle: Circle, party: Party, draw: Draw) -> int:
    """A firm's customers: card settlements and transfers in, cash paid in. Gives what comes in a week."""
    p = circle.accounts.made.parameters
    week, cash = between(p.quantiles("money firm sales"), draw), between(p.quantiles("money firm cash share"), draw)
    payroll = len(circle.workers) * between(p.quantiles("money wage"), draw)
    week += payroll * 5 // 4
    customers = [circle.accounts.outside("payer", party.country, draw(100_000)) for _ in range(2 + draw(6))]
    cards = circle.accounts.outside("cards", party.country, 1)
    by_card = draw(2)
    for day in range(circle.begin, circle.end + 1, 7):
        taken = week * (70 + draw(61)) // 100
        if taken * cash // 100 > 5000 and draw(100) < cash + 30:
            deposit(party, moment(party, day + draw(5), draw), taken * cash // 100, draw(6), party.town)
        left = taken * (100 - cash) // 100
        for n in range(1 + draw(3)):
            part = left // (3 - n) if n < 2 else left
            left -= part
            payer = cards if by_card else customers[draw(len(customers))]
            pay(
                payer,
                party,
                (day + draw(6)) * DAY + 9 * HOUR + draw(8 * HOUR),
                part,
                "settlement" if by_card else "invoice",
                FEE if by_card else 0,
            )
    return week


def other_income(circle: Circle, party: Party, draw: Draw) -> None:
    """Work of some other kind: a wage by transfer, or cash paid in."""
    p = circle.accounts.made.parameters
    cash = draw(MILLION) < p.one(f"money pays in cash {side(circle.actor)}")
    what = habit(circle, draw)
    level = between(p.quantiles("money wage"), draw)
    every = (7, 14, 30, 30)[draw(4)]
    employer = circle.accounts.outside("employer", party.country, draw(5_000))
    for day in range(circle.begin + draw(every), circle.end + 1, every):
        cents = level * every // 7 * (85 + draw(31)) // 100
        if cash:
            paid_in(circle, party, day, cents * (40 + draw(51)) // 100, what, draw)
        else:
            minute = day * DAY + 7 * HOUR + draw(3 * HOUR)
            pay(employer, party, minute, cents, "salary", WAGE)
            onward(circle, party, what, minute, cents, draw)
