"""turnstone template ID"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    looking,
    print_json,
    resolve_id,
    say,
    short_id,
    told_unmasked,
)  # fmt: skip
from turnstone.errors import TurnstoneError

WIDEST = 110
PAGE_LINES = 40


def command(
    template: Annotated[str, typer.Argument(help="The beginning of its id, with or without `template-`.")],
    everything: Annotated[bool, typer.Option("--all", help="All texts and parties, not only the first.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a self-contained page to this file.")] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Show a text that several offers use: its fixed wording, what its slots take, who uses it, when and where."""
    from turnstone.exports.template_view import as_json as view_as_json
    from turnstone.exports.template_view import template_view
    from turnstone.reporting import template_history, write_template_page

    with looking(workspace, run, templates=True) as look:
        place, chosen, mask = look.place, look.run, look.mask
        id = template if template.startswith("template-") else f"template-{template}"
        found = resolve_id(place, chosen, look.engine, id)
        view = template_view(look.engine, look.read, found, mask, template_history(place, chosen, found))
        if view is None:
            raise TurnstoneError(
                f"there is no template {template!r} in run {chosen.id}", do="see `turnstone templates`"
            )
        told_unmasked(place, mask, found)
        if html is not None:
            shown = mask.closed if view.alone else mask
            with place.locked():
                lines = len(view.lines) if everything else PAGE_LINES
                write_template_page(place, chosen, look.engine, view, shown, html, lines=lines)
    if as_json:
        print_json(view_as_json(view))
    elif html is not None:
        say(f"Page written to {html}{'' if not view.masked else '; names of people and contacts are masked'}.")
    else:
        from rich.console import Console

        from turnstone.exports.template_text import print_template

        width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", WIDEST))
        console = Console(width=width, highlight=False)
        console.width = min(console.width, WIDEST)
        print_template(view, console, everything=everything)
        say(f"Where each offer stands: turnstone trace {short_id(found)}")
