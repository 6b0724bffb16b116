"""What words in names are: given and family names, particles, titles, initials, patronymics, numbers, words of trade.

Two files by hand (name_people.txt, name_trade.txt) and two from public lists (name_forms.tsv, name_trade_words.tsv).
All is said in words of upper-case ASCII, as `folded` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from turnstone.clean.name_letters import romanised

KINDS = ("person", "organisation", "vessel", "address")
FORM_CLASSES = ("", "ANY", "LLC", "JSC", "GP", "LP", "LLP", "COOP", "NGO", "SP", "SOE")
"""Classes of legal forms; ANY agrees with every other. The empty one is none."""
_WORD = re.compile("[A-Z0-9]+")
_ROMAN = frozenset("I V X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI XXV XXX".split())
_PATRONYMIC = re.compile(
    "[A-Z]{3,}(OVICH|EVICH|IVICH|OVYCH|EVYCH|YEVICH|AVICH|OVIC|EVIC|OVNA|EVNA|IVNA|ICHNA|INICHNA|OVICS|DOTTIR|ZADE|ZODA)"
)
_RUN = re.compile(r"\b[A-Z](?: [A-Z]\b)+")


def folded(text: str) -> str:
    """Upper-case ASCII words with one space between, apostrophes gone: 'Société à l’Œil' -> 'SOCIETE A LOEIL'."""
    plain = romanised(text).upper().replace("'", "").replace("`", "").replace("&", " AND ").replace("+", " AND ")
    return " ".join(_WORD.findall(plain))


@dataclass
class Lexicon:
    """Phrases of one kind of name: some words -> what they are. `sets` lists, for a word, the numbers of its groups."""

    forms: dict[str, str] = field(default_factory=dict)
    anywhere: frozenset[str] = frozenset()
    """Legal forms of one word that are taken out wherever they stand; others only where forms stand."""
    generations: dict[str, int] = field(default_factory=dict)
    stands_for: dict[str, str] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    sets: dict[str, tuple[int, ...]] = field(default_factory=dict)
    light: frozenset[str] = frozenset()
    """Particles and titles in names of persons, articles and prepositions in those of companies: they hardly count."""
    common: frozenset[str] = frozenset()
    """Words that alone say little: frequent names; words of trade."""
    countries: frozenset[str] = frozenset()
    """Only in names of trade."""


@cache
def lexicon(kind: str) -> Lexicon:
    """The phrases of a kind of name. Raises ValueError for a kind that is not one of KINDS."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of name; there are: {', '.join(KINDS)}")
    return _people() if kind == "person" else _trade(kind)


@cache
def nobody() -> frozenset[str]:
    """What is written where no name is known, folded: UNKNOWN, TEST, JOHN DOE."""
    return frozenset(word for head, words in _lines("name_people.txt") if head == "nobody" for word in words)


def _people() -> Lexicon:
    out = Lexicon()
    light: set[str] = set()
    groups: dict[str, list[int]] = {}
    for number, (head, words) in enumerate(_lines("name_people.txt")):
        if head == "suffix":
            out.generations |= {word: int(code) for word, _, code in (w.partition("=") for w in words)}
        elif head in ("honorific", "particle"):
            light |= set(words)
        elif head.startswith("same"):
            for word in words:
                groups.setdefault(word, []).append(number + 1)
        elif head == "common":
            out.common = frozenset(words)
    out.light = frozenset(light)
    out.sets = {word: tuple(numbers) for word, numbers in groups.items()}
    return out


def _trade(kind: str) -> Lexicon:
    out = Lexicon(stands_for=_numerals())
    light: set[str] = set()
    trade: set[str] = set()
    for spelling, stands in _pairs("name_trade_words.tsv"):
        out.stands_for[spelling] = stands
        trade.add(stands)
    for number, (head, words) in enumerate(_lines("name_trade.txt")):
        if head == "same":
            out.stands_for |= dict.fromkeys(words, words[0])
        elif head == "common":
            trade |= set(words)
        elif head == "small":
            light |= set(words)
        elif head == "either":
            out.sets |= dict.fromkeys(words, (number + 1,))
        elif head == "anywhere":
            out.anywhere = frozenset(words)
        elif head == "vessel" and kind == "vessel":
            out.left_out |= set(words)
    for spelling, form in _pairs("name_forms.tsv") if kind == "organisation" else ():
        out.forms[spelling] = form
        out.forms[_RUN.sub(lambda m: m.group().replace(" ", ""), spelling)] = form
    out.light = frozenset(light)
    out.countries = _countries()
    for name in out.countries:
        if " " in name:
            out.stands_for.setdefault(name, name.replace(" ", ""))
    out.countries |= {name.replace(" ", "") for name in out.countries}
    out.common = (frozenset(trade) | _business()) - out.countries
    return out


def _numerals() -> dict[str, str]:
    """Numbers in English words from ELEVEN to NINETY NINE; smaller ones and ordinals stand in name_trade.txt."""
    teens = "ELEVEN TWELVE THIRTEEN FOURTEEN FIFTEEN SIXTEEN SEVENTEEN EIGHTEEN NINETEEN".split()
    tens = "TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY".split()
    ones = "ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE".split()
    out = {word: str(11 + at) for at, word in enumerate(teens)}
    for at, ten in enumerate(tens):
        out[ten] = str(20 + 10 * at)
        out |= {f"{ten} {one}": str(21 + 10 * at + k) for k, one in enumerate(ones)}
    return out


@cache
def _countries() -> frozenset[str]:
    text = files("turnstone.clean").joinpath("countries.tsv").read_text("utf-8")
    names = (name for line in text.splitlines() if not line.startswith("#") for name in line.split("\t")[-1].split("|"))
    return frozenset(names) | {"US", "UK", "UAE"}


@cache
def _business() -> frozenset[str]:
    text = files("turnstone.clean").joinpath("business_words.txt").read_text("utf-8")
    return frozenset(line for line in text.split("\n")[1:] if line)


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in files("turnstone.clean").joinpath(name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, words = line.partition(":")
            yield head, [word.strip() for word in words.split(",")]


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    """(spelling, what it is) of a table whose second column is the spelling."""
    for line in files("turnstone.clean").joinpath(name).read_text("utf-8").splitlines()[1:]:
        what, _, spelling = line.partition("\t")
        yield spelling, what


ORDINARY, LIGHT, INITIAL, NUMBER, COMMON, PATRONYMIC, COUNTRY = range(7)
TAGS = ("name", "light", "initial", "number", "common", "patronymic", "country")


def tag(word: str, kind: str, words: Lexicon) -> int:
    """What a word is: one of ORDINARY, LIGHT, INITIAL, NUMBER, COMMON, PATRONYMIC, COUNTRY."""
    if word in words.light:
        return LIGHT
    if word.isdigit() or (kind != "person" and (word in _ROMAN or _numbered(word))):
        return NUMBER
    if len(word) == 1:
        return INITIAL
    if word in words.common:
        return COMMON
    if word in words.countries:
        return COUNTRY
    if kind == "person" and _PATRONYMIC.fullmatch(word):
        return PATRONYMIC
    return ORDINARY


def _numbered(word: str) -> bool:
    """Digits with few letters: 12A, 1ST, B2."""
    digits = sum(c.isdigit() for c in word)
    return digits * 2 >= len(word) > 0 and digits > 0
