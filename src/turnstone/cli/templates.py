"""turnstone templates"""

from __future__ import annotations

from typing import Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    for_workspace,
    looking,
    note,
    print_json,
    print_table,
    say,
    told_unmasked,
)  # fmt: skip


def command(
    most: Annotated[int, typer.Option("--most", "-n", min=0, help="How many to show; 0 for all.")] = 20,
    min_names: Annotated[int, typer.Option("--min-names", min=0, help="Only those that claim so many names.")] = 0,
    text: Annotated[str, typer.Option("--text", help="Only those whose wording has all of these words.")] = "",
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List texts that several offers use, the weightiest first. That of someone posting alone is never listed."""
    from turnstone.exports.template_list import template_list
    from turnstone.exports.template_text import shown_rows
    from turnstone.exports.template_view import NO_SIGN

    with looking(workspace, run, templates=True) as look:
        rows, found = template_list(look.engine, look.read, look.mask, most=most, least_names=min_names, words=text)
        told_unmasked(look.place, look.mask, "templates")
    if as_json:
        print_json(rows)
        return
    columns = {"id": "Id", "bits": "Bits", "offers": "Offers", "posters": "Posters", "names": "Names", "days": "Days",
               "wording": "Wording"}  # fmt: skip
    print_table(shown_rows(rows), columns, right=("bits", "offers", "posters", "names"))
    say("")
    say(NO_SIGN)
    if len(rows) < found:
        note(f"{found - len(rows):,} more: --most 0 shows all.")
    if rows:
        note(f"Next: turnstone template {rows[0]['id'].partition('-')[2][:12]}{for_workspace(workspace)}")
