"""Who speaks in an offer, under which name, number, account and text: a unit has one voice or many.

What a class of unit shares between its voices is what it is known by: a lawful agency one text, sharers one telephone,
a network of tier 0 all, one of tier 3 nearly nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.classes import CLASSES, NETWORK_SECTIONS, NUMBER
from turnstone.sim.firms import firm
from turnstone.sim.grammar import speaks
from turnstone.sim.names import firm as firm_name
from turnstone.sim.names import working
from turnstone.sim.odds import letters
from turnstone.sim.offers.drafts import Draft, Draw, draft, half_of
from turnstone.sim.persons import MAIL, ROLES, Person, person
from turnstone.sim.world import World

SERVICE_SIGNS = ("movement", "trustworthy", "ethnicity", "youth", "screening")
JOB_SIGNS = ("lodging", "transport", "no_experience", "cash", "documents", "deductions", "urgent")
SERVICE = ("companionship", "massage")
TEXT_OF_ALL = frozenset(
    {"lawful agency", "salon", "franchise", "lawful recruiter", "spammer", "scammer", "farm", "contractor"}
)
"""Classes whose voices say one text with slots."""

FOR_EVER = 1 << 20
"""Days."""


@dataclass(frozen=True)
class Manner:
    """How a unit posts, the same for all its voices. `voices`: how many at one time; `stays`: days for which one is heard;
    `rotates`: days after which each has another number and account."""

    section: str
    side: str
    language: str
    base: Draft
    voices: int
    stays: int
    rotates: int
    in_batches: bool
    phone_missing: bool
    phone_in_text: bool
    obscured: bool
    has_email: bool
    has_handle: bool
    has_price: bool
    has_name: bool
    poster: int
    template: bool


@dataclass(frozen=True)
class Voice:
    """`number`: which of the unit's; `name`: as it calls itself; `claimed`: the business that it names; `who`: the person,
    whom no offer names; `images`: PDQ hashes."""

    number: int
    name: str
    age: int
    claimed: str
    who: Person
    text: Draft
    email: str
    handle: str
    price: int
    images: tuple[str, ...]


def manner(made: World, actor: Actor) -> Manner:
    """How the unit posts."""
    p = made.parameters
    draw = made.chance.many("manner", actor.key)
    text = made.chance.many("text", actor.drawn_from("text"))
    section = _section(actor, text)
    service = section in SERVICE
    poster = -1
    through = "posts through a poster" if actor.name == "solo worker" else "network posts through a poster"
    if (actor.name == "solo worker" or actor.work == "sexual exploitation") and draw(MILLION) < p.one(through):
        poster = draw(made.posters)
    language = _language(made, actor, section, text)
    signs = _signs(made, actor, section, text)
    base = draft(section, language, text, signs)
    comes_and_goes = service and actor.name in ("network", "lawful agency")
    stays = p.either(f"stays with {actor.name}", "stays with lawful agency")
    side = "service" if service else "room" if section == "room" else "job"

    def happens(share: int) -> bool:
        return draw(MILLION) < share

    return Manner(
        section=section, side=side, language=language, base=base, voices=_voices(made, actor, section),
        stays=stays[made.chance.one(len(stays), "stays", actor.key)] if comes_and_goes else FOR_EVER,
        rotates=p.one(f"changes numbers tier {actor.tier}") if actor.tier >= 2 else FOR_EVER,
        in_batches=happens(p.one("posts in batches")), phone_missing=happens(p.one("phone missing")),
        phone_in_text=happens(p.one("phone in the text")),
        obscured=happens(p.either(f"obscured phone tier {actor.tier}", "obscured phone solo worker")[0]),
        has_email=happens(p.one("email in service offers" if service else "email in job offers")),
        has_handle=happens(p.one("handle in the text")), has_price=not happens(p.one("price missing")),
        has_name=service and happens(p.one("name in service offers")), poster=poster,
        template=actor.name in TEXT_OF_ALL or actor.tier in (0, 1),
    )  # fmt: skip


def voice(made: World, actor: Actor, how: Manner, number: int) -> Voice:
    """One of the unit's voices."""
    p = made.parameters
    draw = made.chance.many("voice", actor.key, number)
    service = how.side == "service"
    victims = actor.network_id and service
    who = person(made, actor, len(ROLES) + number if victims else 1 if actor.network_id else number, "possible victim" if victims
                 else "recruiter" if actor.network_id else "worker")  # fmt: skip
    text = how.base
    if not how.template:
        text = draft(how.section, how.language, draw, _signs(made, actor, how.section, draw))
        if actor.tier == 2:
            text = half_of(how.base, text, draw)
        if actor.tier < 0 and number == 0:
            text = how.base
    name = working(draw(1 << 20))
    kind = "service" if service else how.side
    many = p.quantiles("images service") if service else p.quantiles("images job")
    return Voice(
        number, name, 21 + draw(18), _claimed(made, actor, how, number, draw(MILLION)) or (name if how.has_name else ""), who, text,
        _email(made, actor, how, number), f"@{letters(draw(1 << 31))}", int(p.quantiles(f"price {kind}")[draw(8)]) + draw(8) // 2,
        _images(made, actor, number, many[draw(8)], service),
    )  # fmt: skip


def phone_of(actor: Actor, how: Manner, number: int, day: int) -> int:
    """The ordinal of the number that the voice gives on a day, counted within the country."""
    turns = (day - actor.begin) // how.rotates
    return actor.phone + (number + how.voices * turns) % actor.phones


