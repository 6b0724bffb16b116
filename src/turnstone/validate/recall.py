"""Which true networks were found: by kind, by how much they hide, how soon, and why not the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from turnstone.validate.meet_truth import FOUND_FROM, TRUE, Meeting, RunNetwork
from turnstone.validate.share import Share, share
from turnstone.validate.truth_table import TrueNetwork

WITHIN = (7, 14, 30, 60, 90, 180, 365, 730)
"""Days after a network's start."""


@dataclass(frozen=True)
class Found:
    """What became of a true network. `rows`: those that the run has; `lead`: the network of the run that found it; `covered`:
    its rows that this lead holds; `days`: from its start until all evidence of the lead could be known; `why_not`: empty
    where it was found."""

    network: TrueNetwork
    rows: int
    lead: str | None
    rank: int | None
    covered: Share
    days: int | None
    why_not: str


@dataclass(frozen=True)
class Recall:
    """Of a group of true networks: `found` of all; `of_visible`: found of those of which the run has two rows at least;
    `covered`: the median share of a found network's rows that its lead holds."""

    group: str
    found: Share
    of_visible: Share
    covered: float | None


def found_networks(met: Meeting) -> list[Found]:
    """Each true network, by id."""
    leads: dict[str, list[RunNetwork]] = defaultdict(list)
    holders: dict[str, list[RunNetwork]] = defaultdict(list)
    for n in met.networks.values():
        for id in n.holds:
            holders[id].append(n)
        if n.is_lead and n.true_for and n.holds[n.true_for] >= FOUND_FROM:
            leads[n.true_for].append(n)
    out = []
    for id, network in sorted(met.truth.networks.items()):
        rows = met.met_of.get(id, 0)
        best = min(leads[id], key=lambda n: (-n.holds[id], n.rank or 0)) if leads[id] else None
        covered = share(best.holds[id] if best else 0, rows)
        # The first that found it, not the one that holds most of it.
        known = [n.known_on for n in leads[id] if n.known_on]
        days = (min(known) - network.started_on).days if known and network.started_on else None
        out.append(
            Found(
                network, rows, best.id if best else None, best.rank if best else None, covered, days,
                "" if best else why_not(id, rows, holders[id]),
            )
        )  # fmt: skip
    return out


def why_not(id: str, rows: int, holders: Sequence[RunNetwork]) -> str:
    """Why no lead found a true network, in words. Where its rows lie in several networks of the run, the one that holds
    most of them says it (of equals, the lesser id)."""
    if rows == 0:
        return "the run has none of its rows"
    if rows < FOUND_FROM:
        return "the run has only one of its rows"
    if not holders:
        return "its rows are in no network of the run"
    most = min(holders, key=lambda n: (-n.holds[id], n.id))
    if most.kind == "alone":
        return "its rows look like those of people who post alone"
    if most.holds[id] < FOUND_FROM:
        return "each of its rows stands in another network of the run"
    if most.status == "abstained":
        return f"the system abstains: {most.abstained}"
    if not most.status:
        return "no indicator says anything about the network of the run that holds it"
    if most.verdict != TRUE:
        return "the lead that holds most of it is mostly of others"
    return "the lead that holds most of it is true for another network"


def recall(found: Sequence[Found], group: Callable[[TrueNetwork], str]) -> list[Recall]:
    """The share found of each group, the groups in order of their names."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        groups[group(one.network)].append(one)
    return [_recall(name, groups[name]) for name in sorted(groups)]


def _recall(name: str, found: Sequence[Found]) -> Recall:
    visible = [f for f in found if f.rows >= FOUND_FROM]
    covers = [f.covered.rate for f in found if f.lead and f.covered.rate is not None]
    return Recall(
        name, share(sum(f.lead is not None for f in found), len(found)),
        share(sum(f.lead is not None for f in visible), len(visible)), median(covers) if covers else None,
    )  # fmt: skip


def recall_of_all(found: Sequence[Found]) -> Recall:
    return _recall("all networks", found)


def reasons(found: Sequence[Found]) -> list[tuple[str, int]]:
    """Why true networks were not found, most first."""
    counted = Counter(f.why_not for f in found if f.why_not)
    return sorted(counted.items(), key=lambda r: (-r[1], r[0]))


@dataclass(frozen=True)
class Delay:
    """Days from the start of a network to its first lead. `within`: (days, share of all networks with a known start that
    had a lead by then); `before`: leads whose evidence is older than the start that truth gives."""

    dated: int
    found: int
    median: float | None
    before: int
    within: tuple[tuple[int, Share], ...]


def delay(found: Sequence[Found]) -> Delay:
    """How soon. The day of a lead is that on which all of its evidence could be known: it may have been one earlier on
    less, so that the days are the most that it took."""
    dated = [f for f in found if f.network.started_on]
    days = sorted(f.days for f in dated if f.days is not None)
    within = tuple((d, share(sum(x <= d for x in days), len(dated))) for d in WITHIN)
    return Delay(len(dated), len(days), median(days) if days else None, sum(x < 0 for x in days), within)
