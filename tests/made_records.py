"""Made-up people for tests of records: names of invented syllables, several records each, slips as typists make them."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pyarrow as pa

FIELDS = {"given": "given", "family": "family", "birth": "birth", "town": "place", "street": "street", "email": "email",
          "phone": "phone"}  # fmt: skip
COLUMNS = (*FIELDS, "truth")
Row = dict[str, str | int | None]
_BEGIN, _END = (
    ("ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"),
    ("lan", "mer", "nis", "rod", "tuv", "wen", "xim", "zor"),
)
GIVEN = [a + b for a in _BEGIN for b in _END]
FAMILY = [a + c + b for a in _BEGIN for c in ("r", "s", "t", "v") for b in _END]
TOWNS = [f"{a}{b}ville" for a in _BEGIN for b in ("ra", "so", "ti")]


def slip(draw: random.Random, s: str) -> str:
    i = draw.randrange(len(s) - 1)
    return draw.choice([s[:i] + s[i + 1] + s[i] + s[i + 2 :], s[:i] + s[i + 1 :], s[:i] + "q" + s[i:]])


def crowd(people: int, seed: int = 1) -> list[Row]:
    """One to three records a person."""
    draw = random.Random(seed)
    out: list[Row] = []
    for who in range(people):
        g, f, town = draw.choice(GIVEN), draw.choice(FAMILY), draw.choice(TOWNS)
        born = date(1950, 1, 1) + timedelta(days=draw.randrange(18_000))
        row: Row = {
            "given": g, "family": f, "birth": str(born), "town": town, "street": f"{draw.randrange(1, 99)} {draw.choice(FAMILY)} road",
            "email": f"{g}.{f}{draw.randrange(1000)}@mail.example", "phone": f"07700900{draw.randrange(1000):03d}{draw.randrange(10_000):04d}",
            "truth": who,
        }  # fmt: skip
        for again in range(draw.choice([1, 1, 1, 2, 3])):
            one = dict(row)
            if again:
                name = draw.choice(["given", "family"])
                if draw.random() < 0.3:
                    one[name] = slip(draw, str(one[name]))
                if draw.random() < 0.2:
                    one["town"] = draw.choice(TOWNS)
            for name, share in (("birth", 0.1), ("email", 0.2), ("phone", 0.25), ("street", 0.2)):
                if draw.random() < share:
                    one[name] = None
            out.append(one)
    return out


def table(rows: list[Row]) -> pa.Table:
    return pa.table(
        {c: pa.array([r.get(c) for r in rows], pa.int64() if c == "truth" else pa.string()) for c in COLUMNS}
    )
