"""The persons of a unit or network, as they are: who works, who is held, who controls. Each is drawn from who they are with,
so that every file says the same of one person, whichever process writes it."""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.sim.actors import Actor
from turnstone.sim.names import family, given
from turnstone.sim.world import World

CREWS = {
    "US": ("MX", "GT", "PH", "VN", "RO"),
    "FR": ("RO", "BG", "UA", "NG", "VN"),
    "AU": ("PH", "VN", "IN", "TH", "CN"),
}
"""Nationalities of crews of farms, builders and recruiters; a crew mostly has one."""
LANGUAGES = {
    "US": "en", "AU": "en", "FR": "fr", "MX": "es", "GT": "es", "CO": "es", "RO": "ro", "RU": "ru", "UA": "ru", "NG": "en", "PH": "en",
    "CN": "zh", "VN": "vi", "TH": "th", "BR": "pt", "IN": "en", "BG": "bg",
}  # fmt: skip
CREW_CLASSES = ("farm", "contractor", "lawful recruiter")
CREW_WORK = ("farm work", "construction")
MAIL = ("mail.example", "post.example", "inbox.example", "letters.example", "box.example", "write.example")


@dataclass(frozen=True)
class Person:
    """`role`: worker, possible victim, controller, recruiter, mule, officer, driver, poster, buyer, family, landlord.
    `protected`: may be a victim. `number`: which of the unit's persons; `born`: year, month, day."""

    person_id: str
    number: int
    role: str
    given: str
    family: str
    sex: str
    nationality: str
    language: str
    born: tuple[int, int, int]
    email: str
    protected: bool

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


ROLES = ("controller", "recruiter", "mule", "driver", "officer")
"""Who runs a network, in the order of their numbers; the people exploited come after them."""


def persons(made: World, actor: Actor) -> list[Person]:
    """Those of a unit or network. A network's are the same in all its phases: first who runs it, then who is exploited."""
    if not actor.network_id:
        firm = actor.name in ("lawful agency", "salon", "franchise", "lawful recruiter", "farm", "contractor")
        role = {"household": "officer", "landlord": "landlord", "spammer": "poster", "scammer": "poster"}.get(
            actor.name, "worker"
        )
        out = [person(made, actor, 0, "officer")] if firm else []
        return out + [person(made, actor, len(out) + i, role) for i in range(actor.people)]
    return [person(made, actor, i, role) for i, role in enumerate(ROLES)] + [
        person(made, actor, len(ROLES) + i, "possible victim") for i in range(actor.people)
    ]


def person(made: World, actor: Actor, number: int, role: str) -> Person:
    """The person with that number of a unit or network."""
    draw = made.chance.many("person", actor.whole, number)
    country = made.places.countries[actor.country]
    crew = actor.name in CREW_CLASSES or actor.work in CREW_WORK
    shares = made.parameters.starting("women in")
    women = shares.get(actor.work if actor.network_id else actor.name, shares["any other"])
    sex = (
        "F"
        if draw(100) < (women if role in ("worker", "possible victim", "officer") else shares["who runs it"])
        else "M"
    )
    nationality = _nationality(
        made, actor, country, crew and role in ("worker", "possible victim"), draw(100), draw(100)
    )
    first, last = given(nationality, sex, draw(1 << 20)), family(nationality, draw(1 << 20))
    young = role in ("worker", "possible victim")
    born = (2026 - (21 if young else 28) - draw(22 if young else 32), 1 + draw(12), 1 + draw(28))
    handle = f"{first}.{last}".lower().replace(" ", "").replace("'", "")
    email = f"{_plain(handle)}{draw(9000) + 100}@{MAIL[draw(len(MAIL))]}"
    return Person(
        f"{actor.unit_id}-{number}", number, role, first, last, sex, nationality, LANGUAGES[nationality], born, email,
        role == "possible victim",
    )  # fmt: skip


def _nationality(made: World, actor: Actor, country: str, crew: bool, first: int, second: int) -> str:
    if crew and first < made.parameters.one("crew of one nationality"):
        return CREWS[country][made.chance.one(len(CREWS[country]), "crew", actor.whole)]
    left = second
    for nationality, weight in made.parameters.starting(f"works in {country} from").items():
        if left < weight:
            return nationality
        left -= weight
    return country


def _plain(handle: str) -> str:
    return "".join(letter for letter in handle if letter.isascii())
