"""Words, keys, joins and alignments against slow and obvious twins, on random texts in many scripts."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from turnstone.kernels import near
from turnstone.kernels.align import match
from turnstone.kernels.boilerplate import learn
from turnstone.kernels.near_texts import edges_of, keys_of, phrases_of
from turnstone.kernels.phrases import WORD_SLOTS, Vocabulary
from turnstone.kernels.words import FEW_WORDS, MOST_WORDS, NUMBER, SIGN, hash_words, letters, locate_words

LETTERS = "abcxyzÄéßñаБвГ αβγ الطفل กขคง 中文字 ქართ հայ ①²5٥9 .,-'’\n\u200b\u200d\u202e💋🔥⭐\ufe0f𝐀𠀀\U000e0041"
texts = st.lists(st.text(LETTERS, max_size=60), min_size=1, max_size=12)


def slow_words(text: str) -> list[tuple[str, int]]:
    """(folded word, kind) by the table's meanings, without hashing: kind 3 are numbers and emoji."""
    table = letters()

    def walk(emoji: bool) -> list[tuple[str, int]]:
        out: list[tuple[str, int]] = []
        word = ""
        number = False
        for char in text + " ":
            code = ord(char)
            meaning = (
                int(table[code]) if code < len(table) else (code << 2 | 1 if code < 0x32000 else int(code >= 0xE0000))
            )
            if meaning == 1:
                continue
            if meaning >= 16 and meaning & 3 == 0:
                word += chr(meaning >> 2)
                continue
            if word:
                out.append((word, 0))
                word, number = "", False
            if meaning >= 16:
                out.append((chr(meaning >> 2), meaning & 3))
                number = False
            elif meaning == 2 and not number:
                out.append(("#", 3))
                number = True
            elif meaning == 3 and emoji:
                out.append((char, 3))
                number = False
        return out

    plain = walk(False)
    return plain if len(plain) >= FEW_WORDS else walk(True)


@given(texts)
def test_words_are_those_of_the_slow_twin(given_texts: list[str]) -> None:
    starts, hashes = hash_words(pa.array(given_texts))
    by_word: dict[tuple[str, int], int] = {}
    for text, (first, end) in zip(given_texts, itertools.pairwise(starts.tolist()), strict=True):
        expected = slow_words(text)
        assert end - first == len(expected)
        for word, value in zip(expected, hashes[first:end].tolist(), strict=True):
            assert value & 3 == word[1]
            assert by_word.setdefault(word, value) == value
    assert len(set(by_word.values())) == len(by_word)


@given(st.text(LETTERS, max_size=80))
def test_places_of_words_are_where_they_stand(text: str) -> None:
    _, hashes = hash_words(pa.array([text]))
    found, begins, ends = locate_words(text)
    assert found.tolist() == hashes.tolist()
    assert all(0 <= b < e <= len(text) for b, e in zip(begins, ends, strict=True))
    assert all(e <= b for e, b in zip(ends[:-1], begins[1:], strict=True))
    for value, b, e in zip(found, begins, ends, strict=True):
        if value & 3 != SIGN:
            alone, _, _ = locate_words(text[b:e])
            assert value in alone.tolist()


def test_look_alikes_case_and_accents_make_no_difference() -> None:
    for a, b in (
        ("massage", "Mаssаgе"),
        ("MÉNAGE", "menage"),
        ("ΜΑΡΙΑ", "μαρία"),
        ("work", "w\u200bo\u00adrk"),
        ("Ａｎｎａ", "anna"),
    ):
        assert hash_words(pa.array([a]))[1].tolist() == hash_words(pa.array([b]))[1].tolist(), (a, b)
    numbers = hash_words(pa.array(["call +44 7700 900123 now please do it or else nobody"]))[1]
    assert numbers.tolist().count(int(NUMBER)) == 1


def test_a_very_long_text_is_cut_and_told_by_its_length() -> None:
    starts, _ = hash_words(pa.array(["ab " * 400_000, "", "x"]))
    assert starts.tolist() == [0, MOST_WORDS, MOST_WORDS, MOST_WORDS + 1]


WORDS = st.lists(st.integers(1, 6).map(lambda i: i * 4), max_size=14)


@given(WORDS, WORDS)
def test_alignment_is_a_longest_common_subsequence(a: list[int], b: list[int]) -> None:
    out = np.empty(max(len(a), 1), np.int32)
    matched = match(np.array(a, np.uint32), np.array(b, np.uint32), out)
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, j in itertools.product(range(len(a)), range(len(b))):
        table[i + 1][j + 1] = table[i][j] + 1 if a[i] == b[j] else max(table[i][j + 1], table[i + 1][j])
    pairs = [(i, int(out[i])) for i in range(len(a)) if out[i] >= 0]
    assert matched == len(pairs) == table[-1][-1]
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(x[1] < y[1] for x, y in itertools.pairwise(pairs))


