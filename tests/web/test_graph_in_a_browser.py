"""The drawing of a network in a browser: one selection everywhere, filters, paths, time, layouts, pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import CHROMIUM, browsing, serving
from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
GRAPH = {
    "nodes": [
        {"id": id, "label": label, "kind": "employer", "standing": standing, "town": "LYONS", "state": "GA", "first": first,
         "last": last, "orders": 1, "barred": False, "size": size, **more}
        for id, label, standing, first, last, size, more in (
            ("a", "Alder Farms", "core", "2015-01-01", "2016-01-01", 1, {}), ("b", "Birch Farms", "likely", "2015-01-01", "2020-01-01", 1, {}),
            ("c", "Cedar <b>Farms</b>", "likely", "2019-01-01", "2020-01-01", 1, {}), ("d", "Dogwood", "likely", "2019-01-01", "2020-01-01", 1, {}),
            ("hub-0", "[phone 123456]", "hub", None, None, 3, {}),
            ("x", "Outside", "outside", None, None, 1, {
                "network": "network-x", "network_name": "Elm and others", "href": "/networks/network-x/", "graph": "/networks/network-x/graph.json?into=n",
            }),
        )
    ],
    "lines": [
        {"id": i, "a": a, "b": b, "kind": kind, "family": "contact", "shown": "", "bits": bits, "since": None, "until": None,
         "holders": 2, "directed": False}
        for i, (a, b, kind, bits) in enumerate((
            ("a", "hub-0", "phone", 12.0), ("b", "hub-0", "phone", 12.0), ("c", "hub-0", "phone", 12.0), ("a", "d", "premises", 3.0),
            ("c", "d", "premises", 9.0), ("x", "a", "outside", 9.0),
        ))
    ],
    "places": [], "words": {}, "layout": {},
}  # fmt: skip
ANOTHER = {
    "nodes": [
        {"id": id, "label": label, "kind": "employer", "standing": standing, "town": "", "state": "", "first": first, "last": first,
         "orders": 1, "barred": False, "size": 1}
        for id, label, standing, first in (
            ("x", "Outside", "core", "2012-01-01"), ("y", "Elm Farms", "likely", "2013-01-01"), ("a", "Alder Farms", "outside", None),
            ("hub-0", "[phone 654321]", "hub", None), ("z", "Further", "outside", None),
        )
    ],
    "lines": [
        {"id": i, "a": a, "b": b, "kind": kind, "family": "contact", "shown": "", "bits": 8.0, "since": None, "until": None,
         "holders": 2, "directed": False}
        for i, (a, b, kind) in enumerate((("x", "hub-0", "phone"), ("y", "hub-0", "email"), ("a", "x", "outside"), ("z", "y", "outside")))
    ],
    "places": [], "words": {}, "layout": {},
}  # fmt: skip
"""The network of the party outside, as it is given when it is drawn in."""


@pytest.fixture(scope="module")
def page(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page of the market's largest network, whose graph is the small one above."""
    with (
        serving(finished, tmp_path_factory.mktemp("drawn") / "ws") as link,
        browsing(link, viewport={"width": 1360, "height": 900}, accept_downloads=True) as page,
    ):
        page.route(
            "**/graph.json", lambda route: route.fulfill(body=json.dumps(GRAPH), content_type="application/json")
        )
        page.route(
            re.compile(r"/networks/network-x/graph\.json\?into=n$"),
            lambda route: route.fulfill(body=json.dumps(ANOTHER), content_type="application/json"),
        )
        page.goto(f"{link.partition('/local/')[0]}/networks/")
        page.click("#list tbody th a")
        page.wait_for_selector("#drawing[data-laid]")
        yield page


def shown(page: Page) -> list[int]:
    return [int(n) for n in re.findall(r"\d+", page.inner_text("[data-out=shown]"))]


def slide(page: Page, name: str, value: Any) -> None:
    page.eval_on_selector(f"[data-do={name}]", "(e, v) => { e.value = v; e.dispatchEvent(new Event('input')); }", value)


