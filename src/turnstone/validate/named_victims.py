"""Possible victims named in a suspect view: there must be none. Where there is one, which output names whom, by id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from turnstone.validate.protected_names import DOUBTFUL, Seeker
from turnstone.validate.suspect_views import Shown
from turnstone.validate.truth_table import Protected


@dataclass(frozen=True)
class Named:
    """An output that holds something of a protected person. `what`: name, phone, email or name of one word; never the value."""

    output: str
    network: str
    person: str
    what: str


@dataclass(frozen=True)
class NamedVictims:
    """`people`: protected people who were looked for; `one_word`: of those, with a name of one word, which is looked for only
    as a whole value; `outputs`: kind of output -> how many were read; `named`: what was found, which must be nothing;
    `doubtful`: what may as well be a town or another word, a name of one word or words in two columns: to be looked at."""

    people: int
    one_word: int
    outputs: dict[str, int]
    named: tuple[Named, ...]
    doubtful: tuple[Named, ...]

    @property
    def persons(self) -> int:
        """How many different people are named."""
        return len({n.person for n in self.named})


def named_victims(people: Iterable[Protected], shown: Iterable[Shown]) -> NamedVictims:
    """Looks for all protected people in all outputs."""
    held = tuple(people)
    seeker = Seeker(held)
    counted: Counter[str] = Counter()
    found: set[Named] = set()
    harmless: set[str] = set()
    for view in shown:
        counted[view.output] += 1
        hits = seeker.in_text(view.text)
        for value in view.values:
            if value not in harmless:
                inside = seeker.in_value(value)
                hits |= inside
                if not inside:
                    harmless.add(value)
        found |= {Named(view.output, view.network, hit.person, hit.what) for hit in hits}
    named = sorted(found, key=lambda n: (n.output, n.network, n.person, n.what))
    return NamedVictims(
        len(held), seeker.alone, dict(sorted(counted.items())), tuple(n for n in named if n.what not in DOUBTFUL),
        tuple(n for n in named if n.what in DOUBTFUL),
    )  # fmt: skip
