"""Where labels stand in a drawing, so that none covers another or a mark: the important first, the rest left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LETTER = 0.58
"""Width of a letter of the drawing's font as a part of its size: a little more than its mean."""


@dataclass(frozen=True)
class Mark:
    """A mark with its label: its middle, how far it reaches, and how large the label's letters are."""

    x: float
    y: float
    reach: float
    text: str
    letters: float


@dataclass(frozen=True)
class Label:
    """A placed label: the baseline's point, and how the text hangs on it (start, middle, end)."""

    x: float
    y: float
    anchor: str


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def place_labels(marks: Sequence[Mark], width: float, height: float) -> list[Label | None]:
    """A place for each label, in the order given, beside its mark; None where all places are taken."""
    taken = [(m.x - m.reach, m.y - m.reach, m.x + m.reach, m.y + m.reach) for m in marks]
    out: list[Label | None] = []
    for mark in marks:
        for label, box in _places(mark):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                out.append(label)
                break
        else:
            out.append(None)
    return out


def _places(mark: Mark) -> Iterator[tuple[Label, Box]]:
    """Above, below, right, left, and the four corners."""
    wide, high = len(mark.text) * LETTER * mark.letters, mark.letters
    gap = mark.reach + 4
    near = mark.reach * 0.7 + 3
    for anchor, x, y in (
        ("middle", mark.x, mark.y - gap), ("middle", mark.x, mark.y + gap + high * 0.8),
        ("start", mark.x + gap, mark.y + high * 0.35), ("end", mark.x - gap, mark.y + high * 0.35),
        ("start", mark.x + near, mark.y - near), ("end", mark.x - near, mark.y - near),
        ("start", mark.x + near, mark.y + near + high * 0.8), ("end", mark.x - near, mark.y + near + high * 0.8),
    ):  # fmt: skip
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        yield Label(x, y, anchor), (left, y - high * 0.85, left + wide, y + high * 0.25)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