def test_filters_by_kind_bits_and_days(page: Page) -> None:
    assert shown(page) == [5, 6, 5]  # what is outside is not shown until somebody expands
    page.click("[data-do=expand]")
    assert shown(page) == [6, 6, 6]
    page.click("[data-do=expand]")
    slide(page, "least", 5)
    assert shown(page) == [5, 6, 4]
    slide(page, "least", 0)
    page.uncheck("[data-kinds] input >> nth=0")
    assert shown(page)[2] == 2  # without the telephone
    page.check("[data-kinds] input >> nth=0")
    low = page.eval_on_selector("[data-do=from]", "e => e.min")
    slide(page, "from", 17600)  # 2018: Alder Farms had ended
    assert shown(page)[0] == 4
    slide(page, "from", low)
    page.click("[data-do=fold]")
    assert shown(page)[0] == 4  # Birch hangs on the telephone alone
    page.click("[data-do=fold]")
    assert shown(page) == [5, 6, 5]


def test_finding_choosing_and_the_strongest_path(page: Page) -> None:
    page.fill("[data-do=find]", "alder")
    page.press("[data-do=find]", "Enter")
    assert "Alder Farms" in page.inner_text("[data-inspect]")
    page.click("[data-do=path]")
    page.fill("[data-do=find]", "dogwood")
    page.press("[data-do=find]", "Enter")
    said = page.inner_text("[data-inspect]")
    # Two steps by 3 bits would be shorter; by the telephone and 9 bits the weakest link is stronger.
    assert said.index("[phone 123456]") < said.index("Cedar <b>Farms</b>") < said.index("Dogwood")
    assert page.locator("[data-inspect] b").count() == 0


def test_another_network_is_drawn_in_and_taken_out(page: Page) -> None:
    """Its members and what they share; its own beyond is not; the hub is no hub of this network."""
    page.click("[data-do=expand]")
    page.fill("[data-do=find]", "outside")
    page.press("[data-do=find]", "Enter")
    page.click("[data-inspect] button:has-text('Draw its network in')")
    page.click("[data-do=expand]")  # what was drawn in stays, with the line to it
    page.wait_for_selector("[data-out=shown]:has-text('8 of 8')")
    assert shown(page) == [8, 8, 8] and "email (1)" in page.inner_text("[data-kinds]")
    assert page.get_attribute("[data-do=from]", "min") == "15340"  # 2012: earlier than all before
    page.fill("[data-do=find]", "elm")
    page.press("[data-do=find]", "Enter")
    page.click("[data-do=path]")
    page.fill("[data-do=find]", "birch")
    page.press("[data-do=find]", "Enter")
    said = page.inner_text("[data-inspect]")
    assert (
        said.index("Elm Farms")
        < said.index("[phone 654321]")
        < said.index("Outside")
        < said.index("Alder Farms")
        < said.index("Birch Farms")
    )
    page.fill("[data-do=find]", "outside")
    page.press("[data-do=find]", "Enter")
    page.click("[data-inspect] button:has-text('Take its network out')")
    assert shown(page) == [5, 6, 5] and "email" not in page.inner_text("[data-kinds]")


def test_a_row_of_a_table_chooses_in_all_views(page: Page) -> None:
    row = page.locator("[data-choose]").first
    id = row.get_attribute("data-choose")
    row.click()
    assert page.locator(f'svg [data-node="{id}"].chosen').count() <= 1  # the small graph has no such node
    page.locator("tr[data-town]").first.click()


def test_layouts_are_saved_and_pictures_taken(page: Page) -> None:
    with page.expect_response("**/layout") as answer:
        page.click("[data-do=save]")
    assert answer.value.status == 204
    for kind in ("svg", "png"):
        with page.expect_download() as taken:
            page.click(f"[data-do={kind}]")
        body = Path(taken.value.path()).read_bytes()
        assert body.startswith(b"<svg" if kind == "svg" else b"\x89PNG") and len(body) > 1000
        assert kind == "png" or (b"Alder Farms" in body and b"<b>" not in body)