@given(st.lists(st.integers(0, 10_000), max_size=40), st.integers(0, 1 << 30))
def test_long_texts_are_anchored_in_order(common: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    noise = [random.integers(20_000, 1 << 30, 1200).astype(np.uint32) * np.uint32(4) for _ in range(2)]
    middle = np.array(common, np.uint32)
    a, b = (
        np.r_[noise[0], middle, noise[0][:1100] + np.uint32(1)],
        np.r_[noise[1], middle, noise[1][:1100] + np.uint32(2)],
    )
    out = np.empty(len(a), np.int32)
    match(a, b, out)
    pairs = [(i, int(out[i])) for i in range(len(a)) if out[i] >= 0]
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(x[1] < y[1] for x, y in itertools.pairwise(pairs))
    once = [word for word in set(common) if common.count(word) == 1]
    assert len(pairs) >= len(once)


def uniform() -> Vocabulary:
    return Vocabulary(8, np.full(WORD_SLOTS, 160, np.uint8), np.zeros(16, np.uint32), np.zeros(16, np.uint8))


def slow_saving(words: list[int], other: list[int], name: int) -> int:
    """What one template saves, for two-word phrases of 160 sixteenths each."""
    phrases = list(itertools.pairwise(words)) or [tuple(words)]
    others = set(itertools.pairwise(other)) or {tuple(other)}
    shared = [phrase in others for phrase in phrases]
    runs = [i for i, s in enumerate(shared) if s and (i == 0 or not shared[i - 1])]
    bits = 160 * sum(shared) + sum(160 for i in runs if i > 0)
    totals = 160 * (len(phrases) + max(len(list(itertools.pairwise(other))), 1))
    if 8 * bits <= totals:
        return 0
    saved = bits - len(runs) * (round(16 * np.log2(max(len(words), len(other)))) + 16) - name
    return saved if saved > (2 if 4 * bits > totals else 4) * name else 0


@given(st.lists(st.lists(st.integers(1, 5).map(lambda i: i * 4), min_size=1, max_size=24), min_size=2, max_size=2))
def test_what_a_template_saves_is_what_the_slow_twin_says(two: list[list[int]]) -> None:
    words = np.array([w for text in two for w in text], np.uint32)
    starts = np.r_[0, np.cumsum([len(text) for text in two])].astype(np.int64)
    phrases = phrases_of(starts, words, uniform())
    out = np.empty(1, np.int32)
    near.savings(
        0, np.array([1], np.int32), starts, phrases.hashes, phrases.bits, phrases.totals, phrases.name,
        near.table_for(phrases.longest), out,
    )  # fmt: skip
    assert out[0] == slow_saving(two[1], two[0], phrases.name)


@given(st.integers(0, 1 << 30), st.integers(10, 40))
def test_every_edge_is_verified_and_the_order_of_texts_makes_no_difference(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    base = [random.integers(1, 400, 20) for _ in range(4)]
    many = []
    for _ in range(count):
        text = base[random.integers(0, 4)].copy() if random.random() < 0.7 else random.integers(1, 400, 20)
        text[random.integers(0, 20, 2)] = random.integers(1, 400, 2)
        many.append(" ".join("w" + "".join(chr(97 + int(c)) for c in str(w)).replace("a", "z") for w in text))
    many = ["".join(chr(97 + (ord(c) - 48) % 26) if c.isdigit() else c for c in text) for text in dict.fromkeys(many)]

    def edges(texts: list[str]) -> set[frozenset[str]]:
        starts, words = hash_words(pa.array(texts))
        ranks = np.argsort(near.text_hashes(starts, words)).astype(np.int32)
        phrases = phrases_of(starts, words, learn(starts, words))
        found = edges_of(phrases, keys_of(phrases), ranks)
        out = np.empty(1, np.int32)
        table = near.table_for(phrases.longest)
        for a, b in zip(found.left, found.right, strict=True):
            both = []
            for hub, other in ((a, b), (b, a)):
                near.savings(
                    int(hub), np.array([other], np.int32), starts, phrases.hashes, phrases.bits, phrases.totals,
                    phrases.name, table, out,
                )  # fmt: skip
                both.append(int(out[0]))
            assert max(both) > 0
        return {frozenset((texts[a], texts[b])) for a, b in zip(found.left, found.right, strict=True)}

    assert edges(many) == edges(many[::-1])
