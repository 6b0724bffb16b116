"""Official bars from the programme, in the columns of the source debarments: most of lawful employers who broke its rules."""

from __future__ import annotations

from datetime import timedelta

from turnstone.sim.actors import Actor
from turnstone.sim.filings.job_orders import Filer
from turnstone.sim.odds import as_written, between, chosen
from turnstone.sim.world import World

HEADER = ("Program", "Entity Debarred", "City", "State", "Start Date", "End Date", "Sources", "Notes")


def debarment(made: World, actor: Actor, how: Filer) -> list[str] | None:
    """The bar of an employer that begins by the world's last day; None for nearly all. A raid is followed by one oftener."""
    p = made.parameters
    draw = made.chance.many("debarment", actor.key)
    rate = "debarred after a raid" if actor.raided else "debarred and renamed" if how.later else "debarred"
    if not chosen(p, rate, draw):
        return None
    day = actor.end if actor.raided else how.later.day if how.later else actor.begin + draw(actor.end - actor.begin + 1)
    day += between(p.quantiles("days to a debarment"), draw)
    if day >= made.plan.days:
        return None
    begin = made.first_day + timedelta(day)
    end = begin + timedelta(365 * between(p.quantiles("years of a debarment"), draw))
    return [
        how.programme,
        as_written(how.employer.name, draw),
        how.at.town_name,
        how.at.region,
        f"{begin}",
        f"{end}",
        "synthetic list",
        "",
    ]
