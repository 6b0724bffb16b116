"""Which units a world has, where and when, how much each posts, and which numbers are its own: a few integers a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from turnstone.errors import TurnstoneError
from turnstone.sim.chance import MILLION, Chance, Ints
from turnstone.sim.classes import CLASSES, NUMBER, Class
from turnstone.sim.parameters import Parameters
from turnstone.sim.places import Places

MONTH = 30
MOST = 1 << 31


@dataclass(frozen=True)
class Units:
    """The lawful and the unlawful units that are no network; an array each, one entry a unit.

    `kind`: place in CLASSES; `number`: which of its class; `country`, `town`: places in Places; `begin`, `end`: days since
    the world's first; `offers`: how many it posts; `people`, `phones`, `branches`: how many it has; `phone`: its first number,
    counted within its country.
    """

    kind: Ints
    number: Ints
    country: Ints
    town: Ints
    begin: Ints
    end: Ints
    offers: Ints
    people: Ints
    phones: Ints
    branches: Ints
    phone: Ints

    def __len__(self) -> int:
        return len(self.kind)


@dataclass(frozen=True)
class Plan:
    """A world to be made. `numbers`: telephone numbers of each country that units use; networks' come after them."""

    seed: int
    months: int
    offers: int
    countries: tuple[str, ...]
    parameters: Parameters
    places: Places
    units: Units
    numbers: tuple[int, ...]
    network_offers: int

    @property
    def days(self) -> int:
        return self.months * MONTH

    @property
    def chance(self) -> Chance:
        return Chance(self.seed)


def plan(seed: int, months: int, offers: int, countries: Sequence[str], parameters: Parameters, places: Places) -> Plan:
    """The plan of a world. Raises TurnstoneError for what no world can be made of."""
    if not (0 < months <= 120 and 0 < offers <= 50_000_000 and 0 <= seed < MOST):
        raise TurnstoneError(
            "no world can be made of that",
            do="give a seed from 0 to 2147483647, 1 to 120 months, and 1 to 50,000,000 offers",
        )
    chance = Chance(seed)
    share = parameters.starting("share")
    networks = max(share["network"] * offers // MILLION, min(offers, 12))  # the smallest world has one network
    left = offers - networks
    whole = sum(share[kind.name] for kind in CLASSES)
    wanted = [share[kind.name] * left // whole for kind in CLASSES]
    wanted[0] += left - sum(wanted)
    parts = [_of_class(kind, n, months, chance, parameters, places) for kind, n in zip(CLASSES, wanted, strict=True)]
    joined = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    units, numbers = _numbered(Units(*[*joined, np.zeros(len(joined[0]), np.int64)]), len(countries))
    return Plan(seed, months, offers, tuple(countries), parameters, places, units, numbers, networks)


def _of_class(
    kind: Class, offers: int, months: int, chance: Chance, parameters: Parameters, places: Places
) -> tuple[Ints, ...]:
    """The columns of Units, but for the last, of as many units as post so many offers."""
    rate = parameters.quantiles(f"offers a month {kind.name}")
    active = parameters.either(f"months active {kind.name}", "months active other")
    size, got = max(16, 2 * offers // max(sum(rate) // len(rate), 1)), 0
    while True:
        n = np.arange(size, dtype=np.int64)
        who = f"unit {kind.name}"
        stays = np.minimum(chance.spread(active, f"{who} months", n), months) * MONTH
        begin = chance.below(np.maximum(months * MONTH - stays // 2, 1), f"{who} begin", n)
        end = np.minimum(begin + stays, months * MONTH) - 1
        posted = np.maximum(chance.spread(rate, f"{who} rate", n) * (end - begin + 1) // MONTH, 1)
        ends = np.cumsum(posted)
        got = int(np.searchsorted(ends, offers))
        if got < size:
            break
        size *= 2
    cut = slice(0, got + 1) if offers else slice(0, 0)
    posted = posted[cut].copy()
    if len(posted):
        posted[-1] -= int(ends[got]) - offers
    n = n[cut]
    country = places.country(chance, who, n)
    few = np.minimum(posted, kind.people)
    people = (
        np.minimum(chance.spread(parameters.quantiles("people in lawful agency"), f"{who} people", n), kind.people)
        if kind.people > 8
        else chance.between(np.minimum(2, few), few, f"{who} people", n)
        if kind.people > 1
        else np.ones(len(n), np.int64)
    )
    phones = chance.between(1, np.minimum(kind.phones, np.maximum(posted // 4, 1)), f"{who} phones", n)
    branches = chance.between(1, np.minimum(kind.branches, np.maximum(posted // 3, 1)), f"{who} branches", n)
    return (
        np.full(len(n), NUMBER[kind.name], np.int64), n, country, places.town(chance, who, country, n),
        begin[cut], end[cut], posted, people, phones, branches,
    )  # fmt: skip


def _numbered(units: Units, countries: int) -> tuple[Units, tuple[int, ...]]:
    """Units with their first number, counted within the country, and how many numbers each country has used."""
    first = np.zeros(len(units), np.int64)
    used = []
    for country in range(countries):
        here = np.flatnonzero(units.country == country)
        ends = np.cumsum(units.phones[here])
        first[here] = ends - units.phones[here]
        used.append(int(ends[-1]) if len(here) else 0)
    return replace(units, phone=first), tuple(used)
