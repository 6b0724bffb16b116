"""One self-contained HTML file about some leads: drawings, tables, innocent readings, and where every figure stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from turnstone.clean.place import country_names
from turnstone.evidence.locate import Line
from turnstone.exports.controls import visible, without_controls
from turnstone.exports.disclaimer import disclaimer
from turnstone.exports.graph_svg import Shared, draw_network, order_of
from turnstone.exports.lead_text import extent, labels, size_of
from turnstone.exports.lead_view import LeadView
from turnstone.exports.map_svg import locate_all, maps
from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import plain
from turnstone.exports.template_section import TemplateSection, template_section
from turnstone.exports.template_view import TemplateView
from turnstone.exports.timeline_svg import draw_timeline
from turnstone.exports.towns import town_shown
from turnstone.exports.waterfall_svg import draw_waterfall


@dataclass(frozen=True)
class ReportFacts:
    """What stands at the report's head and foot: what it was made from, and the head of the log."""

    title: str
    run: str
    made_utc: str
    version: str
    log_head: str
    workspace: str
    as_of: str | None
    files: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]
    masked: bool
    notes: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Section:
    """One lead with its drawings."""

    view: LeadView
    graph: Markup
    legend: list[Shared]
    timeline: Markup
    waterfall: Markup
    maps: list[Markup]
    unknown_places: list[dict[str, Any]]
    lines: list[Line]
    labels: dict[str, str]
    """Member -> what it is called."""
    templates: list[TemplateSection] = field(default_factory=list)
    """Templates on which its evidence rests."""


def section(view: LeadView, lines: Sequence[Line], templates: Sequence[TemplateView] = ()) -> Section:
    """Draws one lead. `lines`: where its evidence stands; `templates`: those on which it rests."""
    drawn, unknown = locate_all(view.places)
    return Section(
        view,
        Markup(draw_network(view)),
        order_of(view.ties),
        Markup(draw_timeline(view)),
        Markup(draw_waterfall(view)),
        [Markup(svg) for svg in maps(drawn)],
        unknown,
        list(lines),
        labels(view),
        [template_section(template) for template in templates],
    )


def render(facts: ReportFacts, sections: Sequence[Section], mask: Mask) -> str:
    """The report as HTML."""
    names = {str(f["sha256"]): str(f["name"]) for f in facts.files}
    text = (
        environment()
        .get_template("report.html.j2")
        .render(
            facts=facts,
            sections=sections,
            disclaimer=disclaimer(s.view.about["kind"] for s in sections),
            mask=mask,
            file_name=lambda sha: names.get(sha, sha[:12]),
        )
    )
    return without_controls(text)


@cache
def environment() -> Environment:
    """What pages are made with: the folder of templates and the filters that they use."""
    made = Environment(
        loader=PackageLoader("turnstone.exports", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["number"] = lambda n: f"{n:,}" if isinstance(n, int) else n
    made.filters["town"] = town_shown
    made.filters["country"] = lambda c: country_names().get(c, c) if c else ""
    made.filters["date"] = lambda d: d.isoformat() if d else ""
    made.filters["visible"] = visible
    made.filters["pieces"] = plain
    made.filters["extent"] = extent
    made.filters["size_of"] = size_of
    return made