def account_of(made: World, actor: Actor, how: Manner, number: int, day: int, site: int) -> str:
    """The account under which the voice posts on a site on a day."""
    if how.poster >= 0:
        return letters(made.chance.one(1 << 31, "poster", how.poster, site))
    key, which = actor.key, 0
    if actor.tier == 0 or actor.name in ("solo worker", "touring worker", "lawful agency", "salon", "lawful recruiter"):
        key = actor.drawn_from("account")
    elif actor.tier == 1:
        which = number % (1 + how.voices // 4)
    elif actor.tier == 2:
        which = number
    elif actor.tier == 3:
        which = number + how.voices * ((day - actor.begin) // how.rotates)
    else:
        which = number % max(actor.phones, actor.people if actor.name == "sharer" else 1)
    return letters(made.chance.one(1 << 31, "account", key, which, site))


def _section(actor: Actor, draw: Draw) -> str:
    sections = NETWORK_SECTIONS[actor.work] if actor.network_id else CLASSES[NUMBER[actor.name]].sections
    return sections[_one_of([weight for _, weight in sections], draw)][0]


def _language(made: World, actor: Actor, section: str, draw: Draw) -> str:
    of_country = {"FR": "fr"}.get(made.places.countries[actor.country], "en")
    own = person(
        made, actor, len(ROLES) if actor.network_id else 0, "possible victim" if actor.network_id else "worker"
    ).language
    other = draw(MILLION) < made.parameters.one("posts in own language")
    return own if other and speaks(own, section) else of_country


def _voices(made: World, actor: Actor, section: str) -> int:
    if actor.network_id:
        if section in SERVICE:
            return actor.people
        names = made.parameters.quantiles("front names network")
        return int(names[made.chance.one(len(names), "front names", actor.key)]) if actor.tier else 1
    if actor.name == "lawful recruiter":
        names = made.parameters.quantiles("names of employers a recruiter")
        return int(names[made.chance.one(len(names), "employers", actor.key)])
    return {"sharer": actor.people, "lawful agency": actor.people, "franchise": actor.branches, "spammer": actor.phones,
            "scammer": actor.phones, "salon": min(actor.people, 2)}.get(actor.name, 1)  # fmt: skip


def _signs(made: World, actor: Actor, section: str, draw: Draw) -> list[str]:
    """The signs in a text: as many as published counts have them, which ones by their weights for the class."""
    p = made.parameters
    if section in ("room", "scam"):
        return []
    service = section in SERVICE
    left = {
        sign: p.either(f"sign {sign} in {actor.name}", f"sign {sign} in solo worker")[0]
        if service
        else p.one(f"job sign {sign}")
        for sign in (SERVICE_SIGNS if service else JOB_SIGNS)
    }
    out = []
    for _ in range(_one_of(p.quantiles(f"signs in a {'service' if service else 'job'} offer"), draw)):
        names = list(left)
        out.append(names[_one_of([left[name] for name in names], draw)])
        del left[out[-1]]
    return out


def _one_of(weights: Sequence[int], draw: Draw) -> int:
    """The place of one of the weights, each as often as it weighs."""
    left = draw(sum(weights))
    for place, weight in enumerate(weights):
        if left < weight:
            return place
        left -= weight
    return len(weights) - 1


def _claimed(made: World, actor: Actor, how: Manner, number: int, draw: int) -> str:
    own = firm(made, actor)
    if actor.name == "lawful recruiter" and draw >= made.parameters.one("own employer named by recruiter"):
        return _other_firm(made, actor, how, number)
    if actor.name in ("spammer", "scammer") and how.side == "job":
        return _other_firm(made, actor, how, number)
    if actor.network_id and how.side == "job" and actor.tier > 0:
        return _other_firm(made, actor, how, number)
    return (
        own.name
        if own is not None and (how.side != "service" or actor.name in ("lawful agency", "salon") or number % 2)
        else ""
    )


def _other_firm(made: World, actor: Actor, how: Manner, number: int) -> str:
    country = made.places.countries[actor.country]
    section = how.section if how.section not in ("scam", "street", "room") else "hospitality"
    return firm_name(section, country, made.chance.one(1 << 31, "employer", actor.key, number))


def _email(made: World, actor: Actor, how: Manner, number: int) -> str:
    key = actor.drawn_from("email")
    which = number if actor.tier in (1, 2, 3) or actor.name in ("sharer", "spammer", "scammer") else 0
    draw = made.chance.many("e-mail", key, which)
    return f"{working(draw(1 << 20)).lower()}.{letters(draw(1 << 31))}@{MAIL[draw(len(MAIL))]}"


def _images(made: World, actor: Actor, number: int, many: int, service: bool) -> tuple[str, ...]:
    p = made.parameters
    draw = made.chance.many("images", actor.key, number)
    if not service:
        return tuple(_hash(made, -1, draw(p.one("stock images")), 0) for _ in range(many))
    owner, of = actor.key, number
    if draw(MILLION) < p.one("images of others"):
        owner, of = draw(max(len(made.plan.units), 1)), 0
    return tuple(_hash(made, owner, of, i) for i in range(many))


def _hash(made: World, owner: int, of: int, picture: int) -> str:
    """256 bits, as a PDQ hash has; half of them set, as PDQ's are nearly."""
    return "".join(f"{made.chance.word('picture', owner, of, picture, part):016x}" for part in range(4))
