"""turnstone check LIST"""

from __future__ import annotations

from pathlib import Path
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
from turnstone.errors import SourceError, TurnstoneError, Where


def command(
    table: Annotated[
        Path, typer.Argument(help="A table (CSV, TSV, XLSX, XLS, Parquet, NDJSON) or a text, one a line.")
    ],
    column: Annotated[
        list[str] | None, typer.Option("--column", help="Look only at this column (may be given again).")
    ] = None,
    least: Annotated[int, typer.Option("--least", min=0, max=100, help="Least fit that is shown, out of 100.")] = 90,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file (.csv, .parquet, .ndjson).")] = None,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Check a list of names, numbers or addresses against everything. The list itself is not kept."""
    from turnstone.exports.found import found_parties
    from turnstone.formats.cells import read_cells
    from turnstone.links.search import Index

    if not table.is_file():
        raise SourceError("there is no such file", where=Where(str(table)), do="check the path")
    place = open_workspace(workspace)
    chosen = place.run(run)
    read = reader(place, chosen)
    mask = mask_of(place)
    index = Index(read("profiles"), read("mentions"))
    cells = read_cells(table, column or [])
    if not cells:
        raise TurnstoneError(f"{table} holds no text to check", do="see that the column is named as in the file")
    matches = [
        (i, cell.text, match) for i, cell in enumerate(cells) for match in index.find(cell.text) if match.score >= least
    ]
    with small_engine(place) as engine:
        rows = found_parties(engine, read, matches, mask)
    for row in rows:
        cell = cells[row.pop("number")]
        row |= {"row": cell.row, "column": cell.column, "sheet": cell.sheet}
    told_unmasked(place, mask, f"check: {len(rows)} parties")
    texts = len({row["text"] for row in rows})
    if out is not None:
        from turnstone.exports.table_file import write_rows

        write_rows(out, rows)
        note(f"{len(rows):,} matches written to {out}.")
    elif as_json:
        print_json(rows)
    else:
        for row in rows:
            row["short"] = short_id(row["id"])
        columns = {"row": "Row", "text": "In the list", "name": "Party", "way": "Found by", "score": "Fit",
                   "matched": "What fits", "town": "Town", "state": "State", "roles": "Roles", "rank": "Lead", "short": "Id"}  # fmt: skip
        print_table(rows, columns, right=("row", "score", "rank"))
    note(f"{len(cells):,} texts were checked; {texts:,} of them fit {len({r['id'] for r in rows}):,} parties.")
