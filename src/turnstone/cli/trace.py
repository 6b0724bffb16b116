"""turnstone trace ID"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnstone.cli.common import (
    HERE,
    JsonOption,
    RunOption,
    WorkspaceOption,
    mask_of,
    open_workspace,
    print_json,
    raw_tables,
    reader,
    resolve_id,
    say,
    small_engine,
    told_unmasked,
)  # fmt: skip

if TYPE_CHECKING:
    from turnstone.evidence.trace import Step
    from turnstone.exports.mask import Mask


def command(
    id: Annotated[str, typer.Argument(help="A lead's number, or (the beginning of) any id.")],
    reread: Annotated[
        bool, typer.Option("--reread", help="Open the kept files again and compare each cell with what was read.")
    ] = False,
    page: Annotated[
        int, typer.Option("--page", min=1, help="Which ties of a network, or rows of anything else, 20 at once.")
    ] = 1,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Follow anything back to file, sheet, row and column: a lead, a party, a place, a row."""
    from turnstone.errors import TurnstoneError, VerificationFailed
    from turnstone.evidence.trace import trace
    from turnstone.exports.trace_view import lines_of, trace_plain

    place = open_workspace(workspace)
    chosen = place.run(run)
    mask = mask_of(place)
    names = {source.sha256: source.name for source in place.sources()}
    with small_engine(place) as engine:
        found = resolve_id(place, chosen, engine, id)
        step = trace(engine, reader(place, chosen), raw_tables(chosen), found, page - 1)
    if step is None:
        raise TurnstoneError(f"{found} has no page {page}", do="leave out --page to begin with the first")
    told_unmasked(place, mask, found)
    again: dict[tuple[str, str | None, int], str] = {}
    if reread:
        from turnstone.sources.reread import reread as read_cells

        lines = list(lines_of(step))
        again = read_cells({line.source: place.vault.path(line.source) for line in lines}, dict(chosen.inputs), lines)
    if as_json:
        print_json(trace_plain(step, names, mask, again))
    else:
        for text in _shown(step, names, mask, again, 0, set()):
            say(text)
    if bad := {at: said for at, said in again.items() if said != "the same"}:
        raise VerificationFailed(f"{len(bad)} rows are not what was read", do="run `turnstone verify`")


def _shown(
    step: Step, names: dict[str, str], mask: Mask, again: dict[Any, str], depth: int, seen: set[str]
) -> Iterator[str]:
    from turnstone.exports.trace_view import step_said

    pad = "  " * depth
    if step.kind != "row":
        yield f"{pad}{step_said(step, mask)}"
    if step.kind == "row":
        if step.id in seen:
            yield f"{pad}row {step.id}: see above"
            return
        seen.add(step.id)
        for line in step.lines:
            sheet = f", sheet {line.sheet!r}" if line.sheet is not None else ""
            checked = f"  [read again: {again[line.source, line.sheet, line.row]}]" if again else ""
            yield f"{pad}{names.get(line.source, line.source[:12])}{sheet}, row {line.row}  ({line.source[:12]}…){checked}"
            for c in line.cells:
                yield f"{pad}  {c.position:>4} {c.header} = {mask.raw(line.table, c.field, c.value)}"
    for child in step.rests_on:
        yield from _shown(child, names, mask, again, depth + 1, seen)
    what = "tie" if step.kind == "network" else "row"
    listed = sum(child.kind == what for child in step.rests_on)
    if step.total is not None and step.total > listed:
        yield f"{pad}  {listed} of {step.total:,} {what}s are listed{', 20 at once (--page)' if depth == 0 else ''}"
