"""Names of people, firms, streets and towns, from the lists in `words/`. Common names only, joined by chance; nobody is meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from turnstone.errors import TurnstoneError


@dataclass(frozen=True)
class Town:
    """`region`: State, département or State of Australia; `postal`: what its postal codes begin with; `weight`: thousands of
    people, roughly; `areas`: telephone area codes (United States)."""

    country: str
    name: str
    region: str
    postal: str
    latitude: float
    longitude: float
    weight: int
    areas: tuple[str, ...]


@cache
def _towns() -> dict[str, tuple[Town, ...]]:
    found: dict[str, list[Town]] = {}
    for line in lines("towns.txt"):
        country, name, region, postal, latitude, longitude, weight, areas = line.split("\t")
        town = Town(country, name, region, postal, float(latitude), float(longitude), int(weight), tuple(areas.split()))
        found.setdefault(country, []).append(town)
    return {country: tuple(towns) for country, towns in found.items()}


def countries() -> tuple[str, ...]:
    """Countries that have towns here."""
    return tuple(_towns())


def towns_of(country: str) -> tuple[Town, ...]:
    """The country's towns. Raises TurnstoneError for a country that has none."""
    if country not in _towns():
        raise TurnstoneError(f"there are no towns of {country!r}", do=f"choose among {', '.join(_towns())}")
    return _towns()[country]


def given(nationality: str, sex: str, n: int) -> str:
    """A first name of that nationality. `sex`: F, M."""
    return _chosen(f"{nationality}/given_{sex.lower()}", n)


def family(nationality: str, n: int) -> str:
    """A last name."""
    return _chosen(f"{nationality}/family", n)


def working(n: int) -> str:
    """A name under which people advertise."""
    return _chosen("any/working", n)


def street(country: str, n: int) -> str:
    """A street of the country, without a number."""
    return _chosen(f"street/{country}", n)


def firm(section: str, country: str, n: int) -> str:
    """A firm's name with its legal form, of the kind that businesses of the section have."""
    patterns, words, forms = lists()[f"firm/{section}"], lists()["firm/word"], lists()[f"firm/form_{country}"]
    n, pattern = divmod(n, len(patterns))
    n, word = divmod(n, len(words))
    n, form = divmod(n, len(forms))
    nationality = country if n % 4 else ("MX", "VN", "CN", "RO")[n // 4 % 4]
    return f"{patterns[pattern].format(word=words[word], family=family(nationality, n // 16), second=words[n // 64 % len(words)])} {forms[form]}"


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """All lists of names.txt: what stands after == -> the lines below it, or the words of a line parted by commas."""
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in lines("names.txt"):
        if line.startswith("== "):
            here = found.setdefault(line[3:].strip(), [])
        else:
            here += [name.strip() for name in line.split(",") if name.strip()]
    return {name: tuple(entries) for name, entries in found.items()}


def lines(file: str) -> list[str]:
    """The lines of a file of words that are neither empty nor a comment."""
    text = files("turnstone.sim").joinpath("words").joinpath(file).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _chosen(name: str, n: int) -> str:
    entries = lists()[name]
    return entries[n % len(entries)]
