"""Job orders that employers in the United States file for seasonal workers, and where these are housed: in the columns of
the sources h2a_orders, h2b_orders and h2a_housing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.classes import CLASSES, FILED, NUMBER
from turnstone.sim.filings.go_betweens import Counts, address, any_town, filing_agent, heavy, phone
from turnstone.sim.filings.renamings import Renaming, renaming
from turnstone.sim.firms import Firm, Premises, firm, premises
from turnstone.sim.names import street
from turnstone.sim.odds import Draw, as_written, between, chosen, side, weighed
from turnstone.sim.world import World

COUNTRY = "US"
H2A = (
    "CASE_NUMBER,DECISION_DATE,VISA_CLASS,CASE_RECEIVED_DATE,CASE_STATUS,CERTIFICATION_BEGIN_DATE,CERTIFICATION_END_DATE,EMPLOYER_NAME,"
    "EMPLOYER_ADDRESS1,EMPLOYER_ADDRESS2,EMPLOYER_CITY,EMPLOYER_STATE,EMPLOYER_POSTAL_CODE,EMPLOYER_COUNTRY,EMPLOYER_PHONE,LAWFIRM_NAME,"
    "AGENT_ATTORNEY_NAME,AGENT_ATTORNEY_CITY,AGENT_ATTORNEY_STATE,JOB_TITLE,SOC_CODE,SOC_TITLE,NAIC_CODE,NBR_WORKERS_REQUESTED,"
    "NBR_WORKERS_CERTIFIED,BASIC_NUMBER_OF_HOURS,BASIC_RATE_OF_PAY,BASIC_UNIT_OF_PAY,WORKSITE_CITY,WORKSITE_STATE,WORKSITE_POSTAL_CODE,"
    "ORGANIZATION_FLAG"
).split(",")
H2B = [{"CASE_RECEIVED_DATE": "NPC_SUBMITTED_DATE"}.get(name, name) for name in H2A if name != "ORGANIZATION_FLAG"] + [
    "PREVAILING_WAGE",
    "PW_UNIT_OF_PAY",
]
HOUSING = (
    "CASE_NUMBER,TYPE_OF_HOUSING,PHYSICAL_LOCATION_ADDRESS1,PHYSICAL_LOCATION_ADDRESS2,PHYSICAL_LOCATION_CITY,PHYSICAL_LOCATION_STATE,"
    "PHYSICAL_LOCATION_POSTAL_CODE,ADDITIONAL_HOUSING_INFORMATION,TOTAL_UNITS,TOTAL_OCCUPANCY"
).split(",")
JOBS = {
    "H-2A": (
        ("Farmworker", "45-2092", "Farmworkers and Laborers, Crop, Nursery, and Greenhouse", "111998"),
        ("Fruit Harvester", "45-2092", "Farmworkers and Laborers, Crop, Nursery, and Greenhouse", "111339"),
        ("Vegetable Farmworker", "45-2092", "Farmworkers and Laborers, Crop, Nursery, and Greenhouse", "111219"),
        ("Nursery Worker", "45-2092", "Farmworkers and Laborers, Crop, Nursery, and Greenhouse", "111421"),
        ("Livestock Worker", "45-2093", "Farmworkers, Farm, Ranch, and Aquacultural Animals", "112111"),
        ("Equipment Operator", "45-2091", "Agricultural Equipment Operators", "115113"),
    ),
    "H-2B": (
        ("Landscape Laborer", "37-3011", "Landscaping and Groundskeeping Workers", "561730"),
        ("Construction Laborer", "47-2061", "Construction Laborers", "236115"),
        ("Housekeeper", "37-2012", "Maids and Housekeeping Cleaners", "721110"),
        ("Concrete Finisher", "47-2051", "Cement Masons and Concrete Finishers", "238110"),
        ("Roofer Helper", "47-3016", "Helpers, Roofers", "238160"),
        ("Kitchen Helper", "35-9021", "Dishwashers", "722511"),
    ),
}  # fmt: skip
KINDS = {
    "contractor": "H-2A Labor Contractor or Job Contractor", "individual": "Individual Employer",
    "association": "Association - Filing as Agent (H-2A Only)",
}  # fmt: skip
STATUSES = {
    "certified": "DETERMINATION ISSUED - CERTIFICATION", "partial": "DETERMINATION ISSUED - PARTIAL CERTIFICATION",
    "denied": "DETERMINATION ISSUED - DENIED", "withdrawn": "DETERMINATION ISSUED - WITHDRAWN",
}  # fmt: skip
HOUSED = ("Migrant Labor Camp", "Apartment", "House", "Motel/Hotel", "Mobile Home", "Dormitory")


@dataclass(frozen=True)
class Filer:
    """How an employer files, the same in all its orders. `agent`: the go-between's number, -1 for none;
    `later`: the name under which it goes on."""

    programme: str
    employer: Firm
    at: Premises
    kind: str
    agent: int
    phone: str
    later: Renaming | None


@dataclass(frozen=True)
class Order:
    """One case: its row in the columns of its programme, and the rows of its housing."""

    programme: str
    case_no: str
    row: list[str]
    housing: list[list[str]]


def files(made: World, actor: Actor) -> bool:
    """Whether the actor files job orders."""
    if made.places.countries[actor.country] != COUNTRY:
        return False
    return actor.work in FILED if actor.network_id else CLASSES[NUMBER[actor.name]].filed


def filer(made: World, known: Counts, actor: Actor) -> Filer | None:
    """How the actor files; None if it does not."""
    employer = firm(made, actor) if files(made, actor) else None
    if employer is None:
        return None
    p = made.parameters
    draw = made.chance.many("filer", actor.key)
    farm = actor.name == "farm" or actor.work == "farm work"
    h2a = farm or (actor.name == "lawful recruiter" and chosen(p, "recruiter files for farms", draw))
    labour = "farm" if actor.name == "farm" else side(actor) if actor.network_id else "recruiter"
    kind = weighed({name: p.one(f"files as {name} {labour}") for name in KINDS}, draw)
    agents = made.chance.many("filer agent", actor.whole)  # who stays when names change keeps its agent
    agent = (
        heavy(known.agents[actor.country], agents) if chosen(p, f"files through an agent {side(actor)}", draw) else -1
    )
    if kind == "association" and agent < 0:
        agent = heavy(known.agents[actor.country], agents)
    way, said = draw(5), draw(MILLION)
    number = made.numbers[actor.country].written(actor.phone, way)
    if actor.tier >= 2 or said < p.one("agent's phone in filing"):
        number = phone(made, known, actor.country, agent, way) if agent >= 0 else ""
    return Filer(
        "H-2A" if h2a else "H-2B", employer, premises(made, actor), kind, agent, number, renaming(made, actor, employer)
    )


def orders(made: World, known: Counts, actor: Actor, how: Filer, number: dict[int, int], block: int) -> Iterator[Order]:
    """The actor's orders that were decided by the world's last day, by the day of need. `number`: day -> how many cases the
    block has had on it, which this counts on."""
    p = made.parameters
    draw = made.chance.many("job orders", actor.key)
    days = actor.end - actor.begin + 1
    many = max(between(p.quantiles("orders a year"), draw) * days // 365, 1)
    for begin in sorted(actor.begin + draw(days) for _ in range(many)):
        received = max(begin - between(p.quantiles("days filed before"), draw), 0)
        decided = received + between(p.quantiles("days to a decision"), draw)
        if decided >= made.plan.days:
            continue
        today = made.first_day + timedelta(received)
        of_day = number.get(received, 0)
        number[received] = of_day + 1
        case_no = _case(made, how.programme, today, of_day * made.blocks + block)
        yield _order(
            made,
            known,
            actor,
            how,
            case_no,
            today,
            timedelta(decided - received),
            made.first_day + timedelta(begin),
            draw,
        )


def _case(made: World, programme: str, day: date, place: int) -> str:
    """A case number that no other of its day has: places are dealt out over all numbers of six digits."""
    shift = made.chance.one(1_000_000, "case numbers", day.toordinal())
    return f"H-{300 if programme == 'H-2A' else 400}-{day:%y%j}-{(place * 618_033 + shift) % 1_000_000:06}"


def _order(
    made: World,
    known: Counts,
    actor: Actor,
    how: Filer,
    case_no: str,
    received: date,
    took: timedelta,
    begin: date,
    draw: Draw,
) -> Order:
    p = made.parameters
    name = how.employer.name
    if how.later is not None and received >= made.first_day + timedelta(how.later.day):
        name = how.later.name
    end = begin + timedelta(between(p.quantiles("days of a job order"), draw))
    decided = received + took
    wanted = max(actor.people * between(p.quantiles(f"workers asked for {side(actor)}"), draw) // 100, 1)
    status = weighed(p.starting("order is"), draw)
    granted = {
        "certified": wanted,
        "partial": max(wanted * between(p.quantiles("granted in part"), draw) // 100, 1),
    }.get(status, 0)
    title, code, named, industry = JOBS[how.programme][draw(len(JOBS[how.programme]))]
    wage, floor = _wage(made, how.programme, how.at.region, code, received.year, draw)
    town, state, postal = how.at.town_name, how.at.region, how.at.postal
    if chosen(p, "works in another town", draw):
        other = address(made, actor.country, any_town(made, actor.country, draw), draw)
        town, state, postal = other.city, other.region, other.postal
    agent = ("", "", "", "")
    if how.agent >= 0:
        by, who, office, _ = filing_agent(made, actor.country, how.agent)
        agent = (as_written(by, draw), who, office.city, office.region)
    row = [
        case_no, f"{decided} 00:00:00", how.programme, f"{received} 00:00:00", STATUSES[status], f"{begin} 00:00:00", f"{end} 00:00:00",
        as_written(name, draw), how.at.street, how.at.unit, how.at.town_name, how.at.region, how.at.postal,
        "UNITED STATES OF AMERICA", how.phone, *agent, title, code, named, industry, str(wanted), str(granted),
        str(between(p.quantiles("hours a week"), draw)), _money(wage), "Hour", town, state, postal,
    ]  # fmt: skip
    if how.programme == "H-2B":
        return Order("H-2B", case_no, [*row, _money(floor), "Hour"], [])
    housing = list(_housing(made, actor, case_no, how, max(granted, 1), draw))
    return Order("H-2A", case_no, [*row, KINDS[how.kind]], housing)


def _wage(made: World, programme: str, state: str, code: str, year: int, draw: Draw) -> tuple[int, int]:
    """Wage and floor in cents: most pay the floor, which is one in a State (of H-2A) or a trade in it."""
    p = made.parameters
    place = int.from_bytes(f"{state}{code if programme == 'H-2B' else ''}".encode(), "big")
    floor = between(p.quantiles(f"wage floor {programme}"), made.chance.many("wage floor", place, year))
    if chosen(p, "pays the floor", draw):
        return floor, floor
    return floor + between(p.quantiles("cents above the floor"), draw), floor


def _housing(made: World, actor: Actor, case_no: str, how: Filer, workers: int, draw: Draw) -> Iterator[list[str]]:
    """Where workers are housed: in a camp or motel that many employers use, or in the employer's own places."""
    p = made.parameters
    houses = between(p.quantiles("houses of a job order"), draw)
    for house in range(houses):
        shared = chosen(p, f"houses in a shared place {side(actor)}", draw)
        kind = HOUSED[(0, 3, 4, 5)[draw(4)] if shared else (1, 2, 4, 5)[draw(4)]]
        room = max((workers + houses - 1) // houses + between(p.quantiles("places to spare"), draw), 1)
        if shared:
            camp = draw(p.one("camps of a town"))
            at = address(made, actor.country, how.at.town, made.chance.many("camp", how.at.town, camp))
            lines = (at.line, "", at.city, at.region, at.postal)
        elif house < actor.branches:
            own = premises(made, actor, house)
            lines = (own.street, own.unit, own.town_name, own.region, own.postal)
        else:
            lines = (
                f"{draw(9_800) + 100} {street(COUNTRY, draw(1 << 20))}",
                "",
                how.at.town_name,
                how.at.region,
                how.at.postal,
            )
        yield [case_no, kind, *lines, "", str(max(room // p.one("people a housing unit"), 1)), str(room)]


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
