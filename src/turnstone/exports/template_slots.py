"""What the slots of a template take, as it may be shown: in doubt a value is masked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from turnstone.exports.mask import Mask
from turnstone.exports.mask_text import Pieces, cut_out, merged, plain
from turnstone.exports.spans import WORD, Span

_LONG_NUMBER = re.compile(r"\d{5,}")
_CONTACT_SLOTS = frozenset({"phone", "email", "handle", "url"})
SHORT = 2
"""Up to how many words a value may be somebody's name as a whole."""
LONG = 4
"""From how many words on a value is a sentence, in which small words need no proof that they are no names."""


SEVERAL = 3
"""From how many posters on a slot in which each has its own value tells them apart."""


ENDING = 3
"""Letters that a language may glue to a place's name."""


@dataclass(frozen=True)
class Text:
    """A member's body with what must not be read in it, and where each slot's value stands."""

    offer: str
    poster: str
    body: str
    spans: Sequence[Span]
    slots: Sequence[tuple[int, int]]
    own: frozenset[str] = frozenset()
    """Words, case-folded, of the offer's own place and of the business that it names."""


def of_persons(texts: Sequence[Text], slot: int) -> bool:
    """Whether what a slot takes may be people's names, so that nothing of it is shown, not even a word that is known:
    Rose, Grace and Florence are words and towns too. At least half of its values are one or two words, and of these at
    least half are capitalised (in scripts that have capitals), or each poster has its own. A slot that mostly gives the
    offer's own place or business, or words written small, is none."""
    values = [
        (text, [w.group() for w in WORD.finditer(text.body, *text.slots[slot - 1])])
        for text in texts
        if slot <= len(text.slots)
    ]
    values = [(text, words) for text, words in values if words]
    short = [(text, words) for text, words in values if len(words) <= SHORT]
    if 2 * len(short) < max(len(values), 1) or not short:
        return False
    if 2 * sum(all(_is_own(w, text.own) for w in words) for text, words in short) >= len(short):
        return False
    if 2 * sum(all(_capital(w) for w in words) for _, words in short) >= len(short):
        return True
    said: dict[str, set[str]] = {}
    for text, words in short:
        said.setdefault(text.poster, set()).add(" ".join(words).casefold())
    whose = Counter(value for held in said.values() for value in held)
    return len(said) >= SEVERAL and all(len(held) == 1 for held in said.values()) and max(whose.values()) == 1


def common_words(texts: Iterable[Text]) -> set[str]:
    """Words that two posters or more write, and write small at least as often as large: these are no names. Words of
    scripts without small letters prove nothing and are not given."""
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    writers: dict[str, set[str]] = {}
    for text in texts:
        for word in set(WORD.findall(text.body)):
            if _small(word):
                small[word] += 1
                writers.setdefault(word, set()).add(text.poster)
            elif word.lower() != word:
                large[word.lower()] += 1
    return {word for word, n in small.items() if n >= large[word] and len(writers[word]) > 1}


def _is_own(word: str, own: Collection[str]) -> bool:
    """Whether a word is one of the offer's own, or one with an ending, as languages that glue them on write it: 서울에서,
    Ankarada."""
    folded = word.casefold()
    return folded in own or any(
        folded.startswith(other)
        and len(folded) - len(other) <= ENDING
        and len(other) >= (2 if "가" <= other[0] <= "힣" else 4)
        for other in own
    )


def _capital(word: str) -> bool:
    return word[0].isupper() and not _small(word)


def _small(word: str) -> bool:
    """Whether a word is written small where it might be large. Georgian is not: Unicode gives its letters large forms,
    but nobody writes names with them."""
    return word.islower() and word.upper() != word and not "\u10d0" <= word[0] <= "\u10ff"


def slot_value(text: Text, slot: int, takes: str | None, known: Collection[str] | None, mask: Mask) -> Pieces:
    """What a text puts into a slot (from 1), masked. `known`: None for a slot of persons, of which no word is shown.

    Shown are short numbers, prices, and words that are `known` (in lower case: places, businesses, the template's own
    fixed words, common words) or the offer's own place or business; in a longer value also other words that are written small. Else it may be a name.
    """
    if slot > len(text.slots):
        return ()
    start, end = text.slots[slot - 1]
    value = text.body[start:end]
    lead = len(value) - len(value.lstrip())
    start, end = start + lead, start + len(value.rstrip())
    if end <= start or mask.open:
        return cut_out(text.body, start, end, (), mask) if end > start else ()
    if takes in _CONTACT_SLOTS and not any(s.start < end and s.end > start for s in text.spans):
        return cut_out(text.body, start, end, [Span(start, end, str(takes), text.body[start:end])], mask)
    doubts = _maybe_names(text, start, end, takes, known)
    return cut_out(text.body, start, end, merged([*text.spans, *doubts]), mask)


def _maybe_names(text: Text, start: int, end: int, takes: str | None, known: Collection[str] | None) -> list[Span]:
    """Words that may be names, those in a row as one span, and long numbers."""
    body = text.body
    words = list(WORD.finditer(body, start, end))
    if takes == "price" and len(words) <= 2 and any(map(str.isdigit, body[start:end])):
        return []  # a sum and its currency
    found: list[Span] = []
    for word in words:
        said = word.group()
        if known is not None and (said.casefold() in known or _is_own(said, text.own)):
            continue
        if len(words) >= LONG and _small(said):
            continue
        last = found[-1] if found else None
        if last is not None and not body[last.end : word.start()].strip(" -'’"):
            found[-1] = Span(last.start, word.end(), "word", body[last.start : word.end()])
        else:
            found.append(Span(word.start(), word.end(), "word", said))
    if takes != "price" or words:
        found += [Span(n.start(), n.end(), "number", n.group()) for n in _LONG_NUMBER.finditer(body, start, end)]
    return found


def frequent(texts: Sequence[Text], slot: int, shown: Mapping[str, Pieces], most: int) -> list[tuple[Pieces, int]]:
    """The values that a slot takes most often, with their counts; `shown`: offer -> the value as it may be shown.
    Case and spaces do not tell values apart; empty ones are left out."""
    counts: Counter[str] = Counter()
    first: dict[str, Pieces] = {}
    for text in texts:
        if slot > len(text.slots) or not shown[text.offer]:
            continue
        start, end = text.slots[slot - 1]
        pieces = shown[text.offer]
        masked = any(piece.masked for piece in pieces)  # one number in two ways of writing it is one value
        value = " ".join((plain(pieces) if masked else text.body[start:end]).casefold().split())
        counts[value] += 1
        first.setdefault(value, pieces)
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(first[value], n) for value, n in order[:most]]
