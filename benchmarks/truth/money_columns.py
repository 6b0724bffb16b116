"""How much any one figure of an account tells in synthetic worlds, and the base rates of money indicators among the lawful:
`money_columns.py [--offers 20000] [--networks PPM] [--seeds 3] [--json]`.

As `one_column.py`: learned on half of the units and networks, measured on the other half. `--networks` is the share of offers
that are networks'; more of them than in a usual world make the areas surer.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from one_column import _binned, _half, auc

from turnstone.sim.money.ledger import ATM, CARD, CASH, DAY, HOUR, Line, Party
from turnstone.sim.money.write import lines
from turnstone.sim.parameters import Parameters, parameters
from turnstone.sim.truth import TrueRow
from turnstone.sim.world import World, world

LIVING = ("rent", "electricity")
GROCERS = (5411,)
SPLITS = 5


def figures(accounts: Sequence[Party]) -> list[dict[str, float]]:
    """The figures of each account, in the order of the accounts."""
    near = _near(accounts)
    paid_by = Counter(
        number
        for party in accounts
        for number in {line.number for line in party.lines if line.cents < 0 and line.number}
    )
    return [_of(party, near, paid_by) for party in accounts]


def _near(accounts: Iterable[Party]) -> Counter[int]:
    """Party -> how many of its withdrawals were within 15 minutes of another account's at the same machine."""
    drawn = sorted(
        (party.country, line.town, line.terminal, line.minute, party.key)
        for party in accounts
        for line in party.lines
        if line.kind == ATM
    )
    found: Counter[int] = Counter()
    for one, other in pairwise(drawn):
        if one[:3] == other[:3] and other[3] - one[3] <= 15 and one[4] != other[4]:
            found[one[4]] += 1
            found[other[4]] += 1
    return found


def _of(party: Party, near: Counter[int], paid_by: Counter[str]) -> dict[str, float]:
    found = party.lines
    credits, debits = [line for line in found if line.cents > 0], [line for line in found if line.cents < 0]
    events = [line for line in found if line.kind in (CARD, ATM, CASH)]
    income, spent = sum(line.cents for line in credits), -sum(line.cents for line in debits)
    payees = Counter[str]()
    for line in debits:
        payees[line.number or line.name] -= line.cents
    others = [cents for name, cents in payees.items() if name]
    span = (found[-1].minute - found[0].minute) // DAY + 1
    ways = {kind: -sum(line.cents for line in debits if line.kind == kind) for kind in (CARD, ATM)}
    sizes = np.array([line.cents for line in credits] or [0])
    single, whole, wait = _passed(found)
    towns = {line.town for line in events}
    return {
        "lines": len(found), "days": span, "lines a day": len(found) / span, "credits": len(credits), "credits a week": len(credits) * 7 / span,
        "income a day": income / span, "out/in": spent / max(income, 1), "cash share of credits": sum(line.cents for line in credits if line.kind == CASH) / max(income, 1),
        "only cash": float(bool(income) and sum(line.cents for line in credits if line.kind == CASH) >= income * 0.97),
        "no living costs": float(not any(line.memo in LIVING or line.mcc in GROCERS for line in debits)),
        "payers": len({line.number for line in credits if line.number}), "payees": len(payees),
        "share of the first payee": max(others, default=0) / max(spent, 1), "cash share of debits": ways[ATM] / max(spent, 1),
        "card share of debits": ways[CARD] / max(spent, 1), "transfer share of debits": 1 - (ways[CARD] + ways[ATM]) / max(spent, 1),
        "night share": sum((line.minute % DAY >= 22 * HOUR) or (line.minute % DAY < 6 * HOUR) for line in events) / max(len(events), 1),
        "passed on in one": single, "passed on": whole, "share passed on": whole / max(len(credits), 1), "median hours to pass on": wait,
        "median credit": float(np.median(sizes)), "spread of credits": float(sizes.std() / max(sizes.mean(), 1)), "largest credit": float(sizes.max()),
        "towns": len(towns), "towns of deposits": len({line.town for line in events if line.kind == CASH}), "machines": len({line.terminal for line in events if line.kind == ATM}),
        "adverts": sum(line.mcc == 7311 for line in found), "hotels": sum(line.mcc == 7011 for line in found), "coaches": sum(line.mcc == 4131 for line in found),
        "top-ups": sum(line.memo.startswith("top-up") for line in found), "numbers topped up": len({line.memo for line in found if line.memo.startswith("top-up +")}), "rents paid": sum(line.memo == "rent" for line in debits),
        "remittances": sum(line.mcc == 4829 for line in found), "drawn together": near[party.key],
        "accounts that pay it": paid_by[party.number], "most payers of a payee": max((paid_by[line.number] for line in debits if line.number), default=0),
        "debts": sum(line.memo in ("loan", "debt", "as agreed", "paid back") for line in debits), "orders": sum(line.memo.startswith("order ") for line in debits),
        "shops": len({line.name for line in found if line.kind == CARD}), "least balance": _least(found), "wages": sum(line.memo.startswith("wages") for line in credits),
        "no words": sum(not line.memo and bool(line.number) for line in found), "largest debit": -min((line.cents for line in debits), default=0),
    }  # fmt: skip


