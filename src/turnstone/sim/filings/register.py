"""A company register with its officers: the firms of units and networks among others that advertise nothing. Every second
country gives it as FollowTheMoney entities, the others as three CSV tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from turnstone.formats.ftm import entity_line
from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.filings.go_betweens import (
    Counts,
    Nominee,
    Place,
    address,
    any_town,
    heavy,
    mine,
    nominee,
    phone,
    registered_office,
)
from turnstone.sim.filings.renamings import renaming
from turnstone.sim.firms import Firm, firm, premises
from turnstone.sim.names import family, given
from turnstone.sim.names import firm as firm_name
from turnstone.sim.odds import Draw, between, chosen, external, side, weighed
from turnstone.sim.persons import ROLES, Person, person
from turnstone.sim.truth import TrueRow, Truth, person_of, row_of
from turnstone.sim.world import World

COMPANIES = (
    "company_id,name,company_number,status,incorporated_on,dissolved_on,address_line_1,address_line_2,town,region,postcode,country,"
    "activity,telephone"
).split(",")
OFFICERS = "officer_id,name,born,nationality,service_address,town,region,postcode,country".split(",")
APPOINTMENTS = "holder_id,company_id,kind,role,from,until".split(",")
ACTIVITIES = {
    "farm": "01.13", "construction": "41.20", "hospitality": "56.10", "massage": "96.04", "recruiter": "78.10", "domestic": "97.00",
    "companionship": "96.09",
}  # fmt: skip
COUSINS = 900
"""Numbers of an owner's relatives among the persons of a firm are from here."""


@dataclass(frozen=True)
class Company:
    """A line of the register; days since the world's first, `until` None while it goes on."""

    id: str
    name: str
    number: str
    since: int
    until: int | None
    at: Place
    at_id: str
    sells: str
    phone: str


@dataclass(frozen=True)
class Officer:
    """Who holds an office or shares. `born`: year and month."""

    id: str
    name: str
    born: tuple[int, int]
    nationality: str
    at: Place


@dataclass(frozen=True)
class Appointment:
    """`kind`: Directorship or Ownership; days as in Company."""

    holder: str
    company: str
    kind: str
    role: str
    since: int
    until: int | None


@dataclass
class Register:
    """A block's lines of one country. Officers and addresses by id, each once."""

    companies: list[Company] = field(default_factory=list)
    officers: dict[str, Officer] = field(default_factory=dict)
    appointments: list[Appointment] = field(default_factory=list)


def company_id(made: World, actor: Actor, which: int = 0) -> str:
    """The id of the actor's company: 0 the one that it works under, then others that its owner has or had."""
    return external(made.chance.many("company", actor.key, which))


def officer_id(made: World, actor: Actor, number: int) -> str:
    """The id that the register gives a person of a unit or network; one in all its companies."""
    return external(made.chance.many("officer", actor.whole, number))


def registered_as(made: World, actor: Actor, own: Firm) -> str:
    """What the register says that the firm does: often what it does, else anything that companies do."""
    draw = made.chance.many("registered as", actor.key)
    return (
        own.sells
        if chosen(made.parameters, f"true activity {side(actor)}", draw)
        else weighed(made.parameters.starting("a firm does"), draw)
    )


def enter(made: World, known: Counts, actor: Actor, into: Register, told: Truth) -> None:
    """The companies of a unit or phase, if it has any, with their officers."""
    own = firm(made, actor)
    if own is None:
        return
    p = made.parameters
    draw = made.chance.many("register", actor.key)
    chief, chief_row = _chief(made, known, actor, draw)
    at, at_id = _office(made, known, actor, draw)
    number = made.numbers[actor.country]
    way, rung = draw(5), draw(MILLION) < p.one("telephone in the register")
    rings = (
        ""
        if not rung
        else number.written(actor.phone, way)
        if actor.tier < 2 and not chosen(p, "agent's phone in the register", draw)
        else phone(made, known, actor.country, draw(p.one("phones of formation agents")), way)
    )
    until, later = _ended(made, actor, draw), renaming(made, actor, own)
    main = Company(
        company_id(made, actor), own.name, own.number, own.begun, later.day if later else until, at, at_id, registered_as(made, actor, own), rings
    )  # fmt: skip
    theirs = [main]
    if later is not None:
        theirs.append(
            replace(
                main,
                id=company_id(made, actor, 3),
                name=later.name,
                number=later.number,
                since=later.day - draw(30),
                until=until,
            )
        )
    for which, name in enumerate(("company before", "second company"), 1):
        if chosen(p, f"{name} {side(actor)}", draw):
            theirs.append(_other(made, known, actor, own, main, which, draw))
    for company in theirs:
        _add(made, known, actor, company, chief, chief_row, draw, into, told)


