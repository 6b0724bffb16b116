"""Masks inside free text: contacts where they stand, names of people and accounts wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from turnstone.exports.mask import Mask
from turnstone.exports.naming import named_by_cues
from turnstone.exports.spans import UNSPACED, WORD, Span

_KEYCAP = "[\ufe0f\u20e3]*"
# What looks like a contact although no stage found one there. In doubt it is one.
_DOUBTFUL = (
    ("email", re.compile(r"[\w.+-]{1,64}\s?[@＠]\s?[\w-]+(?:\.[\w-]+)+")),
    ("url", re.compile(r"(?:https?://|www\.)[^\s<>\"]+|\b[\w-]+\.(?:com|net|org|info|biz|me|io|app|site|xyz)\b\S*", re.I)),
    ("handle", re.compile(r"(?<![\w@])@[\w.]{3,}")),
    ("number", re.compile(rf"[+＋(]?\d{_KEYCAP}(?:[\s().\u2010-\u2015/-]{{0,3}}\d{_KEYCAP}){{6,}}")),
)  # fmt: skip
_DAYS = re.compile(r"(?:(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})\D*)+(?:\d{1,2})?")
"""Days, perhaps with an hour after them."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text as it may be shown; `masked`: a stand-in for what stands there."""

    text: str
    masked: bool = False


Pieces = tuple[Piece, ...]


def plain(pieces: Pieces) -> str:
    """The pieces as one text."""
    return "".join(piece.text for piece in pieces)


class Names:
    """Names that must not be read in texts, looked for word by word: those of people, and of accounts."""

    def __init__(self, people: Iterable[str], accounts: Iterable[str] = (), shown: Iterable[str] = ()) -> None:
        """`shown`: names of businesses; their words are masked only inside the whole name of a person."""
        public = {word.casefold() for name in shown for word in WORD.findall(name)}
        self._words: dict[str, str] = {}
        self._wholes: dict[str, str] = {}
        for account in sorted(set(accounts)):
            self._add_whole("account", account)
            handle = re.split(r"[:/\s]", account)[-1]
            if len(handle) >= 4 and handle.casefold() not in public:
                self._add_whole("account", handle)
        for name in sorted(set(people)):
            self._add_whole("person", name)
            for word in WORD.findall(name):
                if len(word) >= 3 and word.casefold() not in public:
                    self._words[word.casefold()] = "person"

    def _add_whole(self, kind: str, name: str) -> None:
        name = name.strip()
        if len(name) >= (2 if UNSPACED.search(name) else 3):
            self._wholes[name.casefold()] = kind

    def find(self, body: str) -> list[Span]:
        """Where the names stand. Words of a name that follow each other are one span."""
        found: list[Span] = []
        for match in WORD.finditer(body):
            kind = self._words.get(match.group().casefold())
            if kind is None:
                continue
            last = found[-1] if found else None
            if last is not None and not body[last.end : match.start()].strip():
                found[-1] = Span(last.start, match.end(), kind, body[last.start : match.end()])
            else:
                found.append(Span(match.start(), match.end(), kind, match.group()))
        folded = body.casefold()
        if len(folded) != len(body):  # a letter that folds into two: positions would not fit
            folded = body.lower() if len(body.lower()) == len(body) else body
        for name, kind in self._wholes.items():
            at = folded.find(name)
            while at >= 0:
                end = at + len(name)
                if UNSPACED.search(name) or not (folded[at - 1 : at].isalnum() or folded[end : end + 1].isalnum()):
                    found.append(Span(at, end, kind, body[at:end]))
                at = folded.find(name, end)
        return found


def doubtful(body: str) -> list[Span]:
    """What looks like a contact: addresses, and numbers of seven digits or more that are no day."""
    found = []
    for kind, form in _DOUBTFUL:
        for match in form.finditer(body):
            if kind != "number" or not _DAYS.fullmatch(match.group().strip()):
                found.append(Span(match.start(), match.end(), kind, match.group().strip()))
    return found


def secrets(body: str, contacts: Iterable[Span], names: Names) -> list[Span]:
    """All that must not be read in a body, in order: contacts that were found, names that are claimed, what looks like a
    contact, and names that the text itself gives."""
    return merged([*contacts, *names.find(body), *doubtful(body), *named_by_cues(body)])


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one under the kind and value of the first given of them."""
    order = list(enumerate(spans))
    out: list[tuple[int, Span]] = []
    for rank, span in sorted(order, key=lambda item: (item[1].start, item[0])):
        if out and span.start < out[-1][1].end:
            first, last = out[-1]
            best = (rank, span) if rank < first else (first, last)
            end = max(last.end, span.end)
            out[-1] = (best[0], Span(last.start, end, best[1].kind, best[1].value))
        elif span.end > span.start:
            out.append((rank, span))
    return [span for _, span in out]


def cut_out(body: str, start: int, end: int, spans: Sequence[Span], mask: Mask) -> Pieces:
    """Characters `start` to `end` of a body with the spans' stand-ins in their place; whole where the mask is open. A
    contact of which only a part stands there is masked as a whole."""
    if mask.open:
        return (Piece(body[start:end]),) if end > start else ()
    out: list[Piece] = []
    at = start
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        if span.start > at:
            out.append(Piece(body[at : span.start]))
        out.append(Piece(mask.stand_in(span.kind, span.value), masked=True))
        at = max(at, min(span.end, end))
    if at < end:
        out.append(Piece(body[at:end]))
    return tuple(out)
