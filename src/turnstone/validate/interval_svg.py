"""Shares as dots with their intervals, one a row, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from turnstone.validate.share import Share, percent

WIDTH, LEFT, RIGHT, ROW, TOP = 760, 190, 150, 26, 34
STEPS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
"""Distances between marks of an axis that does not reach 100 %."""


@dataclass(frozen=True)
class Dot:
    """One row. `ghost`: a second share that is drawn hollow, or nothing."""

    label: str
    share: Share
    ghost: Share | None = None


def draw_intervals(title: str, axis: str, dots: Sequence[Dot], *, whole: bool = True, per: int = 100) -> str:
    """The drawing. `axis`: what the shares are of; `whole`: from 0 to 100 %, else as far as the largest upper limit; `per`:
    the axis counts per so many (100: per cent). The text alternative gives every figure."""
    if not dots:
        return ""
    most = (
        1.0
        if whole
        else min(max(d.share.high for d in dots if d.share.of) if any(d.share.of for d in dots) else 1.0, 1.0)
    )
    step = 0.25 if most > 0.8 else next((s for s in STEPS if most / s <= 6), 0.2)
    end = 1.0 if most > 0.8 else (int(most / step) + 1) * step
    scale = (WIDTH - LEFT - RIGHT) / end
    bottom = TOP + ROW * len(dots)
    out = [f'<text class="name" x="0" y="14">{escape(title)}</text>']
    for i in range(round(end / step) + 1):
        x = LEFT + i * step * scale
        out.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" y2="{bottom}"/>')
        out.append(
            f'<text class="mark" x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{_mark(i * step * per, per)}</text>'
        )
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    out.append(f'<text class="mark" x="{middle:.1f}" y="{bottom + 31}" text-anchor="middle">{escape(axis)}</text>')
    for i, dot in enumerate(dots):
        out.append(_row(dot, TOP + ROW * i + ROW / 2, scale, end))
    said = escape(f"{title}. {axis}. " + "; ".join(f"{d.label}: {d.share.said}" for d in dots) + ".", quote=True)
    return f'<svg class="plot" viewBox="0 0 {WIDTH} {bottom + 38}" role="img" aria-label="{said}">{"".join(out)}</svg>'


def _mark(value: float, per: int) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".") + (" %" if per == 100 else "")


def _row(dot: Dot, y: float, scale: float, end: float) -> str:
    short = dot.label if len(dot.label) <= 30 else dot.label[:29] + "…"
    out = [f'<text x="{LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{escape(short)}</text>']
    said = f"{dot.share.count:,} of {dot.share.of:,}" if dot.share.of else "none to judge"
    out.append(f'<text class="mark" x="{WIDTH - RIGHT + 12}" y="{y + 4:.1f}">{said}</text>')
    if dot.share.rate is None:
        return "".join(out)
    low, high, at = (LEFT + min(v, end) * scale for v in (dot.share.low, dot.share.high, dot.share.rate))
    told = escape(f"{dot.label}: {dot.share.said}")
    whisker = f"M{low:.1f},{y:.1f}H{high:.1f}M{low:.1f},{y - 4:.1f}v8M{high:.1f},{y - 4:.1f}v8"
    out.append(f'<path class="whisker" d="{whisker}"/>')
    if dot.ghost is not None and dot.ghost.rate is not None:
        at_ghost = LEFT + min(dot.ghost.rate, end) * scale
        more = escape(f"{dot.label}: {percent(dot.ghost.rate)} ({dot.ghost.count:,} of {dot.ghost.of:,})")
        out.append(f'<circle class="ghost" cx="{at_ghost:.1f}" cy="{y:.1f}" r="5.5"><title>{more}</title></circle>')
    out.append(f'<circle class="dot" cx="{at:.1f}" cy="{y:.1f}" r="4"><title>{told}</title></circle>')
    return "".join(out)
