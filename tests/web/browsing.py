"""`turnstone serve` over the small market, for tests in a browser."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
