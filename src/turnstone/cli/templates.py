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
    mask_of,
    need_templates,
    note,
    open_workspace,
    print_json,
    print_table,
    reader,
    say,
    small_engine,
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

    place = open_workspace(workspace)
    chosen = place.run(run)
    need_templates(chosen)
    mask = mask_of(place)
    with small_engine(place) as engine:
        rows, found = template_list(engine, reader(place, chosen), mask, most=most, least_names=min_names, words=text)
    told_unmasked(place, mask, "templates")
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
