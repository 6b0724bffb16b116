"""Where a town is: GeoNames' coordinates (CC BY 4.0), found offline by town, state and country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Spot:
    """A point in degrees; `exact` is False where only the state is known to fit."""

    latitude: float
    longitude: float
    exact: bool


@cache
def _gazetteer() -> dict[tuple[str, str, str], tuple[float, float]]:
    with files("turnstone.exports").joinpath("places.parquet").open("rb") as file:
        table = pq.read_table(pa.PythonFile(file))
    columns = [table.column(name).to_pylist() for name in ("town", "state", "country", "latitude_e2", "longitude_e2")]
    return {(t, s, c): (lat / 100, lon / 100) for t, s, c, lat, lon in zip(*columns, strict=True)}


def find_spot(town: str, state: str | None, country: str | None) -> Spot | None:
    """The town's place, or None. A town without a state is the largest of its name in its country."""
    known = _gazetteer()
    found = known.get((town, state or "", country or "US"))
    if found is None and country not in (None, "US", "CA", "MX"):
        found = known.get((town, "", country or ""))
    return Spot(*found, exact=True) if found else None
