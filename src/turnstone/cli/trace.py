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
    from turnstone.evidence.locate import Line
    from turnstone.evidence.trace import Step
    from turnstone.exports.mask import Mask


def command(
    id: Annotated[str, typer.Argument(help="A lead's number, or (the beginning of) any id.")],
    reread: Annotated[
        bool, typer.Option("--reread", help="Open the kept files again and compare each cell with what was read.")
    ] = False,
    run: RunOption = None,
    workspace: WorkspaceOption = HERE,
    as_json: JsonOption = False,
) -> None:
    """Follow anything back to file, sheet, row and column: a lead, a party, a place, a row."""
    from turnstone.errors import VerificationFailed
    from turnstone.evidence.trace import trace

    place = open_workspace(workspace)
    chosen = place.run(run)
    mask = mask_of(place)
    names = {source.sha256: source.name for source in place.sources()}
    with small_engine(place) as engine:
        found = resolve_id(place, chosen, engine, id)
        step = trace(engine, reader(place, chosen), raw_tables(chosen), found)
    assert step is not None
    told_unmasked(place, mask, found)
    again: dict[tuple[str, str | None, int], str] = {}
    if reread:
        from turnstone.sources.reread import reread as read_cells

        lines = list(_lines_of(step))
        again = read_cells({line.source: place.vault.path(line.source) for line in lines}, dict(chosen.inputs), lines)
    if as_json:
        print_json(_plain(step, names, mask, again))
    else:
        for text in _shown(step, names, mask, again, 0, set()):
            say(text)
    if bad := {at: said for at, said in again.items() if said != "the same"}:
        raise VerificationFailed(f"{len(bad)} rows are not what was read", do="run `turnstone verify`")


def _lines_of(step: Step) -> Iterator[Line]:
    yield from step.lines
    for child in step.rests_on:
        yield from _lines_of(child)


def _facts(step: Step, mask: Mask) -> dict[str, Any]:
    """What a step says, masked."""
    facts = dict(step.facts)
    if step.kind == "hit":
        facts["facts"] = mask.facts([str(v) if v is not None else "" for v in facts.get("facts") or []], step.id)  # type: ignore[attr-defined]
    if step.kind == "tie":
        facts["value"] = mask.of_kind(str(facts["kind"]), str(facts["value"]))
    if step.kind in ("party", "profile") and facts.get("kind") == "person":
        for name in ("name", "names", "name_keys", "name_bags", "address", "address_keys"):
            facts.pop(name, None)
    if step.kind == "party" and facts.get("kind") == "poster":
        facts["name"] = mask.node("poster", facts.get("name"))  # type: ignore[arg-type]
    if step.kind == "poster":
        facts["name"] = mask.poster(str(facts["kind"]), facts.get("name"))  # type: ignore[arg-type]
    for name in ("phone", "email"):
        if facts.get(name):
            facts[name] = mask.hide(name, str(facts[name]))
    return facts


def _plain(step: Step, names: dict[str, str], mask: Mask, again: dict[Any, str]) -> dict[str, Any]:
    return {
        "kind": step.kind, "id": _id(step, mask), "facts": _facts(step, mask),
        "lines": [
            {
                "file": names.get(line.source, ""), "sha256": line.source, "sheet": line.sheet, "row": line.row,
                "cells": [
                    {"column": c.position, "header": c.header, "field": c.field, "value": mask.raw(line.table, c.field, c.value)}
                    for c in line.cells
                ],
                **({"reread": again[line.source, line.sheet, line.row]} if again else {}),
            }
            for line in step.lines
        ],
        "rests_on": [_plain(child, names, mask, again) for child in step.rests_on],
    }  # fmt: skip


def _id(step: Step, mask: Mask) -> str:
    """A tie's id holds what is shared: it is masked like the thing itself."""
    if step.kind != "tie":
        return step.id
    kind, _, value = step.id.partition(" ")
    return f"{kind} {mask.of_kind(kind, value)}"


def _shown(
    step: Step, names: dict[str, str], mask: Mask, again: dict[Any, str], depth: int, seen: set[str]
) -> Iterator[str]:
    pad = "  " * depth
    facts = _facts(step, mask)
    if step.kind == "network":
        offered = facts["kind"] in ("posters", "alone")
        members, rows = ("posters", "offers") if offered else ("parties", "job orders")
        yield f"{pad}{step.id}  {facts.get('name') or ''}: {facts['size']} {members}, {facts['orders']} {rows}"
    elif step.kind == "hit":
        said = ", ".join(f"{k} {v}" for k, v in facts["facts"].items())
        counted = "counts" if facts["counted"] else "does not count"
        yield f"{pad}{step.id} ({facts['family']}, {facts['weight_mbits'] / 1000:.1f} bits, {counted}): {said}"
    elif step.kind == "tie":
        yield f"{pad}tie: {_id(step, mask)} ({facts['holders']} hold it, {facts['weight_mbits'] / 1000:.1f} bits)"
    elif step.kind == "party":
        yield f"{pad}party {step.id}  {facts.get('name') or ''}"
    elif step.kind in ("profile", "premises"):
        said = facts.get("name") or "; ".join(str(a) for a in facts.get("addresses") or ())
        yield f"{pad}{step.kind} {step.id}  {said}"
    elif step.kind == "template":
        yield f"{pad}template {step.id}: {facts['offers']} offers, {facts['posters']} accounts or names, {facts['names']} names"
    elif step.kind == "poster":
        yield f"{pad}poster {step.id}  {facts.get('name') or ''}: {facts['offers']} offers"
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
