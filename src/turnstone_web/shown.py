"""How values are shown: template tags of all pages."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from turnstone.exports.controls import visible as unseen_named
from turnstone.exports.controls import without_controls
from turnstone_web.library_words import said, sentence, titled

register = template.Library()
register.filter("said", said)
register.filter("titled", titled)
register.filter("sentence", sentence)
LONG = re.compile(r"(?:(?P<kind>[a-z]+)-|[a-z]+:)?(?P<digits>[0-9a-f]{24,})")
STAND_IN = re.compile(r"\[[a-z]+ [0-9a-f]{6}\]")


@register.filter
def name(text: str | None) -> SafeString:
    """A name of whatever script, set apart from the text around it; a stand-in looks like one."""
    shown = without_controls(str(text or ""))
    if STAND_IN.fullmatch(shown):
        return format_html('<span class="stand">{}</span>', shown[1:-1])
    return format_html("<bdi>{}</bdi>", shown)


@register.filter
def thing(text: str | None) -> str:
    """What is shared, as people say it: an address with commas, a wording, an image or a conflict by eight of its digits."""
    said = ", ".join(part for part in str(text or "").split("|") if part)
    found = LONG.fullmatch(said)
    return said if found is None else f"{found['kind'] or ''} {found['digits'][:8]}".strip()


@register.filter
def visible(text: str | None) -> str:
    """A text with unseen characters named (see `turnstone.exports.controls`); it is escaped like any other."""
    return unseen_named(text or "")


@register.filter
def day(value: Any) -> str:
    """A day as the locale writes it; days come as dates or as 2024-07-11."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return date_format(value, "SHORT_DATE_FORMAT" if not isinstance(value, datetime) else "SHORT_DATETIME_FORMAT")


@register.filter
def bits(value: float | None) -> str:
    """Bits with one digit behind the point."""
    return "" if value is None else number_format(value, 1)


@register.filter
def permille(value: float | None) -> str:
    """Thousandths as per cent."""
    return "" if value is None else number_format(value / 10, 0) + "\u00a0%"


@register.filter
def short(id: str) -> str:
    """Eight digits of an id: what people say to each other."""
    return str(id).partition("-")[2][:8] or str(id)


@register.filter
def percent(value: float | None) -> str:
    """A part as per cent."""
    return "" if value is None else number_format(100 * value, 0) + "\u00a0%"


@register.filter
def item(values: dict[str, Any], key: str) -> Any:
    """What a key stands for."""
    return values.get(key)


@register.filter
def count(value: Any) -> str:
    """A whole number with the locale's separators; nothing for None."""
    return "" if value is None else number_format(value, 0, use_l10n=True, force_grouping=True)


@register.simple_tag
def share(value: float, of: float) -> SafeString:
    """A bar of a share as an SVG of whole percents: no style attribute, which the content policy forbids."""
    wide = 0 if not of else max(0, min(100, round(100 * value / of)))
    return format_html(
        '<svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="{}" height="6"/></svg>',
        wide,
    )


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changed: Any) -> str:
    """The address's query with some parts changed; an empty value takes a part out."""
    parts = context["request"].GET.copy()
    for key, value in changed.items():
        if value in ("", None):
            parts.pop(key, None)
        else:
            parts[key] = value
    return "?" + parts.urlencode()
