"""turnstone sources"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    note,
    open_workspace,
    print_json,
    print_table,
    say,
)  # fmt: skip
from turnstone.errors import TurnstoneError

if TYPE_CHECKING:
    from turnstone.workspace import Run, Workspace


def command(
    columns: Annotated[
        str | None,
        typer.Option("--columns", help="What became of each column of this file (SHA-256, its beginning, or name)."),
    ] = None,
    kinds: Annotated[bool, typer.Option("--kinds", help="The kinds of sources that are known, instead.")] = False,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the files that were added: what they are, under which law, and what became of their rows."""
    if kinds:
        _kinds(as_json)
        return
    place = open_workspace(workspace)
    runs = place.runs()
    chosen = place.run(run) if runs or run else None
    if columns is not None:
        _columns(place, place.run(run), columns, as_json)
        return
    told: dict[str, dict[str, int]] = {}
    unread: set[str] = set()
    if chosen is not None:
        unread = _unread(place, chosen)
        for row in place.table(chosen, "source_files").arrow().to_pylist():
            sums = told.setdefault(row["source"], {"rows_in": 0, "rows_out": 0, "rows_rejected": 0})
            for name in sums:
                sums[name] += row[name]
    rows = [
        {
            "name": s.name, "kind": s.kind, "state": "overdue" if s.overdue else s.state, "size": s.size,
            **{name: told.get(s.sha256, {}).get(name) for name in ("rows_in", "rows_out", "rows_rejected")},
            "legal_basis": s.legal_basis, "purpose": s.purpose, "retain_until": s.retain_until,
            "added_utc": s.added_utc, "sha256": s.sha256, "original_sha256": s.original_sha256,
            "images_dropped": s.images_dropped,
        }
        for s in place.sources()
    ]  # fmt: skip
    for file in sorted(str(r["name"]) for r in rows if r["sha256"] in unread):
        note(f"{file} could not be read and gave no rows: turnstone rejects says why.")
    if as_json:
        print_json(rows)
        return
    heads = {"name": "File", "kind": "Recognised as", "state": "State", "rows_in": "Rows in", "rows_out": "Taken",
             "rows_rejected": "Refused", "legal_basis": "Legal basis", "purpose": "Purpose",
             "retain_until": "Keep until", "sha": "SHA-256"}  # fmt: skip
    for row in rows:
        row["sha"] = str(row["sha256"])[:12]
    print_table(rows, heads, right=("rows_in", "rows_out", "rows_rejected"))
    counted = [r for r in rows if r["rows_in"] is not None]
    total = {name: sum(int(str(r[name])) for r in counted) for name in ("rows_in", "rows_out", "rows_rejected")}
    if counted:
        say(f"{total['rows_in']:,} rows in = {total['rows_out']:,} taken + {total['rows_rejected']:,} refused.")
    without = [r for r in rows if r["original_sha256"]]
    for row in without:
        n = int(str(row["images_dropped"]))
        note(
            f"{row['name']}: kept without {n:,} picture{'s' if n != 1 else ''}; SHA-256 of the original: {row['original_sha256']}"
        )
    if any(r["state"] == "overdue" for r in rows):
        note("Some files are past their retention day: turnstone expire --overdue")


def _unread(place: Workspace, run: Run) -> set[str]:
    """The files that were refused as a whole."""
    refused = {r["source"] for r in place.table(run, "rejects").arrow().to_pylist() if r["scope"] == "file"}
    taken = {r["source"] for r in place.table(run, "source_files").arrow().to_pylist() if r["mapping"]}
    return refused - taken


def _columns(place: Workspace, run: Run, text: str, as_json: bool) -> None:
    found = [s for s in place.sources() if s.sha256.startswith(text) or s.name == text]
    if len(found) != 1:
        raise TurnstoneError(
            f"{text!r} names {len(found)} files", do="give its name or SHA-256 from `turnstone sources`"
        )
    rows = [r for r in place.table(run, "source_columns").arrow().to_pylist() if r["source"] == found[0].sha256]
    if as_json:
        print_json(rows)
        return
    heads = {
        "sheet": "Sheet",
        "position": "At",
        "header": "Column",
        "state": "State",
        "field": "Fills",
        "reason": "Why not",
    }
    print_table(rows, heads)


def _kinds(as_json: bool) -> None:
    from turnstone.sources.mapping import shipped

    rows = [
        {"name": m.name, "title": m.title, "table": m.table, "publisher": m.publisher, "licence": m.licence}
        for m in shipped().values()
    ]
    rows.append({"name": "ftm", "title": "FollowTheMoney entities (NDJSON)", "table": "parties, party_links, debarments",
                 "publisher": "any tool that writes them", "licence": ""})  # fmt: skip
    if as_json:
        print_json(rows)
        return
    print_table(rows, {"name": "Source", "title": "What it is", "table": "Fills", "publisher": "Publisher"})
