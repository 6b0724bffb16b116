"""The weight of a lead as a waterfall: one step a family of evidence, each with its interval."""

from __future__ import annotations

from html import escape

from turnstone.exports.lead_view import LeadView

WIDTH, LEFT, RIGHT, ROW = 760, 150, 90, 30


def draw_waterfall(view: LeadView) -> str:
    """Steps of the families that count, strongest first, adding up to the lead's bits."""
    parts = [p for p in view.parts if p.counted]
    if not parts:
        return ""
    total = sum(p.bits for p in parts)
    scale = (WIDTH - LEFT - RIGHT) / max(total + max(p.high_bits - p.bits for p in parts), 1)
    height = ROW * (len(parts) + 1) + 14
    out = []
    at = 0.0
    for i, part in enumerate(parts):
        top = 6 + ROW * i
        x, width = LEFT + at * scale, max(part.bits * scale, 1)
        low, high = LEFT + (at + part.low_bits) * scale, LEFT + (at + part.high_bits) * scale
        said = escape(f"{part.title}: {part.bits:.1f} bits (95 % interval {part.low_bits:.1f} to {part.high_bits:.1f})")
        out.append(
            f'<text x="{LEFT - 8}" y="{top + 16}" text-anchor="end">{escape(part.family)}</text>'
            f'<rect class="step" x="{x:.1f}" y="{top + 3}" width="{width:.1f}" height="{ROW - 10}"><title>{said}</title></rect>'
            f'<path class="whisker" d="M{low:.1f},{top + 13}H{high:.1f}M{low:.1f},{top + 9}v8M{high:.1f},{top + 9}v8"/>'
            f'<text x="{max(x + width, high) + 6:.1f}" y="{top + 17}">{part.bits:.1f}</text>'
        )
        at += part.bits
    top = 6 + ROW * len(parts)
    out.append(
        f'<line class="grid" x1="{LEFT}" y1="{top}" x2="{WIDTH - 20}" y2="{top}"/>'
        f'<text x="{LEFT - 8}" y="{top + 18}" text-anchor="end" class="sum">together</text>'
        f'<rect class="total" x="{LEFT}" y="{top + 6}" width="{total * scale:.1f}" height="{ROW - 12}"/>'
        f'<text x="{LEFT + total * scale + 6:.1f}" y="{top + 19}" class="sum">{total:.1f} bits</text>'
    )
    label = escape(f"Weight of evidence: {total:.1f} bits from {len(parts)} families")
    return f'<svg class="fall" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">{"".join(out)}</svg>'
