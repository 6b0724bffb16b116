"""Moves of a network's parties as an SVG strip: a line a town, time from left to right, a mark a thing taken up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from turnstone.exports.network_moves import move_said, town_of

WIDTH, LEFT, ROW, TOP = 960, 170, 22, 24
MOST_TOWNS = 12
NOWHERE = "no town known"
COLOURS = {"premises": "c-housing", "housing": "c-housing", "recruiter": "c-recruiter"}
"""Kind -> colour of the page; every other kind has that of things. Shapes differ as well: a move is filled, one more is not."""


def draw_moves(moves: Sequence[dict[str, Any]]) -> str:
    """The strip; empty without moves. The table beside it says the same in words."""
    if not moves:
        return ""
    counted = Counter(town_of(m) or NOWHERE for m in moves)
    towns = sorted(sorted(counted), key=lambda town: -counted[town])[:MOST_TOWNS]
    first = {town: min(m["on_date"] for m in moves if (town_of(m) or NOWHERE) == town) for town in towns}
    towns.sort(key=lambda town: (first[town], town))  # as they are come to: moves then read downwards
    drawn = [m for m in moves if (town_of(m) or NOWHERE) in towns]
    start, end = (
        date(min(m["on_date"] for m in drawn).year, 1, 1),
        date(max(m["on_date"] for m in drawn).year + 1, 1, 1),
    )

    def x(day: date) -> float:
        return LEFT + 8 + (day - start).days / (end - start).days * (WIDTH - LEFT - 34)

    y = {town: TOP + ROW * i + ROW / 2 for i, town in enumerate(towns)}
    height = TOP + ROW * len(towns) + 6
    step = max(1, -(-(end.year - start.year) // 14))
    parts = []
    for year in range(start.year, end.year + 1, step):
        at = x(date(year, 1, 1))
        parts.append(f'<line class="grid" x1="{at:.1f}" y1="16" x2="{at:.1f}" y2="{height - 4}"/>')
        parts.append(f'<text class="year" x="{at:.1f}" y="11" text-anchor="middle">{year}</text>')
    for town in towns:
        name = escape(town if len(town) <= 26 else town[:25] + "…")
        parts.append(
            f'<text x="{LEFT - 8}" y="{y[town] + 4:.0f}" text-anchor="end">{name}<title>{escape(town)}</title></text>'
        )
    parts += [_mark(m, x(m["on_date"]), y) for m in drawn]
    said = f"{len(drawn):,} things taken up in {len(towns):,} towns, {drawn[0]['on_date']} to {drawn[-1]['on_date']}. The table below lists them."
    left = len(moves) - len(drawn)
    note = f'<p class="note">{left:,} more in other towns, in the table.</p>' if left else ""
    return (
        f'<svg class="time moves" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="moves-title moves-desc">'
        f'<title id="moves-title">Moves by time and town</title><desc id="moves-desc">{escape(said)}</desc>'
        f"{''.join(parts)}</svg>{note}"
    )


def _mark(m: dict[str, Any], x: float, y: dict[str, float]) -> str:
    """A circle, filled where what was before was given up, with a line from the town of that where it is another."""
    at, before = y[town_of(m) or NOWHERE], y.get(town_of(m, "_before") or NOWHERE)
    colour = f"var(--{COLOURS.get(m['kind'], 'party')})"
    fill = colour if m["gave_up"] else "none"
    line = ""
    if m["gave_up"] and before is not None and before != at:
        line = f'<line x1="{x - 7:.1f}" y1="{before:.1f}" x2="{x:.1f}" y2="{at:.1f}" style="stroke:{colour};stroke-width:1.2"/>'
    return f'{line}<circle cx="{x:.1f}" cy="{at:.1f}" r="4" style="fill:{fill};stroke:{colour}"><title>{escape(move_said(m))}</title></circle>'
