"""The weight of a lead as steps of a waterfall: figures for an SVG in the page's template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WIDTH, LEFT, RIGHT, ROW = 760, 170, 70, 28


def waterfall(parts: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Where each counted part's bar, whisker and number stand (SVG units); None where no part counts.

    The numbers are also in the table below the drawing; bars follow each other so that their sum is the last one."""
    counted = [part for part in parts if part["counted"]]
    if not counted:
        return None
    total = sum(part["bits"] for part in counted)
    room = WIDTH - LEFT - RIGHT
    scale = room / max(total + max(part["high_bits"] - part["bits"] for part in counted), 1)
    steps, at = [], 0.0
    for i, part in enumerate(counted):
        x, wide = LEFT + at * scale, max(part["bits"] * scale, 1)
        high = LEFT + (at + part["high_bits"]) * scale
        steps.append({
            "family": part["family"], "title": part["title"], "bits": part["bits"], "low_bits": part["low_bits"],
            "high_bits": part["high_bits"], "y": ROW * i + 4, "text_y": ROW * i + 19, "mid": ROW * i + 13, "x": round(x, 1),
            "width": round(wide, 1), "low": round(LEFT + (at + part["low_bits"]) * scale, 1), "high": round(high, 1),
            "label_x": round(max(x + wide, high) + 6, 1), "end": round(x + wide, 1),
        })  # fmt: skip
        at += part["bits"]
    top = ROW * len(counted)
    return {
        "steps": steps, "total": total, "left": LEFT, "label": LEFT - 8, "width": WIDTH, "height": top + ROW + 6, "line_y": top + 2,
        "total_y": top + 7, "total_width": round(total * scale, 1), "total_text_y": top + 22, "total_label_x": round(LEFT + total * scale + 6, 1),
    }  # fmt: skip