def _ended(made: World, actor: Actor, draw: Draw) -> int | None:
    """The day on which a company is struck off; None while it goes on. Firms that stop may leave theirs as it is."""
    if not chosen(made.parameters, f"dissolved at the end {side(actor)}", draw):
        return None
    day = actor.end + between(made.parameters.quantiles("days to dissolution"), draw)
    return day if day < made.plan.days else None


def _chief(made: World, known: Counts, actor: Actor, draw: Draw) -> tuple[Officer | Nominee, TrueRow | None]:
    """Who directs: who runs it, one of those who work, or a nominee; and the truth of that person."""
    p = made.parameters
    of = f"tier {actor.tier}" if actor.network_id else "lawful"
    said = draw(MILLION)
    if said < p.one(f"nominee director {of}"):
        return nominee(made, actor.country, heavy(known.nominees[actor.country], draw)), None
    place, role = (ROLES.index("officer"), "officer") if actor.network_id else (0, "officer")
    if said >= MILLION - p.one(f"worker as director {of}"):
        place, role = (
            (len(ROLES) + draw(actor.people), "possible victim")
            if actor.network_id
            else (1 + draw(actor.people), "worker")
        )
    elif actor.network_id and actor.tier == 0 and chosen(p, "controller as director", draw):
        place, role = 0, "controller"
    return _own(made, actor, person(made, actor, place, role))


def _own(made: World, actor: Actor, who: Person) -> tuple[Officer, TrueRow]:
    home = address(made, actor.country, actor.town, made.chance.many("home", actor.whole, who.number))
    id = officer_id(made, actor, who.number)
    return Officer(id, who.name, who.born[:2], who.nationality, home), row_of(actor, "parties", id, who)


def _office(made: World, known: Counts, actor: Actor, draw: Draw) -> tuple[Place, str]:
    """Where a company is registered: with a formation agent, or where the unit works. The id is the agent's, or empty."""
    if chosen(made.parameters, f"registered with an agent {side(actor)}", draw):
        id, at = registered_office(made, actor.country, heavy(known.offices[actor.country], draw))
        return at, id
    own = premises(made, actor)
    return Place(
        own.street, own.unit, own.town, own.town_name, own.region, own.postal, made.places.countries[actor.country]
    ), ""


def _other(made: World, known: Counts, actor: Actor, own: Firm, main: Company, which: int, draw: Draw) -> Company:
    """Another company of the same owner: the one that went bankrupt before, or a second one."""
    code = made.places.countries[actor.country]
    sells = (
        own.sells
        if which == 1 or chosen(made.parameters, "second company does the same", draw)
        else weighed(made.parameters.starting("a firm does"), draw)
    )
    name = firm_name(sells, code, draw(1 << 31))
    number = f"{draw(1 << 30) % 900_000_000 + 100_000_000}"
    at, at_id = (
        (main.at, main.at_id)
        if chosen(made.parameters, "other company at the same place", draw)
        else _office(made, known, actor, draw)
    )
    until = (
        own.begun + between(made.parameters.quantiles("days from one company to the next"), draw)
        if which == 1
        else None
    )
    since = (own.begun if until is None else until) - between(
        made.parameters.quantiles("days of a company before"), draw
    )
    return Company(company_id(made, actor, which), name, number, since, until, at, at_id, sells, "")


