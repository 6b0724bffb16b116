"""turnstone leads"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    for_workspace,
    note,
    open_workspace,
    print_json,
    print_table,
    reader,
    say,
    small_engine,
)  # fmt: skip


def command(
    since: Annotated[str | None, typer.Option("--since", help="Only what is new or changed since this run.")] = None,
    abstained: Annotated[
        bool, typer.Option("--abstained", help="Networks on which the system abstains, and why, instead.")
    ] = False,
    undecided: Annotated[bool, typer.Option("--undecided", help="Without what a person has decided already.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many to show; 0 for all.")] = 20,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List leads: networks that are organised in a way that is rare among their peers, the rarest first."""
    from turnstone.exports.lead_list import lead_list

    place = open_workspace(workspace)
    chosen = place.run(run)
    before = reader(place, place.run(since)) if since else None
    status = "abstained" if abstained else "lead"
    with small_engine(place) as engine:
        rows = lead_list(engine, reader(place, chosen), status=status, before=before, undecided=undecided)
    shown = rows[:limit] if limit else rows
    if as_json:
        print_json(shown)
        return
    print_leads(shown, abstained=abstained, since=since)
    if len(shown) < len(rows):
        note(f"{len(rows) - len(shown):,} more: --limit 0 shows all.")
    if shown and not since and not abstained:
        w = for_workspace(workspace)
        note(f"Next: turnstone show 1{w}; turnstone report{w}")


def print_leads(shown: list[dict[str, Any]], *, abstained: bool = False, since: str | None = None) -> None:
    """The list as a table for people, and what a lead is and is not."""
    from turnstone.exports.lead_view import DISCLAIMER

    for row in shown:
        row["who"] = row["name"] + _with(row["kind"], row["size"])
        row["interval"] = f"{row['low_bits']:.1f} to {row['high_bits']:.1f}"
        row["years"] = f"{row['first_on']:%Y}-{row['last_on']:%Y}" if row["first_on"] else ""
        row["id"] = row["network_id"].removeprefix("network-")[:8]
        row["decided"] = (row["decision"] or "") + (", changed since" if row["new_since"] else "")
    columns = {"rank": "#", "who": "Network", "bits": "Bits", "interval": "95 %", "families": "Families of evidence",
               "orders": "Orders", "workers": "Workers", "barred": "Barred", "years": "Years", "id": "Id"}  # fmt: skip
    if abstained:
        del columns["rank"], columns["families"]
        columns["abstained"] = "Why the system abstains"
    if since:
        columns["change"] = "Since " + since
    if any(row["decided"] for row in shown):
        columns["decided"] = "Decided"
    print_table(shown, columns, right=("rank", "bits", "orders", "workers", "barred"))
    say("")
    say(DISCLAIMER)


def _with(kind: str, size: int) -> str:
    """How many more there are in a network beside the one that it is called by."""
    if size == 1:
        return ""
    if kind == "posters":
        return f" · {size} posters"
    return f" and {size - 1} other{'s' if size > 2 else ''}"
