"""What people judged about pairs, as the log has it: who, when, why; which are replaced, and which contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from turnstone.evidence.log import Entry

VERDICTS = ("same", "different", "unsure")


@dataclass(frozen=True)
class Judgement:
    """One line of the log about a pair of profiles."""

    line: int
    at_utc: str
    by: str
    verdict: str
    a: str
    b: str
    reason: str
    run: str

    @property
    def pair(self) -> tuple[str, str]:
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)


@dataclass(frozen=True)
class Contradiction:
    """Two profiles judged different that a chain of judgements says are the same."""

    different: Judgement
    chain: tuple[Judgement, ...]

    @property
    def lines(self) -> list[Judgement]:
        """All that contradict, the latest first."""
        return sorted([self.different, *self.chain], key=lambda j: -j.line)


def judgements(entries: Iterable[Entry]) -> list[Judgement]:
    """The judgements among `decided` entries, oldest first. Those of the workbench name the person; others who wrote the line."""
    return [
        Judgement(e.number, e.at_utc, f.get("person", e.by), f["verdict"], f["a"], f["b"], f["reason"], f["run"])
        for e in entries
        if (f := e.facts).get("verdict") in VERDICTS
    ]


def standing(all: Sequence[Judgement]) -> dict[tuple[str, str], Judgement]:
    """Pair -> the judgement that holds: a later one replaces an earlier one."""
    out: dict[tuple[str, str], Judgement] = {}
    for judgement in all:
        out.pop(judgement.pair, None)
        out[judgement.pair] = judgement
    return out


def about(all: Sequence[Judgement], left: Iterable[str], right: Iterable[str]) -> list[Judgement]:
    """Judgements between any profile of the one and any of the other, the latest first."""
    one, other = set(left), set(right)
    between = [j for j in all if (j.a in one and j.b in other) or (j.a in other and j.b in one)]
    return sorted(between, key=lambda j: -j.line)


def contradictions(all: Sequence[Judgement]) -> list[Contradiction]:
    """Pairs judged different whose profiles a shortest chain of `same` joins all the same; the latest first."""
    held = standing(all)
    beside: dict[str, dict[str, Judgement]] = {}
    for j in held.values():
        if j.verdict == "same":
            beside.setdefault(j.a, {})[j.b] = j
            beside.setdefault(j.b, {})[j.a] = j
    out = []
    for j in held.values():
        if j.verdict == "different" and (chain := _chain(beside, j.a, j.b)):
            out.append(Contradiction(j, tuple(chain)))
    return sorted(out, key=lambda c: -c.lines[0].line)


def _chain(beside: dict[str, dict[str, Judgement]], start: str, end: str) -> list[Judgement]:
    """The fewest judgements that join two profiles; nothing where none do."""
    came: dict[str, tuple[str, Judgement]] = {}
    reached, edge = {start}, [start]
    while edge and end not in reached:
        edge_next = []
        for at in edge:
            for other, judgement in sorted(beside.get(at, {}).items()):
                if other not in reached:
                    reached.add(other)
                    came[other] = (at, judgement)
                    edge_next.append(other)
        edge = edge_next
    out: list[Judgement] = []
    at = end
    while at in came:
        at, judgement = came[at]
        out.append(judgement)
    return out[::-1]
