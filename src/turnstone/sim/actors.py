"""One view of all who act: a lawful unit, or a phase of a network. All that makes files takes these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from turnstone.sim.classes import CLASSES
from turnstone.sim.networks import Phase
from turnstone.sim.plan import Units

PHASES = 1 << 40
"""Keys of phases are above this, those of units below."""
NETWORKS = 1 << 41
"""Keys of whole networks are above this."""


@dataclass(frozen=True)
class Actor:
    """A unit or a phase.

    `key`: for draws, its own in the world; `whole`: the same, but one for all phases of a network: whoever stays when names
    change is drawn from it. `unit_id`, `network_id`: of the truth. `name`: the class, or network; `work`: the kind of
    exploitation, empty for the lawful; `tier`: how much it hides, -1 for the lawful. `begin`, `end`: days since the world's
    first, both included. `phone`: its first number, counted within its country, of `phones`. `kept`: what a phase carries on
    from the one with the key `before`.
    """

    key: int
    whole: int
    unit_id: str
    network_id: str
    name: str
    work: str
    tier: int
    country: int
    town: int
    begin: int
    end: int
    offers: int
    people: int
    phones: int
    phone: int
    branches: int
    raided: bool = False
    before: int = -1
    kept: tuple[tuple[str, int], ...] = ()

    def drawn_from(self, thing: str) -> int:
        """The key from which the thing is drawn: that of the phase which had it first."""
        return dict(self.kept).get(thing, self.key)


def of_unit(units: Units, n: int) -> Actor:
    """The unit in that place."""
    return Actor(
        n, n, f"u{n}", "", CLASSES[int(units.kind[n])].name, "", -1, int(units.country[n]), int(units.town[n]), int(units.begin[n]),
        int(units.end[n]), int(units.offers[n]), int(units.people[n]), int(units.phones[n]), int(units.phone[n]), int(units.branches[n]),
    )  # fmt: skip


def of_phase(phases: Sequence[Phase], phase: Phase) -> Actor:
    """The phase; `kept` goes back through as many phases as carried the thing on."""
    kept = []
    for thing in phase.kept:
        first = phase
        while thing in first.kept and first.before >= 0:
            first = phases[first.before]
        kept.append((thing, PHASES + first.number))
    return Actor(
        PHASES + phase.number, NETWORKS + phase.network, f"n{phase.network}", f"n{phase.network}", "network", phase.kind, phase.tier,
        phase.country, phase.town, phase.begin, phase.end, phase.offers, phase.people, phase.phones, phase.phone,
        1 + min(phase.people // 3, 3), phase.raided, PHASES + phase.before if phase.before >= 0 else -1, tuple(kept),
    )  # fmt: skip
