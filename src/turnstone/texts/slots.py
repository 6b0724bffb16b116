"""One template out of its texts: fixed parts, slots, and what each offer puts into them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turnstone.kernels.align import count_matches, fill_gaps, is_number
from turnstone.kernels.near_texts import phrases_of
from turnstone.kernels.phrases import UNIT, Vocabulary
from turnstone.kernels.words import locate_words

RARE = 20
"""A place that fewer than one text in so many fills is an edit and no slot."""
FEW = 3
"""Of more texts than this, one alone makes no slot."""
MOST_SLOTS = 200
BOILERPLATE = 2 * UNIT
"""Fixed wording of fewer bits a word, on the average, is said by many others too."""

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Part:
    """A piece of the template: kind, the exemplar's wording, and for slots their number, what they take, how many
    values there are, in how many texts they are filled; the bits of fixed words in millibits."""

    kind: str
    text: str
    slot: int | None
    takes: str | None
    values: int
    filled: int
    mbits: int


@dataclass(frozen=True)
class Template:
    """The parts in order, and for each body the place of each slot's value in characters."""

    parts: list[Part]
    spans: list[Spans]
    fixed_words: int


def build(bodies: Sequence[str], exemplar: int, vocabulary: Vocabulary) -> Template:
    """Lays all bodies against one of them. Numbers are slots wherever they differ."""
    located = [locate_words(body) for body in bodies]
    base, begins, ends = located[exemplar]
    forms: dict[bytes, int] = {}
    form_of = [forms.setdefault(words.tobytes(), len(forms)) for words, _, _ in located]
    distinct = [np.frombuffer(raw, np.uint32) for raw in forms]
    starts = np.r_[0, np.cumsum([len(words) for words in distinct])].astype(np.int64)
    words = np.concatenate(distinct) if distinct else np.empty(0, np.uint32)
    counts = np.zeros(len(base), np.int32)
    count_matches(base, starts, words, counts)
    fixed = (4 * counts >= 3 * len(distinct)) & ~is_number(base)
    gaps = int(fixed.sum()) + 1
    spans = np.zeros((len(distinct), gaps, 2), np.int32)
    fill_gaps(base, fixed, starts, words, spans)
    taken = _in_characters(bodies, located, form_of, spans)
    slots = _slots(bodies, taken, gaps)
    worth = _word_bits(base, vocabulary)
    return _assemble(bodies, exemplar, taken, slots, fixed, begins, ends, worth)


def _word_bits(words: NDArray[np.uint32], vocabulary: Vocabulary) -> NDArray[np.int64]:
    """The bits of each word where it stands, in sixteenths."""
    phrase = phrases_of(np.array([0, len(words)], np.int64), words, vocabulary)
    first = vocabulary.word_bits[words[:1] >> np.uint32(12)]
    out: NDArray[np.int64] = np.r_[first, phrase.bits[: max(len(words) - 1, 0)]].astype(np.int64)
    return out


def _in_characters(
    bodies: Sequence[str], located: Sequence[tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]],
    form_of: Sequence[int], spans: NDArray[np.int32],
) -> list[Spans]:  # fmt: skip
    """Gaps in words to gaps in characters. An empty gap lies where its words would stand."""
    out: list[Spans] = []
    for body, (_, begins, ends), form in zip(bodies, located, form_of, strict=True):
        b, e = begins.tolist(), ends.tolist()
        row: Spans = []
        for first, last in spans[form].tolist():
            if last > first:
                row.append((b[first], e[last - 1]))
            else:
                at = e[first - 1] if first > 0 else (b[0] if b else len(body))
                row.append((at, at))
        out.append(row)
    return out


def _slots(bodies: Sequence[str], taken: Sequence[Spans], gaps: int) -> dict[int, Counter[str]]:
    """Gaps that are slots, with their values: filled in some texts (FEW, RARE), and not with the same in all."""
    least = max(1 if len(bodies) <= FEW else 2, -(-len(bodies) // RARE))
    out: dict[int, Counter[str]] = {}
    for gap in range(gaps):
        filled = sum(1 for row in taken if row[gap][1] > row[gap][0])
        if filled < least:
            continue
        values = Counter(body[row[gap][0] : row[gap][1]] for body, row in zip(bodies, taken, strict=True))
        if len(values) > 1:
            out[gap] = values
    if len(out) > MOST_SLOTS:
        fullest = sorted(out, key=lambda gap: (-(len(bodies) - out[gap].get("", 0)), gap))[:MOST_SLOTS]
        out = {gap: out[gap] for gap in sorted(fullest)}
    return out


def _assemble(
    bodies: Sequence[str], exemplar: int, taken: Sequence[Spans], slots: dict[int, Counter[str]],
    fixed: NDArray[np.bool_], begins: NDArray[np.int64], ends: NDArray[np.int64], worth: NDArray[np.int64],
) -> Template:  # fmt: skip
    body = bodies[exemplar]
    parts: list[Part] = []
    at = 0
    fixed_at = np.flatnonzero(fixed)
    done = 0  # fixed words already in a part

    def close(until: int, gap: int) -> None:
        nonlocal at, done
        inside = fixed_at[done:gap]
        text = body[at:until]
        if text:
            bits = int(worth[inside].sum())
            usual = len(inside) > 0 and bits < BOILERPLATE * len(inside)
            parts.append(
                Part("boilerplate" if usual else "fixed", text, None, None, 1, len(bodies), bits * 1000 // UNIT)
            )
        at, done = until, gap

    for number, (gap, values) in enumerate(slots.items(), 1):
        start, end = taken[exemplar][gap]
        close(start, gap)
        filled = len(bodies) - values.get("", 0)
        parts.append(Part("slot", body[start:end], number, takes(values), len(values) - ("" in values), filled, 0))
        at = end
    close(len(body), len(fixed_at))
    spans = [[row[gap] for gap in slots] for row in taken]
    return Template(parts, spans, int(fixed.sum()))


_PRICE = re.compile(r"^\D{0,4}\d[\d.,' ]{0,9}\D{0,4}$")
_MONEY = re.compile(
    r"[$€£¥₽₴₺₾]|\b(?:eur|usd|gbp|chf|lei|ron|zł|pln|kr|sek|nok|dkk|руб|грн|ft|huf|лв)\b", re.IGNORECASE
)


def takes(values: Counter[str]) -> str:
    """What a slot takes, by most of its values."""
    kinds: Counter[str] = Counter()
    for value, count in values.items():
        kinds[_kind(value)] += count
    kinds.pop("nothing", None)
    return min(kinds, key=lambda kind: (-kinds[kind], kind)) if kinds else "nothing"


def _kind(value: str) -> str:
    text = value.strip()
    if not text:
        return "nothing"
    if text.isalpha():
        return "word"
    digits = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text))
    if "@" in text:
        return "email" if re.search(r"\S@\S+\.\S", text) else "handle"
    if re.search(r"https?://|www\.|\w\.(?:com|net|org|info|eu)\b", text, re.IGNORECASE):
        return "url"
    if _MONEY.search(text) and _PRICE.match(_MONEY.sub("", text).strip() or "x"):
        return "price"
    if digits >= 7 and digits > letters:
        return "phone"
    if digits and digits >= letters:
        return "number"
    return "words" if len(text.split()) > 1 else "word"
