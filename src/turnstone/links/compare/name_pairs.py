"""What two names say, by themselves, about naming one party: millibits for many pairs at once, and why for one pair.

    compare_names(["Владимир Орлов"], ["Orlow, Wladimir"], "person")

Above 0 the two can be taken for spellings of one name. That is not one party: many people have one name, so a name alone
never merges, and the score is one part of the evidence in a link. What agrees says at most MOST; a conflict (another
family name, another number, Jr and Sr) counts in full, so a long name that agrees never buys off a word that differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from turnstone.clean.name_words import FORM_CLASSES, KINDS
from turnstone.kernels import name_weights as w
from turnstone.kernels.name_distance import EDIT, LETTERS, LONGEST, spelling_costs, vowelless_costs
from turnstone.kernels.name_left import PARTS, scratch
from turnstone.kernels.name_likeness import Costs
from turnstone.kernels.name_score import comes_first, score, score_pairs
from turnstone.links.compare.read_names import Read, read_names

Ints = NDArray[np.int64]
ANY = "any"
"""A kind for names of which nobody knows whether a person or a company has them: told by legal forms and words of trade."""


@dataclass(frozen=True)
class Aligned:
    """One line of the account of a comparison. `left` and `right` are words as compared, empty where there is none."""

    left: str
    right: str
    level: str
    mbits: int


def compare_names(
    left: Sequence[str],
    right: Sequence[str],
    kind: str,
    rarity: Mapping[str, int] | None = None,
    *,
    weights: Ints = w.DEFAULT,
) -> Ints:
    """Millibits of each pair (left[i], right[i]); 0 where one of the two is no name.

    `kind`: person, organisation, vessel, address, or any. `rarity`: folded word -> millibits, from counts in the data
    at hand (turnstone.links.compare.names.NameRarity.words fits); without it words tell by their length, and those that
    are frequent in some country less. Raises ValueError for another kind or sequences of different lengths.
    """
    if len(left) != len(right):
        raise ValueError(f"{len(left)} names on the left, {len(right)} on the right")
    if kind == ANY:
        trade = compare_names(left, right, "organisation", rarity, weights=weights)
        person = compare_names(left, right, "person", rarity, weights=weights)
        return np.where(_of_trade(left, right), trade, person)
    read = read_names([*left, *right], _known(kind), rarity)
    out = np.zeros(len(left), np.int64)
    mine = np.arange(len(left))
    score_pairs(read.names, read.names, mine, mine + len(left), read.words, costs(weights, kind), kind != "person",
                scratch(), out)  # fmt: skip
    return out


def compare_read(read: Read, left: Ints, right: Ints, kind: str, weights: Ints = w.DEFAULT) -> Ints:
    """The same for pairs of places in names that were read before (`read_names`), where each name is in many pairs."""
    out = np.zeros(len(left), np.int64)
    score_pairs(read.names, read.names, left.astype(np.int64), right.astype(np.int64), read.words, costs(weights, kind),
                _known(kind) != "person", scratch(), out)  # fmt: skip
    return out


def explain(
    left: str, right: str, kind: str, rarity: Mapping[str, int] | None = None, *, weights: Ints = w.DEFAULT
) -> list[Aligned]:
    """The parts of a score, which add up to it exactly: which words were laid beside which, at what level and weight."""
    if kind == ANY:
        kind = "organisation" if bool(_of_trade([left], [right])[0]) else "person"
    read, s = read_names([left, right], _known(kind), rarity), scratch()
    a, b = _words(read, 0), _words(read, 1)
    if comes_first(read.names, 1, read.names, 0, read.words):
        turned = [replace(x, left=x.right, right=x.left) for x in explain(right, left, kind, rarity, weights=weights)]
        # In the order of the words on the left, as where nothing was turned; what is no pair of words stays behind.
        pairs = [x for x in turned if x.level in w.LEVELS]
        pairs.sort(key=lambda x: a.index(x.left.split(" ")[0]))
        return pairs + [x for x in turned if x.level not in w.LEVELS]
    score(read.names, read.names, 0, 1, read.words, costs(weights, kind), kind != "person", s)
    if not read.names.said.all() or not np.diff(read.names.first).all():
        return [Aligned(left, right, "no name", 0)]
    out: list[Aligned] = []
    for side, mine, partner, other in ((0, a, s.with_left, s.with_right), (1, b, s.with_right, s.with_left)):
        for i, word in enumerate(mine):
            if partner[i] < 0 or (side == 1 and other[partner[i]] == i and s.value[1, i] == 0):
                continue
            theirs = [k for k in range(len(b if side == 0 else a)) if other[k] == i]
            if not theirs or (s.level[side, i] in (w.JOINED, w.INITIALS) and s.value[side, i] == 0):
                continue  # one of some words that are told with the word they are joined to
            beside = " ".join((b if side == 0 else a)[k] for k in theirs)
            pair = (word, beside) if side == 0 else (beside, word)
            out.append(Aligned(*pair, w.LEVELS[s.level[side, i]], int(s.value[side, i])))
    open_a = " ".join(word for word, partner in zip(a, s.with_left, strict=False) if partner < 0)
    open_b = " ".join(word for word, partner in zip(b, s.with_right, strict=False) if partner < 0)
    forms = [FORM_CLASSES[k] for k in read.names.form]
    told = {
        "cap": ("", "", "names say no more"),
        "conflict": (open_a, open_b, "conflict"),
        "missing": (open_a, open_b, "missing"),
        "base": ("", "", "to overcome"),
        "beyond": ("", "", "words beyond those that are read"),
        "form": (forms[0], forms[1], "legal form"),
        "generation": ("", "", "generation (Jr, Sr, II)"),
        "alone": ("", "", "only one word agrees"),
        "first": ("", "", "first word missing"),
    }
    out += [
        Aligned(*told[part], int(value)) for part, value in zip(PARTS, s.parts, strict=True) if part in told and value
    ]
    return out


def _words(read: Read, name: int) -> list[str]:
    return [read.texts[k] for k in read.names.ids[read.names.first[name] : read.names.first[name + 1]].tolist()]


def _of_trade(left: Sequence[str], right: Sequence[str]) -> NDArray[np.bool_]:
    trade = read_names([*left, *right], "organisation").trade
    either: NDArray[np.bool_] = trade[: len(left)] | trade[len(left) :]
    return either


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of name; there are: {', '.join((*KINDS, ANY))}")
    return kind


def costs(weights: Ints, kind: str) -> Costs:
    """The tables of the comparison with these weights."""
    instead, more, instead_vowelless, more_vowelless, uniform, one = _tables()
    return Costs(instead, more, instead_vowelless, more_vowelless, uniform, one, w.neighbours(LONGEST * 2),
                 np.asarray(weights, np.int64), w.PERSON_TAGS if kind == "person" else w.TRADE_TAGS)  # fmt: skip


@cache
def _tables() -> tuple[NDArray[np.uint8], ...]:
    uniform = np.full((len(LETTERS), len(LETTERS)), EDIT, np.uint8)
    np.fill_diagonal(uniform, 0)
    return (*spelling_costs(), *vowelless_costs(), uniform, np.full(len(LETTERS), EDIT, np.uint8))
