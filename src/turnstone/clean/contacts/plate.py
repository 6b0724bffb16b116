"""Number plates in a text: only beside a word that says so, or in a form that nothing else has. Precision goes first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from turnstone.clean.contacts.contact import Found
from turnstone.clean.contacts.folding import Folded

_CUE = re.compile(
    r"(?<!\w)(?:number plate|licen[cs]e plate|plate(?: number| no)?|reg(?:istration)?(?: plate| number| no)|kennzeichen|kfz-kennzeichen|nummernschild|"
    r"plaque(?: d.immatriculation)?|immatriculation|matricula|targa|kenteken|nummerplade|regnr|registreringsnummer|skiltnummer|registreringsskylt|"
    r"rekisterinumero|rekkari|numberimark|numer rejestracyjny|rejestracja|tablice|spz|ecv|poznavaci znacka|rendszam|numar de inmatriculare|inmatriculare|"
    r"регистрационен номер|регистрация|рег\.? ?номер|таблица|tablica|tablice|registracija|registarska oznaka|registrska|πινακιδα|αριθμος κυκλοφοριας|"
    r"plaka|dövlət nömrə nişani|nomre nisani|госномер|гос\.? ?номер|номер авто|номер машины|номер автомобиля|держномер|номернои знак|номерные знаки|"
    r"targa e makines|targe|valstybinis numeris|numerio zenklas|numurzime|სახელმწიფო ნომერი|მანქანის ნომერი|համարանիշ|мемлекеттик номир)"
    r"(?!\w)\.?[\s:=#\-–№]{0,4}(?:(?:is|ist|est|es|e|number|nr|no|är|er|on)\.?[\s:]{1,2})?"
)
_GLUED = re.compile(r"\d(?:(?<=[АВЕКМНОРСТУХ]\d)|(?<=[АВЕКМНОРСТУХ] \d))")
"""What is in all that _RUSSIAN finds, and is found sooner."""
FIRST_WORDS = frozenset(
    """number licence license plate reg registration kennzeichen kfz nummernschild plaque immatriculation matricula targa
    kenteken nummerplade regnr registreringsnummer skiltnummer registreringsskylt rekisterinumero rekkari numberimark
    numer rejestracja tablice spz ecv poznavaci rendszam numar inmatriculare регистрационен регистрация рег регномер
    таблица tablica registracija registarska registrska πινακιδα αριθμος plaka dövlət nomre госномер гос номер держномер
    номернои номерные targe valstybinis numerio numurzime სახელმწიფო მანქანის համարանիշ мемлекеттик""".split()
)
"""With which words what _CUE seeks begins."""
_PLATE = re.compile(r"(?=[\w -]{0,9}\d)(?=[\w -]{0,9}[^\W\d_])[^\W_]{1,8}(?:[ -][^\W_]{1,6}){0,2}")
_RUSSIAN = re.compile(r"(?<![\w-])[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}(?:[ ]?(?:RUS|RU|РУС))?(?![\w-])")
_PIECE = re.compile(r"[A-ZА-ЯΑ-ΩÄÖÜĐŠŽČĆҐЄІЇӘҒҚҢӨҰҮҺ0-9]{1,8}")


def find_plates(folded: Folded, announced: bool) -> Iterator[Found]:
    """All plates of the folded text. `announced`: whether one of FIRST_WORDS is in it."""
    text = folded.text
    for match in _RUSSIAN.finditer(text) if not text.isascii() and _GLUED.search(text) else ():
        value = re.sub(r"[^\w]", "", re.sub(r"(?:RUS|RU|РУС)$", "", match.group()))
        yield Found("plate", match.start(), match.end(), value, frozenset(folded.how(match.start(), match.end())))
    for cue in _CUE.finditer(folded.flat) if announced else ():
        found = _PLATE.match(text, cue.end())
        if found is None:
            continue
        end, signs, start = cue.end(), "", cue.end()
        for piece in re.finditer(r"[^\W_]+", found.group()):
            part = piece.group()
            if not _PIECE.fullmatch(part) or len(signs) + len(part) > 9:
                break
            signs, end = signs + part, start + piece.end()
        if 4 <= len(signs) <= 9 and any(c.isdigit() for c in signs) and any(c.isalpha() for c in signs):
            yield Found("plate", start, end, signs, frozenset(folded.how(start, end)))
