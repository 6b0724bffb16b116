"""A register of premises, of who owns and who rents them: owners let to units of all classes, networks among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from turnstone.sim.actors import Actor, of_unit
from turnstone.sim.filings.go_betweens import Counts, Place, address, heavy, mine, property_company
from turnstone.sim.filings.register import company_id
from turnstone.sim.firms import firm, premises
from turnstone.sim.odds import between, chosen, external, side
from turnstone.sim.persons import person, persons
from turnstone.sim.truth import TrueRow, Truth, row_of
from turnstone.sim.world import World

PREMISES = (
    "premises_id,kind,address_line_1,address_line_2,town,region,postcode,country,latitude,longitude,owner_id,owner,let_since,"
    "tenant_company,licence,licensed_for,area"
).split(",")
OWNERS = "owner_id,kind,name,address,town,region,postcode,country".split(",")
TENURES = "holder_id,premises_id,kind,from,until".split(",")
LICENSED = ("shop", "office")


@dataclass(frozen=True)
class Listed:
    """Rows of the three tables that an actor's places fill."""

    premises: list[list[str]]
    owners: list[list[str]]
    tenures: list[list[str]]


def listed(made: World, known: Counts, actor: Actor, told: Truth) -> Listed:
    """The actor's places that the register has. A place that a phase took over is listed once, with both tenures."""
    p = made.parameters
    out = Listed([], [], [])
    tenant = firm(made, actor)
    for branch in range(actor.branches):
        place_key = actor.drawn_from("premises")
        if not chosen(p, "place is listed", made.chance.many("listed", place_key, branch)):
            continue
        draw = made.chance.many("tenure", actor.key, branch)
        id = premises_id(made, actor, branch)
        since = actor.begin - between(p.quantiles("days rented before"), draw)
        until = (
            f"{made.first_day + timedelta(actor.end)}"
            if actor.end < made.plan.days - 1 and chosen(p, "end of a let is told", draw)
            else ""
        )
        named = tenant is not None and chosen(p, f"firm is the tenant {side(actor)}", draw)
        if named:
            out.tenures.append(
                [company_id(made, actor), id, "Occupancy", f"{made.first_day + timedelta(since)}", until]
            )
        if place_key != actor.key:
            continue
        at = premises(made, actor, branch)
        country = made.places.countries[actor.country]
        owner, name = owner_of(made, known, actor, branch, out, told)
        licence = between(p.quantiles("people licensed for"), draw) if chosen(p, f"licence {at.kind}", draw) else 0
        out.premises.append([
            id, at.kind, at.street, at.unit, at.town_name, at.region, at.postal, country, _degrees(at.latitude), _degrees(at.longitude), owner, name,
            f"{made.first_day + timedelta(since)}", tenant.name if named and tenant else "", f"L{draw(900_000) + 100_000}" if licence else "",
            str(licence or ""), str(between(p.quantiles(f"area {at.kind}"), draw)),
        ])  # fmt: skip
        out.tenures.append(
            [
                owner,
                id,
                "Ownership",
                f"{made.first_day + timedelta(since - between(p.quantiles('days owned before'), draw))}",
                "",
            ]
        )
        told.rows.append(row_of(actor, "parties", id))
    return out


def premises_id(made: World, actor: Actor, branch: int) -> str:
    """The register's id of a place; the same for all phases that use it."""
    return external(made.chance.many("premises id", actor.drawn_from("premises"), branch))


def owner_of(made: World, known: Counts, actor: Actor, branch: int, out: Listed, told: Truth) -> tuple[str, str]:
    """Id and name of who owns a place: who works there, one of the landlords who let rooms, or a property company."""
    p, country = made.parameters, actor.country
    draw = made.chance.many("owner", actor.drawn_from("premises"), branch)
    if actor.name == "landlord":
        return external(made.chance.many("owner id", actor.whole)), person(made, actor, 0, "landlord").name
    if chosen(p, f"owns the place {side(actor)}", draw):
        who = persons(made, actor)[0]
        id = external(made.chance.many("owner id", actor.whole))
        if id not in {row[0] for row in out.owners}:
            home = address(made, country, actor.town, made.chance.many("home", actor.whole, 0))
            out.owners.append(_owner(id, "person", who.name, home))
            told.rows.append(row_of(actor, "parties", id, who))
        return id, who.name
    if known.landlords[country] and chosen(p, "landlord is a person", draw):
        unit = known.landlords[country][heavy(len(known.landlords[country]), draw)]
        landlord = of_unit(made.plan.units, unit)
        return external(made.chance.many("owner id", landlord.whole)), person(made, landlord, 0, "landlord").name
    id, name, _ = property_company(made, country, heavy(known.owners[country], draw))
    return id, name


def owners_of_many(made: World, known: Counts, country: int, block: int, told: Truth) -> Iterator[list[str]]:
    """The block's share of landlords and property companies, each once."""
    for place in mine(made, block, len(known.landlords[country])):
        landlord = of_unit(made.plan.units, known.landlords[country][place])
        who = person(made, landlord, 0, "landlord")
        id = external(made.chance.many("owner id", landlord.whole))
        told.rows.append(row_of(landlord, "parties", id, who))
        yield _owner(
            id, "person", who.name, address(made, country, landlord.town, made.chance.many("home", landlord.whole, 0))
        )
    for number in mine(made, block, known.owners[country]):
        id, name, at = property_company(made, country, number)
        told.rows.append(TrueRow("parties", id, "", "no", "", "landlord", f"p{country}-{number}", "", "", ""))
        yield _owner(id, "company", name, at)


def _owner(id: str, kind: str, name: str, at: Place) -> list[str]:
    return [id, "Person" if kind == "person" else "Company", name, at.line, at.city, at.region, at.postal, at.country]


def _degrees(value: float) -> str:
    return f"{value:.4f}"
