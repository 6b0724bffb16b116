"""Labels of a drawing: none covers another or a mark, none leaves the drawing, and the important come first."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from turnstone.exports.labels import LETTER, Label, Mark, place_labels

WIDTH, HEIGHT = 400.0, 300.0
MARKS = st.lists(
    st.builds(
        Mark, x=st.floats(0, WIDTH), y=st.floats(0, HEIGHT), reach=st.floats(3, 20), text=st.text("Ab ", min_size=1, max_size=34),
        letters=st.sampled_from([10.0, 11.0]),
    ),
    max_size=25,
)  # fmt: skip


def box(mark: Mark, label: Label) -> tuple[float, float, float, float]:
    wide = len(mark.text) * LETTER * mark.letters
    left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    return left, label.y - 0.85 * mark.letters, left + wide, label.y + 0.25 * mark.letters


def apart(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


@given(MARKS)
def test_nothing_is_covered_and_nothing_cut_off(marks: list[Mark]) -> None:
    labels = place_labels(marks, WIDTH, HEIGHT)
    assert len(labels) == len(marks)
    boxes = [box(m, label) for m, label in zip(marks, labels, strict=True) if label]
    assert all(apart(a, b) for a, b in combinations(boxes, 2))
    for mark in marks:
        own = (mark.x - mark.reach, mark.y - mark.reach, mark.x + mark.reach, mark.y + mark.reach)
        assert all(apart(own, b) for b in boxes)
    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= WIDTH and b[3] <= HEIGHT for b in boxes)


@given(MARKS)
def test_the_first_is_placed_wherever_there_is_room_for_it_alone(marks: list[Mark]) -> None:
    if marks and place_labels(marks, WIDTH, HEIGHT)[0] is None:
        others = [Mark(m.x, m.y, m.reach, "", m.letters) for m in marks[1:]]
        assert place_labels([marks[0], *others], WIDTH, HEIGHT)[0] is None


def test_a_mark_in_the_open_is_labelled_above() -> None:
    (label,) = place_labels([Mark(200, 150, 8, "Alder Farms", 11)], WIDTH, HEIGHT)
    assert label == Label(200, 138, "middle")
