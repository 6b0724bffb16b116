"""Towns of a world: where units are, and which numbers they have there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from turnstone.sim.chance import Chance, Ints
from turnstone.sim.names import Town, towns_of


@dataclass(frozen=True)
class Places:
    """Countries in the order in which they were asked for, each with its towns. `weights`: of the countries."""

    countries: tuple[str, ...]
    towns: tuple[tuple[Town, ...], ...]
    weights: tuple[int, ...]

    def country(self, chance: Chance, who: str, n: Ints) -> Ints:
        """The country of units of one class."""
        return chance.pick(self.weights, f"{who} country", n)

    def town(self, chance: Chance, who: str, country: Ints, *keys: Ints | int) -> Ints:
        """A town of each country, the bigger the likelier."""
        out = np.zeros(len(country), np.int64)
        for place, towns in enumerate(self.towns):
            drawn = chance.pick([town.weight for town in towns], f"{who} town {place}", *keys)
            out = np.where(country == place, drawn, out)
        return out


def places(countries: Sequence[str], weights: dict[str, int]) -> Places:
    """The places of these countries."""
    return Places(
        tuple(countries), tuple(towns_of(country) for country in countries), tuple(weights[c] for c in countries)
    )
