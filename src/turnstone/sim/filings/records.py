"""What a hotline, an inspectorate and services write down. Callers and people in need have pseudonyms: no record has the name or
number of a person. Most calls and violations are about lawful units; few are about networks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.classes import CLASSES, NETWORK_SECTIONS, NUMBER
from turnstone.sim.filings.premises import premises_id
from turnstone.sim.filings.register import registered_as
from turnstone.sim.firms import firm, premises
from turnstone.sim.odds import Draw, as_written, between, chosen, external, side, weighed
from turnstone.sim.persons import ROLES, persons
from turnstone.sim.truth import TrueRow, Truth, row_of
from turnstone.sim.world import World

HOTLINE = "call_id,caller,called_on,town,country,sector,told,language,site,relation".split(",")
INSPECTIONS = (
    "inspection_id,inspected_on,firm,premises_id,address,town,region,country,sector,people_met,findings,outcome".split(
        ","
    )
)
REFERRALS = "referral_id,person,referred_on,service,sector,country,language,needs,consent,site".split(",")
RELATIONS = ("person concerned", "friend or family", "neighbour", "customer", "colleague", "official", "unknown")


@dataclass
class Written:
    """Rows of the three files."""

    hotline: list[list[str]] = field(default_factory=list)
    inspections: list[list[str]] = field(default_factory=list)
    referrals: list[list[str]] = field(default_factory=list)


def record(made: World, actor: Actor, into: Written, told: Truth) -> None:
    """What is written about a unit or a phase of a network."""
    for row in _calls(made, actor):
        into.hotline.append(row)
        told.rows.append(_truth(actor, row[0]))
    for row in _inspections(made, actor):
        into.inspections.append(row)
        told.rows.append(_truth(actor, row[0]))
    for row in _referrals(made, actor, told):
        into.referrals.append(row)


def site_of(made: World, actor: Actor) -> str:
    """The hotline's pseudonym of a place: one for all that is told of it."""
    return f"S-{external(made.chance.many('hotline site', actor.drawn_from('premises')))[:8]}"


def _truth(actor: Actor, id: str) -> TrueRow:
    return row_of(actor, "records", id)


def _calls(made: World, actor: Actor) -> Iterator[list[str]]:
    p = made.parameters
    draw = made.chance.many("hotline", actor.key)
    if not chosen(p, f"called about {side(actor)}", draw):
        return
    signs = p.starting(f"told {side(actor)}")
    for _ in range(between(p.quantiles("calls about one place"), draw)):
        at = premises(made, actor, draw(max(actor.branches, 1)))
        day = made.first_day + timedelta(actor.begin + draw(actor.end - actor.begin + 1))
        language = (
            persons(made, actor)[-1].language
            if chosen(p, "called in own language", draw)
            else {"FR": "fr"}.get(made.places.countries[actor.country], "en")
        )
        yield [
            external(draw), f"C-{external(draw)[:8]}", f"{day}", at.town_name, made.places.countries[actor.country], _sector(made, actor, draw),
            " ".join(_several(signs, between(p.quantiles("signs in a call"), draw), draw)), language,
            site_of(made, actor) if chosen(p, "site is told by phone", draw) else "", RELATIONS[draw(len(RELATIONS))],
        ]  # fmt: skip


def _inspections(made: World, actor: Actor) -> Iterator[list[str]]:
    p = made.parameters
    draw = made.chance.many("inspections", actor.key)
    inspected = firm(made, actor)
    if inspected is None or not (actor.raided or chosen(p, "inspected", draw)):
        return
    at = premises(made, actor)
    day = actor.end if actor.raided else actor.begin + draw(actor.end - actor.begin + 1)
    found = []
    if chosen(p, f"violation found {side(actor)}", draw):
        found = _several(
            p.starting(f"found {side(actor)}"), between(p.quantiles("findings of an inspection"), draw), draw
        )
    outcome = weighed(p.starting("violation ends in"), draw) if found else "nothing found"
    yield [
        external(draw), f"{made.first_day + timedelta(day)}", as_written(inspected.name, draw), premises_id(made, actor, 0),
        ", ".join(part for part in (at.street, at.unit) if part), at.town_name, at.region, made.places.countries[actor.country],
        registered_as(made, actor, inspected), str(1 + draw(max(actor.people, 1))), " ".join(found), outcome,
    ]  # fmt: skip


def _referrals(made: World, actor: Actor, told: Truth) -> Iterator[list[str]]:
    """People whom services took in: some who were exploited, most of whom were in need for other reasons."""
    p = made.parameters
    for who in persons(made, actor):
        if who.number < len(ROLES) and actor.network_id:
            continue
        draw = made.chance.many("referral", actor.key, who.number)
        if not draw(MILLION) < p.either(f"referred {actor.name}", "referred lawful")[0]:
            continue
        day = made.first_day + timedelta(actor.begin + draw(actor.end - actor.begin + 1))
        id = external(draw)
        told.rows.append(row_of(actor, "records", id, who))
        yield [
            id, f"P-{external(made.chance.many('pseudonym', actor.whole, who.number))[:8]}", f"{day}", weighed(p.starting("service is"), draw),
            _sector(made, actor, draw), made.places.countries[actor.country], who.language,
            " ".join(_several(p.starting("need"), between(p.quantiles("needs of a person"), draw), draw)),
            "yes" if chosen(p, "consents", draw) else "no", site_of(made, actor) if chosen(p, "site is told by a service", draw) else "",
        ]  # fmt: skip


def _sector(made: World, actor: Actor, draw: Draw) -> str:
    """The section of what it does, as told: of some records unknown, of some another."""
    p = made.parameters
    if chosen(p, "sector is not told", draw):
        return ""
    if chosen(p, "sector is told wrongly", draw):
        return weighed(p.starting("a firm does"), draw)
    sections = NETWORK_SECTIONS[actor.work] if actor.network_id else CLASSES[NUMBER[actor.name]].sections
    return weighed(dict(sections), draw)


def _several(weights: dict[str, int], many: int, draw: Draw) -> list[str]:
    """So many of the names, each once, in the order of the table."""
    left = dict(weights)
    for _ in range(max(len(weights) - many, 0)):
        del left[
            weighed(
                {name: max(max(weights.values()) * 2 - weight, 1) for name, weight in weights.items() if name in left},
                draw,
            )
        ]
    return list(left)
