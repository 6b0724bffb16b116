"""Telephone numbers of ranges that are kept for fiction, so that no synthetic number rings anybody."""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

from turnstone.errors import TurnstoneError

FR_RANGES = ("0199 00", "0261 91", "0353 01", "0465 71", "0536 49")
"""Arcep, Plan national de numérotation: numbers for audiovisual works."""
AU_RANGES = ("02 5550", "02 7010", "03 5550", "03 7010", "07 5550", "07 7010", "08 5550", "08 7010")
"""ACMA, Phone numbers for use in TV shows, films and creative works."""
PER_RANGE = 10_000
CODES = {"US": "1", "FR": "33", "AU": "61"}


class Numbers:
    """A country's numbers, each given once. `areas`: telephone area codes of its towns (of the United States)."""

    def __init__(self, country: str, areas: Sequence[str], shift: int) -> None:
        self.country = country
        self._ranges = {"US": [f"{area} 555" for area in areas], "FR": list(FR_RANGES), "AU": list(AU_RANGES)}[country]
        self.capacity = len(self._ranges) * PER_RANGE
        self._step = next(n for n in range(shift % 7919 + 7919, self.capacity + 16000) if gcd(n, self.capacity) == 1)
        self._shift = shift % self.capacity

    def digits(self, ordinal: int) -> str:
        """The national number of that place in the order in which numbers are given. Raises TurnstoneError when none is left."""
        if ordinal >= self.capacity:
            raise TurnstoneError(
                f"the world needs more telephone numbers than {self.country} keeps for fiction ({self.capacity:,})",
                do="ask for fewer offers, or for more countries",
            )
        area, last = divmod((ordinal * self._step + self._shift) % self.capacity, PER_RANGE)
        return f"{self._ranges[area].replace(' ', '')}{last:04}"

    def written(self, ordinal: int, way: int) -> str:
        """The number in one of the ways in which people write it."""
        d = self.digits(ordinal)
        if self.country == "US":
            ways = (
                f"({d[:3]}) {d[3:6]}-{d[6:]}",
                f"{d[:3]}-{d[3:6]}-{d[6:]}",
                f"{d[:3]}.{d[3:6]}.{d[6:]}",
                f"+1 {d[:3]} {d[3:6]} {d[6:]}",
                d,
            )
        elif self.country == "FR":
            pairs = [d[i : i + 2] for i in range(0, 10, 2)]
            ways = (" ".join(pairs), ".".join(pairs), f"+33 {d[1]} {' '.join(pairs[1:])}", d, f"0033{d[1:]}")
        else:
            ways = (
                f"({d[:2]}) {d[2:6]} {d[6:]}",
                f"{d[:2]} {d[2:6]} {d[6:]}",
                f"+61 {d[1]} {d[2:6]} {d[6:]}",
                d,
                f"{d[:2]}-{d[2:6]}-{d[6:]}",
            )
        return ways[way % len(ways)]

    def international(self, ordinal: int) -> str:
        """The number with a plus and the country's code, as the truth has it."""
        d = self.digits(ordinal)
        return f"+{CODES[self.country]}{d if self.country == 'US' else d[1:]}"


WORDS = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    "fr": ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
}


def obscured(digits: str, language: str, draw: int) -> str:
    """The digits as those write them who do not want them found by machines: some in words, letters for digits, signs between."""
    words = WORDS.get(language, WORDS["en"])
    if draw % 3 == 0:
        return " ".join(words[int(d)] if (draw >> i) & 1 else d for i, d in enumerate(digits))
    if draw % 3 == 1:
        return digits.replace("0", "o").replace("1", "l" if draw & 8 else "I")
    sign = "*-_~|"[draw % 5]
    return sign.join(digits)
