"""The command line in this process, and what is asked of a workspace again and again."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

Row = dict[str, Any]
LAW = ("--legal-basis", "test law", "--purpose", "test", "--retain-until", "unlimited")


@dataclass(frozen=True)
class Result:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def all(self) -> str:
        return self.out + self.err


def turnstone(*args: object, at: Path | None = None, answers: str | None = None) -> Result:
    """One command in this process, as from a shell without a terminal. `at`: the workspace; `answers`: what is typed."""
    from turnstone.cli.main import main

    given = ["turnstone", *map(str, args), *(("--workspace", str(at)) if at is not None else ())]
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        patch.object(sys, "argv", given), patch.object(sys, "stdin", io.StringIO(answers or "")),
        redirect_stdout(out), redirect_stderr(err),
    ):  # fmt: skip
        try:
            main()
        except SystemExit as exit:
            code = exit.code if isinstance(exit.code, int) else 0 if exit.code is None else 1
    return Result(code, out.getvalue(), err.getvalue())


def new_workspace(folder: Path, files: Iterable[Path] = (), *, run: bool = False) -> Path:
    """A workspace with some files, run if wanted. Everything must go well."""
    assert turnstone("init", folder).code == 0
    if files := list(files):
        added = turnstone("add", *files, *LAW, at=folder)
        assert added.code == 0, added.all
    if run:
        done = turnstone("run", at=folder)
        assert done.code == 0, done.all
    return folder


def digests(folder: Path) -> dict[str, str]:
    """Table -> digest of the latest run."""
    from turnstone.workspace import Workspace

    return {name: facts["digest"] for name, facts in Workspace(folder).run().tables.items()}


def rejects(folder: Path) -> list[Row]:
    """The rejects of the latest run, as `rejects --json` lists them."""
    found: list[Row] = turnstone("rejects", "--json", "--limit", 0, at=folder).json
    return found


def reconcile(folder: Path) -> dict[str, Row]:
    """File -> its counts, after checking that rows in = rows out + rows refused, each refused row in `rejects`."""
    told: dict[str, Row] = {row["name"]: row for row in turnstone("sources", "--json", at=folder).json}
    refused = [row for row in rejects(folder) if row["scope"] == "row"]
    for name, row in told.items():
        if row["rows_in"] is not None:
            assert row["rows_in"] == row["rows_out"] + row["rows_rejected"], name
            assert row["rows_rejected"] == sum(r["file"] == name for r in refused), name
    return told
