"""Street addresses to comparable keys, by the abbreviations of USPS Publication 28.

'1935 Ross Bowen Road' and '1935 ROSS BOWEN RD.' get one key; so do 'P. O. Box 369' and 'PO BOX 369'. Two address lines
can hold two addresses (a street and a post-office box): each gets its own key. Nothing is looked up and nothing is
guessed: what cannot be read as an address raises ValueError with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from turnstone.clean.text import fold, is_nothing, tidy

# USPS Publication 28, appendix C1 (street suffixes) and C2 (unit designators), with spellings met in filings.
_SUFFIX = {
    word: short
    for short, words in {
        "ALY": "ALLEY ALLY", "AVE": "AVENUE AV AVEN AVENU AVN", "BND": "BEND", "BLVD": "BOULEVARD BOUL BLV BVD",
        "BR": "BRANCH", "BRG": "BRIDGE", "BYP": "BYPASS", "CIR": "CIRCLE CIRC CRCL", "CT": "COURT CRT", "CV": "COVE",
        "CRK": "CREEK", "CRES": "CRESCENT", "XING": "CROSSING", "DR": "DRIVE DRV DRIV", "EST": "ESTATE",
        "EXPY": "EXPRESSWAY", "EXT": "EXTENSION EXTN", "FWY": "FREEWAY", "GDNS": "GARDENS", "HBR": "HARBOR",
        "HTS": "HEIGHTS", "HL": "HILL", "HLS": "HILLS", "HOLW": "HOLLOW", "HWY": "HIGHWAY HIGHWY HIWAY HWAY HIWY",
        "IS": "ISLAND", "LK": "LAKE", "LNDG": "LANDING", "LN": "LANE", "LOOP": "LOOPS",
        "MDWS": "MEADOWS", "MT": "MOUNT",
        "MTN": "MOUNTAIN", "PARK": "PRK", "PKWY": "PARKWAY PKY PARKWY", "PIKE": "PIKES", "PL": "PLACE", "PLZ": "PLAZA",
        "PT": "POINT", "RNCH": "RANCH", "RDG": "RIDGE", "RD": "ROAD RDS ROADS", "SHR": "SHORE", "SPGS": "SPRINGS",
        "SQ": "SQUARE", "STA": "STATION", "ST": "STREET STR STRT", "TER": "TERRACE TERR", "TRL": "TRAIL TR TRAILS",
        "TPKE": "TURNPIKE TRNPK TURNPK TPK", "VLY": "VALLEY", "VW": "VIEW", "VLG": "VILLAGE", "WAY": "WY",
    }.items()
    for word in (short, *words.split())
}  # fmt: skip
_COMPASS = {"NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W", "NORTHEAST": "NE", "NORTHWEST": "NW",
            "SOUTHEAST": "SE", "SOUTHWEST": "SW", "NO": "N", "SO": "S"}  # fmt: skip
_NUMBER_WORDS = {
    "FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH", "SIXTH": "6TH", "SEVENTH": "7TH",
    "EIGHTH": "8TH", "NINTH": "9TH", "TENTH": "10TH", "ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4", "FIVE": "5",
}  # fmt: skip
_PHRASES = [
    (re.compile(pattern), into)
    for pattern, into in (
        (r"\bU S\b|\bUNITED STATES\b", "US"),
        (r"\bCO(?:UNTY|UNT|NTY)? (?:ROAD|RD)\b|\bCNTY (?:ROAD|RD)\b|\bC R\b|\bCTY (?:ROAD|RD)\b", "CR"),
        (r"\bSTATE (?:ROAD|RD|ROUTE|RTE|RT)\b|\bST (?:ROUTE|RTE|RT)\b|\bS R\b", "SR"),
        (r"\bFARM TO MARKET(?: ROAD| RD)?\b|\bF M\b", "FM"),
        (r"\b(?:RURAL (?:ROUTE|RT|RTE)|R R|RFD|R F D|R D(?= \d))\b", "RR"),
        (r"\b(?:STAR (?:ROUTE|RTE|RT)|HIGHWAY CONTRACT(?: ROUTE| RTE| RT)?|H C)\b", "HC"),
        (r"\b(?:ROUTE|RTE|RT)\b", "RT"),
        (r"\bN (?:E|EAST)\b", "NE"), (r"\bN (?:W|WEST)\b", "NW"),
        (r"\bS (?:E|EAST)\b", "SE"), (r"\bS (?:W|WEST)\b", "SW"),
    )
]  # fmt: skip
_PHRASE_WORDS = frozenset(
    "U UNITED CO COUNTY COUNT CONTY CNTY CTY C STATE ST S FARM F RURAL R RFD ROUTE RTE RT STAR HIGHWAY H N".split()
)
"""Words with which the phrases begin: most addresses have none, and looking for a word is faster than for a pattern."""
_BOX = re.compile(
    r"\b(?:(?P<po>P ?O|POST OFFICE|PO ST OFFICE) ?)?(?:BOX|DRAWER|BX) ?(?:UNIT |NO )?(?P<box>\d\w*)\b"
    r"|\b(?:POB|P O B|PO) ?(?P<pob>\d+)\b"
)
_UNIT = re.compile(
    r"\b(?:APARTMENT|APT|SUITE|STE|UNIT|ROOM|RM|BUILDING|BLDG|FLOOR|FL|LOT|SPACE|SPC|TRAILER|TRLR)(?: UNIT| NO| N(?= \d))? (\w+)$"
)
_TAIL = re.compile(r" [A-Z]{2} \d{5}(?: \d{4})?$")
_LABEL = re.compile(r"^\s*(?:mailing|physical|street|business|office|main)(?:\s+address)?\s*[:\-]\s*", re.IGNORECASE)
_CARE_OF = re.compile(r"^\s*c\s*/\s*o\b\s*|^\s*in care of\b\s*|^\s*attn?:?\s", re.IGNORECASE)
_SPLIT_NUMBER = re.compile(r"^(\d+|HC|RR)([NSEW]|(?<=HC)\d+|(?<=RR)\d+)$")
_HOUSE = re.compile(r"^[A-Z]?\d")
_CITY_STREETS = frozenset({"ST", "BLVD", "PKWY", "TPKE"})


@dataclass(frozen=True, slots=True)
class AddressPart:
    """One address. `kind`: street (has a number), rural (route and box), box (post-office box), place (no number).

    `number` is the house number where there is one; `unit` the flat or suite. `care_of` marks somebody else's address.
    """

    key: str
    kind: str
    number: str | None = None
    unit: str | None = None
    care_of: bool = False


def parse_address(line1: str | None, line2: str | None = None) -> tuple[AddressPart, ...]:
    """The addresses that the lines hold, streets before boxes. Raises ValueError when they hold none."""
    lines = [tidy(line) for line in (line1, line2) if line and not is_nothing(tidy(line))]
    if len(lines) == 2 and lines[0].isdigit() and not lines[1][0].isdigit() and lines[1][0] != "#":
        lines = [" ".join(lines)]  # the house number stood in a cell of its own
    found: list[AddressPart] = []
    for line in lines:
        care_of = bool(_CARE_OF.search(line))
        words = _words(_CARE_OF.sub("", _LABEL.sub("", line)))
        if found and found[0].kind == "street" and (unit := _only_unit(words)):
            found[0] = _with_unit(found[0], unit)
        else:
            found.extend(_read(words, care_of))
    unique = {part.key: part for part in reversed(found)}
    if not unique:
        raise ValueError("nothing that could be an address")
    order = {"street": 0, "rural": 1, "box": 2, "place": 3}
    parts = sorted(unique.values(), key=lambda p: (order[p.kind], p.key))
    return tuple(p for p in parts if p.kind != "place") or tuple(parts[:1])


def _words(text: str) -> str:
    """The folded line with USPS abbreviations."""
    words = [_NUMBER_WORDS.get(w, w) for w in fold(text.replace("#", " UNIT ")).split()]
    if not _PHRASE_WORDS.isdisjoint(words):
        text = " ".join(words)
        for pattern, into in _PHRASES:
            text = pattern.sub(into, text)
        words = text.split()
    out: list[str] = []
    for i, word in enumerate(words):
        word = _COMPASS.get(word, word)
        if i > 0:
            word = _SUFFIX.get(word, word)
        if not word.isalpha() and not word.isdigit() and (split := _SPLIT_NUMBER.match(word)):
            out.append(split[1])
            word = split[2]
        out.append(word)
    return " ".join(out)


def _only_unit(words: str) -> str | None:
    """The unit, when a line holds nothing else ('SUITE 200', '# 4', '200')."""
    match = _UNIT.fullmatch(words) or _UNIT.fullmatch(words.rpartition(" ")[0])
    if match:
        return match[1]
    return words if words.isdigit() and len(words) <= 4 else None


def _with_unit(part: AddressPart, unit: str) -> AddressPart:
    if part.unit is not None:
        return part
    street = part.key.removesuffix(f" {unit}")
    return AddressPart(f"{street} UNIT {unit}", part.kind, part.number, unit, part.care_of)


def _read(words: str, care_of: bool) -> list[AddressPart]:
    """The addresses in one line of folded words."""
    out: list[AddressPart] = []
    if match := ("B" in words or "PO" in words or "DRAWER" in words) and _BOX.search(words):
        before, after = words[: match.start()].split(), words[match.end() :].split()
        box = (match["box"] or match["pob"]).lstrip("0") or "0"
        if len(before) >= 2 and before[-2] in {"RR", "HC", "RT"}:
            out.append(AddressPart(f"{before[-2]} {before[-1]} BOX {box}", "rural", None, None, care_of))
            words = " ".join([*before[:-2], *after])
        elif match["po"] or match["pob"] or not before:
            out.append(AddressPart(f"PO BOX {box}", "box", None, None, care_of))
            words = " ".join([*before, *after])
    tokens = (_TAIL.sub("", words) if words[-1:].isdigit() else words).split()
    start = next((i for i, t in enumerate(tokens[:4]) if _HOUSE.match(t)), None)
    if start is not None and len(tokens) - start >= 2:
        out.extend(_street(tokens[start:], care_of))
    elif not out and any(len(t) > 2 for t in tokens):
        out.append(AddressPart(" ".join(tokens), "place", None, None, care_of))
    return out


def _street(tokens: list[str], care_of: bool) -> list[AddressPart]:
    """The street address that begins with a house number, its unit set apart."""
    street, unit = " ".join(tokens), None
    if match := _UNIT.search(street):
        unit, street = match[1], street[: match.start()].strip()
    elif len(tokens) >= 4 and tokens[-1].isdigit() and tokens[-2] in _CITY_STREETS:
        unit, street = tokens[-1], " ".join(tokens[:-1])
    if " " not in street:
        return []
    part = AddressPart(street, "street", tokens[0], None, care_of)
    return [_with_unit(part, unit) if unit else part]
