"""Shares along an axis, joined by a line, each with its interval, as SVG; and beside them what would have been expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from turnstone.validate.share import Share, percent

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 320, 62, 24, 34, 52


@dataclass(frozen=True)
class Point:
    """One share at `x`. `mark`: what stands under it; `expected`: a share that a dashed line joins, or nothing."""

    x: float
    mark: str
    share: Share
    expected: float | None = None


def draw_curve(title: str, across: str, up: str, points: Sequence[Point], *, level: float | None = None) -> str:
    """The drawing. `across`, `up`: labels of the axes; `level`: a share that is drawn as a line from side to side."""
    if not points:
        return ""
    first, last = min(p.x for p in points), max(p.x for p in points)
    room = WIDTH - LEFT - RIGHT - 40

    def x(value: float) -> float:
        return LEFT + 20 + (room / 2 if last == first else (value - first) / (last - first) * room)

    def y(value: float) -> float:
        return TOP + (1 - value) * (HEIGHT - TOP - BOTTOM)

    out = [f'<text class="name" x="0" y="14">{escape(title)}</text>']
    for i in range(5):
        out.append(f'<line class="grid" x1="{LEFT}" y1="{y(i / 4):.1f}" x2="{WIDTH - RIGHT}" y2="{y(i / 4):.1f}"/>')
        out.append(f'<text class="mark" x="{LEFT - 8}" y="{y(i / 4) + 4:.1f}" text-anchor="end">{25 * i} %</text>')
    half = TOP + (HEIGHT - TOP - BOTTOM) / 2
    out.append(
        f'<text class="mark" x="11" y="{half}" text-anchor="middle" transform="rotate(-90 11 {half})">{escape(up)}</text>'
    )
    out.append(
        f'<text class="mark" x="{LEFT + 20 + room / 2:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>'
    )
    if level is not None:
        told = f"<title>{escape(f'base rate {percent(level)}')}</title>"
        out.append(f'<path class="level" d="M{LEFT},{y(level):.1f}H{WIDTH - RIGHT}">{told}</path>')
    expected = [(x(p.x), y(p.expected)) for p in points if p.expected is not None]
    if expected:
        out.append(f'<path class="expected" d="{_line(expected)}"/>')
        out += [f'<circle class="ghost" cx="{a:.1f}" cy="{b:.1f}" r="4.5"/>' for a, b in expected]
    known = [p for p in points if p.share.rate is not None]
    out.append(f'<path class="curve" d="{_line([(x(p.x), y(p.share.rate or 0.0)) for p in known])}"/>' if known else "")
    out += [_point(p, x(p.x), y(p.share.low), y(p.share.high), y(p.share.rate or 0.0)) for p in known]
    out += [
        f'<text class="mark" x="{x(p.x):.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{escape(p.mark)}</text>'
        for p in points
    ]
    said = escape(
        f"{title}. {up} by {across}. " + "; ".join(f"{p.mark}: {p.share.said}" for p in points) + ".", quote=True
    )
    return f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">{"".join(out)}</svg>'


def _line(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{a:.1f},{b:.1f}" for a, b in places)


def _point(p: Point, at: float, low: float, high: float, middle: float) -> str:
    told = escape(f"{p.mark}: {p.share.said}")
    return (
        f'<path class="whisker" d="M{at:.1f},{low:.1f}V{high:.1f}M{at - 4:.1f},{low:.1f}h8M{at - 4:.1f},{high:.1f}h8"/>'
        f'<circle class="dot" cx="{at:.1f}" cy="{middle:.1f}" r="4"><title>{told}</title></circle>'
    )
