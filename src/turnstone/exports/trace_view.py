"""A trace as it may be shown: names of people and contacts masked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from turnstone.evidence.locate import Line
from turnstone.evidence.trace import Step
from turnstone.exports.mask import Mask


def lines_of(step: Step) -> Iterator[Line]:
    """All lines of files on which a step rests."""
    yield from step.lines
    for child in step.rests_on:
        yield from lines_of(child)


def step_facts(step: Step, mask: Mask) -> dict[str, Any]:
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


def trace_plain(step: Step, names: dict[str, str], mask: Mask, again: dict[Any, str]) -> dict[str, Any]:
    """A step and all on which it rests as plain values. `names`: SHA-256 -> a file's name; `again`: what became of each line
    (file, sheet, row) when it was read again."""
    return {
        "kind": step.kind, "id": step_id(step, mask), "facts": step_facts(step, mask),
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
        "total": step.total,
        "rests_on": [trace_plain(child, names, mask, again) for child in step.rests_on],
    }  # fmt: skip


def step_id(step: Step, mask: Mask) -> str:
    """A tie's id holds what is shared: it is masked like the thing itself."""
    if step.kind != "tie":
        return step.id
    kind, _, value = step.id.partition(" ")
    return f"{kind} {mask.of_kind(kind, value)}"


def step_said(step: Step, mask: Mask) -> str:
    """A step in one line; nothing for a row, which says itself."""
    facts = step_facts(step, mask)
    if step.kind == "network":
        offered = facts["kind"] in ("posters", "alone")
        members, rows = ("posters", "offers") if offered else ("parties", "job orders")
        return f"{step.id}  {facts.get('name') or ''}: {facts['size']} {members}, {facts['orders']} {rows}"
    if step.kind == "hit":
        said = ", ".join(f"{k} {v}" for k, v in facts["facts"].items())
        counted = "counts" if facts["counted"] else "does not count"
        return f"{step.id} ({facts['family']}, {facts['weight_mbits'] / 1000:.1f} bits, {counted}): {said}"
    if step.kind == "tie":
        between = " and ".join(str(step_facts(party, mask).get("name") or party.id) for party in step.rests_on)
        return f"tie: {step_id(step, mask)} of {between} ({facts['holders']} hold it, {facts['weight_mbits'] / 1000:.1f} bits)"
    if step.kind == "party":
        return f"party {step.id}  {facts.get('name') or ''}"
    if step.kind in ("profile", "premises"):
        named = facts.get("name") or "; ".join(str(a) for a in facts.get("addresses") or ())
        return f"{step.kind} {step.id}  {named}"
    if step.kind == "template":
        return f"template {step.id}: {facts['offers']} offers, {facts['posters']} accounts or names, {facts['names']} names"
    if step.kind == "poster":
        return f"poster {step.id}  {facts.get('name') or ''}: {facts['offers']} offers"
    return ""
