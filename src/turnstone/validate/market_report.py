"""What validation found: as one self-contained page with plots, each beside its table, and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from turnstone.exports.as_plain import as_plain
from turnstone.exports.controls import without_controls
from turnstone.exports.report import ReportFacts, environment
from turnstone.validate.across_seeds import across_seeds
from turnstone.validate.curve_svg import Point, draw_curve
from turnstone.validate.error_rates import BY, GroupRates
from turnstone.validate.false_flags import PER
from turnstone.validate.interval_svg import Dot, draw_intervals
from turnstone.validate.share import percent
from turnstone.validate.validation import Validation

SYNTHETIC = (
    "Synthetic: all figures are about made worlds in which nobody is real. They say how the software does in those worlds, "
    "and not how it would do in yours. Nothing here is about any person."
)
CLOSED = (
    "Measured on closed cases. They were chosen by what a unit looked into: recall speaks of those cases only, and precision "
    "only of leads with a row that the unit labelled."
)
MOST_GROUPS = 12
"""Groups that a plot shows; the table has all."""


def as_json(worlds: Sequence[Validation]) -> dict[str, Any]:
    """All measures as plain values, and with several worlds how much they change from one to the next."""
    return {
        "synthetic": all(w.synthetic for w in worlds), "about": claim(worlds), "worlds": [as_plain(w) for w in worlds],
        "across_seeds": as_plain(across_seeds(worlds)) if len(worlds) > 1 else None,
    }  # fmt: skip


def claim(worlds: Sequence[Validation]) -> str:
    """What the figures are about."""
    return SYNTHETIC if all(w.synthetic for w in worlds) else CLOSED


def title_of(worlds: Sequence[Validation]) -> str:
    if not all(w.synthetic for w in worlds):
        return "Validation on closed cases"
    return "Validation on a synthetic market" if len(worlds) == 1 else f"Validation on {len(worlds)} synthetic markets"


def render_validation(worlds: Sequence[Validation], meta: str, facts: ReportFacts | None = None) -> str:
    """The page. `meta`: when and with what it was made; `facts`: of the workspace whose log has it, or nothing."""
    made = environment()
    made.filters["percent"] = percent
    made.filters["per"] = per_10_000
    stability = None
    if len(worlds) > 1:
        rows = across_seeds(worlds)
        dots = [Dot(s.measure, s.together) for s in rows if s.measure.startswith(("precision", "base", "recall"))]
        plot = draw_intervals("Precision and recall, counts of all worlds added up (synthetic)", "share", dots)
        stability = {"rows": rows, "plot": Markup(plot)}
    page = made.get_template("validation.html.j2").render(
        title=title_of(worlds), meta=meta, claim=claim(worlds), facts=facts, stability=stability,
        worlds=[_world(w) for w in worlds],
    )  # fmt: skip
    return without_controls(page)


def per_10_000(rate: float | None) -> str:
    """`12.5`; a dash where there is nothing to divide by."""
    return "–" if rate is None else f"{PER * rate:,.1f}"


def _world(v: Validation) -> dict[str, Any]:
    """One run with its plots."""
    word = " (synthetic)" if v.synthetic else ""
    first = {p.k: p for p in v.precision}
    recalls = [Dot(r.group, r.found, r.of_visible) for r in (*v.by_kind, v.all_networks)]
    tiers = [Point(i, r.group, r.found, r.of_visible.rate) for i, r in enumerate(v.by_tier)]
    delays = [Point(i, f"{days:,}", s) for i, (days, s) in enumerate(v.delay.within)]
    bits = [Point(b.mean_bits, f"{b.mean_bits:.0f}", b.true, b.promised) for b in v.calibration]
    plots = {
        "precision": draw_intervals(
            f"Precision at k{word}", "share of judged leads that are true",
            [*(Dot(p.said, p.true) for p in v.precision), Dot("in random order", v.base)],
        ),
        "kind": draw_intervals(f"Recall by kind of network{word}", "share of true networks that were found", recalls),
        "tier": draw_curve(f"Evasion curve{word}", "evasion tier", "true networks found", tiers),
        "flags": draw_intervals(
            f"Lawful units in leads that are not true{word}", "flagged units per 10,000 of the class",
            [Dot(f.group, f.flagged, f.caught_up) for f in v.false_flags], whole=False, per=PER,
        ),
        "bits": draw_curve(f"Reliability curve{word}", "bits, mean of the band", "leads that are true", bits, level=v.base.rate),
        "delay": draw_curve(f"Time to the first lead{word}", "days after the network's start", "networks with a lead", delays),
    }  # fmt: skip
    named = v.named
    return {
        "v": v, "plots": {name: Markup(svg) for name, svg in plots.items()},
        "outputs": sum(named.outputs.values()) if named else 0,
        "recalls": [v.all_networks, *v.by_kind, *v.by_tier, *v.by_origin],
        "rates": [v.all_rows, *v.groups], "groups": [_group(v, by, word) for by in BY if any(g.by == by for g in v.groups)],
        "figures": _figures(v, first),
    }  # fmt: skip


def _group(v: Validation, by: str, word: str) -> dict[str, Any]:
    rates: list[GroupRates] = [g for g in v.groups if g.by == by][:MOST_GROUPS]
    dots = [Dot(g.group, g.recall, g.precision) for g in rates]
    title = f"Rows labelled yes that are in a lead, by {by}{word}; hollow: precision"
    return {"by": by, "plot": Markup(draw_intervals(title, "share of rows", dots))}


def _figures(v: Validation, first: dict[int | None, Any]) -> list[dict[str, str]]:
    """What stands at the head of a world."""
    at = first[50]
    lawful = v.false_flags[-1] if v.false_flags else None
    return [
        {
            "what": "Precision at 50", "figure": percent(at.true.rate) if at.true.rate is not None else "–",
            "more": _interval(at.true) + (f", {at.unjudged} unjudged" if at.unjudged else ""),
        },
        {
            "what": "True networks found", "figure": "–" if (r := v.all_networks.found.rate) is None else percent(r),
            "more": _interval(v.all_networks.found),
        },
        {
            "what": "Lawful units flagged, per 10,000", "figure": per_10_000(lawful.flagged.rate) if lawful else "–",
            "more": f"{lawful.flagged.count:,} of {lawful.flagged.of:,}" if lawful else "none labelled no",
        },
        {
            "what": "Possible victims named", "figure": str(v.named.persons) if v.named else "–",
            "more": f"of {v.named.people:,} protected; must be 0" if v.named else "no table of people",
        },
    ]  # fmt: skip


def _interval(s: Any) -> str:
    return f"{s.count:,} of {s.of:,}; {percent(s.low, sign=False)} to {percent(s.high)}" if s.of else "none to judge"
