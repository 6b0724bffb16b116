"""How wide screens of text are."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap

from turnstone.cli.common import say

WIDEST, NARROWEST = 110, 60


def screen_width() -> int:
    """Columns for running text: of the terminal (of `COLUMNS` where there is none), within what reads well."""
    return min(listing_width(), WIDEST)


def say_wrapped(text: str) -> None:
    """A sentence to standard output, in lines that fit the screen."""
    for line in textwrap.wrap(text, screen_width()):
        say(line)


def listing_width() -> int:
    """Columns for a list, as `print_table` takes them."""
    if sys.stdout.isatty():
        columns = shutil.get_terminal_size((100, 24)).columns
    else:
        given = os.environ.get("COLUMNS", "")
        columns = int(given) if given.isdigit() else 160
    return max(columns, NARROWEST)
