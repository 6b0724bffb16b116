"""Names that nobody claims but that a text gives: what follows `ask for`, `my name is`, `спросить`, `اسألي عن` ... In
doubt it is a name: a word masked without need costs little, a name shown cannot be taken back.

The cues are in `naming_cues.tsv`, one a line with its language. In scripts with capitals a name is the capitalised words
after a `cue` or a `title`, and any word after a `surely` or where a text is written without capitals; in others it is
the next word, or the next letters where words are not spaced. Before a `behind` (さん, 小姐, hanım) it is what stands there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from turnstone.exports.spans import UNSPACED, WORD, Span

MOST_WORDS = 3
"""Words of a name."""
SHORT = 3
"""Letters of an initial or a title, after which a full stop ends no name."""
FEW_CAPITALS = 0.02
"""A text with a smaller share of capitalised words is written without capitals."""
_KANJI = "\u3005\u3400-\u9fff"
_BEFORE = {
    "zh": re.compile(rf"[{_KANJI}]{{1,2}}$"),
    "ja": re.compile(rf"(?:[{_KANJI}]{{1,4}}|[ァ-ヺー]{{1,8}}|[ぁ-ゖ]{{1,3}})$"),
}
_AFTER = {"zh": 3, "ja": 4, "th": 10}
"""Letters that are taken for a name where words are not spaced."""
_SKIP = re.compile(r"[\s:：,，、\"'“”„«»「」『』()（）*–—-]*")
_BETWEEN = re.compile(r"[\s'’.\-]{0,3}")
_TO_NAME = re.compile(r"[\s:：,.\"'“”„«»()*؛،–—-]{0,4}")
_IN_NAME = re.compile(r"[ \u00a0'’-]")
_AFTER_SHORT = re.compile(r"\. ?")
"""Between an initial or a title and a name."""
_PARTICLES = ("は", "を", "に", "が", "の", "：")
"""What follows a Japanese word that is no cue by itself: the longer cue (担当は) has it."""
_STOPS = re.compile("さん|さ|ちゃん|様|です|まで|小姐|先生|女士")
_SIGNED = re.compile(r"(?:\n\s*|[.!?…]\s*[-–—~]\s*)([^\W\d_]{2,20}(?: [^\W\d_]{2,20})?)[\s.!]*$")
"""One or two words alone in the last line, or after a dash at the end: a signature."""
_KOREAN = re.compile(r"([가-힣]{2,4})\s?(?:씨|님|양|에게|라고|이라고)[가-힣]{0,2}(?![가-힣])")


@dataclass(frozen=True)
class Word:
    """A word of a body: where it stands, and folded as cues are compared."""

    start: int
    end: int
    text: str
    folded: str


@dataclass(frozen=True)
class Cues:
    """The table of cues, by their first word; `open`: those of scripts that do not space words, with their language."""

    by_word: dict[str, list[tuple[tuple[str, ...], str]]]
    open: list[tuple[str, str, str]]
    over: frozenset[str]
    never: frozenset[str]


def named_by_cues(body: str) -> list[Span]:
    """Where cues say that a name stands: spans of kind `name`, by place; they may overlap."""
    cues = _cues()
    words = [Word(m.start(), m.end(), m.group(), _fold(m.group())) for m in WORD.finditer(body)]
    capitals = sum(word.text[0].isupper() for word in words)
    small = capitals < max(FEW_CAPITALS * len(words), 1)
    found: list[Span] = []
    for i, word in enumerate(words):
        for parts, kind in cues.by_word.get(word.folded, ()):
            if not _stands(body, words, i, parts):
                continue
            if kind == "behind":
                found += _before(words, i)
            else:
                found += _after(body, words, i + len(parts) - 1, kind == "surely" or (small and kind == "cue"), cues)
    if signed := _SIGNED.search(body):
        name = signed.group(1)
        if not small and all(w[0].isupper() or _caseless(w) for w in name.split()) and name not in cues.never:
            found.append(_span(body, signed.start(1), signed.end(1)))
    if UNSPACED.search(body):
        found += [span for cue in cues.open for span in _unspaced(body, *cue)]
    found += [_span(body, m.start(1), m.end(1)) for m in _KOREAN.finditer(body)]
    return sorted(set(found), key=lambda span: (span.start, span.end))


def _stands(body: str, words: list[Word], i: int, parts: tuple[str, ...]) -> bool:
    here = words[i : i + len(parts)]
    return len(here) == len(parts) and all(
        word.folded == part and (k == 0 or _BETWEEN.fullmatch(body, here[k - 1].end, word.start))
        for k, (word, part) in enumerate(zip(here, parts, strict=True))
    )


def _after(body: str, words: list[Word], last: int, sure: bool, cues: Cues) -> list[Span]:
    """The name after word number `last`: passing over articles and titles, up to three words."""
    at = last + 1
    while at < len(words) and at <= last + 2 and words[at].folded in cues.over and _near(body, words, at):
        at += 1
    first = at
    while at < len(words) and at < first + MOST_WORDS:
        word = words[at]
        near = _near(body, words, at) if at == first else _goes_on(body, words[at - 1], word)
        if not near or word.text in cues.never or (at > first and _caseless(word.text)):
            break
        if not (word.text[0].isupper() or _caseless(word.text) or (sure and at == first)):
            break
        at += 1
    if at == first or (not sure and _caseless(words[first].text)):
        return []
    return [_span(body, words[first].start, words[at - 1].end)]


def _goes_on(body: str, before: Word, word: Word) -> bool:
    """Whether a word may be the next of the same name: `Jean-Pierre Dupont`, `J. Dupont`, but not `Grace. Start`."""
    if len(before.text) <= SHORT and _AFTER_SHORT.fullmatch(body, before.end, word.start):
        return True
    return bool(_IN_NAME.fullmatch(body, before.end, word.start))


def _near(body: str, words: list[Word], at: int) -> bool:
    return bool(_TO_NAME.fullmatch(body, words[at - 1].end, words[at].start))


def _before(words: list[Word], i: int) -> list[Span]:
    """The name before word number `i`: one capitalised word (or one of a script without capitals)."""
    word = words[i - 1] if i else None
    if word is None or not (word.text[0].isupper() or _caseless(word.text)):
        return []
    return [Span(word.start, word.end, "name", word.text)]


def _unspaced(body: str, cue: str, kind: str, language: str) -> list[Span]:
    found: list[Span] = []
    at = body.find(cue)
    while at >= 0:
        if kind == "behind":
            if name := _BEFORE.get(language, _BEFORE["zh"]).search(body, 0, at):
                found.append(_span(body, name.start(), name.end()))
        else:
            start = at + len(cue)
            skipped = _SKIP.match(body, start)
            word = WORD.match(body, skipped.end() if skipped else start)
            if word and not body.startswith(_PARTICLES, word.start()):
                end = min(word.end(), word.start() + _AFTER.get(language, 3))
                if stop := _STOPS.search(body, word.start() + 1, end + 1):
                    end = stop.start()
                while end < word.end() and unicodedata.category(body[end]).startswith("M"):
                    end += 1  # a letter keeps its marks
                found.append(_span(body, word.start(), end))
        at = body.find(cue, at + len(cue))
    return found


def _span(body: str, start: int, end: int) -> Span:
    return Span(start, end, "name", body[start:end])


def _caseless(word: str) -> bool:
    """Whether a word is of a script without capitals. Georgian is: nobody writes names with the large forms that
    Unicode gives its letters."""
    return word.upper() == word.lower() or "\u10d0" <= word[0] <= "\u10ff"


@lru_cache(65_536)
def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if unicodedata.category(c) != "Mn")


@cache
def _cues() -> Cues:
    """The table. Longer cues come first, so that `call me` is not read as `call`."""
    by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    open: list[tuple[str, str, str]] = []
    over: set[str] = set()
    never: set[str] = set()
    lines = files("turnstone.exports").joinpath("naming_cues.tsv").read_text("utf-8").splitlines()[1:]
    for language, kind, text in (line.split("\t") for line in lines):
        words = tuple(_fold(word) for word in WORD.findall(text))
        if kind == "not":
            never.add(text)
        elif kind == "over":
            over.update(words)
        elif UNSPACED.search(text):
            open.append((text, kind, language))
        elif language == "ko" and kind == "behind":
            continue  # see _KOREAN: particles stick to them
        else:
            by_word.setdefault(words[0], []).append((words, kind))
            if kind == "title" and len(words) == 1:
                over.update(words)
    for held in by_word.values():
        held.sort(key=lambda cue: (-len(cue[0]), cue[1] != "surely", cue))
    return Cues(by_word, sorted(open), frozenset(over), frozenset(never))
