"""A map of places as SVG: the United States (Albers, shapes of the Census Bureau) or the world (Natural Earth)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from turnstone.exports.places import Spot, find_spot

COLOURS = {
    "work": "var(--c-work)", "housing": "var(--c-housing)", "recruiter": "var(--c-recruiter)", "offers": "var(--c-work)",
}  # fmt: skip
Point = tuple[float, float]


@dataclass(frozen=True)
class Marked:
    """A place with what happens there and how often."""

    town: str
    state: str | None
    country: str | None
    what: str
    count: int
    spot: Spot


def locate_all(places: Sequence[dict[str, Any]]) -> tuple[list[Marked], list[dict[str, Any]]]:
    """Places that can be drawn, and those that cannot (they are listed under the map)."""
    drawn: list[Marked] = []
    unknown: list[dict[str, Any]] = []
    for place in places:
        spot = spot_of(place)
        if spot is None:
            unknown.append(place)
        else:
            drawn.append(Marked(place["town"], place["state"], place["country"], place["what"], int(place["n"]), spot))
    return drawn, unknown


def spot_of(place: Mapping[str, Any]) -> Spot | None:
    """Where a place is; None where the gazetteer lacks it. Job orders are of one country, but an offer's town may be
    anywhere: without a country it is not guessed at."""
    if place["what"] == "offers" and not place["country"]:
        return None
    return find_spot(place["town"], place["state"], place["country"])


def maps(drawn: Sequence[Marked]) -> list[str]:
    """One map of the United States and one of the world, each only where it has something to show."""
    at_home = [m for m in drawn if m.country in (None, "US") and albers_usa(m.spot) is not None]
    abroad = [m for m in drawn if m not in at_home]
    out = []
    if at_home:
        out.append(_draw_usa(at_home))
    if abroad:
        out.append(_draw_world(drawn))
    return out


def albers_usa(spot: Spot) -> Point | None:
    """Where a point lies on the 975 by 610 map of the United States; None outside (territories, abroad).

    The composite projection of us-atlas: Albers conics for the lower 48 states, Alaska and Hawaii.
    """
    lon, lat = spot.longitude, spot.latitude
    if lat > 50 and (lon < -129 or lon > 170):
        return _conic(lon, lat, 154, (-2, 58.5), (55, 65), 1300 * 0.35, (487.5 - 0.307 * 1300, 305 + 0.201 * 1300))
    if 18 < lat < 23 and -161 < lon < -154:
        return _conic(lon, lat, 157, (-3, 19.9), (8, 18), 1300, (487.5 - 0.205 * 1300, 305 + 0.212 * 1300))
    if 24 < lat < 50 and -125.5 < lon < -66:
        return _conic(lon, lat, 96, (-0.6, 38.7), (29.5, 45.5), 1300, (487.5, 305))
    return None


def _conic(lon: float, lat: float, turn: float, centre: Point, parallels: Point, scale: float, at: Point) -> Point:
    """Albers' equal-area conic projection (Snyder, Map Projections: A Working Manual, 1987, p. 98)."""
    first, second = (math.radians(p) for p in parallels)
    n = (math.sin(first) + math.sin(second)) / 2
    c = 1 + math.sin(first) * (2 * n - math.sin(first))
    base = math.sqrt(c) / n

    def raw(x: float, y: float) -> Point:
        r = math.sqrt(c - 2 * n * math.sin(math.radians(y))) / n
        return r * math.sin(math.radians(x) * n), base - r * math.cos(math.radians(x) * n)

    x, y = raw(((lon + turn + 180) % 360) - 180, lat)
    cx, cy = raw(*centre)
    return at[0] + scale * (x - cx), at[1] - scale * (y - cy)


@cache
def _shapes(name: str) -> Any:
    return json.loads(files("turnstone.exports").joinpath(name).read_text("utf-8"))


def _draw_usa(marks: Sequence[Marked]) -> str:
    land = "".join(f'<path d="{path}"/>' for path in _shapes("us_states.json").values())
    dots = "".join(_dot(m, point, 4.0) for m in marks if (point := albers_usa(m.spot)))
    labels = _labels([(m, p) for m in marks if (p := albers_usa(m.spot))], 15)
    return (
        '<svg class="map" viewBox="-10 5 985 605" role="img" aria-label="Map of places in the United States">'
        f'<g class="land">{land}</g>{dots}{labels}</svg>'
    )


def _draw_world(marks: Sequence[Marked]) -> str:
    """The part of the world that holds the marks, plate carree."""
    points = [(m, (m.spot.longitude * 10, -m.spot.latitude * 10)) for m in marks]
    xs, ys = [p[0] for _, p in points], [p[1] for _, p in points]
    left, right = max(min(xs) - 120, -1800), min(max(xs) + 120, 1800)
    top, bottom = max(min(ys) - 80, -840), min(max(ys) + 80, 600)
    width = max(right - left, (bottom - top) * 1.7, 400)
    height = max(bottom - top, width / 1.9)
    size = width / 240
    dots = "".join(_dot(m, p, size) for m, p in points)
    return (
        f'<svg class="map" viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" role="img" '
        'aria-label="Map of places in several countries">'
        f'<g class="land" style="stroke-width:{width / 1200:.2f}"><path d="{_shapes("world.json")}"/></g>'
        f"{dots}{_labels(points, width / 62)}</svg>"
    )


def _dot(mark: Marked, point: Point, size: float) -> str:
    radius = size * (1 + 0.7 * math.log2(max(mark.count, 1)) ** 0.8)
    said = escape(f"{mark.town.title()}, {mark.state or mark.country or ''}: {mark.what}, {mark.count}")
    return (
        f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{radius:.1f}" fill="{COLOURS[mark.what]}" '
        f'fill-opacity=".55" stroke="{COLOURS[mark.what]}" stroke-width="{size / 5:.2f}"><title>{said}</title></circle>'
    )


def _labels(points: Sequence[tuple[Marked, Point]], size: float, most: int = 8) -> str:
    """Names of the places with most to show, leaving out those that would cover another name."""
    taken: list[tuple[float, float, float]] = []
    out = []
    for mark, (x, y) in sorted(points, key=lambda item: -item[0].count):
        width = len(mark.town) * size * 0.6
        if len(taken) >= most or any(
            abs(y - ty) < size * 1.2 and x < tx + tw and tx < x + width for tx, ty, tw in taken
        ):
            continue
        taken.append((x, y, width))
        out.append(
            f'<text x="{x + size * 0.8:.1f}" y="{y + size * 0.35:.1f}" style="font-size:{size:.1f}px">{escape(mark.town.title())}</text>'
        )
    return "".join(out)
