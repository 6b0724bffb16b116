"""One self-contained HTML file that says whether two are the same, in the look of the report."""

from __future__ import annotations

from markupsafe import Markup

from turnstone.exports.controls import without_controls
from turnstone.exports.pair_svg import draw_pair
from turnstone.exports.report import ReportFacts, environment
from turnstone.exports.same_text import HOW
from turnstone.exports.same_view import SameView

DRAWN = 6
"""Pairs of a chain that are drawn, the weakest first."""


def render_same(facts: ReportFacts, view: SameView) -> str:
    """The page."""
    pairs = view.chain[:DRAWN] or ((view.pair,) if view.pair else ())
    drawn = [(pair, Markup(draw_pair(pair))) for pair in pairs]
    page = environment().get_template("same.html.j2")
    return without_controls(page.render(facts=facts, v=view, drawn=drawn, how=HOW))
