"""Who has which account at which bank: persons and firms of units and networks, and those whom they meet."""

from __future__ import annotations

from dataclasses import dataclass, field

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.firms import firm
from turnstone.sim.money.account_numbers import BANK_CODES, OTHER_CODES, account_number
from turnstone.sim.money.ledger import Party
from turnstone.sim.names import family, given
from turnstone.sim.names import firm as firm_name
from turnstone.sim.persons import CREW_CLASSES, Person, person
from turnstone.sim.truth import TrueRow, Truth, person_of, row_of
from turnstone.sim.world import World

AGENTS = 1 << 42
"""Keys of those whom units meet are above this."""
BANKS = ("camt053", "mt940", "csv")
"""The form in which each of a country's banks gives its statements."""
SERVICES = ("solo worker", "touring worker", "sharer", "lawful agency", "salon")
OFFICES = {
    "taxes": "Tax Office",
    "power": "Lightline Power",
    "cards": "Cardflow Example",
    "benefits": "Benefits Office",
}
FIRM = 1 << 20
"""Number of a unit's own account among its persons'."""


@dataclass
class Accounts:
    """The accounts of one block, and what is true of those that are held. `share`: see `share_held`."""

    made: World
    block: int
    share: int
    parties: dict[tuple[int, int], Party] = field(default_factory=dict)
    told: Truth = field(default_factory=Truth)

    def held(self) -> list[Party]:
        """Those of which the user holds statements, in the order of their numbers, which tells nothing."""
        return sorted(
            (party for party in self.parties.values() if party.held and party.lines), key=lambda party: party.number
        )

    def of_person(self, actor: Actor, who: Person, held: bool) -> Party:
        """The person's account. Those exploited keep theirs; who runs a network may have others after a raid."""
        key = actor.drawn_from("account") if actor.network_id and not who.protected else actor.whole
        return self._party(key, who.number, actor, who.name, who, held)

    def of_firm(self, actor: Actor, held: bool) -> Party | None:
        """The firm's account; None for who has no firm."""
        own = firm(self.made, actor)
        return None if own is None else self._party(actor.key, FIRM, actor, own.name, None, held)

    def agent(self, kind: str, country: int, town: int, n: int) -> Party:
        """One of those whom the units of a block meet in a town: buyer, driver, landlord, phone shop, advert poster."""
        kinds = ("buyer", "driver", "landlord", "phone shop", "advert poster", "family")
        key = AGENTS + (((kinds.index(kind) * 64 + self.block) * 4 + country) * 1024 + town) * 65_536 + n
        if (key, 0) in self.parties:
            return self.parties[key, 0]
        days = self.made.plan.days
        actor = Actor(key, key, f"a{key - AGENTS}", "", kind, "", -1, country, town, 0, days - 1, 0, 1, 0, 0, 1)
        p = self.made.parameters
        held = self.made.chance.one(MILLION, "agent held", key) < p.one("money agents held") * self.share // MILLION
        role = {"advert poster": "poster", "phone shop": "worker"}.get(kind, kind)
        who = person(self.made, actor, 0, role)
        name = who.name
        if kind == "phone shop":
            place = self.made.places.countries[country]
            name = firm_name("hospitality", place, self.made.chance.one(1 << 31, "phone shop", key))
        return self._party(key, 0, actor, name, who, held)

    def outside(self, what: str, country: int, n: int) -> Party:
        """Somebody of whom nothing is held: a family abroad, a wholesaler, a landlord elsewhere."""
        key = self.made.chance.one(1 << 31, what, country, n)
        place = self.made.places.countries[country]
        bits = int(self.made.chance.bits("outside number", key)[0])
        codes = OTHER_CODES[place]
        if what in OFFICES:
            name = OFFICES[what]
        elif what in ("payer", "landlord"):
            name = f"{given(place, 'FM'[key % 2], key // 2)} {family(place, key // 64)}"
        else:
            name = firm_name(("hospitality", "construction", "domestic")[key % 3], place, key)
        return Party(key, name, account_number(place, codes[key % len(codes)], bits), country, 0)

    def _party(self, key: int, number: int, actor: Actor, name: str, who: Person | None, held: bool) -> Party:
        known = self.parties.get((key, number))
        if known is not None:
            return known
        made, p = self.made, self.made.parameters
        draw = made.chance.many("account of", key, number)
        own = int(made.chance.bits("account number", key, number)[0])
        country = made.places.countries[actor.country]
        side = "network" if actor.network_id else "lawful"
        has = draw(MILLION) < p.one("money has an account") or number == FIRM or key >= AGENTS
        here = draw(MILLION) < p.one("money at a held bank")
        bank = draw(3) if here else -1
        code = BANK_CODES[country][bank] if here else OTHER_CODES[country][draw(3)]
        service = actor.name in SERVICES or actor.work == "sexual exploitation"
        out = draw(MILLION) < p.one("money works at night service" if service else "money works at night")
        party = Party(
            own >> 1, name, account_number(country, code, own) if has else "", actor.country, actor.town, bank, held and has and here,
            number == FIRM, p.one("money night night worker" if out else "money night day worker"),
            draw(MILLION) < p.one(f"money lives on cash {side}"),
        )  # fmt: skip
        self.parties[key, number] = party
        if party.held:
            self.told.rows.append(_row(made, actor, party, who))
            if key >= AGENTS and who is not None:
                self.told.people.append(person_of(actor, who))
        return party


def _row(made: World, actor: Actor, party: Party, who: Person | None) -> TrueRow:
    row = row_of(actor, "statements", party.number, who)
    home = made.places.countries[actor.country]
    crew = actor.name in CREW_CLASSES and who is not None and who.role == "worker" and who.nationality != home
    return row._replace(class_="migrant worker") if crew or (who is not None and who.protected) else row


def share_held(made: World) -> int:
    """Ppm of units and networks whose statements are held: as the parameter says, or fewer, so that there are no more lines
    for each offer than another parameter says."""
    p, units = made.parameters, made.plan.units
    window = p.one("money window")
    days = (units.end - units.begin + 1).clip(0, window)
    accounts = int((days * (units.people + 2)).sum())
    accounts += sum(min(phase.end - phase.begin + 1, window) * (phase.people + 6) for phase in made.phases)
    likely = accounts * p.one("money lines an account a month") // 30 + 1
    most = made.plan.offers * p.one("money lines per offer")
    return min(p.one("money held"), most * MILLION // likely)
