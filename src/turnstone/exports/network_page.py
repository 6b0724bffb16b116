"""One self-contained HTML file about one network, with its drawing, in the look of the report."""

from __future__ import annotations

from markupsafe import Markup

from turnstone.exports import network_continuity as goes_on
from turnstone.exports import network_text as said
from turnstone.exports.controls import without_controls
from turnstone.exports.graph_svg import draw_network, order_of
from turnstone.exports.map_svg import locate_all, maps
from turnstone.exports.moves_svg import draw_moves
from turnstone.exports.network_moves import town_of, unlisted_said
from turnstone.exports.network_view import NetworkView
from turnstone.exports.report import ReportFacts, environment
from turnstone.exports.timeline_svg import draw_timeline


def render_network(facts: ReportFacts, view: NetworkView) -> str:
    """The page."""
    drawn, _ = locate_all(view.lead.places)
    page = environment().get_template("network.html.j2").render(
        facts=facts, v=view, lead=view.lead, said=said, legend=order_of(view.lead.ties),
        graph=Markup(draw_network(view.lead)), timeline=Markup(draw_timeline(view.lead)),
        maps=[Markup(svg) for svg in maps(drawn)], names={m["id"]: str(m["label"]) for m in view.members},
        goes_on=goes_on, strip=Markup(draw_moves(view.moves)), town_of=town_of, unlisted=unlisted_said(view.agent_changes, view.moves_withheld),
        readings=list(dict.fromkeys(r for p in view.positions for r in p["readings"])),
    )  # fmt: skip
    return without_controls(page)
