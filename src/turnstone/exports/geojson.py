"""Places of networks as GeoJSON (RFC 7946), for QGIS and web maps: towns, not addresses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from turnstone.evidence.files import write_bytes
from turnstone.exports.lead_view import LeadView
from turnstone.exports.map_svg import spot_of


def write_geojson(path: Path, views: Sequence[LeadView]) -> tuple[int, int]:
    """Writes one point for each town, use and network; gives how many, and how many towns the gazetteer lacks."""
    features = []
    unknown = 0
    for view in views:
        for place in view.places:
            spot = spot_of(place)
            if spot is None:
                unknown += 1
            features.append({
                "type": "Feature",
                "geometry": None if spot is None else {"type": "Point", "coordinates": [spot.longitude, spot.latitude]},
                "properties": {
                    "network": view.network, "title": view.title, "bits": round(view.bits, 3), "status": view.status,
                    "what": place["what"], "rows": place["n"], "town": place["town"], "state": place["state"],
                    "country": place["country"],
                },
            })  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
    write_bytes(path, text.encode())
    return len(features), unknown
