"""Who pays whom, when and how much, in one block: each unit and network whose statements are held, then those whom they meet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.money.accounts import AGENTS, Accounts, share_held
from turnstone.sim.money.chain_users import Purchases, invests
from turnstone.sim.money.ledger import DAY, HOUR, Party, pay
from turnstone.sim.money.living import live, run
from turnstone.sim.money.network_payments import network
from turnstone.sim.money.onward import Circle, happens
from turnstone.sim.money.takings import benefits, bookings, other_income, paid_in, sales, wages
from turnstone.sim.money.together import (
    adverts,
    club,
    fares,
    pays_for_all,
    phone,
    posters_adverts,
    posters_fee,
    shares,
    tours,
)
from turnstone.sim.odds import Draw, between, side, weighed
from turnstone.sim.offers.voices import manner
from turnstone.sim.persons import Person, persons
from turnstone.sim.world import World, actors


def payments(made: World, block: int) -> tuple[Accounts, Purchases]:
    """All held accounts of a block with their lines, and what was bought of cryptocurrency."""
    held = share_held(made)
    accounts, bought = Accounts(made, block, held), Purchases()
    for whole, parts in groupby(actors(made, block), key=lambda actor: actor.whole):
        if made.chance.one(MILLION, "money held", whole) < held:
            _circle(accounts, list(parts), bought)
    _agents(accounts)
    return accounts, bought


def _circle(accounts: Accounts, parts: list[Actor], bought: Purchases) -> None:
    """One unit, or a network with its phases."""
    made = accounts.made
    begin, end = _window(made, parts)
    people: dict[int, Party] = {}
    for actor in parts:
        first, last = max(begin, actor.begin), min(end, actor.end)
        if first + 7 > last:
            continue
        known = persons(made, actor)
        circle = _of(accounts, actor, known, first, last)
        week = network(circle) if actor.network_id else _lawful(circle, known)
        invests(circle, bought)
        for party in (*circle.workers, *circle.runners):
            people.setdefault(party.key, party)
        if circle.firm is not None and circle.firm.held:
            run(accounts, circle.firm, first, last, week)
    for party in people.values():
        if party.held:
            live(accounts, party, begin, end)


def _window(made: World, parts: list[Actor]) -> tuple[int, int]:
    """The days that statements are of: around the time when a network became another, else any of the unit's time."""
    begin, end = min(actor.begin for actor in parts), max(actor.end for actor in parts)
    days = made.parameters.one("money window")
    draw = made.chance.many("money window", parts[0].whole)
    if end - begin < days:
        return begin, end
    start = begin + draw(end - begin - days + 1)
    if len(parts) > 1:
        start = min(max(parts[1].begin - days // 2, begin), end - days)
    return start, start + days


def _of(accounts: Accounts, actor: Actor, known: list[Person], begin: int, end: int) -> Circle:
    made, p = accounts.made, accounts.made.parameters
    parties = [accounts.of_person(actor, who, True) for who in known]
    runs = [
        party
        for party, who in zip(parties, known, strict=True)
        if who.role not in ("worker", "possible victim", "poster", "landlord")
    ]
    works = [party for party in parties if party not in runs]
    draw = made.chance.many("circle", actor.whole)
    hidden = f"tier {actor.tier}" if actor.network_id else "lawful"
    together = draw(MILLION) < p.one(f"money goes to the bank together {hidden}")
    circle = Circle(
        accounts,
        actor,
        begin,
        end,
        accounts.of_firm(actor, True),
        works,
        runs,
        together and len(works) > 2,
        runs[:1] or works[:1],
    )
    circle.how = manner(made, actor)
    for which, party in enumerate(works):
        party.phone = (
            phone(circle, which, begin, draw) if circle.how.side == "service" and not party.phone else party.phone
        )
    like_others = draw(MILLION) < p.one(f"money passed on as others do {side(actor)}")
    circle.as_much_as = "network" if bool(actor.network_id) != like_others else "lawful"
    circle.as_fast_as = hidden if not like_others else "lawful" if actor.network_id else "tier 1"
    circle.common = (
        weighed(p.starting(f"money habit {side(actor)}"), draw)
        if draw(MILLION) < p.one("money habits are common")
        else ""
    )
    return circle


def _lawful(circle: Circle, known: list[Person]) -> int:
    """A lawful unit's payments. Gives what its firm takes in a week."""
    actor, made = circle.actor, circle.accounts.made
    draw = made.chance.many("lawful money", actor.key)
    week = sales(circle, circle.firm, draw) if circle.firm is not None else 0
    several = len(circle.workers) > 1
    clerk = circle.firm or circle.workers[0] if circle.workers else circle.firm or circle.runners[0]
    if actor.name in ("solo worker", "touring worker", "sharer", "lawful agency"):
        by_firm = actor.name == "lawful agency" and draw(2) == 0
        for worker in circle.workers:
            own = made.chance.many("takings", worker.key)
            if by_firm:
                continue
            bookings(circle, worker, worker, own)
            if own(4) == 0 and worker.held:
                other_income(circle, worker, own)
        if by_firm:
            wages(circle, draw)
        elif actor.name == "lawful agency":
            shares(circle, circle.firm or circle.workers[0], draw)
    elif actor.name in ("household", "landlord"):
        for party in (*circle.workers, *circle.runners):
            other_income(circle, party, draw)
        _home(circle, clerk, draw)
    elif actor.name in ("spammer", "scammer"):
        for worker in circle.workers:
            bookings(circle, worker, worker, made.chance.many("takings", worker.key))
    else:
        wages(circle, draw)
        fares(circle, draw)
    for party in circle.runners:
        other_income(circle, party, made.chance.many("runner", party.key))
    adverts(circle, clerk, min(actor.people, 6), draw)
    if actor.name == "touring worker":
        tours(circle, clerk, draw)
    if actor.name == "solo worker" and circle.how is not None and circle.how.poster >= 0:
        posters_fee(circle, clerk, circle.how.poster, draw)
    if several and happens(circle, "money clerk", draw):
        pays_for_all(circle, circle.workers[0] if draw(2) or not circle.runners else circle.runners[0], draw)
    if several and happens(circle, "money club", draw):
        club(circle, draw)
    return week


def _home(circle: Circle, party: Party, draw: Draw) -> None:
    """A landlord's tenants pay; a household pays its help."""
    p = circle.accounts.made.parameters
    rent = between(p.quantiles("money rent"), draw)
    others = [circle.accounts.outside("payer", party.country, draw(100_000)) for _ in range(1 + draw(6))]
    every = 30 if circle.actor.name == "landlord" else 7
    cash = draw(MILLION) < p.one("money pays in cash lawful")
    for day in range(circle.begin + draw(every), circle.end + 1, every):
        minute = day * DAY + 9 * HOUR + draw(8 * HOUR)
        if circle.actor.name == "landlord" and cash:
            paid_in(circle, party, day, rent * len(others), "keeps", draw)
        elif circle.actor.name == "landlord":
            for tenant in others:
                pay(tenant, party, minute + draw(3 * DAY), rent, "rent")
        else:
            pay(party, others[0], minute, rent // 5, ("cleaning", "help", "thanks")[draw(3)])


def _agents(accounts: Accounts) -> None:
    """Those whom units met have an income and a life of their own."""
    done: set[tuple[int, int]] = set()
    while left := [
        place for place, party in accounts.parties.items() if place not in done and place[0] >= AGENTS and party.held
    ]:
        for place in left:  # they may meet more
            done.add(place)
            _agent(accounts, place[0], accounts.parties[place])


def _agent(accounts: Accounts, key: int, party: Party) -> None:
    made = accounts.made
    window = made.parameters.one("money window")
    draw = made.chance.many("agent", key)
    begin = draw(max(made.plan.days - window, 0) + 1)
    end = min(begin + window, made.plan.days - 1)
    party.begin, party.end = begin, end
    circle = Circle(accounts, _nobody(key, party), begin, end, None, [], [], False, [])
    kind = _kind(key)
    if kind in ("phone shop", "driver", "advert poster", "landlord"):
        for day in _days(begin, end, draw):
            payer = accounts.outside("payer", party.country, draw(100_000))
            pay(
                payer,
                party,
                day * DAY + 8 * HOUR + draw(13 * HOUR),
                between(made.parameters.quantiles("money fare"), draw) * 2,
                "",
            )
    if kind == "family" and draw(MILLION) < made.parameters.one("money benefits"):
        benefits(circle, party, 1 + draw(4), draw)
    if kind == "advert poster":
        posters_adverts(circle, party, key % 65_536, draw)
    other_income(circle, party, draw)
    live(accounts, party, begin, end)


def _kind(key: int) -> str:
    kinds = ("buyer", "driver", "landlord", "phone shop", "advert poster", "family")
    return kinds[(key - AGENTS) // 65_536 // 1024 // 4 // 64]


def _nobody(key: int, party: Party) -> Actor:
    return Actor(key, key, "", "", "buyer", "", -1, party.country, party.town, 0, 0, 0, 1, 0, 0, 1)


def _days(begin: int, end: int, draw: Draw) -> Iterator[int]:
    day = begin + draw(7)
    while day <= end:
        yield day
        day += 1 + draw(7)
