"""Who serves many, lawful or not, and is no sign of either: filing agents, registered offices, nominee directors, property
companies, labour camps. Each is drawn from its number alone, so any block may name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from turnstone.sim.classes import CLASSES, NUMBER
from turnstone.sim.names import family, given, street
from turnstone.sim.names import firm as firm_name
from turnstone.sim.odds import Draw, between, external
from turnstone.sim.world import World


@dataclass(frozen=True)
class Place:
    """An address as lines of a form have it. `town`: place in the country's towns."""

    line: str
    unit: str
    town: int
    city: str
    region: str
    postal: str
    country: str


@dataclass(frozen=True)
class Nominee:
    """A director by trade."""

    id: str
    name: str
    sex: str
    nationality: str
    born: tuple[int, int]
    at: Place


@dataclass(frozen=True)
class Counts:
    """How many there are, by place of the country. `landlords`: units that let rooms, as places in the plan's units;
    `phones`: the first telephone number that neither unit nor network uses."""

    agents: tuple[int, ...]
    offices: tuple[int, ...]
    nominees: tuple[int, ...]
    owners: tuple[int, ...]
    others: tuple[int, ...]
    landlords: tuple[tuple[int, ...], ...]
    phones: tuple[int, ...]


def counts(made: World) -> Counts:
    """How many of each a world has: by how many units with a firm there are."""
    p, units = made.parameters, made.plan.units
    named = np.isin(units.kind, [n for n, kind in enumerate(CLASSES) if kind.named])
    here = range(len(made.places.countries))
    firms = [int((named & (units.country == c)).sum()) for c in here]
    all_of = [int((units.country == c).sum()) for c in here]
    letting = units.kind == NUMBER["landlord"]
    used = list(made.plan.numbers)
    for phase in made.phases:
        used[phase.country] += phase.phones
    return Counts(
        tuple(max(n // p.one("firms a filing agent"), 2) for n in firms),
        tuple(max(n // p.one("firms a registered office"), 2) for n in firms),
        tuple(max(n // p.one("firms a nominee"), 1) for n in firms),
        tuple(max(n // p.one("units a property company"), 2) for n in all_of),
        tuple(n * p.one("other firms") // 100 for n in firms),
        tuple(tuple(np.flatnonzero(letting & (units.country == c)).tolist()) for c in here),
        tuple(used),
    )


def mine(made: World, block: int, many: int) -> Iterator[int]:
    """Those of so many that a block writes, so that each is written once."""
    return iter(range(block, many, made.blocks))


def heavy(many: int, draw: Draw) -> int:
    """One of so many, the first far oftener than the last."""
    return draw(draw(draw(many) + 1) + 1) if many > 1 else 0


def address(made: World, country: int, town: int, draw: Draw, unit: str = "") -> Place:
    """An address in the town."""
    code, there = made.places.countries[country], made.places.towns[country][town]
    number = draw(380) + 1 if code == "FR" else draw(9_800) + 100
    rest = (4 if code == "AU" else 5) - len(there.postal)
    line = f"{number} {street(code, draw(1 << 20))}"
    return Place(line, unit, town, there.name, there.region, f"{there.postal}{draw(10**rest):0{rest}}", code)


def any_town(made: World, country: int, draw: Draw) -> int:
    """A town of the country, the bigger the likelier."""
    towns = made.places.towns[country]
    left = draw(sum(town.weight for town in towns))
    for place, town in enumerate(towns):
        left -= town.weight
        if left < 0:
            return place
    return 0


def filing_agent(made: World, country: int, number: int) -> tuple[str, str, Place, int]:
    """An agent or association that files for others: firm, who signs, where, and which telephone number after the last."""
    draw = made.chance.many("filing agent", country, number)
    code = made.places.countries[country]
    name = firm_name("recruiter", code, draw(1 << 31))
    who = f"{given(code, 'FM'[draw(2)], draw(1 << 20))} {family(code, draw(1 << 20))}"
    return name, who, address(made, country, any_town(made, country, draw), draw), number


def registered_office(made: World, country: int, number: int) -> tuple[str, Place]:
    """The office of a formation agent, at which many companies are registered: its id and where."""
    draw = made.chance.many("registered office", country, number)
    return external(draw), address(made, country, any_town(made, country, draw), draw, f"Ste {100 + 10 * draw(60)}")


def nominee(made: World, country: int, number: int) -> Nominee:
    """One who is a director of many companies by trade, lawfully."""
    draw = made.chance.many("nominee", country, number)
    code, sex = made.places.countries[country], "FM"[draw(2)]
    at = address(made, country, any_town(made, country, draw), draw)
    return Nominee(
        external(draw), f"{given(code, sex, draw(1 << 20))} {family(code, draw(1 << 20))}", sex, code,
        (between(made.parameters.quantiles("officers born"), draw), 1 + draw(12)), at,
    )  # fmt: skip


def property_company(made: World, country: int, number: int) -> tuple[str, str, Place]:
    """A company that lets flats, shops and houses: its id, name and where."""
    draw = made.chance.many("property company", country, number)
    code = made.places.countries[country]
    name = firm_name("hospitality" if draw(2) else "construction", code, draw(1 << 31))
    return external(draw), name, address(made, country, any_town(made, country, draw), draw)


def phone(made: World, known: Counts, country: int, number: int, way: int) -> str:
    """The telephone number of a go-between, after those of all units and networks; written in one of the ways."""
    numbers = made.numbers[country]
    return numbers.written((known.phones[country] + number) % numbers.capacity, way)
