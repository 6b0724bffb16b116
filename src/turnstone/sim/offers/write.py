"""The offers of a block: a part of each site's file, and what is true of each row."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from turnstone.sim.offers.posting import Post, posts
from turnstone.sim.offers.sites import SITES, heading, lines
from turnstone.sim.offers.voices import Voice, manner, phone_of
from turnstone.sim.persons import persons
from turnstone.sim.truth import TruePerson, Truth, person_of, row_of
from turnstone.sim.world import World, actors

FOLDER = "adverts"


def headings() -> dict[str, str]:
    """File, as a path below the data -> its first line."""
    return {f"{FOLDER}/{site.file}": heading(site) for site in SITES}


def write_offers(made: World, block: int, data: Path) -> Truth:
    """Writes `adverts/FILE.NNN`, a part of each site's file, and says what is true of its rows."""
    found: list[list[Post]] = [[] for _ in SITES]
    told = Truth()
    people: dict[tuple[str, str], TruePerson] = {}  # a line for each number that a person has had
    for actor in actors(made, block):
        spoke: dict[int, Voice] = {}
        for post in posts(made, actor):
            found[post.site].append(post)
            spoke[post.voice.number] = post.voice
            who = post.voice.who if post.side == "service" or actor.name in ("household", "landlord") else None
            told.rows.append(row_of(actor, "offers", post.id, who, site=SITES[post.site].name, language=post.language))
        how = manner(made, actor)
        numbers = made.numbers[actor.country]
        known = {person.person_id: (person, "") for person in persons(made, actor)}
        for number, voice in sorted(spoke.items()):
            own = numbers.international(phone_of(actor, how, number, actor.begin)) if actor.tier != 0 else ""
            known[voice.who.person_id] = (voice.who, own)
        for person, phone in known.values():
            people.setdefault((person.person_id, phone), person_of(actor, person, phone))
    told.people += people.values()
    midnight = datetime.combine(made.first_day, time(), UTC)
    (data / FOLDER).mkdir(parents=True, exist_ok=True)
    for site, here in zip(SITES, found, strict=True):
        part = data / FOLDER / f"{site.file}.{block:03}"
        part.write_bytes(lines(site, here, midnight).encode())
    return told
