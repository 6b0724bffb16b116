"""How pairs stand now: what each person says, what holds, how well people agree. Derived, never kept."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from turnstone_web.review.models import Judged, Verdict

Pair = tuple[str, str]
LEAST = 10
"""With fewer pairs judged by two, agreement is no number."""
_Z = 1.959964


@dataclass(frozen=True)
class Standing:
    """`verdicts`: user's id -> what they say now; `joins`: whether `same` needs two people."""

    verdicts: Mapping[int, str]
    joins: bool
    reasons: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """waiting, disagreed, second (needs a second person), unsure, or decided."""
        said = set(self.verdicts.values())
        if not said:
            return "waiting"
        if {Verdict.SAME, Verdict.DIFFERENT} <= said:
            return "disagreed"
        if said == {Verdict.UNSURE}:
            return "unsure"
        if Verdict.SAME in said and self.joins and list(self.verdicts.values()).count(Verdict.SAME) < 2:
            return "second"
        return "decided"

    @property
    def holds(self) -> str | None:
        """The verdict that enters a run; None while nothing does."""
        if self.state != "decided":
            return None
        return str(next(v for v in self.verdicts.values() if v != Verdict.UNSURE))


def standings(pairs: Iterable[Pair] | None = None) -> dict[Pair, Standing]:
    """Pair -> how it stands; pairs of which nobody said anything are left out."""
    rows = Judged.objects.select_related("by").order_by("at", "pk")
    wanted = None if pairs is None else set(pairs)
    if wanted is not None:
        rows = rows.filter(a__in={a for a, _ in wanted})
    said: dict[Pair, dict[int, Judged]] = defaultdict(dict)
    for row in rows:
        if wanted is not None and (row.a, row.b) not in wanted:
            continue
        said[row.a, row.b].pop(row.by_id, None)
        if row.verdict != Verdict.WITHDRAWN:
            said[row.a, row.b][row.by_id] = row
    return {pair: _standing(list(lines.values())) for pair, lines in said.items()}


def _standing(lines: list[Judged]) -> Standing:
    return Standing(
        {line.by_id: line.verdict for line in lines}, any(line.joins for line in lines),
        tuple(line.reason for line in lines if line.reason), tuple(line.by.username for line in lines),
    )  # fmt: skip


@dataclass(frozen=True)
class Agreement:
    """Of `n` pairs that two people judged: the part on which they agree, and Scott's pi with its 95 % interval."""

    n: int
    raw: float
    pi: float
    low: float
    high: float


def agreement(all: Iterable[Standing]) -> Agreement | None:
    """How well the first two people of each pair agree beyond chance; None for fewer than `LEAST` pairs. The people differ from
    pair to pair, so chance is that of all verdicts together (Scott 1955, Public Opinion Quarterly 19, 321-325); the standard
    error is Cohen's (1960, Educational and Psychological Measurement 20, 37-46)."""
    both = [tuple(s.verdicts.values())[:2] for s in all if len(s.verdicts) > 1]
    n = len(both)
    if n < LEAST:
        return None
    raw = sum(a == b for a, b in both) / n
    told = [verdict for pair in both for verdict in pair]
    chance = sum((told.count(v) / len(told)) ** 2 for v in set(told))
    if chance == 1:  # all said the same of all: nothing to tell people from chance
        return Agreement(n, raw, math.nan, math.nan, math.nan)
    pi = (raw - chance) / (1 - chance)
    error = math.sqrt(raw * (1 - raw) / n) / (1 - chance)
    return Agreement(n, raw, pi, max(-1.0, pi - _Z * error), min(1.0, pi + _Z * error))
