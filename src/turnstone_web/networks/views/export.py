"""A network as a file for other tools."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from turnstone.exports.geojson import write_geojson
from turnstone.exports.gexf import write_gexf
from turnstone.exports.graphml import write_graphml
from turnstone.exports.i2_csv import write_i2_csv
from turnstone.exports.network_view import NetworkView
from turnstone.exports.party_graph import PartyGraph, party_graph
from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_see_market
from turnstone_web.accounts.rate import TAKEN_ALONG
from turnstone_web.audit.record import record
from turnstone_web.errors import NotThere
from turnstone_web.runs import mask_for, network_or_404, shelf
from turnstone_web.shelf.documents import view_of

TYPES = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml", "geojson": "application/geo+json"}
AS_GRAPH: dict[str, Callable[[Path, PartyGraph], Any]] = {
    "graphml": write_graphml, "gexf": write_gexf, "i2-csv": write_i2_csv,
}  # fmt: skip


@allowed(check_can_see_market, rate=TAKEN_ALONG)
def export(request: HttpRequest, network: str, format: str) -> HttpResponse:
    """The file; i2's two lists come in one ZIP. Masked unless the user holds an unlock of the network; always written down."""
    mask = mask_for(request.user, network)
    network_or_404(request.user, network, mask)
    if format not in {*AS_GRAPH, "geojson"}:
        raise NotThere("there is no such format", do="choose one on the network's page")
    found = view_of(settings.WORKSPACE, shelf(request.user).run, network, mask)
    assert found is not None
    with tempfile.TemporaryDirectory(prefix="turnstone-") as folder:
        files = _written(Path(folder), network, format, found[0])
    record(request.user, "export unmasked" if mask.open else "export", "network", network, format=format)
    name, body = files[0] if len(files) == 1 else (f"{network}.i2.zip", _zipped(files))
    answer = HttpResponse(body, content_type=TYPES.get(format, "application/zip"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _written(folder: Path, network: str, format: str, view: NetworkView) -> list[tuple[str, bytes]]:
    path = folder / f"{network}.{format}"
    if format == "geojson":
        write_geojson(path, [view.lead])
    else:
        AS_GRAPH[format](path, party_graph([view]))
    return [(file.name, file.read_bytes()) for file in sorted(folder.iterdir())]


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return held.getvalue()
