"""Finding parties by any name, number or address in any spelling: one text, or a list of thousands.

A text is tried as what it can be: a telephone number, an e-mail address, a case or registration number, a street
address, a name. Names are found by the three-letter pieces that they share and compared with edit distance, so that
misspellings and other orders of words are found too; what was found by which way stands in each match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from turnstone.clean.address import parse_address
from turnstone.clean.name import parse_name
from turnstone.clean.phone import email, phone
from turnstone.clean.text import fold
from turnstone.engine.table import Table

SIMILAR = 86
"""Out of 100: names and addresses that differ more are not alike. Two letters in fifteen may differ. Names that only
contain all the words looked for score from 60 to 85."""
NEAREST = 60
"""So many texts with the most pieces in common are compared in full."""
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Match:
    """A profile that fits a text: by which way, how well (0 to 100), and the text of it that fits."""

    profile: str
    way: str
    score: int
    matched: str


class _Pieces:
    """Texts by their three-letter pieces."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        postings: dict[str, list[int]] = {}
        sizes = np.zeros(len(texts), np.int64)
        for i, text in enumerate(texts):
            pieces = _pieces(text)
            sizes[i] = len(pieces)
            for piece in pieces:
                postings.setdefault(piece, []).append(i)
        self._postings = {piece: np.array(at, np.int64) for piece, at in postings.items()}
        self._sizes = sizes

    def nearest(self, text: str) -> list[tuple[int, int]]:
        """(position, score) of texts that are similar enough, the best first."""
        pieces = _pieces(text)
        found = [self._postings[p] for p in pieces if p in self._postings]
        if not found:
            return []
        counts = np.bincount(np.concatenate(found), minlength=len(self.texts))
        share = 2 * counts / (self._sizes + len(pieces))
        best = np.argsort(-share, kind="stable")[:NEAREST]
        best = best[share[best] > 0.3]
        choices = {int(i): self.texts[i] for i in best}
        scored = process.extract(text, choices, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None)
        return [(at, round(score)) for _, score, at in scored]


