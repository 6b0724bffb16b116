"""What validation found, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from turnstone.validate.across_seeds import across_seeds
from turnstone.validate.market_report import claim, per_10_000
from turnstone.validate.share import percent
from turnstone.validate.validation import Validation


def validation_lines(worlds: Sequence[Validation]) -> Iterator[str]:
    """The main figures of each world, and of several how much they change."""
    yield claim(worlds)
    for world in worlds:
        yield ""
        yield from _of_world(world)
    if len(worlds) > 1:
        yield ""
        yield f"ACROSS {len(worlds)} WORLDS (synthetic)"
        for s in across_seeds(worlds):
            if s.mean is not None and s.least is not None and s.most is not None:
                spread = f", spread {percent(s.spread)}" if s.spread is not None else ""
                yield f"  {s.measure:<34} mean {percent(s.mean)} ({percent(s.least)} to {percent(s.most)}{spread})"


def _of_world(v: Validation) -> Iterator[str]:
    yield f"{v.heading.upper()}: run {v.run}, {v.leads:,} leads" + (f", {v.unjudged:,} unjudged" if v.unjudged else "")
    for p in v.precision:
        if p.k is None or p.leads == p.k:
            yield f"  precision, {p.said:<10} {p.true.said}"
    yield f"  in random order       {v.base.said}"
    if v.all_networks.found.of:
        for r in (v.all_networks, *v.by_kind, *v.by_tier):
            yield f"  recall, {r.group:<23} {r.found.said}"
        for why, n in v.why_not:
            yield f"    {n:>5,} not found: {why}"
    if v.delay.median is not None:
        yield f"  days to the first lead, median {v.delay.median:.0f} (of {v.delay.found:,} networks)"
    for f in v.false_flags:
        caught = f"; caught up in true leads {per_10_000(f.caught_up.rate)}"
        yield (
            f"  flagged per 10,000, {f.group:<18} {per_10_000(f.flagged.rate)} ({f.flagged.count:,} of {f.flagged.of:,}; "
            f"{per_10_000(f.flagged.low)} to {per_10_000(f.flagged.high)}{caught})"
        )
    if v.named is None:
        yield "  possible victims named: not looked for, this truth has no table of people"
    else:
        where = f" in {len(v.named.named):,} places, which are listed in the page and JSON" if v.named.named else ""
        yield f"  possible victims named (must be 0): {v.named.persons:,} of {v.named.people:,} protected{where}"
    for t in v.tables:
        missing = [
            (t.absent, "with a key that no row has"), (t.twice, "on several sites"), (t.unread, "of a table that the run has not"),
        ]  # fmt: skip
        said = "".join(f"; {n:,} {what}" for n, what in missing if n)
        yield f"  truth's rows of {t.table}: {t.rows:,}, in the run {t.met:,}{said}"
    for file, why in v.not_taken:
        yield f"  not taken: {file} ({why})"
