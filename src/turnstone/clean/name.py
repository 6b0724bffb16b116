"""Names of people and companies: split at 'doing business as', legal form set apart, and keys that compare.

A name is kept as it was written; what is added are parts. `SMITH FARMS, LLC d/b/a GREEN ACRES (JOHN SMITH)` has three:
SMITH FARMS (form LLC), GREEN ACRES, JOHN SMITH. Two names can be the same when any part of one is a part of the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from turnstone.clean.legal_forms import FORMS_BY_TOKENS, strip_legal_form
from turnstone.clean.text import Nothing, fold, is_nothing, tidy

# Where one name ends and another begins. Applied to the tidied original, before punctuation goes.
_ALSO = re.compile(
    r"""\(\s*(?:D\s*/?\s*B\s*/?\s*A\b\.?:?|DOING\ BUSINESS\ AS|A/?K/?A\b|F/?K/?A\b|FORMERLY)\s*   # opening '(dba '
      | \b(?:D\.?\s?/?B\.?\s?/?A|DOING\ BUSINESS\ AS|TRADING\ AS|T/A|A/?K/?A|F/?K/?A|FORMERLY(?:\ KNOWN\ AS)?)\b[\.:/]*
      | (?<=\s)C/O\b | ^C/O\b | \bC\.O\.\s
      | [()\[\]/;|]""",
    re.IGNORECASE | re.VERBOSE,
)
_CARE_OF = re.compile(r"(?:^|\s)C/O\b", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.\s?){2,}")
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
    care_of: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written (tidied) and its parts, the first being the one it goes by."""

    text: str
    parts: tuple[NamePart, ...]
    person_like: bool


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


def name_part(text: str, *, care_of: bool = False) -> NamePart | None:
    """One name without 'also known as': its key, its bag of words and its legal form; None when nothing is left."""
    tokens = name_tokens(text)
    if len(tokens) > 1 and tokens[0] == "THE":
        tokens = tokens[1:]
    tokens, form = strip_legal_form(tokens)
    if not _HONORIFIC.isdisjoint(tokens):
        tokens = tuple(t for t in tokens if t not in _HONORIFIC) or tokens
    key = " ".join(tokens)
    if len(key) < 2:
        return None
    bag = (
        sorted(tokens) if _SMALL.isdisjoint(tokens) else sorted(t for t in tokens if t not in _SMALL) or sorted(tokens)
    )
    return NamePart(key, " ".join(bag), form, care_of)


def parse_name(raw: str) -> Name:
    """The name and its parts. Raises ValueError with the reason when the cell holds no name."""
    text = tidy(raw)
    if is_nothing(text):
        raise Nothing("no name")
    parts: list[NamePart] = []
    at = 0
    care_of = False
    for match in [*_ALSO.finditer(text), None]:
        piece = text[at : match.start() if match else len(text)].strip(" ,-.:")
        part = name_part(piece, care_of=care_of) if piece and not is_nothing(piece) else None
        if part and all(part.key != p.key for p in parts) and tuple(part.key.split()) not in FORMS_BY_TOKENS:
            parts.append(part)
        if match:
            care_of = bool(_CARE_OF.search(match.group()))
            at = match.end()
    if not parts:
        raise ValueError("no letters or digits that could be a name")
    return Name(text, tuple(parts), not any(map(_is_business, parts)))


def _is_business(part: NamePart) -> bool:
    """True where a legal form or a business word says that this is a firm: in doubt, the name is a person's."""
    words = part.key.split()
    return (
        part.form is not None
        or len(words) > 5
        or not _BUSINESS.isdisjoint(words)
        or not part.key.replace(" ", "").isalpha()
    )


def person_name(last: str | None, first: str | None, middle: str | None = None) -> str | None:
    """First, middle and last name in one text, or None when there is neither first nor last name."""
    given = [tidy(p) for p in (first, middle, last) if p and not is_nothing(tidy(p))]
    return " ".join(given) if given and (last or first) else None


def generation(key: str) -> str | None:
    """JR, SR, II ... in a name's key: father and son are two people."""
    return next((t for t in key.split() if t in _GENERATION), None)
