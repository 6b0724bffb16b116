"""What people and firms spend: rent, shops, telephone, cash from machines, fares, families abroad; suppliers and taxes."""

from __future__ import annotations

from typing import NamedTuple

from turnstone.sim.chance import MILLION
from turnstone.sim.money.accounts import Accounts
from turnstone.sim.money.ledger import CHARGE, DAY, DEBIT, HOUR, Party, buy, moment, pay, withdraw
from turnstone.sim.money.onward import REMITTERS, TERMINALS
from turnstone.sim.odds import between


class Shop(NamedTuple):
    """`weight`: how often people buy there; `share`: percent of a usual purchase that they leave."""

    name: str
    mcc: int
    weight: int
    share: int


SHOPS = (
    Shop("Corner Grocer", 5411, 30, 100), Shop("Daily Market", 5411, 20, 120), Shop("Burger Stop", 5814, 12, 30),
    Shop("Noodle House", 5812, 8, 60), Shop("Green Pharmacy", 5912, 6, 50), Shop("Glow Cosmetics", 5977, 4, 70),
    Shop("Threads Clothing", 5651, 4, 130), Shop("City Cabs", 4121, 5, 50), Shop("Fuel Point", 5541, 6, 110),
    Shop("Wayside Inn", 7011, 2, 250), Shop("Coach Lines", 4131, 2, 120), Shop("Talk Time Kiosk", 4814, 5, 40),
    Shop("Bargain Barn", 5310, 4, 90),
)  # fmt: skip
_SHOPS = [shop for shop in SHOPS for _ in range(shop.weight)]


def live(accounts: Accounts, party: Party, begin: int, end: int) -> None:
    """A person spends what is there, week by week, and never more."""
    made, p = accounts.made, accounts.made.parameters
    draw = made.chance.many("living", party.key)
    known = sorted((line.minute, line.cents) for line in party.lines if begin <= line.minute // DAY <= end)
    balance, at = 0, 0
    spends = between(p.quantiles("money spent a week"), draw)
    often = between(p.quantiles("money purchases a week"), draw)
    rents = not party.frugal and draw(MILLION) < p.one("money pays rent")
    rent = between(p.quantiles("money rent"), draw)
    landlord = accounts.agent("landlord", party.country, party.town, draw(p.one("money landlords a town")))
    if draw(3):
        landlord = accounts.outside("landlord", party.country, draw(100_000))
    remits = draw(MILLION) < p.one("money remits")
    sends = between(p.quantiles("money remittance"), draw)
    top_up = p.quantiles("money top-up")[draw(8)]
    shop_of_phones = accounts.agent("phone shop", party.country, party.town, draw(p.one("money phone shops a town")))
    pays_phone = not party.frugal or draw(3) == 0
    rent_day, terminals = draw(28), [draw(TERMINALS) for _ in range(3)]
    for week in range(begin, end + 1, 7):
        until = min(week + 7, end + 1) * DAY
        while at < len(known) and known[at][0] < until:
            balance += known[at][1]
            at += 1
        left = balance * spends // 100
        if rents and (week - begin) // 7 % 4 == rent_day // 7 and left > rent:
            day = min(week + rent_day % 7, end)
            pay(party, landlord, day * DAY + 9 * HOUR, rent, "rent", DEBIT if rent_day % 2 else 0)
            left, balance = left - rent, balance - rent
        if pays_phone and (week - begin) // 7 % 4 == 1 and left > top_up:
            pay(party, shop_of_phones, moment(party, week, draw), top_up, f"top-up {party.phone}".rstrip())
            left, balance = left - top_up, balance - top_up
        if remits and (week - begin) // 7 % 4 == 2 and left > sends:
            buy(
                party,
                moment(party, week + draw(3), draw),
                sends,
                REMITTERS[party.key % 3],
                4829,
                terminals[0],
                party.town,
            )
            left, balance = left - sends, balance - sends
        if left < 2000:
            continue
        if party.frugal:
            for _ in range(1 + draw(3)):
                cash = left * between(p.quantiles("money drawn of what is there"), draw) // 100
                withdraw(party, moment(party, min(week + draw(7), end), draw), cash, terminals[draw(3)], party.town)
                left, balance = left - cash, balance - cash
            continue
        each = left // (often + 2)
        for _ in range(often):
            shop = _SHOPS[draw(len(_SHOPS))]
            cents = each * shop.share * (50 + draw(101)) // 10_000 + draw(100)
            if 100 < cents <= left:
                day = min(week + draw(7), end)
                buy(party, moment(party, day, draw), cents, shop.name, shop.mcc, draw(30), party.town)
                left, balance = left - cents, balance - cents
        if draw(3) == 0:
            cash = left * (20 + draw(61)) // 100 // 2000 * 2000
            withdraw(party, moment(party, min(week + draw(7), end), draw), cash, terminals[draw(3)], party.town)
            balance -= cash
    if draw(2) and party.held:
        none = Party(0, "", "", party.country, party.town)
        for day in range(begin + draw(28), end, 30):
            pay(party, none, day * DAY + 60, 200 + 100 * (party.key % 8), "account fee", CHARGE)


def run(accounts: Accounts, party: Party, begin: int, end: int, week: int) -> None:
    """A firm pays rent, suppliers, the telephone, taxes; its owner draws the rest. `week`: what comes in a week."""
    made, p = accounts.made, accounts.made.parameters
    draw = made.chance.many("running", party.key)
    rent = between(p.quantiles("money rent"), draw) * 2
    landlord = accounts.outside("landlord", party.country, draw(100_000))
    suppliers = [accounts.outside("supplier", party.country, draw(5_000)) for _ in range(1 + draw(4))]
    taxes, power = accounts.outside("taxes", party.country, 0), accounts.outside("power", party.country, draw(9))
    owner = accounts.outside("payer", party.country, draw(100_000))
    pays_tax, draws_cash = draw(10) < 8, draw(3) == 0
    known = sorted((line.minute, line.cents) for line in party.lines if begin <= line.minute // DAY <= end)
    balance, at = 0, 0
    for day in range(begin, end + 1, 7):
        until = min(day + 7, end + 1) * DAY
        while at < len(known) and known[at][0] < until:
            balance += known[at][1]
            at += 1
        turn = (day - begin) // 7 % 4
        for payee, cents, memo, when in (
            (landlord, rent, "rent", turn == 0), (power, week // 20, "electricity", turn == 1), (taxes, week // 3, "payroll tax", turn == 2 and pays_tax),
            (suppliers[draw(len(suppliers))], week * (5 + draw(30)) // 100, f"invoice {draw(9000) + 1000}", True),
        ):  # fmt: skip
            if when and balance > cents:
                pay(party, payee, min(day + draw(5), end) * DAY + 8 * HOUR + draw(9 * HOUR), cents, memo)
                balance -= cents
        if turn == 3 and balance > 100_000:
            cents = balance * (20 + draw(61)) // 100
            minute = min(day + draw(5), end) * DAY + 9 * HOUR + draw(9 * HOUR)
            if draws_cash:
                withdraw(party, minute, min(cents, 200_000), draw(TERMINALS), party.town)
                balance -= min(cents, 200_000)
            else:
                pay(party, owner, minute, cents, "owner's drawings")
                balance -= cents
