"""When each party of a network was active, as bars for an SVG in the page's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

WIDTH, LEFT, ROW, MOST = 1000, 240, 18, 60


def strip(members: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Bars, and lines of years (SVG units); None where no party has days. The `MOST` that were active longest are drawn,
    in the order in which they came; `left_out` says how many are not (all are in the table)."""
    dated = [m for m in members if m["first_on"] and m["last_on"]]
    if not dated:
        return None
    long = sorted(dated, key=lambda m: _day(m["first_on"]) - _day(m["last_on"]))[:MOST]
    first, last = min(_day(m["first_on"]) for m in long), max(_day(m["last_on"]) for m in long)
    scale = (WIDTH - LEFT - 10) / max(last - first, 1)
    bars = []
    for row, m in enumerate(sorted(long, key=lambda m: (m["first_on"], m["last_on"], m["id"]))):
        begin = LEFT + (_day(m["first_on"]) - first) * scale
        bars.append({
            "id": m["id"], "label": str(m["label"]), "first": m["first_on"], "last": m["last_on"], "y": row * ROW + 22,
            "text_y": row * ROW + 32, "x": round(begin, 1),
            "width": round(max((_day(m["last_on"]) - _day(m["first_on"])) * scale, 3), 1), "core": m["standing"] == "core",
        })  # fmt: skip
    years = range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1)
    step = max(1, len(years) // 12)
    marks = [
        {"year": year, "x": round(LEFT + (date(year, 1, 1).toordinal() - first) * scale, 1)} for year in years[::step]
    ]
    height = len(bars) * ROW + 28
    return {
        "bars": bars, "marks": marks, "width": WIDTH, "height": height, "label": LEFT - 8, "left_out": len(members) - len(bars),
        "first": date.fromordinal(first).isoformat(), "last": date.fromordinal(last).isoformat(),
    }  # fmt: skip


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()
