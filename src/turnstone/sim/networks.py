"""The trafficking networks of a world: each a line of phases, since networks are raided, split, merge and come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from turnstone.sim.chance import MILLION
from turnstone.sim.plan import MONTH, Plan

KEEPS = ("premises", "email", "account", "phone", "text")
"""What a phoenix may carry on from the phase before."""
SHORTEST = 45
"""Days that a phase lasts at least."""


@dataclass(frozen=True)
class Phase:
    """A network as it works under one set of names, numbers and texts.

    `network`: the number of the whole; `number`: the phase's own, from which its names are drawn; `tier`: how much it hides,
    0 to 3; `town`: its first, others follow; `offers`, `people`, `phones`: how many; `phone`: its first number, counted within
    its country; `how`: new, split, merger or phoenix; `before`: the phase that it came from, -1 for none; `kept`: what it
    carries on from that one; `raided`: whether a raid ends it.
    """

    network: int
    number: int
    kind: str
    tier: int
    country: int
    town: int
    begin: int
    end: int
    offers: int
    people: int
    phones: int
    phone: int
    how: str = "new"
    before: int = -1
    kept: tuple[str, ...] = ()
    raided: bool = False


def phases(plan: Plan) -> list[Phase]:
    """All phases of all networks, in the order of their numbers, with as many offers as the plan has for them."""
    out: list[Phase] = []
    left, network = plan.network_offers, 0
    while left > 0:
        for phase in _life(plan, network, _first(plan, network)):
            offers = min(phase.offers, left)
            if offers > 0:
                left -= offers
                out.append(replace(phase, number=len(out), offers=offers))
        network += 1
    out = _renumbered(out)
    out = _merged(plan, out)
    used = list(plan.numbers)
    for place, phase in enumerate(out):
        if "phone" in phase.kept and phase.before >= 0:
            before = out[phase.before]
            out[place] = replace(phase, phone=before.phone, phones=min(phase.phones, before.phones))
            continue
        out[place] = replace(phase, phone=used[phase.country])
        used[phase.country] += phase.phones
    return out


def _first(plan: Plan, network: int) -> Phase:
    p, c = plan.parameters, plan.chance
    kinds = p.starting("kind")
    kind = list(kinds)[int(c.pick(list(kinds.values()), "network kind", network)[0])]
    tier = int(c.pick(list(p.starting("tier").values()), "network tier", network)[0])
    n = np.array([network], np.int64)
    country = plan.places.country(c, "network", n)
    months = min(int(c.spread(p.quantiles("months active network"), "network months", n)[0]), plan.months)
    begin = c.one(max((plan.months - months // 2) * MONTH, 1), "network begin", network)
    end = min(begin + months * MONTH, plan.days) - 1
    people = int(c.spread(p.quantiles("people in network"), "network people", n)[0])
    rate = int(c.spread(p.quantiles("offers a month network"), "network rate", n)[0])
    town = int(plan.places.town(c, "network", country, n)[0])
    return Phase(
        network, -1, kind, tier, int(country[0]), town, begin, end, max(rate * (end - begin + 1) // MONTH, 3), people,
        _phones(tier, people, end - begin), 0,
    )  # fmt: skip


def _phones(tier: int, people: int, days: int) -> int:
    """One for all; one for two people; one for each person and two months; one for three weeks of each."""
    months = days // MONTH + 1
    return (1, (people + 1) // 2, people * (months + 1) // 2, people * (months * 4 // 3 + 1))[tier]


def _life(plan: Plan, network: int, first: Phase) -> Iterator[Phase]:
    """The phase, or those into which a raid or a split cuts it. The number of the phase before is its place here."""
    p, c = plan.parameters, plan.chance
    days = first.end - first.begin + 1
    if days < 2 * SHORTEST or first.offers < 8:
        yield first
        return
    at = first.begin + SHORTEST + c.one(days - 2 * SHORTEST + 1, "network turn", network)
    part = first.offers * (at - first.begin) // days
    fate = c.one(MILLION, "network fate", network)
    raided, split = p.one("network raided"), p.one("network splits")
    if fate < raided:
        yield replace(first, end=at - 1, offers=part, raided=True)
        pause = 10 + c.one(50, "network pause", network)
        goes_on = c.one(MILLION, "network goes on", network) < p.one("network goes on after a raid")
        if goes_on and at + pause + 10 < first.end:
            tier = min(first.tier + (c.one(MILLION, "network adapts", network) < p.one("network adapts")), 3)
            kept = tuple(
                k for k in KEEPS if c.one(MILLION, f"network keeps {k}", network) < p.one(f"phoenix keeps {k}")
            )
            yield replace(
                first, begin=at + pause, offers=first.offers - part, tier=tier, how="phoenix", before=0,
                kept=kept or ("premises",), phones=_phones(tier, first.people, first.end - at - pause),
            )  # fmt: skip
    elif fate < raided + split and first.people > 3:
        stays = first.people // 2
        yield first if part < 8 else replace(first, offers=first.offers - (first.offers - part) // 2)
        yield replace(
            first, begin=at, offers=(first.offers - part) // 2, people=first.people - stays, how="split", before=0,
            kept=("text", "premises"), phones=_phones(first.tier, first.people - stays, first.end - at),
        )  # fmt: skip
    else:
        yield first


def _renumbered(found: list[Phase]) -> list[Phase]:
    """With the numbers of the phases before, as all are counted."""
    first: dict[int, int] = {}
    for phase in found:
        first.setdefault(phase.network, phase.number)
    return [
        replace(p, before=first[p.network] if p.before == 0 and first[p.network] != p.number else -1) for p in found
    ]


def _merged(plan: Plan, found: list[Phase]) -> list[Phase]:
    """Some of the networks join another of their kind and country: the rest of their time belongs to that one."""
    share = plan.parameters.one("network merges")
    out = list(found)
    for phase in found:
        if phase.how != "new" or phase.raided or plan.chance.one(MILLION, "network merges", phase.network) >= share:
            continue
        other = next(
            (o for o in found if o.network < phase.network and o.how == "new" and o.kind == phase.kind
             and o.country == phase.country and o.end > phase.begin + SHORTEST), None,
        )  # fmt: skip
        days = phase.end - phase.begin + 1
        if other is None or days < 2 * SHORTEST or phase.offers < 8:
            continue
        at = phase.begin + days // 2
        out[phase.number] = replace(phase, end=at - 1, offers=phase.offers - phase.offers // 2)
        joined = replace(
            phase, network=other.network, number=len(out), begin=at, offers=phase.offers // 2, how="merger", before=other.number,
            kept=("email", "account", "premises"),
        )  # fmt: skip
        out.append(joined)
    return out
