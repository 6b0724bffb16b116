"""Offers as they are posted: when, on which site, by which voice, in which words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.firms import Premises, premises
from turnstone.sim.names import Town
from turnstone.sim.odds import letters
from turnstone.sim.offers.drafts import said, with_one_anew
from turnstone.sim.offers.voices import Manner, Voice, account_of, manner, phone_of, voice
from turnstone.sim.phones import obscured
from turnstone.sim.world import World

HOURS = (3, 2, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9, 9, 8, 6, 4)
"""How often offers are posted in each hour."""
DAY = 1440
BATCH = 90
SITES_OF = {"service": (0, 1), "job": (2, 3, 1), "room": (1, 3)}
"""Side -> sites that take such offers, by their place in sites.SITES. A unit uses one of them, or all."""
CURRENCY = {"US": "USD", "FR": "EUR", "AU": "AUD"}


class Post(NamedTuple):
    """An offer, and what truth says of its row. `minute`: since the world's first."""

    site: int
    minute: int
    id: str
    section: str
    side: str
    title: str
    text: str
    town: str
    country: str
    price: str
    currency: str
    account: str
    claimed: str
    phone: str
    email: str
    images: tuple[str, ...]
    actor: Actor
    voice: Voice
    language: str


def posts(made: World, actor: Actor) -> Iterator[Post]:
    """The unit's offers, `actor.offers` of them."""
    how = manner(made, actor)
    chance, p = made.chance, made.parameters
    voices: dict[int, Voice] = {}
    places: dict[int, Premises] = {}
    country = made.places.countries[actor.country]
    towns = made.places.towns[actor.country]
    sites = SITES_OF[how.side]
    only = chance.one(len(sites) + 1, "site", actor.key)
    days = actor.end - actor.begin + 1
    rounds = (actor.offers + how.voices - 1) // how.voices
    stay = _stay(made, actor)
    for n in range(actor.offers):
        draw = chance.many("post", actor.key, n)
        slot, turn = n % how.voices, n // how.voices
        minute = _minute(made, actor, how, days, rounds, turn, draw(1 << 20))
        day = minute // DAY
        number = slot + how.voices * ((day - actor.begin) // how.stays)
        if number not in voices:
            voices[number] = voice(made, actor, how, number)
        who = voices[number]
        site = sites[only] if only < len(sites) else sites[draw(len(sites))]
        branch = _branch(made, actor, slot, day, stay)
        if branch not in places:
            places[branch] = premises(made, actor, branch)
        place = places[branch]
        text = who.text
        if draw(MILLION) >= p.one("reposts the same text"):
            text = with_one_anew(text, how.section, how.language, draw)
        title, body = said(text, _slots(made, actor, how, who, towns[place.town], place.street, day, draw))
        yield Post(
            site, minute, letters(chance.word("offer", actor.key, n)), how.section, how.side, title, body, place.town_name, country,
            str(who.price) if how.has_price else "", CURRENCY[country] if how.has_price else "",
            account_of(made, actor, how, number, day, site), who.claimed, _phone_field(made, actor, how, number, day),
            who.email if how.has_email or _one_contact(made, actor, n) else "", who.images, actor, who, how.language,
        )  # fmt: skip


def _minute(made: World, actor: Actor, how: Manner, days: int, rounds: int, turn: int, jitter: int) -> int:
    """When: rounds stand at even steps with some jitter; in batches all voices post within 90 minutes of one another."""
    batch = how.in_batches and how.voices > 1
    draw = made.chance.many("when", actor.key, turn) if batch else made.chance.many("when", actor.key, turn, jitter)
    step = max(days // rounds, 1)
    day = min(actor.begin + turn * days // rounds + draw(step), actor.end)
    hour, left = 0, draw(sum(HOURS))
    while left >= HOURS[hour]:
        left -= HOURS[hour]
        hour += 1
    return day * DAY + hour * 60 + (draw(60) if not batch else jitter % BATCH)


def _stay(made: World, actor: Actor) -> int:
    name = f"days in one town {actor.name}"
    if name not in made.parameters.rows:
        return 0
    return made.parameters.quantiles(name)[made.chance.one(8, "days in one town", actor.whole)]


def _branch(made: World, actor: Actor, slot: int, day: int, stay: int) -> int:
    """Who tours is in one branch after another; the others post from a branch each."""
    if actor.branches == 1:
        return 0
    return (slot + (day - actor.begin) // stay) % actor.branches if stay else slot % actor.branches


def _phone_field(made: World, actor: Actor, how: Manner, number: int, day: int) -> str:
    if how.phone_missing or how.obscured:
        return ""
    ordinal = phone_of(actor, how, number, day)
    return made.numbers[actor.country].written(ordinal, made.chance.one(5, "way", actor.key, number))


def _one_contact(made: World, actor: Actor, n: int) -> bool:
    """Whether a network of tier 3 forgets itself, and gives the e-mail that all its voices have."""
    return actor.tier == 3 and made.chance.one(MILLION, "forgets", actor.key, n) < made.parameters.one(
        "one contact in offers of tier 3"
    )


def _slots(
    made: World, actor: Actor, how: Manner, who: Voice, town: Town, street: str, day: int, draw: object
) -> dict[str, str]:
    assert callable(draw)
    numbers = made.numbers[actor.country]
    ordinal = phone_of(actor, how, who.number, day)
    phone = ""
    if how.obscured:
        phone = obscured(
            numbers.digits(ordinal), how.language, made.chance.one(1 << 20, "obscured", actor.key, who.number)
        )
    elif how.phone_in_text and not how.phone_missing:
        phone = numbers.written(ordinal, made.chance.one(5, "way in text", actor.key, who.number))
    return {
        "name": who.name, "age": str(who.age), "town": town.name, "area": town.region,
        "phone": phone, "email": who.email if how.has_email else "", "price": str(who.price), "pay": str(who.price),
        "firm": who.claimed, "hours": str(35 + who.number % 4 * 5), "street": street.split(" ", 1)[-1], "days": str(2 + draw(5)),
        "handle": who.handle if how.has_handle else "",
    }  # fmt: skip
