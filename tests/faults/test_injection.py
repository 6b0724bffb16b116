"""Texts that want to be something else: formulas, tags, terminal codes, control characters. They leave as texts."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyarrow.parquet as pq
import pytest

from market import BARRED, NETWORK, SHARED_PHONE, Row, build, debarments, h2a_order, write_csv, write_xlsx
from shell import new_workspace, turnstone

STARTS = ("=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠")
NAMES = (
    '=HYPERLINK("http://example.com/?"&A1,"x") Farm Inc',
    "+cmd|' /C calc'!A0 Farm Inc",
    "-2+3 Harvest Farm Inc",
    "@SUM(1+1) Farm Inc",
    "<script>alert(1)</script> Farm Inc",
    '<img src=x onerror=alert(2)> & "Sons" Farm Inc',
    "Bell\x07Escape\x1b]0;owned\x07 Farm Inc",
    "[bold red]Markup[/] {{ 7*7 }} Farm Inc",
    "Vertical\x0bForm\x0cFeed\x01 Farm Inc",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The market with one more network: firms of such names at one address, on one telephone, one of them barred."""
    folder = tmp_path_factory.mktemp("injection")
    orders: list[Row] = []
    for i, name in enumerate(NAMES):
        orders.append(h2a_order(700 + i, name, "=1+1 Nightshade Lane", "307-555-0177", town="Cody", workers=40))
        orders[-1] |= {
            "JOB_TITLE": "=1+1",
            "WORKSITE_CITY": "<b>Cody</b>",
            "AGENT_ATTORNEY_NAME": "@Pemberton, <i>Ada</i>",
        }
    bars = [row | {"Entity Debarred": NAMES[4], "City": "Cody", "Notes": "=1+1"} for row in debarments()]
    files = [*build(folder / "market"), write_csv(folder / "orders.csv", orders), write_csv(folder / "bars.csv", bars)]
    return new_workspace(folder / "ws", files, run=True)


def lead(place: Path) -> str:
    """The number of the lead about these firms."""
    rows = turnstone("leads", "--json", "--limit", 0, at=place).json
    (found,) = [row for row in rows if row["size"] == len(NAMES)]
    return str(found["rank"])


def tables(place: Path) -> list[str]:
    return [row["table"] for row in turnstone("table", "--json", at=place).json]


def test_no_formula_in_any_csv(place: Path, tmp_path: Path) -> None:
    escaped = 0
    for name in tables(place):
        out = tmp_path / f"{name}.csv"
        assert turnstone("table", name, "--out", out, at=place).code == 0
        with out.open(encoding="utf-8-sig", newline="") as file:
            for record in csv.reader(file):
                for cell in record:
                    assert not cell.startswith(STARTS) or re.fullmatch(r"-?\d+(\.\d+)?", cell), (name, cell)
                    escaped += cell.startswith(("'=", "'+", "'-", "'@"))
    assert escaped > len(NAMES), "such cells were there"


def test_no_formula_in_the_csv_of_a_check(place: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "name\n" + "\n".join(f'"{n}"'.replace('""', '"') for n in ("=1+1 Harvest Farm Inc", "@SUM Farm"))
    )
    out = tmp_path / "found.csv"
    assert turnstone("check", tmp_path / "list.csv", "--column", "name", "--least", 0, "--out", out, at=place).code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for record in csv.reader(file) for cell in record]
    assert len(cells) > 20 and not [cell for cell in cells if cell.startswith(STARTS)]