def _pieces(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


class Index:
    """Everything that is known of profiles and cases, ready to be asked."""

    def __init__(self, profiles: Table, mentions: Table) -> None:
        wanted = ["id", "name_keys", "name_bags", "phone", "email", "address_keys", "registration_no"]
        data = profiles.arrow(wanted)
        self._ids = data.column("id").combine_chunks()
        self._columns = {name: data.column(name).combine_chunks() for name in wanted[1:]}
        self._names, self._name_of = _by_text(self._columns["name_bags"])
        self._places, self._place_of = _by_text(self._columns["address_keys"])
        self._cases = mentions.arrow(["case_no", "profile_id"])

    def find(self, text: str) -> list[Match]:
        """All profiles that fit the text, each once by its best way, the best first."""
        best: dict[str, Match] = {}
        for match in self._matches(text):
            if match.profile not in best or best[match.profile].score < match.score:
                best[match.profile] = match
        return sorted(best.values(), key=lambda m: (-m.score, m.way, m.matched, m.profile))

    def _matches(self, text: str) -> Iterator[Match]:
        digits = sum(c.isdigit() for c in text)
        if digits >= 7 and (number := _try(phone, text)):
            yield from self._equal("phone", "telephone", number)
        if "@" in text and (address := _try(email, text)):
            yield from self._equal("email", "e-mail", address)
        if digits >= 3:
            yield from self._equal("registration_no", "registration number", "".join(filter(str.isalnum, text.upper())))
            cases = self._cases.filter(pc.equal(self._cases.column("case_no"), text.strip().upper()))
            for profile in pc.unique(cases.column("profile_id")).to_pylist():
                yield Match(profile, "case number", 100, text.strip().upper())
        if digits and any(c.isalpha() for c in text):
            yield from self._address(text)
        if any(c.isalpha() for c in text) and "@" not in text:
            yield from self._name(text)

    def _equal(self, column: str, way: str, value: str) -> Iterator[Match]:
        where = pc.equal(self._columns[column], value).fill_null(False)
        for profile in pc.unique(self._ids.filter(where)).to_pylist():
            yield Match(profile, way, 100, value)

    def _name(self, text: str) -> Iterator[Match]:
        try:
            parts = parse_name(text).own
        except ValueError:
            return
        for key in {part.key for part in parts}:
            keys, key_of = self._keys
            for at in self._run_together.get(key.replace(" ", ""), ()):
                if keys[at] != key:
                    yield from self._holders(key_of, at, "name, other spaces", 98, keys[at])
        for bag in {part.bag for part in parts}:
            for at, score in self._name_pieces.nearest(bag):
                yield from self._holders(self._name_of, at, "name", score, self._names[at])
            for at in self._with_words(bag):
                score = 60 + round(25 * len(bag) / max(len(self._names[at]), len(bag)))
                yield from self._holders(self._name_of, at, "words of a name", score, self._names[at])

    def _with_words(self, bag: str) -> Ints:
        """Names in which all of these words stand."""
        found = [self._words.get(word, np.empty(0, np.int64)) for word in bag.split()]
        out = found[0]
        for other in found[1:]:
            out = np.intersect1d(out, other)
        return out

    def _address(self, text: str) -> Iterator[Match]:
        """The street, with what follows a comma as town and state where it is written so."""
        street, *rest = [part.strip() for part in text.split(",") if part.strip()] or [""]
        try:
            parts = [part.key for part in parse_address(street) if part.kind != "place"]
        except ValueError:
            return
        place = "|".join(fold(part) for part in rest[:2])
        for part in parts:
            for at in self._streets.get(part, ()):
                score = 100 if not place else round(fuzz.ratio(f"{part}|{place}", self._places[at]))
                if score >= SIMILAR - 16:
                    yield from self._holders(self._place_of, at, "address", score, self._places[at])
            if place:
                for at, score in self._place_pieces.nearest(f"{part}|{place}"):
                    if self._places[at].split(" ")[0] == part.split(" ")[0]:
                        yield from self._holders(self._place_of, at, "address", score, self._places[at])

    @cached_property
    def _name_pieces(self) -> _Pieces:
        return _Pieces(self._names)

    @cached_property
    def _keys(self) -> tuple[list[str], tuple[Ints, Ints]]:
        return _by_text(self._columns["name_keys"])

    @cached_property
    def _run_together(self) -> dict[str, list[int]]:
        """Names without their spaces: BAY TREE and BAYTREE."""
        out: dict[str, list[int]] = {}
        for at, key in enumerate(self._keys[0]):
            out.setdefault(key.replace(" ", ""), []).append(at)
        return out

    @cached_property
    def _words(self) -> dict[str, Ints]:
        out: dict[str, list[int]] = {}
        for at, text in enumerate(self._names):
            for word in set(text.split()):
                out.setdefault(word, []).append(at)
        return {word: np.array(at, np.int64) for word, at in out.items()}

    @cached_property
    def _place_pieces(self) -> _Pieces:
        return _Pieces(self._places)

    @cached_property
    def _streets(self) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        for at, key in enumerate(self._places):
            out.setdefault(key.partition("|")[0], []).append(at)
        return out

    def _holders(self, of: tuple[Ints, Ints], at: int, way: str, score: int, matched: str) -> Iterator[Match]:
        codes, profiles = of
        start, end = np.searchsorted(codes, [at, at + 1])
        for profile in dict.fromkeys(self._ids[int(i)].as_py() for i in profiles[start:end]):
            yield Match(profile, way, score, matched)


def _by_text(lists: pa.Array) -> tuple[list[str], tuple[Ints, Ints]]:
    """The distinct texts of a column of lists, and for each, in the order of its code, the rows that have it."""
    values = lists.flatten().dictionary_encode()
    parents = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    codes = values.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    order = np.argsort(codes, kind="stable")
    return values.dictionary.to_pylist(), (codes[order], parents[order])


def _try(clean: Callable[[str], str], text: str) -> str | None:
    try:
        return clean(text)
    except ValueError:
        return None
