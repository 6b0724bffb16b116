"""How money moves in a network: from those who are exploited, or from whoever pays for them, to those who run it.

The tier says how much is hidden: at 0 all goes to the controller within hours; at 3 to several accounts, after days, in parts
that look like rent and loans. All of it is also done by lawful people; see `onward` and `together`.
"""

from __future__ import annotations

from turnstone.sim.chance import MILLION
from turnstone.sim.money.ledger import DAY, HOUR, Party, deposit, moment, pay, withdraw
from turnstone.sim.money.onward import TERMINALS, Circle, happens
from turnstone.sim.money.takings import benefits, bookings, other_income, sales, wages
from turnstone.sim.money.together import adverts, pays_for_all, posters_fee, tours
from turnstone.sim.odds import Draw, between
from turnstone.sim.persons import ROLES

CONTROLLER, RECRUITER, MULE, DRIVER, OFFICER = range(len(ROLES))
COLLECTORS = ((CONTROLLER,), (CONTROLLER, MULE), (MULE, OFFICER), (MULE, OFFICER, RECRUITER))
"""Tier -> who is paid what workers repay."""
JOBS = ("farm work", "construction", "domestic work")


def network(circle: Circle) -> int:
    """The payments of one phase. Gives what its front company takes in a week."""
    actor, made = circle.actor, circle.accounts.made
    draw = made.chance.many("network money", actor.key)
    runners = circle.runners
    circle.to = [runners[n] for n in COLLECTORS[actor.tier] if runners[n].number]
    week = sales(circle, circle.firm, draw) if circle.firm is not None else 0
    collector = circle.to[0] if circle.to else runners[CONTROLLER]
    clerk = runners[(CONTROLLER, CONTROLLER, OFFICER, MULE)[actor.tier]]
    if actor.work == "sexual exploitation":
        for worker in circle.workers:
            bookings(circle, worker, worker if worker.number else circle.to[worker.key % len(circle.to)] if circle.to else worker,
                     made.chance.many("takings", worker.key, actor.key))  # fmt: skip
        if circle.how is not None and circle.how.poster >= 0:
            posters_fee(circle, clerk, circle.how.poster, draw)
        if draw(2):
            tours(circle, clerk, draw)
    elif actor.work in JOBS:
        wages(circle, draw)
    else:
        begged(circle, collector, draw)
        if happens(circle, "money benefits network", draw):
            benefits(circle, collector, min(len(circle.workers), 6), draw)
    _adverts(circle, clerk, draw)
    if happens(circle, "money clerk network", draw):
        pays_for_all(circle, clerk, draw)
    for runner in circle.to:
        _passes_on(circle, runner, runners, draw)
    _paid_by_controller(circle, draw)
    for runner in runners:
        own = made.chance.many("runner", runner.key, actor.key)
        if own(3):
            other_income(circle, runner, own)
    return week


def begged(circle: Circle, payee: Party, draw: Draw) -> None:
    """What was begged or taken is paid in in small sums, at several branches; workers have little of their own."""
    p = circle.accounts.made.parameters
    day = circle.begin
    while day <= circle.end:
        away = draw(MILLION) < p.one("money deposits away of touring")
        town = draw(len(circle.accounts.made.places.towns[payee.country])) if away else payee.town
        deposit(payee, moment(payee, day, draw), between(p.quantiles("money remittance"), draw), draw(6), town)
        day += 2 + draw(6)
    for worker in circle.workers:
        own = circle.accounts.made.chance.many("begged", worker.key, circle.actor.key)
        if worker.number and own(2):
            other_income(circle, worker, own)


def _adverts(circle: Circle, clerk: Party, draw: Draw) -> None:
    if circle.actor.tier == 3:  # each of several pays for some
        for payer in (clerk, *circle.runners[:2]):
            adverts(circle, payer, 1, draw)
    else:
        adverts(circle, clerk, max(len(circle.workers) // 2, 1), draw)


def _passes_on(circle: Circle, collector: Party, runners: list[Party], draw: Draw) -> None:
    """What has come together goes to the controller, abroad, or is drawn; at once, or after as long as the tier waits."""
    p = circle.accounts.made.parameters
    if not collector.held:
        return
    credits = sorted(
        (line.minute, line.cents) for line in collector.lines if line.cents > 0 and circle.begin <= line.minute // DAY <= circle.end
    )  # fmt: skip
    top = runners[CONTROLLER]
    abroad = circle.accounts.outside("payer", collector.country, collector.key % 100_000)
    every, gathered, last = 1 + draw(10), 0, 0
    for minute, cents in credits:
        gathered += cents
        if minute - last < every * DAY or gathered < 20_000:
            continue
        last = minute
        then = minute + between(p.quantiles(f"money hours until passed on tier {circle.actor.tier}"), draw) * HOUR
        sent = gathered * between(p.quantiles("money passed on network"), draw) // 100
        gathered -= sent
        if collector is not top and top.number and draw(3):
            pay(collector, top, then, sent, ("", "as agreed", "rent", "loan", "car")[draw(5)])
        elif draw(2):
            withdraw(collector, then, min(sent, 300_000), draw(TERMINALS), collector.town)
        else:
            pay(collector, abroad, then, sent, ("family", "house", "invoice")[draw(3)])


def _paid_by_controller(circle: Circle, draw: Draw) -> None:
    """The driver by the week, the recruiter for each who came."""
    p = circle.accounts.made.parameters
    payer, runners = circle.runners[CONTROLLER], circle.runners
    fare = between(p.quantiles("money fare"), draw) * 3
    if runners[DRIVER].number and draw(2):
        for day in range(circle.begin + draw(7), circle.end + 1, 7):
            pay(payer, runners[DRIVER], moment(payer, day, draw), fare, ("petrol", "driving", "")[draw(3)])
    if runners[RECRUITER].number and draw(2):
        for _ in range(1 + len(circle.workers) // 3):
            day = circle.begin + draw(circle.end - circle.begin + 1)
            pay(
                payer,
                runners[RECRUITER],
                moment(payer, day, draw),
                between(p.quantiles("money recruiter fee"), draw) // 2,
                "",
            )
