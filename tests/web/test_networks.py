"""Networks: the list, the page, what is drawn, layouts, files for other tools, vendored libraries."""

from __future__ import annotations

import hashlib
import json
import tomllib
import zipfile
from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from turnstone.exports.mask import Mask
from turnstone.workspace import Workspace
from turnstone_web import networks
from turnstone_web.audit.models import Line
from turnstone_web.networks.graph import SHARED_BY, graph_of
from turnstone_web.networks.models import Layout
from turnstone_web.runs import whole_shelf

VENDOR = Path(networks.__file__).parent.parent / "static" / "vendor"


@pytest.fixture
def first(site: Path) -> str:
    return str(max(whole_shelf().listed("network")[0], key=lambda row: row["size"])["network_id"])


@pytest.fixture
def document(site: Path, first: str) -> dict[str, Any]:
    found = whole_shelf().network(first, Mask(Workspace(site).key))
    assert found is not None
    return found


def test_the_list_narrows(as_analyst: Client) -> None:
    assert as_analyst.get("/networks/").status_code == 200
    rows, facets = whole_shelf().listed("network")
    kind, many = next(iter(facets["kinds"].items()))
    answer = as_analyst.get("/networks/", {"kind": kind, "since": "no day"})
    assert answer.context["total"] == many <= len(rows) and answer.context["filters"].since == ""


def test_every_tie_is_drawn_once_as_a_line_or_through_a_hub(document: dict[str, Any]) -> None:
    drawn = graph_of(document)
    hubs = {node["id"] for node in drawn["nodes"] if node["standing"] == "hub"}
    through, direct = defaultdict(set), set()
    for line in drawn["lines"]:
        if line["b"] in hubs:
            through[line["b"]].add(line["a"])
        elif not line["directed"] and line["kind"] not in ("possible", "outside"):
            direct.add((line["a"], line["b"], line["kind"], line["bits"]))
    assert all(len(holders) >= SHARED_BY for holders in through.values()) and set(through) == hubs
    for tie in document["network"]["ties"]:
        alone = (tie["a"], tie["b"], tie["kind"], round(tie["bits"], 2)) in direct
        assert alone or any({tie["a"], tie["b"]} <= holders for holders in through.values())
    known = {node["id"] for node in drawn["nodes"]}
    assert all(line["a"] in known and line["b"] in known for line in drawn["lines"])
    assert {m["id"] for m in document["network"]["members"]} <= known


def test_graph_json_is_masked_until_an_unlock(as_analyst: Client, first: str) -> None:
    masked = as_analyst.get(f"/networks/{first}/graph.json").json()
    shared = [line["shown"] for line in masked["lines"] if line["kind"] in ("phone", "email")]
    assert shared and all(text.startswith("[") for text in shared)
    as_analyst.post(f"/leads/{first}/unlock", {"reason": "case 12 of this unit", "minutes": "5"})
    opened = as_analyst.get(f"/networks/{first}/graph.json").json()
    assert any(not line["shown"].startswith("[") for line in opened["lines"] if line["kind"] in ("phone", "email"))
    assert Line.objects.filter(action="read unmasked", about=first).exists()


def test_a_layout_is_kept_and_nonsense_is_not(as_analyst: Client, first: str) -> None:
    to = f"/networks/{first}/layout"
    kept = {"a": [1.5, -2, True]}
    assert as_analyst.post(to, json.dumps(kept), content_type="application/json").status_code == 204
    assert as_analyst.get(f"/networks/{first}/graph.json").json()["layout"] == {"a": [1.5, -2, True]}
    for bad in (
        "{",
        "[]",
        '{"a": [1]}',
        '{"a": ["1", 2, true]}',
        '{"a": [NaN, 2, true]}',
        '{"a": [1e999, 2, true]}',
        '{"a": [true, 1, 1]}',
    ):
        assert as_analyst.post(to, bad, content_type="application/json").status_code == 409, bad
    assert Layout.objects.get().places == kept


