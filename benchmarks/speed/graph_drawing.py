"""How long the drawing of a network takes in a browser: graphs of any size over any workspace that has a run.

    python benchmarks/speed/graph_drawing.py WORKSPACE [--sizes 1000:2000 10000:20000 50000:100000] [--out FILE.json]

Serves the workspace, opens a network's page in Chromium and answers its request for the graph with a made one (a forest of
stars joined at random, fixed seed). Told: milliseconds of script from the answer until the first drawing; the longest task
of the page's thread while the layout goes on beside it, and how long the layout took; the longest wait for a frame while
the drawing is moved. Chromium without a graphics card draws in software, which is slower than an office machine.
The peer in the same run is the network's own small graph.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "truth"))

from labelled import made_from, write
from playwright.sync_api import Browser, sync_playwright

SEED = 20_261_127
WATCH = """
window.longest = 0;
window.from = Infinity;
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (e.startTime > window.from) window.longest = Math.max(window.longest, e.duration); }).observe({ entryTypes: ["longtask"] });
"""
MOVED = """
async () => {
  const canvas = document.querySelector("[data-canvas]"), box = canvas.getBoundingClientRect();
  let longest = 0, before = performance.now();
  for (let i = 0; i < 30; i++) {
    canvas.querySelector(".sigma-mouse").dispatchEvent(new WheelEvent("wheel", { deltaY: i % 2 ? 80 : -80, clientX: box.x + 300, clientY: box.y + 200, bubbles: true, cancelable: true }));
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    longest = Math.max(longest, now - before);
    before = now;
  }
  return longest;
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--sizes", nargs="+", default=["1000:2000", "10000:20000", "50000:100000"])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    command = [str(Path(sys.executable).with_name("turnstone")), "serve", str(args.workspace), "--port", "8103"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    link = re.search(r"http://\S+", server.stdout.readline())
    assert link
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--enable-unsafe-swiftshader"]
            )
            state = signed_in(browser, link[0])
            paints = painted(browser, state, link[0])
            found = {"own": measured(browser, state, link[0], None)}
            for size in args.sizes:
                nodes, lines = map(int, size.split(":"))
                found[size] = measured(browser, state, link[0], made(nodes, lines))
                print(size, found[size], flush=True)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    write(
        {
            **made_from("python benchmarks/speed/graph_drawing.py", []),
            "first_contentful_paint_ms": paints,
            "sizes": found,
        },
        args.out,
    )


def signed_in(browser: Browser, link: str) -> Any:
    context = browser.new_context()
    context.new_page().goto(link)
    return context.storage_state()


def painted(browser: Browser, state: Any, link: str) -> dict[str, Any]:
    """First contentful paint of pages with an empty cache, and kilobytes until then and after."""
    out = {}
    for path in ("leads", "networks", "search", "market", "review"):
        context = browser.new_context(storage_state=state)
        page = context.new_page()
        page.goto(f"{link.partition('/local/')[0]}/{path}/")
        page.wait_for_load_state("networkidle")
        first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        sizes = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((n, e) => n + e.transferSize, 0)"
        out[path] = {"ms": round(first), "kilobytes": round(page.evaluate(sizes) / 1000, 1)}
        context.close()
    return out


def measured(browser: Browser, state: Any, link: str, graph: dict[str, Any] | None) -> dict[str, Any]:
    context = browser.new_context(storage_state=state, viewport={"width": 1360, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    if graph is not None:
        body = json.dumps(graph)
        page.route("**/graph.json", lambda route: route.fulfill(body=body, content_type="application/json"))
    page.goto(f"{link.partition('/local/')[0]}/networks/")
    page.goto(page.locator("#list tbody th a").first.evaluate("a => a.href"))
    page.wait_for_selector("#drawing[data-ready]", timeout=120_000)
    first = page.evaluate("performance.measure('m', 'graph-data', 'graph-drawn').duration")
    page.evaluate("window.from = performance.now()")
    before = page.evaluate("performance.now()")
    page.wait_for_selector("#drawing[data-laid]", timeout=300_000)
    layout = page.evaluate("performance.now()") - before
    beside = page.evaluate("window.longest")
    moved = page.evaluate(MOVED)
    drawn = page.inner_text("[data-out=shown]")
    context.close()
    return {
        "first_drawing_ms": round(first), "layout_s": round(layout / 1000, 1), "longest_task_beside_layout_ms": round(beside),
        "longest_frame_when_moved_ms": round(moved), "drawn": drawn,
    }  # fmt: skip


def made(nodes: int, lines: int) -> dict[str, Any]:
    draw = random.Random(SEED)
    all = [
        {"id": f"n{i}", "label": f"Party {i}", "kind": "employer", "standing": "core" if i % 10 == 0 else "likely", "town": None,
         "state": None, "first": "2020-01-01", "last": "2021-01-01", "orders": 1, "barred": False, "size": 1}
        for i in range(nodes)
    ]  # fmt: skip
    ends = [(i, max(0, i - 1 - int(draw.expovariate(0.08)))) for i in range(1, nodes)]
    while len(ends) < lines:
        a = draw.randrange(nodes)
        ends.append((a, min(nodes - 1, max(0, a + int(draw.gauss(0, 40))))))
    edges = [
        {"id": i, "a": f"n{a}", "b": f"n{b}", "kind": "phone", "family": "contact", "shown": "", "bits": round(8 + 6 * draw.random(), 2),
         "since": None, "until": None, "holders": 2, "directed": False}
        for i, (a, b) in enumerate(ends) if a != b
    ]  # fmt: skip
    return {"nodes": all, "lines": edges, "places": [], "words": {}, "layout": {}}


if __name__ == "__main__":
    main()