def _passed(found: Sequence[Line]) -> tuple[int, int, float]:
    """Credits of which one debit within two days has 80 to 100 %; of which all debits within two days have 80 % or more; and the
    median hours until as much as the credit is gone, at most 500."""
    single = whole = 0
    waits = []
    for at, credit in enumerate(found):
        if credit.cents <= 0:
            continue
        gone, one, all_of = 0, False, False
        wait = 500 * HOUR
        for line in found[at + 1 : at + 40]:
            late = line.minute - credit.minute
            if line.cents >= 0:
                continue
            gone -= line.cents
            if late <= 2 * DAY:
                one = one or 0.8 * credit.cents <= -line.cents <= credit.cents
                all_of = all_of or gone >= 0.8 * credit.cents
            if gone >= 0.8 * credit.cents:
                wait = min(wait, late)
                break
        single, whole = single + one, whole + all_of
        waits.append(wait / HOUR)
    return single, whole, float(np.median(waits)) if waits else 500.0


def _least(found: Sequence[Line]) -> float:
    return float(np.cumsum([line.cents for line in found]).min())


def told(worlds: Iterable[World]) -> tuple[dict[str, float], dict[str, float], int]:
    """Figure -> mean area over worlds and splits, the most telling first; base rate -> share of lawful persons' accounts of 90
    days or more; how many networks were seen."""
    areas: dict[str, list[float]] = {}
    lawful: list[dict[str, float]] = []
    seen: set[str] = set()
    for made in worlds:
        accounts, rows = accounts_of(made)
        table = figures(accounts)
        sought = np.array([row.label == "yes" for row in rows])
        units = [row.unit_id for row in rows]
        seen |= {f"{made.plan.seed} {row.network_id}" for row in rows if row.network_id}
        size = Counter(units)
        weight: NDArray[np.float64] = np.array([1 / size[unit] for unit in units])
        lawful += [
            one
            for one, row, party in zip(table, rows, accounts, strict=True)
            if row.label == "no" and not party.firm and one["days"] >= 90
        ]
        for name in table[0]:
            codes = _binned(np.array([one[name] for one in table]))
            areas.setdefault(name, []).extend(
                auc(codes, sought, weight, _half(units, split)) for split in range(SPLITS)
            )
    found = {name: round(float(np.nanmean(all_of)), 4) for name, all_of in areas.items()}
    many = max(len(lawful), 1)
    rates = {
        "credits are cash (I16)": sum(one["only cash"] for one in lawful) / many, "no living costs (I17)": sum(one["no living costs"] for one in lawful) / many,
        "both": sum(one["only cash"] * one["no living costs"] for one in lawful) / many,
        "passed on within two days, once": sum(one["passed on in one"] >= 1 for one in lawful) / many,
        "passed on within two days, five times": sum(one["passed on in one"] >= 5 for one in lawful) / many,
        "all debits pass on, once": sum(one["passed on"] >= 1 for one in lawful) / many,
    }  # fmt: skip
    return (
        dict(sorted(found.items(), key=lambda item: -item[1])),
        {name: round(rate, 4) for name, rate in rates.items()},
        len(seen),
    )


def accounts_of(made: World) -> tuple[list[Party], list[TrueRow]]:
    """The accounts held of a world and what is true of each."""
    accounts, rows = [], []
    for block in range(made.blocks):
        parties, truth = lines(made, block)
        known = {row.key: row for row in truth.rows}
        accounts += parties
        rows += [known[party.number] for party in parties]
    return accounts, rows


def worlds(offers: int, networks: int, seeds: int) -> Iterable[World]:
    """Worlds in which the share of offers that are networks' is so many of a million; 0 for the usual share."""
    table: Parameters = parameters()
    if networks:
        row = table.rows["share network"]
        table = Parameters(
            table.rows | {row.name: type(row)(row.name, (networks,), row.unit, row.set_on, row.source, row.note)}
        )
    return (world(seed, 24, offers, ("US", "FR", "AU"), table) for seed in range(1, seeds + 1))


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--offers", type=int, default=20_000)
    ask.add_argument("--networks", type=int, default=0)
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--json", action="store_true")
    wanted = ask.parse_args()
    areas, rates, networks = told(worlds(wanted.offers, wanted.networks, wanted.seeds))
    if wanted.json:
        json.dump({"networks": networks, "areas": areas, "base rates": rates}, sys.stdout, indent=1)
        return
    print(f"{networks} networks")
    for name, area in areas.items():
        print(f"{area:.3f}  {name}")
    for name, rate in rates.items():
        print(f"{rate:.3f}  {name}")


if __name__ == "__main__":
    main()
