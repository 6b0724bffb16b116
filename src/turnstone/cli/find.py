"""turnstone find TEXT"""

from __future__ import annotations

from typing import Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    mask_of,
    note,
    open_workspace,
    print_json,
    print_table,
    reader,
    short_id,
    small_engine,
    told_unmasked,
)  # fmt: skip


def command(
    text: Annotated[str, typer.Argument(help="A name, telephone or case number, e-mail or street address.")],
    profiles: Annotated[
        bool, typer.Option("--profiles", help="Every way of writing, with its id (for decide).")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many to show; 0 for all.")] = 25,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Find parties by any name, number or address, in any spelling."""
    from turnstone.exports.found import found_parties, found_profiles
    from turnstone.links.search import Index

    place = open_workspace(workspace)
    chosen = place.run(run)
    read = reader(place, chosen)
    mask = mask_of(place)
    matches = [(1, text, match) for match in Index(read("profiles"), read("mentions")).find(text)]
    with small_engine(place) as engine:
        rows = (found_profiles if profiles else found_parties)(engine, read, matches, mask)
    told_unmasked(place, mask, f"find: {len(rows)} parties")
    shown = rows[:limit] if limit else rows
    if as_json:
        print_json(shown)
        return
    for row in shown:
        row["short"] = short_id(row["id"])
    columns = {"name": "Party", "way": "Found by", "score": "Fit", "matched": "What fits", "town": "Town",
               "state": "State", "roles": "Roles", "rank": "Lead", "short": "Id"}  # fmt: skip
    print_table(shown, columns, right=("score", "rank"))
    if not rows:
        note("Nothing was found. Try fewer words, or a number.")
    elif len(shown) < len(rows):
        note(f"{len(rows) - len(shown):,} more: --limit 0 shows all.")
