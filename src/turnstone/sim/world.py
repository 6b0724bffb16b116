"""A world: its plan, its networks' phases, its telephone numbers; and who acts in each block of it.

A block is a share of the units and networks that any process can make alone. Which block a unit is in says nothing about
its class: units are dealt out by turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from turnstone.errors import TurnstoneError
from turnstone.sim.actors import Actor, of_phase, of_unit
from turnstone.sim.chance import MILLION, Chance
from turnstone.sim.classes import NUMBER
from turnstone.sim.names import countries as known_countries
from turnstone.sim.networks import Phase, phases
from turnstone.sim.parameters import Parameters
from turnstone.sim.phones import Numbers
from turnstone.sim.places import Places, places
from turnstone.sim.plan import MONTH, Plan, plan

LAST_DAY = date(2026, 6, 30)
"""The world's last day; it begins as many months of 30 days before."""
OFFERS_A_BLOCK = 25_000
MOST_BLOCKS = 64


@dataclass(frozen=True)
class World:
    """What all that makes files reads. `numbers`: of each country in the plan's order; `posters`: how many
    advert posters there are, who post for others."""

    plan: Plan
    phases: tuple[Phase, ...]
    numbers: tuple[Numbers, ...]
    chance: Chance
    first_day: date
    posters: int

    @property
    def parameters(self) -> Parameters:
        return self.plan.parameters

    @property
    def places(self) -> Places:
        return self.plan.places

    @property
    def blocks(self) -> int:
        """How many blocks: by the size alone, so that it is the same for any number of processes."""
        return min(max(self.plan.offers // OFFERS_A_BLOCK, 1), MOST_BLOCKS)


def world(seed: int, months: int, offers: int, countries: Sequence[str], parameters: Parameters) -> World:
    """The world of these arguments. Raises TurnstoneError for a country that it has no towns or numbers of."""
    weights = parameters.starting("country")
    unknown = [country for country in countries if country not in known_countries() or country not in weights]
    if unknown or not countries or len(set(countries)) < len(countries):
        raise TurnstoneError(
            f"a world has no such countries: {', '.join(unknown) or 'none, or one twice'}",
            do=f"choose among {', '.join(weights)}; each needs telephone numbers that are kept for fiction",
        )
    where = places(countries, weights)
    planned = plan(seed, months, offers, countries, parameters, where)
    chance = Chance(seed)
    numbers = tuple(
        Numbers(country, [area for town in towns for area in town.areas], chance.one(1 << 30, "numbers", place))
        for place, (country, towns) in enumerate(zip(where.countries, where.towns, strict=True))
    )
    solo = int((planned.units.kind == NUMBER["solo worker"]).sum())
    posters = solo * parameters.one("posts through a poster") // MILLION // parameters.one("solo workers a poster")
    first_day = date.fromordinal(LAST_DAY.toordinal() - months * MONTH + 1)
    return World(planned, tuple(phases(planned)), numbers, chance, first_day, max(posters, 1))


def actors(made: World, block: int) -> Iterator[Actor]:
    """Who acts in a block: its units, then its networks' phases, all phases of one network together."""
    for unit in range(block, len(made.plan.units), made.blocks):
        yield of_unit(made.plan.units, unit)
    mine = [phase for phase in made.phases if phase.network % made.blocks == block]
    for phase in sorted(mine, key=lambda phase: (phase.network, phase.number)):
        yield of_phase(made.phases, phase)
