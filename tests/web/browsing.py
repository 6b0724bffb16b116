"""`turnstone serve` over a workspace, for tests in a browser."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--enable-unsafe-swiftshader"]


@contextmanager
def serving(workspace: Path, to: Path) -> Iterator[str]:
    """The link that signs in, over a copy of the workspace in `to`."""
    folder = shutil.copytree(workspace, to)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("turnstone")), "serve", str(folder), "--port", str(port)]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert server.stdout is not None
    try:
        link = re.search(r"http://\S+", server.stdout.readline())
        assert link, "the command printed no link"
        yield link[0]
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def browsing(link: str, **context: Any) -> Iterator[Page]:
    """A page in which the local user is signed in; what the browser complains about, and what it asks of others, fails at the end.
    `context`: what the browser's context is made with."""
    troubles: list[str] = []
    origin = link.partition("/local/")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(**context)
        page.on(
            "console",
            lambda said: (
                troubles.append(said.text) if said.type in ("error", "warning") and "GPU" not in said.text else None
            ),
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith((origin, "data:", "blob:")) else troubles.append(asked.url),
        )
        page.goto(link)
        yield page
        browser.close()
    assert not troubles
