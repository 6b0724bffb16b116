"""Runs the commands of the tutorials in order and writes what they print now under them.

    python tools/make_tutorial.py [PAGE.md ...]          read the difference before you commit it

A block of the page is ```console, its commands begin with `$ `. Where the page cuts an output short with `...`, the same
number of lines is kept. What goes to standard error is shown only from an error on.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = tuple(ROOT / "docs" / name for name in ("tutorial.md", "tutorial-synthetic.md"))
BLOCK = re.compile(r"(?<=```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
COLUMNS = "120"


def main() -> None:
    for page in [page for page in PAGES if not sys.argv[1:] or page.name in sys.argv[1:]]:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(ROOT / "src" / "turnstone" / "examples", Path(folder) / "src" / "turnstone" / "examples")
            place = Path(folder)
            text = BLOCK.sub(lambda block, place=place: "".join(rerun(block.group(), place)), page.read_text("utf-8"))
        page.write_text(text, "utf-8")


def rerun(block: str, folder: Path) -> Iterator[str]:
    """The block with each command's output as it is now."""
    for step in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if not step:
            continue
        command, _, before = step.partition("\n")
        print(command, flush=True)
        lines = run(command.removeprefix("$ "), folder, notes="Next: " in before)
        kept = before.splitlines()
        if kept and kept[-1] == "...":
            lines = [*lines[: len(kept) - 1], "..."]
        yield "\n".join([command, *lines]) + "\n"


def run(command: str, folder: Path, *, notes: bool) -> list[str]:
    environment = os.environ | {
        "COLUMNS": COLUMNS, "TURNSTONE_WORKSPACE": "case", "LOGNAME": "ada", "USER": "ada", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    if command == "echo $?":
        return [str(LAST[0])]
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    LAST[0] = done.returncode
    said = done.stderr.splitlines()
    error = next((i for i, line in enumerate(said) if line.startswith("turnstone: ")), len(said))
    shown = done.stdout.splitlines() + said[error:]
    if notes:
        shown += [line for line in said[:error] if line.startswith("Next: ")]
    return [piece for line in shown for piece in as_a_terminal_shows(line.rstrip())]


def as_a_terminal_shows(line: str) -> list[str]:
    return textwrap.wrap(line, int(COLUMNS)) if len(line) > int(COLUMNS) else [line]


LAST = [0]

if __name__ == "__main__":
    main()