@pytest.mark.parametrize("format", ["graphml", "gexf", "geojson", "i2-csv"])
def test_files_for_other_tools(as_analyst: Client, first: str, document: dict[str, Any], format: str) -> None:
    answer = as_analyst.get(f"/networks/{first}/export/{format}")
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    members = len(document["network"]["members"])
    if format == "geojson":
        assert len(json.loads(answer.content)["features"]) == len(document["lead"]["places"])
    elif format == "i2-csv":
        with zipfile.ZipFile(BytesIO(answer.content)) as archive:
            assert len(archive.namelist()) == 2
    else:
        nodes = [e for e in ElementTree.fromstring(answer.content).iter() if e.tag.endswith("}node")]
        assert len(nodes) == members
    assert Line.objects.filter(action="export", about=first, facts__format=format).exists()
    assert as_analyst.get(f"/networks/{first}/export/exe").status_code == 404


def test_hostile_names_stay_text(as_analyst: Client, first: str, document: dict[str, Any], monkeypatch: Any) -> None:
    document["network"]["members"][0]["label"] = document["lead"]["title"] = "<script>alert(1)</script>"
    document["network"]["ties"][0]["shown"] = '"><img src=x onerror=alert(1)>'
    monkeypatch.setattr("turnstone_web.networks.views.network.network_or_404", lambda user, network, mask: document)
    page = as_analyst.get(f"/networks/{first}/").content.decode()
    assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;alert(1)" in page


def test_unknown_networks_are_not_there(as_analyst: Client) -> None:
    for path in ("", "graph.json", "export/gexf"):
        assert as_analyst.get(f"/networks/network-unknown/{path}").status_code == 404


def test_vendored_files_are_as_published_and_licensed() -> None:
    listed = tomllib.loads((VENDOR / "VENDORED.toml").read_text())["library"]
    assert {entry["file"] for entry in listed} == {f.name for f in VENDOR.iterdir() if f.is_file()} - {"VENDORED.toml"}
    for entry in listed:
        assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"], entry["file"]
        assert len((VENDOR / entry["licence_file"]).read_text()) > 200
        assert (
            entry["licence"].split(";")[0] in ("MIT", "ISC", "BSD-3-Clause", "0BSD")
            and entry["version"] in entry["source"]
        )


def test_whom_a_member_may_continue_is_drawn_outside_with_its_network(site: Path, first: str) -> None:
    document = whole_shelf().network(first, Mask(Workspace(site).key))
    assert document is not None
    member = document["network"]["members"][0]
    told = {
        "earlier_id": "entity-old", "earlier": "Old Firm Inc", "earlier_network": "network-old", "later_id": member["id"],
        "later": member["label"], "later_network": first, "a_inside": False, "b_inside": True, "ended_on": "2015-01-01",
        "began_on": "2015-03-01", "bits": 12.0, "same_network": False, "goes_on": [{"shown": "12 Elm St"}],
    }  # fmt: skip
    drawn = graph_of({**document, "network": {**document["network"], "continued": [told]}})
    node = next(n for n in drawn["nodes"] if n["id"] == "entity-old")
    assert node["standing"] == "outside" and node["network"] == "network-old"
    line = next(one for one in drawn["lines"] if one["a"] == "entity-old")
    assert (line["b"], line["directed"], line["shown"]) == (member["id"], True, "12 Elm St")


def test_parties_beyond_lead_to_the_drawings_of_their_networks_and_drawing_one_in_is_written_down(
    as_analyst: Client, site: Path, monkeypatch: Any
) -> None:
    near, far = whole_shelf().networks()[:2]
    cut = {
        "inside_id": "",
        "inside": "",
        "other_id": "entity-far",
        "other": "Far Inc",
        "other_network": far,
        "bits": 9.0,
        "reason": "",
    }
    real = whole_shelf().__class__.network

    def cut_off(self: Any, network: str, mask: Mask) -> Any:
        found = real(self, network, mask)
        if found is not None and network == near:
            cuts = [
                {**cut, "inside_id": found["network"]["members"][0]["id"]},
                {**cut, "other_network": "network-hidden"},
            ]
            found = {**found, "network": {**found["network"], "cuts": cuts}}
        return found

    monkeypatch.setattr(whole_shelf().__class__, "network", cut_off)
    drawn = as_analyst.get(f"/networks/{near}/graph.json").json()
    beyond = next(node for node in drawn["nodes"] if node["id"] == "entity-far")
    assert beyond["href"] == f"/networks/{far}/" and not Line.objects.filter(about=far).exists()
    assert as_analyst.get(beyond["graph"]).status_code == 200
    assert Line.objects.get(about=far).facts["into"] == near
    page = as_analyst.get(f"/networks/{near}/").content.decode()
    assert f'href="/networks/{far}/"' in page and "network-hidden" not in page
