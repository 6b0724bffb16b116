"""Of the first leads, how many are true: at the market's own prevalence, nothing drawn or balanced."""

from __future__ import annotations

from dataclasses import dataclass

from turnstone.validate.meet_truth import NOT_TRUE, TRUE, UNJUDGED, Meeting
from turnstone.validate.share import Share, share

AT = (10, 20, 50, 100)


@dataclass(frozen=True)
class AtK:
    """The first `k` leads (None: all). `leads`: how many there are; `true`: of those that truth can judge; `several`: not
    true ones of which at least half of the rows known are labelled yes, of several true networks."""

    k: int | None
    leads: int
    true: Share
    unjudged: int
    several: int

    @property
    def said(self) -> str:
        return "all" if self.k is None else f"first {self.k}"


def precision(met: Meeting) -> list[AtK]:
    """Precision at 10, 20, 50, 100 and of all leads; those without a row that truth labels are counted apart."""
    leads = met.leads
    out = []
    for k in (*AT, None):
        first = leads[:k]
        judged = [n for n in first if n.verdict != UNJUDGED]
        several = sum(n.verdict == NOT_TRUE and 2 * n.yes >= n.yes + n.no for n in judged)
        true = share(sum(n.verdict == TRUE for n in judged), len(judged))
        out.append(AtK(k, len(first), true, len(first) - len(judged), several))
    return out


def base_rate(met: Meeting) -> Share:
    """The share that is true of all networks of the run that could have become a lead and that truth can judge: what a
    list in random order would have. Those who post alone can become none."""
    judged = [n for n in met.networks.values() if n.kind != "alone" and n.verdict != UNJUDGED]
    return share(sum(n.verdict == TRUE for n in judged), len(judged))
