"""The market's figures as coordinates for SVGs in the page's template. Every figure is also in a table beside its drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, HEIGHT, LEFT, FOOT = 720, 200, 52, 22
SPARK_WIDTH, SPARK_HEIGHT = 160, 28
Row = Mapping[str, Any]


def bars(rows: Sequence[Row], value: str, label: str = "month") -> dict[str, Any] | None:
    """Bars of one value, the scale's top rounded up; None where no row has it."""
    known = [row for row in rows if row.get(value) is not None]
    if not known:
        return None
    top = _top(max(row[value] for row in known))
    step = (WIDTH - LEFT) / len(rows)
    drawn = [
        {"x": round(LEFT + i * step + step * 0.1, 1), "width": round(step * 0.8, 1), "y": round(_y(row[value], top), 1),
         "height": round(HEIGHT - FOOT - _y(row[value], top), 1), "label": row[label], "value": row[value]}
        for i, row in enumerate(rows) if row.get(value) is not None
    ]  # fmt: skip
    return {**_frame(rows, label, step, top), "bars": drawn}


def band(
    rows: Sequence[Row], value: str, low: str, high: str, seen: str, label: str = "month"
) -> dict[str, Any] | None:
    """A line with its interval as a band, and a second line of what was seen."""
    known = [(i, row) for i, row in enumerate(rows) if row.get(value) is not None]
    if not known:
        return None
    top = _top(max(row[high] for _, row in known))
    step = (WIDTH - LEFT) / len(rows)

    def points(key: str) -> list[str]:
        return [f"{LEFT + (i + 0.5) * step:.1f},{_y(row[key], top):.1f}" for i, row in known]

    around = " L".join([*points(high), *reversed(points(low))])
    lines = {"value": "M" + " L".join(points(value)), "seen": "M" + " L".join(points(seen)), "band": f"M{around}Z"}
    return {**_frame(rows, label, step, top), **lines}


def sparks(prices: Sequence[Row]) -> list[dict[str, Any]]:
    """One line a trade and currency: the latest quarter's median with its interval, and the medians of all quarters."""
    of: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in prices:
        of[row["what"], row["trade"] or "", row["currency"] or ""].append(row)
    out = []
    for (what, trade, currency), rows in sorted(of.items()):
        last, high = rows[-1], max(row["high"] for row in rows)
        step = SPARK_WIDTH / max(len(rows) - 1, 1)
        line = [
            f"{i * step:.1f},{SPARK_HEIGHT - 2 - (SPARK_HEIGHT - 4) * row['median'] / high:.1f}"
            for i, row in enumerate(rows)
        ]
        out.append({
            "what": what, "trade": trade, "currency": currency, "last": last, "first": rows[0], "quarters": len(rows),
            "line": "M" + " L".join(line), "rows": rows,
        })  # fmt: skip
    return out


def _y(value: float, top: float) -> float:
    return 8 + (HEIGHT - FOOT - 8) * (1 - value / top)


def _top(value: float) -> float:
    scale = 1.0
    while scale * 10 < value:
        scale *= 10
    return next(scale * step for step in (1, 2, 2.5, 5, 10) if scale * step >= value)


def _frame(rows: Sequence[Row], label: str, step: float, top: float) -> dict[str, Any]:
    every = max(1, len(rows) // 10)
    ticks = [
        {"x": round(LEFT + (i + 0.5) * step, 1), "label": row[label]} for i, row in enumerate(rows) if i % every == 0
    ]
    grid = [{"y": round(_y(top * part, top), 1), "value": top * part} for part in (0, 0.5, 1)]
    return {"width": WIDTH, "height": HEIGHT, "left": LEFT, "ticks": ticks, "grid": grid, "foot": HEIGHT - 6}
