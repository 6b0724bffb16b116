"""Job orders, bars and offers of a network's members over time, as SVG: who filed when, for how many, when barred, and
who posted when."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

from turnstone.exports.lead_view import LeadView

WIDTH, LEFT, ROW, TOP = 960, 230, 24, 26
MOST_ROWS = 24
SHORT = 550
"""Days; a shorter time is told in months, a longer one in years."""
Scale = Callable[[date], float]
"""Day -> where it stands from the left."""


def draw_timeline(view: LeadView) -> str:
    """A line a member: a bar for each period of work certified, a cross for each denial, a band for each official bar."""
    dated = [o for o in view.orders if o["on_date"] or o["begin_on"]]
    days = [d for o in dated for d in (o["on_date"], o["begin_on"], o["end_on"]) if d]
    days += [d for b in view.bars for d in (b["begin_on"], b["end_on"]) if d]
    days += [b["filed_on"] for b in view.beds if b["filed_on"]]
    days += [o["on_date"] for o in view.offers if o["on_date"]]
    if not days:
        return ""
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    by_month = (max(days) - min(days)).days < SHORT
    if by_month:
        first, last = min(days).replace(day=1), _next_month(max(days))
    span = (last - first).days

    def x(day: date) -> float:
        return LEFT + (day - first).days / span * (WIDTH - LEFT - 26)

    members = [m for m in view.members if any(o["node_id"] == m["id"] for o in dated) or m["barred"]]
    others = {b["node_id"] for b in view.beds} | {o["node_id"] for o in view.offers if o["on_date"]}
    members += [m for m in view.members if m not in members and m["id"] in others]
    rows = members[:MOST_ROWS]
    height = TOP + ROW * len(rows) + 10
    parts = [_months(first, last, x, height) if by_month else _years(first, last, x, height)]
    for i, member in enumerate(rows):
        parts.append(_row(view, member, TOP + ROW * i, x))
    more = len(members) - len(rows)
    note = f"{more} more {'member is' if more == 1 else 'members are'} in the tables" if more else ""
    return (
        f'<svg class="time" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{_said(view)}">'
        f"{''.join(parts)}</svg>" + (f'<p class="note">{note}</p>' if note else "")
    )


def _said(view: LeadView) -> str:
    what = [word for word, rows in (("job orders", view.orders), ("bars", view.bars), ("offers", view.offers)) if rows]
    return f"{' and '.join(what) or 'what was filed'} over time, a line a member".capitalize()


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _months(first: date, last: date, x: Scale, height: int) -> str:
    """Marks of months, at most about ten of them named."""
    out, day, number = [], first, 0
    step = max(1, math.ceil((last - first).days / 30 / 10))
    while day <= last:
        if number % step == 0:
            out.append(f'<line class="grid" x1="{x(day):.1f}" y1="16" x2="{x(day):.1f}" y2="{height - 6}"/>')
            out.append(f'<text class="year" x="{x(day):.1f}" y="11" text-anchor="middle">{day:%Y-%m}</text>')
        day, number = _next_month(day), number + 1
    return "".join(out)


def _years(first: date, last: date, x: Scale, height: int) -> str:
    step = max(1, math.ceil((last.year - first.year) / 14))
    out = []
    for year in range(first.year, last.year + 1, step):
        at = x(date(year, 1, 1))
        out.append(f'<line class="grid" x1="{at:.1f}" y1="16" x2="{at:.1f}" y2="{height - 6}"/>')
        out.append(f'<text class="year" x="{at:.1f}" y="11" text-anchor="middle">{year}</text>')
    return "".join(out)


def _row(view: LeadView, member: dict[str, Any], top: int, x: Scale) -> str:
    label = str(member["label"])
    name = escape(label if len(label) <= 36 else label[:34] + "…")
    out = [f'<text x="{LEFT - 8}" y="{top + 15}" text-anchor="end">{name}<title>{escape(label)}</title></text>']
    for bar in view.bars:
        if bar["node_id"] == member["id"] and bar["begin_on"] and bar["end_on"]:
            a, b = x(bar["begin_on"]), x(bar["end_on"])
            said = escape(f"barred from {bar['begin_on']} to {bar['end_on']}")
            out.append(
                f'<rect class="bar" x="{a:.1f}" y="{top + 2}" width="{max(b - a, 2):.1f}" height="{ROW - 4}"><title>{said}</title></rect>'
            )
    for order in view.orders:
        if order["node_id"] == member["id"]:
            out.append(_order(order, top, x))
    for bed in view.beds:
        if bed["node_id"] == member["id"] and bed["filed_on"]:
            said = escape(f"housing for {bed['occupancy']} filed {bed['filed_on']}: {bed['address']}")
            out.append(
                f'<rect class="housing" x="{x(bed["filed_on"]):.1f}" y="{top + 9}" width="5" height="6"><title>{said}</title></rect>'
            )
    days = Counter(o["on_date"] for o in view.offers if o["node_id"] == member["id"] and o["on_date"])
    for day, n in sorted(days.items()):
        reach = min(3 + 1.5 * math.log2(n), ROW / 2 - 2)
        said = f"{n:,} offer{'s' if n > 1 else ''} on {day}"
        out.append(
            f'<circle class="posted" cx="{x(day):.1f}" cy="{top + ROW / 2}" r="{reach:.1f}"><title>{said}</title></circle>'
        )
    return "".join(out)


def _order(order, top: int, x) -> str:  # type: ignore[no-untyped-def]
    start, end = order["begin_on"] or order["on_date"], order["end_on"] or order["begin_on"] or order["on_date"]
    if start is None:
        return ""
    end = max(end, start)
    said = escape(
        f"case {order['case_no']}: {order['status']}, {order['workers'] or 'unknown'} workers, {start} to {end}"
    )
    if not order["granted"]:
        at, middle = x(order["on_date"] or start), top + ROW / 2
        cross = (
            f"M{at - 4:.1f},{middle - 4}L{at + 4:.1f},{middle + 4}M{at - 4:.1f},{middle + 4}L{at + 4:.1f},{middle - 4}"
        )
        return f'<path class="denied" d="{cross}"><title>{said}</title></path>'
    thick = 3 + 1.5 * math.log2(1 + (order["workers"] or 1))
    thick = min(thick, ROW - 6)
    width = max(x(end) - x(start), 2)
    return f'<rect class="order" x="{x(start):.1f}" y="{top + ROW / 2 - thick / 2:.1f}" width="{width:.1f}" height="{thick:.1f}"><title>{said}</title></rect>'
