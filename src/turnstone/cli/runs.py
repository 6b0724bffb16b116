"""turnstone runs"""

from __future__ import annotations

from turnstone.cli.common import HERE, JsonOption, WorkspaceOption, open_workspace, print_json, print_table


def command(workspace: WorkspaceOption = HERE, as_json: JsonOption = False) -> None:
    """List finished runs."""
    place = open_workspace(workspace)
    rows = [
        {
            "run": run.id, "finished_utc": run.finished_utc, "as_of": run.as_of, "files": len(run.inputs),
            "rows": sum(t["rows"] for name, t in run.tables.items() if name.startswith("raw_")),
            "findings": run.tables["hits"]["rows"], "networks": run.tables["networks"]["rows"],
            "code": run.code[:12], "log_line": run.line,
        }
        for run in place.runs()
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    heads = {"run": "Run", "finished_utc": "Finished (UTC)", "as_of": "As of", "files": "Files", "rows": "Rows",
             "networks": "Networks", "findings": "Findings", "code": "Code", "log_line": "Log line"}  # fmt: skip
    print_table(rows, heads, right=("files", "rows", "networks", "findings", "log_line"))
