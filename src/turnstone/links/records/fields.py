"""What a column is, and records as whole numbers: each column a code for its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from turnstone.links.compare.read_names import Read

Codes = NDArray[np.int32]
Mbits = NDArray[np.int32]
Hashes = NDArray[np.uint64]

FAMILIES = ("name", "birth", "place", "contact", "id", "other")
FAMILY_OF: Mapping[str, str] = MappingProxyType({
    "given": "name", "family": "name", "order": "name", "full": "name", "words": "name", "generation": "name",
    "birth": "birth", "place": "place", "street": "place", "postcode": "place", "phone": "place",
    "email": "contact", "id": "id", "class": "other",
})  # fmt: skip
"""Kind of column -> family of evidence. A telephone counts with places: both say 'this household'."""

KINDS = ("given", "family", "full", "org", "birth", "place", "street", "postcode", "email", "phone", "id", "class")
"""What a caller can say a column is. `full`: a whole name, beside given and family or alone. `org`: the name of an
organisation. `class`: one of few values (sex, state, house number), of which only equal or not counts. `id`: a
registration or document number, as `number` or `type:number`; each column and each type is a kind of number of its own."""

ONCE = ("given", "family", "full", "org")


@dataclass(frozen=True)
class Texts:
    """Text i is `data[at[i]:at[i + 1]]`, UTF-8; `hashes[i]` is made of its bytes alone."""

    data: NDArray[np.uint8]
    at: NDArray[np.int64]
    hashes: Hashes

    def __len__(self) -> int:
        return len(self.at) - 1

    def text(self, i: int) -> str:
        return bytes(self.data[self.at[i] : self.at[i + 1]]).decode("utf8", "replace") if i >= 0 else ""


@dataclass(frozen=True)
class Split:
    """The words of each different address: `bag[bag_at[c]:bag_at[c + 1]]` are the words of code c, into `texts`; `rarity`
    in millibits among the different addresses."""

    texts: Texts
    bag_at: Codes
    bag: Codes
    rarity: Mbits


@dataclass(frozen=True)
class Field:
    """One column. `codes` (-1: unknown) into `texts`. `days` (births only): each code as year * 10000 + month * 100 +
    day. `types` (ids only): each code's type of number. `split` (streets only): their words."""

    name: str
    kind: str
    codes: Codes
    texts: Texts
    days: NDArray[np.int64]
    types: Codes
    split: Split | None = None

    @property
    def family(self) -> str:
        return FAMILY_OF[self.kind]


@dataclass(frozen=True)
class Spelt:
    """Whole names as they were written, read for turnstone.links.compare; `rows`: which name each row has (-1: none)."""

    read: Read
    rows: Codes
    kind: str
    """person or organisation."""
    within: bool = False
    """Names of which one holds all words of the other are never taken for two: where lists hold nobody twice, the
    one that fits best is, and a word more counts in that choice alone."""


@dataclass(frozen=True)
class Words:
    """The dictionary that given names, family names and words of full names share, so that crossing them is comparing
    codes. `short`: which names are forms of one (-1: none). `title`: words that are no name of anybody. `rarity`: of a
    word among full names, in millibits. `spelt`: whole names, where they are all that there is. `bag[bag_at[r]:bag_at[r + 1]]` are the words of row r's full name."""

    texts: Texts
    short: Codes
    title: NDArray[np.bool_]
    bag_at: Codes
    bag: Codes
    rarity: Mbits
    spelt: Spelt | None = None


@dataclass(frozen=True)
class Coded:
    """Records ready to compare. `rarity` (row x field): millibits that an exact agreement in this value is worth against
    strangers. `residues` (mail fields by name): what an address says beyond the name. `hubs`: field -> rows whose value
    too many different names share, and which is therefore taken as unknown."""

    size: int
    fields: tuple[Field, ...]
    words: Words
    rarity: Mbits
    residues: Mapping[str, Hashes]
    hubs: Mapping[str, int]

    def place_of(self, kind: str) -> int:
        """Where the first field of a kind stands; -1 if nowhere."""
        return next((i for i, f in enumerate(self.fields) if f.kind == kind), -1)

    def first(self, kind: str) -> Field | None:
        return next((f for f in self.fields if f.kind == kind), None)


def checked(fields: Mapping[str, str], columns: list[str]) -> None:
    """Raises ValueError for a column that is not there, a kind that is none, or a second column of a name."""
    for column, kind in fields.items():
        if column not in columns:
            raise ValueError(f"no column {column!r}; there are {', '.join(columns)}")
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no kind of column; kinds are {', '.join(KINDS)}")
    for kind in ONCE:
        named = [c for c, k in fields.items() if k == kind]
        if len(named) > 1:
            raise ValueError(f"only one column can be the {kind} name, not {' and '.join(named)}")
    if "org" in fields.values() and {"given", "family", "full"} & set(fields.values()):
        raise ValueError("a table is of persons or of organisations: resolve them apart")
