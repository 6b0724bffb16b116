"""Names that nobody should be able to stop the comparison with, or weld strangers with."""

from __future__ import annotations

import pytest

from turnstone.kernels.name_read import MOST_WORDS
from turnstone.links.compare.name_pairs import compare_names, explain
from turnstone.links.compare.read_names import read_names

LONG = [
    "A" * 10_000,
    "Jane Hartwell " * 1_000,
    "x " * 5_000,
    "&" * 10_000,
    "É" * 10_000,
    "王" * 10_000,
    "\u202e" * 10_000,
    ".".join("ABCDEFGHIJ" * 1_000),
    "aB" * 5_000,
]


@pytest.mark.parametrize("kind", ["person", "organisation", "any"])
def test_ten_thousand_characters(kind: str) -> None:
    left, right = LONG, [name[:-1] + "y" for name in LONG]
    assert len(compare_names(left, right, kind)) == len(LONG)
    for name in LONG:
        assert (
            sum(line.mbits for line in explain(name, "Jane Hartwell", kind))
            == compare_names([name], ["Jane Hartwell"], kind)[0]
        )
    assert max(len(LONG), 1) * MOST_WORDS >= len(read_names(LONG, "person").names.ids)


def test_long_words_agree_only_when_equal() -> None:
    a, b = "A" * 10_000, "A" * 9_999 + "B"
    same, other = compare_names([f"Jane {a}"] * 2, [f"Jane {a}", f"Jane {b}"], "person")
    assert same > 0 > other


def test_what_stands_beyond_the_words_that_are_read_counts() -> None:
    words = [f"Name{chr(65 + k // 26)}{chr(65 + k % 26)}" for k in range(40)]
    a, b = " ".join(words), " ".join([*words[:-1], "Other"])
    same, other = compare_names([a, a], [a, b], "person")
    assert other < same


@pytest.mark.parametrize("kind", ["person", "organisation", "vessel", "address", "any"])
@pytest.mark.parametrize(
    "nobody",
    ["", " ", "-", "UNKNOWN", "Unknown Unknown", "TEST", "test user", "N/A", "John Doe", "\u200b", "???", "🙂"],
)
def test_nobody_is_like_nobody(nobody: str, kind: str) -> None:
    assert compare_names([nobody], [nobody], kind)[0] == 0
    assert compare_names([nobody], ["Jane Hartwell"], kind)[0] <= 0


def test_right_to_left_and_mixed_scripts() -> None:
    """Marks of direction are not seen; a Cyrillic letter inside a Latin word is read as its sound."""
    pairs = [
        ("\u202bسمير الخطيب\u202c", "سمير الخطيب"),
        ("\u2067Samir\u2069 al-Khatib", "Samir Al Khatib"),
        ("Sаmir Khаtib", "Samir Khatib"),  # two Cyrillic letters
        ("Samir الخطيب", "سمير Khatib"),
        ("ＪＡＮＥ Ｈａｒｔｗｅｌｌ", "Jane Hartwell"),
        ("Jane\u00a0Hartwell", "Jane Hartwell"),
        ("Jane Harṫwell", "Jane Hart\u0307well"),
    ]
    for left, right in pairs:
        assert compare_names([left], [right], "person")[0] > 0, (left, right, explain(left, right, "person"))


def test_line_breaks_and_no_names() -> None:
    assert compare_names(["Jane\nHartwell", "Jane\r\nHartwell"], ["Jane Hartwell"] * 2, "person").min() > 0
    assert len(compare_names([], [], "person")) == 0
    assert len(compare_names([], [], "any")) == 0
    assert len(read_names([], "organisation").names.form) == 0


def test_one_name_in_many_rows_stays_cheap_in_words() -> None:
    """A million rows of one placeholder are one word in the table."""
    read = read_names(["Unknown"] * 50_000, "person")
    assert len(read.texts) == 1
    assert not read.names.said.any()
