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
    looking,
    note,
    print_json,
    print_table,
    reader,
    say,
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

    status = "abstained" if abstained else "lead"
    with looking(workspace, run) as look:
        before = reader(look.place, look.place.run(since)) if since else None
        rows = lead_list(look.engine, look.read, status=status, before=before, undecided=undecided)
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


FILING = {"rank": "#", "who": "Network", "bits": "Bits", "interval": "95 %", "families": "Families of evidence",
          "orders": "Orders", "workers": "Workers", "barred": "Barred", "years": "Years", "id": "Id"}  # fmt: skip
POSTING = {"rank": "#", "who": "Network", "bits": "Bits", "interval": "95 %", "families": "Families of evidence",
           "offers": "Offers", "accounts": "Accounts", "contacts": "Contacts", "claims": "Names",
           "places": "Places", "days": "First to last", "id": "Id"}  # fmt: skip
"""Columns of networks that file job orders, and of those that post offers: key -> heading."""


def print_leads(shown: list[dict[str, Any]], *, abstained: bool = False, since: str | None = None) -> None:
    """The list as a table for people, one for those who file job orders and one for those who post offers, and what a
    lead is and is not."""
    from turnstone.exports.disclaimer import POSTING as KINDS
    from turnstone.exports.disclaimer import disclaimer

    for row in shown:
        row["who"] = row["name"] + _with(row["kind"], row["size"])
        row["interval"] = f"{row['low_bits']:.1f} to {row['high_bits']:.1f}"
        row["years"] = f"{row['first_on']:%Y}-{row['last_on']:%Y}" if row["first_on"] else ""
        row["days"] = f"{row['first_on']} to {row['last_on']}" if row["first_on"] else ""
        row["id"] = row["network_id"].removeprefix("network-")[:8]
        row["decided"] = (row["decision"] or "") + (", changed since" if row["new_since"] else "")
    posting = [row for row in shown if row["kind"] in KINDS]
    filing = [row for row in shown if row["kind"] not in KINDS]
    tables = [("Who files job orders", FILING, filing), ("Who posts offers", POSTING, posting)]
    if posting and filing and shown[0]["kind"] in KINDS:
        tables.reverse()
    for i, (heading, columns, rows) in enumerate(tables):
        if not rows and (posting or filing or columns is POSTING):
            continue
        if posting and filing:
            say(("\n" if i else "") + heading)
        _print(rows, dict(columns), abstained=abstained, since=since)
    say("")
    say(disclaimer(row["kind"] for row in shown or [{"kind": ""}]))


def _print(rows: list[dict[str, Any]], columns: dict[str, str], *, abstained: bool, since: str | None) -> None:
    if abstained:
        del columns["rank"], columns["families"]
        columns["abstained"] = "Why the system abstains"
    if since:
        columns["change"] = "Since " + since
    if any(row["decided"] for row in rows):
        columns["decided"] = "Decided"
    numbers = ("rank", "bits", "orders", "workers", "barred", "offers", "accounts", "contacts", "claims", "places")
    print_table(rows, columns, right=numbers, least={"who": 22, "days": 10} if columns.get("offers") else None)


def _with(kind: str, size: int) -> str:
    """How many more there are in a network beside the one that it is called by."""
    if size == 1:
        return ""
    if kind == "posters":
        return f" · {size} posters"
    return f" and {size - 1} other{'s' if size > 2 else ''}"
