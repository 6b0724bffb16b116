"""How many offers came when: in days, weeks, months or years, whichever fits; as blocks of characters and as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

BLOCKS = "▁▂▃▄▅▆▇█"
MOST = 100
"""Steps in a strip, at most."""
WIDTH, HEIGHT, TOP, LEFT = 960, 120, 14, 34

Step = tuple[date, int]
"""The first day of a step, and how many offers came in it."""


def steps_of(days: Sequence[tuple[date, int]]) -> tuple[str, list[Step]]:
    """The unit (day, week, month or year) and its steps from the first to the last, those without offers too."""
    if not days:
        return "day", []
    first, last = min(day for day, _ in days), max(day for day, _ in days)
    span = (last - first).days + 1
    unit = "day" if span <= 42 else "week" if span <= 7 * MOST else "month" if span <= 30 * MOST else "year"
    counts: dict[date, int] = {}
    for day, n in days:
        start = _start(day, unit)
        counts[start] = counts.get(start, 0) + n
    steps = []
    at = _start(first, unit)
    while at <= last:
        steps.append((at, counts.get(at, 0)))
        at = _next(at, unit)
    return unit, steps


def _start(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _next(day: date, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=7 if unit == "week" else 1)
    return _start(day.replace(day=1) + timedelta(days=32 if unit == "month" else 370), unit)


def blocks(steps: Sequence[Step]) -> str:
    """A character a step, taller for more; a dot where there is none."""
    most = max((n for _, n in steps), default=0)
    return "".join("·" if n == 0 else BLOCKS[-(-n * len(BLOCKS) // most) - 1] for _, n in steps)


def draw_strip(days: Sequence[tuple[date, int]]) -> str:
    """The strip as SVG, with a title on each bar; empty without days."""
    unit, steps = steps_of(days)
    if not steps:
        return ""
    most = max(n for _, n in steps)
    wide = min((WIDTH - LEFT - 4) / len(steps), 40)
    floor = HEIGHT - 22
    out = []
    for value in sorted({most, most // 2} - {0}):
        y = floor - (floor - TOP) * value / most
        out.append(f'<line class="grid" x1="{LEFT}" x2="{LEFT + wide * len(steps):.1f}" y1="{y:.1f}" y2="{y:.1f}"/>')
        out.append(f'<text class="year" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>')
    for i, (day, n) in enumerate(steps):
        x = LEFT + wide * i
        if n:
            high = (floor - TOP) * n / most
            said = escape(f"{n:,} offer{'s' if n > 1 else ''} in the {unit} of {day.isoformat()}")
            out.append(
                f'<rect class="offers" x="{x + wide * 0.08:.1f}" y="{floor - high:.1f}" width="{max(wide * 0.84, 1):.1f}" '
                f'height="{high:.1f}"><title>{said}</title></rect>'
            )
    out.append(f'<line class="floor" x1="{LEFT}" x2="{LEFT + wide * len(steps):.1f}" y1="{floor}" y2="{floor}"/>')
    free = LEFT - 1.0
    for i, (day, _) in enumerate(steps):
        x = LEFT + wide * i
        if x >= free and (i == 0 or _marks(steps[i - 1][0], day, unit)) and x < WIDTH - 60:
            text = day.isoformat() if unit in ("day", "week") else day.isoformat()[: 7 if unit == "month" else 4]
            out.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{floor}" y2="{floor + 5}"/>')
            out.append(f'<text class="year" x="{x:.1f}" y="{HEIGHT - 4}">{text}</text>')
            free = x + 84
    label = f"Offers by {unit}, {steps[0][0].isoformat()} to {steps[-1][0].isoformat()}, at most {most:,} in one {unit}"
    return f'<svg class="strip" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{"".join(out)}</svg>'


def _marks(before: date, day: date, unit: str) -> bool:
    """Whether a step gets a label: each week, each month, each year."""
    if unit == "day":
        return day.weekday() == 0
    return before.month != day.month if unit == "week" else before.year != day.year or unit == "month"
