"""The bits of one pair as a waterfall: from the prior, step by step, to the total, with the bar that joins."""

from __future__ import annotations

from html import escape

from turnstone.exports.pair_view import PairView

WIDTH, LEFT, RIGHT, ROW = 760, 130, 70, 28


def draw_pair(pair: PairView) -> str:
    """The drawing. Steps for and against have their own colours; those that do not count are outlined where they would
    stand, and those that say nothing are left out."""
    told = [(s.said, s.bits, s.counted) for s in pair.steps if s.bits]
    steps = [("start: any two", pair.prior, True), *told]
    at, ends = 0.0, [0.0, pair.bar]
    for _, bits, counted in steps:
        ends += [at + bits]
        at += bits if counted else 0
    low, high = min(ends), max(ends)
    scale = (WIDTH - LEFT - RIGHT) / max(high - low, 1e-9)

    def x(value: float) -> float:
        return LEFT + (value - low) * scale

    height = ROW * (len(steps) + 1) + 30
    out = [
        f'<line class="bar" x1="{x(pair.bar):.1f}" y1="4" x2="{x(pair.bar):.1f}" y2="{height - 22}"/>'
        f'<text x="{x(pair.bar):.1f}" y="{height - 8}" text-anchor="middle">the bar: {pair.bar:g}</text>'
    ]
    at = 0.0
    for i, (said, bits, counted) in enumerate(steps):
        top = 6 + ROW * i
        start, end = x(at), x(at + bits)
        kind = ("for" if bits > 0 else "against") if counted else "idle"
        title = escape(f"{said}: {bits:+.1f} bits" + ("" if counted else ", does not count"))
        out.append(
            f'<text x="{LEFT - 8}" y="{top + 16}" text-anchor="end">{escape(said)}</text>'
            f'<rect class="{kind}" x="{min(start, end):.1f}" y="{top + 4}" width="{max(abs(end - start), 1):.1f}" '
            f'height="{ROW - 10}"><title>{title}</title></rect>'
            f'<text x="{max(start, end) + 6:.1f}" y="{top + 17}">{bits:+.1f}</text>'
        )
        at += bits if counted else 0
    top = 6 + ROW * len(steps)
    zero, total = x(0), x(pair.total)
    out.append(
        f'<line class="grid" x1="{LEFT}" y1="{top}" x2="{WIDTH - 20}" y2="{top}"/>'
        f'<text x="{LEFT - 8}" y="{top + 17}" text-anchor="end" class="sum">total</text>'
        f'<rect class="total" x="{min(zero, total):.1f}" y="{top + 6}" width="{max(abs(total - zero), 1):.1f}" height="{ROW - 12}"/>'
        f'<text x="{max(zero, total) + 6:.1f}" y="{top + 18}" class="sum">{pair.total:+.1f}</text>'
    )
    label = escape(f"{pair.total:+.1f} bits against a bar of {pair.bar:g}; the table beside says the same")
    return f'<svg class="fall pair" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">{"".join(out)}</svg>'