def _add(
    made: World, known: Counts, actor: Actor, company: Company, chief: Officer | Nominee, chief_row: TrueRow | None, draw: Draw, into: Register,
    told: Truth,
) -> None:  # fmt: skip
    p = made.parameters
    into.companies.append(company)
    told.rows.append(row_of(actor, "parties", company.id))
    _holds(chief, company, "Directorship", company.since, into)
    if chief_row is not None and chief.id not in into.officers:
        told.rows.append(chief_row)
    if isinstance(chief, Officer):
        into.officers[chief.id] = chief
    for cousin in range(between(p.quantiles("further officers"), draw)):
        who = person(made, actor, COUSINS + cousin, "officer")
        other, row = _own(made, actor, who)
        if other.id not in into.officers:
            into.officers[other.id] = other
            told.rows.append(row)
            told.people.append(person_of(actor, who))
        _holds(
            other,
            company,
            "Directorship",
            company.since + draw(max(min(made.plan.days - company.since, p.one("days until officers join")), 1)),
            into,
        )
    if chosen(p, "owner is told", draw):
        if isinstance(chief, Officer) and not chosen(p, "owned by a nominee", draw):
            _holds(chief, company, "Ownership", company.since, into)
        else:
            _holds(
                nominee(made, actor.country, heavy(known.nominees[actor.country], draw)),
                company,
                "Ownership",
                company.since,
                into,
            )


def _holds(who: Officer | Nominee, company: Company, kind: str, since: int, into: Register) -> None:
    role = "director" if kind == "Directorship" else "owner"
    into.appointments.append(Appointment(who.id, company.id, kind, role, since, company.until))


