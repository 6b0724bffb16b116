"""Countries, states and towns: a code for the first two, a comparable key for the third."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from turnstone.clean.text import Nothing, fold, is_nothing, tidy

_TOWN_WORDS = {"ST": "SAINT", "STE": "SAINTE", "MT": "MOUNT", "FT": "FORT", "PT": "POINT", "HTS": "HEIGHTS",
               "SPGS": "SPRINGS", "SPG": "SPRING", "CTR": "CENTER", "JCT": "JUNCTION", "TWP": "TOWNSHIP",
               "CD": "CIUDAD"}  # fmt: skip
_COMPASS = {"N": "NORTH", "S": "SOUTH", "E": "EAST", "W": "WEST", "NO": "NORTH", "SO": "SOUTH"}


@cache
def _countries() -> dict[str, str]:
    text = files("turnstone.clean").joinpath("countries.tsv").read_text("utf-8")
    out: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            code, names = line.split("\t")
            out[code] = code
            out.update(dict.fromkeys(names.split("|"), code))
    return out


@cache
def country_names() -> dict[str, str]:
    """ISO code -> the first name in the list, for showing."""
    text = files("turnstone.clean").joinpath("countries.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {code: names.split("|")[0].title() for code, names in rows}


@cache
def _divisions() -> dict[str, dict[str, str]]:
    """Country -> folded name or code -> code."""
    table = yaml.safe_load(files("turnstone.clean").joinpath("places.yml").read_text("utf-8"))
    return {
        country: {spelling: code for code, names in codes.items() for spelling in (code, *names)}
        for country, codes in table.items()
    }


def country_code(raw: str) -> str:
    """ISO 3166-1 alpha-2. Raises ValueError for a name that is not in the list."""
    word = fold(raw)
    code = _countries().get(word)
    if code is None:
        raise ValueError("no known country")
    return code


def state_code(raw: str, country: str = "US") -> str:
    """The division's code in its country, or the folded text where the country's divisions are not listed.

    'Alberta, Canada' in a column of United States states is read as what it says. Raises ValueError for nothing.
    """
    if is_nothing(tidy(raw)):
        raise Nothing("no state")
    words = fold(raw)
    if not words:
        raise Nothing("no state")
    table = _divisions().get(country, {})
    if words in table:
        return table[words]
    compact = words.replace(" ", "")
    if compact in table:
        return table[compact]
    for other, codes in _divisions().items():
        for spelling in (words, words.removesuffix(" CANADA").removesuffix(" MEXICO")):
            if len(spelling) > 2 and other != country and spelling in codes:
                return codes[spelling]
    return words


def division_country(code: str, otherwise: str) -> str:
    """The country of a division's code: 'AB' is in Canada whatever the column's default says."""
    if code in _divisions()["US"].values():
        return "US"
    for country, codes in _divisions().items():
        if code in codes.values():
            return country
    return otherwise


def town_key(raw: str) -> str:
    """A town's comparable key: 'St. Ignace' and 'SAINT IGNACE' are one. Raises ValueError for nothing."""
    text = tidy(raw)
    if is_nothing(text):
        raise Nothing("no town")
    words = fold(text.split(",")[0]).split()
    if not words or all(w.isdigit() for w in words):
        raise ValueError("a town's name has letters")
    words = [_TOWN_WORDS.get(w, w) for w in words]
    if len(words) > 1:
        words[0] = _COMPASS.get(words[0], words[0])
    return " ".join(words)


_US_ZIP = re.compile(r"^(\d{3,5})(?:\D?(\d{4}))?$")


def postal_code(raw: str, country: str = "US") -> str:
    """A postal code; United States codes as five digits with the zeros that spreadsheets drop put back.

    Raises ValueError where the text cannot be a code of the country.
    """
    text = tidy(raw).upper()
    if is_nothing(text):
        raise Nothing("no postal code")
    if country == "US":
        text = text.removesuffix(".0").replace(" ", "")
        if text.isdigit() and len(text) in (8, 9):
            text = text.zfill(9)[:5]
        match = _US_ZIP.match(text)
        if match and int(match.group(1)) > 0:
            return match.group(1).zfill(5)
        if re.fullmatch(r"[A-Z]\d[A-Z] ?\d[A-Z]\d", text):  # a Canadian code in a United States column
            return text.replace(" ", "")
        raise ValueError("not a five-digit postal code")
    compact = re.sub(r"[^A-Z0-9]", "", text)
    if not compact or len(compact) > 10 or not any(c.isdigit() for c in compact):
        raise ValueError("not a postal code")
    return compact
