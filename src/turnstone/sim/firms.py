"""The firms and the premises of a unit or network's phase."""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.classes import CLASSES
from turnstone.sim.names import firm as firm_name
from turnstone.sim.names import street
from turnstone.sim.world import World

NAMED = {kind.name: kind.sections[0][0] for kind in CLASSES if kind.named}
FRONTS = {"sexual exploitation": "massage", "farm work": "recruiter", "construction": "construction", "domestic work": "recruiter",
          "begging": "recruiter", "forced crime": "hospitality"}  # fmt: skip
"""What a network's front company says that it does."""


@dataclass(frozen=True)
class Firm:
    """`number`: the register's; `begun`: the day of registration, days since the world's first, may be before it;
    `sells`: the section of its business."""

    name: str
    number: str
    sells: str
    begun: int


@dataclass(frozen=True)
class Premises:
    """`kind`: flat, house, shop, office or farm. `town`: place in the country's towns."""

    kind: str
    street: str
    unit: str
    town: int
    town_name: str
    region: str
    postal: str
    latitude: float
    longitude: float


def firm(made: World, actor: Actor) -> Firm | None:
    """The unit's firm, or the phase's front company; None where it has none. Each phase has its own: a phoenix is a new company."""
    sells = FRONTS[actor.work] if actor.network_id else NAMED.get(actor.name, "")
    draw = made.chance.many("firm", actor.key)
    has = draw(10)
    if not sells or (actor.network_id and has >= made.parameters.one(f"front company {actor.work}")):
        return None
    country = made.places.countries[actor.country]
    name = firm_name(sells, country, draw(1 << 31))
    ages = made.parameters.quantiles(f"firm age {'network' if actor.network_id else 'lawful'}")
    at = draw(len(ages) - 1)
    age = ages[at] + draw(ages[at + 1] - ages[at] + 1)
    number = f"{draw(1 << 30) % 900_000_000 + 100_000_000}"
    return Firm(name, number, sells, actor.begin - 20 - age)


def premises(made: World, actor: Actor, branch: int = 0) -> Premises:
    """The place in which the unit works, or the branch of it. Some are in buildings that units of all classes share."""
    key = actor.drawn_from("premises")
    draw = made.chance.many("premises", key, branch)
    towns = made.places.towns[actor.country]
    country = made.places.countries[actor.country]
    town = town_of(made, actor, branch)
    shared = draw(MILLION) < made.parameters.one("shares a house")
    if shared:
        here = max(
            len(made.plan.units)
            * towns[town].weight
            // (sum(t.weight for t in towns) * made.parameters.one("units a shared building")),
            1,
        )
        draw = made.chance.many("building", actor.country, town, draw(here))
    line = (
        f"{draw(9_800) + 100} {street(country, draw(1 << 20))}"
        if country != "FR"
        else f"{draw(380) + 1} {street(country, draw(1 << 20))}"
    )
    own = made.chance.many("door", key, branch)
    kind = _kind(actor, own(10))
    flat = shared or kind == "flat"
    suffix = draw(100)
    place = towns[town]
    rest = 5 - len(place.postal) if country != "AU" else 4 - len(place.postal)
    return Premises(
        kind, line, f"{('Apt', 'Unit', 'Ste')[own(3)]} {own(60) + 1}" if flat and country != "FR" else "", town, place.name, place.region,
        f"{place.postal}{suffix % 10**rest:0{rest}}", place.latitude + (draw(2001) - 1000) / 20_000,
        place.longitude + (draw(2001) - 1000) / 20_000,
    )  # fmt: skip


def town_of(made: World, actor: Actor, branch: int) -> int:
    """The town of a branch: the first is the unit's own; the others are drawn by their size."""
    if branch == 0:
        return actor.town
    towns = made.places.towns[actor.country]
    left = made.chance.one(sum(town.weight for town in towns), "branch", actor.drawn_from("premises"), branch)
    for place, town in enumerate(towns):
        left -= town.weight
        if left < 0:
            return place
    return 0


def _kind(actor: Actor, draw: int) -> str:
    if actor.name in ("farm",) or actor.work == "farm work":
        return "farm" if draw < 7 else "house"
    if actor.name in ("salon", "franchise"):
        return "shop"
    if actor.name in ("lawful agency", "lawful recruiter", "contractor", "scammer", "spammer"):
        return "office"
    return "flat" if draw < 6 else "house"
