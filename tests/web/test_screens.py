"""The main path of each screen in a real browser, over a synthetic market; the docs' pictures of the workbench are taken here.

TURNSTONE_PICTURES=docs/pictures python -m pytest tests/web/test_screens.py      takes them anew
"""

from __future__ import annotations

import os
import re
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from browsing import CHROMIUM, browsing, serving
from playwright.sync_api import Page

from shell import new_workspace, turnstone

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
DOCS = Path(__file__).parents[2] / "docs"
WIDE, HIGH = 1280, 800
PICTURES = {"leads", "lead", "network", "names", "wording", "row", "search", "pair", "market", "audit"}
FIGURES = {"share farm": 150_000, "share contractor": 150_000, "share solo worker": 150_000, "share network": 60_000}
"""More firms than in the generator's own figures, so that each screen has something to show."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The workbench over a small synthetic market, the local user signed in."""
    folder = tmp_path_factory.mktemp("screens")
    figures = folder / "figures.csv"
    figures.write_text("name,value\n" + "".join(f"{name},{value}\n" for name, value in FIGURES.items()))
    made = turnstone("simulate", folder / "world", "--seed", 11, "--offers", 4000, "--parameters", figures)
    assert made.code == 0, made.all
    data = folder / "world" / "data"
    workspace = new_workspace(folder / "ws", [data / "adverts", data / "filings"], run=True)
    with (
        serving(workspace, folder / "served") as link,
        browsing(link, viewport={"width": WIDE, "height": HIGH}, accept_downloads=True) as page,
    ):
        yield page


@pytest.fixture
def lead(page: Page) -> str:
    """The id of the network of the first lead."""
    page.goto(urljoin(page.url, "/leads/"))
    address = page.locator("#list tbody th a").first.get_attribute("href")
    assert address is not None
    return address.split("/")[2]


def picture(page: Page, name: str, tmp_path: Path) -> None:
    """Takes the picture `workbench-NAME.png`, for the docs where that is asked for."""
    assert page.locator("nav[aria-label=Rooms] a").count() > 5
    page.mouse.move(0, 0)
    folder = Path(os.environ.get("TURNSTONE_PICTURES") or tmp_path)
    path = folder / f"workbench-{name}.png"
    assert name in PICTURES
    page.screenshot(path=path, animations="disabled")
    assert struct.unpack(">II", path.read_bytes()[16:24]) == (WIDE, HIGH)


def test_leads_are_filtered_and_gone_through(page: Page, lead: str, tmp_path: Path) -> None:
    rows = page.locator("#list tbody tr")
    assert rows.count() > 2
    picture(page, "leads", tmp_path)
    before = rows.count()
    family = page.locator("select[name=family] option").nth(1).get_attribute("value")
    with page.expect_response("**/leads/?*"):
        page.select_option("select[name=family]", family)
    page.wait_for_url(re.compile("family="))
    page.wait_for_selector("#list tbody tr")
    assert 0 < page.locator(f"#list tbody tr:has(.chip.f-{family})").count() == rows.count() <= before
    page.click("#list tbody th a")
    page.wait_for_load_state("load")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)


def test_a_lead_says_what_it_rests_on_and_how_else_it_reads(page: Page, lead: str, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, f"/leads/{lead}/"))
    assert page.locator("svg.fall rect.step").count() >= 2
    part = page.locator("details.part").first
    assert part.locator("h3").all_inner_texts() == ["Innocent readings", "What would refute it", "What to ask for next"]
    picture(page, "lead", tmp_path)
    page.keyboard.press("w")
    page.wait_for_selector("text=Watch no longer")
    page.keyboard.press("r")
    page.keyboard.type("the county's record first")
    page.click("button[value=accepted]")
    page.wait_for_selector(".log >> text=the county's record first")