class Tags(HTMLParser):
    """The tags, attributes and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("src", "href", "xlink:href")}


def test_a_report_runs_nothing_and_fetches_nothing(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    assert turnstone("report", lead(place), "--title", "<script>x</script>", "--out", out, at=place).code == 0
    text = out.read_text("utf-8")
    page = Tags()
    page.feed(text)
    assert not page.tags & {"script", "img", "iframe", "object", "embed"}
    assert not [name for name in page.attributes if name.startswith("on")]
    assert not [link for link in page.links if not link.startswith(("#", "data:"))]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text and "<script>" not in text
    assert "<b>Cody</b>" not in text and "49 Farm" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_graphml_is_valid_and_says_the_names(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "leads.graphml"
    assert turnstone("export", "graphml", "--out", out, at=place).code == 0
    ElementTree.parse(out)
    graph = nx.read_graphml(out)
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert '<img src=x onerror=alert(2)> & "Sons" Farm Inc' in labels and len(labels) >= len(NAMES) + len(NETWORK)


def test_geojson_is_valid(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "leads.geojson"
    assert turnstone("export", "geojson", "--out", out, at=place).code == 0
    page = json.loads(out.read_text("utf-8"))
    assert page["type"] == "FeatureCollection" and page["features"]
    for feature in page["features"]:
        assert feature["type"] == "Feature" and set(feature) == {"type", "geometry", "properties"}
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180 and -90 <= latitude <= 90


def test_followthemoney_is_valid_and_comes_back(place: Path, tmp_path: Path) -> None:
    """Each line is an entity, each link has ends that are there; and what goes out can be added again."""
    out = tmp_path / "leads.ftm.ndjson"
    assert turnstone("export", "ftm", "--everything", "--out", out, at=place).code == 0
    entities = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities) > 80
    for entity in entities:
        assert set(entity) == {"id", "schema", "properties"}
        for name, values in entity["properties"].items():
            assert isinstance(values, list) and values and all(isinstance(value, str) and value for value in values)
            if name in ("agent", "client", "subject", "object", "entity", "addressEntity"):
                assert set(values) <= ids, (entity["schema"], name)
    again = new_workspace(tmp_path / "again", [out], run=True)
    (row,) = turnstone("sources", "--json", at=again).json
    assert row["kind"] == "ftm" and row["rows_out"] == row["rows_in"] == len(entities)
    assert turnstone("find", BARRED, "--json", at=again).json[0]["name"] == BARRED


def test_nothing_moves_the_cursor(place: Path) -> None:
    number = lead(place)
    for words in (("leads",), ("show", number), ("trace", number), ("find", "Farm"), ("rejects",), ("table", "raw_job_orders", "-n", "0"),
                  ("table", "orders", "-n", "0"), ("sources",)):  # fmt: skip
        done = turnstone(*words, at=place)
        assert done.code == 0
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.all.replace("\r", "")), words
        assert "\r" not in done.all
    rows = turnstone("trace", number, "--json", at=place).out
    assert "[bold red]Markup[/] {{ 7*7 }} Farm Inc" in turnstone("trace", number, at=place).out and "[bold red]" in rows


def test_texts_stay_as_they_are_in_parquet_and_json(place: Path, tmp_path: Path) -> None:
    """Only CSV is opened in spreadsheets: elsewhere a text is what the file says, without a quote before it."""
    out = tmp_path / "orders.parquet"
    assert turnstone("table", "orders", "--out", out, at=place).code == 0
    assert "-2+3 Harvest Farm Inc" in pq.read_table(out).column("name").to_pylist()
    assert "-2+3 Harvest Farm Inc" in {
        row["name"] for row in turnstone("table", "orders", "-n", 0, "--json", at=place).json
    }


def test_a_workbook_with_formula_like_texts(tmp_path: Path) -> None:
    """In a workbook a text that begins with = is a text, and is read as one."""
    rows = [row | {"Entity Debarred": "=Alder Farm Inc", "Notes": SHARED_PHONE} for row in debarments()]
    path = write_xlsx(tmp_path / "bars.xlsx", rows)
    workspace = new_workspace(tmp_path / "ws", [path, *build(tmp_path / "m")[:3]], run=True)
    out = tmp_path / "bars.csv"
    assert turnstone("table", "raw_debarments", "--out", out, at=workspace).code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [record["name"] for record in csv.DictReader(file)] == ["'=Alder Farm Inc"]
