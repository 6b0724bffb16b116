"""turnstone indicators"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from turnstone.cli.common import HERE, JsonOption, WorkspaceOption, note, open_workspace, print_json, print_table, say
from turnstone.errors import TurnstoneError


def command(
    name: Annotated[str | None, typer.Argument(help="Show this one's page.")] = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """List the indicators, those that are off included, with what each found and how often it could look."""
    from turnstone.indicators.registry import registry

    if name is not None:
        if name not in registry():
            raise TurnstoneError(f"there is no indicator {name!r}", do=f"choose among {', '.join(registry())}")
        say(registry()[name].text.strip())
        return
    counts = _counts(workspace)
    rows = [
        {
            "name": i.name, "title": i.title, "family": i.family.value, "state": "on" if i.on else f"off: {i.why_off}",
            "direction": i.direction, "checks": counts.get(i.name, (None, None))[0],
            "hits": counts.get(i.name, (None, None))[1], "sources": list(i.sources), "base_rate": i.base_rate,
        }
        for i in registry().values()
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    heads = {"name": "Indicator", "title": "What it asks", "family": "Family", "state": "State", "checks": "Looked",
             "hits": "Found"}  # fmt: skip
    print_table(rows, heads, right=("checks", "hits"))
    if counts:
        note(
            "Looked: parties about whom it could be asked. Found: hits. An indicator that could not look says nothing."
        )


def _counts(workspace: Path) -> dict[str, tuple[int | None, int | None]]:
    """Indicator -> (parties looked at, hits) in the latest run, where there is one."""
    try:
        place = open_workspace(workspace)
        run = place.run()
    except TurnstoneError:
        return {}
    out: dict[str, list[int]] = {}
    for at, table in enumerate(("checks", "hits")):
        for batch in place.table(run, table).batches(["indicator"]):
            for pair in batch.column(0).value_counts().to_pylist():
                out.setdefault(pair["values"], [0, 0])[at] += pair["counts"]
    return {name: (looked, found) for name, (looked, found) in out.items()}
