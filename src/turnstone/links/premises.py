"""Which written addresses are one place: typing slips, missing suffixes, missing units, misspelt towns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from turnstone.engine.local import LocalEngine
from turnstone.engine.table import Table
from turnstone.kernels.groups import pairs_within
from turnstone.model.links import PREMISES
from turnstone.stage import stage

_LARGEST_BLOCK = 400
_BOX = re.compile(r"\bBOX \d")
_DIGIT = re.compile(r"\d")
_COMPASS = frozenset({"N", "S", "E", "W", "NE", "NW", "SE", "SW"})
_SUFFIXES = frozenset(
    "ALY AVE BND BLVD BR CIR CT CV CRES DR EXPY EXT HWY LN LOOP PIKE PL PKWY PLZ RD ST TER TRL TPKE WAY".split()
)


@dataclass(frozen=True, slots=True)
class Street:
    """A street address taken apart: what must agree exactly and what may be misspelt."""

    number: str
    hard: tuple[str, ...]
    """Compass points, and words with digits: a slip there is another street."""
    soft: str
    """The other words, run together, without the suffix."""
    suffix: str
    unit: str
    town: str
    state: str


def take_apart(address_key: str) -> Street | None:
    """The parts of `street|town|state`; None for boxes, rural routes and places without a number."""
    street, town, state = address_key.split("|")
    street, _, unit = street.partition(" UNIT ")
    number, *words = street.split()
    if not words or not (number[-1].isdigit() or number[0].isdigit()) or _BOX.search(street):
        return None
    suffix = next((w for w in reversed(words) if w in _SUFFIXES), "")
    hard = tuple(w for w in words if w in _COMPASS or _DIGIT.search(w))
    soft = "".join(w for w in words if w not in _SUFFIXES and w not in hard)
    return Street(number, hard, soft, suffix, unit, town, state)


def kind_of(address_key: str) -> str:
    """street, rural, box or place, by the form that the cleaner gave the address."""
    return _kind(address_key, take_apart(address_key))


def _kind(address_key: str, street: Street | None) -> str:
    if address_key.startswith("PO BOX "):
        return "box"
    if address_key.startswith(("RR ", "HC ", "RT ")) and " BOX " in address_key.partition("|")[0]:
        return "rural"
    return "street" if street is not None else "place"


def same_place(a: Street, b: Street, soft_alike: float, town_alike: float) -> bool:
    """Whether two addresses with one number and state are one place. `*_alike`: 0 to 100, by edit distance."""
    if a.unit != b.unit and a.unit and b.unit:
        return False
    if a.suffix != b.suffix and a.suffix and b.suffix:
        return False
    if a.hard != b.hard and not _one_lacks_compass(a.hard, b.hard):
        return False
    if a.town == b.town:
        return soft_alike >= 85 if len(a.soft) > 3 else a.soft == b.soft
    return soft_alike >= 95 and town_alike >= 80 and bool(a.soft or a.hard)


def _one_lacks_compass(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """('N', '160') and ('160',): one way of writing leaves the compass point out."""
    digits_a, digits_b = ([w for w in hard if w not in _COMPASS] for hard in (a, b))
    return digits_a == digits_b and (len(a) == len(digits_a)) != (len(b) == len(digits_b))


@stage(PREMISES)
def premises(engine: LocalEngine, *, profiles: Table, mentions: Table) -> Mapping[str, Table | pa.Table]:
    """Groups the written addresses of all profiles into places."""
    first = engine.sql(
        """
        WITH seen AS (SELECT profile_id, min(known_on) AS first_on FROM mentions GROUP BY profile_id),
             written AS (SELECT DISTINCT id, unnest(address_keys) AS address_key FROM profiles)
        SELECT address_key, min(first_on) AS first_on
        FROM written LEFT JOIN seen ON seen.profile_id = written.id GROUP BY address_key ORDER BY address_key
        """,
        profiles=profiles,
        mentions=mentions,
    ).arrow()
    keys: list[str] = first.column("address_key").to_pylist()
    streets = [take_apart(key) for key in keys]
    left, right = _same_pairs(keys, streets)
    edges = pa.table(
        {"a": pa.array([keys[i] for i in left], pa.string()), "b": pa.array([keys[i] for i in right], pa.string())}
    )
    groups = engine.components(Table.of(edges), "a", "b")
    about = pa.table({
        "address_key": first.column("address_key"),
        "kind": pa.array([_kind(k, s) for k, s in zip(keys, streets, strict=True)], pa.string()),
        "town": pa.array([k.split("|")[1] or None for k in keys], pa.string()),
        "state": pa.array([k.split("|")[2] or None for k in keys], pa.string()),
        "first_on": first.column("first_on"),
    })  # fmt: skip
    out = engine.sql(
        """
        WITH g AS (
            SELECT a.*, coalesce(groups.component, a.address_key) AS component
            FROM a LEFT JOIN groups ON groups.node = a.address_key
        )
        SELECT address_key,
               'premises-' || substr(sha256(first_value(address_key) OVER (
                   PARTITION BY component ORDER BY first_on NULLS LAST, address_key
               )), 1, 32) AS premises_id,
               kind, town, state, first_on
        FROM g
        """,
        a=about,
        groups=groups,
    )
    return {"premises": out}


def _same_pairs(keys: list[str], streets: list[Street | None]) -> tuple[list[int], list[int]]:
    """Pairs of positions in `keys` that are one place."""
    blocks = [f"{s.number}|{s.state}" if s else f"={key}" for s, key in zip(streets, keys, strict=True)]
    pairs = pairs_within(blocks, _LARGEST_BLOCK)
    soft = [s.soft if s else "" for s in streets]
    towns = [s.town if s else "" for s in streets]
    alike = _alike(soft, pairs.left, pairs.right)
    near = np.flatnonzero(alike >= 85)
    town_alike = _alike(towns, pairs.left[near], pairs.right[near])
    out: tuple[list[int], list[int]] = ([], [])
    for at, town in zip(near, town_alike, strict=True):
        i, j = int(pairs.left[at]), int(pairs.right[at])
        a, b = streets[i], streets[j]
        if a and b and same_place(a, b, float(alike[at]), float(town)):
            out[0].append(i)
            out[1].append(j)
    return out


def _alike(texts: list[str], left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """How alike two texts are, 0 to 100; two empty texts are alike."""
    if len(left) == 0:
        return np.empty(0)
    return process.cpdist([texts[i] for i in left], [texts[i] for i in right], scorer=fuzz.ratio)
