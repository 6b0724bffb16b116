"""What people of one unit pay for each other: one who pays for all, a savings club, the road, adverts, agencies' shares."""

from __future__ import annotations

from turnstone.sim.chance import MILLION
from turnstone.sim.money.ledger import DAY, HOUR, Party, buy, moment, pay
from turnstone.sim.money.onward import Circle, happens
from turnstone.sim.money.takings import MOBILE
from turnstone.sim.odds import Draw, between, letters
from turnstone.sim.offers.posting import SITES_OF
from turnstone.sim.offers.sites import SITES
from turnstone.sim.offers.voices import account_of, phone_of

ADVERTISING = 7311
HOTEL, COACH, PHONE = 7011, 4131, 4814


def adverts(circle: Circle, payer: Party, voices: int, draw: Draw) -> None:
    """Fees that sites take for adverts, by card; some name the account on the site. Whoever posts through a poster pays none."""
    made, how = circle.accounts.made, circle.how
    if how is None or how.poster >= 0:
        return
    p = made.parameters
    many, fees = between(p.quantiles("money adverts a week"), draw), p.quantiles("money advert fee")
    sites = SITES_OF[how.side]
    only = made.chance.one(len(sites) + 1, "site", circle.actor.key)  # as `posting.posts`: one of the sites, or all
    site = sites[only] if only < len(sites) else sites[draw(len(sites))]
    fee = fees[draw(8)]
    for day in range(circle.begin, circle.end + 1, 7):
        for _ in range(min(many * voices, 40)):
            if draw(4) < 3:
                named = happens(circle, "money advert fee names the account", draw)
                voice = draw(how.voices)
                memo = f"account {account_of(made, circle.actor, how, voice, day, site)}" if named else ""
                _fee(payer, site, moment(payer, day + draw(7), draw), fee if draw(3) else fees[draw(8)], memo)


def posters_adverts(circle: Circle, payer: Party, poster: int, draw: Draw) -> None:
    """An advert poster pays the sites for all for whom it posts."""
    made = circle.accounts.made
    fees = made.parameters.quantiles("money advert fee")
    for day in range(circle.begin, circle.end + 1):
        if draw(2):
            site = SITES_OF["service"][draw(2)]
            named = happens(circle, "money advert fee names the account", draw)
            account = letters(made.chance.one(1 << 31, "poster", poster, site))
            _fee(payer, site, moment(payer, day, draw), fees[draw(8)], f"account {account}" if named else "")


def _fee(payer: Party, site: int, minute: int, cents: int, memo: str) -> None:
    buy(payer, minute, cents, f"{SITES[site].name} adverts", ADVERTISING, 0, payer.town, memo)


def phone(circle: Circle, which: int, day: int, draw: Draw) -> str:
    """A telephone number that the unit's offers give on the day, where a top-up tells it; else nothing."""
    if circle.how is None or not happens(circle, "money top-up names the number", draw):
        return ""
    return circle.accounts.made.numbers[circle.actor.country].international(
        phone_of(circle.actor, circle.how, which, day)
    )


