"""The slow, exact twin of the indicator `reappearance`: it knows no entities, no networks and no likeness.

A barred employer's own lines are the job-order lines that carry its exact comparable name in its state. Their exact
addresses (street, town, state) and telephone numbers are its own. Found is every certification under another name, in
the programme of the bar and decided during it, by one of two readings:

- on the line: the certification itself carries such an address or number;
- by the name: some line under the certification's employer name and state carries it, whenever that was.

Whoever is found may be innocent (an agent's office, an association's number, a neighbour): the twin says what is there
to be found, not what it means. How many names hold the shared thing is told with each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.validate.bars import Bar

Pair = tuple[str, str]
"""(bar, job order)."""


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer as a line writes it."""

    names: frozenset[str]
    state: str | None
    addresses: frozenset[str]
    phone: str | None

    def names_here(self) -> set[tuple[str, str | None]]:
        return {(name, self.state) for name in self.names}


@dataclass(frozen=True, slots=True)
class Line:
    """A job-order line. `current`: no later line says the same case anew."""

    id: str
    programme: str | None
    decided_on: date | None
    granted: bool
    current: bool
    employer: Employer


@dataclass(frozen=True)
class Found:
    """A certification under another name. `holders`: different names with that address or number, the barred included."""

    bar: str
    order: str
    by: str
    """address or phone."""
    shared: str
    holders: int

    @property
    def pair(self) -> Pair:
        return self.bar, self.order


def read_lines(engine: LocalEngine, *, job_orders: Table, profiles: Table) -> list[Line]:
    """All job-order lines with the employer as written."""
    written = engine.sql(
        "SELECT DISTINCT ON (id) id, name_bags, state, address_keys, phone FROM p WHERE kind = 'business' ORDER BY id",
        p=profiles,
    ).arrow()
    employer = {
        r["id"]: Employer(
            frozenset(r["name_bags"] or ()), r["state"], frozenset(r["address_keys"] or ()), r["phone"]
        )
        for r in written.to_pylist()
    }  # fmt: skip
    rows = engine.sql(
        "SELECT id, programme, known_on, status, current, employer_profile FROM o ORDER BY id", o=job_orders
    ).arrow()
    return [
        Line(
            r["id"], r["programme"], r["known_on"], r["status"] in ("certified", "partial"), bool(r["current"]),
            employer[r["employer_profile"]],
        )
        for r in rows.to_pylist() if r["employer_profile"] in employer
    ]  # fmt: skip


def on_the_line(bars: Iterable[Bar], lines: Sequence[Line]) -> list[Found]:
    """Certifications that themselves carry a barred employer's address or number."""
    found = []
    for bar in bars:
        own = _own(bar, lines)
        for line in lines:
            if _during(bar, line) and (shared := _shared(own, line.employer)):
                found.append((bar.id, line.id, *shared))
    return _told(found, lines)


def by_the_name(bars: Iterable[Bar], lines: Sequence[Line]) -> list[Found]:
    """Certifications under a name that some line, of whatever day, gives with a barred employer's address or number."""
    found = []
    for bar in bars:
        own = _own(bar, lines)
        there: dict[tuple[str, str | None], tuple[str, str]] = {}
        for line in lines:
            if shared := _shared(own, line.employer):
                for name in line.employer.names_here():
                    there[name] = min(shared, there.get(name, shared))
        for line in lines:
            if _during(bar, line):
                shares = [there[name] for name in line.employer.names_here() if name in there]
                if shares:
                    found.append((bar.id, line.id, *min(shares)))
    return _told(found, lines)


def _own(bar: Bar, lines: Sequence[Line]) -> tuple[frozenset[str], frozenset[str]]:
    """Addresses and numbers on the barred employer's own lines."""
    own = [
        line.employer for line in lines
        if line.employer.names & bar.names and bar.state in (None, line.employer.state)
    ]  # fmt: skip
    addresses = frozenset(address for employer in own for address in employer.addresses)
    return addresses, frozenset(employer.phone for employer in own if employer.phone)


def _shared(own: tuple[frozenset[str], frozenset[str]], employer: Employer) -> tuple[str, str] | None:
    """What the employer has of the barred one's: an address before a number."""
    if addresses := own[0] & employer.addresses:
        return "address", min(addresses)
    return ("phone", employer.phone) if employer.phone in own[1] and employer.phone else None


def _during(bar: Bar, line: Line) -> bool:
    """Whether the line is a certification under another name while the bar held, in its programme."""
    return (
        line.granted
        and line.current
        and line.decided_on is not None
        and bar.begin_on <= line.decided_on
        and (bar.end_on is None or line.decided_on <= bar.end_on)
        and bar.programme in (None, line.programme)
        and not line.employer.names & bar.names
    )


def _told(found: Sequence[tuple[str, str, str, str]], lines: Sequence[Line]) -> list[Found]:
    """With how many different names hold what is shared."""
    wanted = {shared for _, _, _, shared in found}
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        for thing in (*line.employer.addresses, line.employer.phone):
            if thing in wanted and thing is not None:
                holders[thing].add(min(line.employer.names, default=""))
    return [Found(bar, order, by, shared, len(holders[shared])) for bar, order, by, shared in found]


@dataclass(frozen=True)
class Hit:
    """A hit of the indicator. `shared`: premises, phone, person, agent or recruiter."""

    bar: str
    order: str
    shared: str

    @property
    def pair(self) -> Pair:
        return self.bar, self.order


def read_hits(engine: LocalEngine, *, hits: Table) -> list[Hit]:
    """The indicator's hits."""
    rows = engine.sql("SELECT what, facts FROM h WHERE indicator = 'reappearance' ORDER BY what", h=hits).arrow()
    out = []
    for what, facts in zip(rows.column("what").to_pylist(), rows.column("facts").to_pylist(), strict=True):
        bar, order = what.split(" ")
        out.append(Hit(bar, order, dict(zip(facts[::2], facts[1::2], strict=True))["shared"]))
    return out


def recall(found: Collection[Found], hits: Collection[Hit]) -> tuple[int, int]:
    """(how many of what the twin found the indicator has too, how many the twin found), in pairs of bar and order."""
    pairs = {f.pair for f in found}
    return len(pairs & {h.pair for h in hits}), len(pairs)


def precision(found: Collection[Found], hits: Collection[Hit], shared: Collection[str]) -> tuple[int, int]:
    """(how many hits by what is `shared` the twin confirms, how many there are). A hit by a person or an agent is
    something that the twin cannot see, so it is left to whoever asks which kinds to count."""
    pairs = {h.pair for h in hits if h.shared in shared}
    return len(pairs & {f.pair for f in found}), len(pairs)


def why_missed(found: Collection[Found], hits: Collection[Hit], party: Mapping[str, str]) -> dict[str, int]:
    """What the indicator lacks, by reason. `party`: bar or job order -> the node that the pipeline gave it."""
    out = {"the pipeline takes both names for one party": 0, "other": 0}
    same, other = out
    for bar, order in {f.pair for f in found} - {h.pair for h in hits}:
        if party.get(bar) is not None and party.get(bar) == party.get(order):
            out[same] += 1
        else:
            out[other] += 1
    return out