def test_a_network_is_drawn_filtered_and_taken_along(page: Page, lead: str, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, f"/networks/{lead}/"))
    page.wait_for_selector("#drawing[data-laid]", timeout=60_000)
    page.keyboard.press("f")
    page.locator("[data-choose]").first.evaluate("button => button.click()")
    page.wait_for_selector("[data-inspect] h2")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(800)  # the camera comes to rest
    picture(page, "network", tmp_path)
    shown = page.inner_text("[data-out=shown]")
    page.locator("[data-kinds] input").first.uncheck()
    page.wait_for_selector(f"[data-out=shown]:not(:text-is('{shown}'))")
    with page.expect_download() as taken:
        page.click("text=graphml")
    assert b"<graphml" in taken.value.path().read_bytes()


def test_names_and_wordings_of_a_network(page: Page, lead: str, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, f"/networks/{lead}/names/"))
    assert page.locator("table.matrix td.dot svg").count() > 2
    picture(page, "names", tmp_path)
    page.locator("a[href*='/wordings/']").first.click()
    page.wait_for_selector(".wording")
    assert page.locator("table.texts tbody tr").count() > 1
    picture(page, "wording", tmp_path)


def test_evidence_goes_down_to_the_row_of_a_file(page: Page, lead: str, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, f"/evidence/{lead}/"))
    page.locator("a[href*='/row/']").first.evaluate("link => link.click()")
    page.wait_for_selector("tr.here")
    page.keyboard.press("v")
    page.wait_for_selector("text=The row says what was read")
    picture(page, "row", tmp_path)


def test_search_finds_what_is_misspelt_and_is_kept(page: Page, lead: str, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, f"/networks/{lead}/names/"))
    names = page.locator("table.facts tbody th").all_inner_texts()  # firms under whose names offers are posted
    counted = Counter(word for name in names for word in name.split() if len(word) > 6)
    word = max(counted, key=lambda word: (counted[word], word))
    page.goto(urljoin(page.url, "/search/"))
    with page.expect_response("**/search/?*"):
        page.fill("#text", word[:3] + word[4:])
    page.wait_for_selector("#list tbody tr")
    assert word.lower() in page.inner_text("#list tbody").lower()
    picture(page, "search", tmp_path)
    page.click("text=Keep this search")
    page.wait_for_selector("#kept")


def test_two_are_compared_side_by_side_and_judged_with_a_key(page: Page, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, "/review/"))
    page.wait_for_load_state("load")
    page.locator("#list tbody th a").first.click()
    page.wait_for_selector("text=What the features say")
    picture(page, "pair", tmp_path)
    judged = page.url
    page.keyboard.press("h")
    page.wait_for_url(lambda url: url != judged)
    page.goto(judged)
    page.wait_for_selector("text=You said:")
    page.keyboard.press("u")
    page.wait_for_selector("text=You said:", state="detached")


def test_the_market_in_figures_with_their_intervals(page: Page, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, "/market/"))
    assert page.locator("svg.chart").count() >= 2 and "95 %" in page.inner_text("#prices ~ table")
    picture(page, "market", tmp_path)


def test_the_audit_tells_who_read_what(page: Page, lead: str, tmp_path: Path) -> None:
    page.goto(urljoin(page.url, f"/leads/{lead}/"))
    page.fill("textarea[name=reason]", "seen for the audit")
    page.click("button[value=rejected]")
    page.wait_for_selector(".log >> text=seen for the audit")
    page.goto(urljoin(page.url, "/audit/"))
    assert "read lead" in page.inner_text("tbody") and "seen for the audit" in page.inner_text("tbody")
    picture(page, "audit", tmp_path)


def test_the_docs_show_these_pictures_and_no_others() -> None:
    taken = {f"workbench-{name}.png" for name in PICTURES}
    named = set(re.findall(r"pictures/(workbench-\w+\.png)", "".join(p.read_text() for p in DOCS.rglob("*.md"))))
    assert named == taken == {path.name for path in (DOCS / "pictures").glob("workbench-*.png")}
