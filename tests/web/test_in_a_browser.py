"""`turnstone serve` as its user meets it: the link, the list, a lead, the keys; nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from browsing import CHROMIUM, browsing, serving
from playwright.sync_api import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(scope="module")
def page(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page in which the local user is signed in."""
    with serving(finished, tmp_path_factory.mktemp("served") / "ws") as link, browsing(link) as page:
        yield page


def test_filters_keys_and_decisions(page: Page) -> None:
    assert page.url.endswith("/leads/")
    all_rows = page.locator("#list tbody tr").count()
    assert all_rows > 0
    with page.expect_response("**/leads/?*"):
        page.fill("input[name=text]", "no such network")
    page.wait_for_selector("text=Nothing fits")
    with page.expect_response("**/leads/?*"):
        page.fill("input[name=text]", "")
    page.wait_for_selector("#list tbody tr")
    assert page.locator("#list tbody tr").count() == all_rows
    page.wait_for_url("**/leads/?status=lead")  # what is not chosen stands in no address
    page.select_option("select[name=standing]", "accepted")
    page.wait_for_url("**/leads/?status=lead&standing=accepted")
    page.select_option("select[name=standing]", "")
    page.wait_for_selector("#list tbody tr")
    page.click("#list tbody tr:first-child th a")
    first = page.url
    page.wait_for_load_state("load")  # with the keys
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    assert page.locator("dialog[open] kbd").count() > 5
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("r")
    page.keyboard.type("seen in the browser")
    assert page.evaluate("document.activeElement.value") == "seen in the browser"
    page.click("button[value=accepted]")
    page.wait_for_selector("text=It enters the next run")
    assert page.url == first
    assert "seen in the browser" in page.inner_text(".log")


def test_work_that_goes_on_is_told_without_loading_the_page(page: Page) -> None:
    page.goto(urljoin(page.url, "/work/"))
    page.evaluate("document.body.dataset.loaded = 'once'")
    with page.expect_navigation():
        page.click("button[name=kind][value=run]")
    page.evaluate("document.body.dataset.loaded = 'once'")
    page.wait_for_selector("#work [hx-trigger]", state="detached", timeout=240_000)
    assert page.evaluate("document.body.dataset.loaded") == "once"


def test_one_key_leads_to_whom_to_call_and_a_referral_is_recorded(page: Page) -> None:
    page.goto(urljoin(page.url, "/leads/"))
    page.click("#list tbody tr:first-child th a")
    page.wait_for_load_state("load")
    page.keyboard.press("!")
    page.wait_for_url("**/referral/?about=network-*")
    page.check("input[value=danger]")
    page.fill("#words", "locked in, two adults")
    page.click("form[action='/referral/record'] button")
    page.wait_for_selector("text=Recording calls nobody: stay")
    page.goto(urljoin(page.url, "/referral/made/"))
    assert "locked in, two adults" in page.inner_text("tbody")


def test_a_note_a_task_and_a_brief(page: Page) -> None:
    page.goto(urljoin(page.url, "/leads/"))
    page.click("#list tbody tr:first-child th a")
    page.wait_for_load_state("load")
    page.keyboard.press("t")
    page.keyboard.type("<b>who</b> signs for **it**? <img src=https://evil.example/x.png onerror=alert(1)>")
    page.click("text=Add the note")
    assert "<b>who</b> signs for it? <img" in page.inner_text(".said") and page.locator(".said strong").count() == 1
    assert not page.locator(".said img").count()
    page.fill("input[name=what]", "ask the county")
    page.click("text=Give the task")
    page.wait_for_selector(".tasks li")
    page.keyboard.press("b")
    page.wait_for_url("**/brief/")
    page.fill("section:has(#s-gaps) textarea", "the landlord")
    page.click("section:has(#s-gaps) button")
    page.wait_for_selector(".said >> text=the landlord")
    with page.expect_download() as taken:
        page.keyboard.press("p")
    assert taken.value.path().read_bytes().startswith(b"%PDF-")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/tasks/")
    page.click(".tasks li >> text=Done")
    page.wait_for_selector("text=Done last")


def test_narrow_and_dark_pages_do_not_scroll_sideways(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 800})
    for path in (
        "/leads/", "/audit/", "/users/", "/own/", "/alerts/", "/tasks/", "/referral/", "/referral/contacts/", "/referral/made/",
    ):  # fmt: skip
        page.goto(urljoin(page.url, path))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_who_is_signed_out_comes_to_the_door_and_not_into_the_list(page: Page) -> None:
    page.goto(urljoin(page.url, "/networks/"))
    kept = page.context.cookies()
    page.context.clear_cookies()
    page.fill("input[name=text]", "anything")
    page.wait_for_url("**/account/login/**")
    assert page.locator("#list").count() == 0
    page.context.add_cookies(kept)
