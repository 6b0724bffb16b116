"""One template with its drawings, ready for a page: its own, or the report of a lead that rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from turnstone.exports.map_svg import locate_all, maps
from turnstone.exports.template_strip import draw_strip, steps_of
from turnstone.exports.template_view import ALONE, WHO_POSTS, TemplateView
from turnstone.exports.template_wording import Part

LINES_SHOWN, VALUES_SHOWN, PARTIES_SHOWN = 40, 8, 100


@dataclass(frozen=True)
class TemplateSection:
    """A template's view with what a page draws of it."""

    view: TemplateView
    slots: list[Part]
    """Its slots in the order of their numbers."""
    strip: Markup
    unit: str
    maps: list[Markup]
    unknown_places: list[dict[str, Any]]
    lines: int
    """How many aligned texts are shown."""
    values: int = VALUES_SHOWN
    parties: int = PARTIES_SHOWN
    alone: str = ALONE
    who_posts: str = WHO_POSTS


def template_section(view: TemplateView, *, lines: int = LINES_SHOWN) -> TemplateSection:
    """Draws one template; of someone alone without its places."""
    drawn, unknown = locate_all(() if view.alone else view.places)
    return TemplateSection(
        view=view,
        slots=sorted((part for part in view.parts if part.slot is not None), key=lambda part: part.slot or 0),
        strip=Markup(draw_strip(view.days)),
        unit=steps_of(view.days)[0],
        maps=[Markup(svg) for svg in maps(drawn)],
        unknown_places=unknown,
        lines=lines,
    )