def pays_for_all(circle: Circle, clerk: Party, draw: Draw) -> None:
    """One pays the rent, the telephones and now and then fares and hotels of all, who pay their part back."""
    made, p = circle.accounts.made, circle.accounts.made.parameters
    people = max(len(circle.workers), 1)
    rent = between(p.quantiles("money rent"), draw) * (1 + people // 3)
    landlord = circle.accounts.outside("landlord", clerk.country, draw(100_000))
    phones = circle.accounts.agent("phone shop", clerk.country, clerk.town, draw(p.one("money phone shops a town")))
    top_ups = p.quantiles("money top-up")
    back = draw(3)
    for day in range(circle.begin + draw(28), circle.end + 1, 30):
        pay(clerk, landlord, day * DAY + 10 * HOUR, rent, "rent")
        for which, worker in enumerate(circle.workers[:12]):
            if draw(2):
                pay(
                    clerk,
                    phones,
                    moment(clerk, day + draw(20), draw),
                    top_ups[draw(8)],
                    f"top-up {phone(circle, which, day, draw)}".rstrip(),
                )
            if back and worker is not clerk and worker.number:
                pay(
                    worker,
                    clerk,
                    (day - draw(4)) * DAY + 9 * HOUR + draw(12 * HOUR),
                    rent // (people + 1) // 500 * 500,
                    "my part of the rent",
                )
        if draw(6) == 0:
            town = draw(len(made.places.towns[clerk.country]))
            buy(
                clerk,
                moment(clerk, day + draw(9), draw),
                between(p.quantiles("money fare"), draw) * 2,
                "Coach Lines",
                COACH,
                draw(9),
                town,
            )


def club(circle: Circle, draw: Draw) -> None:
    """A savings club: all pay one, who hands the sum to the next in turn, on the same day."""
    p = circle.accounts.made.parameters
    keeper, others = circle.workers[0], [worker for worker in circle.workers[1:13] if worker.number]
    if not others or not keeper.number:
        return
    part = between(p.quantiles("money remittance"), draw) // 1000 * 1000
    every = (7, 14, 30)[draw(3)]
    for turn, day in enumerate(range(circle.begin + draw(30), circle.end, every)):
        for other in others:
            pay(other, keeper, day * DAY + 8 * HOUR + draw(5 * HOUR), part, "club")
        pay(
            keeper,
            others[turn % len(others)],
            day * DAY + 14 * HOUR + draw(30 * HOUR),
            part * len(others),
            "club, your turn",
        )


def fares(circle: Circle, draw: Draw) -> None:
    """A driver takes people to work, and is paid by the week."""
    p = circle.accounts.made.parameters
    driver = circle.accounts.agent(
        "driver", circle.actor.country, circle.actor.town, draw(p.one("money drivers a town"))
    )
    fare = between(p.quantiles("money fare"), draw) // 100 * 100
    for worker in circle.workers:
        own = circle.accounts.made.chance.many("fares", worker.key)
        if worker.held and own(4) == 0:
            for day in range(circle.begin + own(7), circle.end + 1, 7):
                pay(worker, driver, moment(worker, day, own), fare, ("petrol", "van", "lift to work")[own(3)])


def tours(circle: Circle, traveller: Party, draw: Draw) -> None:
    """Hotels and coaches from town to town."""
    made, p = circle.accounts.made, circle.accounts.made.parameters
    stays = between(p.quantiles("days in one town touring worker"), draw)
    towns = len(made.places.towns[traveller.country])
    night = between(p.quantiles("money fare"), draw) * 2
    for day in range(circle.begin + draw(stays), circle.end + 1, stays):
        if circle.actor.name in MOBILE or draw(3) == 0:
            town = draw(towns)
            buy(traveller, moment(traveller, day, draw), night * (1 + stays // 3), "Wayside Inn", HOTEL, draw(9), town)
            buy(
                traveller,
                moment(traveller, day, draw),
                between(p.quantiles("money fare"), draw),
                "Coach Lines",
                COACH,
                draw(9),
                town,
            )


def shares(circle: Circle, payee: Party, draw: Draw) -> None:
    """Workers pay the agency's share of what they took in the week."""
    share = between(circle.accounts.made.parameters.quantiles("money agency share"), draw)
    late = draw(4)
    for worker in circle.workers:
        if not worker.held or worker is payee:
            continue
        taken: dict[int, int] = {}
        for line in worker.lines:
            if line.cents > 0 and circle.begin <= line.minute // DAY <= circle.end:
                week = line.minute // DAY // 7
                taken[week] = taken.get(week, 0) + line.cents
        for week, cents in taken.items():
            day = week * 7 + 7 + draw(1 + late)
            pay(worker, payee, day * DAY + 11 * HOUR + draw(9 * HOUR), cents * share // 10_000 * 100, "share")


def posters_fee(circle: Circle, payer: Party, poster: int, draw: Draw) -> None:
    """Who posts through a poster pays it by the week. A poster of another block is paid in cash, which no account tells of."""
    made = circle.accounts.made
    if poster % made.blocks != circle.accounts.block:
        return
    payee = circle.accounts.agent("advert poster", poster % len(made.places.countries), 0, poster % 65_536)
    fee = between(made.parameters.quantiles("money poster fee"), draw)
    for day in range(circle.begin, circle.end + 1, 7):
        if draw(MILLION) < MILLION * 3 // 4:
            pay(payer, payee, moment(payer, day, draw), fee, ("adverts", "posting", "")[draw(3)])
