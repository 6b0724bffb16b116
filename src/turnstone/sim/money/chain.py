"""Bitcoin-like transactions: exchanges pay out from a hot wallet that peels, buyers spend with change to new addresses, sites
gather what advertisers paid. Each input is an output of an earlier transaction, or of one before the world."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from turnstone.sim.money.addresses import address
from turnstone.sim.money.chain_users import Purchases
from turnstone.sim.money.ledger import DAY
from turnstone.sim.odds import Draw, between
from turnstone.sim.offers.sites import SITES
from turnstone.sim.truth import TrueRow, row_of
from turnstone.sim.world import World

EVERY = 10
"""Minutes between blocks."""
DUST = 1_000
GATHERED = 24
"""Outputs that a site or exchange gathers at one time."""
HOT = 50_000_000_000
"""Satoshi in an exchange's hot wallet when it is filled."""


@dataclass(frozen=True)
class Coin:
    """An output that is not spent yet."""

    txid: str
    vout: int
    address: str
    value: int
    minute: int


@dataclass
class Wallet:
    """Addresses in the order of their use and coins."""

    what: str
    key: int
    used: int = 0
    coins: list[Coin] = field(default_factory=list)


@dataclass
class Chain:
    """The transactions of one block of the world."""

    made: World
    block: int
    midnight: datetime
    draw: Draw
    lines: list[str] = field(default_factory=list)

    def fresh(self, wallet: Wallet) -> str:
        """The wallet's next address."""
        wallet.used += 1
        return address(self.made.plan.seed, wallet.what, wallet.key, wallet.used)

    def send(self, minute: int, coins: list[Coin], to: list[tuple[str, int]]) -> list[Coin]:
        """A transaction; what the outputs leave is the fee. Gives its outputs."""
        minute = max(minute, *(coin.minute + EVERY for coin in coins))
        fee = sum(coin.value for coin in coins) - sum(value for _, value in to)
        assert fee > 0, "outputs are no more than inputs"
        what = {
            "block_time": (self.midnight + timedelta(minutes=(minute // EVERY + 1) * EVERY)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "inputs": [{"txid": coin.txid, "vout": coin.vout, "address": coin.address, "value": coin.value} for coin in coins],
            "outputs": [{"n": n, "address": name, "value": value} for n, (name, value) in enumerate(to)],
            "fee": fee,
        }  # fmt: skip
        txid = hashlib.sha256(json.dumps(what).encode()).hexdigest()
        self.lines.append(json.dumps({"txid": txid, **what}))
        return [Coin(txid, n, name, value, minute) for n, (name, value) in enumerate(to)]

    def before(self, wallet: Wallet, value: int) -> Coin:
        """A coin from before the world."""
        name = self.fresh(wallet)
        return Coin(
            hashlib.sha256(f"before/{self.made.plan.seed}/{self.block}/{name}".encode()).hexdigest(), 0, name, value, 0
        )

    def fee(self) -> int:
        return between(self.made.parameters.quantiles("money chain fee"), self.draw)


def transactions(made: World, block: int, bought: Purchases) -> tuple[list[str], list[TrueRow]]:
    """Lines of NDJSON in the order of time, and what is true of buyers' addresses."""
    chain = Chain(made, block, datetime.combine(made.first_day, time(), UTC), made.chance.many("chain", block))
    hot = [Wallet("exchange", 4 * block + n) for n in range(3)]
    paid = [Wallet("site", 4 * block + n) for n in range(len(SITES))]
    mine: dict[int, Wallet] = {}
    rows: list[TrueRow] = []
    for buy in sorted(bought.rows):
        wallet = mine.setdefault(buy.wallet, Wallet("wallet", buy.wallet))
        rate = made.parameters.quantiles("money satoshi a cent")[made.chance.one(8, "rate", buy.minute // DAY // 30)]
        value, fee = max(buy.cents * rate, 10 * DUST), chain.fee()
        house = hot[buy.exchange]
        if not house.coins or house.coins[-1].value < value + fee + DUST:
            house.coins.append(chain.before(house, HOT + value * 2))
        top = house.coins.pop()
        name = chain.fresh(wallet)
        rows.append(row_of(bought.owners[buy.wallet], "addresses", name))
        out = chain.send(buy.minute, [top], [(name, value), (chain.fresh(house), top.value - value - fee)])
        wallet.coins.append(out[0])
        house.coins.append(out[1])
        _spend(chain, wallet, buy.minute + chain.draw(3 * DAY), buy.does, paid, house, rows, bought)
    for site in paid:
        _gather(chain, site, (made.plan.days - 1) * DAY, 2)
    return [line for _, line in sorted((json.loads(line)["block_time"], line) for line in chain.lines)], rows


def _spend(
    chain: Chain, wallet: Wallet, minute: int, does: str, paid: list[Wallet], house: Wallet, rows: list[TrueRow], bought: Purchases
) -> None:  # fmt: skip
    """What is done with the coins: nothing, a payment with change, or all sold."""
    have, fee = sum(coin.value for coin in wallet.coins), chain.fee()
    late = minute > (chain.made.plan.days - 2) * DAY
    if late or does == "saves" or have < 2 * fee + 4 * DUST or chain.draw(3) == 0:
        return
    coins, wallet.coins = wallet.coins, []
    if does == "sells":
        house.coins.insert(0, chain.send(minute, coins, [(chain.fresh(house), have - fee)])[0])
        if len(house.coins) > GATHERED:
            top = house.coins.pop()
            _gather(chain, house, minute + 60, 2)
            house.coins.append(top)
        return
    part = (have - fee) * (30 + chain.draw(66)) // 100
    site = paid[chain.draw(2)]
    to = chain.fresh(site) if does == "adverts" else address(chain.made.plan.seed, "somebody", chain.draw(1 << 30), 0)
    if have - fee - part < DUST:
        out = chain.send(minute, coins, [(to, have - fee)])
    else:
        change = chain.fresh(wallet)
        rows.append(row_of(bought.owners[wallet.key], "addresses", change))
        out = chain.send(minute, coins, [(to, part), (change, have - fee - part)])
        wallet.coins.append(out[1])
    if does == "adverts":
        site.coins.append(out[0])
        if len(site.coins) >= GATHERED:
            _gather(chain, site, minute + 60, 2)


def _gather(chain: Chain, wallet: Wallet, minute: int, least: int) -> None:
    """Consolidation: all coins into one."""
    have, fee = sum(coin.value for coin in wallet.coins), chain.fee()
    if len(wallet.coins) >= least and have > fee + DUST:
        wallet.coins = chain.send(minute, wallet.coins, [(chain.fresh(wallet), have - fee)])
