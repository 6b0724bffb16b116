"""Draws that filings, registers and records share: by chance of a million, between quantiles, and ids that tell nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from turnstone.sim.actors import Actor
from turnstone.sim.chance import MILLION
from turnstone.sim.parameters import Parameters

Draw = Callable[[int], int]


def side(actor: Actor) -> str:
    """The last word of parameters that differ: network or lawful."""
    return "network" if actor.network_id else "lawful"


def chosen(p: Parameters, name: str, draw: Draw) -> bool:
    """True as often as the parameter says, in a million."""
    return draw(MILLION) < p.one(name)


def between(quantiles: Sequence[int], draw: Draw) -> int:
    """A number of the distribution that has these quantiles at equal steps."""
    at = draw(len(quantiles) - 1)
    return quantiles[at] + draw(quantiles[at + 1] - quantiles[at] + 1)


def weighed(weights: dict[str, int], draw: Draw) -> str:
    """One of the names, each as often as it weighs."""
    left = draw(sum(weights.values()))
    for name, weight in weights.items():
        left -= weight
        if left < 0:
            return name
    raise ValueError("no weights")


def external(draw: Draw) -> str:
    """An id of 62 bits in letters and digits, which says nothing of whose it is."""
    return letters((draw(1 << 31) << 31) | draw(1 << 31))


def csv_lines(rows: Iterable[Sequence[object]]) -> str:
    """The rows as lines of CSV, without a header."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def as_written(name: str, draw: Draw) -> str:
    """A firm's name as a clerk may type it: in capitals, without signs, or as it is."""
    way = draw(8)
    if way == 0:
        return name.upper()
    if way == 1:
        return name.replace(",", "").replace(".", "")
    return name.upper().replace(".", "") if way == 2 else name


def letters(n: int) -> str:
    """A number in letters and digits."""
    signs, out = "0123456789abcdefghijklmnopqrstuvwxyz", ""
    while n:
        n, left = divmod(n, 36)
        out = signs[left] + out
    return out or "0"
