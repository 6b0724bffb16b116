"""turnstone table NAME"""

from __future__ import annotations

from itertools import islice
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
    say,
    told_unmasked,
)  # fmt: skip


def command(
    name: Annotated[str | None, typer.Argument(help="The table; left out: list them all.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write it to a .parquet, .csv or .ndjson file.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many rows to print; 0 for all.")] = 20,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Print or write any table of a run, masked. Formulas are escaped in CSV."""
    from turnstone.exports.table_file import masked_batches, write_table
    from turnstone.model.tables import schema_of

    place = open_workspace(workspace)
    chosen = place.run(run)
    if name is None:
        rows = [{"table": t, "rows": f["rows"], "about": schema_of(t).doc} for t, f in chosen.tables.items()]
        if as_json:
            print_json(rows)
        else:
            print_table(rows, {"table": "Table", "rows": "Rows", "about": "What it holds"}, right=("rows",))
        return
    table = place.table(chosen, name)
    mask = mask_of(place)
    told_unmasked(place, mask, f"table {name}")
    if out is not None:
        rows_out = write_table(out, table, name, mask)
        with place.locked():
            place.log.append(
                "exported", what=f"table {name}", run=chosen.id, file=str(out.resolve()), masked=not mask.open
            )
        say(f"{rows_out:,} rows written to {out}{'' if mask.open else ', names of people and contacts masked'}.")
        return
    masked = (row for batch in masked_batches(table, name, mask) for row in batch.to_pylist())
    shown = list(islice(masked, limit or None))
    if as_json:
        print_json(shown)
        return
    print_table(shown, {column: column for column in table.schema.names})
    if len(shown) < table.rows:
        note(f"{table.rows - len(shown):,} more rows: --limit 0 shows all, --out FILE writes all.")
