"""Lawful firms that go on under another name: sold, reformed, or begun anew. What a phoenix does, done honestly."""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.sim.actors import Actor
from turnstone.sim.firms import Firm
from turnstone.sim.names import firm as firm_name
from turnstone.sim.odds import chosen
from turnstone.sim.world import World


@dataclass(frozen=True)
class Renaming:
    """The company under which a firm goes on, from a day since the world's first."""

    name: str
    number: str
    day: int


def renaming(made: World, actor: Actor, own: Firm) -> Renaming | None:
    """The other name of a lawful firm; None for most. A network's other names are those of its phases."""
    draw = made.chance.many("renaming", actor.key)
    if actor.network_id or not chosen(made.parameters, "firm goes on under another name", draw):
        return None
    name = firm_name(own.sells, made.places.countries[actor.country], draw(1 << 31))
    days = actor.end - actor.begin + 1
    return Renaming(name, f"{draw(1 << 30) % 900_000_000 + 100_000_000}", actor.begin + days // 4 + draw(days // 2 + 1))
