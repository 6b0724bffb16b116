"""axe-core finds nothing on any page, in light and dark; each page is worked by keyboard alone."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import CHROMIUM, FLAGS, serving
from playwright.sync_api import BrowserContext, Page, sync_playwright

AXE = Path(__file__).parent / "axe"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIXED = (
    "/leads/", "/leads/?status=abstained", "/leads/?text=nothing+like+this", "/networks/", "/review/", "/search/", "/search/?text=farm",
    "/market/", "/work/", "/tasks/", "/alerts/", "/audit/", "/sources/", "/need/", "/users/", "/referral/", "/referral/contacts/", "/referral/made/",
    "/no/such/page", "/account/password/change/", "/account/2fa/", "/own/",
)  # fmt: skip
FOUND = {"/leads/": "#list tbody th a", "/networks/": "#list tbody th a", "/review/": "#list tbody th a"}
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(scope="module")
def site(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BrowserContext, str, list[str]]]:
    """A browser context whose content policy is set aside (axe is put into the pages), the origin, and all pages."""
    with serving(finished, tmp_path_factory.mktemp("accessible") / "ws") as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(link)
        origin = link.partition("/local/")[0]
        pages = list(FIXED)
        for list_page, first in FOUND.items():
            page.goto(origin + list_page)
            pages.append(page.locator(first).first.evaluate("a => a.pathname"))
        lead = next(p for p in pages if re.fullmatch(r"/leads/network-\w+/", p))
        network = lead.split("/")[2]
        pages += [
            f"/evidence/{network}/",
            f"/leads/{network}/brief/",
            f"/leads/{network}/notes/",
            f"/referral/?about={network}",
            f"/need/network/{network}/",
            f"/networks/{network}/names/",
        ]
        page.goto(f"{origin}/evidence/{network}/")
        pages.append(page.locator("details.row p a").first.evaluate("a => a.pathname"))
        yield context, origin, pages
        browser.close()


def ready(page: Page, url: str) -> None:
    page.goto(url)
    if re.search(r"/networks/network-\w+/$", url):
        page.wait_for_selector("#drawing[data-laid]")


def test_axe_is_as_published() -> None:
    told = tomllib.loads((AXE / "VENDORED.toml").read_text())
    assert hashlib.sha256((AXE / "axe.min.js").read_bytes()).hexdigest() == told["sha256"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(site: tuple[BrowserContext, str, list[str]], scheme: str) -> None:
    context, origin, pages = site
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    troubles = []
    for path in pages:
        ready(page, origin + path)
        page.add_script_tag(path=str(AXE / "axe.min.js"))
        found = page.evaluate("(tags) => axe.run(document, { runOnly: tags })", TAGS)
        for broken in found["violations"]:
            where = [node["html"][:140] for node in broken["nodes"][:3]]
            troubles.append(f"{path}: {broken['id']} ({broken['help']}): {where}")
    page.close()
    assert not troubles, "\n".join(sorted(set(troubles)))


REACHED = """
() => {
  const shown = (e) => e.checkVisibility() && !e.closest("details:not([open]) > :not(summary)") && !e.disabled && e.type !== "hidden";
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(shown).length;
}
"""


def test_all_is_reached_by_tab_with_a_visible_focus(site: tuple[BrowserContext, str, list[str]]) -> None:
    context, origin, pages = site
    page = context.new_page()
    for path in pages:
        if path in ("/leads/?status=abstained", "/leads/?text=nothing+like+this"):
            continue
        ready(page, origin + path)
        assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0, path
        page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
        expected = page.evaluate(REACHED)
        seen: set[int] = set()
        page.evaluate("window.order = new Map()")
        for _ in range(expected + 60):
            page.keyboard.press("Tab")
            number, outlined = page.evaluate(
                """() => {
                  const e = document.activeElement;
                  if (!window.order.has(e)) window.order.set(e, window.order.size);
                  const s = getComputedStyle(e);
                  return [window.order.get(e), e === document.body || s.outlineStyle !== "none" || s.boxShadow !== "none"];
                }"""
            )
            assert outlined, (
                f"{path}: no visible focus on {page.evaluate('document.activeElement.outerHTML.slice(0, 200)')}"
            )
            seen.add(number)
            if len(seen) >= min(expected, 60):
                break
        # Radio buttons of one name are one stop; long tables are gone through for their first sixty stops.
        radios = page.evaluate("[...document.querySelectorAll('input[type=radio]')].length")
        assert len(seen) >= min(expected - radios, 60), path
    page.close()
