"""Texts made to break the comparing of texts: handled, bounded, counted."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from turnstone.kernels.near import BANDS, LEADERS
from turnstone.texts.grouping import group_texts
from turnstone.texts.slots import build


def vocabulary_of(random: np.random.Generator, count: int) -> list[str]:
    return ["".join(chr(97 + c) for c in random.integers(0, 26, 7)) for _ in range(count)]


@pytest.fixture(scope="module")
def words() -> list[str]:
    return vocabulary_of(np.random.default_rng(4), 5_000)


def texts_of(words: list[str], count: int, length: int, seed: int) -> list[str]:
    random = np.random.default_rng(seed)
    return [" ".join(words[i] for i in random.integers(0, len(words), length)) for _ in range(count)]


def test_nothing_at_all() -> None:
    assert group_texts(pa.array([], pa.string())).labels.tolist() == []
    assert group_texts(pa.array([None, "", " \u200b ", "..."], pa.string())).labels.tolist() == [0, 1, 2, 3]


def test_one_word_texts_are_no_templates(words: list[str]) -> None:
    labels = group_texts(pa.array(["Welcome", *words[:200], "hello there"])).labels
    assert len(set(labels.tolist())) == 202


def test_equal_texts_are_together_when_they_say_enough(words: list[str]) -> None:
    whole = " ".join(words[:30])
    labels = group_texts(pa.array([whole, whole.upper(), whole + "...", "Welcome!", "welcome", "WELCOME..."])).labels
    assert labels.tolist() == [0, 0, 0, 3, 4, 5]


def test_ten_thousand_identical_adverts_are_one_text(words: list[str]) -> None:
    copies = texts_of(words, 1, 40, 1) * 10_000
    groups = group_texts(pa.array(copies + texts_of(words, 500, 40, 2)))
    assert set(groups.labels[:10_000].tolist()) == {0}
    assert len(groups.edges.left) == 0 and len(set(groups.labels.tolist())) == 501


def test_a_boilerplate_that_all_share_joins_nobody(words: list[str]) -> None:
    frame = " ".join(words[:30])
    own = texts_of(words, 4_000, 30, 3)
    groups = group_texts(pa.array([f"{frame} {text}" for text in own]))
    sizes = np.unique(groups.labels, return_counts=True)[1]
    assert sizes.max() == 1
    assert len(groups.edges.left) <= len(own) * BANDS * LEADERS


def test_a_frame_does_not_hide_the_copies_within_it(words: list[str]) -> None:
    frame, own = " ".join(words[:30]), texts_of(words, 3_000, 30, 5)
    again = [[*text.split()[:-2], "changed", "ending"] for text in own[:50]]
    groups = group_texts(pa.array([f"{frame} {text}" for text in [*own, *(" ".join(a) for a in again)]]))
    assert groups.labels[3_000:].tolist() == list(range(50))


def test_two_templates_that_one_text_joins_are_cut(words: list[str]) -> None:
    """Twenty copies of each of two wordings, and one text that is half the one and half the other."""
    one, other = words[:40], words[40:80]
    copies = [" ".join([*base[:20], word, *base[21:]]) for base in (one, other) for word in words[100:120]]
    mixed = " ".join(one[:20] + other[20:])
    groups = group_texts(pa.array([*copies, mixed, *texts_of(words[2_000:], 500, 30, 6)]))
    first, second = set(groups.labels[:20].tolist()), set(groups.labels[20:40].tolist())
    assert len(first) == len(second) == 1 and first != second
    assert len(groups.cuts) == 1 and groups.labels[40] in first | second


def test_a_chain_is_cut_and_told(words: list[str]) -> None:
    """Each text shares two thirds with the next and nothing with the one after three."""
    stream = words[:1_000]
    chain = [" ".join(stream[i * 10 : i * 10 + 30]) for i in range(60)]
    groups = group_texts(pa.array(chain + texts_of(words[2_000:], 500, 30, 6)))
    assert groups.cuts
    assert np.unique(groups.labels[:60], return_counts=True)[1].max() < 60


def test_binary_and_reordering_characters_are_taken_as_they_are() -> None:
    hostile = [
        "\u202e" + "evil text " * 5,
        "\x00\x01\x02" * 50,
        "\ufffd" * 100,
        "\U0010ffff" * 20,
        "a\u0301" * 5000,
        "💋" * 5000,
    ]
    assert len(group_texts(pa.array(hostile)).labels) == len(hostile)


def test_a_megabyte_is_bounded(words: list[str]) -> None:
    huge = " ".join(words) * 30
    labels = group_texts(pa.array([huge, huge + " more", *words[:50]])).labels
    assert labels[0] == labels[1] == 0


def test_texts_whose_words_only_seem_equal_are_laid_apart(words: list[str]) -> None:
    """Slots are cut from the texts themselves: whatever brought two texts together, what differs is shown."""
    from turnstone.kernels.boilerplate import learn
    from turnstone.kernels.words import hash_words

    vocabulary = learn(*hash_words(pa.array(["some words"])))
    built = build(["totally different wording here", "nothing alike in this one"], 0, vocabulary)
    assert [part.kind for part in built.parts] == ["slot"] and built.fixed_words == 0


def test_a_common_phrase_is_cut_and_told(words: list[str]) -> None:
    """Many unlike texts that meet in one rare phrase: they are not joined, and how many were passed over is told."""
    random = np.random.default_rng(7)
    chances = 1 / np.arange(1, 2_001)
    drawn = random.choice(2_000, (6_000, 12), p=chances / chances.sum())
    groups = group_texts(pa.array([" ".join(words[i] for i in row) for row in drawn]))
    assert groups.edges.crowded
    assert all(count >= 1 for count in groups.edges.crowded.values())
