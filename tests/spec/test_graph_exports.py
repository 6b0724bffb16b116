"""GraphML, GEXF, i2 CSV and ANX hold what was given to them, read back by other readers; nothing runs in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from turnstone.errors import TurnstoneError
from turnstone.exports import anx as anx_file
from turnstone.exports.anx import write_anx
from turnstone.exports.gexf import NAMESPACE, write_gexf
from turnstone.exports.graphml import write_graphml
from turnstone.exports.i2_csv import write_i2_csv
from turnstone.exports.party_graph import Edge, Party, PartyGraph

SAYS = "A lead is a question & not a finding."


def party(id: str, label: str, **more: object) -> Party:
    made = Party(
        id, label, "employer", "core", "Lander", "WY", 3, 40, False, date(2015, 3, 1), date(2017, 4, 2), "network-1", 12.5, "lead"
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def edge(id: str, a: str, b: str, **more: object) -> Edge:
    made = Edge(
        id, a, b, "phone", "contact", "[phone 77b0e2]", 2, 9.25, date(2015, 3, 1), date(2016, 1, 1), 0, False, "network-1"
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


GRAPH = PartyGraph(
    (
        party("entity-1", "Marrowick <Harvest> & Söhne “LLC”"),
        party("entity-2", '=HYPERLINK("http://example.com")', barred=True, standing="likely"),
        party("poster-3", "[account 3f9a1c]", kind="poster", last_on=None, town="", state=""),
    ),
    (
        edge("e1", "entity-1", "entity-2"),
        edge("e2", "entity-1", "entity-2", kind="premises", family="place", shared="-1 Cinderpath Lane, Lander", bits=7.5),
        edge("e3", "entity-2", "poster-3", since=date(2016, 5, 1), until=date(2015, 2, 1), gap_days=455),
        edge("e4", "poster-3", "entity-1", kind="recruits for", family="intermediary", shared="", bits=0.0, directed=True, until=None),
    ),
    SAYS,
)  # fmt: skip


def test_graphml_is_read_back(tmp_path: Path) -> None:
    assert write_graphml(tmp_path / "g.graphml", GRAPH) == 3
    made = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert made.graph["disclaimer"] == SAYS
    assert {n: d["label"] for n, d in made.nodes(data=True)} == {p.id: p.label for p in GRAPH.parties}
    edges = {key: (a, b, d) for a, b, key, d in made.edges(keys=True, data=True)}
    assert edges.keys() == {e.id for e in GRAPH.edges}
    for e in GRAPH.edges:
        a, b, told = edges[e.id]
        assert {a, b} == {e.a, e.b} and told["bits"] == e.bits and told["kind"] == e.kind and told["shared"] == e.shared
        assert told["directed"] is e.directed and told["actor"] == (e.a if e.directed else "")


def test_gexf_is_read_back(tmp_path: Path) -> None:
    """By networkx (which reads no graph that has directed and undirected edges, as Gephi does); and its days, types and
    directions by the words of the format."""
    plain = replace(GRAPH, edges=tuple(replace(e, directed=False) for e in GRAPH.edges))
    assert write_gexf(tmp_path / "plain.gexf", plain) == 3
    made = nx.read_gexf(tmp_path / "plain.gexf")
    assert {n: d["label"] for n, d in made.nodes(data=True)} == {p.id: p.label for p in GRAPH.parties}
    assert made.nodes["entity-2"]["barred"] is True and made.nodes["entity-1"]["disclaimer"] == SAYS
    told = {d["id"]: (a, b, d) for a, b, d in made.edges(data=True)}
    assert told.keys() == {e.id for e in GRAPH.edges}
    assert all({e.a, e.b} == set(told[e.id][:2]) and told[e.id][2]["bits"] == e.bits for e in GRAPH.edges)
    write_gexf(tmp_path / "g.gexf", GRAPH)
    root = ElementTree.parse(tmp_path / "g.gexf").getroot()
    space = {"g": NAMESPACE}
    assert root.get("version") == "1.3" and root.find("g:graph", space).attrib["timeformat"] == "date"  # type: ignore[union-attr]
    edges = {e.get("id"): e for e in root.iterfind(".//g:edge", space)}
    first, apart, acts = edges["e1"], edges["e3"], edges["e4"]
    assert (first.get("start"), first.get("end"), first.get("weight")) == ("2015-03-01", "2016-01-01", "9.25")
    assert apart.get("start") is apart.get("end") is None, "one held it after the other: no time in which both did"
    assert {v.get("for"): v.get("value") for v in apart.iterfind(".//g:attvalue", space)}["gap_days"] == "455"
    assert (acts.get("type"), acts.get("source"), acts.get("end")) == ("directed", "poster-3", None)
    assert first.get("type") == "undirected"
    bounds = [(e.get("start"), e.get("end")) for e in root.iter() if e.get("start") and e.get("end")]
    assert bounds and all(start <= end for start, end in bounds)  # type: ignore[operator]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_i2_files_join_and_nothing_in_them_runs(tmp_path: Path) -> None:
    entities, links = write_i2_csv(tmp_path / "chart.csv", GRAPH)
    assert (entities.name, links.name) == ("chart.entities.csv", "chart.links.csv")
    nodes, edges = rows(entities), rows(links)
    assert [row["Entity ID"] for row in nodes] == [p.id for p in GRAPH.parties]
    assert {row["From ID"] for row in edges} | {row["To ID"] for row in edges} <= {row["Entity ID"] for row in nodes}
    assert nodes[1]["Label"] == edges[0]["To label"] == '\'=HYPERLINK("http://example.com")'
    assert edges[1]["Label"].startswith("'-1 Cinderpath")
    assert all(row["Disclaimer"] == SAYS for row in (*nodes, *edges))
    assert [row["Direction"] for row in edges] == ["none", "none", "none", "from -> to"]
    assert (edges[0]["Start date"], edges[0]["End date"], edges[0]["Weight bits"]) == (
        "2015-03-01",
        "2016-01-01",
        "9.25",
    )
    assert (edges[2]["Start date"], edges[2]["End date"], edges[2]["Days apart"]) == ("", "", "455")
    assert [row["Entity Type"] for row in nodes] == ["Organisation", "Organisation", "Account"], (
        "nobody is drawn as a person"
    )
    cells = [cell for row in (*nodes, *edges) for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_without_its_library_anx_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anx_file, "find_spec", lambda name: None)
    with pytest.raises(TurnstoneError, match="needs the library anxwritter") as told:
        write_anx(tmp_path / "g.anx", GRAPH)
    assert "i2-csv" in told.value.do and not (tmp_path / "g.anx").exists()


def test_anx_is_a_chart_with_all_parties_and_links(tmp_path: Path) -> None:
    pytest.importorskip("anxwritter")
    assert write_anx(tmp_path / "g.anx", GRAPH) == 3
    root = ElementTree.parse(tmp_path / "g.anx").getroot()
    assert root.tag == "Chart"
    shown = [item.get("Label") for item in root.iter("ChartItem")]
    assert {p.label for p in GRAPH.parties} <= set(shown)
    assert len(root.findall(".//Link")) == 4
    text = (tmp_path / "g.anx").read_text("utf-16")
    assert "question &amp; not a finding" in text
