"""turnstone rejects"""

from __future__ import annotations

from typing import Annotated, Any

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
    told_unmasked,
)  # fmt: skip


def command(
    by_reason: Annotated[bool, typer.Option("--by-reason", help="How many for each reason and column.")] = False,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many to show; 0 for all.")] = 50,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List what could not be taken, with file, sheet, row, column and reason."""
    from turnstone.exports.table_file import masked_batches

    place = open_workspace(workspace)
    chosen = place.run(run)
    mask = mask_of(place)
    names = {s.sha256: s.name for s in place.sources()}
    rows: list[dict[str, Any]] = []
    for batch in masked_batches(place.table(chosen, "rejects"), "rejects", mask):
        rows += batch.to_pylist()
    for row in rows:
        row["file"] = names.get(row["source"], row["source"][:12])
    rows.sort(key=lambda r: (r["file"], r["sheet"] or "", r["row"], r["column"] or "", r["reason"]))
    if by_reason:
        rows = _counted(rows)
    else:
        told_unmasked(place, mask, f"rejects: {len(rows)} lines")
    shown = rows[:limit] if limit else rows
    if as_json:
        print_json(shown)
        return
    if by_reason:
        print_table(
            shown, {"count": "How many", "scope": "What", "column": "Column", "reason": "Reason"}, right=("count",)
        )
    else:
        heads = {"file": "File", "sheet": "Sheet", "row": "Row", "column": "Column", "scope": "What", "value": "Value",
                 "reason": "Reason"}  # fmt: skip
        print_table(shown, heads, right=("row",))
    if len(shown) < len(rows):
        note(f"{len(rows) - len(shown):,} more: --limit 0 shows all.")


def _counted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str, str], int] = {}
    for row in rows:
        key = row["scope"], row["column"] or "", row["reason"]
        counts[key] = counts.get(key, 0) + 1
    found = [{"count": n, "scope": s, "column": c, "reason": r} for (s, c, r), n in counts.items()]
    return sorted(found, key=lambda r: (-int(str(r["count"])), str(r["reason"]), str(r["column"])))
