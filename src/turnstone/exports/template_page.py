"""One self-contained HTML file about one template, in the look of the report."""

from __future__ import annotations

from turnstone.exports.controls import without_controls
from turnstone.exports.report import ReportFacts, environment
from turnstone.exports.template_section import template_section
from turnstone.exports.template_view import TemplateView


def render_template(facts: ReportFacts, view: TemplateView, *, lines: int = 40) -> str:
    """The page. `lines`: how many aligned texts it shows."""
    page = environment().get_template("template.html.j2")
    return without_controls(page.render(facts=facts, t=template_section(view, lines=lines)))
