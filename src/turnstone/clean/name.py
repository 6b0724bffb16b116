"""Names of people and companies: split where another name begins, legal form set apart, and keys that compare.

A name is kept as it was written; what is added are parts. `SMITH FARMS, LLC d/b/a GREEN ACRES / VALLEY GROWERS` has
three: SMITH FARMS (form LLC) and GREEN ACRES are names of one party; VALLEY GROWERS, after the slash, is another party
that the line names with it. Two names can be the same when a name of one is a name of the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from turnstone.clean.legal_forms import FORMS_BY_TOKENS, strip_legal_form
from turnstone.clean.text import Nothing, fold, is_nothing, tidy

# Where one name ends and another begins. Applied to the tidied original, before punctuation goes. After `also` comes
# another name of the same party, after `other` another party.
_BREAK = re.compile(
    r"""(?P<also>\(\s*(?:D\s*/?\s*B\s*/?\s*A\b\.?:?|DOING\ BUSINESS\ AS|A/?K/?A\b|F/?K/?A\b|FORMERLY)\s*
      | \b(?:D\.?\s?/?B\.?\s?/?A|DOING\ BUSINESS\ AS|TRADING\ AS|T/A|A/?K/?A|F/?K/?A|FORMERLY(?:\ KNOWN\ AS)?)\b[\.:/]*
      | [()\[\]])
      | (?P<other>\bC/O\b | \bC\.O\.\s | (?<!\bAND)(?<!\bOR)/(?!OR\b|\s?D\W?B\W?A\b|\s?[AF]/?K/?A\b) | [;|])""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_NAME = "no letters or digits that could be a name"
_BREAK_SIGNS = frozenset("()[]/;|")
_BREAK_WORDS = ("DBA", "D.B", "D B A", "AKA", "FKA", "DOING BUSINESS", "TRADING AS", "FORMERLY", "C.O.")
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.\s?)+(?:[A-Za-z]\b\.?)?")
_SMALL = frozenset({"AND", "OF", "THE", "OR", "DE", "LA", "EL", "Y"})
_HONORIFIC = frozenset({"MR", "MRS", "MS", "DR", "LIC", "ING", "ATTY", "ESQ", "ESQUIRE", "CPA", "JD"})
_GENERATION = frozenset({"JR", "SR", "II", "III", "IV"})

_BUSINESS = frozenset(
    line for line in files("turnstone.clean").joinpath("business_words.txt").read_text("utf-8").split("\n")[1:] if line
)


@dataclass(frozen=True, slots=True)
class NamePart:
    """One of the names in a name. `key` compares spellings; `bag` also survives another order of words."""

    key: str
    bag: str
    form: str | None
    other: bool = False
    """Another party that is named with this one, not another name for it."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written (tidied) and its parts, the first being the one it goes by."""

    text: str
    parts: tuple[NamePart, ...]

    @property
    def own(self) -> tuple[NamePart, ...]:
        """The names of the party itself."""
        return tuple(part for part in self.parts if not part.other)

    @property
    def others(self) -> tuple[NamePart, ...]:
        """The other parties that the line names with it."""
        return tuple(part for part in self.parts if part.other)


def name_tokens(text: str) -> tuple[str, ...]:
    """The comparable words of one name: folded, dotted and lone initials run together ('J. B. SMITH' -> JB SMITH)."""
    if "." in text:
        text = _DOTTED.sub(lambda m: m.group().replace(".", "").replace(" ", "") + " ", text)
    tokens = fold(text).split()
    if min(map(len, tokens), default=2) > 1:
        return tuple(tokens)
    out: list[str] = []
    run = ""
    for token in tokens:
        if len(token) == 1 and token.isalpha():
            run += token
            continue
        if run:
            out.append(run)
            run = ""
        out.append(token)
    return tuple([*out, run] if run else out)


def name_part(text: str, *, other: bool = False) -> NamePart | None:
    """One name without 'also known as': its key, its bag of words and its legal form; None when nothing is left."""
    tokens = name_tokens(text)
    if len(tokens) > 1 and tokens[0] == "THE":
        tokens = tokens[1:]
    if not _HONORIFIC.isdisjoint(tokens):
        tokens = tuple(t for t in tokens if t not in _HONORIFIC) or tokens
    tokens, form = strip_legal_form(tokens)
    key = " ".join(tokens)
    if len(key) < 2:
        return None
    bag = (
        sorted(tokens) if _SMALL.isdisjoint(tokens) else sorted(t for t in tokens if t not in _SMALL) or sorted(tokens)
    )
    return NamePart(key, " ".join(bag), form, other)


def parse_name(raw: str) -> Name:
    """The name and its parts. Raises ValueError with the reason when the cell holds no name."""
    text = tidy(raw)
    if is_nothing(text):
        raise Nothing("no name")
    parts: list[NamePart] = []
    if not may_break(text):
        part = name_part(text.strip(" ,-.:"))
        if part is None or tuple(part.key.split()) in FORMS_BY_TOKENS:
            raise ValueError(_NO_NAME)
        return Name(text, (part,))
    at = 0
    other = False
    for match in [*_BREAK.finditer(text), None]:
        piece = text[at : match.start() if match else len(text)].strip(" ,-.:")
        part = name_part(piece, other=other and bool(parts)) if piece and not is_nothing(piece) else None
        if part and all(part.key != p.key for p in parts) and tuple(part.key.split()) not in FORMS_BY_TOKENS:
            parts.append(part)
        if match:
            other = other or match["other"] is not None
            at = match.end()
    if not parts:
        raise ValueError(_NO_NAME)
    return Name(text, tuple(parts))


def may_break(text: str) -> bool:
    """False for the many names that certainly hold no break: the pattern is slow, this is not."""
    if not _BREAK_SIGNS.isdisjoint(text):
        return True
    upper = text.upper()
    return any(word in upper for word in _BREAK_WORDS)


def is_business(part: NamePart) -> bool:
    """True where a legal form or a business word says that this is a firm: in doubt, the name is a person's."""
    words = part.key.split()
    return (
        part.form is not None
        or len(words) > 5
        or not _BUSINESS.isdisjoint(words)
        or not part.key.replace(" ", "").isalpha()
    )


def says_firm(part: NamePart) -> bool:
    """The stricter question: a legal form or a business word stands in it. (A name of many words, or with a digit, may be a
    person's with something beside it.)"""
    return part.form is not None or not _BUSINESS.isdisjoint(part.key.split())


def person_name(last: str | None, first: str | None, middle: str | None = None) -> str | None:
    """First, middle and last name in one text, or None when there is neither first nor last name."""
    given = [tidy(p) for p in (first, middle, last) if p and not is_nothing(tidy(p))]
    return " ".join(given) if given and (last or first) else None


def generation(key: str) -> str | None:
    """JR, SR, II ... in a name's key: father and son are two people."""
    return next((t for t in key.split() if t in _GENERATION), None)


def trades_under_own_name(name: str | None) -> bool:
    """Whether a party's name may be that of a man or woman, wholly or in part. In doubt it is."""
    try:
        return not all(is_business(part) for part in parse_name(name or "").parts)
    except ValueError:
        return True