def enter_others(made: World, known: Counts, country: int, block: int, into: Register, told: Truth) -> None:
    """The block's share of companies that advertise nothing, and of nominees, each of whom is an officer once."""
    p, code = made.parameters, made.places.countries[country]
    for number in mine(made, block, known.nominees[country]):
        by_trade = nominee(made, country, number)
        into.officers[by_trade.id] = Officer(
            by_trade.id, by_trade.name, by_trade.born, by_trade.nationality, by_trade.at
        )
        told.rows.append(
            TrueRow("parties", by_trade.id, "", "", "", "officer", "", "", by_trade.nationality, by_trade.sex)
        )
    entrepreneurs = max(known.others[country] // p.one("firms an entrepreneur"), 1)
    for number in mine(made, block, entrepreneurs):
        _enter_stranger(
            *_stranger(made, country, made.chance.many("entrepreneur", country, number)), country, into, told
        )
    for number in mine(made, block, known.others[country]):
        draw = made.chance.many("other firm", country, number)
        id, sells = external(draw), weighed(p.starting("a firm does"), draw)
        since = draw(made.plan.days) - between(p.quantiles("firm age lawful"), draw)
        until = since + draw(made.plan.days - since) if chosen(p, "dissolved other", draw) else None
        town = any_town(made, country, draw)
        unit = (
            f"{('Apt', 'Unit', 'Ste')[draw(3)]} {draw(60) + 1}"
            if chosen(p, "other firm has a unit", draw) and code != "FR"
            else ""
        )
        at, at_id = address(made, country, town, draw, unit), ""
        if chosen(p, "registered with an agent lawful", draw):
            at_id, at = registered_office(made, country, heavy(known.offices[country], draw))
        rings = (
            phone(
                made,
                known,
                country,
                p.one("phones of formation agents") + draw(p.one("phones of other firms")),
                draw(5),
            )
            if chosen(p, "telephone in the register", draw)
            else ""
        )
        company = Company(
            id, firm_name(sells, code, draw(1 << 31)), f"{draw(1 << 30) % 900_000_000 + 100_000_000}", since, until, at, at_id, sells, rings
        )  # fmt: skip
        into.companies.append(company)
        told.rows.append(TrueRow("parties", id, "", "no", "", "other firm", f"o{country}-{number}", "", "", ""))
        for place in range(1 + between(p.quantiles("further officers"), draw)):
            if place == 0 and chosen(p, "nominee director lawful", draw):
                _holds(
                    nominee(made, country, heavy(known.nominees[country], draw)), company, "Directorship", since, into
                )
                continue
            if place == 0 and chosen(p, "other firm of an entrepreneur", draw):
                who, _ = _stranger(made, country, made.chance.many("entrepreneur", country, draw(entrepreneurs)))
            else:
                who, sex = _stranger(made, country, draw)
                _enter_stranger(who, sex, country, into, told)
            _holds(who, company, "Directorship", since, into)
            if place == 0 and chosen(p, "owner is told", draw):
                _holds(who, company, "Ownership", since, into)


def _enter_stranger(who: Officer, sex: str, country: int, into: Register, told: Truth) -> None:
    into.officers[who.id] = who
    told.rows.append(
        TrueRow("parties", who.id, "", "no", "", "other firm", f"o{country}-{who.id}", "", who.nationality, sex)
    )


def _stranger(made: World, country: int, draw: Draw) -> tuple[Officer, str]:
    """An officer of companies that advertise nothing, and the sex."""
    code = made.places.countries[country]
    nationality, sex = (
        weighed(made.parameters.starting(f"works in {code} from"), draw),
        "FM"[chosen(made.parameters, "officers are men", draw)],
    )
    name = f"{given(nationality, sex, draw(1 << 20))} {family(nationality, draw(1 << 20))}"
    born = (between(made.parameters.quantiles("officers born"), draw), 1 + draw(12))
    return Officer(
        external(draw), name, born, nationality, address(made, country, any_town(made, country, draw), draw)
    ), sex


def company_rows(made: World, held: Register) -> Iterator[list[str]]:
    """Rows of companies.csv."""
    for c in held.companies:
        yield [
            c.id, c.name, c.number, "active" if c.until is None else "dissolved", _day(made, c.since), _day(made, c.until), c.at.line, c.at.unit,
            c.at.city, c.at.region, c.at.postal, c.at.country, ACTIVITIES[c.sells], c.phone,
        ]  # fmt: skip


def officer_rows(held: Register) -> Iterator[list[str]]:
    """Rows of officers.csv."""
    for o in held.officers.values():
        yield [
            o.id,
            o.name,
            f"{o.born[0]}-{o.born[1]:02}",
            o.nationality,
            o.at.line,
            o.at.city,
            o.at.region,
            o.at.postal,
            o.at.country,
        ]


def appointment_rows(made: World, held: Register) -> Iterator[list[str]]:
    """Rows of appointments.csv."""
    for a in held.appointments:
        yield [a.holder, a.company, a.kind, a.role, _day(made, a.since), _day(made, a.until)]


def office_entities(made: World, country: int, known: Counts, block: int) -> Iterator[str]:
    """The block's share of formation agents' addresses, as entities."""
    for number in mine(made, block, known.offices[country]):
        id, at = registered_office(made, country, number)
        yield _address_entity(id, at)


def entities(made: World, held: Register) -> Iterator[str]:
    """Lines of FollowTheMoney: companies, officers and the links between them; an address is an entity of its own."""
    for c in held.companies:
        at = c.at_id or f"{c.id}-at"
        if not c.at_id:
            yield _address_entity(at, c.at)
        yield entity_line(c.id, "Company", {
            "name": [c.name], "registrationNumber": [c.number], "jurisdiction": [c.at.country.lower()], "status": ["active" if c.until is None else "dissolved"],
            "incorporationDate": [_day(made, c.since)], "dissolutionDate": [_day(made, c.until)], "addressEntity": [at],
            "sector": [ACTIVITIES[c.sells]], "phone": [c.phone],
        })  # fmt: skip
    for o in held.officers.values():
        yield entity_line(o.id, "Person", {
            "name": [o.name], "birthDate": [f"{o.born[0]}-{o.born[1]:02}"], "nationality": [o.nationality.lower()],
            "address": [f"{o.at.line}, {o.at.postal} {o.at.city}"], "country": [o.at.country.lower()],
        })  # fmt: skip
    for place, a in enumerate(held.appointments):
        ends = ("director", "organization") if a.kind == "Directorship" else ("owner", "asset")
        yield entity_line(f"{a.holder}-{a.company}-{place}", a.kind, {
            ends[0]: [a.holder], ends[1]: [a.company], "role": [a.role], "startDate": [_day(made, a.since)], "endDate": [_day(made, a.until)],
        })  # fmt: skip


def _address_entity(id: str, at: Place) -> str:
    return entity_line(id, "Address", {
        "street": [at.line], "street2": [at.unit], "city": [at.city], "state": [at.region], "postalCode": [at.postal], "country": [at.country.lower()],
    })  # fmt: skip


def _day(made: World, day: int | None) -> str:
    """A day as a date; nothing for none."""
    return "" if day is None else f"{made.first_day + timedelta(day)}"
